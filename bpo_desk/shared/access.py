"""Puts the access rules up on PostgreSQL: group roles, ownership, functions, policies, grants, triggers. Runs after
each migration, in its transaction, and leaves the database as this program says, whatever it found.

What the rules are stands in access_rights.py and the two modules of functions; what is taken from everybody in
hardening.py; what is refused and written down at each write in access_triggers.py; who is granted what in members.py.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.engine import Connection

from bpo_desk.logs import channel
from bpo_desk.models.engagement import Role
from bpo_desk.shared import access_rights as say
from bpo_desk.shared import hardening
from bpo_desk.shared.access_triggers import trigger_functions, triggers
from bpo_desk.shared.client_functions import client_functions
from bpo_desk.shared.desk_functions import desk_functions
from bpo_desk.shared.engine import driver_connection
from bpo_desk.shared.failures import in_words

_log = channel("shared")

_KEYS: Final = frozenset({"engagement_id"})
_ENTRY: Final = "entry_key(text, text, text, integer, text)"
_LOOK: Final = "hint_look(integer[], text, integer, integer, integer[])"
_SHOWN: Final = ("show_entries(integer, text, integer[])", "show_names(event)", "entered()", "unseen()")


def prefix(connection: Connection) -> str:
    """What the names of this database's group roles begin with. Roles belong to the whole server, so the identity of
    the database is in them: two desks on one server never share a group."""
    found = connection.execute(text("SELECT db_uuid FROM sync_meta")).scalar_one()
    return f"bpo_{str(found)[:12]}_"


def group(connection: Connection, name: str) -> str:
    """The group role of a role (or of MEMBER) in this database."""
    return prefix(connection) + name


def may_put_up(connection: Connection) -> bool:
    """Whether the current user may make roles, or owns the tables of rules that are up already."""
    return bool(
        connection.execute(
            text(
                "SELECT rolsuper OR rolcreaterole OR EXISTS (SELECT FROM pg_roles o WHERE o.rolname = :owner"
                " AND pg_has_role(current_user, o.oid, 'USAGE')) FROM pg_roles WHERE rolname = current_user"
            ),
            {"owner": group(connection, Role.OWNER)},
        ).scalar_one()
    )


def is_up(connection: Connection) -> bool:
    """Whether the rules hold for events: row-level security is on and forced."""
    found = connection.execute(
        text("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = 'event'::regclass")
    ).scalar_one()
    return bool(found)


def put_up(connection: Connection) -> bool:
    """Put everything up; False, with nothing done, where the current user may not (doctor says what to do)."""
    if connection.dialect.name != "postgresql" or not may_put_up(connection):
        return False
    start = prefix(connection)
    script = [
        *_groups(connection, start), *_ownership(connection, start), *_functions(start), *_policies(connection, start),
        *_grants(connection, start), *triggers(), *hardening.statements(connection, start),
    ]  # fmt: skip
    raw: Any = driver_connection(connection)
    with in_words(connection.engine):
        raw.execute(";\n".join(script))  # without parameters, so that a percent sign is one
    _log.info("access rules put up")
    return True


def _groups(connection: Connection, start: str) -> list[str]:
    """The groups that are missing. Whoever makes them becomes a member of the owner, to go on as such."""
    known = set(
        connection.execute(
            text("SELECT rolname FROM pg_roles WHERE starts_with(rolname, :start)"), {"start": start}
        ).scalars()
    )
    database = _quoted(str(connection.execute(text("SELECT current_database()")).scalar_one()))
    made = [f"CREATE ROLE {start}{name} NOLOGIN" for name in say.GROUPS if start + name not in known]
    superuser = connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).scalar_one()
    if made and not superuser:
        made.append(f"GRANT {start}owner TO CURRENT_USER")
    return [
        *made,
        *_handing_out(connection, start),
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {', '.join(start + name for name in say.GROUPS)}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {', '.join(start + name for name in say.GROUPS)}",
        f"GRANT CREATE ON SCHEMA public TO {start}owner",
    ]


def _handing_out(connection: Connection, start: str) -> list[str]:
    """Who may put logins into which groups: owners into all, administrators of engagements into the lesser ones."""
    there = {
        (str(row[0]), str(row[1]))
        for row in connection.execute(
            text(
                "SELECT g.rolname, p.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
                " JOIN pg_roles p ON p.oid = m.member WHERE m.admin_option AND starts_with(g.rolname, :start)"
            ),
            {"start": start},
        )
    }
    wanted = [(start + each, f"{start}admin") for each in (say.MEMBER, *(role.value for role in say.GIVEN_BY_ADMIN))]
    wanted += [(start + each, f"{start}owner") for each in say.GROUPS if each != Role.OWNER]
    return [f"GRANT {one} TO {other} WITH ADMIN OPTION" for one, other in wanted if (one, other) not in there]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _ownership(connection: Connection, start: str) -> list[str]:
    """Everything of ours belongs to the group of owners, as which nobody logs in."""
    ours = connection.execute(
        text(
            "SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.relname"
            " FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')"
            " AND pg_get_userbyid(c.relowner) <> :owner AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid"
            " AND d.classid = 'pg_class'::regclass AND d.deptype IN ('i', 'a') AND c.relkind = 'S')"
            " ORDER BY c.relkind DESC"
        ),
        {"owner": f"{start}owner"},
    ).all()
    given = [f"ALTER {kind} {_quoted(name)} OWNER TO {start}owner" for kind, name in ours]
    functions = (*_INVOKED, "sync_touch()", "refuse_change()", "enter_event()", "hint_channel(integer)", _LOOK,
                 "hint_channel_of_clients(integer)", *_SHOWN)  # fmt: skip
    return given + [f"ALTER FUNCTION {each} OWNER TO {start}owner" for each in functions]


_INVOKED: Final = (_ENTRY,)
"""Functions that run with the rights of who calls them."""


def _functions(start: str) -> list[str]:
    owner = f"{start}owner"
    made = ["SET LOCAL check_function_bodies = off"]  # they call each other
    signatures = []
    for signature, statement in trigger_functions(f"{start}admin"):
        made.append(statement)
        if signature != "refuse_change()":  # a trigger that runs with the rights of who writes
            signatures.append(signature)
    for signature, statement in desk_functions(owner):
        made.append(statement)
        signatures.append(signature)
    for signature, statement in client_functions():
        made += [f"DROP FUNCTION IF EXISTS {signature}", statement]
        signatures.append(signature)
    for signature in signatures:
        made += [f"ALTER FUNCTION {signature} OWNER TO {owner}", f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC"]
    everybody = ", ".join(start + name for name in say.GROUPS)
    inside = ("pseudonym", "client_masks", "client_part", "client_codes", "note_", "desk_writer",
              "desk_seal", "desk_case_of")  # fmt: skip
    open_to_all = [each for each in signatures if not each.startswith(inside)]
    made += [f"GRANT EXECUTE ON FUNCTION {each} TO {everybody}" for each in open_to_all]
    return [*made, f"REVOKE ALL ON FUNCTION {_ENTRY} FROM PUBLIC", *(
        f"GRANT EXECUTE ON FUNCTION {_ENTRY} TO {start}{role.value}" for role in say.WRITERS)]  # fmt: skip


def _policies(connection: Connection, start: str) -> list[str]:
    old = connection.execute(
        text("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = ANY(:names)"),
        {"names": list(say.GUARDED)},
    ).all()
    made = [f"DROP POLICY {_quoted(name)} ON {table}" for table, name in old]
    for table, name, rest in say.policies(f"{start}owner"):
        made.append(f"CREATE POLICY {name} ON {table} {rest}")
    for table in say.GUARDED:
        made += [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]
    return made


def _grants(connection: Connection, start: str) -> list[str]:
    everybody = ", ".join(start + name for name in say.GROUPS)
    people = ", ".join(start + name for name in say.GROUPS if name != "owner")
    every_table = ", ".join((*say.GUARDED, *say.LOOK_UPS, *say.OF_OWNER, "event_readable", "alembic_version"))
    made = [
        f"REVOKE ALL ON {every_table} FROM PUBLIC, {people}",
        f"REVOKE ALL ON SEQUENCE sync_seq_counter FROM PUBLIC, {people}",
        f"GRANT SELECT ON {', '.join(say.LOOK_UPS)} TO {everybody}",
        f"GRANT SELECT ON event_readable TO {', '.join(start + role.value for role in say.FULL)}",
        f"GRANT INSERT ON event_readable TO {start}admin, {start}importer",
        f"GRANT USAGE ON SEQUENCE sync_seq_counter TO {', '.join(start + role.value for role in say.WRITERS)}",
        f"GRANT SELECT ON SEQUENCE sync_seq_counter TO {start}admin",
        f"GRANT SELECT ON alembic_version TO {start}admin",
    ]
    return made + _table_rights(_columns(connection), start)


def _table_rights(columns: dict[str, list[str]], start: str) -> list[str]:
    """One statement for all roles with the same right on a table: each costs the server a new row of its catalogue."""
    who: dict[tuple[str, str], list[str]] = {}
    for right in say.rights():
        if right.role is Role.OWNER:
            continue  # owns the tables
        left_out = set(say.SYNC_COLUMNS) | (say.BY_FUNCTIONS if right.action != "SELECT" else set())
        if right.action == "UPDATE" and right.role is not Role.ADMIN:
            left_out |= _KEYS
        if right.table == "engagement":  # a code that is taken would tell of another engagement
            left_out |= _KEYS | {"code"}
        named = ", ".join(name for name in columns[right.table] if name not in left_out)
        action = right.action if right.action in ("SELECT", "DELETE") else f"{right.action} ({named})"
        who.setdefault((action, right.table), []).append(start + right.role.value)
    tables: dict[tuple[str, str], list[str]] = {}
    for (action, table), roles in who.items():
        tables.setdefault((action, ", ".join(roles)), []).append(table)
    return [f"GRANT {action} ON {', '.join(names)} TO {roles}" for (action, roles), names in tables.items()]


def _columns(connection: Connection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(
        text(
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
        )
    ):
        found.setdefault(table, []).append(column)
    return found
