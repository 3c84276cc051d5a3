"""What changes in a log that only grows: corrections (new events), erasures and moves (the administrator's, logged).

Every change leaves an event that says who did it and why, and tombstones for the local copies.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy import Table, func, select, text, update
from sqlalchemy.engine import Connection

from bpo_desk.errors import NotFound, WrongUsage
from bpo_desk.models.capability import Capability
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventBatch, EventColumns
from bpo_desk.models.sides import Side
from bpo_desk.shared import tables
from bpo_desk.shared.append import append
from bpo_desk.shared.guarded import require_importer
from bpo_desk.shared.keys import BatchKeys, hold_engagement, resolve
from bpo_desk.shared.shown import KEYED, show

DESK_SOURCE: Final = Source("desk", Capability.TIMES | Capability.RESOURCES, "work done in the desk itself")


@dataclass(frozen=True, slots=True)
class Deed:
    """Who changes the log, why, and when (microseconds UTC)."""

    by: str
    why: str
    at: int


def new_event_id(at: int) -> tuple[int, int]:
    """A fresh event id as two halves of 64 bits, UUID version 7 (RFC 9562, 5.7): milliseconds of `at`, then chance."""
    chance = int.from_bytes(os.urandom(10), "big")
    hi = (((at // 1000) & (2**48 - 1)) << 16) | 0x7000 | (chance >> 68)
    lo = (0b10 << 62) | (chance & (2**62 - 1))
    return hi, lo


def correct(
    connection: Connection, engagement: Engagement, event_id: str, right: Mapping[str, object], deed: Deed
) -> str:
    """Append what is right about an event; the id of the correction.

    `event_id` are 32 hex digits, `right` maps columns of the event to what they should have said. The event itself
    stays as it is. Raises NotFound.
    """
    cases = _cases_of(connection, engagement, [event_id])
    said = {"event_id": event_id, "right": dict(right), "why": deed.why}
    return _log(connection, engagement, cases[event_id], said, deed)


def erase_events(connection: Connection, engagement: Engagement, event_ids: Sequence[str], deed: Deed) -> int:
    """Take the texts (values, reason, data, source record) out of events for good; how many events that were.

    The events stay, so that the story keeps its shape. Importing the file again does not bring the texts back. Raises
    NotFound, with nothing changed, where an id is unknown.
    """
    cases = _cases_of(connection, engagement, event_ids)
    with _allowed(connection, "erased"):
        for event_id in cases:
            connection.execute(
                text(
                    "UPDATE event SET old_value = NULL, new_value = NULL, reason = NULL, data = NULL,"
                    f" source_record = NULL WHERE engagement_id = :e AND event_id = {_id_marker(connection)}"
                ),
                {"e": engagement.engagement_id, "id": _id_value(connection, event_id)},
            )
    for number in sorted(set(cases.values())):
        erased = [event_id for event_id, case in cases.items() if case == number]
        _log(connection, engagement, number, {"erased": erased, "why": deed.why}, deed, news=False)
    return len(cases)


def move_case(connection: Connection, source: Engagement, number: str, target: Engagement, deed: Deed) -> int:
    """Move a case with all its events to another engagement; its case key there.

    Names are matched or made there. Raises NotFound where the case is not in `source` and WrongUsage where `target`
    has a case of that number.
    """
    for engagement in sorted((source, target), key=lambda e: e.engagement_id):
        require_importer(connection, engagement)
        hold_engagement(connection, engagement.engagement_id)
    old_key = _case_key(connection, source, number)
    if old_key is None:
        raise NotFound(f"There is no case {number} in {source.code}.", "Check the number and the engagement.")
    if _case_key(connection, target, number) is not None:
        raise WrongUsage(
            f"{target.code} has a case {number} already.", "Two cases are not merged: give one of them another number."
        )
    keys = resolve(connection, target.engagement_id, _dictionaries(connection, source.engagement_id), [])
    new_key = _next_key(connection, tables.case_, "case_id", target)
    with _allowed(connection, "moved"):
        _move_events(connection, source, target, (old_key, new_key), keys)
        columns = tables.case_.c
        connection.execute(
            update(tables.case_)
            .where(columns.engagement_id == source.engagement_id, columns.case_id == old_key)
            .values(engagement_id=target.engagement_id, case_id=new_key, definition_id=None, client_key=None)
        )
        _move_reviews(connection, source, target, old_key, new_key)
    if connection.dialect.name == "sqlite":  # elsewhere a trigger does
        _show_names_of(connection, target.engagement_id, new_key)
        _take_names_back(connection, source.engagement_id, target.engagement_id, new_key)
    _log(connection, target, number, {"moved_from": source.code, "why": deed.why}, deed)
    return new_key


@contextmanager
def _allowed(connection: Connection, change: str) -> Iterator[None]:
    """Let this transaction change events, for the given reason; the database refuses it otherwise."""
    if connection.dialect.name == "postgresql":
        allow = text("SELECT set_config('bpo_desk.change', :change, true)")
        connection.execute(allow, {"change": change})
        yield  # after an error nothing but a rollback is possible, and that takes the setting back
        connection.execute(allow, {"change": ""})
        return
    allow = text("UPDATE sync_meta SET change = :change")
    connection.execute(allow, {"change": change})
    try:
        yield
    finally:
        connection.execute(allow, {"change": None})


def _id_marker(connection: Connection) -> str:
    return "CAST(:id AS uuid)" if connection.dialect.name == "postgresql" else ":id"


def _id_value(connection: Connection, event_id: str) -> str | bytes:
    return event_id if connection.dialect.name == "postgresql" else bytes.fromhex(event_id)


def _cases_of(connection: Connection, engagement: Engagement, event_ids: Sequence[str]) -> dict[str, str]:
    """Event id -> number of its case."""
    found: dict[str, str] = {}
    query = text(
        "SELECT c.number FROM event e JOIN case_ c ON c.engagement_id = e.engagement_id AND c.case_id = e.case_id"
        f" WHERE e.engagement_id = :e AND e.event_id = {_id_marker(connection)}"
    )
    for event_id in event_ids:
        if len(event_id) != 32 or not set(event_id) <= set("0123456789abcdef"):
            raise WrongUsage(f"{event_id!r} is no event id.", "An event id has 32 hex digits in lower case.")
        number = connection.execute(
            query, {"e": engagement.engagement_id, "id": _id_value(connection, event_id)}
        ).scalar()
        if number is None:
            raise NotFound(f"There is no event {event_id} in {engagement.code}.", "Check the id and the engagement.")
        found[event_id] = number
    return found


def _case_key(connection: Connection, engagement: Engagement, number: str) -> int | None:
    columns = tables.case_.c
    found = connection.execute(
        select(columns.case_id).where(columns.engagement_id == engagement.engagement_id, columns.number == number)
    ).scalar()
    return None if found is None else int(found)


def _next_key(connection: Connection, table: Table, key: str, engagement: Engagement) -> int:
    last = connection.execute(
        select(func.max(table.c[key])).where(table.c.engagement_id == engagement.engagement_id)
    ).scalar()
    return int(last or 0) + 1


def _dictionaries(connection: Connection, engagement_id: int) -> Dictionaries:
    """The dictionaries of an engagement without the values; entry i of each list has key i."""

    def rows(table: Table, *names: str) -> list[Any]:
        query = select(*(table.c[name] for name in names)).where(table.c.engagement_id == engagement_id)
        found = {row[0]: row for row in connection.execute(query)}
        if sorted(found) != list(range(len(found))):
            raise WrongUsage(
                f"The keys of {table.name} in engagement {engagement_id} have gaps.", "Run: bpo-desk admin doctor"
            )
        return [found[key] for key in range(len(found))]

    return Dictionaries(
        persons=[Person(r[1], Side(r[2]), r[3]) for r in rows(tables.person, "person_id", "name", "side", "role")],
        queues=[Queue(r[1], Side(r[2])) for r in rows(tables.queue, "queue_id", "name", "side")],
        steps=[Step(r[1], r[2]) for r in rows(tables.step, "step_id", "name", "element")],
        fields=[Field(r[1], FieldRole(r[2]) if r[2] else None) for r in rows(tables.field, "field_id", "name", "role")],
        sources=[
            Source(r[1], Capability(r[2]), r[3])
            for r in rows(tables.source, "source_id", "name", "capability", "description")
        ],
    )


def _move_events(
    connection: Connection, source: Engagement, target: Engagement, case: tuple[int, int], keys: BatchKeys
) -> None:
    coded = {
        "actor_id": keys.persons,
        "holder_id": keys.persons,
        "on_behalf_of_id": keys.persons,
        "queue_id": keys.queues,
        "step_id": keys.steps,
        "field_id": keys.fields,
        "source_id": keys.sources,
    }
    where = {"e": source.engagement_id, "c": case[0]}
    found = connection.execute(
        text(f"SELECT event_id, {', '.join(coded)} FROM event WHERE engagement_id = :e AND case_id = :c"), where
    ).all()
    changes = [
        {
            **where,
            "id": str(row[0]) if connection.dialect.name == "postgresql" else row[0],
            "to_e": target.engagement_id,
            "to_c": case[1],
            **{
                name: None if code is None else int(table[code])
                for (name, table), code in zip(coded.items(), row[1:], strict=True)
            },
        }
        for row in found
    ]
    if changes:
        connection.execute(
            text(
                f"UPDATE event SET engagement_id = :to_e, case_id = :to_c, {', '.join(f'{n} = :{n}' for n in coded)}"
                f" WHERE engagement_id = :e AND case_id = :c AND event_id = {_id_marker(connection)}"
            ),
            changes,
        )


def _show_names_of(connection: Connection, one: int, case: int) -> None:
    for table, names in KEYED.values():
        columns = [tables.event.c[tables.COLUMN_OF.get(name, name)] for name in names]
        found = connection.execute(
            select(*columns).where(
                tables.event.c.engagement_id == one, tables.event.c.case_id == case, tables.event.c.visibility == 1
            )
        )
        show(connection, one, table, {int(key) for row in found for key in row if key is not None})


def _take_names_back(connection: Connection, one: int, there: int, case: int) -> None:
    """What the shared events of a case named that is now elsewhere, and nothing else here: clients know it no more."""
    shared = "SELECT 1 FROM event WHERE engagement_id = :e AND case_id = :c AND visibility = 1"
    if connection.execute(text(shared), {"e": there, "c": case}).first() is None:
        return
    given = {"e": one}
    connection.execute(text("UPDATE engagement SET client_epoch = client_epoch + 1 WHERE engagement_id = :e"), given)
    for table, names in KEYED.values():
        key = next(c.name for c in table.primary_key.columns if c.name != "engagement_id")
        columns = [tables.COLUMN_OF.get(name, name) for name in names]
        said = [f"SELECT {name} AS k FROM event WHERE engagement_id = :e AND visibility = 1" for name in columns]
        if table is tables.person:
            said.append("SELECT actor_id AS k FROM list_export WHERE engagement_id = :e")
        connection.execute(
            text(
                f"UPDATE {table.name} SET client_key = NULL WHERE engagement_id = :e AND client_key > 0 AND {key}"
                f" NOT IN (SELECT k FROM ({' UNION '.join(said)}) WHERE k IS NOT NULL)"
            ),
            given,
        )


def _move_reviews(connection: Connection, source: Engagement, target: Engagement, old_key: int, new_key: int) -> None:
    columns = tables.review.c
    here = columns.engagement_id == source.engagement_id
    for (review,) in connection.execute(select(columns.review_id).where(here, columns.case_id == old_key)).all():
        connection.execute(
            update(tables.review)
            .where(here, columns.review_id == review)
            .values(
                engagement_id=target.engagement_id,
                review_id=_next_key(connection, tables.review, "review_id", target),
                case_id=new_key,
            )
        )


def _log(
    connection: Connection,
    engagement: Engagement,
    number: str,
    said: Mapping[str, object],
    deed: Deed,
    *,
    news: bool = True,
) -> str:
    """Append the event that tells of a change; its id. A case that left the local copies comes back for `news`."""
    hi, lo = new_event_id(deed.at)
    columns = EventColumns.of(
        {
            "case": [0],
            "occurred_at": [deed.at],
            "id_hi": np.array([hi], dtype=np.uint64),
            "id_lo": np.array([lo], dtype=np.uint64),
            "kind": [EventKind.CORRECTED],
            "actor": [1],
            "source": [1],
        }
    )
    dictionaries = Dictionaries(persons=[Person(""), Person(deed.by)], sources=[Source(""), DESK_SOURCE])
    batch = EventBatch(columns, dictionaries, [number], data=[json.dumps(said, ensure_ascii=False)])
    append(connection, engagement, batch, deed.at, news=news)
    return f"{hi:016x}{lo:016x}"
