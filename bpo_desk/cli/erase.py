"""`desk admin erase`: a person, or the texts of single events, are erased in an engagement, for a reason."""

from __future__ import annotations

import argparse
import getpass
import time
from typing import TYPE_CHECKING

from bpo_desk.cli.admin import database, say
from bpo_desk.errors import WrongUsage

if TYPE_CHECKING:
    from bpo_desk.shared.engine import Connection

_PLACES = {
    "membership": "who its logins are", "list_export": "the log of lists", "access_change": "the log of changes",
    "applied_mutation": "answers to desks",
}  # fmt: skip


def run(given: argparse.Namespace) -> int:
    """Erase in one transaction, and say what still names the person."""
    from bpo_desk.shared.admin import find_engagement
    from bpo_desk.shared.changes import Deed, erase_events
    from bpo_desk.shared.engine import writing
    from bpo_desk.shared.erasure import Erased, erase_person, require_administrator

    if not given.why.strip():
        raise WrongUsage("An erasure needs a reason.", "Say why, without the name: --why 'request 2026-17'")
    if given.person and given.person in given.why:
        raise WrongUsage("The reason has the name in it, and it is kept.", "Say why without the name.")
    with database(given) as engine:
        engagement = find_engagement(engine, given.engagement)
        with writing(engine) as connection:
            deed = Deed(_who(connection), given.why, time.time_ns() // 1000)
            if given.person:
                found = erase_person(connection, engagement, given.person, deed)
            else:
                require_administrator(connection, engagement)
                found = Erased("", erase_events(connection, engagement, given.event, deed), 0)
    closed = [_PLACES[each] for each in found.closed]
    document: dict[str, object] = {
        "engagement": engagement.code, "events": found.events, "rows": found.rows, "name": found.name or None,
        "left": list(found.left), "only_owner": closed,
    }  # fmt: skip
    words = (
        f"{engagement.code}: the texts of {found.events} events are erased; the desks forget them with their next sync."
    )
    if found.name:
        words += f" The person is called {found.name} from now on."
    if found.left:
        words += f" The name still stands in: {', '.join(found.left)}."
    if closed:
        words += f" Only the owner of the database can take it out of: {', '.join(closed)}."
    say(given, document, words)
    return 0


def _who(connection: Connection) -> str:
    if connection.dialect.name == "postgresql":
        return str(connection.exec_driver_sql("SELECT session_user").scalar_one())
    return getpass.getuser()
