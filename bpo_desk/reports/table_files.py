"""Tables for outsiders as CSV and XLSX: what the table is of stands above it, and no cell is ever taken for a formula.

Which rows and columns there are is decided by who makes the Sheet.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from bpo_desk.models.spreadsheet_text import harmless
from bpo_desk.models.visible_text import visible

Cell = str | int | float | None

MOST_XLSX_ROWS: Final = 1_048_576 - 64
"""Rows that one sheet of the format can hold, without those above the table."""
_MOST_XLSX_TEXT: Final = 32_767
_CUT: Final = " [cut]"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with what is to be known of it: `about` (label, text) stands above, `columns` are the titles."""

    title: str
    about: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]


def write_csv(out: BinaryIO, sheet: Sheet) -> None:
    """CSV (RFC 4180) in UTF-8 with the mark that Excel needs, every text quoted."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True, errors="replace")
    lines = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for label, said in ((sheet.title, ""), *sheet.about):
        lines.writerow([harmless(label), harmless(said)] if said else [harmless(label)])
    lines.writerow([])
    lines.writerow([harmless(title) for title in sheet.columns])
    for row in sheet.rows:
        lines.writerow([harmless(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row])
    text.detach()


def write_xlsx(out: BinaryIO, sheet: Sheet, *, beside: str = "") -> None:
    """An Excel workbook with one sheet: texts are texts, numbers are numbers, the titles stay in view.

    Texts longer than a cell can hold are cut, and say so. A large sheet is put down row by row in the folder `beside`
    before it is packed, instead of being held in memory."""
    import xlsxwriter  # type: ignore[import-untyped]  # large, and needed by few

    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": not beside, "constant_memory": bool(beside), "tmpdir": beside or None,
            "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "nan_inf_to_errors": True,
        },
    )  # fmt: skip
    page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet.title)[:31].strip() or "Table")
    strong, wrapped = book.add_format({"bold": True}), book.add_format({"valign": "top"})
    page.write_string(0, 0, sheet.title, strong)
    for at, (label, said) in enumerate(sheet.about, start=1):
        page.write_string(at, 0, label)
        page.write_string(at, 1, _fitting(said))
    head = len(sheet.about) + 2
    for place, title in enumerate(sheet.columns):
        page.write_string(head, place, title, strong)
    last = head
    for last, row in enumerate(sheet.rows, start=head + 1):
        for place, cell in enumerate(row):
            _write(page, last, place, cell, wrapped)
    page.freeze_panes(head + 1, 1)
    page.autofilter(head, 0, last, len(sheet.columns) - 1)
    page.set_column(0, len(sheet.columns) - 1, 22)
    book.close()


def _write(page: Any, row: int, place: int, cell: Cell, form: Any) -> None:
    if isinstance(cell, str):
        page.write_string(row, place, _fitting(cell), form)
    elif cell is not None:
        page.write_number(row, place, cell, form)


def _fitting(text: str) -> str:
    text = visible(text)
    return text if len(text) <= _MOST_XLSX_TEXT else text[: _MOST_XLSX_TEXT - len(_CUT)] + _CUT
