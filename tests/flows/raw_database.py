"""A shared database looked at with plain SQL, past all of the product's own reading: what is really stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

EVENTS = """
select c.number, e.kind, k.word, e.occurred_at, e.recorded_at, e.source_seq, e.event_id, e.work_item, e.ad_hoc, e.side,
       e.actor_id, e.holder_id, e.queue_id, e.step_id, p.name as actor, h.name as holder, q.name as queue,
       s.name as step, f.name as field, e.old_value, e.new_value, e.reason, e.data
from event e
join case_ c on c.engagement_id = e.engagement_id and c.case_id = e.case_id
join engagement g on g.engagement_id = e.engagement_id
left join event_kind k on k.kind = e.kind
left join person p on p.engagement_id = e.engagement_id and p.person_id = e.actor_id
left join person h on h.engagement_id = e.engagement_id and h.person_id = e.holder_id
left join queue q on q.engagement_id = e.engagement_id and q.queue_id = e.queue_id
left join step s on s.engagement_id = e.engagement_id and s.step_id = e.step_id
left join field f on f.engagement_id = e.engagement_id and f.field_id = e.field_id
where g.code = :engagement
"""


def query(url: str, statement: str, given: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
    """The rows of one statement, as dicts."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(statement), dict(given or {})).mappings()]


def stored_events(url: str, engagement: str = "acme", number: str | None = None) -> list[dict[str, Any]]:
    """The events of an engagement, or of one case, in the order of the desk, with names beside the keys."""
    only = "" if number is None else " and c.number = :number"
    rows = query(url, EVENTS + only, {"engagement": engagement, "number": number})
    unknown = -(2**63)
    return sorted(
        rows,
        key=lambda row: (
            row["number"],
            unknown if row["occurred_at"] is None else row["occurred_at"],
            row["source_seq"],
            str(row["event_id"]) if not isinstance(row["event_id"], bytes) else row["event_id"].hex(),
        ),
    )


def contents(url: str) -> dict[str, list[str]]:
    """Every row of every table, to hold against the same later."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return {
            table: sorted(repr(tuple(row)) for row in connection.execute(text(f'select * from "{table}"')))
            for table in inspect(connection).get_table_names()
        }
