"""CSS → what browsers take of it, on the screen and in their own print."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import lru_cache

import tinycss2
from tinycss2.ast import AtRule, Declaration, FunctionBlock, Node, QualifiedRule

from render.page import Page

Parser = Callable[..., list[Node]]

#: A style element ends at the first `</style`, wherever it stands (HTML, 13.2.5.3); in CSS `\\3c ` means the same `<`.
UNSAFE = "</"
SAFE = "\\3c /"
#: What only printers of PDF know: Generated Content for Paged Media, crop marks (Paged Media 3), WeasyPrint's own.
PAGED = frozenset(
    (
        *("bookmark-label", "bookmark-level", "bookmark-state", "footnote-display", "footnote-policy", "string-set"),
        *("anchor", "bleed", "bleed-bottom", "bleed-left", "bleed-right", "bleed-top", "lang", "link", "marks"),
    )
)
PAGED_FUNCTIONS = frozenset(
    ("content", "element", "leader", "running", "string", "target-counter", "target-counters", "target-text")
)
#: The boxes in the margin of a printed page (Paged Media 3, 5.1).
MARGIN_BOXES = (
    *("top-left-corner", "top-left", "top-center", "top-right", "top-right-corner"),
    *("bottom-left-corner", "bottom-left", "bottom-center", "bottom-right", "bottom-right-corner"),
    *("left-top", "left-middle", "left-bottom", "right-top", "right-middle", "right-bottom"),
)
DESCRIBED = ("page", *MARGIN_BOXES, "font-face", "counter-style", "property")
GROUPS = ("media", "supports", "container", "layer", "keyframes")
#: The at-rules that browsers know, and how each one's block is read. An @import would be fetched.
AT_RULES: Mapping[str, Parser] = {
    **dict.fromkeys(DESCRIBED, tinycss2.parse_blocks_contents),
    **dict.fromkeys(GROUPS, tinycss2.parse_rule_list),
}


def stylesheet(page: Page) -> str:
    """What a browser takes of a page's stylesheet, on screen and in its own print, ready for a style element."""
    used = {box.style.page for box in page.body.inside} if len(page.sheet.page_names) > 1 else set[str]()
    rules = tinycss2.parse_stylesheet(page.css, True, True)
    return "\n".join(_taken(rules, used | {page.body.style.page, "auto", ""})).replace(UNSAFE, SAFE)


@lru_cache(maxsize=4096)  # most cells of a table are as high as some other
def inline(style: str) -> str:
    """What a browser takes of a style attribute."""
    return " ".join(_taken(tinycss2.parse_blocks_contents(style, True, True), frozenset()))


def _taken(nodes: Sequence[Node], pages: Set[str]) -> Iterator[str]:
    """The declarations and the rules that browsers know, each as a text; a rule that is left empty goes too.

    Of the pages that have a name, only those in `pages` are on this page.
    """
    for node in nodes:
        if isinstance(node, Declaration) and not _is_paged(node, pages):
            yield f"{node.serialize().strip()};"
        elif isinstance(node, QualifiedRule):
            yield from _block(node, "", tinycss2.parse_blocks_contents, pages)
        elif isinstance(node, AtRule) and node.lower_at_keyword in AT_RULES and _is_here(node, pages):
            yield from _block(node, f"@{node.at_keyword} ", AT_RULES[node.lower_at_keyword], pages)


def _block(rule: QualifiedRule | AtRule, name: str, parse: Parser, pages: Set[str]) -> Iterator[str]:
    head = f"{name}{tinycss2.serialize(rule.prelude).strip()}".strip()
    if rule.content is None:  # @layer 甲, 乙;
        yield f"{head};"
        return
    inner = list(_taken(parse(rule.content, True, True), pages))
    if inner:
        between = "\n" if parse is tinycss2.parse_rule_list else " "
        yield f"{head} {{{between}{between.join(inner)}{between}}}"


def _is_here(rule: AtRule, pages: Set[str]) -> bool:
    """Whether an at-rule is not the look of pages that are not there."""
    names = (one.partition(":")[0].strip() for one in tinycss2.serialize(rule.prelude).split(","))
    return rule.lower_at_keyword != "page" or not pages.isdisjoint(names)


def _is_paged(declaration: Declaration, pages: Set[str]) -> bool:
    if declaration.lower_name == "page":
        return tinycss2.serialize(declaration.value).strip() not in pages
    return declaration.lower_name in PAGED or any(_functions(declaration.value))


def _functions(tokens: Sequence[Node]) -> Iterator[FunctionBlock]:
    """The functions in a value, at whatever depth, that only printers of PDF know."""
    for token in tokens:
        if isinstance(token, FunctionBlock) and token.lower_name in PAGED_FUNCTIONS:
            yield token
        yield from _functions(getattr(token, "arguments", ()))
