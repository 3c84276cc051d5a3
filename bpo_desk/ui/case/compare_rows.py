"""What differs between two moments of a case, and two cases side by side, as rows. Pure; no widgets."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.case_columns import CaseStatus, WaitingFor
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.withheld import WITHHELD
from bpo_desk.state.case_steps import CaseStep, align
from bpo_desk.state.case_time import SHOWN_ORDER, CaseTime
from bpo_desk.ui.case import fact_rows
from bpo_desk.ui.case.case_moment import CaseMoment
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.fact_rows import FactRow, FactRows
from bpo_desk.ui.case.header_facts import header_facts
from bpo_desk.ui.case.time_words import cause_words, exact
from bpo_desk.ui.case.words import (
    hand_words,
    person_words,
    queue_words,
    status_words,
    step_words,
    unknown,
    value_words,
    waiting_words,
)
from bpo_desk.ui.number_words import number
from bpo_desk.ui.time_words import SECOND, span

translate = QCoreApplication.translate

_STANDING = ("Title", "Status", "In whose hands", "Step", "Waiting for")
_ALWAYS_OTHER = ("Open for", "Took", "Since the first event", "Last activity")
"""Facts that differ between any two moments: the clock says more."""


def moment_words(view: CaseView, moment: CaseMoment) -> str:
    """Which moment it is: "step 7 of 31, 20 Oct 2026 14:02 CEST"."""
    step = translate("case", "step {k} of {n}").format(k=moment.step, n=moment.steps)
    if moment.live:
        return translate("case", "{step}, as it is now").format(step=step)
    if not moment.step:
        return translate("case", "before the first event")
    return f"{step}, {view.time.zoned_minute(moment.at)}"


def _short(view: CaseView, moment: CaseMoment) -> str:
    """The moment in a few letters, for the head of a column."""
    wall = view.time.local(moment.at)
    when = translate("case", "now") if moment.live else "" if wall is None else f"{wall.day} {wall:%b %H:%M}"
    step = translate("case", "step {k}").format(k=moment.step)
    return f"{step}: {when}" if when else step


def moment_rows(
    view: CaseView, before: CaseMoment, after: CaseMoment, times: tuple[CaseTime, CaseTime] | None
) -> FactRows:
    """What was otherwise at a moment than at another: holder, status, steps, dates, fields, tasks, clock. Rows that say
    the same at both are named in the last row. `times`: the explained time of both, where it is known already."""
    headers = (translate("case", "What"), _short(view, before), _short(view, after))
    pairs = _said(view, before, after)
    if times is not None:
        pairs += _clock(*times)
    rows = [FactRow((what, old, new), tip=f"{what}\n{old}\n{new}") for what, old, new in pairs if old != new]
    hidden = [what for what, old, new in pairs if WITHHELD in (old, new)]
    rows = [row for row in rows if row.cells[0] not in hidden]
    if hidden:
        words = translate("case", "Withheld, so they cannot be compared")
        rows.append(FactRow((words, ", ".join(hidden), ""), tip=", ".join(hidden), weak=True))
    same = [what for what, old, new in pairs if old == new and what not in hidden]
    if same and rows:
        rows.append(FactRow((translate("case", "The same"), ", ".join(same), ""), tip=", ".join(same), weak=True))
    return FactRows(headers, tuple(rows), translate("case", "Nothing differs between these two moments."))


def _said(view: CaseView, before: CaseMoment, after: CaseMoment) -> list[tuple[str, str, str]]:
    old, new = _standing(view, before), _standing(view, after)
    pairs = [(what, old[what], new[what]) for what in old]
    for make in (fact_rows.facts, fact_rows.fields):
        found = _joined(make(view, before), make(view, after))
        pairs += [pair for pair in found if pair[0] not in tuple(translate("case", each) for each in _ALWAYS_OTHER)]
    for name, make in (
        (translate("case", "Task"), fact_rows.tasks),
        (translate("case", "Exit"), fact_rows.exits),
        (translate("case", "Feedback"), fact_rows.feedback),
    ):
        pairs += _joined(make(view, before), make(view, after), name)
    return pairs


def _standing(view: CaseView, moment: CaseMoment) -> dict[str, str]:
    """How the case stands: status, hand, steps, what it waits for; without the lengths of time, which always differ."""
    if not len(moment.state):
        return dict.fromkeys((translate("case", each) for each in _STANDING), "")
    names = view.file.dictionaries
    hand = hand_words(
        names, moment.value("holder_kind"), moment.value("holder"), moment.value("holder_queue"),
        moment.value("holder_side"),
    )  # fmt: skip
    steps = [step_words(names, code) for code in moment.state.sets["steps"].of(0)["step"].tolist()]
    said = (
        value_words(names, moment.value("title")),
        status_words(CaseStatus(moment.value("status"))),
        hand,
        ", ".join(steps),
        waiting_words(WaitingFor(moment.value("waiting_for"))),
    )
    return {translate("case", each): words for each, words in zip(_STANDING, said, strict=True)}


def _joined(old: FactRows, new: FactRows, prefix: str = "") -> list[tuple[str, str, str]]:
    """The rows of two lists by what they are about. With a `prefix` they are things that come and change, told apart by
    the event or the name that they begin with."""
    if not prefix:
        then, now = ({row.cells[0]: row.cells[1] for row in rows.rows} for rows in (old, new))
        return [(what, then.get(what, ""), now.get(what, "")) for what in dict.fromkeys([*then, *now])]
    then, now = (_named(rows) for rows in (old, new))
    return [(f"{prefix}: {what}", then.get(what, ""), now.get(what, "")) for what in dict.fromkeys([*then, *now])]


def _named(rows: FactRows) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows.rows:
        name, n = row.cells[0], 2
        while name in found:
            name, n = f"{row.cells[0]} ({n})", n + 1
        found[name] = ", ".join(cell for cell in row.cells[1:] if cell)
    return found


def _clock(before: CaseTime, after: CaseTime) -> list[tuple[str, str, str]]:
    """Elapsed time and its parts at both moments."""
    pairs = [(translate("case", "Elapsed"), _length(before, before.elapsed), _length(after, after.elapsed))]
    old, new = dict(before.parts), dict(after.parts)
    for cause in SHOWN_ORDER:
        if cause in old or cause in new:
            pairs.append((cause_words(cause), _length(before, old.get(cause, 0)), _length(after, new.get(cause, 0))))
    return pairs


def _length(time: CaseTime, amount: int) -> str:
    return exact(amount // SECOND) if time.known and amount != TIME_UNKNOWN else unknown()


def case_rows(here: CaseView, there: CaseView, times: tuple[CaseTime, CaseTime]) -> FactRows:
    """Two cases as they are now: how they stand, how long they took and with whom, then their steps side by side."""
    headers = (translate("case", "What"), here.file.number, there.file.number)
    ours, theirs = header_facts(here, here.live), header_facts(there, there.live)
    rows = [
        FactRow((what, left, right), tip=f"{left}\n{right}")
        for what, left, right in (
            (translate("case", "Title"), ours.title, theirs.title),
            (translate("case", "Status"), ours.status.text, theirs.status.text),
            (translate("case", "In whose hands"), ours.holder.text, theirs.holder.text),
            (translate("case", "Events"), number(len(here.file.events)), number(len(there.file.events))),
            *_clock(*times),
        )
    ]
    left, right = here.steps, there.steps
    lines = align([_step_name(here, step) for step in left], [_step_name(there, step) for step in right])
    for line in lines:
        one = left[line.left] if line.left != NONE else None
        other = right[line.right] if line.right != NONE else None
        name = _line_name(here, one) if one is not None else _line_name(there, other)
        if line.moved:
            name = translate("case", "{step} (in another order)").format(step=name)
        cells = (name, _step_cell(here, one), _step_cell(there, other))
        rows.append(FactRow(cells, event=-1 if one is None else one.row, tip="\n".join(cells)))
    return FactRows(headers, tuple(rows))


def _step_name(view: CaseView, step: CaseStep) -> str:
    """Names, not codes: two engagements may be compared."""
    return step_words(view.file.dictionaries, step.step).casefold()


def _line_name(view: CaseView, step: CaseStep | None) -> str:
    if step is None:
        return ""
    name = step_words(view.file.dictionaries, step.step)
    return name if step.nth == 1 else translate("case", "{step}, visit {n}").format(step=name, n=step.nth)


def _step_cell(view: CaseView, step: CaseStep | None) -> str:
    """ "after 2 h 10 m, took 48 min, Ben Okafor"."""
    if step is None:
        return translate("case", "not taken")
    opened = view.live.value("opened_at") if len(view.live.state) else TIME_UNKNOWN
    parts = []
    if TIME_UNKNOWN in (step.began_at, opened):
        parts.append(translate("case", "time unknown"))
    else:
        parts.append(translate("case", "after {span}").format(span=span(step.began_at - opened)))
    if step.ended_at == TIME_UNKNOWN:
        parts.append(translate("case", "not ended"))
    elif step.ended_at > step.began_at != TIME_UNKNOWN:
        parts.append(translate("case", "took {span}").format(span=span(step.ended_at - step.began_at)))
    names = view.file.dictionaries
    parts.append(person_words(names, step.person) or queue_words(names, step.queue))
    return ", ".join(part for part in parts if part)


def visit_words(view: CaseView, moment: CaseMoment) -> str:
    """Where a moment stands among the steps of the process, loops apart: "Check for fraud, visit 2 of 2"; "" before the
    first step."""
    reached = [step for step in view.steps if step.row < moment.step]
    if not reached:
        return ""
    last = reached[-1]
    visits = sum(step.step == last.step for step in view.steps)
    name = step_words(view.file.dictionaries, last.step)
    return name if visits == 1 else translate("case", "{step}, visit {k} of {n}").format(
        step=name, k=last.nth, n=visits
    )  # fmt: skip
