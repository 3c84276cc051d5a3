"""When an ad-hoc task is due is said by an event of its own, which tells nothing of when the case is due."""

from datetime import UTC, datetime

import pytest

from bpo_desk.models.event import EventKind as K
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.times import to_micros
from bpo_desk.state import StateContext, states, work_items
from bpo_desk.state.field_history import FieldKey, field_history
from tests.ui_case import stories

CASE_DUE, TASK_DUE, LATER = "2026-10-19T09:00:00Z", "2026-10-20T09:00:00Z", "2026-10-21T09:00:00Z"


@pytest.fixture
def file():
    story = stories.Story()
    task = {"step": story.step("Call back"), "work_item": 7, "ad_hoc": 1}
    story.add(stories.START, K.DUE_CHANGED, new_value=story.value(CASE_DUE))
    story.add(stories.START, K.SCHEDULED, **task)
    story.add(stories.START, K.DUE_CHANGED, **task, new_value=story.value(TASK_DUE))
    story.add(stories.START, K.SCHEDULED, **task | {"work_item": 8})
    return story, task


def instant(text):
    return to_micros(datetime.fromisoformat(text).astimezone(UTC))


def due_of(story):
    made = story.file()
    context = StateContext.of(made.dictionaries)
    items = work_items(made.events, context)
    return dict(zip(items["work_item"].tolist(), items["due_at"].tolist(), strict=True)), states(made.events, context)


def test_a_task_is_due_when_its_event_says_and_the_case_when_its_own_does(file):
    story, _ = file
    due, state = due_of(story)
    assert due == {7: instant(TASK_DUE), 8: TIME_UNKNOWN}
    assert state["due_at"].tolist() == [instant(CASE_DUE)]


def test_the_last_due_time_said_of_a_task_counts(file):
    story, task = file
    story.add(stories.START, K.DUE_CHANGED, **task, old_value=story.value(TASK_DUE), new_value=story.value(LATER))
    assert due_of(story)[0][7] == instant(LATER)


def test_the_due_time_of_a_task_is_no_change_of_a_field_of_the_case(file):
    story, _ = file
    made = story.file()
    histories = {each.key: each for each in field_history(made.events, made.dictionaries.values)}
    assert len(histories[FieldKey(K.DUE_CHANGED)].changes) == 1
