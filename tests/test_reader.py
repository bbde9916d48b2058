"""The reader through its own door: what is wrong with a file, in the words that the office reads."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from render.errors import InputError
from render.nearest import Nearest
from render.plan.model import Plan
from render.reader import nodes, read_plan, source
from render.reader.text import CONTROL
from render.shorten import shortened

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"

PLAN = """\
标题: 计划
年度: 2017
单位:
  - 名称: 信保处
    类别: 机关处室
  - 名称: 财务处
    类别: 机关处室
目标:
  - 名称: 目标
    内容: 内容
    任务:
      - 编号: 1-1
        内容: 做事
        完成时间: 2017年2月
        责任主体: [信保处]
        协助单位: [财务处]
"""


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def outcome(content: str | bytes) -> Plan | InputError:
    """What the reader makes of a plan.yaml with this content."""
    path = Path("plan.yaml")
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    try:
        return read_plan(path).plan
    except InputError as error:
        return error


def problems(content: str | bytes) -> str:
    """What the reader says about a plan.yaml with this content; empty = nothing."""
    found = outcome(content)
    return str(found) if isinstance(found, InputError) else ""


def changed(old: str, new: str) -> str:
    assert PLAN.count(old) == 1
    return PLAN.replace(old, new)


def test_broken_plan() -> None:
    """Every problem of one badly broken plan, in one go."""
    Path("broken.yaml").write_bytes((DATA / "broken.yaml").read_bytes())
    with pytest.raises(InputError) as caught:
        read_plan(Path("broken.yaml"))
    assert f"{caught.value}\n" == (DATA / "broken.txt").read_text("utf-8")


def test_good_plan_with_every_liberty() -> None:
    text = (
        PLAN.replace("年度: 2017", "年度: '2017'\n发文:\n  联系电话: 029")
        .replace("内容: 做事", "内容: |\n          “做事”与 no、2017.10")
        .replace("[财务处]", "")
        .replace("名称: 信保处", '名称: "信保处"  # 说明')
        .replace("\n", "\r\n")
    )
    assert problems("\ufeff" + text) == ""
    plan = read_plan(Path("plan.yaml")).plan
    task = plan.goals[0].tasks[0]
    assert (task.content, task.assistants) == ("“做事”与 no、2017.10", ())
    assert (plan.year, plan.sender.phone, plan.units[0].name) == (2017, "029", "信保处")


def test_lines() -> None:
    assert problems(PLAN) == ""
    reading = read_plan(Path("plan.yaml"))
    places = {
        (): 1,
        ("年度",): 2,
        ("单位", 1): 6,
        ("目标", 0, "任务", 0): 12,
        ("目标", 0, "任务", 0, "完成时间"): 14,
        ("目标", 0, "任务", 0, "责任主体", 0): 15,
        ("目标", 0, "任务", 0, "责任主体", 9): 15,
        ("目标", 0, "没有", "这里"): 9,
        ("发文", "联系人"): 1,
    }
    assert {place: reading.line(*place) for place in places} == places


LEAD = "plan.yaml:15: 目标1·任务1-1 的责任主体"
TEXT = "plan.yaml:13: 目标1·任务1-1 的内容"
ISSUE = "删去这一行；发文时给：render issue {} --number 5 --date 2017-03-05"
QUOTE_IT = "给整个值加上英文单引号：'……'"
INDENT = "缩进里有制表符（Tab）或全角空格；改用半角空格，左边空 4 格"
STRANGE = "这一行不是“键: 值”，也不是列表的一项；多余的删去；是说明的，前面加 #"
COLON = "键后面用了全角冒号；改成半角冒号，后面空一格"
LIST = "列表用了全角的方括号或逗号；改成半角：[财务处, 人事处]"
DASH = "列表的短横写得不对；写半角“-”，后面空一格"
SIGN = "值不能以 @ ` % & * ! 开头"

SYNTAX = {
    "tab in the indentation": (
        "    类别: 机关处室\n  - 名称: 财务处",
        "\t类别: 机关处室\n  - 名称: 财务处",
        f"plan.yaml:5: {INDENT}\n    类别: 机关处室",
    ),
    "full-width space in the indentation": (
        "    类别: 机关处室\n  - 名称: 财务处",
        "　　类别: 机关处室\n  - 名称: 财务处",
        f"plan.yaml:5: {INDENT}\n    类别: 机关处室",
    ),
    "one space too few": (
        "    内容: 内容",
        "   内容: 内容",
        "plan.yaml:10: 这一行左边少空了 1 格；左边应空 4 格，与第 11 行对齐\n    内容: 内容",
    ),
    "full-width colon": ("年度: ", "年度：", f"plan.yaml:2: {COLON}\n    年度：2017"),
    "full-width colon where a mapping begins": (
        "- 编号: 1-1",
        "- 编号：1-1",
        f"plan.yaml:12: {COLON}\n    - 编号：1-1",
    ),
    "full-width colons all over a mapping, which YAML takes for a text": (
        "  - 名称: 信保处\n    类别: 机关处室",
        "  - 名称：信保处\n    类别：机关处室",
        f"plan.yaml:4: {COLON}\n    - 名称：信保处\nplan.yaml:5: {COLON}\n    类别：机关处室",
    ),
    "full-width colon and other problems": (
        "- 编号: 1-1\n        内容: 做事",
        "- 编号：1-1\n        内容: ",
        f"plan.yaml:12: {COLON}\n    - 编号：1-1\n{TEXT}没有填写",
    ),
    "no space after the colon": (
        "年度: ",
        "年度:",
        "plan.yaml:2: 冒号后面没有空格；在冒号后面空一格\n    年度:2017",
    ),
    "no colon": (
        "年度: ",
        "年度 ",
        "plan.yaml:2: “年度”后面没有冒号；写成“年度: 值”，冒号用半角，后面空一格\n    年度 2017",
    ),
    "no space after the dash": (
        "  - 名称: 财务处",
        "  -名称: 财务处",
        f"plan.yaml:6: {DASH}\n    -名称: 财务处",
    ),
    "a long dash": ("  - 名称: 财务处", "  — 名称: 财务处", f"plan.yaml:6: {DASH}\n    — 名称: 财务处"),
    "full-width brackets": ("[信保处]", "【信保处】", f"plan.yaml:15: {LIST}\n    责任主体: 【信保处】"),
    "one full-width bracket": ("[信保处]", "[信保处】", f"plan.yaml:15: {LIST}\n    责任主体: [信保处】"),
    "full-width brackets and an unknown unit": (
        "[信保处]",
        "［信保处，信保出］",
        f"plan.yaml:15: {LIST}\n    责任主体: ［信保处，信保出］\n{LEAD}“信保出”不在单位名录中；是不是想写“信保处”？",
    ),
    "full-width comma": (
        "[信保处]",
        "[信保处，财务处]",
        f"{LEAD}“信保处，财务处”不在单位名录中；一个单位一项，用半角逗号隔开：[信保处, 财务处]",
    ),
    "bracket not closed": (
        "[信保处]",
        "[信保处",
        "plan.yaml:15: 方括号没有配对；末尾补上 ]，或去掉开头的\n    责任主体: [信保处",
    ),
    "comma twice": (
        "[信保处]",
        "[信保处,, 财务处]",
        "plan.yaml:15: 括号或逗号的位置不对；写成 [财务处, 人事处]\n    责任主体: [信保处,, 财务处]",
    ),
    "sign and apostrophe": ("内容: 做事", "内容: @it's", f"plan.yaml:13: {SIGN}；{QUOTE_IT}\n    内容: @it's"),
    "an item that stands empty": (
        "单位:\n",
        "单位:\n  -\n",
        "plan.yaml:4: 第1个单位没有填写",
    ),
    "a unit's name in smart quotes": (
        "名称: 信保处",
        "名称: “信保处”",
        "plan.yaml:4: 单位“信保处”的名称“信保处”外面多了引号；去掉引号",
    ),
    "a unit's name with a space": (
        "名称: 信保处",
        "名称: '信保处 '",
        "plan.yaml:4: 单位“信保处”的名称前后有空格；删去它",
    ),
    "a unit with an invisible character": (
        "[信保处]",
        "[信\u200b保处]",
        f"{LEAD}“信□保处”不在单位名录中；名称里有看不见的字符，请重新输入",
    ),
    "a date of issue": (
        "年度: 2017",
        "年度: 2017\n发文: {日期: 2017年3月5日, 序号: ''}",  # what stands empty does no harm
        f"plan.yaml:3: 发文的“日期”不再写在计划里；{ISSUE.format('任务通知')}",
    ),
    "a number and a date of printing": (
        "年度: 2017",
        "年度: 2017\n发文: {序号: 5, 印发日期: 2017年3月6日}",
        f"plan.yaml:3: 发文的“印发日期”不再写在计划里；{ISSUE.format('印发通知')}\n"
        f"plan.yaml:3: 发文的序号不再写在计划里；{ISSUE.format('任务通知')}",
    ),
    "a mark that is no text": (
        "年度: 2017",
        "年度: 2017\n发文: {代字: [陕教函]}",
        "plan.yaml:3: 发文的代字应写成一个代字，或 {任务通知: 某财函} 这样",
    ),
    "a mark of one kind": (
        "年度: 2017",
        "年度: 2017\n发文: {代字: {任务通知: 陕教〔2017〕}}",
        "plan.yaml:3: 发文·代字的“任务通知”“陕教〔2017〕”不对；"
        "只写代字本身，例如 某财函；年份、括号、“第”“号”和序号由程序加",
    ),
    "no list": ("[信保处]", "信保处", f"{LEAD}应写成列表：[信保处]"),
    "no list, two units": ("[信保处]", "信保处、财务处", f"{LEAD}应写成列表：[信保处, 财务处]"),
    "smart quotes around a unit": ("[信保处]", "[“信保处”]", f"{LEAD}“信保处”外面多了引号；去掉引号"),
    "smart quotes around a deadline": (
        "2017年2月",
        "“2017年2月”",
        "plan.yaml:14: 目标1·任务1-1 的完成时间“2017年2月”外面多了引号；去掉引号",
    ),
    "smart quotes around a key": (
        "年度",
        "“年度”",
        "plan.yaml:2: ““年度””是不认识的键；只写 年度，外面不加符号",
    ),
    "half a pair of smart quotes": (
        "内容: 做事",
        '内容: "做事”',
        'plan.yaml:13: 引号一头是英文的，一头是中文的；两头都改成英文引号，或都去掉\n    内容: "做事”',
    ),
    "quote not closed": (
        "内容: 做事",
        '内容: "做事',
        'plan.yaml:13: 引号没有配对；末尾补上 "，或去掉开头的\n    内容: "做事',
    ),
    "quotes around a part": (
        "内容: 做事",
        '内容: "做"事',
        f'plan.yaml:13: 英文引号只括住了值的一部分；{QUOTE_IT}\n    内容: "做"事',
    ),
    "at sign": ("内容: 做事", "内容: @做事", f"plan.yaml:13: {SIGN}；{QUOTE_IT}\n    内容: @做事"),
    "asterisks": ("内容: 做事", "内容: *做*事", f"plan.yaml:13: {SIGN}；{QUOTE_IT}\n    内容: *做*事"),
    "colon in a value": (
        "内容: 做事",
        "内容: 做: 事",
        f"plan.yaml:13: 值里有半角冒号加空格；{QUOTE_IT}\n    内容: 做: 事",
    ),
    "bar": ("内容: 做事", "内容: |做事", f"plan.yaml:13: 值不能以 | 或 > 开头；{QUOTE_IT}\n    内容: |做事"),
    "backslash": (
        "内容: 做事",
        '内容: "做\\q事"',
        "plan.yaml:13: 双引号里的反斜杠 \\ 写得不对；改用英文单引号：'……'\n    内容: \"做\\q事\"",
    ),
    "list mark in a value": (
        "年度: 2017",
        "年度: - 2017",
        f"plan.yaml:2: 值前面多了短横和空格；删去它；是内容的，{QUOTE_IT}\n    年度: - 2017",
    ),
    "full-width comment": ("年度", "＃ 说明\n年度", "plan.yaml:2: 注释用了全角＃；改成半角 #\n    ＃ 说明"),
    "percent at the beginning": ("年度", "%年度", "plan.yaml:2: 键的前面多了“%”；删去它\n    %年度: 2017"),
    "two documents": (
        "单位:",
        "---\n单位:",
        f"plan.yaml:3: {STRANGE}\n    ---",
    ),
    "template braces": (
        "内容: 做事",
        "内容: {{ x }}",
        f"plan.yaml:13: 值以 {{ 开头，会当成几个“键: 值”；{QUOTE_IT}\n    内容: {{{{ x }}}}",
    ),
    "a mapping for a text": (
        "内容: 做事",
        "内容: {做: 事}",
        f"{TEXT}应是文字；以 [ 或 {{ 开头的文字，{QUOTE_IT}",
    ),
    "anchor": ("做事", "&a 做事", f"{TEXT}用了 & 标记；删去它；文字以 & 开头时，{QUOTE_IT}"),
    "alias": ("做事", "*a", f"{TEXT}写成了 * 引用；把内容写出来；文字以 * 开头时，{QUOTE_IT}"),
    "tag": ("做事", "!!str 做事", f"{TEXT}用了 ! 标记；删去它；文字以 ! 开头时，{QUOTE_IT}"),
    "merge key": ("年度", "<<: {年度: 1}\n年度", "plan.yaml:2: “<<”不能用；把内容写出来"),
    "nested without end": (
        "[信保处]",
        "[" * 100_000,
        "plan.yaml:15: 括号或缩进套得太深；计划用不到这么多层，请核对这一行\n    责任主体: " + "[" * 54 + "…",
    ),
}


@pytest.mark.parametrize("case", SYNTAX)
def test_syntax(case: str) -> None:
    old, new, expected = SYNTAX[case]
    assert problems(PLAN.replace(old, new, 1)) == expected


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("做\x07事", "plan.yaml:13: 有看不见的控制字符 U+0007；删去它\n    内容: 做□事"),
        ("做\u2028事", "plan.yaml:13: 有看不见的控制字符 U+2028；删去它\n    内容: 做□事"),
        ("做\uffff事", "plan.yaml:13: 有看不见的控制字符 U+FFFF；删去它\n    内容: 做□事"),
        (r'"做\u0007事"', f"{TEXT}里有看不见的控制字符 U+0007；删去它"),
        (r'"做\u2029事"', f"{TEXT}里有看不见的控制字符 U+2029；删去它"),
        (r'"做\uFFFE事"', f"{TEXT}里有看不见的控制字符 U+FFFE；删去它"),
        (r'"做\t事"', f"{TEXT}里有看不见的控制字符 U+0009；删去它"),
        (r'"做\n事"', f"{TEXT}要写在一行里；去掉中间的换行，多长都不换行"),
        ("做\n          事", f"{TEXT.replace('13', '14')}要写在一行里；这一行接到上一行的末尾；是说明的，前面加 #"),
        ("'做\n          事'", f"{TEXT}要写在一行里；去掉中间的换行，多长都不换行"),
        (">\n          做\n          事", f"{TEXT}要写在一行里；去掉中间的换行，多长都不换行"),
        ("|\n          做\n          事", f"{TEXT}要写在一行里；去掉中间的换行，多长都不换行"),
        ("' 做事'", f"{TEXT}前后有空格；删去它"),
        ("做事　", f"{TEXT}前后有空格；删去它"),
        ("事" * 32_768, f"{TEXT}超过 32767 个字，Excel 的一格放不下；拆成几项"),
        ("''", f"{TEXT}没有填写"),
        ("事" * 32_767, ""),
        (">\n          做事", ""),
        ("“做”事“好”", ""),
        ("“做事”", ""),
        ("2017.10", ""),
        ("做\u200b赟喆𠮷事 =1+1", ""),
    ],
)
def test_texts(written: str, said: str) -> None:
    assert problems(changed("做事", written)) == said


CODE = "只写代字本身，例如 某财函；年份、括号、“第”“号”和序号由程序加"
DAY = "写 1 到 31 的半角数字，例如 25"
FORMS = {  # of 发文: what is taken, what is refused, and what is said then
    "代字": (
        "陕教函 陕教基一办 XJ函 京教〇厅",
        "陕教函〔2017〕 陕教函2017 陕教函2 陕教（函） 陕教函第 5号 '陕教 函'",
        CODE,
    ),
    "报送日": ("1 25 31", "0 32 05 25日 ２５ 底 100", DAY),
}


@pytest.mark.parametrize("key", FORMS)
def test_forms_of_what_a_letter_prints(key: str) -> None:
    taken, refused, hint = FORMS[key]
    plan = changed("年度: 2017\n", "年度: 2017\n发文: {%s: %s}\n")
    for value in ("", "''", *taken.split()):
        assert problems(plan % (key, value)) == ""
    for value in re.findall("'.+?'|[^ ]+", refused):
        said = f"plan.yaml:3: 发文的{key}“{value.strip(chr(39))}”不对；{hint}"
        assert problems(plan % (key, value)) == said


def test_a_required_value_that_begins_with_a_hash() -> None:
    assert problems(changed("做事", "#1楼建成")) == f"{TEXT}没有填写；# 开头的值，{QUOTE_IT}"
    assert problems(changed("做事", " # 说明")) == f"{TEXT}没有填写"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "plan.yaml: 文件是空的"),
        (b"{", "plan.yaml:1: 括号或逗号的位置不对；写成 [财务处, 人事处]\n    {"),
        (b"\n \n", "plan.yaml: 文件是空的"),
        ("# 只有注释\n", "plan.yaml: 文件里没有内容；从别处复制一份计划再改"),
        ("- 标题\n", "plan.yaml:1: 最外层应写成几行“键: 值”；冒号用半角，后面空一格"),
        ("标题", "plan.yaml:1: 最外层应写成几行“键: 值”；冒号用半角，后面空一格"),
        (PLAN.encode("gb18030"), "plan.yaml:1: 文件不是 UTF-8 编码，大概是 GBK；用编辑器打开，另存为 UTF-8 编码"),
        (
            PLAN.encode() + b"# \xff\xff\n",
            "plan.yaml:17: 文件不是 UTF-8 编码，这一行有损坏的字节；用编辑器打开，另存为 UTF-8 编码",
        ),
        (PLAN.encode("utf-16"), "plan.yaml: 文件像是 UTF-16（Unicode）编码；用编辑器打开，另存为 UTF-8 编码"),
        ("标题：计划".encode("utf-16"), "plan.yaml: 文件像是 UTF-16（Unicode）编码；用编辑器打开，另存为 UTF-8 编码"),
        (PLAN.encode("utf-16-le"), "plan.yaml: 文件像是 UTF-16（Unicode）编码；用编辑器打开，另存为 UTF-8 编码"),
        (b"#" * (source.LIMIT + 1), "plan.yaml: 文件超过 20 MB；这不像一份计划，请核对文件"),
    ],
    ids=[
        "empty",
        "brace",
        "blank",
        "comment",
        "list",
        "text",
        "gbk",
        "damaged",
        "utf-16",
        "utf-16 BOM",
        "utf-16 no BOM",
        "too big",
    ],
)
def test_files(content: str | bytes, said: str) -> None:
    assert problems(content) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere/plan.yaml", "nowhere/plan.yaml: 找不到这个文件；请核对文件名和所在的文件夹"),
        (".", ".: 这是文件夹，不是文件；请写出文件名"),
        ("a\0b", "a\0b: 读不了这个文件；请核对文件名，或把文件复制到本机后再试"),
        ("长" * 300, "长" * 300 + ": 读不了这个文件；请核对文件名，或把文件复制到本机后再试"),
    ],
)
def test_files_that_cannot_be_opened(name: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_plan(Path(name))
    assert str(caught.value) == said


def test_no_units_gives_one_message() -> None:
    units = PLAN[PLAN.index("单位:") : PLAN.index("目标:")]
    assert problems(PLAN.replace(units, "")) == "plan.yaml:2: 单位没有填写"


def test_a_misspelt_key_hides_nothing_below_it() -> None:
    text = changed("    任务:", "    任物:").replace("[财务处]", "[财务出]")
    assert problems(text) == (
        "plan.yaml:11: 目标1 的“任物”是不认识的键；是不是想写“任务”？\n"
        "plan.yaml:16: 目标1·任务1-1 的协助单位“财务出”不在单位名录中；是不是想写“财务处”？"
    )


def test_alias_bomb() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 64))
    said = problems(bomb + PLAN).splitlines()
    assert said[0] == f"plan.yaml:1: “a0”用了 & 标记；删去它；文字以 & 开头时，{QUOTE_IT}"
    assert len([line for line in said if "写成了 * 引用" in line]) == 63


def test_near_names_are_searched_within_a_budget() -> None:
    nearest = Nearest([f"第{n}处" for n in range(100)], budget=250)
    found = [nearest.name(name) for name in ("第7楚", "第8楚", "第9楚", "第7楚")]
    assert found == ["第7处", "第8处", "", "第7处"]
    assert Nearest(["长" * 200]).name("长" * 199) == ""


@pytest.mark.parametrize(("length", "text"), [(5, "一二三四"), (4, "一二三四"), (3, "一二…"), (1, "…")])
def test_a_long_text_is_shortened_to_the_length_asked_for(length: int, text: str) -> None:
    assert shortened("一二三四", length) == text


@pytest.mark.parametrize(
    ("value", "written"), [("𠮷野", "𠮷野"), (["𠮷", "a, b"], "[𠮷, 'a, b']"), ("no", "'no'"), ("字" * 300, "字" * 300)]
)
def test_what_people_edit_is_written_on_one_line_without_escapes(value: str | list[str], written: str) -> None:
    assert nodes.on_one_line(value) == written
    assert nodes.loaded(written) == value


def test_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = read_plan(ROOT / "plan.yaml")
    monkeypatch.setattr(nodes, "TEXTS", yaml.BaseLoader)
    assert read_plan(ROOT / "plan.yaml") == plan
    assert problems(changed("做事", r'"做\ud800事"')) == f"{TEXT}里有看不见的控制字符 U+D800；删去它"


NASTY = ["：", "“", "”", "【", "】", "，", "、", "\t", "　", "\n", "\r", "\0", "\x07", "\x85", "\ufeff", "\u2028", "#"]
NASTY += ["- ", ": ", "&a ", "*a", "!!x ", "<<: ", "? ", "|", ">", "%", "@", "`", "---\n", "...\n", "{", "}", "[", "]"]
NASTY += ["'", '"', "\\", '"\\U0011FFFF"', "2017年13月", "1-1", "名称", "任务:", "责任主体: ", "\ud800", "\U0001f600"]
EDIT = st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(NASTY) | st.text(max_size=5))


def damaged(edits: list[tuple[float, int, str]], text: str) -> bytes:
    for where, length, new in edits:
        at = int(where * len(text))
        text = text[:at] + new + text[at + length :]
    return text.encode("utf-8", "surrogatepass")


CONTENTS = (
    st.builds(damaged, st.lists(EDIT, min_size=1, max_size=6), st.just(PLAN))
    | st.lists(st.sampled_from(NASTY), max_size=30).map(lambda parts: damaged([], "".join(parts)))
    | st.text().map(str.encode)
    | st.binary()
)


@settings(max_examples=150)
@given(CONTENTS, st.sampled_from([nodes.TEXTS, yaml.BaseLoader]))
def test_any_file_gives_a_plan_or_problems(content: bytes, loader: type) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes, "TEXTS", loader)
        found = outcome(content)
    if isinstance(found, Plan):
        assert not CONTROL.search("".join(found.unit_of))
        return
    lines = content.count(b"\n") + content.count(b"\r") + 1
    assert [problem for problem in found.problems if not 0 <= problem.line <= lines] == []
    assert found.problems
    assert "不对：" not in str(found), "a kind of problem without Chinese words"


def test_a_comment_may_hold_full_width_marks(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    text = (Path(__file__).parent.parent / "plan.yaml").read_text("utf-8")
    path.write_text(text.replace("类别: 机关处室", "类别：机关处室", 1), "utf-8")
    with pytest.raises(InputError) as caught:
        read_plan(path)
    (problem,) = caught.value.problems
    line = text[: text.index("类别: 机关处室")].count("\n") + 1
    assert (problem.line, problem.message) == (line, "键后面用了全角冒号")
