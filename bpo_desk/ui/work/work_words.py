"""How work on a selection is worded: deeds, what they would do, why cases are left out, how they stand. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from bpo_desk.cache.outbox import Entry, EntryState
from bpo_desk.models.deeds import ABOUT_EVENTS, ASKED_KINDS, DeedKind
from bpo_desk.ui.number_words import counted, number, some_of
from bpo_desk.workspace.selected_work import MOST_CASES, Basis, Chosen, LeftOut, Plan

translate = QCoreApplication.translate
_NAMED: Final = 8  # case numbers named where cases are left out


class DeedLook(NamedTuple):
    """How a deed is called: in the list of deeds, on the button, and its icon."""

    name: str
    button: str
    icon: str


LOOKS: Final = {
    DeedKind.NOTE: DeedLook("Write a note", "Write the note on {cases}", "note"),
    DeedKind.FOLLOW: DeedLook("Follow", "Follow {cases}", "eye"),
    DeedKind.UNFOLLOW: DeedLook("Follow no longer", "Follow {cases} no longer", "eye-off"),
    DeedKind.FLAG: DeedLook("Flag", "Flag {cases}", "flag"),
    DeedKind.UNFLAG: DeedLook("Take flags away", "Take the flags of {cases} away", "flag"),
    DeedKind.TASK: DeedLook("Ad-hoc task", "Add the task to {cases}", "checklist"),
    DeedKind.REASSIGN: DeedLook("Ask for reassignment", "Ask for {cases}", "arrows-exchange"),
    DeedKind.ESCALATE: DeedLook("Ask for escalation", "Ask for {cases}", "urgent"),
    DeedKind.WITHDRAW: DeedLook("Take requests back", "Take back what was asked of {cases}", "arrow-back-up"),
}
_LEFT: Final = {
    LeftOut.OVER: "closed or cancelled",
    LeftOut.FOLLOWED: "followed by you already",
    LeftOut.NOT_FOLLOWED: "not followed by you",
    LeftOut.FLAGGED: "flagged already",
    LeftOut.NOT_FLAGGED: "not flagged",
    LeftOut.NOTHING_ASKED: "without a request that is pending",
    LeftOut.IN_THESE_HANDS: "in these hands already",
    LeftOut.NO_EVENTS: "without any event in the local copy",
}
_MISSING: Final = {
    "text": "Write what the note says.",
    "step": "Give the task a short name.",
    "to": "Say to whom it should go.",
    "reason": "Give the reason: it stands in the log of each case.",
}


def cases_words(count: int) -> str:
    """ "1 case", "2,041 cases"."""
    return counted(count, translate("work", "case"), translate("work", "cases"))


def too_many_words(count: int) -> str:
    """Why so many cases are not worked on in one go."""
    form = translate("work", "{count} are selected; {most} are the most in one go. Narrow the filter or the selection.")
    return form.format(count=cases_words(count), most=number(MOST_CASES))


def stopped_words(count: int, wanted: int) -> str:
    """How far it came before somebody stopped it, and what stays."""
    form = translate("work", "Stopped: {count} of {wanted} got it. That stays written and is sent.")
    return form.format(count=number(count), wanted=cases_words(wanted))


def missing_words(name: str) -> str:
    """What is still to be filled in."""
    return translate("work", _MISSING[name])


def effect_lines(basis: Basis, plan: Plan) -> list[str]:
    """What a plan would do, one line a fact: how many cases get it, which are left out and why, who must act."""
    form = translate("work", "{some} of {all} get it.") if plan.left else translate("work", "All {all} get it.")
    if len(basis.chosen) == 1:
        form = translate("work", "The case gets it.") if plan.cases else translate("work", "The case does not get it.")
    lines = [form.format(some=number(len(plan.cases)), all=cases_words(len(basis.chosen)))]
    for why, cases in plan.left.items():
        words = translate("work", "Left out: {count} {why} ({numbers})")
        lines.append(words.format(count=number(len(cases)), why=translate("work", _LEFT[why]), numbers=_some(cases)))
    if plan.deed.kind in ASKED_KINDS and plan.cases:
        lines.append(_systems(basis, plan.cases))
    if plan.deed.kind in ABOUT_EVENTS and plan.cases:
        lines.append(_events_lost(basis, plan))
    if plan.deed.kind is DeedKind.TASK and plan.cases:
        lines.append(translate("work", "The task is the desk's own: it stands beside the process of the case."))
    return lines


def _events_lost(basis: Basis, plan: Plan) -> str:
    """How many flags or requests go; each stays in the log with who took it away."""
    count = sum(len(basis.events_for(plan.deed, each.case)) for each in plan.cases)
    if plan.deed.kind is DeedKind.UNFLAG:
        words = counted(count, translate("work", "flag goes"), translate("work", "flags go"))
    else:
        words = counted(count, translate("work", "request is taken back"), translate("work", "requests are taken back"))
    return translate("work", "{words}; the log keeps who did it and why.").format(words=words)


def _systems(basis: Basis, cases: Sequence[Chosen]) -> str:
    found = basis.systems(cases)
    unknown = translate("work", "a source that is unknown")
    names = ", ".join(f"{name or unknown} ({number(count)})" if len(found) > 1 else name or unknown
                      for name, count in found)  # fmt: skip
    words = translate("work", "{systems} must act: the desk asks, and changes nothing of the case itself.")
    return words.format(systems=names)


def _some(cases: Iterable[Chosen]) -> str:
    return some_of([each.number for each in cases], _NAMED)


def outcome_words(entries: Sequence[Entry]) -> str:
    """How so many entries stand: "27 written: 20 acknowledged, 5 to be sent, 2 refused"."""
    groups = {
        translate("work", "acknowledged"): (EntryState.OK,),
        translate("work", "to be sent"): (EntryState.PENDING, EntryState.SENT),
        translate("work", "refused"): (EntryState.REJECTED, EntryState.CONFLICT),
        translate("work", "taken note of"): (EntryState.DISCARDED,),
    }
    states = Counter(each.state for each in entries)
    parts = [
        f"{number(count)} {word}" for word, among in groups.items() if (count := sum(states[each] for each in among))
    ]
    return translate("work", "{count} written: {parts}").format(count=number(len(entries)), parts=", ".join(parts))
