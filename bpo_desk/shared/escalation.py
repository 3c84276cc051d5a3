"""The escalation path of an engagement in the shared database: storing it, and judging what is asked along it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.engine import Connection

from bpo_desk.errors import WrongUsage
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.escalation import ROW_NAME, path_content, path_of
from bpo_desk.models.mutation import Payload, Requested, RequestKind
from bpo_desk.shared import guarded, tables
from bpo_desk.shared.keys import hold_engagement


def store_path(connection: Connection, engagement: Engagement, levels: Sequence[str]) -> None:
    """Keep the levels of a path, first one first, in the place of those before. Raises WrongUsage for none, for an
    empty name and for one that stands twice."""
    named = [each.strip() for each in levels]
    if not named or not all(named) or len(set(named)) < len(named):
        raise WrongUsage("An escalation path has levels of different names.", "Name them in order, first one first.")
    hold_engagement(connection, engagement.engagement_id)
    columns, content = tables.mapping.c, path_content(named)
    here = columns.engagement_id == engagement.engagement_id
    kept = connection.execute(update(tables.mapping).where(here, columns.name == ROW_NAME).values(content=content))
    if not kept.rowcount:
        last = connection.execute(select(func.max(columns.mapping_id)).where(here)).scalar()
        row = {"engagement_id": engagement.engagement_id, "mapping_id": int(last or 0) + 1, "name": ROW_NAME}
        connection.execute(insert(tables.mapping).values(**row, content=content))


def off_the_path(connection: Connection, engagement: Engagement, payload: Payload) -> str:
    """Why an escalation cannot be asked for, "" if it can, or if this is none."""
    if not isinstance(payload, Requested) or payload.what != RequestKind.ESCALATE:
        return ""
    levels = path_of(_content(connection, engagement) or "")
    if payload.to in levels:
        return ""
    known = f"Its levels are: {', '.join(levels)}." if levels else "None is defined."
    return f"{payload.to} is no level of the escalation path of {engagement.code}. {known}"


def _content(connection: Connection, engagement: Engagement) -> str | None:
    """The stored path as the login may see it."""
    one, columns = engagement.engagement_id, tables.mapping.c
    if guarded.reads_as_client(connection, one):
        asked = text("SELECT m.content FROM client_mapping(:e, 0) m WHERE m.name = :name")
        found = connection.execute(asked, {"e": one, "name": ROW_NAME}).scalar()
    else:
        found = connection.execute(
            select(columns.content).where(columns.engagement_id == one, columns.name == ROW_NAME)
        ).scalar()
    return None if found is None else str(found)
