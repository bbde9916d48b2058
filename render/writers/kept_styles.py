"""Computed styles kept from one document to the next: most letters have most of theirs in common.

WeasyPrint shares the style of elements that the same rules reach in the same surroundings; this is the same for all
documents of a process, and for all pages. A style that the layout writes into, or that depends on the sheets of paper
of its own document, is made anew each time.
"""

from collections.abc import Callable, Mapping
from typing import Any

ROOM = 3000  # styles


class _Sizes(dict[str, Any]):
    """The sizes of a document's first page, which lengths like 3vw are shares of: where one was, no style is kept."""

    def __init__(self, styles: dict[Any, Any]) -> None:
        super().__init__()
        self._styles, self._asked = styles, False

    def __getitem__(self, name: str) -> Any:
        self._asked = True
        return super().__getitem__(name)

    def __setitem__(self, name: str, size: Any) -> None:
        if self._asked:
            self._styles.clear()
        super().__setitem__(name, size)

    def begin(self, sizes: Mapping[str, Any]) -> None:
        """Another document begins, whose sizes are not known yet."""
        if self._asked or len(self._styles) > ROOM:
            self._styles.clear()
        self._asked = False
        self.update(sizes)


def kept(whole: Callable[..., None]) -> Any:
    """How a style is set (`StyleFor.set_computed_styles`): as the one that is kept, if there is one like it."""
    styles = dict[Any, Any]()
    sizes = _Sizes(styles)

    def set_style(
        style_for: Any,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,
    ) -> None:
        if style_for.initial_page_sizes is not sizes:
            sizes.begin(style_for.initial_page_sizes)
            style_for.initial_page_sizes = sizes
        computed = style_for.get_computed_styles()
        cascaded = style_for.get_cascaded_styles().get((element, pseudo_type), {})
        is_root = element is root and pseudo_type is None
        key = _key(None if is_root else computed[parent, None], pseudo_type, cascaded)
        found = styles.get(key) if key else None
        if found is None:
            whole(style_for, element, parent, root, pseudo_type, base_url, target_collector)
            if key:
                styles[key] = computed[element, pseudo_type]
            return
        computed[element, pseudo_type] = found
        if target_collector and found["anchor"]:
            target_collector.collect_anchor(found["anchor"])

    return set_style


def _key(parent: Any, pseudo_type: str | None, cascaded: Mapping[str, tuple[Any, Any]]) -> Any:
    """What makes a style; None where it is not to be kept.

    The numbers of objects in it stay theirs: the style that is kept holds on to its parent and to its declarations.
    """
    if pseudo_type and not pseudo_type.startswith("@"):
        return None
    position, _ = cascaded.get("position", ("static", None))
    if "overflow" in cascaded or type(position) is not str:  # the page takes the first, notes get anchors
        return None
    declared = (
        (name, value if _is_text(value) else id(value), precedence, layer, tuple(specificity))
        for name, (value, (precedence, layer, specificity)) in cascaded.items()
    )
    return id(parent), pseudo_type, frozenset(declared)


def _is_text(value: Any) -> bool:
    """Whether a value is known by what it says: made of an attribute of an element, it is another object each time."""
    return type(value) is str or (type(value) is tuple and all(type(part) is str for part in value))
