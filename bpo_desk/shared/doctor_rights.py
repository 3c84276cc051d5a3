"""Whether the access rules of a PostgreSQL database are up and whole: what `doctor` looks at besides the data."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text
from sqlalchemy.engine import Connection

from bpo_desk.shared import access, hardening
from bpo_desk.shared.access_rights import GROUPS, GUARDED, policies

_MIGRATE: Final = "Run as a superuser: bpo-desk admin migrate"


def faults(connection: Connection) -> list[tuple[str, str]]:
    """(what is wrong, what to do) of each fault of the access rules."""
    start = access.prefix(connection)
    groups = _texts(connection, "SELECT rolname FROM pg_roles WHERE starts_with(rolname, :start)", start=start)
    if not {start + name for name in GROUPS} <= groups:
        words = "The database has no roles: whoever can log in reads and writes as its grants on the tables say."
        return [(words, _MIGRATE.replace("superuser", "superuser, or a user with CREATEROLE"))]
    found = [(words, _MIGRATE) for words in (*_unguarded(connection, start), *hardening.missing(connection))]
    return found + _members(connection)


def _unguarded(connection: Connection, start: str) -> list[str]:
    guarded = _texts(
        connection,
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity"
        " AND relforcerowsecurity AND relname = ANY (:names)",
        names=list(GUARDED),
    )
    found = [f"Row-level security is off for {name}." for name in GUARDED if name not in guarded]
    there = _texts(connection, "SELECT tablename || '.' || policyname FROM pg_policies WHERE schemaname = 'public'")
    wanted = {f"{table}.{name}" for table, name, _ in policies(f"{start}owner")}
    if there != wanted:
        found.append(f"Policies differ: {', '.join(sorted(there ^ wanted))}.")
    others = _texts(
        connection,
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
        " AND c.relkind IN ('r', 'v', 'p') AND pg_get_userbyid(c.relowner) <> :owner",
        owner=f"{start}owner",
    )
    if others:
        found.append(f"Tables or views belong to others than the owner's group: {', '.join(sorted(others))}.")
    return found


def _members(connection: Connection) -> list[tuple[str, str]]:
    """Logins that the rules do not hold for, and memberships without a login."""
    above = _texts(
        connection,
        "SELECT DISTINCT m.login FROM membership m JOIN pg_roles r ON r.rolname = m.login"
        " WHERE r.rolsuper OR r.rolbypassrls",
    )
    nobody = _texts(
        connection,
        "SELECT DISTINCT m.login FROM membership m"
        " WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = m.login AND r.rolcanlogin)",
    )
    found = [(f"{len(above)} members are superusers or pass row-level security: no right holds for them.",
              "Take the attribute from the login, or the membership.")] if above else []  # fmt: skip
    if nobody:
        found.append((f"{len(nobody)} members have no login on this server (a restored copy?).",
                      "Grant again with a password: bpo-desk admin grant"))  # fmt: skip
    return found


def _texts(connection: Connection, statement: str, **given: object) -> set[str]:
    return {str(row[0]) for row in connection.execute(text(statement), given)}
