"""`desk report case NO`: the audit-trail report of one or several cases, without a screen: PDF, HTML, CSV, XES, JSON.

CSV and XES need no Qt. The event that says that the cases leave the desk is kept before the file appears.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bpo_desk import __version__
from bpo_desk.errors import DeskError, NotFound, WrongUsage
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.mutation import Exported
from bpo_desk.models.times import typed_moment
from bpo_desk.reports.audience import author_for_both_sides, for_both_sides
from bpo_desk.reports.build import About, Subject, build_report
from bpo_desk.reports.case_data import canonical, data_part, digest_of
from bpo_desk.reports.document import Drawing, Report
from bpo_desk.reports.words import Times, zone_named
from bpo_desk.settings import DEFAULT_PROFILE
from bpo_desk.workspace.client_view import desk_of

if TYPE_CHECKING:
    from bpo_desk.models.case_file import CaseFile
    from bpo_desk.workspace.desk import Workspace

FORMATS: Final = ("pdf", "html", "csv", "xes", "json")
MOST_CASES: Final = 5_000
"""Cases of one report."""
_TO_STDOUT: Final = Path("-")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("what", choices=("case",), metavar="case", help="what the report is about")
    parser.add_argument("numbers", nargs="*", metavar="NO", help="case numbers, all of one engagement")
    where = "instead of numbers: the filter line of the queue; --where=-WORD where it begins with a minus"
    parser.add_argument("--where", metavar="FILTER", default="", help=where)
    parser.add_argument("--format", choices=FORMATS, default="pdf", help="default: %(default)s")
    out = "the file (- for standard output); else named by the case, in this folder"
    parser.add_argument("--out", type=Path, metavar="F", help=out)
    parser.add_argument("--engagement", metavar="CODE", help="where a case number is found in several engagements")
    parser.add_argument("--as-of", type=_moment, metavar="T", help="as it was at an instant (source clock)")
    parser.add_argument("--known-at", type=_moment, metavar="T", help="as it was known at an instant (recording clock)")
    parser.add_argument("--both-sides", action="store_true", help="only what both sides may see: no internal events")
    seen = "as the client of the engagement sees it (asks the shared database)"
    where_from = parser.add_mutually_exclusive_group()
    where_from.add_argument("--as-client", action="store_true", help=seen)
    shared = "read the one case from the shared database, where it left the copy (needs --engagement)"
    where_from.add_argument("--from-shared", action="store_true", help=shared)
    parser.add_argument("--password-stdin", action="store_true", help="with --from-shared: the password, one line")
    parser.add_argument("--recipient", default="", metavar="WHO", help="for whom; stands on the cover and in the trail")
    parser.add_argument("--reason", default="", metavar="WHY", help="why it leaves the desk; kept in the trail")
    parser.add_argument("--classification", default="Confidential", metavar="WORD", help="default: %(default)s")
    parser.add_argument("--zone", default="", metavar="ZONE", help="IANA zone of the times (default: the engagement's)")
    parser.add_argument("--profile", default=DEFAULT_PROFILE, help="which local profile (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="say what was written as one JSON document")


def _moment(text: str) -> int:
    try:
        return typed_moment(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def run(given: argparse.Namespace) -> int:
    """Write the report; returns the exit code. With --json a failure is one JSON document too."""
    try:
        if given.json and given.out == _TO_STDOUT:
            raise WrongUsage("--json and --out - both want standard output.", "Name a file with --out.")
        written = _written(given)
    except DeskError as error:
        if given.json:
            print(json.dumps({"error": error.document()}, ensure_ascii=False))
        raise
    if given.json:
        print(json.dumps(written, ensure_ascii=False))
    elif given.out != _TO_STDOUT:
        print(f"{written['written']} written; SHA-256 of its data part {written['data_sha256']}", file=sys.stderr)
    return 0


def _written(given: argparse.Namespace) -> dict[str, object]:
    with _desk(given) as workspace:
        if bool(given.numbers) == bool(given.where):
            raise WrongUsage("A report is about some cases.", "Name case numbers, or choose cases with --where.")
        if given.where:
            engagement, keys = _filtered(workspace, given)
        else:
            engagement, keys = _cases(workspace, given.engagement, list(dict.fromkeys(given.numbers)))
        wholes = [workspace.open_case(engagement.engagement_id, key) for key in keys]
        shown = [_shown(workspace, given, engagement, whole) for whole in wholes]
        about = _about(workspace, given, engagement)
        if given.both_sides:
            author = author_for_both_sides(wholes[0], about.prepared_by)
            about = replace(about, prepared_by=author, chosen_by="" if wholes[0].hides_staff else about.chosen_by)
        content, digest = content_of(given.format, shown, wholes, about)
        told = Exported(given.format, given.recipient, given.reason, "report", digest, len(shown))
        numbers = [file.number for file in shown]
        path = given.out or Path(file_name(numbers, given.format))
        if path == _TO_STDOUT:
            workspace.note_export(engagement.code, numbers, told)
            sys.stdout.buffer.write(content)
            sys.stdout.flush()
        else:
            workspace.export(engagement.code, numbers, told, path, content)
    return {
        "written": str(path),
        "format": given.format,
        "engagement": engagement.code,
        "cases": numbers,
        "events": sum(len(file.events) for file in shown),
        "data_sha256": digest,
        "bytes": len(content),
    }


def _desk(given: argparse.Namespace) -> AbstractContextManager[Workspace]:
    if not given.from_shared:
        return desk_of(given.profile, given.as_client, given.engagement)
    if len(given.numbers) != 1 or not given.engagement:
        raise WrongUsage(
            "The shared database is asked for one case of one engagement.", "Name one number and add --engagement CODE."
        )
    from bpo_desk.workspace.one_case import one_case

    return one_case(given.profile, given.engagement, given.numbers[0], given.password_stdin)


def file_name(numbers: Sequence[str], form: str) -> str:
    """The name of a report's file where none is given: by the case, without what a file name cannot hold."""
    name = re.sub(r"[^\w.-]+", "-", numbers[0]).strip(".-")[:80] or "case"
    return f"report-{name}{f'-and-{len(numbers) - 1}-more' if len(numbers) > 1 else ''}.{form}"


def _cases(workspace: Workspace, code: str | None, numbers: Sequence[str]) -> tuple[Engagement, list[int]]:
    """The engagement that has all these cases, and their keys in the given order. Raises NotFound and WrongUsage."""
    wanted = [workspace.engagement(code)] if code else workspace.engagements()
    found: dict[int, list[int]] = {}
    missing: dict[int, NotFound] = {}
    for place, engagement in enumerate(wanted):
        try:
            found[place] = [workspace.find_case(engagement.engagement_id, number) for number in numbers]
        except NotFound as error:
            missing[place] = error
    if len(found) == 1:
        place, keys = next(iter(found.items()))
        return wanted[place], list(dict.fromkeys(keys))
    if found:
        names = ", ".join(wanted[place].code for place in found)
        raise WrongUsage(f"{numbers[0]} is a case of several engagements.", f"Add --engagement with one of: {names}.")
    if len(wanted) == 1:
        raise missing[0]
    names = ", ".join(each.code for each in wanted) or "no engagement yet; sync first"
    cases = ", ".join(numbers)
    raise NotFound(
        f"No engagement of the local copy ({names}) has the case{'s' if len(numbers) > 1 else ''} {cases}.",
        "Check the numbers, or sync first. A report is about cases of one engagement.",
    )


def _filtered(workspace: Workspace, given: argparse.Namespace) -> tuple[Engagement, list[int]]:
    """The cases of one engagement that a filter finds. Raises NotFound where it finds none, WrongUsage where it finds
    more than MOST_CASES."""
    import numpy as np

    from bpo_desk.models.filter_text import parse
    from bpo_desk.state.filter_lookup import FilterLookup
    from bpo_desk.state.filter_mask import filter_mask

    engagement = workspace.engagement(given.engagement)
    queue = workspace.queue(engagement.engagement_id, given.as_of)
    now = given.as_of if given.as_of is not None else int(datetime.now(UTC).timestamp() * 1_000_000)
    rows = np.flatnonzero(filter_mask(parse(given.where), FilterLookup(queue), now))
    if not len(rows):
        raise NotFound(f"No case of {engagement.code} fits {given.where!r}.", "Change the filter.")
    if len(rows) > MOST_CASES:
        raise WrongUsage(
            f"{given.where!r} finds {len(rows):,} cases; each is noted in its trail, so {MOST_CASES:,} is the limit.",
            "Narrow the filter.",
        )
    return engagement, [int(case) for case in queue.cases["case"][rows].tolist()]


def _shown(workspace: Workspace, given: argparse.Namespace, engagement: Engagement, whole: CaseFile) -> CaseFile:
    """The case as the report shows it. Raises NotFound where nothing of it was there yet."""
    file = whole
    if given.as_of is not None or given.known_at is not None:
        file = workspace.open_case(engagement.engagement_id, whole.case, given.as_of, given.known_at)
    if not len(file.events):
        raise NotFound(f"Nothing of {whole.number} was there yet at that time.", "Choose a later time.")
    return for_both_sides(file) if given.both_sides else file


def _about(workspace: Workspace, given: argparse.Namespace, engagement: Engagement) -> About:
    if given.zone and Times(zone_named(given.zone)).name != given.zone:
        raise WrongUsage(f"There is no time zone {given.zone!r}.", "Name one as IANA does, such as Europe/Berlin.")
    now = int(datetime.now(UTC).timestamp() * 1_000_000)
    return About(
        prepared_by=workspace.writer_name(),
        prepared_at=now,
        program=f"bpo_desk {__version__}",
        zone=given.zone or engagement.zone,
        as_of=given.as_of,
        known_at=given.known_at,
        classification=given.classification,
        recipient=given.recipient,
        both_sides=given.both_sides,
        chosen_by=given.where,
    )


def content_of(form: str, shown: Sequence[CaseFile], wholes: Sequence[CaseFile], about: About) -> tuple[bytes, str]:
    """(the bytes of a report in a format of FORMATS, the digest of its data part)."""
    if form in ("csv", "xes"):
        digest = digest_of(canonical(data_part(shown)))
        return (_csv if form == "csv" else _xes)(shown, about, digest), digest
    _need_application()
    subjects = [Subject(file, whole, drawing(file, about.now)) for file, whole in zip(shown, wholes, strict=True)]
    report = build_report(subjects, about)
    return _rendered(form, report), report.digest


def _csv(files: Sequence[CaseFile], about: About, digest: str) -> bytes:
    from bpo_desk.reports.event_sheet import event_sheet
    from bpo_desk.reports.table_files import write_csv

    out = io.BytesIO()
    write_csv(out, event_sheet(files, about, (("SHA-256 of the data part", digest),)))
    return out.getvalue()


def _xes(files: Sequence[CaseFile], about: About, digest: str) -> bytes:
    from bpo_desk.models.times import to_iso
    from bpo_desk.reports.xes import XesCase, write_xes

    said = [
        ("engagement", files[0].engagement.code),
        ("prepared_by", about.prepared_by),
        ("prepared_at", to_iso(about.prepared_at) or ""),
        ("program", about.program),
        ("as_of", to_iso(about.now) or ""),
        ("classification", about.classification),
        ("data_sha256", digest),
    ]
    out = io.BytesIO()
    write_xes(out, files[0].engagement.name, [XesCase.of(file) for file in files], said)
    return out.getvalue()


def _rendered(form: str, report: Report) -> bytes:
    if form == "json":
        from bpo_desk.reports.json_report import report_json

        return report_json(report)
    if form == "html":
        from bpo_desk.reports.html import report_html
        from bpo_desk.ui.print.drawings import svg_pictures

        return report_html(report, svg_pictures)
    from bpo_desk.ui.print.pdf import report_pdf

    return report_pdf(report)


def drawing(file: CaseFile, now: int) -> Drawing:
    """The diagram of a case with its state, the very one that the case screen shows."""
    from bpo_desk.ui.case.case_view import prepare_case

    view = prepare_case(file, now)
    return Drawing(view.diagram.drawing, view.live.markers, view.diagram.elements, view.diagram.note)


def _need_application() -> None:
    """Make a QGuiApplication where there is none: fonts need one, a screen is not needed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    from bpo_desk.app.desktop import new_application
    from bpo_desk.ui.appearance import Appearance

    if QGuiApplication.instance() is None:
        Appearance(new_application([sys.argv[0] if sys.argv else "bpo-desk"]), dark=False).ensure_font()
