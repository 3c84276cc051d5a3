"""A report as one HTML file: no script, nothing fetched, light and dark, and a clean print."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Final

from bpo_desk.models.visible_text import visible
from bpo_desk.reports.document import Bar, Block, Drawing, Facts, Report, Section, Table, Text

Pictures = Callable[[Drawing], tuple[str, str]]
"""Drawing -> (SVG in light colours, SVG in dark colours), each one element."""

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1b2027; --soft: #5b6570; --line: #d5dae0; --paper: #ffffff;
  --band: #f2f4f6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ed; --soft: #9aa5b1; --line: #39414a; --paper: #171a1f;
  --band: #20242a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 32px; max-width: 1320px; background: var(--paper); color: var(--ink);
  font: 14px/1.45 "DejaVu Sans", "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 20px; margin: 40px 0 8px; }
h3 { font-size: 15px; margin: 26px 0 6px; } p { margin: 6px 0; } .about { color: var(--soft); font-size: 16px; }
.strong { font-weight: 700; } .note { color: var(--soft); font-size: 12px; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: 6px 0; font-size: 12px; }
th, td { text-align: left; vertical-align: top; padding: 3px 8px; border-bottom: 1px solid var(--line);
  overflow-wrap: break-word; white-space: pre-line; }
th { background: var(--band); } td.right, th.right { text-align: right; font-variant-numeric: tabular-nums; }
table.facts { width: auto; table-layout: auto; font-size: 13px; }
table.facts th { background: none; font-weight: 400; white-space: pre;
  color: var(--soft); padding-right: 24px; }
.bar { display: flex; height: 22px; margin: 8px 0; border: 1px solid var(--line); }
.bar span { display: block; min-width: 1px; border-right: 1px solid var(--paper); overflow: hidden; font-size: 11px;
  padding: 2px 4px; white-space: nowrap; color: #fff; }
figure { margin: 8px 0; overflow-x: auto; } figure svg { max-width: 100%; height: auto; }
figure .dark { display: none; } footer { margin-top: 40px; color: var(--soft); font-size: 12px; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 11px; }
@media (prefers-color-scheme: dark) { figure .light { display: none; } figure .dark { display: block; } }
@media print { :root { --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --band: #eee; }
  body { padding: 0; max-width: none; font-size: 10pt; } table { font-size: 7pt; }
  th, td { padding: 2px 4px; }
  thead { display: table-header-group; }
  tr, figure { break-inside: avoid; } h2 { break-before: page; } h3 { break-after: avoid; } details { display: none; }
  figure .light { display: block; } figure .dark { display: none; }
  @page { size: A4 landscape; margin: 12mm; } }
"""
_BAR_COLOURS: Final = ("#0072b2", "#d55e00", "#007a5a", "#8a4f7d", "#5b6570", "#7a5c00", "#3d3d9e", "#9e3d3d")

_NAMED_FROM: Final = 0.06
"""Smallest share of a bar that has room for its name."""


def escape(text: str) -> str:
    """A text as HTML shows it: no markup, and nothing that nobody sees."""
    return html.escape(visible(text))


def report_html(report: Report, pictures: Pictures) -> bytes:
    """The file as UTF-8. The text of the element `data` is the data part, whose digest the report states."""
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(report.title)}: {escape(report.subtitle)}</title><style>{_STYLE}</style></head><body>",
        f'<h1>{escape(report.title)}</h1><p class="about">{escape(report.subtitle)}</p>',
        *(_block(block, pictures) for block in report.cover),
        *(_section(section, pictures) for section in report.sections),
        "<details><summary>The data part</summary>",
        f'<pre id="data">{escape(report.data.decode("ascii"))}</pre></details>',
        f"<footer>{escape(report.footer)}</footer></body></html>\n",
    ]
    return "\n".join(parts).encode("utf-8", "replace")


def _section(section: Section, pictures: Pictures) -> str:
    head = "h2" if section.level == 1 else "h3"
    inside = "\n".join(_block(block, pictures) for block in section.blocks)
    return f"<section><{head}>{escape(section.title)}</{head}>\n{inside}</section>"


def _block(block: Block, pictures: Pictures) -> str:
    match block:
        case Text(text, strong):
            return f"<p{' class=strong' if strong else ''}>{escape(text)}</p>"
        case Facts(rows):
            lines = (f'<tr><th scope="row">{escape(label)}</th><td>{escape(said)}</td></tr>' for label, said in rows)
            return f'<table class="facts"><tbody>{"".join(lines)}</tbody></table>'
        case Table():
            return _table(block)
        case Bar():
            return _bar(block)
        case Drawing():
            return _drawing(block, pictures)


def _table(table: Table) -> str:
    if not table.rows:
        return f"<p>{escape(table.nothing)}</p>"
    ends = [' class="right"' if column.right else "" for column in table.columns]
    whole = sum(column.weight for column in table.columns)
    widths = "".join(f'<col style="width:{100 * column.weight / whole:.2f}%">' for column in table.columns)
    head = "".join(
        f'<th scope="col"{end}>{escape(column.title)}</th>' for end, column in zip(ends, table.columns, strict=True)
    )
    rows = (
        "<tr>" + "".join(f"<td{end}>{escape(cell)}</td>" for end, cell in zip(ends, row, strict=True)) + "</tr>"
        for row in table.rows
    )
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    return (
        f"<table><colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>\n"
        + "\n".join(rows)
        + f"\n</tbody></table>{note}"
    )


def _bar(bar: Bar) -> str:
    whole = sum(share.micros for share in bar.shares)
    if not whole:
        return ""
    parts = []
    for at, share in enumerate(bar.shares):
        name = escape(share.label) if share.micros > whole * _NAMED_FROM else ""
        look = f"width:{100 * share.micros / whole:.3f}%;background:{_BAR_COLOURS[at % len(_BAR_COLOURS)]}"
        parts.append(f'<span style="{look}" title="{escape(share.label)}: {escape(share.words)}">{name}</span>')
    said = "; ".join(f"{share.label}: {share.words}" for share in bar.shares)
    return f'<div class="bar" role="img" aria-label="{escape(said)}">{"".join(parts)}</div>'


def _drawing(drawing: Drawing, pictures: Pictures) -> str:
    note = f'<p class="note">{escape(drawing.note)}</p>' if drawing.note else ""
    if drawing.display is None:
        return note
    light, dark = pictures(drawing)
    return f'<figure><div class="light">{light}</div><div class="dark" aria-hidden="true">{dark}</div>{note}</figure>'
