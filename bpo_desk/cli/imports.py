"""`desk import`: logs into the shared database, with a report of what was taken, changed and refused."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bpo_desk.errors import NotFound
from bpo_desk.models.capability import unknown_words
from bpo_desk.models.times import to_iso
from bpo_desk.workspace.passwords import password_for
from bpo_desk.workspace.profiles import profile_url, remember_url

if TYPE_CHECKING:
    from bpo_desk.intake.report import IntakeReport
    from bpo_desk.shared.engine import Engine


def run(given: argparse.Namespace) -> int:
    """Import every file, each all or nothing; stops at the first refused one. Returns the exit code."""
    from bpo_desk.intake.import_file import import_file
    from bpo_desk.intake.mapping import read_mapping
    from bpo_desk.shared.admin import init
    from bpo_desk.shared.engine import open_engine

    for file in given.files:
        _must_exist(file)
    mapping = read_mapping(given.mapping) if given.mapping else None
    engine = open_engine(given.url, password_for(given.url, given.password_stdin))
    try:
        if engine.dialect.name == "sqlite":
            init(engine)  # the embedded default needs no administrator
        known = _is_there(engine, given.engagement)
        reports = []
        for file in given.files:
            report = import_file(engine, given.engagement, file, mapping)
            if not known:
                known = True
                print(f"Made the engagement {given.engagement}.", file=sys.stderr)
            reports.append(report)
            if not given.json:
                print("\n".join(report_lines(report)))
    finally:
        engine.dispose()
    if given.json:
        documents = [report.to_json() for report in reports]
        print(json.dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False))
    _remember(given.url, given.profile)
    return 0


def _is_there(engine: Engine, code: str) -> bool:
    from bpo_desk.shared.admin import find_engagement

    try:
        find_engagement(engine, code)
    except NotFound as missing:
        if missing.code != "not_found":
            raise
        return False
    return True


def _must_exist(file: Path) -> None:
    if file.is_dir():
        raise NotFound(f"{file} is a folder.", "Name the files in it.")
    if not file.is_file():
        raise NotFound(f"There is no file {file}.", "Check the path.")


def _remember(url: str, profile: str) -> None:
    """A desk without a shared database follows the first one it imported to."""
    known = profile_url(profile)
    if known is None:
        remember_url(profile, url)
        print(f"This desk (profile {profile}) now follows {url}.", file=sys.stderr)
    elif known != url:
        print(f"This desk follows {known}; to follow {url}: bpo-desk sync --from {url}", file=sys.stderr)


def report_lines(report: IntakeReport) -> list[str]:
    """The report in words."""
    first, last = (to_iso(at) or "unknown" for at in (report.first, report.last))
    lines = [
        f"{report.file}: {report.records} records, {report.cases} cases, {report.events} events added "
        f"({report.already_there} were there), {report.activities} activities, {report.actors} actors",
        f"  from {first} to {last}; read with {report.mapping}; {report.seconds:.1f} s",
    ]
    lines += [f"  skipped {note.where}: {note.why}" for note in report.skipped]
    lines += [f"  {count} x {what}" for what, count in report.changed]
    lines += [f"  {note}" for note in report.notes]
    missing = unknown_words(report.capability)
    if missing:
        lines.append(f"  the source does not record: {', '.join(missing)}")
    return lines
