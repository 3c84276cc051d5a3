"""The events of one or several cases as a sheet: what the event table shows, and beside it what identifies an event."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Final

from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event import VALUE_CHANGES, kind_word
from bpo_desk.models.ids import NONE
from bpo_desk.models.times import to_iso
from bpo_desk.reports.build import About
from bpo_desk.reports.table_files import Cell, Sheet
from bpo_desk.reports.words import EventWords, Times, zone_named

_COLUMNS: Final = (
    "Case", "No", "Occurred", "Who", "Side", "What", "Step", "Old", "New", "Comment, reason", "Seen by", "Kind",
    "Work item", "Ad hoc", "To person", "To queue", "Field", "Occurred (UTC)", "Recorded (UTC)", "Source",
    "Record in the source", "Event id",
)  # fmt: skip


def event_sheet(files: Sequence[CaseFile], about: About, said: Sequence[tuple[str, str]] = ()) -> Sheet:
    """The events of the cases in order. `said`: further lines above the table, such as the filter or a cut-off."""
    times = Times(zone_named(about.zone))
    numbers = ", ".join(file.number for file in files[:30]) + (" and more" if len(files) > 30 else "")
    if about.chosen_by:
        said = (("Filter", about.chosen_by), *said)
    lines = (
        ("Case" if len(files) == 1 else "Cases", numbers),
        *about_lines(files, about),
        ("Events", f"{sum(len(file.events) for file in files):,}"),
        *said,
    )
    return Sheet("Events", lines, _COLUMNS, _rows(files, times))


def about_lines(files: Sequence[CaseFile], about: About) -> tuple[tuple[str, str], ...]:
    """What stands above every table that leaves the desk: whose, as of when, from which state of the copy."""
    known = [file.data_as_of for file in files]
    oldest = None if None in known else min(at for at in known if at is not None)
    return table_lines(files[0].engagement, about, oldest, partial=any(file.partial for file in files))


def table_lines(
    engagement: Engagement, about: About, data_as_of: int | None, *, partial: bool
) -> tuple[tuple[str, str], ...]:
    """The same for a table of an engagement; `data_as_of`: microseconds UTC, None where that is not known."""
    times = Times(zone_named(about.zone))
    lines = [
        ("Engagement", f"{engagement.name} ({engagement.code})"),
        ("As of", "the present" if about.as_of is None else times.zoned(about.as_of)),
        ("Data as of", "unknown" if data_as_of is None else times.zoned(data_as_of)),
        ("Times are in", times.name),
        ("Prepared", f"{about.prepared_by}, {times.zoned(about.prepared_at)}, {about.program}"),
        ("Classification", about.classification),
    ]
    if about.recipient:
        lines.append(("Recipient", about.recipient))
    if about.both_sides:
        lines.append(("Left out", "internal events"))
    if partial:
        lines.append(("Not complete", "the local copy was still loading"))
    return tuple(lines)


def _rows(files: Sequence[CaseFile], times: Times) -> Iterator[list[Cell]]:
    for file in files:
        words = EventWords(file, times)
        for row in range(len(file.events)):
            yield _row(file, words, row)


def _row(file: CaseFile, words: EventWords, row: int) -> list[Cell]:
    one = {name: int(column[row]) for name, column in file.events.columns().items()}
    changed = one["kind"] in VALUE_CHANGES
    return [
        file.number,
        row + 1,
        words.times.second(one["occurred_at"]),
        words.who(row),
        words.side(row),
        words.what(row),
        words.step(row),
        words.old(row) if changed else "",
        words.new(row) if changed else "",
        words.comment(row),
        words.visibility(row),
        kind_word(one["kind"]),
        one["work_item"] if one["work_item"] > 0 else None,
        "yes" if one["ad_hoc"] == 1 else "",
        words.named("persons", one["holder"]),
        words.named("queues", one["queue"]),
        words.named("fields", one["field"]) if one["field"] != NONE else "",
        to_iso(one["occurred_at"]) or "unknown",
        to_iso(one["recorded_at"]) or "pending",
        words.named("sources", one["source"]),
        file.source_record[row] or "" if file.source_record else "",
        str(uuid.UUID(int=(one["id_hi"] << 64) | one["id_lo"])),
    ]
