"""What a report says of one case, section by section. Pure: from a CaseFile and the instant it is seen at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from bpo_desk.models.capability import Capability, unknown_words
from bpo_desk.models.case_columns import CaseStatus, HolderKind, SlaState, StepRelation, WaitingFor
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.event import VALUE_CHANGES
from bpo_desk.models.event_data import data_object
from bpo_desk.models.ids import NONE, TIME_UNKNOWN, UNKNOWN
from bpo_desk.models.mutation import is_task_number
from bpo_desk.models.sides import Side
from bpo_desk.reports.audience import Completeness
from bpo_desk.reports.document import Bar, Column, Drawing, Facts, Section, Share, Table, Text
from bpo_desk.reports.path_table import PathStep, path_of, tasks_of
from bpo_desk.reports.words import SIDE_WORDS, UNKNOWN_WORD, EventWords, Times, span
from bpo_desk.state.case_exits import case_exits
from bpo_desk.state.case_time import CaseTime, case_time, in_whole
from bpo_desk.state.context import StateContext
from bpo_desk.state.last_hand import last_hand

_NOT_SAID: Final = "–"
_SECOND: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """A case as a report sees it: `now` is the instant up to which open time counts (microseconds UTC)."""

    file: CaseFile
    context: StateContext
    words: EventWords
    times: Times
    now: int
    drawing: Drawing
    whole: Completeness

    @classmethod
    def of(cls, file: CaseFile, times: Times, now: int, drawing: Drawing, whole: Completeness) -> CaseSeen:
        """The case with what its sections share."""
        return cls(file, StateContext.of(file.dictionaries), EventWords(file, times), times, now, drawing, whole)


def case_sections(seen: CaseSeen) -> list[Section]:
    """All sections of a case."""
    number = seen.file.number
    head = Section(f"Case {number}", (completeness_facts(seen.whole, seen.times),), level=1)
    if not len(seen.file.events):
        return [head, Section("Nothing to show", (Text("No event of the case is in this report."),))]
    return [
        head,
        Section("Where the case stands", (Facts(tuple(standing(seen))),)),
        _blind(seen),
        _path(seen),
        _time(seen),
        _changes(seen),
        _exits(seen),
        _tasks(seen),
        _events(seen),
    ]


def completeness_facts(whole: Completeness, times: Times) -> Facts:
    """The completeness statement of a case."""
    left_out = sum(count for _, count in whole.withheld)
    rows = [
        ("Events in the local copy", f"{whole.in_copy:,}"),
        ("Events in this report", f"{whole.shown:,}"),
        ("Events left out", f"{left_out:,}" if left_out else "0: none"),
        *((f"  {why}", f"{count:,}") for why, count in whole.withheld),
        ("First event", times.zoned(whole.first) if whole.shown else _NOT_SAID),
        ("Last event", times.zoned(whole.last) if whole.shown else _NOT_SAID),
    ]
    if whole.timeless:
        rows.append(("Events of unknown time, listed first", f"{whole.timeless:,}"))
    if whole.masked:
        rows.append(("Values shown as withheld", f"{whole.masked:,}: masked for clients of the engagement"))
    if whole.pending:
        rows.append(("Events written here, not acknowledged yet", f"{whole.pending:,}"))
    return Facts(tuple(rows))


def standing(seen: CaseSeen) -> list[tuple[str, str]]:
    """What is true of the case, as (label, words); only where it has events."""
    file, words, times = seen.file, seen.words, seen.times
    state = {name: int(column[0]) for name, column in file.state.columns.items()}

    def text(name: str) -> str:
        return words.text(state[name]) or _NOT_SAID

    def count(name: str, bit: Capability) -> str:
        return str(max(state[name], 0)) if state[name] > 0 or state["capability"] & bit else UNKNOWN_WORD

    process = " ".join(part for part in (file.process_key, file.process_version) if part)
    over = state["status"] in (CaseStatus.CLOSED, CaseStatus.CANCELLED)
    rows = [
        ("Status", CaseStatus(state["status"]).word),
        ("Title", text("title")),
        ("Client", text("client") if state["client"] > UNKNOWN else file.engagement.client or _NOT_SAID),
        ("Reference", text("reference")),
        ("Status in the source", text("source_status")),
        ("Priority", text("priority")),
        ("Process", process or _NOT_SAID),
        ("Last in the hands of" if over else "In the hands of", _hands(seen, state["status"])),
        ("Current step", _steps(seen) if not over else f"over; last: {words.named('steps', state['step'])}"),
        ("Waiting for", WaitingFor(state["waiting_for"]).word),
        ("Opened", times.zoned(state["opened_at"])),
        ("Closed", times.zoned(state["closed_at"]) if over else _NOT_SAID),
        ("Former outcome" if state["reopenings"] and not over else "Outcome", text("outcome")),
        ("Due", _due(state, times)),
        ("SLA, as the source says it", SlaState(state["sla"]).word),
        ("Handovers", UNKNOWN_WORD if state["handovers"] == NONE else str(state["handovers"])),
        ("Contacts", count("contacts", Capability.CONTACTS)),
        ("Re-openings", count("reopenings", Capability.CASE_END)),
        ("Clock pauses", count("pauses", Capability.PAUSES)),
        ("Exits, of them not accepted", _two(state, "exits", "exits_open", Capability.EXITS)),
        ("Ad-hoc tasks, of them open", _two(state, "ad_hoc_total", "ad_hoc_open", Capability.AD_HOC_TASKS)),
        ("Feedback, of it not answered", _two(state, "feedback", "feedback_open", Capability.FEEDBACK)),
        ("Contradictions in the records", str(state["contradictions"])),
    ]
    return rows


def _two(state: dict[str, int], total: str, still_open: str, bit: Capability) -> str:
    if not state[total] and not state["capability"] & bit:
        return UNKNOWN_WORD
    return f"{state[total]}, {state[still_open]}"


def _due(state: dict[str, int], times: Times) -> str:
    if state["due_at"] != TIME_UNKNOWN:
        return times.zoned(state["due_at"])
    return "none" if state["capability"] & Capability.DUE_DATES else UNKNOWN_WORD


def _hands(seen: CaseSeen, status: int) -> str:
    """All holders with side and since; who had it last where the case is over."""
    members = seen.file.state.sets["hands"].of(0)
    names = ("kind", "person", "queue", "side", "since")
    hands = list(zip(*(members[name].tolist() for name in names), strict=True))
    if not hands and status in (CaseStatus.CLOSED, CaseStatus.CANCELLED):
        last = last_hand(seen.file.events, seen.context)
        if last is None:
            return "nobody named"
        hands = [(int(last.kind), last.person, last.queue, int(last.side), last.since)]
    if not hands:
        unknown = seen.file.state["holder_kind"][0] == HolderKind.UNKNOWN
        return UNKNOWN_WORD if unknown else "nobody"
    said = []
    for kind, person, queue, side, since in hands:
        who = hand_words(seen.words, kind, person, queue, side)
        said.append(f"{who} since {seen.times.zoned(since)}")
    return "; ".join(said)


def hand_words(words: EventWords, kind: int, person: int, queue: int, side: int) -> str:
    """ "Ann Berger (Provider)", "Claims team", "Client", "nobody", "unknown"."""
    if kind == HolderKind.SIDE:
        return SIDE_WORDS[Side(side)]
    if kind == HolderKind.NOBODY:
        return "nobody"
    named = words.named("persons", person) if kind == HolderKind.PERSON else words.named("queues", queue)
    where = "" if side == Side.UNKNOWN else f" ({SIDE_WORDS[Side(side)]})"
    return (named or UNKNOWN_WORD) + where


def _steps(seen: CaseSeen) -> str:
    members = seen.file.state.sets["steps"].of(0)
    said = []
    for code, since, relation in zip(*(members[name].tolist() for name in ("step", "since", "relation")), strict=True):
        before = {StepRelation.AFTER: "after ", StepRelation.NEXT: "next, inferred: "}.get(relation, "")
        said.append(f"{before}{seen.words.named('steps', code) or UNKNOWN_WORD} since {seen.times.zoned(since)}")
    return "; ".join(said) or "no step yet"


_PATH: Final = (
    Column("No", 0.45, right=True),
    Column("Step", 2.5),
    Column("Who", 1.6),
    Column("Side", 0.9),
    Column("Began", 1.5),
    Column("Ended", 1.5),
    Column("Waited", 1.0, right=True),
    Column("Touch", 1.0, right=True),
    Column("Suspended", 1.0, right=True),
    Column("Outcome", 1.2),
)


def _path(seen: CaseSeen) -> Section:
    steps = path_of(seen.file, seen.context, seen.drawing.elements, seen.now)
    note = (
        "No: as on the diagram. Waited: from the first sign of the step to its start. Touch: in progress. "
        "Amounts are calendar time, up to now for what is open. Unknown: the source does not record when work started."
    )
    table = Table(_PATH, tuple(_path_row(seen, step) for step in steps), "The case names no step of the process.", note)
    return Section("The path of the case", (seen.drawing, table))


def _path_row(seen: CaseSeen, step: PathStep) -> tuple[str, ...]:
    words, times = seen.words, seen.times
    who = words.named("persons", step.person) if step.person != NONE else words.named("queues", step.queue)
    return (
        str(step.number) if step.number else _NOT_SAID,
        words.named("steps", step.step) or UNKNOWN_WORD,
        who or UNKNOWN_WORD,
        UNKNOWN_WORD if step.side == Side.UNKNOWN else SIDE_WORDS[Side(step.side)],
        times.second(step.began),
        times.second(step.ended) if step.ended != TIME_UNKNOWN else _NOT_SAID,
        span(step.waited),
        span(step.touch),
        span(step.paused),
        step.outcome,
    )


_TASK: Final = (*_PATH[1:5], Column("Due", 1.6), *_PATH[5:])


def _tasks(seen: CaseSeen) -> Section:
    rows = []
    for task in tasks_of(seen.file, seen.context, seen.now):
        cells = _path_row(seen, task)[1:]
        rows.append((*cells[:4], _due_of_task(seen, task), *cells[4:]))
    can_tell = int(seen.file.state["capability"][0]) & Capability.AD_HOC_TASKS
    nothing = "None." if can_tell else "Unknown: the source does not record ad-hoc tasks."
    return Section("Ad-hoc tasks", (Table(_TASK, tuple(rows), nothing),))


def _due_of_task(seen: CaseSeen, task: PathStep) -> str:
    """In the words of the screen; of a task made here without a due time it is known that there is none."""
    if task.due == TIME_UNKNOWN:
        return "none" if is_task_number(task.item) else UNKNOWN_WORD
    when = seen.times.second(task.due)
    if not task.late:
        return when
    return f"{when}, overdue" if task.ended == TIME_UNKNOWN else f"{when}, done late"


def time_parts(seen: CaseSeen) -> list[tuple[str, str]]:
    """(what time is put down to, how much) and the whole; nothing where the opening is not known."""
    time = _case_time(seen)
    if not time.known:
        return []
    amounts = in_whole([micros for _, micros in time.parts], _SECOND)
    parts = [(cause.word, span(count * _SECOND)) for (cause, _), count in zip(time.parts, amounts, strict=True)]
    whole = "all, from the opening to the end" if time.explained.ended[0] else "all, from the opening to now"
    return [*parts, (whole, span(time.elapsed))]


def _case_time(seen: CaseSeen) -> CaseTime:
    """The time of the case as the case screen explains it."""
    return case_time(seen.file.events, seen.context, seen.now, seen.file.calendar, seen.file.calendar_problem)


def _time(seen: CaseSeen) -> Section:
    """Every second from the opening to the end, or to now, put down to somebody; and what was worked."""
    time = _case_time(seen)
    if not time.known:
        return Section("Where the time went", (Text("Unknown: it is not known when the case was opened."),))
    amounts = [micros for _, micros in time.parts] + [time.elapsed]
    words = time_parts(seen)
    rows = tuple(
        (label, said, _percent(micros, time.elapsed)) for (label, said), micros in zip(words, amounts, strict=True)
    )
    columns = (Column("Time put down to", 3), Column("Amount", 1.4, right=True), Column("Share", 0.8, right=True))
    shares = tuple(
        Share(label, micros, said) for (label, said), (_, micros) in zip(words[:-1], time.parts, strict=True)
    )
    table = Table(columns, rows, "No time has passed.", _time_note(time))
    return Section("Where the time went", (Bar(shares), table, _worked(time)))


def _time_note(time: CaseTime) -> str:
    note = "The parts sum to the whole exactly. "
    if time.problem:
        note += f"Every hour counts: which business calendar holds is unknown ({time.problem})."
    elif time.calendar:
        note += f"Business calendar: {time.calendar}; touch, waiting and handovers count business time (1 d: 24 h)."
    else:
        note += "Every hour counts: no business calendar applies to the case."
    if not time.explained.end_known[0]:
        note += " The source does not record the end of cases: what follows the last event may be after it."
    return note


def _worked(time: CaseTime) -> Facts:
    over = time.handovers
    return Facts(
        (
            ("Touch time", span(time.figure("touch"))),
            ("Waiting time", span(time.figure("waiting"))),
            ("Effort, parallel work counted each", span(time.figure("effort"))),
            ("Handovers between people", _count(int(over.persons[0]))),
            ("Handovers between sides", _count(int(over.sides[0]))),
            ("Straight back to the one before", _count(int(over.ping_pong[0]))),
            ("Waited at handovers", span(int(over.waited[0]))),
        )
    )


def _count(number: int) -> str:
    return UNKNOWN_WORD if number == NONE else str(number)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else _NOT_SAID


def _changes(seen: CaseSeen) -> Section:
    words = seen.words
    columns = (
        Column("When", 1.6), Column("Who", 1.4), Column("What", 1.5), Column("Old", 2.2), Column("New", 2.2),
        Column("Step", 1.4), Column("Reason", 1.6),
    )  # fmt: skip
    rows = tuple(
        (
            seen.times.second(words.at(row)), words.who(row) or _NOT_SAID, words.what(row), words.old(row),
            words.new(row), words.step(row), words.comment(row),
        )
        for row in np.flatnonzero(np.isin(seen.file.events.kind, VALUE_CHANGES)).tolist()
    )  # fmt: skip
    note = "Not recorded: the source does not keep the value before a change." if rows else ""
    return Section("What was changed", (Table(columns, rows, "No change is recorded.", note),))


def _exits(seen: CaseSeen) -> Section:
    file, words = seen.file, seen.words
    columns = (
        Column("When", 1.6), Column("Step", 1.8), Column("Reason", 2.4), Column("By", 1.4),
        Column("Accepted by", 1.4), Column("Accepted", 1.6), Column("Accepted because", 2.2),
    )  # fmt: skip
    rows = []
    for each in case_exits(file.events, file.data):
        by = _acceptance(seen, each.accepted) if each.accepted != NONE else ("not accepted", "", "")
        if each.recorded == NONE:
            rows.append(("not recorded", words.step(each.accepted), "", "", *by))
            continue
        row = each.recorded
        rows.append((seen.times.second(words.at(row)), words.step(row), words.comment(row), words.who(row), *by))
    can_tell = int(file.state["capability"][0]) & Capability.EXITS
    nothing = "None." if can_tell else "None is recorded; the source does not say whether it could tell."
    return Section("Where the case left its process", (Table(columns, tuple(rows), nothing),))


def _acceptance(seen: CaseSeen, row: int) -> tuple[str, str, str]:
    words, until = seen.words, _told(seen.file, row, "until")
    limit = f"until {seen.times.of_text(until)}" if until else ""
    why = " - ".join(part for part in (words.comment(row), limit) if part)
    return words.who(row) or UNKNOWN_WORD, seen.times.second(words.at(row)), why


def _told(file: CaseFile, row: int, name: str) -> str:
    """What the data of an event say under a name, "" where they do not."""
    return str(data_object(file.data[row] if file.data else None).get(name, ""))


EVENT_COLUMNS: Final = (
    Column("No", 0.45, right=True),
    Column("Occurred", 1.78),
    Column("Recorded", 1.78),
    Column("Who", 1.3),
    Column("Side", 0.85),
    Column("What", 1.9),
    Column("Step", 1.6),
    Column("Old → new", 1.9),
    Column("Comment, reason", 2.0),
    Column("Seen by", 0.95),
)


def _events(seen: CaseSeen) -> Section:
    words, recorded = seen.words, seen.file.events.recorded_at
    rows = tuple(
        (
            str(row + 1), seen.times.second(words.at(row)),
            seen.times.second(int(recorded[row])) if recorded[row] != TIME_UNKNOWN else "pending",
            words.who(row), words.side(row), words.what(row), words.step(row), words.change(row), words.comment(row),
            words.visibility(row),
        )
        for row in range(len(seen.file.events))
    )  # fmt: skip
    return Section("Everything that is recorded", (Table(EVENT_COLUMNS, rows, "No event."),))


def _blind(seen: CaseSeen) -> Section:
    blind = unknown_words(int(seen.file.state["capability"][0]))
    said = (
        "The sources of this case do not record: " + ", ".join(blind) + ". What depends on it is shown as unknown."
        if blind
        else "The sources of this case can record everything that this report speaks of."
    )
    return Section("What the sources cannot tell", (Text(said),))
