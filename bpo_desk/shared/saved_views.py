"""Views of the team in the shared database: one is changed by who saw it as it is, else they are told what it is now.

Runs inside the transaction of `mutations.py`, which has looked at the rights of the writer.
"""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from bpo_desk.models.engagement import Engagement
from bpo_desk.models.mutation import MutationResult, Outcome
from bpo_desk.models.shared_view import TEAM, SharedView, ViewShared, shared_view_of
from bpo_desk.models.times import to_iso
from bpo_desk.shared import tables
from bpo_desk.shared.keys import hold_engagement
from bpo_desk.shared.made_on import MadeOn


def store_view(
    connection: Connection, engagement: Engagement, payload: ViewShared, base: MadeOn, who: str, recorded_at: int
) -> MutationResult:
    """Keep a view, or answer CONFLICT with theirs where what it was made on stands there no longer, unless it
    says the same already. Writes nothing where it refuses."""
    hold_engagement(connection, engagement.engagement_id)  # of two who change it, the second sees the first
    before = _stored(connection, engagement, payload.name)
    if (before.content, before.role) == (payload.content, payload.role) and before.row_ver:
        return _kept(before.row_ver)
    if not base.stands(before.seen):
        return _overtaken(before)
    after = replace(before, content=payload.content, role=payload.role, by=who, at=recorded_at)
    columns, here = tables.saved_view.c, tables.saved_view.c.engagement_id == engagement.engagement_id
    if before.row_ver:
        change = update(tables.saved_view).where(here, columns.owner == TEAM, columns.name == payload.name)
        connection.execute(change.values(content=after.stored()))
    else:
        last = connection.execute(select(func.max(columns.saved_view_id)).where(here)).scalar()
        row = {"engagement_id": engagement.engagement_id, "saved_view_id": int(last or 0) + 1, "owner": TEAM}
        connection.execute(insert(tables.saved_view).values(**row, name=payload.name, content=after.stored()))
    return _kept(_stored(connection, engagement, payload.name).row_ver)


def _stored(connection: Connection, engagement: Engagement, name: str) -> SharedView:
    columns = tables.saved_view.c
    row = connection.execute(
        select(columns.content, columns.row_ver).where(
            columns.engagement_id == engagement.engagement_id, columns.owner == TEAM, columns.name == name
        )
    ).first()
    return SharedView(name) if row is None else shared_view_of(name, row[0], int(row[1]))


def _kept(row_ver: int) -> MutationResult:
    return MutationResult(Outcome.OK, theirs=json.dumps({"row_ver": row_ver}))


def _overtaken(before: SharedView) -> MutationResult:
    when = f"{before.by or 'Somebody'}, at {to_iso(before.at)}" if before.at else "Somebody"
    did = "changed this view" if before.content else "took this view away"
    words = f"{when}, {did} after you had looked at it." if before.at else f"{when} {did} after you had looked at it."
    found = {"who": before.by, "at": to_iso(before.at), "content": before.content, "role": before.role,
             "row_ver": before.row_ver}  # fmt: skip
    return MutationResult(Outcome.CONFLICT, words=words, theirs=json.dumps(found, ensure_ascii=False))
