"""CSS text → a stylesheet: which declarations apply to an element, what each page looks like, what is not supported."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import cssselect2
import tinycss2
from lxml import etree
from tinycss2.ast import AtRule, Declaration, FunctionBlock, IdentToken, Node, ParseError, QualifiedRule, StringToken

from render.page.defaults import DEFAULTS
from render.page.paper import A4, PAPERS, Counter, MarginBox, Paper, Running
from render.page.properties import ELSEWHERE, SHORTHANDS, compute
from render.page.style import INITIAL, SIDES, Style
from render.page.values import Tokens, Unsupported, length

Declared = tuple[str, Tokens]

UNCLEAR = "样式表这里读不懂，看看括号、引号、冒号和分号"
ROOT = ":root"  # where variables stand
#: The margin boxes that Word can print, and how WeasyPrint aligns each.
MARGIN_BOXES = {f"{place}-{side}": side for place in ("top", "bottom") for side in ("left", "center", "right")}
SIDE_BOXES = {f"{side}-{part}": "center" for side in ("left", "right") for part in ("top", "middle", "bottom")}
MARGIN_BOXES |= SIDE_BOXES
#: What `transform` may say of a margin box → degrees clockwise.
TURNS = {"none": 0, "rotate(0)": 0, "rotate(90deg)": 90, "rotate(-90deg)": 270, "rotate(270deg)": 270}
PSEUDO = re.compile(r"::?(?:before|after)\b")
GENERATED = {"before", "after"}  # what the PDF and the web page put there, Word and Excel do not print
MARGINS = ("margin", *(f"margin-{side}" for side in SIDES))
#: Selectors that see nothing but tags and classes, of an element and of those around it.
PLAIN = re.compile(r"[\w\s.,>*-]*")
MEMO = 4096  # styles kept for one stylesheet; an inline style may differ in each document
ALONE = re.compile(r"(?:^|,)\s*(\w*)\.([\w-]+)\s*(?=,|$)")


@dataclass(frozen=True, slots=True, eq=False)
class StyledElement:
    """Where an element stands, as the selectors see it, and the style that it has there."""

    element: cssselect2.ElementWrapper
    style: Style


class Stylesheet:
    """The rules of one CSS text, ready to be asked."""

    def __init__(self, css: str) -> None:
        self._problems = set[tuple[int, str]]()
        self.side_boxes = list[tuple[int, str]]()  #: the line and name of each margin box at a side that is not turned
        self.generated = list[tuple[int, str]]()  #: the line and selector of each rule for ::before or ::after
        self.classes: dict[str, str] = {}  #: each class that stands alone in a selector (p.主送) → its tag
        self._matcher = cssselect2.Matcher()
        self._pages: list[tuple[str, str, list[Node]]] = []
        self._variables: dict[str, Tokens] = {}
        self._memo: dict[Any, Style] = {}
        self._papers: dict[tuple[str, ...], Paper] = {}
        self._lone: dict[tuple[str, ...], Style] = {}
        self._known_place = lru_cache(MEMO)(self._new_place)
        self.is_plain = True  #: no selector asks for more than PLAIN allows, but for where ::before and ::after are
        self._origin = 0  # rises above every specificity of the defaults (CSS Cascade 4, 6.1)
        self._read_rules(_rules(DEFAULTS))
        self._origin = 1
        rules = list(_rules(css))
        self._variables = dict(_variables(rules))
        self._read_rules(rules)

    def root(self, node: etree._Element) -> StyledElement:
        """The place of the root of a document."""
        if self.is_plain:
            return self._known_place(None, *_asked(node))
        element = cssselect2.ElementWrapper.from_html_root(node)
        return StyledElement(element, self.style(INITIAL, element))

    def inner(self, place: StyledElement, node: etree._Element) -> Iterator[tuple[etree._Element, StyledElement]]:
        """The elements in an element, each with its place."""
        if self.is_plain:
            for child in node:
                yield child, self._known_place(place, *_asked(child))
        else:
            for element in place.element.iter_children():
                yield element.etree_element, StyledElement(element, self.style(place.style, element))

    def _new_place(self, outer: StyledElement | None, tag: str, name: str, inline: str) -> StyledElement:
        """The place of any element of which plain selectors see the same."""
        node = etree.Element(tag, {"class": name, "style": inline})
        if outer is None:
            element = cssselect2.ElementWrapper.from_html_root(node)
        else:
            element = cssselect2.ElementWrapper(node, outer.element, 0, None, in_html_document=True)
        return StyledElement(element, self.style(outer.style if outer else INITIAL, element))

    def style(self, parent: Style, element: cssselect2.ElementWrapper) -> Style:
        """The computed style of an element in a parent of the given style."""
        matches = self._matcher.match(element)
        inline = element.etree_element.get("style")
        key = (parent, tuple(id(payload) for *_, pseudo, payload in matches if pseudo is None), inline)
        found = self._memo.get(key)
        if found is None:
            if len(self._memo) >= MEMO:
                self._memo.clear()
            found = self._memo[key] = self._computed(parent, matches, inline)
        return found

    def class_style(self, name: str, tag: str = "p") -> Style:
        """The style that an element of class `name` has directly in the body."""
        return self.style_of("html", "body", tag, name=name)

    @cached_property
    def body(self) -> Style:
        """The style of the body of a page."""
        return self.style_of("html", "body")

    @property
    def variables(self) -> Set[str]:
        """The names of those that stand in :root."""
        return self._variables.keys()

    @cached_property
    def problems(self) -> list[tuple[int, str]]:
        """What is not understood or not supported: line (from 1) and message."""
        for name, pseudo, _ in self._pages:
            self.paper(name or "auto", pseudo)
        return sorted(self._problems)

    def style_of(self, *tags: str, name: str = "") -> Style:
        """The style of the last of elements nested in each other; it alone has the class `name`."""
        if (name, *tags) not in self._lone:
            self._lone[name, *tags] = self._style_of(tags, name)
        return self._lone[name, *tags]

    def _style_of(self, tags: Sequence[str], name: str) -> Style:
        root = node = etree.Element(tags[0])
        for tag in tags[1:]:
            node = etree.SubElement(node, tag)
        node.set("class", name)
        style = INITIAL
        for element in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
            style = self.style(style, element)
        return style

    @property
    def page_names(self) -> list[str]:
        """The names of all pages, the unnamed one first as `auto`."""
        return list(dict.fromkeys(["auto", *(name for name, *_ in self._pages if name)]))

    def paper(self, name: str = "auto", *pseudos: str) -> Paper:
        """The page called `name` (auto = unnamed) that is all of `pseudos`: left, right, first (Paged Media 3, 4.2)."""
        if (name, *pseudos) not in self._papers:
            self._papers[name, *pseudos] = self._paper(name, pseudos)
        return self._papers[name, *pseudos]

    def _paper(self, name: str, pseudos: Sequence[str]) -> Paper:
        paper, boxes = Paper(), dict[str, list[Node]]()
        for page_name in dict.fromkeys(("", "" if name == "auto" else name)):
            for pseudo in ("", *pseudos):
                for *page, content in self._pages:
                    if page == [page_name, pseudo]:
                        paper = self._with_declarations(paper, content)
                        for box in (node for node in content if isinstance(node, AtRule)):
                            inner = tinycss2.parse_blocks_contents(box.content or [], True, True)
                            boxes.setdefault(box.lower_at_keyword, []).extend(inner)
        return replace(paper, boxes={name: self._margin_box(name, nodes) for name, nodes in boxes.items()})

    def _computed(self, parent: Style, matches: Sequence[Any], inline: str | None) -> Style:
        plain, important = list[Declared](), list[Declared]()
        for *_, pseudo, payload in matches:
            if pseudo is None:
                plain += payload[0]
                important += payload[1]
        if inline:
            (normal, urgent), _ = self._inline(inline)
            plain, important = plain + normal, important + urgent
        return compute(parent, plain + important)

    def inline_problems(self, text: str) -> list[tuple[int, str]]:
        """The problems of a style attribute, as in `problems`."""
        return self._inline(text)[1]

    def _inline(self, text: str) -> tuple[tuple[list[Declared], list[Declared]], list[tuple[int, str]]]:
        own, self._problems = self._problems, set()
        declared = self._declarations(tinycss2.parse_blocks_contents(text, True, True))
        found, self._problems = sorted(self._problems), own
        return declared, found

    def _read_rules(self, rules: Sequence[Node] | Iterator[Node]) -> None:
        for rule in rules:
            if isinstance(rule, QualifiedRule):
                self._read_rule(rule)
            elif isinstance(rule, AtRule):
                self._read_at_rule(rule)
            elif isinstance(rule, ParseError):
                self._problems.add((rule.source_line, UNCLEAR))

    def _read_rule(self, rule: QualifiedRule) -> None:
        text = " ".join(tinycss2.serialize(rule.prelude).split())
        payload = self._declarations(tinycss2.parse_blocks_contents(rule.content, True, True), text == ROOT)
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            selectors = []
        pseudo = {selector.pseudo_element for selector in selectors}
        if not selectors or pseudo - {None, *GENERATED}:
            self._problems.add((rule.source_line, f"选择器“{text}”不受支持"))
            return
        if pseudo & GENERATED:
            self.generated.append((rule.source_line, text))
            selectors = [selector for selector in selectors if not selector.pseudo_element]
        self.is_plain &= text == ROOT or bool(PLAIN.fullmatch(PSEUDO.sub("", text)))
        for selector in selectors:
            selector.specificity = (self._origin, *selector.specificity)
            self._matcher.add_selector(selector, payload)
        for tag, name in ALONE.findall(text):
            self.classes.setdefault(name, tag or "p")

    def _read_at_rule(self, rule: AtRule) -> None:
        reader = AT_RULES.get(rule.lower_at_keyword)
        if reader is None:
            self._problems.add((rule.source_line, f"@{rule.at_keyword} 不受支持"))
        else:
            reader(self, rule)

    def _read_page(self, rule: AtRule) -> None:
        content = tinycss2.parse_blocks_contents(rule.content or [], True, True)
        self._report_strangers(content, MARGIN_BOXES)
        boxes = [node for node in content if isinstance(node, AtRule) and node.lower_at_keyword in SIDE_BOXES]
        self.side_boxes += [(box.source_line, box.lower_at_keyword) for box in boxes if not _is_turned(box)]
        for selector in tinycss2.serialize(rule.prelude).split(","):
            name, _, pseudo = selector.strip().partition(":")
            if pseudo in ("", "left", "right", "first"):
                self._pages.append((name, pseudo, content))
            else:
                self._problems.add((rule.source_line, f"@page 的“:{pseudo}”不受支持"))

    def _read_media(self, rule: AtRule) -> None:
        media = {word.strip().lower() for word in tinycss2.serialize(rule.prelude).split(",")}
        if media & {"all", "print", ""}:
            self._read_rules(tinycss2.parse_rule_list(rule.content or [], True, True))

    def _ignore(self, rule: AtRule) -> None:
        """A font face or a charset: the PDF and the web page read it themselves."""

    def _report_strangers(self, nodes: Sequence[Node], known: Collection[str] = ()) -> None:
        """Report what is no declaration, and no at-rule that is known here."""
        for node in nodes:
            if isinstance(node, ParseError):
                self._problems.add((node.source_line, UNCLEAR))
            elif isinstance(node, QualifiedRule):
                self._problems.add((node.source_line, "规则里不能再套规则"))
            elif isinstance(node, AtRule) and node.lower_at_keyword not in known:
                self._problems.add((node.source_line, f"@{node.at_keyword} 在这里不受支持"))

    def _declarations(self, nodes: Sequence[Node], is_root: bool = False) -> tuple[list[Declared], list[Declared]]:
        """The declarations that are understood, plain and !important; the others become problems."""
        self._report_strangers(nodes)
        plain, important = list[Declared](), list[Declared]()
        for node in nodes:
            if not isinstance(node, Declaration) or node.lower_name in ELSEWHERE:
                continue
            if not node.name.startswith("--"):
                (important if node.important else plain).extend(self._understood(node))
            elif not is_root:
                self._problems.add((node.source_line, f"变量“{node.name}”要写在 {ROOT} 里"))
        return plain, important

    def _understood(self, node: Declaration) -> list[Declared]:
        expand = SHORTHANDS.get(node.lower_name)
        try:
            tokens = list(self._substituted(node.value))
            pairs: list[Declared] = list(expand(tokens)) if expand else [(node.lower_name, tokens)]
            for prop, value in pairs:
                compute(INITIAL, [(prop, value)])
        except KeyError:
            self._problems.add((node.source_line, f"样式属性“{node.name}”不受支持"))
        except Unsupported as reason:
            self._problems.add((node.source_line, f"样式属性“{node.name}”的值“{reason}”不受支持"))
        else:
            return pairs
        return []

    def _substituted(self, tokens: Tokens) -> Iterator[Node]:
        """The tokens with var(--name) or var(--name, other) replaced, in calc() too, without white space."""
        return (token for token in self._filled(tokens) if token.type not in ("whitespace", "comment"))

    def _filled(self, tokens: Tokens, inside: frozenset[str] = frozenset()) -> Iterator[Node]:
        """The tokens with variables replaced; raises Unsupported for one that is not there or that contains itself."""
        for token in tokens:
            if isinstance(token, FunctionBlock) and token.lower_name == "var":
                name, comma, other = tinycss2.serialize(token.arguments).partition(",")
                name = name.strip()
                value = self._variables.get(name, tinycss2.parse_component_value_list(other) if comma else None)
                if value is None or name in inside:
                    raise Unsupported(token.serialize())
                yield from self._filled(value, inside | {name})
            elif isinstance(token, FunctionBlock) and token.lower_name == "calc":
                inner = list(self._filled(token.arguments, inside))
                yield FunctionBlock(token.source_line, token.source_column, token.name, inner)
            else:
                yield token

    def _with_declarations(self, paper: Paper, nodes: Sequence[Node]) -> Paper:
        for node in nodes:
            if isinstance(node, Declaration):
                paper = self._with_declaration(paper, node)
        return paper

    def _with_declaration(self, paper: Paper, node: Declaration) -> Paper:
        try:
            tokens = list(self._substituted(node.value))
            if node.lower_name == "size":
                width, height = _page_size(tokens)
                return replace(paper, width=width, height=height)
            if node.lower_name in MARGINS:
                expand = SHORTHANDS.get(node.lower_name, lambda tokens: [(node.lower_name, tokens)])
                pairs = ((prop.removeprefix("margin-"), value) for prop, value in expand(tokens))
                margins: dict[str, Any] = {side: length(value, 12.0) for side, value in pairs}
                return replace(paper, **margins)
        except Unsupported as reason:
            self._problems.add((node.source_line, f"@page 的“{node.name}”的值“{reason}”不受支持"))
            return paper
        if node.lower_name not in ELSEWHERE:
            self._problems.add((node.source_line, f"@page 的“{node.name}”不受支持"))
        return paper

    def _margin_box(self, name: str, nodes: Sequence[Node]) -> MarginBox:
        turns = [node for node in nodes if isinstance(node, Declaration) and node.lower_name == "transform"]
        plain, important = self._declarations([node for node in nodes if node not in turns])
        parent = replace(self.style_of("html"), text_align=MARGIN_BOXES.get(name, "center"))
        return MarginBox(tuple(self._content(nodes)), compute(parent, plain + important), self._turn(name, turns))

    def _turn(self, name: str, nodes: Sequence[Declaration]) -> int:
        """By how many degrees `transform` turns a margin box; only one at a side can be turned."""
        turn = 0
        for node in nodes:
            text = _written(node.value)
            if text in TURNS and (name in SIDE_BOXES or not TURNS[text]):
                turn = TURNS[text]
            else:
                self._problems.add((node.source_line, f"样式属性“transform”的值“{text}”在 @{name} 里不受支持"))
        return turn

    def _content(self, nodes: Sequence[Node]) -> Iterator[str | Counter | Running]:
        values = [n for n in nodes if isinstance(n, Declaration) and n.lower_name == "content"]
        for node in values[-1:]:
            try:
                yield from filter(None, map(_content_item, self._substituted(node.value)))
            except Unsupported as reason:
                self._problems.add((node.source_line, f"content 的值“{reason}”不受支持"))


AT_RULES: Mapping[str, Callable[[Stylesheet, AtRule], None]] = {
    "page": Stylesheet._read_page,
    "media": Stylesheet._read_media,
    "font-face": Stylesheet._ignore,
    "charset": Stylesheet._ignore,
}


def _asked(node: etree._Element) -> tuple[str, str, str]:
    """What decides the style of an element within its parent, for plain selectors."""
    return str(node.tag), node.get("class", ""), node.get("style", "")


def _rules(css: str) -> list[Node]:
    rules: list[Node] = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return rules


def _variables(rules: Sequence[Node]) -> Iterator[tuple[str, Tokens]]:
    """Custom properties of :root."""
    for rule in rules:
        if isinstance(rule, QualifiedRule) and tinycss2.serialize(rule.prelude).strip() == ROOT:
            for node in tinycss2.parse_blocks_contents(rule.content, True, True):
                if isinstance(node, Declaration) and node.name.startswith("--"):
                    yield node.name, node.value


def _page_size(tokens: Sequence[Node]) -> tuple[float, float]:
    words = [t.lower_value for t in tokens if isinstance(t, IdentToken)]
    named = [PAPERS[word] for word in words if word in PAPERS]
    lengths = [length([t], 12.0) for t in tokens if not isinstance(t, IdentToken)]
    unknown = set(words) - set(PAPERS) - {"landscape", "portrait"}
    if unknown or not 1 <= len(tokens) <= 2 or (named and lengths) or min(lengths, default=1.0) <= 0:
        raise Unsupported(" ".join(token.serialize() for token in tokens))
    width, height = named[0] if named else (lengths[0], lengths[-1]) if lengths else A4
    return (max(width, height), min(width, height)) if "landscape" in words else (width, height)


def _content_item(token: Node) -> str | Counter | Running | None:
    """One part of a margin box's content; None for none and normal."""
    if isinstance(token, StringToken):
        return str(token.value)
    if isinstance(token, IdentToken) and token.lower_value in ("none", "normal"):
        return None
    words = [part.serialize() for part in getattr(token, "arguments", ()) if part.type != "whitespace"]
    if isinstance(token, FunctionBlock) and len(words) == 1:
        if token.lower_name == "element":
            return Running(words[0])
        if token.lower_name == "counter" and words[0] in ("page", "pages"):
            return Counter(words[0])
    raise Unsupported(token.serialize())


def _is_turned(box: AtRule) -> bool:
    nodes = tinycss2.parse_blocks_contents(box.content or [], True, True)
    values = [node.value for node in nodes if isinstance(node, Declaration) and node.lower_name == "transform"]
    return any(TURNS.get(_written(value)) for value in values)


def _written(value: Tokens) -> str:
    return "".join(tinycss2.serialize(value).split()).lower()


@lru_cache(maxsize=64)
def read_sheet(css: str) -> Stylesheet:
    """Read a stylesheet once for all pages that use it."""
    return Stylesheet(css)
