"""WeasyPrint by shorter ways to the same: patches of its inside, for the version of it that `faces` names.

Most values of styles are initial or inherited, most lengths are no percentages, Pango was set up anew for each line of
text: a third of the processor time of the real plan's letters. To be offered upstream; until then it is off where
RENDER_PLAIN_WEASYPRINT is set, and whatever is unusual goes WeasyPrint's way.
"""

import os
import sys
from collections.abc import Callable
from typing import Any

from render.writers.faces import VERSION
from render.writers.kept_styles import kept

SWITCH = "RENDER_PLAIN_WEASYPRINT"
#: Properties whose values depend on each other, or on more than the parent's.
ENTANGLED = frozenset(("float", "position", "display", "page"))
DECORATION = "text_decoration_"
KEPT = "_kept_for_layouts"
#: Properties whose used value is the computed one, unless that is a percentage or to be calculated.
LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
USED = "_used_lengths"


def are_taken(weasyprint: Any) -> bool:
    """Whether this is the version for which the shorter ways are, and they are not switched off."""
    return weasyprint.__version__.startswith(VERSION) and not os.environ.get(SWITCH)


def take_shortcuts(weasyprint: Any) -> None:
    """Patch WeasyPrint; nothing happens where no shorter way is taken."""
    if are_taken(weasyprint):
        from weasyprint import css
        from weasyprint.layout import percent
        from weasyprint.text import line_break

        css.ComputedStyle.__missing__ = _compute(css, css.ComputedStyle.__missing__)
        css.StyleFor.set_computed_styles = kept(css.StyleFor.set_computed_styles)
        line_break.Layout.setup = _set_up(line_break, line_break.Layout.setup)
        _put("resolve_percentages", percent.resolve_percentages, _resolve(percent.resolve_percentages))


def _put(called: str, old: Any, new: Any) -> None:
    """Put a function in the place of another one wherever WeasyPrint has imported it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint.") and getattr(module, called, None) is old:
            setattr(module, called, new)


def _compute(css: Any, whole: Callable[[Any, str], Any]) -> Any:
    """How a style finds the value of a property: at once, where no rule speaks of it."""
    logical, inherited, initial = css.PHYSICAL_FUNCTIONS, css.INHERITED, css.INITIAL_VALUES
    simple = initial.keys() - css.INITIAL_NOT_COMPUTED - ENTANGLED - inherited
    simple = frozenset(name for name in simple if not name.startswith(DECORATION))
    handed_on = frozenset(name for name in inherited - ENTANGLED if not name.startswith(DECORATION))

    def value(style: Any, name: str) -> Any:
        if name in style.cascaded or not (name in simple or (name in handed_on and style.parent_style is not None)):
            return whole(style, name)
        if name in logical and logical[name](block="ttb", inline=style["direction"]) in style.cascaded:
            return whole(style, name)
        found = style[name] = initial[name] if name in simple else style.parent_style[name]
        return found

    return value


def _set_up(line_break: Any, whole: Callable[[Any, Any], None]) -> Any:
    """How a layout of a text begins: with the Pango context and the font description of the last one of its style."""
    pango, ffi, gobject = line_break.pango, line_break.ffi, line_break.gobject

    def keep(layout: Any, style: Any) -> Any:
        """What another layout of a style can use; None where there is more to it."""
        is_plain = style["text_decoration_line"] == "none" and style["font_language_override"] == "normal"
        if not is_plain or not style["lang"] or pango.pango_layout_get_attributes(layout.layout) != ffi.NULL:
            return None
        new = pango.pango_font_map_create_context(style.font_config.font_map)
        context = ffi.gc(new, gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
        pango.pango_context_set_language(context, layout.language)
        return context, line_break.get_font_description(style), layout.language

    def set_up(layout: Any, style: Any) -> None:
        attributes = vars(style)
        if not attributes.get(KEPT):
            whole(layout, style)
            if KEPT not in attributes:
                attributes[KEPT] = keep(layout, style)
            return
        context, description, layout.language = attributes[KEPT]
        layout.style, layout.first_line_direction = style, 0
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, description)

    return set_up


def _resolve(whole: Callable[[Any, Any], None]) -> Any:
    """How a box learns its used lengths: with those of the last box of its style, where nothing around it matters."""

    def resolve(box: Any, containing_block: Any) -> None:
        attributes = vars(box.style)
        if USED not in attributes:
            attributes[USED] = _used(box.style)
        if attributes[USED] is None:
            whole(box, containing_block)
        else:
            vars(box).update(attributes[USED])

    return resolve


def _used(style: Any) -> dict[str, Any] | None:
    """The used lengths of all boxes of a style; None where they depend on what is around."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return None
    used = {name: style[name] for name in BORDERS}
    for name in LENGTHS:
        value = style[name]
        if value == "auto" or value is None:
            used[name] = 0 if name.startswith("min_") and value else value
        elif getattr(value, "unit", "") == "px":
            used[name] = value.value
        else:
            return None
    return used
