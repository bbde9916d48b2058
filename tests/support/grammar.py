"""Random stylesheets, pages and tables, out of what our templates could say."""

from itertools import product

from hypothesis import strategies as st

Cells = list[list[tuple[int, int]]]

SELECTORS = ("*", "p", "b", "div", "td", "th, td", "h1", "table", ".x", ".y", ".x .y", "div > p", "#b", "#m", "p.x",
             "tr", ":first-child", "p + h1", "[class]", "p:not(.y)", "h1.x.y", "body *", "html")  # fmt: skip
LENGTHS = ("0", "1pt", "2em", "3mm", "1.5cm", "0.5in", "7px", "inherit", "initial")
SIGNED = (*LENGTHS, "-2pt", "-1em")
COLORS = ("red", "#123456", "#abc", "rgb(1, 2, 3)", "inherit")
EDGES = ("none", "1pt solid", "solid red 2px", "thin dashed #123456", "0.5em dotted", "double", "3pt")
VALUES = {
    "font-family": ("甲, serif", "'a b'", "inherit"),
    "font-size": ("10pt", "2em", "50%", "20px", "inherit", "-1pt"),
    "font-weight": ("bold", "normal", "300", "inherit"),
    "font-style": ("italic", "normal", "oblique"),
    "color": COLORS,
    "line-height": ("normal", "1.5", "150%", "20pt", "1.2em", "inherit", "-1"),
    "letter-spacing": ("normal", *SIGNED),
    "text-align": ("left", "right", "center", "justify", "start", "end", "inherit"),
    "text-indent": SIGNED,
    "white-space": ("normal", "nowrap", "pre", "pre-wrap", "pre-line"),
    "border-collapse": ("collapse", "separate"),
    "orphans": ("1", "3", "0", "inherit"),
    "page": ("auto", "横排", "Wide"),
    "width": ("auto", "50%", *LENGTHS),
    "height": ("auto", *LENGTHS),
    "margin": ("1pt 2em", "0 auto", "1mm 2mm 3mm", "1pt 2pt 3pt 4pt", *SIGNED),
    "margin-left": ("auto", *SIGNED),
    "padding": ("1pt 2em", *LENGTHS),
    "padding-top": LENGTHS,
    "border": EDGES,
    "border-left": EDGES,
    "vertical-align": ("baseline", "top", "middle", "bottom", "sub", "super", "inherit"),
    "background": ("none", *COLORS),
    "background-color": ("transparent", *COLORS),
    "break-before": ("auto", "page", "avoid", "left"),
    "page-break-after": ("always", "avoid", "auto"),
    "break-inside": ("auto", "avoid"),
    "position": ("static", "absolute", "relative", "running(页眉)"),
    "top": ("auto", *SIGNED),
}
VARIABLES = ":root { --长: 2em; --色: #00ff00 }"


def _declaration(name: str) -> st.SearchStrategy[str]:
    parts = st.tuples(st.sampled_from(VALUES[name]), st.sampled_from(("", "", " !important")))
    return parts.map(lambda part: f"{name}: {part[0]}{part[1]}")


declarations = st.sampled_from(sorted(VALUES)).flatmap(_declaration) | st.sampled_from(
    ("margin-left: var(--长)", "color: var(--色)", "text-indent: var(--无, 3pt)")
)
rules = st.builds(
    lambda selector, body: f"{selector} {{ {'; '.join(body)} }}",
    st.sampled_from(SELECTORS),
    st.lists(declarations, min_size=1, max_size=4),
)
stylesheets = st.lists(rules, max_size=8).map(lambda parts: "\n".join([VARIABLES, *parts]))

#: For each row, the rowspan and colspan of its cells.
tables: st.SearchStrategy[Cells] = st.lists(
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3)), max_size=5), min_size=1, max_size=6
)


def model(rows: Cells) -> list[list[tuple[int, int, int, int]]]:
    """The table model of HTML, 4.9.12, slot by slot: row, column, rows and columns of each cell."""
    taken = set[tuple[int, int]]()
    result = []
    for y, row in enumerate(rows):
        x, line = 0, []
        for height, width in row:
            while (y, x) in taken:
                x += 1
            height = min(height or len(rows), len(rows) - y)
            taken |= set(product(range(y, y + height), range(x, x + width)))
            line.append((y, x, height, width))
            x += width
        result.append(line)
    return result


words = st.sampled_from(("甲", "赟喆", "a&amp;b", "&lt;", "{{ x }}", " 乙 ", "\t丙", "丁\n", "𠮷", "长" * 40, "1 + 1"))
names = st.sampled_from(("", ' class="x"', ' class="y"', ' class="x y"', ' style="color: red"', ' class="无"'))
inline = st.recursive(
    words | st.just("<br>"),
    lambda inner: st.builds(
        lambda tag, name, inside: f"<{tag}{name}>{''.join(inside)}</{tag}>",
        st.sampled_from(("b", "i", "u", "sup", "sub", "span", "s")),
        names,
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)


def _table(head: list[str], cells: Cells, texts: list[str], caption: str) -> str:
    texts = texts or [""]
    lines = (
        "".join(
            f"<td rowspan={rows} colspan={columns}>{texts[(7 * y + x) % len(texts)]}</td>"
            for x, (rows, columns) in enumerate(line)
        )
        for y, line in enumerate(cells)
    )
    header = "".join(f"<th>{text}</th>" for text in head)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table>{caption}<col style='width: 20%'><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"


blocks = st.recursive(
    st.builds(
        lambda tag, name, inside: f"<{tag}{name}>{''.join(inside)}</{tag}>",
        st.sampled_from(("p", "p", "h1", "h2", "h5", "div")),
        names,
        st.lists(inline, max_size=4),
    )
    | words,
    lambda inner: (
        st.builds(lambda name, inside: f"<div{name}>{''.join(inside)}</div>", names, st.lists(inner, max_size=4))
        | st.builds(
            _table,
            st.lists(inline, max_size=3),
            tables,
            st.lists(inner, max_size=4),
            st.sampled_from(("", "<caption>表题</caption>")),
        )
    ),
    max_leaves=8,
)
bodies = st.lists(blocks, max_size=6).map("".join)
