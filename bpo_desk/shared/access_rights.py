"""Who may do what in the shared database on PostgreSQL: the group roles, their rights on tables, and the policies of
row-level security. Only what is said; `access.py` puts it up, `client_functions.py` and `desk_functions.py` are the
only way in for those who get no rights here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bpo_desk.models.engagement import Role
from bpo_desk.models.event import OF_DESKS
from bpo_desk.models.ids import FIRST_TIME, LAST_TIME, MOST_KEY
from bpo_desk.models.mutation_effects import NOTES, TASKS
from bpo_desk.models.sides import Side

MEMBER: Final = "member"
"""The group of everybody who was ever granted something: may connect and ask what is open to them, nothing else. Who
loses the last engagement stays in it, so that the local copy can learn of the loss and delete itself."""
GROUPS: Final = (MEMBER, *(role.value for role in Role))

SMALL: Final = (
    "engagement", "membership", "person", "queue", "step", "field", "source", "process_definition", "case_", "mapping",
    "calendar", "saved_view", "review", "list_export",
)  # fmt: skip
GUARDED: Final = (*SMALL, "event", "sync_tombstone", "applied_mutation", "engagement_secret", "access_change")
"""Tables with rows of engagements: row-level security is on, and forced for the owner of the tables too."""
LOOK_UPS: Final = ("sync_meta", "event_kind", "side_word")
"""Tables without anything of an engagement."""
OF_OWNER: Final = ("hint_secret",)
"""Tables that only functions of the owner read."""

FULL: Final = (Role.OWNER, Role.ADMIN, Role.IMPORTER, Role.VIEWER, Role.REVIEWER, Role.SEALER)
"""Roles that read what an engagement holds as it is. The client reads through functions alone."""
_WRITES_LOG: Final = (Role.ADMIN, Role.IMPORTER)
_CHECKS: Final = (Role.ADMIN, Role.IMPORTER, Role.REVIEWER)
_KEEPS_EVIDENCE: Final = (Role.ADMIN, Role.SEALER)
"""Roles that read who changed which right, erased and moved."""
WRITERS: Final = (Role.OWNER, Role.ADMIN, Role.IMPORTER, Role.REVIEWER)
"""Roles that write rows themselves, so their rows must be stamped with a transaction id and a position."""
PROCESSED: Final = (
    "person", "queue", "step", "field", "source", "process_definition", "case_", "mapping", "calendar",
)  # fmt: skip
"""Tables that an import fills besides the events."""
_ENTRIES: Final = ("person", "queue", "step", "field", "source")
_MOST_CASE: Final = 2**31 - 2
SYNC_COLUMNS: Final = frozenset({"row_ver", "sync_txid", "sync_seq"})
"""Kept by defaults and triggers; nobody writes them by hand."""
BY_FUNCTIONS: Final = frozenset({"held", "left_at", "back_at"})
"""Columns that only functions write (retention_rules.py): who may fill an engagement may not lift a legal hold."""
GIVEN_BY_ADMIN: Final = (Role.IMPORTER, Role.VIEWER, Role.REVIEWER, Role.CLIENT, Role.SEALER)
"""Roles that an administrator of an engagement hands out; the others are the owner's to give."""
_OF_SOURCES: Final = (
    f"kind <> ALL ('{{{','.join(str(int(kind)) for kind in OF_DESKS)}}}'::smallint[])"
    f" AND side BETWEEN 0 AND {max(Side)} AND ad_hoc IN (0, 1) AND visibility IN (0, 1) AND kind >= 0"
    f" AND coalesce(occurred_at, 0) BETWEEN {FIRST_TIME} AND {LAST_TIME}"
    f" AND recorded_at BETWEEN {FIRST_TIME} AND {LAST_TIME}"
    " AND substr(event_id::text, 15, 1) <> '8'"
    " AND (engagement_id, source_id) NOT IN (SELECT s.engagement_id, s.source_id FROM source s"
    f" WHERE s.name IN ({', '.join(repr(source.name) for source in (NOTES, TASKS))}))"
)
"""What those who bring events in may say: facts of sources. What people did at their desks is written by desk_append
alone, in their own names, and so is every id of version 8 (`models/mutation.py`). And nothing that no desk can hold:
one such row would keep every desk of the engagement from reading. The sub-select names nothing of the row, so it runs
once a statement."""


@dataclass(frozen=True, slots=True)
class Right:
    """An action on a table that members of a group have, for the rows that a policy opens to them."""

    role: Role
    action: str  # SELECT, INSERT, UPDATE, DELETE
    table: str


def rights() -> Iterator[Right]:
    """Every right on a table, beyond the owner's. INSERT and UPDATE mean all columns but SYNC_COLUMNS."""
    for role in FULL:
        for table in (*SMALL, "event", "sync_tombstone"):
            yield Right(role, "SELECT", table)
    for role in _WRITES_LOG:
        yield Right(role, "INSERT", "event")
        for table in PROCESSED:
            yield Right(role, "INSERT", table)
            yield Right(role, "UPDATE", table)
        yield Right(role, "UPDATE", "engagement")
    yield Right(Role.IMPORTER, "INSERT", "saved_view")
    yield Right(Role.IMPORTER, "UPDATE", "saved_view")
    for table in ("engagement", "mapping", "saved_view", "review"):
        yield Right(Role.REVIEWER, "UPDATE", table)
    for table in ("mapping", "saved_view", "review"):
        yield Right(Role.REVIEWER, "INSERT", table)
    yield Right(Role.REVIEWER, "DELETE", "saved_view")
    yield Right(Role.ADMIN, "UPDATE", "event")
    for role in _KEEPS_EVIDENCE:
        yield Right(role, "SELECT", "access_change")
    for table in ("saved_view", "review", "membership"):
        for action in ("INSERT", "UPDATE", "DELETE"):
            yield Right(Role.ADMIN, action, table)


def policies(owner: str) -> Iterator[tuple[str, str, str]]:
    """(table, name, rest of CREATE POLICY) of every policy; `owner` is the group that owns the tables."""
    for table in GUARDED:
        yield table, "of_owner", f"FOR ALL TO {owner} USING (true) WITH CHECK (true)"
    for table in (*SMALL, "event", "sync_tombstone"):
        if table != "membership":
            yield table, "read", f"FOR SELECT USING ({_member(FULL)})"
    yield "membership", "own", "FOR SELECT USING (login = current_user)"
    yield from _administered()
    for table in (*PROCESSED, "event"):
        roles = _CHECKS if table == "mapping" else _WRITES_LOG
        key = {"case_": "case_id", "process_definition": "definition_id"}.get(table, f"{table}_id")
        held = (
            _OF_SOURCES if table == "event" else f"{key} BETWEEN 0 AND {MOST_KEY if table in _ENTRIES else _MOST_CASE}"
        )
        yield table, "add", f"FOR INSERT WITH CHECK ({_member(roles)} AND {held})"
        if table != "event":
            yield table, "change", f"FOR UPDATE USING ({_member(roles)}) WITH CHECK ({_member(roles)} AND {held})"
    # A lock on the engagement's row needs the right to update it. Nothing passes this check, so a lock is all it gives.
    yield "engagement", "hold", f"FOR UPDATE USING ({_member(_CHECKS)}) WITH CHECK (false)"
    for table, column in (("saved_view", "owner"), ("review", "reviewer")):
        both = _member(_CHECKS if table == "saved_view" else (Role.ADMIN, Role.REVIEWER))
        own = f"{column} IN (SELECT unnest(desk_own_names({table}.engagement_id)))"
        if (
            table == "saved_view"
        ):  # without an owner it is the team's; what it says of who changed it is the desk's word
            own = f"({own} OR owner = '')"
        yield table, "add", f"FOR INSERT WITH CHECK ({both} AND {own})"
        yield table, "change", f"FOR UPDATE USING ({both} AND {own}) WITH CHECK ({both} AND {own})"
        yield table, "drop", f"FOR DELETE USING ({both} AND {own})"
        yield table, "change_as_admin", f"FOR UPDATE USING ({_admin()}) WITH CHECK ({_admin()})"
        yield table, "drop_as_admin", f"FOR DELETE USING ({_admin()})"


def _administered() -> Iterator[tuple[str, str, str]]:
    """What an administrator of an engagement does there: memberships of lesser roles, settings, erasures and moves."""
    words = ", ".join(f"'{role.value}'" for role in GIVEN_BY_ADMIN)
    # Through a function of the owner: a policy of a table cannot ask the table itself.
    mine = "engagement_id = ANY (ARRAY(SELECT unnest(desk_administered())))"
    yield "membership", "read_as_admin", f"FOR SELECT USING ({mine})"
    yield "membership", "add", f"FOR INSERT WITH CHECK ({mine} AND role IN ({words}) AND login <> current_user)"
    lesser = f"{mine} AND role IN ({words}) AND login <> current_user"
    yield "membership", "change", f"FOR UPDATE USING ({lesser}) WITH CHECK ({lesser})"
    yield "membership", "drop", f"FOR DELETE USING ({lesser})"
    for table in ("engagement", "event"):
        yield table, "change_as_admin", f"FOR UPDATE USING ({_admin()}) WITH CHECK ({_admin()})"
    yield "access_change", "read", f"FOR SELECT USING ({_member((Role.OWNER, *_KEEPS_EVIDENCE))})"


def _admin() -> str:
    return _member((Role.OWNER, Role.ADMIN))


def _member(roles: tuple[Role, ...]) -> str:
    """The condition that the current user has one of some roles in the row's engagement. The sub-select names nothing
    of the row, so it runs once a statement and not once a row."""
    words = ", ".join(f"'{role.value}'" for role in roles)
    return (
        "engagement_id = ANY (ARRAY(SELECT m.engagement_id FROM membership m"
        f" WHERE m.login = current_user AND m.role IN ({words})))"
    )
