"""Style inheritance: defaults → the styles a style is based on → numbering → what stands on the spot."""

from collections.abc import Iterable

from render.standard.docx.package import Element, attributes, child, children, name_of, value

Props = dict[str, dict[str, str]]  # element → attributes: {"sz": {"val": "32"}}; a border is "pBdr.top"

_OFF = ("0", "false", "off", "none")
_RIVALS = {"firstLine": "hanging", "hanging": "firstLine"}


def merge(base: Props, over: Element | None) -> Props:
    """`base` with what a pPr or an rPr says instead."""
    result = dict(base)
    for each in over if over is not None else ():
        name = name_of(each)
        if name == "pBdr":
            result |= {f"pBdr.{name_of(side)}": attributes(side) for side in each}
        else:
            result[name] = _over(result.get(name, {}), attributes(each))
    return result


def _over(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    # A face by name replaces an inherited face by theme, which would otherwise win; so do an indent and its contrary.
    gone = {f"{name}Theme" for name in new} | {_RIVALS.get(name, "") for name in new}
    # An element without attributes is a switch, and on (17.3.1.23), whatever a style says of it.
    return {name: each for name, each in old.items() if name not in gone} | (new or {"val": "1"})


def on(props: Props, name: str) -> bool:
    """Whether a switch such as bold is on."""
    return name in props and props[name].get("val", "1") not in _OFF


class Cascade:
    """The styles of one document."""

    def __init__(self, styles: Element | None, theme: Element | None) -> None:
        self._styles = {value(style, "styleId"): style for style in children(styles, "style")}
        self._defaults = child(styles, "docDefaults")
        self._standard = next(
            (
                name
                for name, style in self._styles.items()
                if value(style, "type") == "paragraph" and value(style, "default", "0") not in _OFF
            ),
            "",
        )
        self._theme = _theme_faces(theme)
        self._known: dict[tuple[str, str], Props] = {}

    def of_paragraph(self, element: Element | None, level: Element | None = None) -> Props:
        """A paragraph's own properties; `level` is the pPr of its numbering."""
        return merge(merge(self._style(self._style_of(element), "pPr"), level), element)

    def of_text(self, paragraph: Element | None, run: Element | None) -> Props:
        """The properties of a run in this paragraph (given as pPr and rPr)."""
        props = self._style(self._style_of(paragraph), "rPr")
        for style in self._chain(value(child(run, "rStyle"))):
            props = merge(props, child(style, "rPr"))
        return merge(props, run)

    def face(self, props: Props, script: str) -> str:
        """The face for `eastAsia` or `ascii` characters; empty where no style names one."""
        fonts = props.get("rFonts", {})
        return self._theme.get((fonts.get(f"{script}Theme", ""), script)) or fonts.get(script, "")

    def _style_of(self, paragraph: Element | None) -> str:
        return value(child(paragraph, "pStyle")) or self._standard

    def _style(self, name: str, part: str) -> Props:
        if (name, part) not in self._known:
            props = merge({}, child(self._defaults, f"{part}Default", part))
            for style in self._chain(name):
                props = merge(props, child(style, part))
            self._known[name, part] = props
        return self._known[name, part]

    def _chain(self, name: str) -> Iterable[Element]:
        chain: dict[str, Element] = {}
        while name in self._styles and name not in chain:
            chain[name] = self._styles[name]
            name = value(child(chain[name], "basedOn"))
        return reversed(chain.values())


def _theme_faces(theme: Element | None) -> dict[tuple[str, str], str]:
    """(`minorEastAsia`, `eastAsia`) → face, as rFonts refers to them."""
    faces = {}
    for kind in ("major", "minor"):
        fonts = child(theme, "themeElements", "fontScheme", f"{kind}Font")
        chinese = next((each for each in children(fonts, "font") if value(each, "script") == "Hans"), None)
        asian = value(child(fonts, "ea"), "typeface") or value(chinese, "typeface")
        latin = value(child(fonts, "latin"), "typeface")
        faces[f"{kind}EastAsia", "eastAsia"] = asian
        faces |= {(f"{kind}{script}", "ascii"): latin for script in ("HAnsi", "Ascii")}
    return faces
