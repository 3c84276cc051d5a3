"""The Reviews tab: samples, reviews and disputes from their events, at any moment, in words where there are none."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from bpo_desk.models.event import EventKind as K
from bpo_desk.models.sides import Side
from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.ui.case.case_view import CaseView, prepare_case
from bpo_desk.ui.case.facts_panel import FactsPanel
from bpo_desk.ui.case.review_rows import reviews
from bpo_desk.ui.widgets.dense_table import DenseTable
from tests.ui_case import stories


@pytest.fixture
def reviewed() -> CaseView:
    s = stories.Story()
    ann, quinn = s.person("Ann Berger", Side.PROVIDER), s.person("Quinn Marsh", Side.CLIENT)
    at = stories.START
    s.add(at, K.OPENED, actor=ann)
    s.add(at + timedelta(hours=1), K.SAMPLE_DRAWN, actor=quinn, data={"sample": "March, seed 42"})
    score = {"critical": 95.0, "other": 88.5}
    said = {"scorecard": "Cards 2", "score": score, "findings": ["address not checked", "no second signature"]}
    s.add(at + timedelta(hours=2), K.REVIEW_SUBMITTED, actor=quinn, data=said)
    s.add(at + timedelta(hours=3), K.DISPUTE_RAISED, actor=ann, reason=s.value("the address was checked by phone"))
    s.add(at + timedelta(hours=4), K.DISPUTE_SETTLED, actor=quinn, data={"state": "amended", "score": 100})
    s.add(at + timedelta(hours=5), K.REVIEW_REVISED, actor=quinn)
    return prepare_case(s.file(), stories.NOW)


def _cells(view: CaseView, step: int) -> list[tuple[str, ...]]:
    return [row.cells[1:] for row in reviews(view, view.moment(step)).rows]


def test_who_when_score_finding_and_state_of_each(reviewed: CaseView) -> None:
    assert _cells(reviewed, 6) == [
        ("sample drawn, March, seed 42", "", "", "to be reviewed", "Quinn Marsh"),
        ("review submitted, Cards 2", "critical 95, other 88.5", "address not checked; no second signature",
         "submitted", "Quinn Marsh"),
        ("dispute raised", "", "the address was checked by phone", "disputed", "Ann Berger"),
        ("dispute settled", "100", "", "amended", "Quinn Marsh"),
        ("review revised", "unknown", "unknown", "revised", "Quinn Marsh"),
    ]  # fmt: skip
    assert reviews(reviewed, reviewed.live).rows[1].cells[0] == "19 Oct 2026 11:02:00"


def test_a_past_moment_has_what_was_reviewed_by_then(reviewed: CaseView) -> None:
    assert [cells[0] for cells in _cells(reviewed, 3)] == ["sample drawn, March, seed 42", "review submitted, Cards 2"]
    assert reviews(reviewed, reviewed.moment(1)).rows == ()
    assert "nobody has reviewed it" in reviews(reviewed, reviewed.moment(1)).empty


def test_what_no_review_should_say_is_taken_as_unknown() -> None:
    s = stories.Story()
    for data in ({"score": None, "findings": "one", "state": ["odd"]}, {"findings": [{"item": "a", "error": True}]}):
        s.add(stories.START, K.REVIEW_SUBMITTED, data=data)
    s.add(stories.START, K.REVIEW_SUBMITTED)
    s.data[-1] = "[no json"
    view = prepare_case(s.file(), stories.NOW)
    assert [cells[1:4] for cells in _cells(view, 3)] == [
        ("unknown", "one", "['odd']"),
        ("unknown", "item: a, error: True", "submitted"),
        ("unknown", "unknown", "submitted"),
    ]


def test_the_tab_counts_them_and_leads_to_their_event(reviewed: CaseView, qtbot: QtBot) -> None:
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.show_view(reviewed)
    panel = screen.findChild(FactsPanel)
    names = [panel.name(tab) for tab in range(panel.count())]
    assert names[:6] == ["Facts", "Fields", "Tasks", "Exits", "Feedback", "Reviews 5"]
    panel.come_to(panel.page(5))
    table = panel.current()
    table.findChild(DenseTable).clicked.emit(table.findChild(DenseTable).model().index(1, 0))
    assert screen.selection.row == 2
