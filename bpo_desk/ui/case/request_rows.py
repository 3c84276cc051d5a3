"""How what was asked of the source system shows among the facts of a case. Pure; no widgets."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.mutation import RequestKind
from bpo_desk.state.requests import Request, RequestState, requests
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.words import pending_words

translate = QCoreApplication.translate

_WHAT: Final = {RequestKind.REASSIGN: "reassign to {to}", RequestKind.ESCALATE: "escalate to {to}"}
_STATE: Final = {
    RequestState.PENDING: "pending",
    RequestState.MET: "done, as the log shows",
    RequestState.OVER: "the case was closed without it",
    RequestState.WITHDRAWN: "taken back",
}


def asked_words(what: str, to: str) -> str:
    """What was asked: "reassign to Bob"; the stored word where it is a newer program's."""
    form = _WHAT.get(RequestKind(what)) if what in set(RequestKind) else None
    return translate("case", form).format(to=to) if form else f"{what} {to}".strip()


def request_facts(view: CaseView, upto: int) -> list[tuple[str, str, int, str]]:
    """Label, value, event row and tip of each request among the first `upto` events, the latest first."""
    file = view.file
    found = requests(file.events, file.data, file.dictionaries, upto)
    return [
        (translate("case", "Asked"), _value(view, each), each.row, _tip(each))
        for each in sorted(found, key=lambda one: -one.row)
    ]


def _value(view: CaseView, each: Request) -> str:
    at = int(view.file.events.occurred_at[each.row])
    when = "" if at == TIME_UNKNOWN else view.time.minute(at)
    state = translate("case", _STATE[each.state])
    if each.row in view.words.pending:
        state = pending_words()
    return ", ".join(part for part in (asked_words(each.what, each.to), when, state) if part)


def _tip(each: Request) -> str:
    system = translate("case", "{system} must act; the desk only asks and changes nothing of the case.")
    return "\n".join(part for part in (system.format(system=each.system), each.reason) if part)
