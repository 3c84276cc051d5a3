"""Business calendars of an engagement: stored by name in their text form, which is read before it is kept."""

from __future__ import annotations

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from bpo_desk.measures.calendar import BusinessCalendar
from bpo_desk.measures.calendar_text import to_text
from bpo_desk.models.engagement import Engagement
from bpo_desk.shared import tables
from bpo_desk.shared.keys import hold_engagement


def store_calendar(connection: Connection, engagement: Engagement, calendar: BusinessCalendar) -> int:
    """Store a calendar under its name, or put it in the place of the one of the same name; its key in the engagement.

    A changed calendar keeps its earlier versions among its own `versions`: what was true of old months stays. Storing
    the same again changes nothing.
    """
    hold_engagement(connection, engagement.engagement_id)
    columns = tables.calendar.c
    here = columns.engagement_id == engagement.engagement_id
    rules = to_text(calendar)
    stored = connection.execute(
        select(columns.calendar_id, columns.zone, columns.rules).where(here, columns.name == calendar.name)
    ).first()
    if stored is None:
        last = connection.execute(select(func.max(columns.calendar_id)).where(here)).scalar()
        key = int(last or 0) + 1
        connection.execute(
            insert(tables.calendar).values(
                engagement_id=engagement.engagement_id, calendar_id=key, name=calendar.name, zone=calendar.zone,
                rules=rules,
            )
        )  # fmt: skip
        return key
    if (stored.zone, stored.rules) != (calendar.zone, rules):
        change = update(tables.calendar).where(here, columns.calendar_id == stored.calendar_id)
        connection.execute(change.values(zone=calendar.zone, rules=rules))
    return int(stored.calendar_id)
