"""Who may do what in an engagement: granting, revoking, and what an engagement asks of access (masking, pseudonyms, log
of views). Logins and groups are roles of PostgreSQL, memberships are rows; the database writes each change down itself.

A SQLite file has neither logins nor roles: whoever can open the file can read and write it all.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from psycopg import sql
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.engine import Connection, Engine

from bpo_desk.errors import DeskError, WrongCredentials, WrongUsage
from bpo_desk.logs import channel
from bpo_desk.models.dictionaries import FieldRole
from bpo_desk.models.engagement import Engagement, Role
from bpo_desk.models.event import EventKind
from bpo_desk.models.sides import Side
from bpo_desk.shared import access, tables
from bpo_desk.shared.access_rights import MEMBER
from bpo_desk.shared.engine import describe, driver_connection
from bpo_desk.shared.failures import in_words

_log = channel("shared")

_LOGIN: Final = re.compile(r"[a-z_][a-z0-9_.@-]{0,62}")
_PREFIXES: Final = ("pg_", "bpo_")
_CONNECTIONS: Final = 10
"""Connections that one desk may hold: it asks ahead on a few."""
_BLOCK: Final = 64  # bytes of a block of SHA-256
_LONGEST: Final = {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s"}
"""For sessions of logins that fill no engagement, where they say nothing else: desks do, psql does not. Against the
clumsy, not the hostile: every session may set them as it likes."""
_TAKE_LONG: Final = frozenset({Role.OWNER, Role.ADMIN, Role.IMPORTER})


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One membership: a login, its role in an engagement (code), the side it stands on, the name under which it
    writes. `can_connect`: whether the server knows the login and lets it in here."""

    login: str
    role: str
    engagement: str
    side: Side
    person: str
    can_connect: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """What an engagement asks of access. `masked`: "field:<name>", "role:<role of fields>", "event:<kind>";
    `covered`: on the desks of which roles masked values are covered until one is unmasked;
    `lease_days`: for how long a copy may be used without contact, 0: as models/lease.py says."""

    masked: tuple[str, ...]
    pseudonyms: bool
    log_views: tuple[str, ...]
    lease_days: int = 0
    covered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessChange:
    """One line of the log of changes of access: when (microseconds UTC), by which login, what, and the particulars."""

    at: int
    by: str
    what: str
    said: dict[str, Any]


def require_roles(engine: Engine) -> None:
    """Raises DeskError where the database has no roles."""
    if engine.dialect.name != "postgresql":
        raise DeskError(
            f"{describe(engine).capitalize()} has no logins and no roles: whoever can open the file reads and writes it"
            " all.",
            "Rights hold on PostgreSQL only. Keep a SQLite file for one person, or protect it by the rights of its"
            " folder.",
            code="no_roles",
        )


def grant(
    connection: Connection,
    login: str,
    role: Role,
    engagement: Engagement,
    *,
    side: Side | None = None,
    person: str = "",
    password: str | None = None,
) -> bool:
    """Give a login a role in an engagement; whether anything changed. Safe to repeat.

    A login that the server does not know is made, with `password` (None: without one, for servers that know people by
    other means); the password of a known login is changed if one is given. `side` is that of the role where it is not
    said. Raises WrongUsage, WrongCredentials.
    """
    _must_be_login(login)
    with in_words(connection.engine):
        return _grant(connection, login, role, engagement, _side_of(role) if side is None else side, person, password)


def _grant(
    connection: Connection,
    login: str,
    role: Role,
    engagement: Engagement,
    side: Side,
    person: str,
    password: str | None,
) -> bool:
    _must_be_up(connection)
    before = _login_state(connection, login)
    if before is not None and before.bypasses:
        raise WrongUsage(
            f"{login} is a superuser or passes row-level security: no right of the desk would hold for it.",
            "Grant to an ordinary login.",
        )
    raw: Any = driver_connection(connection)
    if before is None:
        _make_login(connection, login, password)
    elif password is not None:
        raw.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), _scram(raw, login, password)))
    changed = before is None or password is not None
    changed |= _keep_membership(connection, login, role, engagement, side, person)
    changed |= _join(connection, login, {MEMBER, role.value})
    _limit(connection, login)
    if changed:
        _log.info("access granted", extra={"ids": {"engagement": engagement.engagement_id, "role": role.value}})
    return changed


def is_known(connection: Connection, login: str) -> bool:
    """Whether the server has such a login already. Raises WrongUsage for what is no name of one."""
    _must_be_login(login)
    return _login_state(connection, login) is not None


def revoke(connection: Connection, login: str, engagement: Engagement | None = None) -> int:
    """Take away every role of a login in an engagement, or in all; how many memberships that were. Safe to repeat.

    It takes hold with the next statement of the login. The login itself stays and may still connect, but finds nothing:
    so its desk learns of the loss and deletes its copy.
    """
    _must_be_up(connection)
    _must_be_login(login)
    columns = tables.membership.c
    mine = columns.login == login
    here = mine if engagement is None else mine & (columns.engagement_id == engagement.engagement_id)
    gone = connection.execute(delete(tables.membership).where(here)).rowcount
    left = connection.execute(select(func.count()).select_from(tables.membership).where(here)).scalar_one()
    if left:
        raise _not_yours()
    kept = set(connection.execute(select(columns.role).where(mine)).scalars())
    with in_words(connection.engine):
        _leave(connection, login, {role.value for role in Role} - kept)
    if gone:
        _log.info("access revoked", extra={"ids": {"memberships": gone}})
    return int(gone)


def members(connection: Connection, engagement: Engagement | None = None) -> list[MemberRow]:
    """Every membership that the current user may know of, by engagement and login."""
    member, one = tables.membership.c, tables.engagement.c
    query = (
        select(member.login, member.role, one.code, member.side, member.person)
        .join_from(tables.membership, tables.engagement, member.engagement_id == one.engagement_id)
        .order_by(one.code, member.login, member.role)
    )
    if engagement is not None:
        query = query.where(member.engagement_id == engagement.engagement_id)
    rows = connection.execute(query).all()
    known = set(
        connection.execute(
            text(
                "SELECT r.rolname FROM pg_roles r WHERE r.rolcanlogin AND r.rolname = ANY (:names)"
                " AND has_database_privilege(r.oid, current_database(), 'CONNECT')"
            ),
            {"names": sorted({row[0] for row in rows})},
        ).scalars()
    )
    return [
        MemberRow(
            row[0], row[1], row[2], Side(row[3]) if row[3] in set(Side) else Side.UNKNOWN, row[4], row[0] in known
        )
        for row in rows
    ]


def asked(connection: Connection, engagement: Engagement) -> Asked:
    """What an engagement asks of access now."""
    columns = tables.engagement.c
    row = connection.execute(
        select(columns.masked, columns.pseudonyms, columns.log_views, columns.lease_days, columns.covered).where(
            columns.engagement_id == engagement.engagement_id
        )
    ).one()
    return Asked(
        tuple(json.loads(row[0])), bool(row[1]), tuple(json.loads(row[2])), int(row[3]), tuple(json.loads(row[4]))
    )


def ask(
    connection: Connection,
    engagement: Engagement,
    *,
    masked: Sequence[str] | None = None,
    pseudonyms: bool | None = None,
    log_views: Sequence[str] | None = None,
    lease_days: int | None = None,
    covered: Sequence[str] | None = None,
) -> Asked:
    """Change what an engagement asks of access; None leaves as it is. What clients got before is loaded anew by their
    desks. Raises WrongUsage for a mask that means nothing and a role that is none."""
    before = asked(connection, engagement)
    after = Asked(
        before.masked if masked is None else tuple(sorted({_mask(each) for each in masked})),
        before.pseudonyms if pseudonyms is None else pseudonyms,
        before.log_views if log_views is None else tuple(sorted({_role(each).value for each in log_views})),
        before.lease_days if lease_days is None else lease_days,
        before.covered if covered is None else tuple(sorted({_covered_role(each) for each in covered})),
    )
    if after.pseudonyms and connection.dialect.name == "postgresql":
        _have_secret(connection, engagement)
    if after != before:
        changed = connection.execute(
            update(tables.engagement)
            .where(tables.engagement.c.engagement_id == engagement.engagement_id)
            .values(masked=json.dumps(after.masked), pseudonyms=int(after.pseudonyms),
                    log_views=json.dumps(after.log_views), lease_days=after.lease_days,
                    covered=json.dumps(after.covered))
        )  # fmt: skip
        if not changed.rowcount:
            raise _not_yours()
    return after


def changes(connection: Connection, engagement: Engagement) -> list[AccessChange]:
    """The log of changes of access of an engagement, oldest first."""
    rows = connection.execute(
        text("SELECT at, by_login, what, said FROM access_change WHERE engagement_id = :e ORDER BY change_id"),
        {"e": engagement.engagement_id},
    )
    return [AccessChange(int(row[0]), row[1], row[2], json.loads(row[3])) for row in rows]


@dataclass(frozen=True, slots=True)
class _LoginState:
    can_login: bool
    bypasses: bool


def _login_state(connection: Connection, login: str) -> _LoginState | None:
    row = connection.execute(
        text("SELECT rolcanlogin, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = :login"), {"login": login}
    ).first()
    return None if row is None else _LoginState(bool(row[0]), bool(row[1]))


def _make_login(connection: Connection, login: str, password: str | None) -> None:
    raw: Any = driver_connection(connection)
    secret = sql.SQL("") if password is None else sql.SQL(" PASSWORD {}").format(_scram(raw, login, password))
    raw.execute(
        sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS CONNECTION LIMIT {}{}").format(
            sql.Identifier(login), sql.Literal(_CONNECTIONS), secret
        )
    )


def _limit(connection: Connection, login: str) -> None:
    """How long a statement and an idle transaction of a login may last, where the current user may say so."""
    roles = set(
        connection.execute(select(tables.membership.c.role).where(tables.membership.c.login == login)).scalars()
    )
    may = connection.execute(
        text(
            "SELECT u.rolsuper OR u.rolcreaterole AND EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles r"
            " ON r.oid = m.roleid WHERE r.rolname = :login AND m.member = u.oid AND m.admin_option)"
            " FROM pg_roles u WHERE u.rolname = current_user"
        ),
        {"login": login},
    ).scalar_one()
    if not may:
        return
    for name, most in _LONGEST.items():
        said = sql.SQL("RESET {}") if roles & _TAKE_LONG else sql.SQL("SET {} = {}")
        values = [sql.Identifier(name)] if roles & _TAKE_LONG else [sql.Identifier(name), sql.Literal(most)]
        change = sql.SQL("ALTER ROLE {} IN DATABASE {} ").format(
            sql.Identifier(login),
            sql.Identifier(str(connection.execute(text("SELECT current_database()")).scalar_one())),
        )
        driver_connection(connection).execute(change + said.format(*values))


def _scram(raw: Any, login: str, password: str) -> sql.Literal:
    """The verifier that the server keeps (SCRAM-SHA-256, RFC 7677), made here: the password itself never travels, and
    no log of statements can hold it."""
    if not password:
        raise WrongUsage("The password is empty.", "Give one, or leave the option out.")
    made: bytes = raw.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return sql.Literal(made.decode("ascii"))


def _keep_membership(
    connection: Connection, login: str, role: Role, engagement: Engagement, side: Side, person: str
) -> bool:
    columns, one = tables.membership.c, engagement.engagement_id
    mine = (columns.engagement_id == one) & (columns.login == login)
    connection.execute(text("SELECT desk_hold(:e)"), {"e": one})
    row = connection.execute(
        select(columns.side, columns.person).where(mine, columns.role == role.value)
    ).first()  # fmt: skip
    changed = False
    if row is None:
        last = connection.execute(select(func.max(columns.membership_id)).where(columns.engagement_id == one)).scalar()
        named = person or connection.execute(select(func.max(columns.person)).where(mine)).scalar() or ""
        connection.execute(
            insert(tables.membership).values(
                engagement_id=one, membership_id=int(last or 0) + 1, login=login, role=role.value, side=int(side),
                person=named,
            )
        )  # fmt: skip
        changed = True
    elif row[0] != int(side):
        connection.execute(update(tables.membership).where(mine, columns.role == role.value).values(side=int(side)))
        changed = True
    if person:  # one login writes under one name
        renamed = connection.execute(
            update(tables.membership).where(mine, columns.person != person).values(person=person)
        )  # fmt: skip
        changed |= bool(renamed.rowcount)
    return changed


def _join(connection: Connection, login: str, names: set[str]) -> bool:
    missing = [each for each in sorted(names) if not _is_in(connection, login, each)]
    for each in missing:
        driver_connection(connection).execute(
            sql.SQL("GRANT {} TO {}").format(sql.Identifier(access.group(connection, each)), sql.Identifier(login))
        )
    return bool(missing)


def _leave(connection: Connection, login: str, names: set[str]) -> None:
    for each in sorted(names):
        if _is_in(connection, login, each):
            driver_connection(connection).execute(
                sql.SQL("REVOKE {} FROM {}").format(
                    sql.Identifier(access.group(connection, each)), sql.Identifier(login)
                )
            )


def _is_in(connection: Connection, login: str, name: str) -> bool:
    return bool(
        connection.execute(
            text(
                "SELECT EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
                " JOIN pg_roles p ON p.oid = m.member WHERE g.rolname = :name AND p.rolname = :login)"
            ),
            {"name": access.group(connection, name), "login": login},
        ).scalar_one()
    )


def _have_secret(connection: Connection, engagement: Engagement) -> None:
    """The secret of the engagement's pseudonyms, made once: with another one, everybody would have another name."""
    key = secrets.token_bytes(32).ljust(_BLOCK, b"\0")
    inner, outer = (bytes(each ^ pad for each in key) for pad in (0x36, 0x5C))
    connection.execute(
        text("SELECT desk_have_secret(:e, :inner, :outer)"),
        {"e": engagement.engagement_id, "inner": inner, "outer": outer},
    )


def _must_be_up(connection: Connection) -> None:
    if not access.is_up(connection):
        raise DeskError(
            "The shared database has no roles yet: whoever migrated it could not make them.",
            "Run as a superuser or a user with CREATEROLE: bpo-desk admin migrate",
            code="no_roles",
        )


def _must_be_login(login: str) -> None:
    if not _LOGIN.fullmatch(login) or login.startswith(_PREFIXES):
        raise WrongUsage(
            f"{login!r} is no name for a login.",
            "Use up to 63 small letters, digits and . _ - @, a letter first; not pg_ or bpo_.",
        )


def _side_of(role: Role) -> Side:
    return Side.CLIENT if role is Role.CLIENT else Side.PROVIDER


def _mask(entry: str) -> str:
    what, _, name = entry.partition(":")
    known = {"role": {role.value for role in FieldRole}, "event": {kind.word for kind in EventKind}}
    if name and (what == "field" or name in known.get(what, ())):
        return entry
    raise WrongUsage(
        f"{entry!r} says nothing that can be withheld.",
        "Write field:NAME, role:ROLE (title, reference, ...) or event:KIND (comment_added, ...).",
    )


def _role(word: str) -> Role:
    if word not in set(Role):
        raise WrongUsage(f"There is no role {word!r}.", f"Choose one of: {', '.join(Role)}.")
    return Role(word)


def _covered_role(word: str) -> str:
    role = _role(word)
    if role is Role.CLIENT:
        raise WrongUsage("Clients never get masked values: there is nothing to cover.", "Name roles of your own side.")
    return role.value


def _not_yours() -> WrongCredentials:
    return WrongCredentials(
        "This login may not change the access of the engagement.",
        "Ask its owner, or an administrator of the engagement.",
    )
