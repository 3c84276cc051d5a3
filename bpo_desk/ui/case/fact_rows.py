"""The rows of the facts panel at a moment: facts, fields, ad-hoc tasks, exits, feedback. Pure; no widgets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.capability import Capability
from bpo_desk.models.case_columns import CaseStatus, SlaState
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.lifecycle import WorkItemState
from bpo_desk.models.mutation import is_task_number
from bpo_desk.state.case_exits import CaseExit
from bpo_desk.ui.case.case_diagram import is_late
from bpo_desk.ui.case.case_moment import CaseMoment
from bpo_desk.ui.case.case_notes import follower_names
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.header_facts import elapsed
from bpo_desk.ui.case.request_rows import request_facts
from bpo_desk.ui.case.words import cannot_tell_words, hand_words, step_words, unknown, value_words
from bpo_desk.ui.number_words import number
from bpo_desk.ui.time_words import both

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row: its cells, the event row it comes from (-1 = none), more in a tool tip, `weak` where it says that
    something is unknown."""

    cells: tuple[str, ...]
    event: int = -1
    tip: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class FactRows:
    """Rows under headers; `empty` says why there are none."""

    headers: tuple[str, ...]
    rows: tuple[FactRow, ...]
    empty: str = ""


def _empty(moment: CaseMoment, bit: Capability, none_yet: str) -> str:
    """Why a list is empty: because the source does not tell, or because there is none."""
    if len(moment.state) and moment.value("capability") & bit:
        return none_yet
    return cannot_tell_words(bit)


def facts(view: CaseView, moment: CaseMoment) -> FactRows:
    """What is true of the case, one fact a row; what the source cannot tell is said to be unknown."""
    headers = (translate("case", "Fact"), translate("case", "Value"))
    if not len(moment.state):
        return FactRows(headers, (), translate("case", "Nothing has happened yet at this moment."))
    rows = _value_facts(view, moment) + _time_facts(view, moment) + _count_facts(moment)
    sources = sorted(
        {view.file.dictionaries.sources[code].name for code in set(view.file.events.source.tolist()) if code > 0}
    )
    rows += [FactRow((label, value), row, tip) for label, value, row, tip in request_facts(view, moment.step)]
    followers = follower_names(view)
    if followers:
        rows.append(FactRow((translate("case", "Followed by"), ", ".join(followers))))
    rows.append(FactRow((translate("case", "Source"), ", ".join(sources) or unknown()), weak=not sources))
    return FactRows(headers, tuple(rows))


def _value_facts(view: CaseView, moment: CaseMoment) -> list[FactRow]:
    names = view.file.dictionaries
    rows = []
    outcome = translate("case", "Outcome")
    if moment.value("status") == CaseStatus.OPEN and moment.value("reopenings"):
        outcome = translate("case", "Former outcome")  # of the closing that the re-opening took back
    for column, label in (
        ("client", translate("case", "Client")),
        ("reference", translate("case", "Reference")),
        ("priority", translate("case", "Priority")),
        ("source_status", translate("case", "Status in the source")),
        ("outcome", outcome),
    ):
        text = value_words(names, moment.value(column))
        if text:
            rows.append(FactRow((label, text), tip=text, weak=text == unknown()))
    if view.file.process_key:
        process = f"{view.file.process_name or view.file.process_key} {view.file.process_version}".strip()
        rows.append(FactRow((translate("case", "Process"), process)))
    return rows


def _time_facts(view: CaseView, moment: CaseMoment) -> list[FactRow]:
    rows = []
    opened, closed = moment.value("opened_at"), moment.value("closed_at")
    for label, micros in (
        (translate("case", "Opened"), opened),
        (translate("case", "Closed"), closed),
        (translate("case", "Due"), moment.value("due_at")),
        (translate("case", "Last activity"), moment.value("last_activity_at")),
    ):
        if micros != TIME_UNKNOWN:
            rows.append(FactRow((label, view.time.zoned_minute(micros)), tip=both(micros, view.time.zone)))
    age = elapsed(opened, closed if closed != TIME_UNKNOWN else moment.at)
    label = translate("case", "Open for") if closed == TIME_UNKNOWN else translate("case", "Took")
    if moment.value("status") == CaseStatus.UNKNOWN:
        label = translate("case", "Since the first event")
    rows.append(FactRow((label, age or unknown()), weak=not age))
    sla = SlaState(moment.value("sla"))
    tip = "" if moment.value("capability") & Capability.SLA_STATE else cannot_tell_words(Capability.SLA_STATE)
    rows.append(FactRow((translate("case", "SLA"), translate("case", sla.word)), tip=tip, weak=sla is SlaState.UNKNOWN))
    return rows


def _count_facts(moment: CaseMoment) -> list[FactRow]:
    """Counts, each only as far as the source can tell."""
    rows = [FactRow((translate("case", "Events"), number(moment.value("events"))))]
    handovers = moment.value("handovers")
    no_hands = cannot_tell_words(Capability.RESOURCES)
    if handovers == NONE:
        rows.append(FactRow((translate("case", "Handovers"), unknown()), tip=no_hands, weak=True))
    else:
        rows.append(FactRow((translate("case", "Handovers"), number(handovers))))
    for column, label, bit in (
        ("contacts", translate("case", "Contacts"), Capability.CONTACTS),
        ("repeat_contacts", translate("case", "Repeat contacts"), Capability.CONTACTS),
        ("reopenings", translate("case", "Re-openings"), Capability.CASE_END),
        ("pauses", translate("case", "Clock pauses"), Capability.PAUSES),
    ):
        count = moment.value(column)
        if count or moment.value("capability") & bit:
            rows.append(FactRow((label, str(max(count, 0)))))
        else:
            rows.append(FactRow((label, unknown()), tip=cannot_tell_words(bit), weak=True))
    if moment.value("contradictions"):
        tip = translate(
            "case", "Transitions that no reading of the standard lifecycle allows. They are kept as recorded."
        )
        rows.append(FactRow((translate("case", "Contradictions"), str(moment.value("contradictions"))), tip=tip))
    return rows


def field_headers() -> tuple[str, ...]:
    """The headers of fields and their values."""
    return (
        translate("case", "Field"),
        translate("case", "Value"),
        translate("case", "Since"),
        translate("case", "By"),
        translate("case", "Changes"),
    )


def fields(view: CaseView, moment: CaseMoment) -> FactRows:
    """The value of each field at the moment, since when and by whom."""
    rows = []
    for found in moment.fields:
        name = view.file.dictionaries.fields[found.field].name or unknown()
        value = value_words(view.file.dictionaries, found.value) or translate("case", "nothing")
        since = view.words.when(found.row)
        rows.append(
            FactRow(
                (name, value, since, view.words.who(found.row), str(found.changes)),
                event=found.row,
                tip=f"{name}: {value}",
                weak=value == unknown(),
            )
        )
    rows.sort(key=lambda row: row.cells[0].casefold())
    return FactRows(field_headers(), tuple(rows), translate("case", "No field has been set up to this moment."))


def tasks(view: CaseView, moment: CaseMoment) -> FactRows:
    """The ad-hoc tasks of the case: state, in whose hands, when due, since when."""
    headers = (
        translate("case", "Ad-hoc task"),
        translate("case", "State"),
        translate("case", "Who"),
        translate("case", "Due"),
        translate("case", "Began"),
        translate("case", "Ended"),
    )
    rows = []
    items = moment.tasks
    for i in range(len(items)):
        state = WorkItemState(int(items["state"][i]))
        who = hand_words(
            view.file.dictionaries,
            int(items["hand_kind"][i]),
            int(items["person"][i]),
            int(items["queue"][i]),
            int(items["side"][i]),
        )
        began = next(
            (int(items[c][i]) for c in ("started_at", "first_at") if items[c][i] != TIME_UNKNOWN), TIME_UNKNOWN
        )
        ended = int(items["ended_at"][i])
        name = step_words(view.file.dictionaries, int(items["step"][i])) or unknown()
        rows.append(
            FactRow(
                (
                    name,
                    translate("case", "done") if state is WorkItemState.CLOSED else translate("case", state.word),
                    who,
                    _due_of_task(view, moment, i),
                    view.time.minute(began),
                    "" if ended == TIME_UNKNOWN else view.time.minute(ended),
                ),
                event=_last_row(view, moment, int(items["work_item"][i])),
                tip=name,
            )
        )
    none_yet = translate("case", "No ad-hoc task up to this moment.")
    return FactRows(headers, tuple(rows), _empty(moment, Capability.AD_HOC_TASKS, none_yet))


def _due_of_task(view: CaseView, moment: CaseMoment, row: int) -> str:
    items = moment.tasks
    due = int(items["due_at"][row])
    if due == TIME_UNKNOWN:
        return translate("case", "none") if is_task_number(int(items["work_item"][row])) else unknown()
    when = view.time.minute(due)
    if not is_late(items, row, moment.at):
        return when
    done = int(items["state"][row]) == WorkItemState.CLOSED
    form = translate("case", "{when}, done late") if done else translate("case", "{when}, overdue")
    return form.format(when=when)


def _last_row(view: CaseView, moment: CaseMoment, work_item: int) -> int:
    rows = (view.file.events.work_item[: moment.step] == work_item).nonzero()[0]
    return int(rows[-1]) if len(rows) else -1


def exits(view: CaseView, moment: CaseMoment) -> FactRows:
    """Where the case left the defined process, a row each, and who accepted it."""
    headers = (
        translate("case", "When"),
        translate("case", "Step"),
        translate("case", "Accepted"),
        translate("case", "Reason"),
        translate("case", "By"),
    )
    rows = tuple(_exit(view, each) for each in moment.exits)
    none_yet = translate("case", "The case has not left the defined process up to this moment.")
    return FactRows(headers, rows, _empty(moment, Capability.EXITS, none_yet))


def _exit(view: CaseView, each: CaseExit) -> FactRow:
    words, row = view.words, each.row
    accepted = translate("case", "not accepted")
    if each.accepted != NONE:
        said = (words.when(each.accepted), words.who(each.accepted), words.comment(each.accepted))
        accepted = ", ".join(part for part in said if part)
    if each.recorded == NONE:
        return FactRow((translate("case", "not recorded"), words.step(row), accepted, "", ""), event=row, tip=accepted)
    told = (words.when(row), words.step(row), accepted, words.comment(row), words.who(row))
    return FactRow(told, event=row, tip="\n".join(part for part in (words.comment(row), accepted) if part))


def feedback(view: CaseView, moment: CaseMoment) -> FactRows:
    """What the customer said about it, and what was answered."""
    headers = (
        translate("case", "When"),
        translate("case", "What"),
        translate("case", "Text"),
        translate("case", "By"),
    )
    words = view.words
    rows = tuple(
        FactRow(
            (words.when(row), words.what(row), words.comment(row), words.who(row)), event=row, tip=words.comment(row)
        )
        for row in moment.feedback.tolist()
    )
    none_yet = translate("case", "No feedback up to this moment.")
    return FactRows(headers, rows, _empty(moment, Capability.FEEDBACK, none_yet))
