"""The rows of the Reviews tab: samples, reviews and disputes of a case up to a moment. Pure; no widgets."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.event import EventKind
from bpo_desk.state.reviews import ReviewEntry, case_reviews
from bpo_desk.ui.case.case_moment import CaseMoment
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.fact_rows import FactRow, FactRows
from bpo_desk.ui.case.words import unknown

translate = QCoreApplication.translate

_STATES = {
    EventKind.SAMPLE_DRAWN: "to be reviewed",
    EventKind.REVIEW_SUBMITTED: "submitted",
    EventKind.REVIEW_REVISED: "revised",
    EventKind.DISPUTE_RAISED: "disputed",
    EventKind.DISPUTE_SETTLED: "settled",
}


def reviews(view: CaseView, moment: CaseMoment) -> FactRows:
    """Who reviewed the case, when, with which score and findings, and in which state that left the review."""
    headers = (
        translate("case", "When"),
        translate("case", "What"),
        translate("case", "Score"),
        translate("case", "Finding"),
        translate("case", "State"),
        translate("case", "By"),
    )
    found = case_reviews(view.file.events, view.file.data, moment.step)
    none_yet = translate("case", "No sample has drawn this case and nobody has reviewed it up to this moment.")
    return FactRows(headers, tuple(_row(view, each) for each in found), none_yet)


def _row(view: CaseView, entry: ReviewEntry) -> FactRow:
    words, row = view.words, entry.row
    kind = EventKind(int(view.file.events.kind[row]))
    what = ", ".join((words.what(row), *entry.about))
    score = entry.score or (unknown() if entry.scored else "")
    finding = "; ".join(entry.findings) or words.comment(row) or (unknown() if entry.scored else "")
    state = entry.state or translate("case", _STATES[kind])
    return FactRow((words.when(row), what, score, finding, state, words.who(row)), event=row, tip=finding)
