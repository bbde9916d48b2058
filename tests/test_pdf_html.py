"""PDF and web page: all text, the same bytes for the same page, and nothing taken from anywhere."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pdfplumber
import pypdf
import pytest
import tinycss2
import tinyhtml5  # type: ignore[import-untyped]

from render.page import Page
from render.writers import writer
from render.writers.html import ICON
from support.pages import page

HOSTILE = "A&B < > \" ' {{ 计划 }} {% if %} 赟喆𠮷 &amp; ]]> {甲} " + "长" * 300 + " " + "x" * 300
SHOWN = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
CSS = """@page { size: A4; margin: 30mm; @bottom-right { content: "— " counter(page) " —" } }
body { font-family: FandolFang, "Noto Serif CJK SC"; font-size: 16pt } h1 { font-family: FandolHei } p { margin: 0 }"""
BODY = (
    f"<h1>{SHOWN}</h1><p class='甲'>{SHOWN}<b>甲<br>乙</b></p>"
    f"<table><tr><td rowspan=2>一</td><td>{SHOWN}</td></tr><tr><td>二</td></tr></table>" + "<p>末段</p>" * 60
)


def pdf(of: Page) -> bytes:
    return writer("pdf")(of)


def web(of: Page) -> str:
    return writer("html")(of).decode()


def squeezed(text: str) -> str:
    return "".join(text.split())


# PDF


def test_a_pdf_holds_the_text_of_its_page_and_its_page_numbers() -> None:
    made = pdf(page(BODY, CSS))
    reader = pypdf.PdfReader(io.BytesIO(made))
    with pdfplumber.open(io.BytesIO(made)) as document:
        pages = [squeezed(each.extract_text()) for each in document.pages]
    text = squeezed(HOSTILE)
    numbers = [f"—{number}—" for number in range(1, len(pages) + 1)]
    assert len(pages) > 2
    assert [each[-len(number) :] for each, number in zip(pages, numbers, strict=True)] == numbers
    whole = "".join(each.removesuffix(number) for each, number in zip(pages, numbers, strict=True))
    assert whole.count("末段") == 60
    assert {char: whole.count(char) for char in set(text)} == {
        char: squeezed(f"{HOSTILE}{HOSTILE}甲乙一{HOSTILE}二").count(char) for char in set(text)
    }
    assert [(page.mediabox.width, page.mediabox.height) for page in reader.pages] == [
        pytest.approx((595.28, 841.89), abs=0.01)
    ] * len(pages)


def test_a_pdf_says_what_it_is() -> None:
    made = pypdf.PdfReader(io.BytesIO(pdf(page("<p>字</p>", CSS, title=SHOWN, author="省厅"))))
    assert made.metadata
    assert (made.metadata.title, made.metadata.author) == (HOSTILE, "省厅")
    assert {key: made.root_object.get(key) for key in ("/Lang", "/MarkInfo")} == {
        "/Lang": "zh-CN",
        "/MarkInfo": {"/Marked": True},
    }
    assert made.xmp_metadata
    assert re.findall(rb"pdfaid:(\w+)[^\w]+(\w)", made.xmp_metadata.stream.get_data()) == [
        (b"part", b"2"),
        (b"conformance", b"A"),
    ]


SAME = f"""
import hashlib, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_pdf_html import BODY, CSS, page, pdf, web
print(hashlib.sha256(pdf(page(BODY, CSS)) + web(page(BODY, CSS)).encode()).hexdigest())
"""


def test_the_same_bytes_in_any_process() -> None:
    said = set[str]()
    for seed in ("0", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        environment.pop("SOURCE_DATE_EPOCH", None)
        run = subprocess.run([sys.executable, "-c", SAME], check=True, capture_output=True, text=True, env=environment)
        said.add(run.stdout)
    assert len(said) == 1


PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    ("body", "css", "url"),
    [
        ("<img src='http://127.0.0.1:9/甲.png'>", "", "http://127.0.0.1:9/%E7%94%B2.png"),
        ("<img src='file:///etc/passwd'>", "", "file:///etc/passwd"),
        ("<img src='图.png'>", "", "file:///%E5%9B%BE.png"),
        ("<object data='../x.svg'></object>", "", "file:///x.svg"),
        ("<link rel=stylesheet href='http://127.0.0.1:9/x.css'>", "", "http://127.0.0.1:9/x.css"),
        ("<a rel=attachment href='file:///etc/passwd'>字</a>", "", "file:///etc/passwd"),
        ("<base href='http://127.0.0.1:9/'><img src='x'>", "", "http://127.0.0.1:9/x"),
        ("<p style='background: url(/etc/passwd)'>字</p>", "", "file:///etc/passwd"),
        ("<p>字</p>", "p { background: url(http://127.0.0.1:9/x.png) }", "http://127.0.0.1:9/x.png"),
        ("<p>字</p>", "p::before { content: url(x.png) }", "file:///x.png"),
        ("<p>字</p>", "@import 'x.css';", "file:///x.css"),
        ("<p>字</p>", "@import url(http://127.0.0.1:9/x.css);", "http://127.0.0.1:9/x.css"),
        ("<p>字</p>", "@font-face { font-family: x; src: url(x.ttf) } p { font-family: x }", "file:///x.ttf"),
        ("<p>字</p>", "@page { @top-left { content: url(x.png) } }", "file:///x.png"),
    ],
)
def test_a_page_that_wants_a_file_or_an_address_is_refused(body: str, css: str, url: str) -> None:
    with pytest.raises(ValueError, match="模板或样式表要取") as caught:
        pdf(page(body, css))
    assert str(caught.value) == f"模板或样式表要取“{url}”；只能用 data: 写在页里的图"


WATCHED = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_pdf_html import CSS, page, pdf, web
pdf(page("<p>字", CSS))  # imports and reads fonts
seen = []
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen"):
        seen.append(event)
    if event == "urllib.Request" and not arguments[0].startswith("data:"):
        seen.append(event)
    if event == "open" and str(arguments[0]) == sys.argv[1]:
        seen.append("open")
sys.addaudithook(watch)
for line in sys.stdin:
    body, css = eval(line)
    try:
        web(page(body, css)), pdf(page(body, css))
    except ValueError:
        pass
print(seen)
"""


def test_nothing_is_fetched(tmp_path: Path) -> None:
    """Nor what WeasyPrint would leave out without a word, such as a picture inside a picture."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"")
    urls = (secret.as_uri(), str(secret), "http://127.0.0.1:9/x", "//127.0.0.1/x")
    bodies = ("<img src='{}'>", "<img srcset='{} 1x'>", "<iframe src='{}'></iframe>", "<input type=image src='{}'>",
              "<svg width=9 height=9><image href='{}'/></svg>", "<svg><use href='{}#x'/></svg>",
              "<img src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22><image href=%22{}%22/></svg>'>",
              "<video poster='{}'></video>", "<a href='{}'>字</a>", "<link rel=icon href='{}'>")  # fmt: skip
    styles = ("p {{ content: url({}) }}", "li {{ list-style-image: url({}) }}", "p {{ border-image: url({}) 1 }}",
              "@color-profile x {{ src: url({}) }}")  # fmt: skip
    cases = [(body.format(url), CSS) for body in bodies for url in urls]
    cases += [("<ul><li><p>字", style.format(url)) for style in styles for url in urls]
    run = subprocess.run(
        [sys.executable, "-c", WATCHED, str(secret)],
        input="\n".join(map(repr, cases)),
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout == "[]\n"


def test_a_picture_in_the_page_itself_is_printed() -> None:
    made = pypdf.PdfReader(io.BytesIO(pdf(page(f"<img src='{PIXEL}'>", "img { width: 10mm }"))))
    assert len(made.pages[0].images) == 1


# The web page


def test_the_web_page_is_the_page_with_its_style_inside() -> None:
    assert web(page("<p>甲&amp;乙</p>", "\np { color: red }\n")) == (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>题</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{ICON}'
        "<style>\np { color: red; }\n</style></head>\n<body><p>甲&amp;乙</p></body></html>\n"
    )


@pytest.mark.parametrize("text", ["</style><script>alert(1)</script>", "</STYLE >", "<!-- </style", "</title></head>"])
def test_a_style_cannot_leave_its_place(text: str) -> None:
    css = f'p::after {{ content: "{text}" }} /* {text} */ p {{ color: red }}'
    root = tinyhtml5.parse(web(page("<p>字</p>", css)), namespace_html_elements=False)
    assert [element.tag for element in root.iter()] == [
        *("html", "head", "meta", "title", "meta", "link", "style", "body", "p")
    ]
    (style,) = root.iter("style")
    rules = tinycss2.parse_stylesheet(style.text, skip_comments=True, skip_whitespace=True)
    declarations = [tinycss2.parse_blocks_contents(rule.content, True, True) for rule in rules]
    strings = [token.value for (one,) in declarations for token in one.value if token.type == "string"]
    assert (len(rules), strings) == (2, [text])


STYLES = {
    "h2 { bookmark-level: 2; bookmark-label: '字'; color: red }": "h2 { color: red; }",
    "h2 { string-set: 题 content(); STRING-SET: 题 '字' }": "",
    ".头 { position: running(头); color: red }": ".头 { color: red; }",
    "a::after { content: '见第' target-counter(attr(href url), page) '页' }": "",
    "a::after { content: '；' counter(项) }": "a::after { content: '；' counter(项); }",
    "@page { size: A4; marks: crop; @top-center { content: element(头) } @footnote { margin: 0 } }": (
        "@page { size: A4; }"
    ),
    "@page :left { @bottom-left { content: counter(page) } }": (
        "@page :left { @bottom-left { content: counter(page); } }"
    ),
    "@import 'x.css'; @charset 'utf-8'; @weasy 甲 { a { color: red } } p { color: red }": "p { color: red; }",
    "@media screen { p { bookmark-level: 1 } @media (max-width: 9px) { p:hover { color: red } } }": (
        "@media screen {\n@media (max-width: 9px) {\np:hover { color: red; }\n}\n}"
    ),
    "@media print { .时限 { bookmark-level: 2 } }": "",
    "@layer 甲, 乙; p { --字: { a; b }; color: var(--字) !important; & b { color: red } }": (
        "@layer 甲, 乙;\np { --字: { a; b }; color: var(--字) !important; & b { color: red; } }"
    ),
    "@page 甲 { size: A5 } @page 乙:left, 甲 { margin: 0 } p { page: 甲 }": (
        "@page 甲 { size: A5; }\n@page 乙:left, 甲 { margin: 0; }\np { page: 甲; }"
    ),
    "@page 乙 { size: A3 } b, i { page: 乙; color: red } p { page: auto }": "b, i { color: red; }\np { page: auto; }",
    "p { color: red; 甲：乙; margin: 0 } /* 说明 */": "p { color: red; margin: 0; }",
}


@pytest.mark.parametrize(("css", "kept"), [pytest.param(*pair, id=str(n)) for n, pair in enumerate(STYLES.items())])
def test_of_a_style_a_web_page_has_what_browsers_know(css: str, kept: str) -> None:
    root = tinyhtml5.parse(web(page("<p>字</p>", css)), namespace_html_elements=False)
    (style,) = root.iter("style")
    assert style.text.strip().replace('"', "'") == kept


def test_the_web_page_holds_the_text_of_its_page() -> None:
    root = tinyhtml5.parse(web(page(BODY, CSS)), namespace_html_elements=False)
    body = root.find("body")
    assert body is not None
    assert squeezed("".join(body.itertext())) == squeezed(f"{HOSTILE}{HOSTILE}甲乙一{HOSTILE}二" + "末段" * 60)
    assert root.get("lang") == "zh-CN"
