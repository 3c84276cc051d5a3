"""The shared database as a login meets it that row-level security holds for: which engagements are open to it and how
much of each, and the way its writes take (desk_functions.py). Superusers and SQLite files have neither."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from bpo_desk.errors import WrongCredentials
from bpo_desk.models.engagement import Engagement, Role
from bpo_desk.models.ids import EngagementId
from bpo_desk.models.mutation import Actor, Mutation
from bpo_desk.models.mutation_effects import effects
from bpo_desk.models.sides import Side
from bpo_desk.shared.access_rights import FULL
from bpo_desk.shared.desk_functions import FORBIDDEN, REFUSED

_FULL: Final = "ARRAY[" + ", ".join(f"'{role.value}'" for role in FULL) + "]"


class NotTaken(Exception):
    """The database gave a final no: `forbidden` for want of a right, else for what was sent. The words are its own."""

    def __init__(self, words: str, *, forbidden: bool) -> None:
        super().__init__(words)
        self.words = words
        self.forbidden = forbidden


@dataclass(frozen=True, slots=True)
class Member:
    """What a login is in an engagement: its roles, the name under which it writes, its side."""

    roles: frozenset[str]
    person: str
    side: Side


def is_guarded(connection: Connection) -> bool:
    """Whether row-level security holds for the current user."""
    if connection.dialect.name != "postgresql":
        return False
    return bool(connection.exec_driver_sql("SELECT row_security_active('event')").scalar_one())


def open_engagements(connection: Connection) -> list[tuple[Engagement, str]]:
    """The engagements of the login with the scope of each: "" for all there is, "client/<n>" for a client's view."""
    rows = connection.exec_driver_sql(
        "SELECT engagement_id, code, name, client, provider, zone, scope FROM desk_engagements() ORDER BY code"
    )
    return [(Engagement(EngagementId(row[0]), *row[1:6]), str(row[6])) for row in rows]


def reads_as_client(connection: Connection, engagement_id: int) -> bool:
    """Whether the login gets of the engagement what clients get. Where it gets nothing, either way is empty."""
    if not is_guarded(connection):
        return False
    return bool(
        connection.exec_driver_sql(f"SELECT NOT desk_roles(%s) && {_FULL}", (engagement_id,)).scalar_one()
    )  # fmt: skip


def member(connection: Connection, engagement_id: int) -> Member:
    """What the login is in an engagement; without any role where it is nothing there."""
    roles = connection.execute(text("SELECT desk_roles(:e)"), {"e": engagement_id}).scalar_one()
    row = connection.execute(
        text(
            "SELECT coalesce(max(nullif(m.person, '')), session_user), coalesce(max(m.side), 0)"
            " FROM client_membership(:e, 0) m"
        ),
        {"e": engagement_id},
    ).one()
    return Member(frozenset(roles), str(row[0]), Side(int(row[1])) if row[1] in set(Side) else Side.UNKNOWN)


def require_importer(connection: Connection, engagement: Engagement) -> None:
    """Raises WrongCredentials where the login may not fill the engagement: said before the first row is sent."""
    if not is_guarded(connection):
        return
    roles = set(connection.execute(text("SELECT desk_roles(:e)"), {"e": engagement.engagement_id}).scalar_one())
    if not roles & {Role.OWNER.value, Role.ADMIN.value, Role.IMPORTER.value}:
        who = f"as {', '.join(sorted(roles))}" if roles else "without a role there"
        raise WrongCredentials(
            f"This login, {who}, may not bring events into {engagement.code}.",
            "Ask the owner of the database: bpo-desk admin grant LOGIN importer ENGAGEMENT",
        )


def in_own_name(connection: Connection, engagement_id: int, mutation: Mutation) -> Mutation:
    """The mutation as written by whom the database says it is."""
    login = str(connection.execute(text("SELECT session_user")).scalar_one())
    return replace(mutation, actor=Actor(login, member(connection, engagement_id).person))


def engagement_of(connection: Connection, code: str) -> Engagement | None:
    """The engagement with a code, None where it is not open to the login."""
    return next((each for each, _ in open_engagements(connection) if each.code == code), None)


def case_key(connection: Connection, engagement_id: int, number: str) -> int | None:
    """The key of a case, None where there is none."""
    found = connection.execute(text("SELECT desk_case(:e, :number)"), {"e": engagement_id, "number": number}).scalar()
    return None if found is None else int(found)


def kind_of_event(connection: Connection, engagement_id: int, case_id: int, event_id: str) -> tuple[int, bool] | None:
    """(kind, whether it was erased) of an event; None where the login may know of none in the case."""
    row = connection.execute(
        text("SELECT kind, erased FROM desk_event(:e, :c, CAST(:id AS uuid))"),
        {"e": engagement_id, "c": case_id, "id": event_id},
    ).first()
    return None if row is None or row[0] is None else (int(row[0]), bool(row[1]))


def events_of(
    connection: Connection, engagement_id: int, case_id: int, kinds: tuple[int, ...], work_item: int | None
) -> Any:
    """Who, at (microseconds UTC) and data of the events of some kinds that the login may know of, by time."""
    return connection.execute(
        text("SELECT who, at, data FROM desk_events_of(:e, :c, CAST(:kinds AS smallint[]), CAST(:item AS integer))"),
        {"e": engagement_id, "c": case_id, "kinds": [int(kind) for kind in kinds], "item": work_item},
    ).all()


def hold(connection: Connection, engagement_id: int) -> None:
    """Wait until no other writer is at work in the engagement; let go at the end of the transaction."""
    connection.execute(text("SELECT desk_hold(:e)"), {"e": engagement_id})


def claim(connection: Connection, engagement_id: int, mutation: Mutation) -> int | None:
    """When (microseconds UTC of the server) this transaction took the mutation on; None where it was taken on before.
    Raises NotTaken."""
    at = _asked(
        connection,
        "SELECT desk_claim(:e, CAST(:id AS uuid), :kind, :hash)",
        {"e": engagement_id, "id": mutation.mutation_id, "kind": mutation.kind.value,
         "hash": mutation.payload_hash()},
    )  # fmt: skip
    return None if at is None else int(at)


def settle(connection: Connection, engagement_id: int, mutation_id: str, result: tuple[str, str, str, str]) -> None:
    """Keep what became of a mutation that this transaction claimed: outcome, refusal, words, theirs."""
    outcome, refusal, words, theirs = result
    connection.execute(
        text("SELECT desk_settle(:e, CAST(:id AS uuid), :outcome, :refusal, :words, :theirs)"),
        {"e": engagement_id, "id": mutation_id, "outcome": outcome, "refusal": refusal, "words": words,
         "theirs": theirs},
    )  # fmt: skip


def answer(connection: Connection, engagement_id: int, mutation_id: str) -> Any:
    """What became of a mutation of this login before (payload_hash, outcome, refusal, words, theirs, recorded_at);
    None where the id is not its own."""
    return connection.execute(
        text("SELECT * FROM desk_answer(:e, CAST(:id AS uuid))"), {"e": engagement_id, "id": mutation_id}
    ).first()


def append(connection: Connection, engagement_id: int, case_id: int, mutation: Mutation, recorded_at: int) -> None:
    """Append the effects of a mutation, in the name of the login. Raises NotTaken, with nothing appended."""
    ahead = mutation.created_at > recorded_at
    said = [
        {
            "event_id": each.event_id, "kind": int(each.kind), "step": each.step, "holder": each.holder,
            "queue": each.queue, "work_item": each.work_item, "ad_hoc": int(each.ad_hoc), "new_value": each.new_value,
            "reason": each.reason, "visibility": int(each.visibility),
            "data": with_desk_clock(each.data, mutation.created_at if ahead else None),
        }
        for each in effects(mutation)
    ]  # fmt: skip
    _asked(
        connection,
        "SELECT desk_append(:e, :c, :at, CAST(:id AS uuid), CAST(:said AS jsonb))",
        {"e": engagement_id, "c": case_id, "at": mutation.created_at, "id": mutation.mutation_id,
         "said": json.dumps(said)},
    )  # fmt: skip


def with_desk_clock(data: str, desk_clock: int | None) -> str:
    """The data of an effect; with what the desk's clock said where that was ahead of the server's."""
    if desk_clock is None:
        return data
    return json.dumps({**json.loads(data), "desk_clock": desk_clock}, ensure_ascii=False, sort_keys=True)


def _asked(connection: Connection, statement: str, values: dict[str, object]) -> Any:
    try:
        return connection.execute(text(statement), values).scalar()
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None)
        if state not in (REFUSED, FORBIDDEN):
            raise
        words = str(error.orig).splitlines()[0]
        raise NotTaken(words, forbidden=state == FORBIDDEN) from error
