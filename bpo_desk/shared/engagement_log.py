"""What happens to an engagement as a whole is written down beside the changes of its access: lists of cases that left.

Read by `members.changes`; on SQLite, which has no roles, the table holds nothing else.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlalchemy import text
from sqlalchemy.engine import Connection

from bpo_desk.models.engagement import Engagement
from bpo_desk.models.mutation import ListExported, Mutation, MutationResult, Outcome
from bpo_desk.shared import guarded


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
    return MutationResult(Outcome.OK)
