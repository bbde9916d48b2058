"""The names of units in a cell or a sentence: who leads, who helps, what stays together, 等."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

MAIN, LEAD, HELP = "主责单位", "责任主体", "协助单位"
OF_UNITS = "(?:单位|部门|处室|科室|股室|主体|机构|地区|方)"
LEADING, HELPING = "牵头|主办|承办|责任|负责|落实|实施|主管", "配合|协办|协助|协同|参与|参加|会办|支持"
SIGNS = (
    (MAIN, f"主责{OF_UNITS}?"),
    (HELP, f"(?:{HELPING}){OF_UNITS}?"),
    (LEAD, f"(?:(?:{LEADING}){OF_UNITS}|牵头|主办|承办|责任|负责)"),
)
LABELS = [(role, re.compile(rf"{word}\s*[：:]|[【\[]{word}[】\]]\s*[：:]?")) for role, word in SIGNS]
LABEL = re.compile("|".join(pattern.pattern for _, pattern in LABELS))
#: How a name says its role at its end, and whether only where the rest is the name of a unit.
VERBS = (
    (LEAD, re.compile(rf"(?:牵头|主办|承办|负责|为主){OF_UNITS}?$"), False),
    (HELP, re.compile(rf"(?:配合|协办|协助|协同|参与|参加|会办){OF_UNITS}?$"), False),
    (LEAD, re.compile("(?:落实|实施|主管)$"), True),
    (HELP, re.compile("支持$"), True),
)
ADVERBS = re.compile(r"(?:分别|共同|具体|积极|做好|予以|会同|负责)+$")
TOGETHER_WITH = re.compile(
    r"(?<=\S{2})(?:会同|会商)(?=\S{2})|(?:(?<=[局厅部处科府办])|(?<=[改革健建资育]委))会(?![议计办员堂展])(?=\S{2})"
)
OTHERS_END = re.compile(
    r"等(?:\d+|[一二两三四五六七八九十]+)?个?(?:市直|县直|区直|省直|有关|相关|各有关|各相关)*(?:职能|成员|责任)?"
    r"(?:单位|部门|处室|科室|地区|企业|机构|委办局)?(?=$|按|依|根据|分别|共同|分工|各负其责|牵头|配合|参与|负责|协助)"
)
COUNTED = re.compile(r"等(?:\d+|[一二两三四五六七八九十]+)个?")
DUTIES = re.compile(
    r"(?:按照?|依据?|根据)?(?:各自|职责|职能|责任|任务)*(?:分工|职责|职能)(?:负责|落实|推进|抓好|做好|实施)*$|各负其责$"
)
PEERS = ("市|县|区|州|盟|旗|开发区|园区|功能区", "乡镇|乡|镇|街道|农场|开发区|园区")
LEVELS = "|".join(PEERS)
GROUPED = re.compile(
    r"(?:^|(?<=[、，,；;\s]))(?:[全本][省市县区])?(?:"
    + "|".join(rf"各(?:设区)?(?:{peers})(?:、(?:{peers})(?![场村直]))+" for peers in PEERS)
    + r"|(?:设区)?市(?:、[县区])+)"
)
WHOLE = re.compile(r"(?:$|人民政府|政府|级|[、，,；;。\s（(])")  # what may follow 市 at the end of such a list
BROKEN = re.compile(r"\s")
CLOSING = {"（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕", "《": "》", "“": "”"}
SEPARATORS = "、，,；;\n"
UNIT_END = re.compile(
    r"(?:局|委|办|厅|部|处|室|科|股|院|校|中心|公司|集团|银行|政府|会|妇联|残联|工商联|文联|科协|侨联|队|馆|所|站|社|学|"
    r"单位|部门|街道|县|市|区|乡|镇|组|企业|团|台|厂|基地|机关|党委|支行|分行|法院|等|村|园|办事处|市场|电信|移动|联通)"
    r"(?:[（(【\[〔].*[)）】\]〕])?$"
)
SENTENCE = re.compile(r"[。！？：:]|确保|加强|推进|推动|完成|进一步|制定|印发|/")
STRANGE = "“{}”不像单位名称"
STRANGE_ONE = re.compile(STRANGE.format(".*"))
LONGEST = 30  # characters of one unit's name
NOTHING = {"", "—", "——", "-", "--", "－", "/", "／", "无", "\\", "―", "–"}


@dataclass
class Parties:
    """Who does a task; `doubts` say what a person must look at."""

    mains: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    assistants: list[str] = field(default_factory=list)
    others: bool = False  # 等
    doubts: list[str] = field(default_factory=list)

    def of(self, role: str) -> list[str]:
        """The names in a role."""
        return {MAIN: self.mains, LEAD: self.leads, HELP: self.assistants}[role]

    def add(self, role: str, names: Sequence[str]) -> None:
        """More names in a role, each once."""
        mine = self.of(role)
        mine += [name for name in dict.fromkeys(names) if name not in mine]


def parties(text: str, role: str = LEAD) -> Parties:
    """Who stands in a cell; names without a word about their role have the one of the column."""
    found = Parties()
    if _closed(text) != text:
        found.doubts.append("括号不成对")
    for part, of_part in _labelled(text, role):
        _read(part, of_part, found)
    return found


def plain_names(text: str) -> list[str]:
    """The names in a cell of a table that this program made: only 、 stands between them."""
    return [] if text in NOTHING else list(_split(text, "、，,；;\n", re.compile(r"\s{2,}")))


def _labelled(text: str, role: str) -> Iterator[tuple[str, str]]:
    """The parts of a text, each with its role: 牵头单位：甲；配合单位：乙."""
    marks = list(LABEL.finditer(text))
    if not marks or text[: marks[0].start()].strip(" ；;，,。\n\u3000"):
        yield text[: marks[0].start()] if marks else text, role
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        of_part = next(name for name, pattern in LABELS if pattern.fullmatch(mark[0]))
        yield text[mark.end() : following.start() if following else None], of_part


def _read(text: str, role: str, found: Parties) -> None:
    text = text.strip().rstrip("。；;，,、. \u3000\n")
    if text in NOTHING:
        return
    waiting, rest, told = list[str](), role, True
    for name in _split(text, SEPARATORS, BROKEN):
        for piece in _roles(_bare(name, found)):
            if piece.opens:
                found.add(rest, waiting)
                waiting, rest, told = [], HELP, True
            waiting += [piece.name] if piece.name else []
            if piece.role:
                found.add(piece.role, waiting)
                waiting, rest, told = [], HELP if piece.role == LEAD else role, piece.role == HELP == role
    if waiting and not told:
        found.doubts.append(f"{'、'.join(waiting)}没有写是牵头还是配合，按“{rest}”导入")
    found.add(rest, waiting)


def _bare(name: str, found: Parties) -> str:
    """A name without 等 and without 按职责分工落实, both kept in mind."""
    if match := OTHERS_END.search(name):
        found.others = True
        if COUNTED.match(match[0]):
            found.doubts.append(f"“{match[0]}”只记作“等”")
        return name[: match.start()] + _duties(name[match.end() :], found, told=False)
    return _duties(name, found, told=True)


def _duties(name: str, found: Parties, told: bool) -> str:
    """A name, or what follows 等, without the words on how the work is shared."""
    match = DUTIES.search(name)
    if not match:
        return name
    if told:
        found.doubts.append(f"“{match[0]}”没有导入")
    return name[: match.start()]


class NamePiece(NamedTuple):
    """A name; the role that it gives to itself and all that wait before it; whether it opens a list of helpers."""

    name: str
    role: str = ""
    opens: bool = False


def _roles(name: str) -> Iterator[NamePiece]:
    """What a name says of roles: 甲牵头, 甲会乙, 甲（牵头）."""
    if match := re.search(r"[（(](?:(牵头|主办|负责)|配合|协助|协办|参与)(?:单位|部门)?[)）]$", name):
        yield NamePiece(name[: match.start()], LEAD if match[1] else HELP)
    elif match := re.match(r"(?:会同|会商)(?=\S{2})", name):
        yield NamePiece("", "", opens=True)
        yield from _roles(name[match.end() :])
    elif match := TOGETHER_WITH.search(name):
        yield from _roles(name[: match.start()])
        yield NamePiece("", "", opens=True)
        yield from _roles(name[match.end() :])
    else:
        yield _with_verb(re.sub(r"^由(?=\S{2})", "", name))


def _with_verb(name: str) -> NamePiece:
    for role, pattern, only_units in VERBS:
        if match := pattern.search(name):
            bare = ADVERBS.sub("", name[: match.start()])
            if not only_units or UNIT_END.search(bare):
                return NamePiece(bare, role)
    return NamePiece(name)


def _split(text: str, separators: str, blanks: re.Pattern[str]) -> Iterator[str]:
    """The names in a text: brackets and 各县、市、区 keep together what stands in them."""
    text = _closed(text)
    kept = [span for match in GROUPED.finditer(text) if (span := _group(match, text))]
    pieces, piece, closing = list[tuple[str, str]](), "", list[str]()
    for n, sign in enumerate(text):
        if sign in CLOSING:
            closing.append(CLOSING[sign])
        elif closing and sign == closing[-1]:
            closing.pop()
        apart = sign in separators or (sign.isspace() and bool(blanks.match(text, n)))
        if apart and not closing and not any(n in span for span in kept):
            pieces, piece = [*pieces, (piece, sign)], ""
        else:
            piece += sign
    yield from _whole([*pieces, (piece, "")])


def _group(match: re.Match[str], text: str) -> range | None:
    """The places that 各县、市、区 keeps together; 各县、区、市财政局 ends before 市财政局."""
    levels, end = re.findall(LEVELS, match[0]), match.end()
    if len(levels) > 1 and levels[-1] == "市" and not WHOLE.match(text, end):
        levels, end = levels[:-1], end - len("、市")
    return range(match.start(), end) if len(levels) == len(set(levels)) > 1 else None


def _closed(text: str) -> str:
    """A text in which a bracket that is never closed keeps nothing together."""
    even = all(text.count(opening) == text.count(end) for opening, end in CLOSING.items())
    return text if even else text.translate(dict.fromkeys(map(ord, CLOSING), "、"))


def _whole(pieces: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Pieces put together again where a blank or the end of a line stands within a name."""
    pieces = [(text.strip(), sign) for text, sign in pieces]
    pending = ""
    for n, (text, sign) in enumerate(pieces):
        following = next((other for other, _ in pieces[n + 1 :] if other), "")
        whole = re.sub(r"\n\s*", "", pending + text)
        if sign.isspace() and following and _goes_on(whole, following):
            pending = whole + (" " if _latin(whole, following) else "")
            continue
        pending = ""
        if whole:
            yield whole


def _latin(text: str, following: str) -> bool:
    return text[-1:].isascii() or following[:1].isascii()


def _goes_on(text: str, following: str) -> bool:
    """Whether what follows a blank belongs to the same name."""
    if not text or (_latin(text, following) and following[:1] not in "（(") or following[:1] in "（(":
        return bool(text)
    if len(text) == 1 or len(following) == 1 or text[-1] in "和与及":
        return True
    return not UNIT_END.search(text) and len(following) <= 3 and bool(UNIT_END.search(following))


def doubts_of(names: Sequence[str]) -> Iterator[str]:
    """What does not look like the name of a unit."""
    for name in names:
        if len(name) > LONGEST or SENTENCE.search(name) or not UNIT_END.search(name):
            yield STRANGE.format(name)
