"""Which work item numbers of a case are taken by other sources: numbers are unique in a case, whoever counts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bpo_desk.models.engagement import Engagement
from bpo_desk.shared import tables
from bpo_desk.shared.failures import in_words


def highest_of_others(connection: Connection, engagement: Engagement, own: Sequence[str]) -> dict[str, int]:
    """Case number -> highest work item number that a source other than those named in `own` uses in the case."""
    event, case, source = tables.event.c, tables.case_.c, tables.source.c
    here = engagement.engagement_id
    others = select(source.source_id).where(
        source.engagement_id == here, source.name.not_in([*own, ""]), source.source_id > 0
    )
    with in_words(connection.engine):
        keys = connection.execute(others).scalars().all()
        if not keys:
            return {}
        rows = connection.execute(
            select(case.number, func.max(event.work_item))
            .where(
                event.engagement_id == here,
                case.engagement_id == here,
                case.case_id == event.case_id,
                event.source_id.in_(keys),
                event.work_item > 0,
            )
            .group_by(case.number)
        )
        return {str(number): int(highest) for number, highest in rows}
