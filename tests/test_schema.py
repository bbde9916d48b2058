"""plan.schema.json is what the model says, and no stricter than the reader."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from render.plan.model import Model, Plan, Sender, Task, Unit
from render.reader.schema import schema, schema_text
from render.reader.shape import KEYS, MODELS

ROOT = Path(__file__).parents[1]
TYPES: dict[str, Any] = {
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}


def properties(model: type[Model]) -> dict[str, dict[str, Any]]:
    made = schema()
    found: dict[str, dict[str, Any]] = (made if model is Plan else made["$defs"][model.__name__])["properties"]
    return found


def allows(field: dict[str, Any], value: object) -> bool:
    """What JSON Schema says of a value, as far as our schema goes."""
    kinds = [field["type"]] if isinstance(field["type"], str) else field["type"]
    if not any(isinstance(value, TYPES[kind]) for kind in kinds):
        return False
    if isinstance(value, dict):
        return all(allows(field["additionalProperties"], one) for one in value.values())
    if isinstance(value, str):
        return re.search(field.get("pattern", ""), value) is not None and len(value) >= field.get("minLength", 0)
    return not isinstance(value, int) or value >= field.get("minimum", value)


def reads(model: type[Model], key: str, text: str) -> bool:
    """Whether the model takes a text for the value of a key."""
    field = next(field for field in model.model_fields.values() if field.alias == key)
    try:
        TypeAdapter(field.rebuild_annotation()).validate_python(text)
    except ValidationError:
        return False
    return True


def test_the_file_is_current() -> None:
    assert (ROOT / "plan.schema.json").read_text("utf-8") == schema_text(), "run: render schema --out plan.schema.json"


def test_every_key_is_there_and_explained_in_chinese() -> None:
    fields = [item for model in MODELS.values() for item in properties(model).items()]
    assert {key for key, _ in fields} == KEYS
    assert [key for key, field in fields if not re.search("[一-鿿]", field["description"])] == []
    assert not re.search(r'"(title|description)": "[ -~]+"', schema_text())


@pytest.mark.parametrize(
    ("model", "key", "values"),
    [
        (Plan, "年度", ["2017", "17", "二〇一七", "2017.0", "2_017", "２０１７"]),
        (Sender, "代字", ["", "陕教函", "陕教函〔2017〕", "陕教函2", "陕教（函）", "陕教 函"]),
        (Sender, "报送日", ["", "1", "31", "32", "0", "05"]),
        (Unit, "群体", ["true", "false", "是", "yes", "True"]),
        (Task, "结转", ["", "2017年 3-2", "2016年 1-1、2017年 3-2", "2017年3-2", "3-2", "2017年 3-2、"]),
        (Task, "编号", ["1-1", "14-43", "1", "1-", "0-1", "１-１", "第1-1项"]),
        (Task, "截止", ["", "2017年2月15日", "2017-02-15", "2017.2.15", "2017年2月", "年底", "长期", "２０１７年底"]),
    ],
)
def test_it_takes_and_refuses_the_same_texts_as_the_reader(model: type[Model], key: str, values: list[str]) -> None:
    field = properties(model)[key]
    verdicts = {value: allows(field, value) for value in values}
    assert verdicts == {value: reads(model, key, value) for value in values}
    assert set(verdicts.values()) == {True, False}


def test_it_takes_what_an_editor_sees_in_a_plain_value() -> None:
    """年度: 2017 is a number to an editor, and a key that stands empty is null."""
    assert allows(properties(Plan)["年度"], 2017)
    assert not allows(properties(Plan)["年度"], 17)
    assert allows(properties(Sender)["联系电话"], 88668866)
    assert allows(properties(Sender)["联系人"], None)
    assert allows(properties(Sender)["代字"], {"任务通知": "陕教信"})
    assert not allows(properties(Sender)["代字"], {"任务通知": "陕教信5"})
    assert allows(properties(Unit)["群体"], True)
    assert allows(properties(Unit)["名称"], 110)
    assert allows(properties(Task)["协助单位"], None)
    assert not allows(properties(Task)["内容"], None)
    assert allows(properties(Task)["其他"], {"投资": 300})
    assert not allows(properties(Task)["其他"], "投资")
    assert properties(Plan)["发文"]["anyOf"][1] == {"type": "null"}


def test_it_refuses_unknown_and_missing_keys() -> None:
    task = schema()["$defs"]["Task"]
    assert task["additionalProperties"] is False
    assert task["required"] == ["编号", "内容"]
    assert [one["required"] for one in task["anyOf"]] == [["责任主体"], ["主责单位"]]
