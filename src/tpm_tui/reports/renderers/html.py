"""A document as one HTML file: no script, nothing loaded from anywhere, readable aloud and on paper (A4)."""

import re
from html import escape

from tpm_tui.reports.document import Bullet, BulletList, Chart, Document, Heading, Paragraph, ReportTable
from tpm_tui.reports.renderers.svg import svg_of_page
from tpm_tui.safe_text import safe

#: Colours have at least 7:1 against white (WCAG 2.2, AA asks for 4.5:1).
_STYLE = """
body { font: 11pt/1.4 sans-serif; color: #1a1a1a; background: #fff }
body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6em } h2 { font-size: 1.15em; margin: 1.2em 0 .3em }
ul { margin: .2em 0; padding-left: 1.3em } a { color: #0b3d91; white-space: nowrap }
table { border-collapse: collapse; font-size: .92em } th, td { padding: .15em .6em; text-align: left }
th, td { border-bottom: 1px solid #ccc } .number { text-align: right }
.records { columns: 2; font-size: .8em } .records, h1 { clear: both } h2 { break-after: avoid }
li { break-inside: avoid; overflow-wrap: anywhere } svg { display: block; width: 100%; height: auto }
figure { float: right; clear: right; width: 24rem; max-width: 60%; margin: 0 0 .5em 1em; break-inside: avoid }
@media (max-width: 40rem) { figure { float: none; width: auto; max-width: none; margin: .5em 0 } }
@media print { @page { size: A4; margin: 12mm } body { font-size: 8.5pt; line-height: 1.3; margin: 0; max-width: none }
h1 { font-size: 1.4em; margin: 0 } h2 { margin: .7em 0 .2em } figure { width: 88mm } .records { columns: 3 } }
""".strip()
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render_html(document: Document) -> str:
    """The whole file; each bullet links to the records that it stands on, which are listed at the end."""
    title = _text(document.title)
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>',
        f"<style>{_STYLE}</style></head>",
        f"<body><main><h1>{title}</h1>",
    ]
    for block in document.blocks:
        if isinstance(block, Heading):
            parts.append(f"<h{block.level + 1}>{_text(block.text)}</h{block.level + 1}>")
        elif isinstance(block, Paragraph):
            parts.append(f"<p>{_text(block.text)}</p>")
        elif isinstance(block, BulletList):
            parts += ["<ul>", *(f"<li>{_linked(bullet)}</li>" for bullet in block.bullets), "</ul>"]
        elif isinstance(block, ReportTable):
            parts.append(_table(block))
        elif isinstance(block, Chart):
            parts += ["<figure>", svg_of_page(block), "</figure>"]
    if document.records:
        records = (f'<li id="{escape(key)}">{_text(key)} {_text(name)}</li>' for key, name in document.records.items())
        parts += ['<h2>Records</h2><ul class="records">', *records, "</ul>"]
    return "\n".join([*parts, "</main></body></html>", ""])


def _text(text: str) -> str:
    return escape(safe(text))


def _linked(bullet: Bullet) -> str:
    """The sentence, in which each key leads to its record; keys that it does not name stand behind it."""
    text, behind = bullet.text, list(bullet.keys)
    parts, at = [], 0
    for word in re.finditer(r"[A-Z]+-\d+", text):
        if word.group() in behind:
            behind.remove(word.group())
            parts += [_text(text[at : word.start()]), _link(word.group())]
            at = word.end()
    return "".join([*parts, _text(text[at:]), *(f" {_link(key)}" for key in behind)])


def _link(key: str) -> str:
    return f'<a href="#{escape(key)}">{_text(key)}</a>'


def _table(table: ReportTable) -> str:
    numeric = table.numeric or [False] * len(table.headers)
    classes = [' class="number"' if right else "" for right in numeric]
    heads = "".join(f'<th scope="col"{c}>{_text(h)}</th>' for h, c in zip(table.headers, classes, strict=True))
    rows = (
        "<tr>" + "".join(f"<td{c}>{_text(str(v))}</td>" for v, c in zip(row, classes, strict=True)) + "</tr>"
        for row in table.rows
    )
    return "\n".join([f"<table><thead><tr>{heads}</tr></thead><tbody>", *rows, "</tbody></table>"])
