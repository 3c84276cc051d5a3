"""What the header of a case says at a moment, in words with icon and status. Pure; the widgets are case_header's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.capability import Capability, unknown_words
from bpo_desk.models.case_columns import CaseStatus, HolderKind, SlaState, StepRelation, WaitingFor
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.sides import Side
from bpo_desk.ui.case.case_moment import CaseMoment, last_with
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.words import (
    SIDE_ICONS,
    cannot_tell_words,
    hand_words,
    person_words,
    status_words,
    step_words,
    unknown,
    value_words,
    waiting_words,
)
from bpo_desk.ui.theme import Status
from bpo_desk.ui.time_words import both, span
from bpo_desk.ui.timeline.timeline_paint import side_words

translate = QCoreApplication.translate

_STATUS_LOOK: Final = {
    CaseStatus.UNKNOWN: (Status.UNKNOWN, "question-mark"),
    CaseStatus.OPEN: (Status.CURRENT, "folder-open"),
    CaseStatus.CLOSED: (Status.DONE, "check"),
    CaseStatus.CANCELLED: (Status.FAILED, "x"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing said with an icon: `text` where it stands, `tip` what more there is to it, `status` its colour."""

    icon: str
    text: str
    tip: str = ""
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """The header of a case at a moment. `blind` names what the sources of the case cannot tell, "" if nothing."""

    number: str
    title: str
    status: Fact
    holder: Fact
    step: Fact
    due: Fact
    waiting: Fact
    moment: Fact
    blind: str


def header_facts(view: CaseView, moment: CaseMoment) -> HeaderFacts:
    """The header of the case as it was at the moment."""
    names = view.file.dictionaries
    nothing = Fact("question-mark", "")
    if not len(moment.state):
        before = Fact("circle-dashed", translate("case", "before the first event"))
        return HeaderFacts(view.file.number, "", before, nothing, nothing, nothing, nothing, _moment(view, moment), "")
    title = value_words(names, moment.value("title"))
    return HeaderFacts(
        number=view.file.number,
        title=title,
        status=_status(view, moment),
        holder=_holder(view, moment),
        step=_step(view, moment),
        due=_due(view, moment),
        waiting=_waiting(view, moment),
        moment=_moment(view, moment),
        blind=_blind(view.live),
    )


def elapsed(since: int, until: int) -> str:
    """A stretch of time in words, "" where one of its ends is unknown."""
    return "" if TIME_UNKNOWN in (since, until) else span(until - since)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _status(view: CaseView, moment: CaseMoment) -> Fact:
    status = CaseStatus(moment.value("status"))
    look, icon = _STATUS_LOOK[status]
    words = status_words(status)
    opened, closed = moment.value("opened_at"), moment.value("closed_at")
    if status in (CaseStatus.CLOSED, CaseStatus.CANCELLED):
        outcome = value_words(view.file.dictionaries, moment.value("outcome"))
        words = f"{words}: {outcome}" if outcome else words
        tip = translate("case", "closed {when}").format(when=both(closed, view.time.zone))
        return Fact(icon, words, tip, look)
    if status is CaseStatus.UNKNOWN:
        return Fact(icon, words, cannot_tell_words(Capability.CASE_END), look)
    age = elapsed(opened, moment.at)
    if moment.value("reopenings"):
        words = translate("case", "{status}, re-opened {n}x").format(status=words, n=moment.value("reopenings"))
    tip = translate("case", "opened {when}").format(when=both(opened, view.time.zone))
    return Fact(icon, _joined(words, age), tip, look)


def _holder(view: CaseView, moment: CaseMoment) -> Fact:
    names = view.file.dictionaries
    kind = HolderKind(moment.value("holder_kind"))
    side = Side(moment.value("holder_side"))
    over = moment.value("status") >= CaseStatus.CLOSED
    if over and kind is HolderKind.NOBODY:
        return _last_with(view, moment)
    if kind is HolderKind.UNKNOWN and moment.value("holder") == NONE and moment.value("holder_queue") == NONE:
        tip = "" if moment.value("capability") & Capability.HAND_OFFS else cannot_tell_words(Capability.HAND_OFFS)
        return Fact("question-mark", translate("case", "in whose hands: unknown"), tip, Status.UNKNOWN)
    if kind is HolderKind.NOBODY:
        return Fact("circle-dashed", translate("case", "with nobody"), "", Status.AT_RISK)
    who = hand_words(names, kind, moment.value("holder"), moment.value("holder_queue"), side)
    side_text = "" if side is Side.UNKNOWN or kind is HolderKind.SIDE else f" ({side_words(side)})"
    form = translate("case", "last with {who}") if over else translate("case", "with {who}")
    others = moment.value("holders") - 1
    more = f" +{others}" if others > 0 else ""
    since = moment.value("holder_since")
    tip = translate("case", "since {when}").format(when=both(since, view.time.zone)) if since != TIME_UNKNOWN else ""
    return Fact(
        SIDE_ICONS[side] if side is not Side.UNKNOWN else "users-group" if kind is HolderKind.QUEUE else "user",
        _joined(form.format(who=who) + side_text + more, "" if over else elapsed(since, moment.at)),
        _all_hands(view, moment, tip),
        None,
    )


def _all_hands(view: CaseView, moment: CaseMoment, tip: str) -> str:
    """The tool tip: since when, and all hands where there are several."""
    hands = moment.state.sets["hands"].of(0)
    if len(hands["kind"]) < 2:
        return tip
    lines = [tip] if tip else []
    for kind, person, queue, side, step in zip(
        *(hands[name].tolist() for name in ("kind", "person", "queue", "side", "step")), strict=True
    ):
        who = hand_words(view.file.dictionaries, kind, person, queue, side)
        lines.append(_joined(who, step_words(view.file.dictionaries, step)))
    return "\n".join(lines)


def _last_with(view: CaseView, moment: CaseMoment) -> Fact:
    row = last_with(moment, view.file.events)
    if row is None:
        return Fact("circle-dashed", translate("case", "over, nobody named"), "", Status.UNKNOWN)
    who = person_words(view.file.dictionaries, int(view.file.events.actor[row]))
    side = view.words.side(row)
    side_text = "" if side is Side.UNKNOWN else f" ({side_words(side)})"
    tip = both(int(view.file.events.occurred_at[row]), view.time.zone)
    return Fact(
        SIDE_ICONS[side] if side else "user", translate("case", "last with {who}").format(who=who) + side_text, tip
    )


def _step(view: CaseView, moment: CaseMoment) -> Fact:
    name = step_words(view.file.dictionaries, moment.value("step"))
    relation = StepRelation(moment.value("step_relation"))
    since = moment.value("step_since")
    tip = translate("case", "since {when}").format(when=both(since, view.time.zone)) if since != TIME_UNKNOWN else ""
    if relation is StepRelation.NONE or not name:
        return Fact("point", translate("case", "no step yet"), "", None)
    if moment.value("status") >= CaseStatus.CLOSED:
        return Fact("check", translate("case", "ended after: {step}").format(step=name), tip)
    spent = elapsed(since, moment.at)
    if relation is StepRelation.AFTER:
        why = "" if moment.value("capability") & Capability.START_TIMES else cannot_tell_words(Capability.START_TIMES)
        return Fact("check", _joined(translate("case", "after: {step}").format(step=name), spent), _lines(tip, why))
    if relation is StepRelation.NEXT:
        return Fact("player-track-next", translate("case", "next: {step} (inferred)").format(step=name), tip)
    others = len(moment.state.sets["steps"].of(0)["step"]) - 1
    more = f" +{others}" if others > 0 else ""
    every = [step_words(view.file.dictionaries, code) for code in moment.state.sets["steps"].of(0)["step"].tolist()]
    tip = _lines(tip, *(every if others > 0 else ()))
    return Fact("player-play", _joined(translate("case", "at: {step}").format(step=name) + more, spent), tip)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _due(view: CaseView, moment: CaseMoment) -> Fact:
    due = moment.value("due_at")
    sla = SlaState(moment.value("sla"))
    said = (
        "" if sla is SlaState.UNKNOWN else translate("case", "SLA: {state}").format(state=translate("case", sla.word))
    )
    if due == TIME_UNKNOWN:
        if not moment.value("capability") & Capability.DUE_DATES:
            text = _joined(translate("case", "due: unknown"), said)
            return Fact("clock", text, cannot_tell_words(Capability.DUE_DATES), Status.UNKNOWN)
        return Fact("clock", _joined(translate("case", "no due date"), said), "", None)
    when = _day_words(view, due, moment.at)
    tip = _lines(both(due, view.time.zone), said)
    if moment.value("status") >= CaseStatus.CLOSED:
        closed = moment.value("closed_at")
        if closed == TIME_UNKNOWN:
            return Fact("clock", translate("case", "was due {when}").format(when=when), tip)
        late = closed > due
        form = translate("case", "was due {when}, {span} late" if late else "was due {when}, {span} before")
        text = form.format(when=when, span=span(closed - due))
        return Fact("urgent" if late else "check", text, tip, Status.OVERDUE if late else Status.DONE)
    if moment.at == TIME_UNKNOWN:
        return Fact("clock", translate("case", "due {when}").format(when=when), tip)
    if moment.at > due:
        text = translate("case", "overdue by {span} (was due {when})").format(when=when, span=span(moment.at - due))
        return Fact("urgent", text, tip, Status.OVERDUE)
    text = translate("case", "due {when} ({span} left)").format(when=when, span=span(due - moment.at))
    return Fact("clock", text, tip, Status.AT_RISK if sla is SlaState.AT_RISK else None)


def _day_words(view: CaseView, micros: int, at: int) -> str:
    """ "today 17:30" on the day of the moment, else the date with the time."""
    wall, here = view.time.local(micros), view.time.local(at)
    if wall is not None and here is not None and wall.date() == here.date():
        return translate("case", "today {time}").format(time=f"{wall:%H:%M}")
    return view.time.minute(micros)


def _waiting(view: CaseView, moment: CaseMoment) -> Fact:
    waiting = WaitingFor(moment.value("waiting_for"))
    if waiting is WaitingFor.NOTHING:
        return Fact("check", translate("case", "nothing left to do"))
    words = translate("case", "waiting for: {what}").format(what=waiting_words(waiting))
    status = {WaitingFor.WORK: Status.CURRENT, WaitingFor.UNKNOWN: Status.UNKNOWN, WaitingFor.NOBODY: Status.AT_RISK}
    paused = moment.value("paused_since")
    tip = ""
    if paused != TIME_UNKNOWN:
        words = translate("case", "{waiting}, clock paused {span}").format(
            waiting=words, span=elapsed(paused, moment.at)
        )
        reason = value_words(view.file.dictionaries, moment.value("pause_reason"))
        tip = _lines(translate("case", "paused since {when}").format(when=both(paused, view.time.zone)), reason)
    icon = "player-pause" if paused != TIME_UNKNOWN else "hourglass"
    return Fact(icon, words, tip, status.get(waiting, Status.WAITING))


def _moment(view: CaseView, moment: CaseMoment) -> Fact:
    if not moment.live:
        when = view.time.zoned_minute(moment.at) if moment.at != TIME_UNKNOWN else unknown()
        text = translate("case", "as of {when}").format(when=when)
        return Fact("history", text, both(moment.at, view.time.zone), Status.AT_RISK)
    known = view.file.data_as_of
    if view.file.partial:
        return Fact("cloud", translate("case", "still loading: not all events are here"), "", Status.AT_RISK)
    if known is None:
        return Fact("clock", translate("case", "live"), translate("case", "never compared with the shared database"))
    text = translate("case", "data as of {when}").format(when=_day_words(view, known, moment.at))
    return Fact("clock", text, both(known, view.time.zone))


def _blind(live: CaseMoment) -> str:
    if not len(live.state):
        return ""
    words = unknown_words(live.value("capability"))
    if not words:
        return ""
    return translate("case", "This source does not record: {what}").format(
        what=", ".join(translate("case", each) for each in words)
    )
