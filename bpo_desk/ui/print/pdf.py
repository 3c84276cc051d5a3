"""A report as PDF: A4 pages with selectable text in an embedded font, page x of y, and the data part attached."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from bpo_desk.errors import DeskError
from bpo_desk.reports.document import Bar, Block, Drawing, Facts, Report, Section, Table, Text
from bpo_desk.ui.print.drawings import NOTE, pieces, put_bar, put_drawing
from bpo_desk.ui.print.sheet import INK, MM, POINT, SOFT, TWIPS_PER_INCH, Sheets, face, laid, ruled
from bpo_desk.ui.print.tables import first_height, put_facts, put_table, put_text

_MARGIN_MM: Final = 12.0
_FOOT: Final = 8.0 * MM
_PAPER: Final = QPageSize.PageSizeId.A4
_TO_UNICODE: Final = re.compile(rb"<[0-9A-F]{4}> <[0-9A-F]{4}> \[[<>0-9A-F\s]*\]")
"""The characters of a run of glyphs in a map to Unicode (ISO 32000-1, 9.10.3): first and last glyph, then the list."""
DATA_FILE: Final = "data.json"


def report_pdf(report: Report) -> bytes:
    """The report as PDF. Needs a QGuiApplication. Raises DeskError where Qt cannot make the file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(TWIPS_PER_INCH)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(_PAPER), QPageLayout.Orientation.Landscape, QMarginsF(*([_MARGIN_MM] * 4)),
            QPageLayout.Unit.Millimeter,
        )
    )  # fmt: skip
    writer.setTitle(f"{report.title}: {report.subtitle}")
    writer.setCreator("bpo_desk")
    writer.addFileAttachment(DATA_FILE, QByteArray(report.data), "application/json")
    sheets = Sheets(QRectF(0, 0, writer.width(), writer.height() - _FOOT))
    _lay_out(sheets, report)
    painter = QPainter()
    if not painter.begin(writer):
        raise DeskError("The report could not be painted.", "Export it as HTML instead.", code="pdf")
    for number, page in enumerate(sheets.pages, start=1):
        if number > 1:
            writer.newPage()
        for op in page:
            op(painter)
        _paint_foot(painter, writer, report, f"page {number} of {len(sheets.pages)}")
    painter.end()
    buffer.close()
    return with_spaces(bytes(data.data()))


def with_spaces(pdf: bytes) -> bytes:
    """The file with its blanks as blanks: Qt takes the glyph of a space for that of a tab when it says which character
    each glyph stands for, so that copied and searched text would hold tabs. No length and no place changes."""
    return _TO_UNICODE.sub(lambda found: found[0].replace(b"<0009>", b"<0020>"), pdf)


def _lay_out(sheets: Sheets, report: Report) -> None:
    sheets.new_page()
    put_text(sheets, report.title, 20, INK, bold=True)
    put_text(sheets, report.subtitle, 12, SOFT)
    sheets.y += 8 * POINT
    for block in report.cover:
        _put(sheets, block)
    after_cover, page = sheets.y, len(sheets.pages) - 1
    begins = []
    for section in report.sections:
        begins.append((section, _put_section(sheets, section)))
    _put_contents(Sheets(sheets.room, sheets.pages[page : page + 1], after_cover + 6 * POINT), begins)


def _put_contents(cover: Sheets, begins: list[tuple[Section, int]]) -> None:
    """Put the sections and their pages on the cover as far as there is room, those of level 1 first."""
    line = 12 * POINT
    chosen = begins if len(begins) * line < cover.left else [one for one in begins if one[0].level == 1]
    for section, page in chosen[: int(cover.left // line)]:
        inset = 0 if section.level == 1 else 10 * POINT
        name = laid(section.title, face(8.5), cover.room.width() / 2 - inset)
        cover.put(name.painted(cover.room.left() + inset, cover.y, SOFT, 0, 1))
        number = laid(str(page), face(8.5), cover.room.width() / 2, right=True)
        cover.put(number.painted(cover.room.left(), cover.y, SOFT))
        cover.y += line


def _put_section(sheets: Sheets, section: Section) -> int:
    """Put a section; returns the number of the page that its heading stands on."""
    if section.level == 1:
        sheets.new_page()
        put_text(sheets, section.title, 15, INK, bold=True)
    else:
        sheets.y += 8 * POINT
        sheets.want(_wanted(sheets, section))
        put_text(sheets, section.title, 11, INK, bold=True)
    page = len(sheets.pages)
    sheets.y += 2 * POINT
    for block in section.blocks:
        _put(sheets, block)
    return page


def _wanted(sheets: Sheets, section: Section) -> float:
    """The height below which a heading would stand alone at the foot of a page."""
    heading, height = 24 * POINT, 40 * POINT
    for block in section.blocks[:1]:
        if isinstance(block, Drawing):
            first = [piece.height() * scale + NOTE for piece, scale in pieces(sheets.room, block)[:1]]
            height = max(first, default=height)
        elif isinstance(block, Table):
            height = first_height(sheets, block)
    return min(heading + height, sheets.room.height())


def _put(sheets: Sheets, block: Block) -> None:
    match block:
        case Text(text, strong):
            put_text(sheets, text, 8.5, INK, bold=strong)
        case Facts():
            put_facts(sheets, block)
        case Table():
            put_table(sheets, block)
        case Bar():
            put_bar(sheets, block)
        case Drawing():
            put_drawing(sheets, block)


def _paint_foot(painter: QPainter, writer: QPdfWriter, report: Report, number: str) -> None:
    width, y = float(writer.width()), writer.height() - _FOOT + 2.5 * MM
    ruled(0.0, y, width)(painter)
    page = laid(number, face(7.0), width, right=True)
    page.painted(0.0, y + 3 * POINT, SOFT)(painter)
    room = width - page.layout.lineAt(0).naturalTextWidth() - 12 * POINT
    laid(report.footer, face(7.0), room).painted(0.0, y + 3 * POINT, SOFT, 0, 1)(painter)
