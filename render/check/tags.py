"""The tags of HTML: which all formats print alike, which only some, and how they stand in each other (HTML, 13.1.2)."""

from collections.abc import Collection, Mapping


def _tags(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _tags("area base br col embed hr img input link meta source track wbr")
#: What all formats print alike.
PRINTED = _tags(
    "html head body title meta script template br wbr hr p div section article header footer main nav figure"
    " h1 h2 h3 h4 h5 h6 ul ol li table caption colgroup col thead tbody tfoot tr td th"
    " a span b strong i em u ins s del sub sup"
)

NAMES = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF", "html": "网页"}
OFFICE = ("docx", "xlsx")
STYLED = "样式写在 .css 文件里"
DRAWN = "图画成 <svg>，或从“格式”里去掉印不出的"
#: Of what is no text: the formats that do not print it, and what to do.
LOST: Mapping[str, tuple[Collection[str], str]] = {
    "svg": (("xlsx",), "Excel 的图用 data-chart，或从“格式”里去掉 xlsx"),
    "img": (("xlsx",), "从“格式”里去掉 xlsx，或只在别的格式里用图"),
    "style": (OFFICE, f"{STYLED}，用“样式”引用"),
    "link": (NAMES, f"{STYLED}，用“样式”引用"),
    "base": (NAMES, "删去"),
    "input": (OFFICE, "要填写的地方在 Excel 里用 data-input"),
    **dict.fromkeys(_tags("picture source canvas object embed iframe video audio noscript"), ((*OFFICE, "pdf"), DRAWN)),
}
#: Elements of text that look like themselves in the PDF and the web page only → what to write instead.
UNSTYLED: Mapping[str, str] = {
    **dict.fromkeys(
        _tags("dl blockquote pre address center aside details summary figcaption fieldset form hgroup dialog menu"),
        f"改用 <p>，{STYLED}",
    ),
    **dict.fromkeys(
        _tags(
            "small big mark code kbd samp var cite dfn q font tt strike abbr bdi bdo data time label output ruby rt rp"
            " button select option optgroup textarea progress meter legend datalist search acronym nobr"
        ),
        f"改用 <span>，{STYLED}",
    ),
}
WITH_OTHERS = ("dt", "dd")  # told with the <dl> around them

#: What HTML closes by itself.
OPTIONAL = _tags("p li dt dd td th tr thead tbody tfoot colgroup")
#: What an opening tag ends, where it is open directly around it.
ENDED: Mapping[str, Collection[str]] = {
    "li": ("p", "li"),
    **dict.fromkeys(("dt", "dd"), ("p", "dt", "dd")),
    **dict.fromkeys(("td", "th"), ("p", "li", "td", "th")),
    "tr": ("p", "td", "th", "tr", "colgroup"),
    **dict.fromkeys(("thead", "tbody", "tfoot"), ("p", "td", "th", "tr", "thead", "tbody", "tfoot", "colgroup")),
    **dict.fromkeys(
        _tags("p div section article header footer main nav figure hr ul ol dl table blockquote pre h1 h2 h3 h4 h5 h6"),
        ("p",),
    ),
}
#: Where alone the parts of tables and lists may stand.
PARENTS: Mapping[str, Collection[str]] = {
    **dict.fromkeys(("td", "th"), ("tr",)),
    "tr": ("table", "thead", "tbody", "tfoot"),
    **dict.fromkeys(("thead", "tbody", "tfoot", "caption", "colgroup"), ("table",)),
    "col": ("table", "colgroup"),
    "li": ("ol", "ul"),
}
ROWS = ("table", "thead", "tbody", "tfoot", "tr", "colgroup")  # hold parts of tables alone
UNSEEN = ("script", "template")  # may stand anywhere
