"""When closed cases leave the local copies: the rule of an engagement, cases that are kept whatever it says, applying
it, and bringing cases back. The log itself stays whole.

What the rule means is in retention_rules.py; how copies carry it out in sync/dispose.py.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bpo_desk.errors import NotFound, WrongCredentials, WrongUsage
from bpo_desk.models.engagement import Engagement
from bpo_desk.shared import access, guarded, tables
from bpo_desk.shared.desk_functions import FORBIDDEN
from bpo_desk.shared.engine import writing
from bpo_desk.shared.failures import in_words
from bpo_desk.shared.retention_rules import AT_ONCE, DAY, NEWS, PAUSE, due

LEAST_DAYS = 30
"""A rule may not be shorter: so long a desk keeps what it wrote, to send it again after a restore of the server."""
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Retention:
    """The rule of an engagement: `days` after which closed cases leave (0: none does), when it was applied last and
    before when those were closed that have left (microseconds UTC, None: never), how many have, and which are held."""

    days: int
    let_go_at: int | None
    left_before: int | None
    left: int
    held: tuple[str, ...]


def retention(connection: Connection, engagement: Engagement) -> Retention:
    """The rule as it stands."""
    one, case = tables.engagement.c, tables.case_.c
    rule = connection.execute(
        select(one.retention_days, one.let_go_at, one.left_before).where(one.engagement_id == engagement.engagement_id)
    ).one()
    mine = case.engagement_id == engagement.engagement_id
    left = len(connection.execute(select(case.case_id).where(mine, case.left_at.is_not(None))).all())
    held = connection.execute(select(case.number).where(mine, case.held != 0).order_by(case.number)).scalars()
    return Retention(int(rule[0]), rule[1], rule[2], left, tuple(held))


def set_rule(connection: Connection, engagement: Engagement, days: int) -> None:
    """Let cases leave that were closed so many days ago; 0: none leaves any more. What has left stays away. Raises
    WrongUsage, WrongCredentials."""
    if days and not LEAST_DAYS <= days <= MOST_DAYS:
        raise WrongUsage(
            f"Closed cases cannot leave after {days} days.",
            f"Name at least {LEAST_DAYS}: so long a desk keeps what it wrote, should the server have to be restored.",
        )
    before = retention(connection, engagement)
    changed = connection.execute(
        update(tables.engagement)
        .where(tables.engagement.c.engagement_id == engagement.engagement_id)
        .values(retention_days=days, let_go_at=None)
    )
    if not changed.rowcount:
        raise _not_yours()
    if before.days != days and not _in_database(connection):  # there a trigger writes it down
        _note(connection, engagement.engagement_id, "settings", {"retention_days": days})


def hold(connection: Connection, engagement: Engagement, numbers: Sequence[str], *, keep: bool) -> int:
    """Keep some cases in the local copies whatever the rule says (a legal hold), or no longer; how many changed. Raises
    NotFound, with nothing changed."""
    keys = list(_keys(connection, engagement, numbers).values())
    if _in_database(connection):
        call = text("SELECT desk_keep(:e, CAST(:cases AS integer[]), CAST(:keep AS smallint))")
        given = {"e": engagement.engagement_id, "cases": keys, "keep": int(keep)}
        return int(_asked(connection, call, given))
    case = tables.case_.c
    changed = connection.execute(
        update(tables.case_)
        .where(case.engagement_id == engagement.engagement_id, case.held != int(keep), case.case_id.in_(keys))
        .values(held=int(keep))
    ).rowcount
    if changed:
        _note(connection, engagement.engagement_id, "held" if keep else "released", {"cases": sorted(numbers)})
    return int(changed)


def bring_back(connection: Connection, engagement: Engagement, numbers: Sequence[str]) -> int:
    """Have cases that left come back to every local copy; how many had left. Raises NotFound, with nothing changed."""
    keys = list(_keys(connection, engagement, numbers).values())
    back = news_of(connection, engagement.engagement_id, keys)
    if back and not _in_database(connection):
        _note(connection, engagement.engagement_id, "brought_back", {"cases": sorted(numbers)})
    return back


def some_left(connection: Connection, engagement_id: int) -> bool:
    """Whether any case of an engagement has left the local copies."""
    found = text("SELECT EXISTS (SELECT 1 FROM case_ WHERE engagement_id = :e AND left_at IS NOT NULL)")
    return bool(connection.execute(found, {"e": engagement_id}).scalar_one())


def news_of(connection: Connection, engagement_id: int, keys: Sequence[int]) -> int:
    """Events came into cases (by key): those of them that had left come back whole. How many that were."""
    if not keys or not some_left(connection, engagement_id):
        return 0
    if guarded.is_guarded(connection):
        call = text("SELECT desk_bring_back(:e, CAST(:cases AS integer[]))")
        return int(connection.execute(call, {"e": engagement_id, "cases": [int(key) for key in keys]}).scalar_one())
    back = text(
        "UPDATE case_ SET left_at = NULL, back_at = :now WHERE engagement_id = :e AND left_at IS NOT NULL"
        " AND case_id IN :cases"
    ).bindparams(bindparam("cases", expanding=True))
    done, now = 0, _clock(connection)
    for first in range(0, len(keys), AT_ONCE):
        some = [int(key) for key in keys[first : first + AT_ONCE]]
        done += connection.execute(back, {"e": engagement_id, "now": now, "cases": some}).rowcount
    return done


def let_go(engine: Engine, engagement_id: int) -> int:
    """Apply the rule once, in a transaction of its own, by the clock of the server: how many cases left, at most
    AT_ONCE; -1 where others write, so that it must be tried another time. Nothing, where it was applied lately.

    A SQLite file has no clock: there it is the clock of whoever calls, so let it be an administrator and no desk.
    """
    with in_words(engine), writing(engine) as connection:
        if _in_database(connection):
            if connection.execute(text("SELECT pg_is_in_recovery()")).scalar_one():
                return 0  # a standby: the primary will
            return int(_asked(connection, text("SELECT desk_let_go(:e)"), {"e": engagement_id}))
        return _let_go(connection, engagement_id)


def _let_go(connection: Connection, engagement_id: int) -> int:
    """Where there are no functions: one SQLite file, or PostgreSQL without roles."""
    one = tables.engagement.c
    days, last = connection.execute(
        select(one.retention_days, one.let_go_at).where(one.engagement_id == engagement_id)
    ).one()
    now = _clock(connection)
    if not days or (last is not None and abs(now - last) < PAUSE):
        return 0
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE event IN SHARE ROW EXCLUSIVE MODE"))
    given = {"e": engagement_id, "now": now, "before": now - days * DAY, "most": AT_ONCE}
    connection.execute(
        text(f"UPDATE case_ SET left_at = NULL, back_at = :now WHERE engagement_id = :e"
             f" AND case_id IN ({NEWS.format(e=':e')})"),
        given,
    )  # fmt: skip
    gone = connection.execute(
        text(f"UPDATE case_ SET left_at = :now WHERE engagement_id = :e AND case_id IN (SELECT x.case_id FROM ("
             f"{due(':e', ':before', ':most')}) x)"),
        given,
    ).rowcount  # fmt: skip
    connection.execute(
        update(tables.engagement)
        .where(one.engagement_id == engagement_id)
        .values(left_before=given["before"], let_go_at=now if gone < AT_ONCE else last)
    )
    if gone:
        _note(connection, engagement_id, "let_go", {"cases": gone, "closed_before": given["before"], "days": days})
    return int(gone)


def _keys(connection: Connection, engagement: Engagement, numbers: Sequence[str]) -> dict[str, int]:
    case = tables.case_.c
    found: dict[str, int] = {}
    for number in numbers:
        key = connection.execute(
            select(case.case_id).where(case.engagement_id == engagement.engagement_id, case.number == number)
        ).scalar()
        if key is None:
            raise NotFound(f"There is no case {number} in {engagement.code}.", "Check the number and the engagement.")
        found[number] = int(key)
    return found


def _in_database(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql" and access.is_up(connection)


def _asked(connection: Connection, call: Any, given: dict[str, Any]) -> Any:
    try:
        return connection.execute(call, given).scalar_one()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == FORBIDDEN:
            raise _not_yours() from error
        raise


def _clock(connection: Connection) -> int:
    """Microseconds UTC: of the server, where there is one."""
    if connection.dialect.name == "postgresql":
        now = connection.execute(text("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"))
        return int(now.scalar_one())
    return time.time_ns() // 1000


def _note(connection: Connection, engagement_id: int, what: str, said: dict[str, object]) -> None:
    connection.execute(
        text(
            "INSERT INTO access_change (engagement_id, at, by_login, what, said)"
            " VALUES (:e, :at, :login, :what, :said)"
        ),
        {"e": engagement_id, "at": _clock(connection), "login": "", "what": what,
         "said": json.dumps(said, ensure_ascii=False)},
    )  # fmt: skip


def _not_yours() -> WrongCredentials:
    return WrongCredentials(
        "This login may not say which cases leave the copies of the engagement.",
        "Ask its owner, or an administrator of the engagement.",
    )
