"""What a real shared database holds, read straight from its tables: to be compared with what a copy says it holds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.engine import Engine

from bpo_desk.models.event_columns import LAYOUT
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.shared import tables
from bpo_desk.shared.engine import reading
from tests.faults.server import EventId

_TEXTS = ("old_value", "new_value", "reason", "data", "source_record")


def event_id(value: Any) -> EventId:
    """The two halves of an id as the driver gives it: a uuid, or 16 bytes."""
    digits = getattr(value, "hex", value)
    digits = digits if isinstance(digits, str) else bytes(value).hex()
    return int(digits[:16], 16), int(digits[16:], 16)


def shared_rows(engine: Engine, engagement: int, *, held: bool = False) -> dict[EventId, dict[str, Any]]:
    """Event id -> columns with texts, as `copy.contents` gives them; `held`: what a copy is to hold of them, so without
    the cases that have left by a rule."""
    names = [name for name in LAYOUT if name not in ("id_hi", "id_lo")]
    names += [name for name in _TEXTS if name not in names]
    columns = [tables.event.c[tables.COLUMN_OF.get(name, name)] for name in names]
    columns = [cast(each, Text) if each.name == "data" else each for each in columns]  # as text, not as an object
    query = select(tables.event.c.event_id, *columns).where(tables.event.c.engagement_id == engagement)
    if held:
        case = tables.case_.c
        left = select(case.case_id).where(case.engagement_id == engagement, case.left_at.is_not(None))
        query = query.where(tables.event.c.case_id.not_in(left))
    with reading(engine) as connection:
        found = connection.execute(query).fetchall()
    absent = {name: TIME_UNKNOWN if name == "occurred_at" else NONE for name in names if name not in _TEXTS}
    return {
        event_id(row[0]): {
            name: absent.get(name) if value is None else value for name, value in zip(names, row[1:], strict=True)
        }
        for row in found
    }


def difference(found: dict[EventId, dict[str, Any]], expected: dict[EventId, dict[str, Any]]) -> str:
    """How two such answers differ, in a few words; "" where they are equal."""
    lacking, more = expected.keys() - found.keys(), found.keys() - expected.keys()
    other = [each for each in expected.keys() & found.keys() if found[each] != expected[each]]
    if not (lacking or more or other):
        return ""
    first = f"; first: {found[other[0]]} instead of {expected[other[0]]}" if other else ""
    return f"{len(lacking)} events are lacking, {len(more)} too many, {len(other)} differ{first}"
