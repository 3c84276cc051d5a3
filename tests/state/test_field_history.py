"""The history of fields: who set what when, at which step, and where a change is missing."""

from bpo_desk.models.event import EventKind as K
from bpo_desk.models.ids import NONE
from bpo_desk.state.field_history import FieldKey, field_history
from tests.ui_case import stories


def _histories(file):
    return {history.key: history for history in field_history(file.events, file.dictionaries.values)}


def _story():
    story = stories.Story()
    return story, story.field("Amount"), story.step("Check")


def test_every_change_names_its_step_and_values():
    file = stories.replaced_card()
    values, steps = file.dictionaries.values, file.dictionaries.steps
    found = _histories(file)
    status = next(code for code, field in enumerate(file.dictionaries.fields) if field.name == "Ticket state")
    changes = found[FieldKey(K.FIELD_CHANGED, status)].changes
    assert [values[change.new] for change in changes] == ["New", "In work", "Card ordered"]
    assert [change.first for change in changes] == [True, False, False]
    assert not any(change.gap for change in changes)
    assert changes[0].step == NONE
    assert [steps[change.step].name for change in changes[1:]] == ["Register request", "Order card"]
    assert [values[change.new] for change in found[FieldKey(K.PRIORITY_CHANGED)].changes] == ["3 - normal", "2 - high"]
    assert len(found[FieldKey(K.DUE_CHANGED)].changes) == 2
    assert list(found)[:2] == [FieldKey(K.PRIORITY_CHANGED), FieldKey(K.DUE_CHANGED)]


def test_the_value_at_a_moment_is_that_of_the_last_change_before():
    history = _histories(stories.replaced_card())[FieldKey(K.PRIORITY_CHANGED)]
    first, second = history.changes
    assert history.at(first.row) is None
    assert history.at(first.row + 1) == first
    assert history.at(second.row) == first
    assert history.at(second.row + 1) == second


def test_an_old_value_that_was_never_recorded_is_a_gap():
    story, amount, _ = _story()
    for old, new in ((None, "1"), ("1", "2"), ("5", "6"), (None, "7")):
        story.add(stories.START, K.FIELD_CHANGED, field=amount, old_value=story.value(old), new_value=story.value(new))
    (history,) = _histories(story.file()).values()
    assert [change.gap for change in history.changes] == [False, False, True, False]


def test_two_codes_of_one_text_are_one_value():
    story, amount, _ = _story()
    story.names.values += ["same", "same"]
    codes = [len(story.names.values) - 2, len(story.names.values) - 1]
    story.add(stories.START, K.FIELD_CHANGED, field=amount, new_value=codes[0])
    story.add(stories.START, K.FIELD_CHANGED, field=amount, old_value=codes[1], new_value=story.value("2"))
    (history,) = _histories(story.file()).values()
    assert not history.changes[1].gap


def test_the_step_of_the_event_itself_is_believed_first():
    story, amount, check = _story()
    other = story.step("Other")
    story.add(stories.START, K.STARTED, work_item=1, step=check)
    story.add(stories.START, K.FIELD_CHANGED, field=amount, new_value=story.value("1"), step=other)
    story.add(stories.START, K.FIELD_CHANGED, field=amount, new_value=story.value("2"))
    (history,) = _histories(story.file()).values()
    assert [change.step for change in history.changes] == [other, check]


def test_a_case_without_field_changes_has_no_histories():
    assert _histories(stories.completions_only()) == {}
