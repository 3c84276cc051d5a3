"""Appends a batch of events to an engagement: codes become keys, what is there already is left as it is.

One call is part of the caller's transaction and never commits. How rows reach each dialect is in append_sqlite.py and
append_postgresql.py; corrections, erasures and moves are in changes.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bpo_desk.errors import RefusedFile
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event_columns import EventBatch, EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.shared import append_postgresql, append_sqlite, retention, tables
from bpo_desk.shared.failures import in_words
from bpo_desk.shared.guarded import require_importer
from bpo_desk.shared.keys import BatchKeys, hold_engagement, resolve
from bpo_desk.shared.retention_rules import NO_NEWS
from bpo_desk.shared.shown import KEYED, named, show

_PROBE_FROM: Final = 1_000
_KEYED: Final = {
    "case": "cases",
    "actor": "persons",
    "holder": "persons",
    "on_behalf_of": "persons",
    "queue": "queues",
    "step": "steps",
    "field": "fields",
    "source": "sources",
}
"""Event column -> the part of BatchKeys that its codes index."""


@dataclass(frozen=True, slots=True)
class Appended:
    """What a batch added: `already_there` counts events whose id was known (or stood twice in the batch)."""

    events: int
    already_there: int
    cases_new: int
    cases: NDArray[np.int32]
    """Key of each case of the batch, in the order of its case_numbers."""


def append(
    connection: Connection, engagement: Engagement, batch: EventBatch, recorded_at: int, *, news: bool = True
) -> Appended:
    """Add the events of a batch whose ids are not there yet; persons, queues, steps, fields, sources and cases are
    matched by name and made where missing. All events get `recorded_at` (microseconds UTC). Cases that had left the
    local copies come back, unless this is no `news` of them.

    Must run in a transaction of the caller (`engine.writing`). Raises RefusedFile for texts that no database can hold,
    WrongCredentials for a login that may not import here, and the DeskError kinds of engine.py.
    """
    require_importer(connection, engagement)
    _refuse_unstorable(batch)
    _refuse_no_json(batch.data)
    keys = resolve(
        connection, engagement.engagement_id, batch.dictionaries, batch.case_numbers, batch.case_process, batch.columns
    )
    columns = keyed_columns(batch, keys)
    side = append_postgresql if connection.dialect.name == "postgresql" else append_sqlite
    with in_words(connection.engine):
        rows = _unknown_rows(connection, engagement.engagement_id, batch.columns)
        inserted = 0
        if len(rows):
            inserted = side.insert_events(
                connection, engagement.engagement_id, batch, columns, recorded_at=recorded_at, rows=rows
            )
        if inserted:
            _show_what_was_hidden(connection, engagement.engagement_id, batch.columns, keys, rows)
        if inserted and news:
            told = rows[~np.isin(batch.columns.kind[rows], NO_NEWS)]
            retention.news_of(connection, engagement.engagement_id, np.unique(columns["case"][told]).tolist())
    return Appended(inserted, len(batch.columns) - inserted, keys.cases_new, keys.cases)


def _show_what_was_hidden(
    connection: Connection, engagement_id: int, columns: EventColumns, keys: BatchKeys, rows: NDArray[np.int64]
) -> None:
    """What was there already and is named by a shared event for the first time."""
    held = False
    for part, (table, _names) in KEYED.items():
        if not keys.hidden.get(part):
            continue
        known: NDArray[np.int32] = getattr(keys, part)
        wanted = keys.hidden[part].intersection(known[named(columns, part, len(known), rows)].tolist())
        if wanted and not held:
            hold_engagement(connection, engagement_id)
            held = True
        show(connection, engagement_id, table, wanted)


def keyed_columns(batch: EventBatch, keys: BatchKeys) -> dict[str, NDArray[np.int32]]:
    """The columns that hold codes, as keys of the engagement (NONE stays NONE)."""
    out: dict[str, NDArray[np.int32]] = {}
    for name, part in _KEYED.items():
        # the entry after the last stands for NONE, which indexes it as -1
        table = np.append(getattr(keys, part), NONE).astype(np.int32)
        out[name] = table[getattr(batch.columns, name)]
    return out


def stored_work_items(
    connection: Connection, engagement: Engagement, source_name: str
) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.int32]]:
    """(id_hi, id_lo, work_item) of every stored event of a source, sorted by (id_hi, id_lo); work_item NONE where it
    has none. Three empty arrays where the source is new."""
    source = connection.execute(
        select(tables.source.c.source_id).where(
            tables.source.c.engagement_id == engagement.engagement_id, tables.source.c.name == source_name
        )
    ).scalar()
    if source is None:
        return np.empty(0, np.uint64), np.empty(0, np.uint64), np.empty(0, np.int32)
    side = append_postgresql if connection.dialect.name == "postgresql" else append_sqlite
    with in_words(connection.engine):
        hi, lo, items = side.known_positions(connection, engagement.engagement_id, int(source))
    order = np.lexsort((lo, hi))
    return hi[order], lo[order], items[order]


def _unknown_rows(connection: Connection, engagement_id: int, columns: EventColumns) -> NDArray[np.int64]:
    """Positions of the events that may be new. Of large batches the known ones are sorted out here, which is faster
    than letting the index refuse them; the statements themselves leave out any that are left."""
    everything = np.arange(len(columns), dtype=np.int64)
    if len(columns) < _PROBE_FROM:
        return everything
    side = append_postgresql if connection.dialect.name == "postgresql" else append_sqlite
    stored = side.stored_ids(connection, engagement_id, int(columns.id_hi.min()), int(columns.id_hi.max()))
    if not len(stored):
        return everything
    stored = stored[np.argsort(stored[:, 1])]
    at = np.minimum(np.searchsorted(stored[:, 1], columns.id_lo), len(stored) - 1)
    known = (stored[at, 1] == columns.id_lo) & (stored[at, 0] == columns.id_hi)
    return np.flatnonzero(~known)


def _refuse_unstorable(batch: EventBatch) -> None:
    """PostgreSQL cannot store NUL characters and neither database stores lone surrogates; SQLite must not differ."""
    names = batch.dictionaries
    lists: list[tuple[str, Sequence[str]]] = [
        ("a case number", batch.case_numbers),
        ("a value", names.values),
        ("the name of a person", [p.name + p.role for p in names.persons]),
        ("the name of a queue", [q.name for q in names.queues]),
        ("the name of a step", [s.name + s.element for s in names.steps]),
        ("the name of a field", [f.name for f in names.fields]),
        ("the name of a source", [s.name + s.description for s in names.sources]),
        ("a process key", batch.case_process),
        ("the data of an event", [t for t in batch.data if t is not None]),
        ("the source record of an event", [t for t in batch.source_record if t is not None]),
    ]
    for what, texts in lists:
        joined = "".join(texts)
        if "\0" in joined or (not joined.isascii() and _has_surrogate(joined)):
            raise RefusedFile(
                f"{what.capitalize()} holds a character that no database text can hold (NUL or half a surrogate pair).",
                "Correct the source, or let the import replace such characters.",
                code="unstorable_text",
            )


def _refuse_no_json(data: Iterable[str | None]) -> None:
    """PostgreSQL refuses it by the type of the column; SQLite must not differ."""
    decoder = msgspec.json.Decoder(msgspec.Raw)
    try:
        for text in data:
            if text is not None:
                decoder.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:  # the second: nested deeper than anybody can read
        raise RefusedFile(
            f"The data of an event is no JSON: {error}.",
            "Correct whatever wrote it; nothing of the batch was stored.",
            code="no_json",
        ) from error


def _has_surrogate(joined: str) -> bool:
    try:
        joined.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
