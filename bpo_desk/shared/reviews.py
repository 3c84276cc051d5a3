"""Reviews in the shared database: one row a case, reviewer and round, changed by who saw it as it is, else they are
told what it is now.

Runs inside the transaction of `mutations.py`, which has looked at the rights of the writer; that somebody only changes
their own reviews is held by the database.
"""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.engine import Connection

from bpo_desk.models.engagement import Engagement
from bpo_desk.models.mutation import MutationResult, Outcome, Refusal
from bpo_desk.models.review import Review, ReviewKept, ReviewState, review_of
from bpo_desk.models.times import to_iso
from bpo_desk.shared import tables
from bpo_desk.shared.keys import hold_engagement
from bpo_desk.shared.made_on import MadeOn
from bpo_desk.shared.retention import news_of


def store_review(
    connection: Connection,
    engagement: Engagement,
    case_id: int,
    kept: ReviewKept,
    base: MadeOn,
    who: str,
    recorded_at: int,
) -> MutationResult:
    """Keep a review, or answer CONFLICT with theirs where what it was made on stands there no longer, unless it
    says the same already. Writes nothing where it refuses."""
    hold_engagement(connection, engagement.engagement_id)  # of two who change it, the second sees the first
    before = _stored(connection, engagement, case_id, kept)
    if before.row_ver and before.kept == kept:
        return _kept(before.row_ver)
    if not base.stands(before.seen):
        return _overtaken(before)
    after = replace(before, kept=kept, by=who, at=recorded_at)
    if not before.row_ver:
        columns, here = tables.review.c, tables.review.c.engagement_id == engagement.engagement_id
        last = connection.execute(select(func.max(columns.review_id)).where(here)).scalar()
        row = {"engagement_id": engagement.engagement_id, "review_id": int(last or 0) + 1, "case_id": case_id}
        said = {"reviewer": kept.reviewer, "round": kept.round, "state": kept.state, "draft": after.stored()}
        connection.execute(insert(tables.review).values(**row, **said))
    else:
        change = update(tables.review).where(*_here(engagement, case_id, kept))
        changed = connection.execute(change.values(state=kept.state, draft=after.stored())).rowcount
        if changed != 1:  # row-level security hides what is not theirs to change
            words = f"The review by {kept.reviewer} is not {who}'s to change."
            return MutationResult(Outcome.REJECTED, Refusal.PERMISSION, words)
    if kept.state == ReviewState.DRAFT:  # what has left the copies comes back to be worked on; else an event does it
        news_of(connection, engagement.engagement_id, [case_id])
    return _kept(_stored(connection, engagement, case_id, kept).row_ver)


def _here(engagement: Engagement, case_id: int, kept: ReviewKept) -> tuple[ColumnElement[bool], ...]:
    columns = tables.review.c
    return (
        columns.engagement_id == engagement.engagement_id, columns.case_id == case_id,
        columns.reviewer == kept.reviewer, columns.round == kept.round,
    )  # fmt: skip


def _stored(connection: Connection, engagement: Engagement, case_id: int, kept: ReviewKept) -> Review:
    columns = tables.review.c
    query = select(columns.state, columns.draft, columns.row_ver).where(*_here(engagement, case_id, kept))
    row = connection.execute(query.order_by(columns.review_id)).first()
    if row is None:
        return Review(ReviewKept(kept.reviewer, kept.round))
    return review_of(kept.reviewer, kept.round, row.state, row.draft, int(row.row_ver))


def _kept(row_ver: int) -> MutationResult:
    return MutationResult(Outcome.OK, theirs=json.dumps({"row_ver": row_ver}))


def _overtaken(before: Review) -> MutationResult:
    words = f"{before.by or 'Somebody'} changed this review after you had looked at it."
    if not before.row_ver:
        words = "This review is no longer there: somebody took it away after you had looked at it."
    found = {"who": before.by, "at": to_iso(before.at) if before.at else None, **before.kept.said(),
             "row_ver": before.row_ver}  # fmt: skip
    return MutationResult(Outcome.CONFLICT, words=words, theirs=json.dumps(found, ensure_ascii=False))
