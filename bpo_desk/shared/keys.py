"""From the codes of a batch to the keys of an engagement: dictionary entries and cases are found or made.

Runs inside the transaction of the caller. Who makes entries holds the engagement's row until the end of it, so that
two writers never give the same name two keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table, bindparam, func, insert, select, text, update
from sqlalchemy.engine import Connection

from bpo_desk.models.dictionaries import Dictionaries, Person
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import UNKNOWN
from bpo_desk.models.sides import Side
from bpo_desk.shared import tables
from bpo_desk.shared.engine import driver_connection
from bpo_desk.shared.shown import named
from bpo_desk.shared.sqlite_rows import insert_columns

Keys = NDArray[np.int32]
Seen = NDArray[np.bool_]
_Case = tuple[int, str, bool]  # key, process, whether clients do not know it
_FEW_CASES: Final = 400
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BatchKeys:
    """Code in the batch -> key in the engagement, one int32 array a dictionary; `cases` by position in case_numbers."""

    persons: Keys
    queues: Keys
    steps: Keys
    fields: Keys
    sources: Keys
    cases: Keys
    cases_new: int
    hidden: dict[str, frozenset[int]] = field(default_factory=dict)
    """By the names above: the keys of entries that were there and that clients do not know yet."""


@dataclass(frozen=True, slots=True)
class _Dictionary:
    """How one dictionary is stored: `row` gives the columns of an entry, `learn` what a known entry should become."""

    table: Table
    key: str
    row: Callable[[Any], _Row]
    learn: Callable[[_Row, _Row], _Row]


def _replaced(silent: dict[str, Any]) -> Callable[[_Row, _Row], _Row]:
    """Later news replaces what was stored, unless the news is silent (has the given value)."""

    def learn(stored: _Row, given: _Row) -> _Row:
        return {
            name: given[name]
            for name, nothing in silent.items()
            if given[name] != nothing and given[name] != stored[name]
        }

    return learn


def _source_learns(stored: _Row, given: _Row) -> _Row:
    both = int(stored["capability"]) | int(given["capability"])
    news = {} if both == stored["capability"] else {"capability": both}
    if given["description"] not in ("", stored["description"]):
        news["description"] = given["description"]
    return news


_PERSON: Final = _Dictionary(
    tables.person,
    "person_id",
    lambda p: {"name": p.name, "side": int(p.side), "role": p.role},
    _replaced({"side": int(Side.UNKNOWN), "role": ""}),
)
_QUEUE: Final = _Dictionary(
    tables.queue,
    "queue_id",
    lambda q: {"name": q.name, "side": int(q.side)},
    _replaced({"side": int(Side.UNKNOWN)}),
)
_STEP: Final = _Dictionary(
    tables.step, "step_id", lambda s: {"name": s.name, "element": s.element}, _replaced({"element": ""})
)
_FIELD: Final = _Dictionary(
    tables.field,
    "field_id",
    lambda f: {"name": f.name, "role": None if f.role is None else f.role.value},
    _replaced({"role": None}),
)
_SOURCE: Final = _Dictionary(
    tables.source,
    "source_id",
    lambda s: {"name": s.name, "capability": int(s.capability), "description": s.description},
    _source_learns,
)


def resolve(
    connection: Connection,
    engagement_id: int,
    dictionaries: Dictionaries,
    case_numbers: Sequence[str],
    case_process: Sequence[str] = (),
    columns: EventColumns | None = None,
) -> BatchKeys:
    """The keys of everything that a batch names; what is missing is made, what was learned is stored. What is made and
    named by shared events of the `columns` is made known to clients."""
    given: dict[str, tuple[_Dictionary, Sequence[Any]]] = {
        "persons": (_PERSON, dictionaries.persons),
        "queues": (_QUEUE, dictionaries.queues),
        "steps": (_STEP, dictionaries.steps),
        "fields": (_FIELD, dictionaries.fields),
        "sources": (_SOURCE, dictionaries.sources),
    }

    def seen(part: str, count: int) -> Seen:
        return np.zeros(count, dtype=bool) if columns is None else named(columns, part, count)

    hidden: dict[str, frozenset[int]] = {}
    keys: dict[str, Keys] = {}
    for part, (kind, entries) in given.items():
        shown = seen(part, len(entries))
        keys[part], hidden[part] = _resolve_dictionary(connection, engagement_id, kind, entries, shown)
    shown = seen("cases", len(case_numbers))
    keys["cases"], cases_new, hidden["cases"] = _resolve_cases(
        connection, engagement_id, case_numbers, case_process, shown
    )
    return BatchKeys(**keys, cases_new=cases_new, hidden=hidden)


def hold_engagement(connection: Connection, engagement_id: int) -> None:
    """Wait until no other writer makes keys in the engagement; let go at the end of the transaction.

    On SQLite a writing transaction is alone anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT 1 FROM engagement WHERE engagement_id = :e FOR NO KEY UPDATE"), {"e": engagement_id}
        )


def person_key(connection: Connection, engagement_id: int, name: str) -> int:
    """The key of the person of a name, who is made where there is none; the engagement is held by the caller."""
    return int(_resolve_dictionary(connection, engagement_id, _PERSON, [Person(name)], np.zeros(1, dtype=bool))[0][0])


def _resolve_dictionary(
    connection: Connection, engagement_id: int, kind: _Dictionary, entries: Sequence[Any], seen: Seen
) -> tuple[Keys, frozenset[int]]:
    """The keys, and those of them that clients do not know."""
    rows = [kind.row(entry) for entry in entries]
    stored = _stored(connection, engagement_id, kind)
    if any(row["name"] not in stored for row in rows):
        hold_engagement(connection, engagement_id)
        stored = _stored(connection, engagement_id, kind)
        _make_missing(connection, engagement_id, kind, rows, stored, seen)
    for row in rows:
        before = stored[row["name"]]
        news = kind.learn(before, row) if before[kind.key] != UNKNOWN else {}
        if news:
            columns = kind.table.c
            connection.execute(
                update(kind.table)
                .where(columns.engagement_id == engagement_id, columns[kind.key] == before[kind.key])
                .values(news)
            )
            before.update(news)
    found = [stored[row["name"]] for row in rows]
    hidden = frozenset(int(row[kind.key]) for row in found if row["client_key"] is None)
    return np.array([row[kind.key] for row in found], dtype=np.int32), hidden


def _stored(connection: Connection, engagement_id: int, kind: _Dictionary) -> dict[str, _Row]:
    names = [c for c in kind.table.c if c.name not in ("engagement_id", "row_ver", "sync_txid", "sync_seq")]
    rows = connection.execute(select(*names).where(kind.table.c.engagement_id == engagement_id)).mappings()
    return {row["name"]: dict(row) for row in rows}


def _make_missing(
    connection: Connection,
    engagement_id: int,
    kind: _Dictionary,
    rows: list[_Row],
    stored: dict[str, _Row],
    seen: Seen,
) -> None:
    next_key = max((row[kind.key] for row in stored.values()), default=0) + 1
    next_shown = max((row["client_key"] or 0 for row in stored.values()), default=0) + 1
    made: list[_Row] = []
    for row, shown in zip(rows, seen.tolist(), strict=True):
        if row["name"] not in stored:
            keys = {kind.key: next_key, "client_key": next_shown if shown else None}
            stored[row["name"]] = {**row, **keys}
            made.append({**row, **keys, "engagement_id": engagement_id})
            next_key += 1
            next_shown += shown
    if made:
        connection.execute(insert(kind.table), made)


def _resolve_cases(
    connection: Connection, engagement_id: int, numbers: Sequence[str], processes: Sequence[str], seen: Seen
) -> tuple[Keys, int, frozenset[int]]:
    """The keys, how many are new, and which of the old ones clients do not know."""
    if not numbers:
        return np.empty(0, dtype=np.int32), 0, frozenset()
    known = _known_cases(connection, engagement_id, numbers)
    made = 0
    if any(number not in known for number in numbers):
        hold_engagement(connection, engagement_id)
        known = _known_cases(connection, engagement_id, numbers)
        made = _make_cases(connection, engagement_id, numbers, processes, known, seen)
    if processes:
        _learn_processes(connection, engagement_id, numbers, processes, known)
    keys = np.fromiter((known[number][0] for number in numbers), dtype=np.int32, count=len(numbers))
    return keys, made, frozenset(known[number][0] for number in numbers if known[number][2])


def _known_cases(connection: Connection, engagement_id: int, numbers: Sequence[str]) -> dict[str, _Case]:
    """Number -> the case that is there already; of more cases where many are asked."""
    columns = tables.case_.c
    hidden = columns.client_key.is_(None)
    query = select(columns.number, columns.case_id, columns.process_key, hidden)
    query = query.where(columns.engagement_id == engagement_id)
    if len(numbers) <= _FEW_CASES:
        if connection.dialect.name == "postgresql":
            query = query.where(func.md5(columns.number).in_([func.md5(number) for number in numbers]))
        else:
            query = query.where(columns.number.in_(list(numbers)))
    return {row[0]: (row[1], row[2], bool(row[3])) for row in connection.execute(query)}


def _make_cases(
    connection: Connection,
    engagement_id: int,
    numbers: Sequence[str],
    processes: Sequence[str],
    known: dict[str, _Case],
    seen: Seen,
) -> int:
    columns = tables.case_.c
    last, last_shown = connection.execute(
        select(func.max(columns.case_id), func.max(columns.client_key)).where(columns.engagement_id == engagement_id)
    ).one()
    next_key, next_shown = (last or 0) + 1, (last_shown or 0) + 1
    made: list[tuple[int, int, str, str, int | None]] = []
    for index, shown in enumerate(seen.tolist()):
        number = numbers[index]
        if number not in known:
            process = processes[index] if processes else ""
            known[number] = (next_key, process, not shown)
            made.append((engagement_id, next_key, number, process, next_shown if shown else None))
            next_key += 1
            next_shown += shown
    if connection.dialect.name == "postgresql":
        driver_connection(connection).execute(
            "INSERT INTO case_ (engagement_id, case_id, number, process_key, client_key)"
            " SELECT %s, * FROM unnest(%s::int[], %s::text[], %s::text[], %s::int[])",
            (engagement_id, *([row[part] for row in made] for part in range(1, 5))),
        )
    else:
        first = reserve_positions(connection, len(made))
        insert_columns(
            driver_connection(connection),
            "INSERT INTO case_ (engagement_id, case_id, number, process_key, client_key, sync_seq) VALUES ",
            "(?, ?, ?, ?, ?, ?)",
            [*map(list, zip(*made, strict=True)), list(range(first, first + len(made)))],
        )
    return len(made)


def _learn_processes(
    connection: Connection,
    engagement_id: int,
    numbers: Sequence[str],
    processes: Sequence[str],
    known: dict[str, _Case],
) -> None:
    columns = tables.case_.c
    news = [
        {"of_case": known[number][0], "now": process}
        for number, process in zip(numbers, processes, strict=True)
        if process and known[number][1] != process
    ]
    if news:
        connection.execute(
            update(tables.case_)
            .where(columns.engagement_id == engagement_id, columns.case_id == bindparam("of_case"))
            .values(process_key=bindparam("now")),
            news,
        )


def reserve_positions(connection: Connection, count: int) -> int:
    """SQLite: take `count` positions of the change feed; the first of them."""
    last = connection.exec_driver_sql("UPDATE sync_meta SET v = v + ? RETURNING v", (count,)).scalar_one()
    return int(last) - count + 1
