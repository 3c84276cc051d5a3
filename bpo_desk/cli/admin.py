"""`desk admin`: make, migrate and check a shared database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bpo_desk.errors import NotFound, RefusedFile, WrongUsage
from bpo_desk.workspace.passwords import password_for

if TYPE_CHECKING:
    from bpo_desk.shared.engine import Engine


def init(given: argparse.Namespace) -> int:
    """Make the tables in an empty database; safe to repeat."""
    from bpo_desk.shared import admin
    from bpo_desk.shared.engine import SCHEMA_VERSION

    with database(given) as engine:
        admin.init(engine)
    say(given, {"schema_version": SCHEMA_VERSION}, f"The shared database is ready (schema {SCHEMA_VERSION}).")
    return 0


def migrate(given: argparse.Namespace) -> int:
    """Bring the tables to this program's version."""
    from bpo_desk.shared import admin

    with database(given) as engine:
        version = admin.migrate(engine)
    say(given, {"schema_version": version}, f"The shared database has schema {version}.")
    return 0


def new_epoch(given: argparse.Namespace) -> int:
    """After a restore from backup: tell every copy to load anew."""
    from bpo_desk.shared import admin

    with database(given) as engine:
        epoch = admin.new_epoch(engine)
    say(given, {"epoch": epoch}, f"The shared database is at epoch {epoch}; every copy loads anew at its next sync.")
    return 0


def calendar(given: argparse.Namespace) -> int:
    """Store a business calendar of an engagement from its text form, or a new form of the one of that name."""
    from bpo_desk.measures.calendar_text import calendar_from_text
    from bpo_desk.measures.open_hours import open_hours
    from bpo_desk.shared.admin import find_engagement
    from bpo_desk.shared.calendars import store_calendar
    from bpo_desk.shared.engine import writing

    try:
        found = calendar_from_text(given.file.read_text(encoding="utf-8"))
        open_hours(found)  # an unknown holiday set shows only when days are asked for
    except OSError as error:
        raise NotFound(f"{given.file} cannot be read: {error.strerror or error}.", "Check the path.") from error
    except (WrongUsage, ValueError) as error:
        raise RefusedFile(f"{given.file} is no calendar: {error}.", "Correct the file and store it again.") from error
    with database(given) as engine:
        engagement = find_engagement(engine, given.engagement)
        with writing(engine) as connection:
            store_calendar(connection, engagement, found)
    words = (
        f"{engagement.code} works by the calendar {found.name!r} ({found.zone}); desks have it with their next sync."
    )
    say(given, {"engagement": engagement.code, "calendar": found.name, "zone": found.zone}, words)
    return 0


def doctor(given: argparse.Namespace) -> int:
    """Check the database; exit code 1 where something is wrong."""
    from bpo_desk.shared.doctor import doctor as examine

    with database(given) as engine:
        findings = examine(engine)
    wrong = [finding for finding in findings if not finding.fine]
    document = {
        "fine": not wrong,
        "findings": [{"check": f.check, "fine": f.fine, "words": f.words, "next_step": f.next_step} for f in findings],
    }
    marks = {True: "ok   ", False: "WRONG"}
    lines = [f"{marks[f.fine]} {f.check}: {f.words} {f.next_step}".rstrip() for f in findings]
    say(given, document, "\n".join(lines))
    return 1 if wrong else 0


@contextmanager
def database(given: argparse.Namespace) -> Iterator[Engine]:
    """The named shared database for the length of a command."""
    from bpo_desk.shared.engine import open_engine

    engine = open_engine(given.url, password_for(given.url, given.password_stdin))
    try:
        yield engine
    finally:
        engine.dispose()


def say(given: argparse.Namespace, document: dict[str, object], words: str) -> None:
    """The outcome of a command: as data on standard output, or in words for a person."""
    if given.json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        print(words, file=sys.stderr)
