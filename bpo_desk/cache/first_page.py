"""The first page of the work queue as the last view showed it: at most 64 rows, read before numpy is there.

Sync rewrites the rows after each change, the desk after each change of view; `cache/read.py` makes what they say.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from bpo_desk.cache.store import Cache

ROWS: Final = 64

Cell = str | int | None


class FirstPage(NamedTuple):
    """The stored rows: `view` is whatever text the desk uses to name filter and order; each row has its case key."""

    engagement_id: int
    view: str
    cases: list[int]
    rows: list[dict[str, Cell]]


def read_first_page(cache: Cache) -> FirstPage | None:
    """The stored page, None where none was ever stored, or where its copy may not be used any longer."""
    with cache.read() as connection:
        view = connection.execute("select engagement_id, view from first_view").fetchone()
        if view is None:
            return None
        over = connection.execute(
            "select 1 from contact where engagement_id = ? and allowed > 0 and max(lived, ?) - contact >= allowed",
            (view[0], time.time_ns() // 1000),
        ).fetchone()
        if over is not None:  # the copy may not be used without contact any longer (lease.py)
            return None
        found = connection.execute("select case_key, body from first_page order by position").fetchall()
    return FirstPage(view[0], view[1], [row[0] for row in found], [json.loads(row[1]) for row in found])


def write_first_page(
    cache: Cache, engagement_id: int, view: str, rows: Sequence[tuple[int, Mapping[str, Cell]]]
) -> None:
    """Store the first rows (case key, cells by name) of a view; rows beyond 64 are left out."""
    with cache.write() as connection:
        put_first_page(connection, engagement_id, view, rows)


def put_first_page(
    connection: Any, engagement_id: int, view: str, rows: Sequence[tuple[int, Mapping[str, Cell]]]
) -> None:
    """The same inside the caller's transaction."""
    connection.execute("delete from first_page")
    connection.execute(
        "insert or replace into first_view (one, engagement_id, view) values (1, ?, ?)", (engagement_id, view)
    )
    connection.executemany(
        "insert into first_page (position, engagement_id, case_key, body) values (?, ?, ?, ?)",
        [
            (position, engagement_id, case, json.dumps(cells, ensure_ascii=False))
            for position, (case, cells) in enumerate(rows[:ROWS])
        ],
    )


def drop_first_page(connection: Any, engagement_id: int) -> None:
    """Delete the page where it is of this engagement, inside the caller's transaction."""
    connection.execute("delete from first_page where engagement_id = ?", (engagement_id,))
    connection.execute("delete from first_view where engagement_id = ?", (engagement_id,))


def drop_cases(connection: Any, engagement_id: int, cases: Sequence[int]) -> None:
    """Delete the rows of some cases, inside the caller's transaction."""
    connection.executemany(
        "delete from first_page where engagement_id = ? and case_key = ?", [(engagement_id, case) for case in cases]
    )


def read_remembered(cache: Cache) -> dict[str, str]:
    """What the window left of the things that may name cases or people, by name."""
    return dict(cache.rows("select name, body from remembered where name <> 'erased names'"))  # cache/erased_names.py


def write_remembered(cache: Cache, texts: Mapping[str, str]) -> None:
    """Keep such texts for the next window."""
    with cache.write() as connection:
        connection.executemany("insert or replace into remembered (name, body) values (?, ?)", list(texts.items()))
