"""Tables on pages: titles stand on every page that a table goes on, a row longer than a page is split by lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from PySide6.QtCore import QRectF

from bpo_desk.reports.document import Column, Facts, Table
from bpo_desk.ui.print.sheet import BAND, INK, POINT, SOFT, Laid, Sheets, face, filled, laid, ruled

_PAD_X: Final = 3.0 * POINT
_PAD_Y: Final = 2.0 * POINT
_SIZE: Final = 7.0
_FACT_SIZE: Final = 8.5
_TOGETHER: Final = 8
"""Facts up to this many are not spread over two pages."""
_LABEL_WIDTH: Final = 165 * POINT


def put_table(sheets: Sheets, table: Table) -> None:
    """Put a table on the pages, or what is said where it has no row."""
    if not table.rows:
        put_text(sheets, table.nothing, _FACT_SIZE, SOFT)
        return
    grid = _Grid(sheets, table.columns)
    cells = grid.cells(table.rows[0])
    # Titles alone at the foot of a page tell nothing: they go with the first row, or the part of it that fits a page.
    sheets.want(min(grid.head_height + grid.height(cells), sheets.room.height()))
    grid.put_head()
    grid.put_row(cells)
    for row in table.rows[1:]:
        grid.put_row(grid.cells(row))
    sheets.y += 2 * POINT
    if table.note:
        put_text(sheets, table.note, 7.0, SOFT)
    sheets.y += 4 * POINT


def first_height(sheets: Sheets, table: Table) -> float:
    """Twips of the titles of a table and its first row."""
    if not table.rows:
        return 2 * _FACT_SIZE * POINT
    grid = _Grid(sheets, table.columns)
    return grid.head_height + grid.height(grid.cells(table.rows[0]))


class _Grid:
    """The columns of one table and their titles."""

    def __init__(self, sheets: Sheets, columns: Sequence[Column]) -> None:
        self._sheets, self._columns = sheets, columns
        whole = sum(column.weight for column in columns)
        self._widths = [sheets.room.width() * column.weight / whole for column in columns]
        self._lefts = [sheets.room.left() + x for x in accumulate([0.0, *self._widths[:-1]])]
        self._head = [
            laid(column.title, face(_SIZE, bold=True), width - 2 * _PAD_X, right=column.right)
            for column, width in zip(columns, self._widths, strict=True)
        ]
        self.head_height = self.height(self._head)

    def cells(self, row: Sequence[str]) -> list[Laid | None]:
        """The cells of a row broken into lines; None for an empty one."""
        return [
            laid(text, face(_SIZE), width - 2 * _PAD_X, right=column.right) if text else None
            for text, column, width in zip(row, self._columns, self._widths, strict=True)
        ]

    @staticmethod
    def height(cells: Sequence[Laid | None]) -> float:
        """Twips that a row takes."""
        return max((cell.height for cell in cells if cell is not None), default=_SIZE * POINT) + 2 * _PAD_Y

    def put_head(self) -> None:
        sheets = self._sheets
        area = QRectF(sheets.room.left(), sheets.y, sheets.room.width(), self.head_height)
        sheets.put(filled(area, BAND))
        for cell, left in zip(self._head, self._lefts, strict=True):
            sheets.put(cell.painted(left + _PAD_X, sheets.y + _PAD_Y, INK))
        sheets.y += self.head_height

    def put_row(self, cells: Sequence[Laid | None]) -> None:
        """Put a row where it fits; split one that no page holds."""
        sheets, height = self._sheets, self.height(cells)
        if height > sheets.left:
            if height <= sheets.room.height() - self.head_height:
                self._next_page()
            else:
                self._put_split(cells)
                return
        for cell, left in zip(cells, self._lefts, strict=True):
            if cell is not None:
                sheets.put(cell.painted(left + _PAD_X, sheets.y + _PAD_Y, INK))
        self._end_row(height)

    def _put_split(self, cells: Sequence[Laid | None]) -> None:
        sheets = self._sheets
        done = [0] * len(cells)
        while any(cell is not None and at < cell.lines for cell, at in zip(cells, done, strict=True)):
            room = sheets.left - 2 * _PAD_Y
            ends = [at if cell is None else _fitting(cell, at, room) for cell, at in zip(cells, done, strict=True)]
            if ends == done:  # not a line of it fits here
                self._next_page()
                continue
            used = 0.0
            for cell, left, first, last in zip(cells, self._lefts, done, ends, strict=True):
                if cell is not None and last > first:
                    sheets.put(cell.painted(left + _PAD_X, sheets.y + _PAD_Y, INK, first, last))
                    used = max(used, cell.tops[last] - cell.tops[first])
            self._end_row(used + 2 * _PAD_Y)
            done = ends

    def _next_page(self) -> None:
        self._sheets.new_page()
        self.put_head()

    def _end_row(self, height: float) -> None:
        sheets = self._sheets
        sheets.y += height
        sheets.put(ruled(sheets.room.left(), sheets.y, sheets.room.width()))


def _fitting(cell: Laid, first: int, room: float) -> int:
    """The line before which a cell must be split so that the lines from `first` on fit the room."""
    last = first
    while last < cell.lines and cell.tops[last + 1] - cell.tops[first] <= room:
        last += 1
    return last


def put_facts(sheets: Sheets, facts: Facts) -> None:
    """Put labels and what is said under them, one a line."""
    left, width = sheets.room.left(), sheets.room.width() - _LABEL_WIDTH
    if len(facts.rows) <= _TOGETHER:
        sheets.want(len(facts.rows) * 2 * _FACT_SIZE * POINT)
    for label, said in facts.rows:
        name = laid(label, face(_FACT_SIZE), _LABEL_WIDTH - 8 * POINT)
        text = laid(said, face(_FACT_SIZE), width)
        height = max(name.height, min(text.height, sheets.room.height()))
        sheets.want(height)
        sheets.put(name.painted(left, sheets.y, SOFT))
        put_lines(sheets, text, left + _LABEL_WIDTH, INK)
        sheets.y += max(name.height - text.height, 0.0) + 1.5 * POINT
    sheets.y += 5 * POINT


def put_text(sheets: Sheets, text: str, size: float, colour: str, *, bold: bool = False) -> None:
    """Put a paragraph."""
    whole = laid(text, face(size, bold), sheets.room.width())
    sheets.want(min(whole.height, 4 * size * POINT))
    put_lines(sheets, whole, sheets.room.left(), colour)
    sheets.y += 3 * POINT


def put_lines(sheets: Sheets, text: Laid, x: float, colour: str) -> None:
    """Put the lines of a text, over as many pages as they take."""
    first = 0
    while first < text.lines:
        last = _fitting(text, first, sheets.left)
        if last == first:
            sheets.new_page()
            continue
        sheets.put(text.painted(x, sheets.y, colour, first, last))
        sheets.y += text.tops[last] - text.tops[first]
        first = last
