"""How elements look before any stylesheet speaks."""

#: What WeasyPrint's own stylesheet says of the elements that our templates use, so that all prints start alike.
DEFAULTS = """
html, body, div, p, h1, h2, h3, h4, h5, h6, section, article, header, footer, main, nav, figure, hr, ul, ol, li
  { display: block }
head, meta, script, style, title, template { display: none }
body { margin: 8px }
p { margin: 1em 0 }
ul, ol { margin: 1em 0; padding-left: 40px } ul ul, ul ol, ol ul, ol ol { margin: 0 }
h1 { font-size: 2em; margin: 0.67em 0 }
h2 { font-size: 1.5em; margin: 0.83em 0 } h3 { font-size: 1.17em; margin: 1em 0 }
h4 { margin: 1.33em 0 } h5 { font-size: 0.83em; margin: 1.67em 0 } h6 { font-size: 0.67em; margin: 2.33em 0 }
h1, h2, h3, h4, h5, h6 { font-weight: bold; break-after: avoid; break-inside: avoid }
b, strong, th { font-weight: bold } i, em { font-style: italic }
u, ins { text-decoration: underline } s, del { text-decoration: line-through }
table { display: table; text-indent: initial; border-collapse: separate }
tr { display: table-row; vertical-align: inherit }
thead { display: table-header-group } tbody { display: table-row-group } tfoot { display: table-footer-group }
thead, tbody, tfoot { vertical-align: middle }
col { display: table-column } colgroup { display: table-column-group } caption { display: table-caption }
td, th { display: table-cell; padding: 1px; vertical-align: inherit }
sub { vertical-align: sub } sup { vertical-align: super }
"""
