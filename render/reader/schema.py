"""The model → JSON Schema of plan.yaml, with which an editor completes the keys and marks what is wrong.

It accepts whatever the reader accepts: an editor sees the number 2017 where the reader sees a text.
"""

import json
import re
from typing import Any

from render.plan.dates import DEADLINES, DUE, YEAR
from render.plan.forms import CARRIED, CODE, REPORT_DAY
from render.plan.lights import CONDITIONS
from render.plan.model import FLAGS, Plan

DRAFT = "http://json-schema.org/draft-07/schema#"  # what yaml-language-server reads
TITLES = {
    "Plan": "任务分解计划（plan.yaml）",
    "Sender": "发文",
    "Unit": "单位",
    "Goal": "工作目标",
    "Task": "具体任务",
    "Milestone": "节点",
    "TableLayout": "表",
    "Light": "督办规则",
    "Colour": "颜色",
    "UnitKind": "类别",
    "Tier": "层级",
    "Form": "行文",
}
SCALAR = ["string", "number", "boolean"]


def _unnamed(form: re.Pattern[str]) -> str:
    """A pattern as JavaScript reads it too."""
    return re.sub(r"\?P<\w+>", "?:", form.pattern)


_CODE = {"pattern": f"^({CODE.pattern})?$"}
FORMS: dict[str, dict[str, Any]] = {
    "年度": {"type": ["integer", "string"], "pattern": f"^{YEAR.pattern}$"},
    "代字": {"type": ["string", "object"], **_CODE, "additionalProperties": {"type": "string", **_CODE}},
    "报送日": {"type": ["integer", "string"], "pattern": f"^({REPORT_DAY.pattern})?$"},
    **{key: {"type": ["boolean", "string"], "pattern": f"^({'|'.join(FLAGS)})$"} for key in ("群体", "等", "目标编号")},
    "结转": {"pattern": f"^({CARRIED.pattern})?$"},
    "完成时间": {"examples": [form.example for form in DEADLINES]},
    "条件": {"examples": [form.example for form in CONDITIONS]},
    "截止": {"pattern": f"^({_unnamed(DUE)})?$"},
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of plan.yaml, in Chinese."""
    plan = Plan.model_json_schema(by_alias=True)
    for model in (plan, *plan["$defs"].values()):
        model["title"] = TITLES[model["title"]]
        del model["description"]
        for key, field in model.get("properties", {}).items():
            _adapt(field, FORMS.get(key, {}), key in model.get("required", ()))
    return {"$schema": DRAFT, **plan}


def schema_text() -> str:
    """Return the text of plan.schema.json."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _adapt(field: dict[str, Any], form: dict[str, Any], required: bool) -> None:
    """Let a field hold every value that the reader takes for it; one that is not required may stand empty."""
    field.pop("title", None)
    field |= form
    inner = field.get("additionalProperties")
    for text in (field, field.get("items", {}), inner if isinstance(inner, dict) else {}):
        if text.get("type") == "string" and "pattern" not in text:
            text["type"] = SCALAR
    if not required and "$ref" in field:
        field["anyOf"] = [{"$ref": field.pop("$ref")}, {"type": "null"}]
    elif not required and "anyOf" not in field:
        kinds = field["type"]
        field["type"] = [*([kinds] if isinstance(kinds, str) else kinds), "null"]
