"""`desk admin grant|revoke|members|access`: who may do what in an engagement, and what clients get of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from bpo_desk.cli.admin import database, say
from bpo_desk.models.engagement import Engagement, Role
from bpo_desk.models.lease import CLIENT_DAYS, STAFF_DAYS
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_iso
from bpo_desk.workspace.passwords import new_password

if TYPE_CHECKING:
    from bpo_desk.shared.engine import Connection, Engine
    from bpo_desk.shared.members import Asked

_T = TypeVar("_T")


def grant(given: argparse.Namespace) -> int:
    """Give a login a role in an engagement; safe to repeat."""
    from bpo_desk.shared import members
    from bpo_desk.shared.admin import find_engagement

    role, side = Role(given.role), None if given.side is None else Side[given.side.upper()]
    with database(given) as engine:
        members.require_roles(engine)
        engagement = find_engagement(engine, given.engagement)
        asks = given.new_password_stdin or (not given.no_password and not _known(engine, given.person))
        password = new_password(given.person, given.new_password_stdin) if asks else None

        def granted(connection: Connection) -> bool:
            name = given.name
            return members.grant(connection, given.person, role, engagement, side=side, person=name, password=password)

        changed = _written(engine, granted)
    words = f"{given.person} is {role.value} in {engagement.code}"
    document = {"person": given.person, "role": role.value, "engagement": engagement.code, "changed": changed}
    say(given, document, f"{words} now." if changed else f"{words} already; nothing changed.")
    return 0


def revoke(given: argparse.Namespace) -> int:
    """Take a login's roles away, in one engagement or in all; safe to repeat."""
    from bpo_desk.shared import members
    from bpo_desk.shared.admin import find_engagement

    with database(given) as engine:
        members.require_roles(engine)
        one = None if given.engagement is None else find_engagement(engine, given.engagement)
        gone = _written(engine, lambda connection: members.revoke(connection, given.person, one))
    where = "any engagement" if one is None else one.code
    document = {"person": given.person, "engagement": None if one is None else one.code, "revoked": gone}
    taken = f"{given.person} has no role in {where} any more; its desk deletes its copy with the next sync."
    say(given, document, taken if gone else f"{given.person} had no role in {where}; nothing changed.")
    return 0


def members_(given: argparse.Namespace) -> int:
    """Who has which role, and with --log what was changed when and by whom."""
    from bpo_desk.shared import members
    from bpo_desk.shared.admin import engagements, find_engagement
    from bpo_desk.shared.engine import reading

    with database(given) as engine:
        members.require_roles(engine)
        one = None if given.engagement is None else find_engagement(engine, given.engagement)
        with reading(engine) as connection:
            rows = members.members(connection, one)
            about = ([one] if one else engagements(connection)) if given.log else []
            log = [(each.code, change) for each in about for change in members.changes(connection, each)]
    document: dict[str, object] = {
        "members": [
            {"person": row.login, "role": row.role, "engagement": row.engagement, "side": row.side.name.lower(),
             "name": row.person, "can_connect": row.can_connect}
            for row in rows
        ]
    }  # fmt: skip
    lines = [
        f"{row.engagement}: {row.login} ({row.person or 'no name'}), {row.role}, {row.side.name.lower()}"
        f"{'' if row.can_connect else ', HAS NO LOGIN HERE'}"
        for row in rows
    ]
    if given.log:
        document["log"] = [
            {"at": to_iso(each.at), "engagement": code, "by": each.by, "what": each.what, **each.said}
            for code, each in log
        ]
        lines += [f"{to_iso(each.at)} {code}: {each.by} {each.what} {each.said}" for code, each in log]
    say(given, document, "\n".join(lines) or "Nobody has a role.")
    return 0


def access(given: argparse.Namespace) -> int:
    """What an engagement asks of access: shown, or changed where an option says so."""
    from bpo_desk.shared import members
    from bpo_desk.shared.admin import find_engagement

    with database(given) as engine:
        members.require_roles(engine)
        one = find_engagement(engine, given.engagement)

        def asked(connection: Connection) -> members.Asked:
            before = members.asked(connection, one)
            masked = None
            if given.mask or given.unmask:
                masked = sorted((set(before.masked) | set(given.mask)) - set(given.unmask))
            shown = {"on": True, "off": False, None: None}[given.pseudonyms]
            views = None if given.log_views is None else [each for each in given.log_views.split(",") if each]
            covers = None if given.cover is None else [each for each in given.cover.split(",") if each]
            lease = given.lease_days
            return members.ask(
                connection, one, masked=masked, pseudonyms=shown, log_views=views, lease_days=lease, covered=covers
            )

        found = _written(engine, asked)
    document = {"engagement": one.code, "masked": list(found.masked), "pseudonyms": found.pseudonyms,
                "log_views": list(found.log_views), "lease_days": found.lease_days,
                "covered": list(found.covered)}  # fmt: skip
    say(given, document, _in_words(one, found))
    return 0


def _in_words(one: Engagement, found: Asked) -> str:
    withheld = ", ".join(found.masked) or "nothing"
    names = "under pseudonyms" if found.pseudonyms else "by name"
    logged = ", ".join(found.log_views) or "nobody"
    covered = ", ".join(found.covered) or "nobody"
    lease = found.lease_days
    days = f"{lease} days" if lease else f"{CLIENT_DAYS} days by clients, {STAFF_DAYS} by others"
    return (
        f"{one.code}: clients get {withheld} withheld and staff {names}; the same values are covered until unmasked for"
        f" {covered}; opening a case is written down for {logged}. A copy may be used {days} without contact."
        " Clients' desks load anew with their next sync where this changed."
    )


def _known(engine: Engine, login: str) -> bool:
    from bpo_desk.shared import members
    from bpo_desk.shared.engine import reading

    with reading(engine) as connection:
        return members.is_known(connection, login)


def _written(engine: Engine, work: Callable[[Connection], _T]) -> _T:
    from bpo_desk.shared.engine import writing

    with writing(engine) as connection:
        return work(connection)
