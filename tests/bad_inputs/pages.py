"""A shared database whose answers somebody spoils: one answer of a session is changed before the desk gets it."""

import contextlib
import dataclasses
import math
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from bpo_desk.cache import bookmarks, read
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError
from bpo_desk.models.event_block import EventBlock, TextColumn
from bpo_desk.shared.admin import create_engagement, init
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.requests import Answer, Request
from bpo_desk.sync.run import sync_once
from tests.sync.logs import log

KEY = bytes(range(32))
AT = 1_700_000_000_000_000
MOST_ANSWERS = 60
"""Many times what a session over so few events asks: more is a session that never ends."""


@cache
def _database() -> str:
    """A shared database with a few events; made once, thrown away with the process."""
    folder = tempfile.TemporaryDirectory(prefix="bpo-desk-pages-")
    _kept.append(folder)
    url = f"sqlite:///{Path(folder.name, 'shared.db').as_posix()}"
    engine = open_engine(url)
    init(engine)
    engagement = create_engagement(engine, "acme", "Acme")
    with writing(engine) as connection:
        append(connection, engagement, log(12, 3), AT)
    engine.dispose()
    return url


_kept: list[tempfile.TemporaryDirectory[str]] = []

VALUES: list[Any] = [
    None, -1, 0, 1, 2**31, 2**63 - 1, 2**63, 2**70, -(2**63), 1.5, math.nan, math.inf, "", "x", "\x00", "\ud800",
    b"\xff", [], {}, (), True, "9" * 400, object(),
]  # fmt: skip
COLUMN_CHANGES = ("drop", "short", "float", "large", "small", "object", "two dimensions")
TEXT_CHANGES = ("drop", "lengths", "negative", "data", "utf-8", "cut", "none")

SPOILED = st.tuples(
    st.integers(0, 12),  # which answer
    st.integers(0, 200),  # which part of it
    st.sampled_from(["value", "kind", "block", "texts", "rows", "double", "empty"]),
    st.integers(0, 10_000),  # how
)


class _Spoiling(Feed):
    def __init__(self, engine: Any, given: tuple[int, int, str, int]) -> None:
        super().__init__(engine)
        self._which, self._part, self._way, self._how = given
        self._answers = 0
        self._before: Answer | None = None

    def answer(self, request: Request) -> Answer:
        found = super().answer(request)
        number, self._answers = self._answers, self._answers + 1
        assert number < MOST_ANSWERS, "the session never ends"
        if number == self._which:
            found = self._spoiled(found)
        self._before = found
        return found

    def _spoiled(self, found: Answer) -> Any:
        value = VALUES[self._how % len(VALUES)]
        if self._way == "kind":
            return self._before if self._before is not None else value
        if self._way == "block":
            return _in_blocks(found, lambda block: _column_changed(block, self._part, self._how))
        if self._way == "texts":
            return _in_blocks(found, lambda block: _texts_changed(block, self._part, self._how))
        if self._way == "rows" and hasattr(found, "tables") and found.tables:
            return _rows_changed(found, self._part, self._how, value)
        if self._way in ("double", "empty"):
            return _lists_changed(found, self._part, empty=self._way == "empty")
        return _value_changed(found, self._part, value)


def _value_changed(found: Any, part: int, value: Any) -> Any:
    """One plain field of the answer, or of its mark, set to something else."""
    names = [each.name for each in dataclasses.fields(found)]
    if hasattr(found, "mark") and part % 2:
        marks = [each.name for each in dataclasses.fields(found.mark)]
        return dataclasses.replace(found, mark=dataclasses.replace(found.mark, **{marks[part % len(marks)]: value}))
    plain = [name for name in names if not isinstance(getattr(found, name), (list, dict, EventBlock))]
    if not plain:
        return found
    return dataclasses.replace(found, **{plain[part % len(plain)]: value})


def _lists_changed(found: Any, part: int, *, empty: bool) -> Any:
    lists = [each.name for each in dataclasses.fields(found) if isinstance(getattr(found, each.name), list)]
    if not lists:
        return found
    name = lists[part % len(lists)]
    return dataclasses.replace(found, **{name: [] if empty else getattr(found, name) * 2})


def _in_blocks(found: Any, change: Any) -> Any:
    if isinstance(getattr(found, "block", None), EventBlock):
        return dataclasses.replace(found, block=change(found.block))
    if getattr(found, "events", None) and isinstance(found.events, list):
        return dataclasses.replace(found, events=[change(found.events[0]), *found.events[1:]])
    return found


def _column_changed(block: EventBlock, part: int, how: int) -> EventBlock:
    names = sorted(block.ints)
    name = names[part % len(names)]
    column = block.ints[name]
    changed: Any = dict(block.ints)
    match COLUMN_CHANGES[how % len(COLUMN_CHANGES)]:
        case "drop":
            del changed[name]
        case "short":
            changed[name] = column[:-1]
        case "float":
            changed[name] = column.astype(np.float64)
        case "large":
            changed[name] = np.full_like(column, np.iinfo(column.dtype).max)  # type: ignore[type-var]
        case "small":
            changed[name] = np.full_like(column, np.iinfo(column.dtype).min)  # type: ignore[type-var]
        case "object":
            changed[name] = column.astype(object)
        case _:
            changed[name] = column.reshape(-1, 1)
    return dataclasses.replace(block, ints=changed)


def _texts_changed(block: EventBlock, part: int, how: int) -> EventBlock:
    names = sorted(block.texts)
    name = names[part % len(names)]
    texts = block.texts[name]
    changed: Any = dict(block.texts)
    lengths = np.array(texts.lengths)
    match TEXT_CHANGES[how % len(TEXT_CHANGES)]:
        case "drop":
            del changed[name]
        case "lengths":
            changed[name] = TextColumn(lengths[:-1], texts.data)
        case "negative":
            lengths[:] = -7
            changed[name] = TextColumn(lengths, texts.data)
        case "data":
            changed[name] = TextColumn(lengths, texts.data + b"more")
        case "utf-8":
            changed[name] = TextColumn(lengths, b"\xff" * len(texts.data))
        case "cut":
            lengths[:] = 1
            changed[name] = TextColumn(lengths, ("é" * len(lengths)).encode()[: len(lengths)])
        case _:
            changed[name] = None
    return dataclasses.replace(block, texts=changed)


def _rows_changed(found: Any, part: int, how: int, value: Any) -> Any:
    tables = list(found.tables)
    at = part % len(tables)
    table = tables[at]
    rows = [list(row) for row in table.rows]
    columns = table.columns
    match how % 5:
        case 0:
            columns = columns[:-1]
        case 1 if rows:
            rows[0] = rows[0][:-1]
        case 2:
            columns = ("row_ver", *columns[1:])
        case 3:
            table = dataclasses.replace(table, table="nobody_knows")
        case _ if rows:
            rows[part % len(rows)][how % len(columns)] = value
    tables[at] = dataclasses.replace(table, columns=columns, rows=[tuple(row) for row in rows])
    return dataclasses.replace(found, tables=tables)


def spoiled_session(given: tuple[int, int, str, int]) -> None:
    """A session with one answer spoiled ends, refused in words or not; what is there then can be read, or is refused in
    words; and an honest session afterwards brings the copy to what the database has."""
    engine = open_engine(_database())
    with (
        tempfile.TemporaryDirectory(prefix="bpo-desk-pages-") as folder,
        closing(Cache.create(Path(folder, "cache.db"), KEY)) as copy,
    ):
        with contextlib.suppress(DeskError):
            sync_once(copy, _Spoiling(engine, given))
        with contextlib.suppress(DeskError):
            _read_all(copy)
    engine.dispose()


def _read_all(copy: Cache) -> None:
    for engagement in bookmarks.engagements(copy):
        queue = read.queue(copy, engagement.engagement_id)
        for case in queue.cases["case"].tolist():
            read.open_case(copy, engagement.engagement_id, int(case))
