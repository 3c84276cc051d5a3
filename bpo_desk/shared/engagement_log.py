"""What happens to an engagement as a whole is written down beside the changes of its access: lists of cases that
left.

Read by `members.changes`; on SQLite, which has no roles, the table holds nothing else. What both sides read of it in
the access log travels to the desks as rows of `list_export`.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlalchemy import func, insert, select, text
from sqlalchemy.engine import Connection

from bpo_desk.models.engagement import Engagement
from bpo_desk.models.mutation import ListExported, Mutation, MutationResult, Outcome
from bpo_desk.shared import guarded, tables
from bpo_desk.shared.keys import hold_engagement, person_key
from bpo_desk.shared.shown import show


def note_list(
    connection: Connection, engagement: Engagement, mutation: Mutation, told: ListExported, recorded_at: int
) -> MutationResult:
    """Write down that a list of cases left a desk, inside the transaction of `mutations.py`."""
    said = json.dumps(
        {"mutation": mutation.mutation_id, "name": mutation.actor.name, "at_desk": mutation.created_at, **asdict(told)},
        ensure_ascii=False,
    )  # fmt: skip
    given = {"e": engagement.engagement_id, "said": said}
    if guarded.is_guarded(connection):
        connection.execute(text("SELECT desk_note_list(:e, :said)"), given)
    else:
        who = "session_user" if connection.dialect.name == "postgresql" else ":login"
        connection.execute(
            text(
                "INSERT INTO access_change (engagement_id, at, by_login, what, said)"
                f" VALUES (:e, :at, {who}, 'list_exported', :said)"
            ),
            {**given, "at": recorded_at, **({} if who == "session_user" else {"login": mutation.actor.login})},
        )
        _as_row(connection, engagement, mutation, told, recorded_at)
    return MutationResult(Outcome.OK)


def _as_row(
    connection: Connection, engagement: Engagement, mutation: Mutation, told: ListExported, recorded_at: int
) -> None:
    """The row that travels to the desks; where a login is guarded, the function writes it."""
    one, rows = engagement.engagement_id, tables.list_export
    hold_engagement(connection, one)
    who = person_key(connection, one, mutation.actor.name)
    side = connection.execute(
        select(tables.person.c.side).where(tables.person.c.engagement_id == one, tables.person.c.person_id == who)
    ).scalar_one()
    last = connection.execute(select(func.max(rows.c.list_export_id)).where(rows.c.engagement_id == one)).scalar()
    show(connection, one, tables.person, [who])
    kept = {name: value for name, value in asdict(told).items() if value}
    connection.execute(
        insert(rows).values(
            engagement_id=one, list_export_id=int(last or 0) + 1, at=recorded_at,
            done=min(mutation.created_at, recorded_at), actor_id=who, side=side,
            said=json.dumps(kept, ensure_ascii=False),
        )
    )  # fmt: skip
