"""Puts a report together: cover, the sections of each case, words, and how to check it. One case or a selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.times import to_iso
from bpo_desk.reports.audience import Completeness, completeness
from bpo_desk.reports.case_data import canonical, data_part, digest_of
from bpo_desk.reports.case_sections import CaseSeen, case_sections
from bpo_desk.reports.document import Block, Column, Drawing, Facts, Report, Section, Table, Text
from bpo_desk.reports.glossary import glossary, how_to_check
from bpo_desk.reports.words import Times, span, zone_named

NOT_STATED: Final = "not stated"
_NAMED: Final = 30
"""How many cases the cover names."""


@dataclass(frozen=True, slots=True)
class About:
    """Who makes a report, when, for whom, and what it looks at. Times: microseconds UTC; `zone`: IANA name in which
    times are shown; `both_sides`: only what both sides may see; `chosen_by`: the filter that found the cases, "" where
    they were named."""

    prepared_by: str
    prepared_at: int
    program: str
    zone: str = "UTC"
    as_of: int | None = None
    known_at: int | None = None
    classification: str = "Confidential"
    recipient: str = ""
    both_sides: bool = False
    chosen_by: str = ""

    @property
    def now(self) -> int:
        """Up to when open time counts."""
        return self.prepared_at if self.as_of is None else self.as_of


@dataclass(frozen=True, slots=True)
class Subject:
    """One case of a report: as it is shown, as the local copy holds it, and drawn."""

    shown: CaseFile
    whole: CaseFile
    drawing: Drawing


def build_report(subjects: Sequence[Subject], about: About) -> Report:
    """The report on some cases of one engagement, in the given order. Raises ValueError without any."""
    if not subjects:
        raise ValueError("a report is about at least one case")
    times = Times(zone_named(about.zone))
    data = canonical(data_part([subject.shown for subject in subjects]))
    digest = digest_of(data)
    wholes = [completeness(subject.whole, subject.shown, about.as_of, about.known_at) for subject in subjects]
    sections: list[Section] = []
    for subject, whole in zip(subjects, wholes, strict=True):
        sections += case_sections(CaseSeen.of(subject.shown, times, about.now, subject.drawing, whole))
    sections += [glossary(), how_to_check(digest, command_of(subjects, about))]
    names = _names(subjects)
    return Report(
        title="Audit-trail report",
        subtitle=names,
        cover=tuple(_cover(subjects, wholes, about, times, digest)),
        sections=tuple(sections),
        data=data,
        digest=digest,
        footer=f"{about.classification} · {names} · {about.prepared_by}, {times.zoned(about.prepared_at)} · data "
        f"SHA-256 {digest[:16]}…",
    )


def _names(subjects: Sequence[Subject]) -> str:
    first = subjects[0].shown
    if len(subjects) == 1:
        return f"Case {first.number}, {first.engagement.name}"
    return f"{len(subjects):,} cases, {first.engagement.name}"


def _cover(
    subjects: Sequence[Subject], wholes: Sequence[Completeness], about: About, times: Times, digest: str
) -> list[Block]:
    engagement, files = subjects[0].shown.engagement, [subject.shown for subject in subjects]
    known = [file.data_as_of for file in files if file.data_as_of is not None]
    blocks: list[Block] = []
    if any(file.partial for file in files):
        blocks.append(Text("Not complete: the local copy was still loading when this report was made.", strong=True))
    if about.both_sides:
        hidden = " Staff of the provider are named by number." if any(file.hides_staff for file in files) else ""
        words = f"Made for readers outside: internal events are left out.{hidden}"
        blocks.append(Text(words, strong=True))
    numbers = ", ".join(file.number for file in files[:30]) + (
        f" and {len(files) - 30} more" if len(files) > 30 else ""
    )
    first = [whole.first for whole in wholes if whole.first != TIME_UNKNOWN]
    last = [whole.last for whole in wholes if whole.last != TIME_UNKNOWN]
    period = f"{times.zoned(min(first))} to {times.zoned(max(last))}" if first else "no event with a time"
    rows = [
        ("Cases" if len(files) > 1 else "Case", numbers),
        *([("Chosen by the filter", about.chosen_by)] if about.chosen_by else []),
        ("Engagement", f"{engagement.name} ({engagement.code})"),
        ("Client", engagement.client or NOT_STATED),
        ("Provider", engagement.provider or NOT_STATED),
        ("Period", period),
        ("Times are in", f"{times.name}; in the data part UTC"),
        ("As of", _moment(about.as_of, times, "the present: everything that the local copy holds")),
        ("As known at", _moment(about.known_at, times, "the present")),
        ("Data as of", _data_as_of(min(known) if len(known) == len(files) else None, about, times)),
        ("Prepared by", about.prepared_by),
        ("Prepared at", times.zoned(about.prepared_at)),
        ("Program", about.program),
        ("Classification", about.classification),
        ("Recipient", about.recipient or NOT_STATED),
        ("SHA-256 of the data part", digest),
    ]
    return [*blocks, Facts(tuple(rows)), *_completeness(subjects, wholes)]


def _moment(micros: int | None, times: Times, otherwise: str) -> str:
    return otherwise if micros is None else f"{times.zoned(micros)} ({to_iso(micros)})"


def _data_as_of(known: int | None, about: About, times: Times) -> str:
    if known is None:
        return "unknown: never compared with the shared database"
    return f"{times.zoned(known)}, {span(max(about.prepared_at - known, 0))} before this report"


def _completeness(subjects: Sequence[Subject], wholes: Sequence[Completeness]) -> list[Block]:
    """The completeness statement over all cases, and a line a case where there are several."""
    copied, shown = sum(whole.in_copy for whole in wholes), sum(whole.shown for whole in wholes)
    why: dict[str, int] = {}
    for whole in wholes:
        for reason, count in whole.withheld:
            why[reason] = why.get(reason, 0) + count
    left_out = "; ".join(f"{count:,} {reason}" for reason, count in why.items())
    blocks: list[Block] = [
        Text(
            f"Completeness: {copied:,} events in the local copy, {shown:,} shown, {copied - shown:,} left out"
            + (f" ({left_out})." if left_out else ".")
            + " The copy holds what the shared database lets this login see."
            + _masked(sum(whole.masked for whole in wholes))
        )
    ]
    if len(subjects) > 1:
        columns = (
            Column("Case", 2),
            Column("In the copy", 1, True),
            Column("Shown", 1, True),
            Column("Left out", 1, True),
        )
        rows = tuple(
            (subject.shown.number, f"{whole.in_copy:,}", f"{whole.shown:,}", f"{whole.in_copy - whole.shown:,}")
            for subject, whole in zip(subjects, wholes, strict=True)
        )
        blocks.append(Table(columns, rows, "no case"))
    return blocks


def _masked(count: int) -> str:
    return f" {count:,} values are withheld: they are masked for clients of the engagement." if count else ""


def command_of(subjects: Sequence[Subject], about: About) -> str:
    """The command that makes the data part of a report again."""
    numbers = [_quoted(subject.shown.number) for subject in subjects]
    words = ["bpo-desk report case", *([f"--where={_quoted(about.chosen_by)}"] if about.chosen_by else numbers)]
    words += ["--engagement", _quoted(subjects[0].shown.engagement.code), "--format json"]
    words += ["--as-of", to_iso(about.now) or ""]
    if about.known_at is not None:
        words += ["--known-at", to_iso(about.known_at) or ""]
    if about.both_sides:
        words.append("--both-sides")
    return " ".join(words)


def _quoted(text: str) -> str:
    return text if text.replace("-", "").replace("_", "").isalnum() else '"' + text.replace('"', '\\"') + '"'
