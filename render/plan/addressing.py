"""Who writes to whom: one table, kind of unit × level of the sender → document, and the words for both sides.

After the 条例 (中办发〔2012〕14号): 通知 goes to those whom the sender directs, 函 to all others (art. 8); none but a
government, or its own office, asks lower governments for something (art. 16); superiors get reports (art. 15).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """层级: what the sender is."""

    DEPARTMENT = "部门"
    GOVERNMENT = "政府"
    SCHOOL = "学校"
    INSTITUTION = "事业单位"
    COMPANY = "企业"


class Form(StrEnum):
    """行文: the document that a unit gets of its tasks."""

    NOTICE = "通知"
    LETTER = "函"
    NONE = "不发"


class UnitKind(StrEnum):
    """What a unit is to the sender."""

    OFFICE = "机关处室"
    INTERNAL = "内设机构"
    AFFILIATE = "直属单位"
    BRANCH = "所属部门"
    LOWER_GOVERNMENT = "下级政府"
    GOVERNMENT = "政府"
    LOWER_DEPARTMENT = "下级部门"
    BUREAU = "教育局"
    PEER = "同级部门"
    SUPERIOR = "上级"
    PROVINCIAL_UNIVERSITY = "省属高校"
    MINISTERIAL_UNIVERSITY = "部属高校"
    SCHOOL = "学校"
    COMPANY = "企业"
    SOCIETY = "社会组织"


@dataclass(frozen=True, slots=True)
class Manners:
    """How units of a kind are written to: the document by level, where not all levels do alike `form`.

    `called` is what one of them is called, where its name does not say it better; `together` what a group is called;
    `counter` the measure word. `listed` is the words by which they stand among the addressees of a document to all:
    `{self}` 厅, `{inner}` 处室, `{region}` 市; empty = their own names.
    """

    form: Form
    forms: Mapping[Tier, Form]
    called: str = ""
    together: str = ""
    counter: str = "个"
    listed: Mapping[Tier, str] | str = ""


#: Those who direct schools, lower bureaus and their like: all others ask them.
DIRECTING = {Tier.DEPARTMENT: Form.NOTICE, Tier.GOVERNMENT: Form.NOTICE}
INNER = {
    Tier.DEPARTMENT: "{self}机关各{inner}",
    Tier.GOVERNMENT: "机关各{inner}",
    Tier.SCHOOL: "校内各单位",
    Tier.INSTITUTION: "{self}各{inner}",
    Tier.COMPANY: "公司各{inner}",
}
GOVERNED = Manners(Form.NONE, {Tier.GOVERNMENT: Form.NOTICE}, together="地")
#: Kind → manners.
TABLE: Mapping[UnitKind, Manners] = {
    UnitKind.LOWER_GOVERNMENT: GOVERNED,
    UnitKind.GOVERNMENT: GOVERNED,
    UnitKind.LOWER_DEPARTMENT: Manners(Form.LETTER, DIRECTING, together="地"),
    UnitKind.BUREAU: Manners(Form.LETTER, DIRECTING, together="地"),
    UnitKind.PROVINCIAL_UNIVERSITY: Manners(Form.LETTER, DIRECTING, "校", "校", "所"),
    UnitKind.MINISTERIAL_UNIVERSITY: Manners(Form.LETTER, {}, "校", "校", "所"),
    UnitKind.SCHOOL: Manners(Form.LETTER, DIRECTING, "校", "校", "所"),
    UnitKind.PEER: Manners(Form.LETTER, {}),
    UnitKind.BRANCH: Manners(Form.NOTICE, {}, listed={Tier.GOVERNMENT: "{region}政府有关部门"}),
    UnitKind.COMPANY: Manners(Form.LETTER, {}, together="企业", counter="家"),
    UnitKind.SOCIETY: Manners(Form.LETTER, {}, counter="家"),
    UnitKind.SUPERIOR: Manners(Form.NONE, {}),
    UnitKind.OFFICE: Manners(Form.NOTICE, {}, listed=INNER),
    UnitKind.INTERNAL: Manners(Form.NOTICE, {}, listed=INNER),
    UnitKind.AFFILIATE: Manners(Form.NOTICE, {}, listed="各直属单位"),
}
INSIDE = (UnitKind.OFFICE, UnitKind.INTERNAL)  # parts of the sender itself
GOVERNMENTS = (UnitKind.LOWER_GOVERNMENT, UnitKind.GOVERNMENT)
#: Kinds that stand together among the addressees of a document to all, in that order: their words are joined by 、.
FAMILIES = (
    GOVERNMENTS,
    (UnitKind.BRANCH,),
    (UnitKind.LOWER_DEPARTMENT, UnitKind.BUREAU),
    (UnitKind.PROVINCIAL_UNIVERSITY, UnitKind.MINISTERIAL_UNIVERSITY, UnitKind.SCHOOL),
    (UnitKind.PEER,),
    (UnitKind.COMPANY,),
    (UnitKind.SOCIETY,),
    (*INSIDE, UnitKind.AFFILIATE),
)
#: Senders that name their own parts first; all others name them last.
INWARD = (Tier.SCHOOL, Tier.INSTITUTION, Tier.COMPANY)

GOVERNMENT, EVERY = "人民政府", "各"
OFFICES = ("办公厅", "办公室")
#: How the name of a unit ends → what it is called: 你处, 贵中心. The first that fits counts; anyone may add to them.
SHORT: Mapping[str, str] = {
    **dict.fromkeys(OFFICES, "办"),
    **{word: word for word in ("办", "处室", "处", "科室", "科", "股室", "股", "室", "中心", "基地", "所", "馆", "站")},
    **dict.fromkeys(("大学", "学校", "中学", "小学", "党校"), "校"),
    **{word: word for word in ("院", "园", "厅", "局", "部", "署", "社", "队", "台", "公司", "集团", "厂", "镇", "乡")},
    **{"委员会": "委", "委": "委", "银行": "行", "街道办事处": "街道", "街道": "街道", "协会": "会", "学会": "会"},
    **{"商会": "会", "管委会": "管委会", "海关": "关", "联合会": "会", "工会": "会"},
}
LONGEST = max(map(len, SHORT))
#: What a sender calls itself by the end of its name, by level; the last entry where nothing fits.
SELVES: Mapping[Tier, tuple[str, ...]] = {
    Tier.DEPARTMENT: ("厅", "局", "委", "办", "部", "署", "院", "校", "单位"),
    Tier.GOVERNMENT: ("单位",),
    Tier.SCHOOL: ("校",),
    Tier.INSTITUTION: ("中心", "院", "所", "馆", "站", "园", "社", "台", "队", "局", "办", "委", "单位"),
    Tier.COMPANY: ("集团", "行", "厂", "公司"),
}
#: How the name of a sender ends → what it is; anyone may add to them.
LEVELS = (
    (re.compile(rf"{GOVERNMENT}(?:{'|'.join(OFFICES)})?$"), Tier.GOVERNMENT),
    (re.compile("(?:大学|学院|学校|中学|小学)$"), Tier.SCHOOL),
    (re.compile("(?:公司|集团|银行)$"), Tier.COMPANY),
)
#: The parts of a sender by how their names end; 处室 where nothing fits.
PARTS: Mapping[str, str] = {"处": "处室", "科": "科室", "股": "股室", "部": "部门"}


def likely_level(organ: str) -> Tier:
    """What a sender is by its name; a department where that does not say it."""
    return next((level for pattern, level in LEVELS if pattern.search(organ)), Tier.DEPARTMENT)


def form_of(kind: UnitKind, level: Tier) -> Form:
    """The document that units of a kind get from a sender of a level."""
    manners = TABLE[kind]
    return manners.forms.get(level, manners.form)


def called(kind: UnitKind, name: str, collective: bool) -> str:
    """What a unit is called behind 你, 贵 or 各: 处, 中心, 校; 单位 where neither name nor kind say it."""
    manners = TABLE[kind]
    if collective and manners.together:
        return manners.together
    if manners.called:
        return manners.called
    if name.endswith(GOVERNMENT):
        return region(name) or "地"
    return _short(name) or "单位"


def _short(name: str) -> str:
    ends = (name[-length:] for length in range(LONGEST, 0, -1))
    return next((SHORT[end] for end in ends if end in SHORT), "")


def region(organ: str) -> str:
    """The 市 of 某市人民政府 and of its office; empty where a name is no government's."""
    place, found, _ = organ.partition(GOVERNMENT)
    return place[-1:] if found else ""


def own_word(organ: str, level: Tier) -> str:
    """What the sender calls itself behind 我: 厅, 局, 市, 校, 中心, 公司."""
    short = _short(organ)
    if level is Tier.GOVERNMENT:
        return short if organ.endswith(OFFICES) else region(organ) or SELVES[level][-1]
    return short if short in SELVES[level] else SELVES[level][-1]


def receiver(organ: str, office: str, level: Tier, kind: UnitKind | None) -> str:
    """To whom a unit of a kind reports: 信息处 within the sender, 我厅信息处 from outside, 市人民政府."""
    own = f"我{own_word(organ, level)}"
    if kind in INSIDE:
        return office or own
    if level is Tier.GOVERNMENT and not organ.endswith(OFFICES):
        return office or (f"{region(organ)}{GOVERNMENT}" if region(organ) else own)
    return own + _without(office, own_word(organ, level))


def _without(office: str, own: str) -> str:
    """An office whose name may begin with what its organ calls itself, without that: 局办公室, 学校办公室 → 办公室."""
    return next((office.removeprefix(word) for word in (own, f"学{own}") if office.startswith(word)), office)


def inner_word(names: Iterable[str]) -> str:
    """What the parts of the sender are called: 处室, 科室, 股室, as most of their names say."""
    found = Counter(PARTS[name[-1:]] for name in names if name[-1:] in PARTS)
    return found.most_common(1)[0][0] if found else PARTS["处"]
