"""An ad-hoc task shows when it is due, that it is late, and that nobody said when."""

from datetime import timedelta

import pytest

from bpo_desk.models.event import EventKind as K
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.times import to_iso, to_micros
from bpo_desk.process.ad_hoc import task_element_id
from bpo_desk.process.markers import MarkerState
from bpo_desk.ui.case import fact_rows
from bpo_desk.ui.case.case_view import CaseView, prepare_case
from tests.ui_case import stories

DONE, LATE, OPEN, SILENT, OURS = 1, 2, 3, 4, (1 << 28) + 5
DUE = to_micros(stories.START + timedelta(days=1))
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def view() -> CaseView:
    """Five tasks: done in time, done late, open and late, and two without a due time, of a source and of the desk."""
    story = stories.Story()
    step = {"step": story.step("Call back"), "ad_hoc": 1}
    for item in (DONE, LATE, OPEN, SILENT, OURS):
        story.add(stories.START, K.SCHEDULED, work_item=item, **step)
    for item in (DONE, LATE, OPEN):
        story.add(stories.START, K.DUE_CHANGED, work_item=item, **step, new_value=story.value(to_iso(DUE)))
    story.add(stories.START + HOUR, K.COMPLETED, work_item=DONE, **step)
    story.add(stories.START + timedelta(days=2), K.COMPLETED, work_item=LATE, **step)
    story.add(stories.START + timedelta(days=2), K.COMPLETED, step=story.step("Decide"), work_item=9)
    return prepare_case(story.file(), stories.NOW)


def test_the_lane_beneath_says_when_a_task_is_due_and_what_is_late(view: CaseView) -> None:
    assert view.diagram.drawing is not None
    words = {each.element_id: each.text for each in view.diagram.drawing.items if hasattr(each, "text")}
    told = [words[task_element_id(str(item))].splitlines()[1] for item in (DONE, LATE, OPEN, SILENT, OURS)]
    assert told == ["due 20 Oct 2026 09:02"] * 3 + ["due time unknown", "no due time"]
    markers = [view.live.markers[task_element_id(str(item))] for item in (DONE, LATE, OPEN, SILENT)]
    assert [(each.state, each.alert) for each in markers] == [
        (MarkerState.DONE, ""),
        (MarkerState.DONE, "done late"),
        (MarkerState.OVERDUE, "overdue"),
        (MarkerState.CURRENT, ""),
    ]


def test_a_task_is_not_late_before_it_was_due(view: CaseView) -> None:
    early = view.moment(view.step_at(DUE - 1))
    assert early.markers[task_element_id(str(OPEN))].state is MarkerState.CURRENT
    assert early.at != TIME_UNKNOWN


def test_the_list_of_tasks_says_the_same(view: CaseView) -> None:
    shown = fact_rows.tasks(view, view.live)
    due = shown.headers.index("Due")
    assert [row.cells[due] for row in shown.rows] == [
        "20 Oct 2026 09:02", "20 Oct 2026 09:02, done late", "20 Oct 2026 09:02, overdue", "unknown", "none",
    ]  # fmt: skip
