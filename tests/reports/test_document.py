"""What a report says of a case: the words and figures of the screen, nothing lost, unknown said as unknown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bpo_desk.models.capability import Capability
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.event import EventKind as K
from bpo_desk.models.times import to_iso, to_micros
from bpo_desk.reports.audience import completeness, for_both_sides
from bpo_desk.reports.build import About, Subject, build_report
from bpo_desk.reports.case_sections import CaseSeen
from bpo_desk.reports.document import Bar, Drawing, Facts, Report, Table
from bpo_desk.reports.path_table import path_of
from bpo_desk.reports.summary import summary_line, summary_text
from bpo_desk.reports.words import EventWords, Times, span, zone_named
from bpo_desk.state.context import StateContext
from bpo_desk.ui.case.case_view import prepare_case
from tests.ui_case import stories
from tests.ui_case.stories import NOW, START, Story

STORIES = (
    stories.replaced_card, stories.completions_only, stories.closed_case, stories.almost_empty, stories.long_texts,
)  # fmt: skip


def drawn(file: CaseFile, now: int = NOW) -> Drawing:
    view = prepare_case(file, now)
    return Drawing(view.diagram.drawing, view.live.markers, view.diagram.elements, view.diagram.note)


def about(file: CaseFile, **more: object) -> About:
    return About("ann", NOW, "bpo_desk test", file.engagement.zone, **more)  # type: ignore[arg-type]


def report_on(*files: CaseFile, **more: object) -> Report:
    return build_report([Subject(file, file, drawn(file)) for file in files], about(files[0], **more))


def blocks_of(report: Report, title: str) -> tuple[object, ...]:
    return next(section.blocks for section in report.sections if section.title == title)


def table_of(report: Report, title: str) -> Table:
    return next(block for block in blocks_of(report, title) if isinstance(block, Table))


@pytest.mark.parametrize("story", STORIES)
def test_each_event_is_said_in_the_words_of_the_screen(story: object) -> None:
    file = story()  # type: ignore[operator]
    screen = prepare_case(file, NOW).words
    report = EventWords(file, Times(zone_named(file.engagement.zone)))
    for row in range(len(file.events)):
        assert report.times.second(report.at(row)) == screen.when(row)
        for part in ("who", "what", "step", "change", "comment"):
            assert getattr(report, part)(row) == getattr(screen, part)(row), (row, part)
        assert report.side(row) == screen.side_words(row)


@pytest.mark.parametrize("story", STORIES[:3])
def test_the_path_has_the_numbers_of_the_diagram(story: object) -> None:
    file = story()  # type: ignore[operator]
    drawing = drawn(file)
    steps = path_of(file, StateContext.of(file.dictionaries), drawing.elements, NOW)
    numbers: dict[str, list[int]] = {}
    for step in steps:
        if step.number:
            numbers.setdefault(drawing.elements[step.step], []).append(step.number)
    told = {element: list(marker.path) for element, marker in drawing.markers.items() if marker.path}
    assert numbers == told


def test_touch_and_suspended_time_of_a_step_are_those_of_its_events() -> None:
    s = Story()
    step, who = s.step("Verify"), s.person("Ann")
    same = {"work_item": 1, "step": step, "actor": who}
    for hours, kind in ((0, K.SCHEDULED), (1, K.STARTED), (3, K.SUSPENDED), (7, K.RESUMED), (8, K.COMPLETED)):
        s.add(START + timedelta(hours=hours), kind, **same)
    s.add(START + timedelta(hours=9), K.STARTED, work_item=2, step=step, actor=who)
    file = s.file()
    now = to_micros(START + timedelta(hours=10))
    done, still_open = path_of(file, StateContext.of(file.dictionaries), {}, now)
    hour = 3_600_000_000
    assert (done.waited, done.touch, done.paused, done.outcome) == (hour, 3 * hour, 4 * hour, "completed")
    assert (still_open.touch, still_open.outcome) == (hour, "open: in progress")


def test_the_ad_hoc_tasks_say_when_they_are_due_and_what_is_late() -> None:
    s = Story()
    task = {"step": s.step("Call back"), "ad_hoc": 1}
    due = START + timedelta(days=1)
    done, late, still_open, silent, ours = 1, 2, 3, 4, (1 << 28) + 5
    for item in (done, late, still_open, silent, ours):
        s.add(START, K.SCHEDULED, work_item=item, **task)
    for item in (done, late, still_open):
        s.add(START, K.DUE_CHANGED, work_item=item, **task, new_value=s.value(to_iso(to_micros(due))))
    s.add(START + timedelta(hours=1), K.COMPLETED, work_item=done, **task)
    s.add(START + timedelta(days=2), K.COMPLETED, work_item=late, **task)
    table = table_of(report_on(s.file()), "Ad-hoc tasks")
    place = [column.title for column in table.columns].index("Due")
    when = Times(zone_named(s.file().engagement.zone)).second(to_micros(due))
    assert [row[place] for row in table.rows] == [
        when, f"{when}, done late", f"{when}, overdue", "unknown", "none",
    ]  # fmt: skip


def test_the_parts_of_the_time_sum_to_the_whole_to_the_microsecond() -> None:
    file = stories.replaced_card()
    bar = next(block for block in blocks_of(report_on(file), "Where the time went") if isinstance(block, Bar))
    opened = int(file.state["opened_at"][0])
    assert sum(share.micros for share in bar.shares) == NOW - opened
    rows = table_of(report_on(file), "Where the time went").rows
    assert rows[-1][1] == span(NOW - opened)
    screen = prepare_case(file, NOW)
    assert [share.micros for share in bar.shares] == [micros for _, micros in screen.explained(screen.live).parts]


def test_every_event_stands_in_the_report_once() -> None:
    report = report_on(stories.replaced_card())
    rows = table_of(report, "Everything that is recorded").rows
    assert [row[0] for row in rows] == [str(number) for number in range(1, 60)]
    assert len(json.loads(report.data)["cases"][0]["events"]) == 59


def test_an_exit_stands_with_who_accepted_it_and_one_that_nobody_accepted_says_so() -> None:
    rows = table_of(report_on(stories.replaced_card()), "Where the case left its process").rows
    assert [row[4] for row in rows] == ["Dan Petrov"]
    s = Story()
    ann, step = s.person("Ann"), s.step("Check")
    first = s.add(START, K.EXIT_RECORDED, actor=ann, step=step)
    s.add(START + timedelta(hours=1), K.EXIT_RECORDED, actor=ann, step=step)
    own = f"{0x0199A5C000007000:016x}{first + 1:016x}"
    s.add(START + timedelta(hours=2), K.EXIT_ACCEPTED, actor=ann, data={"event_id": own, "until": "2026-12-31"})
    rows = table_of(report_on(s.file()), "Where the case left its process").rows
    assert [row[4] for row in rows] == ["Ann", "not accepted"]
    assert rows[0][6].startswith("until 31 Dec 2026")


def test_what_a_source_cannot_tell_is_unknown_and_never_zero() -> None:
    report = report_on(stories.completions_only())
    facts = dict(next(b for b in blocks_of(report, "Where the case stands") if isinstance(b, Facts)).rows)
    for label in ("Status", "Contacts", "Re-openings", "Clock pauses", "Due", "Exits, of them not accepted"):
        assert facts[label] == "unknown", label
    assert {row[7] for row in table_of(report, "The path of the case").rows} == {"unknown"}
    said = blocks_of(report, "What the sources cannot tell")[0].text  # type: ignore[attr-defined]
    assert "whether a case is over" in said


def test_the_completeness_statement_counts_what_was_left_out_and_why() -> None:
    whole = stories.replaced_card()
    moment = to_micros(START + timedelta(days=3))
    early = whole.events.occurred_at <= moment
    shown = replace(whole, events=whole.events.take(early), data=whole.data[: int(early.sum())])
    told = completeness(whole, shown, moment, None)
    assert (told.in_copy, told.shown) == (59, int(early.sum()))
    assert dict(told.withheld) == {"occurred after the moment of this report": int((~early).sum())}
    outside = for_both_sides(whole)
    told = completeness(whole, outside, None, None)
    assert dict(told.withheld) == {"internal: never leaves the side that wrote it": 1}
    assert "second pair of eyes" not in report_on(outside).data.decode()


def test_a_case_without_internal_events_is_the_same_for_both_sides() -> None:
    file = stories.closed_case()
    assert for_both_sides(file) is file


def test_the_cover_says_when_the_copy_was_not_whole_or_never_compared() -> None:
    file = replace(stories.closed_case(), partial=True, data_as_of=None)
    said = json.dumps([str(block) for block in report_on(file).cover])
    assert "Not complete" in said
    assert "never compared with the shared database" in said


def test_the_data_part_is_the_same_whoever_makes_the_report_and_whenever() -> None:
    file = stories.replaced_card()
    one = report_on(file)
    two = build_report(
        [Subject(file, file, Drawing(None))], About("ben", NOW + 5, "another program", "UTC", recipient="somebody")
    )
    assert one.digest == two.digest
    changed = replace(file, events=replace(file.events, reason=np.roll(file.events.reason, 1)))
    assert report_on(changed).digest != one.digest


def test_a_summary_says_where_the_case_stands_as_of_when() -> None:
    file = stories.replaced_card()
    seen = CaseSeen.of(
        file, Times(zone_named(file.engagement.zone)), NOW, Drawing(None), completeness(file, file, None, None)
    )
    line = summary_line(seen)
    assert line.startswith("CARD-2026-004711: open; in the hands of: Ben Okafor (Provider) since 25 Oct 2026")
    assert "data as of 31 Oct 2026 13:02:00 CET" in line
    assert "\n" not in line
    text = summary_text(seen)
    assert "Where the time went" in text
    assert "Last events (59 in all)" in text


def test_spans_are_exact_to_the_second() -> None:
    second = 1_000_000
    assert span(0) == "0:00:00"
    assert span(61 * second) == "0:01:01"
    assert span((86_400 * 2 + 3_600 * 4) * second) == "2 d 4:00:00"
    assert span(-90 * second) == "-0:01:30"


def test_a_capability_that_no_source_has_makes_no_figure_up() -> None:
    file = stories.almost_empty()
    assert not int(file.state["capability"][0]) & Capability.TIMES
    report = report_on(file)
    assert "Unknown" in blocks_of(report, "Where the time went")[0].text  # type: ignore[attr-defined]
