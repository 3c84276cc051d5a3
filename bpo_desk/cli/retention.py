"""`desk admin retention`: after how many days closed cases leave the local copies of an engagement, which are kept."""

from __future__ import annotations

import argparse
import re
import time
from typing import TYPE_CHECKING, Final

from bpo_desk.cli.admin import database, say
from bpo_desk.errors import DeskError, WrongUsage
from bpo_desk.models.times import to_iso

if TYPE_CHECKING:
    from bpo_desk.shared.engine import Engine
    from bpo_desk.shared.retention import Retention

_DAYS: Final = re.compile(r"(\d{1,5})d?")
_TRIES: Final = 20
_PAUSE_SECONDS: Final = 1.0


def retention(given: argparse.Namespace) -> int:
    """Change the rule where an option says so, apply it where it changed or is asked for, and show it."""
    from bpo_desk.shared import retention as rules
    from bpo_desk.shared.admin import find_engagement
    from bpo_desk.shared.engine import reading, writing

    days = 0 if given.none else None if given.closed_after is None else _days(given.closed_after)
    gone = 0
    with database(given) as engine:
        one = find_engagement(engine, given.engagement)
        with writing(engine) as connection:
            held = rules.hold(connection, one, given.hold, keep=True) if given.hold else 0
            released = rules.hold(connection, one, given.release, keep=False) if given.release else 0
            back = rules.bring_back(connection, one, given.back) if given.back else 0
            if days is None and given.apply:
                days = rules.retention(connection, one).days
            if days is not None:
                rules.set_rule(connection, one, days)
        if days:
            gone = _applied(engine, int(one.engagement_id))
        with reading(engine) as connection:
            found = rules.retention(connection, one)
    document: dict[str, object] = {
        "engagement": one.code, "closed_after_days": found.days, "left": found.left, "left_now": gone,
        "closed_before": None if found.left_before is None else to_iso(found.left_before),
        "applied_at": None if found.let_go_at is None else to_iso(found.let_go_at), "held": list(found.held),
        "changed": {"held": held, "released": released, "brought_back": back},
    }  # fmt: skip
    say(given, document, _in_words(one.code, found, gone))
    return 0


def _applied(engine: Engine, engagement_id: int) -> int:
    """Let go what is due, however many transactions that takes. Raises DeskError where others write all the time."""
    from bpo_desk.shared import retention as rules
    from bpo_desk.shared.retention_rules import AT_ONCE

    gone, busy = 0, 0
    while busy < _TRIES:
        some = rules.let_go(engine, engagement_id)
        if some < 0:
            busy += 1
            time.sleep(_PAUSE_SECONDS)
            continue
        gone += some
        if some < AT_ONCE:
            return gone
    raise DeskError(
        "The rule stands, but it could not be applied yet: others write into the shared database all the time.",
        "Run it again later with --apply; the desks try every day as well.",
        code="database_busy",
    )


def _days(text: str) -> int:
    found = _DAYS.fullmatch(text.strip())
    if found is None:
        raise WrongUsage(f"{text!r} is no number of days.", "Write it like 90d.")
    return int(found.group(1))


def _in_words(code: str, found: Retention, gone: int) -> str:
    if found.days:
        words = f"{code}: closed cases leave every desk's copy {found.days} days after they were closed."
    else:
        words = f"{code}: no case leaves the desks' copies."
    if gone:
        words += f" {gone} left now; the desks let go of them with their next sync."
    if found.left:
        day = "" if found.left_before is None else f" (closed before {str(to_iso(found.left_before))[:10]})"
        words += f" {found.left} in all are out of the copies{day}; the shared database keeps every event."
    if found.held:
        words += f" Held whatever the rule says: {', '.join(found.held)}."
    return words
