"""What the client of an engagement does not get is taken out of a case, and is told as withheld, never as blank."""

from dataclasses import replace

import numpy as np
import pytest

from bpo_desk.models.case_columns import SlaState
from bpo_desk.models.event import EventKind as K
from bpo_desk.models.ids import NONE, TIME_UNKNOWN, UNKNOWN
from bpo_desk.models.withheld import WITHHELD
from bpo_desk.reports.audience import completeness, for_both_sides
from bpo_desk.reports.case_document import event_json
from bpo_desk.state.masking import VALUES, covered_queue, masked, withheld_values
from bpo_desk.ui.case.case_view import prepare_case
from bpo_desk.ui.case.compare_rows import moment_rows
from bpo_desk.ui.case.field_panel import FieldPanel
from tests.state.queues import a_queue
from tests.ui_case import stories


def _rows(file, kind: int) -> list[int]:
    return np.flatnonzero(file.events.kind == kind).tolist()


@pytest.mark.parametrize(
    ("rule", "kinds"),
    [
        ("event:comment_added", {K.COMMENT_ADDED}),
        ("role:priority", {K.PRIORITY_CHANGED}),
        ("role:due", {K.DUE_CHANGED}),
    ],
)
def test_masked_kinds_say_the_mark_and_the_rest_stays(rule: str, kinds: set[K]) -> None:
    before = stories.replaced_card()
    after = masked(replace(before, masked=(rule,)))
    hit = np.isin(before.events.kind, list(kinds))
    assert hit.any()
    for name in VALUES:
        old, new = getattr(before.events, name), getattr(after.events, name)
        assert (new[~hit] == old[~hit]).all()
        assert ((new[hit] == NONE) == (old[hit] == NONE)).all()
        assert {after.dictionaries.values[code] for code in new[hit].tolist() if code != NONE} <= {WITHHELD}
    assert after.data == [None] * len(hit), "the source may say the same there"
    assert after.source_record == [None] * len(hit)
    assert withheld_values(after) == sum(int((getattr(before.events, name)[hit] != NONE).sum()) for name in VALUES) > 0
    assert before.dictionaries.values == after.dictionaries.values[:-1]


def test_a_masked_field_is_masked_in_the_state_too() -> None:
    file = stories.replaced_card()
    title = next(field for field in file.dictionaries.fields if field.role == "title")
    after = masked(replace(file, masked=(f"field:{title.name}", "field:no such field")))
    assert after.dictionaries.values[int(after.state["title"][0])] == WITHHELD
    assert masked(replace(file, masked=("role:title",))).dictionaries.values[-1] == WITHHELD


def test_without_rules_nothing_changes() -> None:
    file = stories.replaced_card()
    assert masked(file) is file
    assert withheld_values(file) == 0


def test_a_report_for_both_sides_masks_and_counts_and_one_for_us_does_not() -> None:
    file = replace(stories.replaced_card(), masked=("event:comment_added",))
    shown = for_both_sides(file)
    told = completeness(file, shown, None, None)
    assert told.masked == withheld_values(shown) > 0
    assert completeness(file, file, None, None).masked == 0
    comments = {file.dictionaries.values[file.events.new_value[row]] for row in _rows(file, K.COMMENT_ADDED)}
    said = {text for row in range(len(shown.events)) for text in (event_json(shown, row, shown.dictionaries)["new"],)}
    assert not comments & said
    row = _rows(shown, K.COMMENT_ADDED)[0]
    assert event_json(shown, row, shown.dictionaries)["withheld"] == ["new"]
    assert "withheld" not in event_json(file, row, file.dictionaries)


def test_the_case_says_why_and_compares_nothing_that_is_withheld(qtbot) -> None:
    file = stories.replaced_card()
    title = next(field for field in file.dictionaries.fields if field.role == "title")
    view = prepare_case(masked(replace(file, masked=(f"field:{title.name}", "role:priority"))), stories.NOW)
    changes = _rows(view.file, K.PRIORITY_CHANGED)
    assert "the new value" in view.words.withheld(changes[-1])
    assert view.words.withheld(changes[-1]).endswith(": masked for clients of the engagement")
    assert view.words.new(changes[-1]) == WITHHELD
    assert view.words.withheld(_rows(view.file, K.OPENED)[0]) == ""
    rows = moment_rows(view, view.moment(changes[0]), view.live, None).rows
    hidden = next(row for row in rows if row.cells[0].startswith("Withheld"))
    assert "Priority" in hidden.cells[1]
    assert not any(WITHHELD in cell for row in rows for cell in row.cells)
    panel = FieldPanel()
    qtbot.addWidget(panel)
    panel.show_moment(view, view.live)
    for place, history in enumerate(view.fields):
        panel.fields.row_chosen.emit(place)
        is_hidden = view.file.dictionaries.values[history.changes[-1].new] == WITHHELD
        assert panel.same.isEnabled() is not is_hidden


@pytest.mark.parametrize(
    ("rule", "covered"),
    [
        ("role:due", {"due_at"}),
        ("event:due_changed", {"due_at"}),
        ("role:sla", {"sla"}),
        ("role:client", {"client"}),
        ("event:priority_changed", {"priority"}),
        ("event:closed", {"outcome"}),
        ("event:clock_paused", {"pause_reason"}),
        ("event:comment_added", set()),
    ],
)
def test_what_was_read_in_a_masked_value_is_unknown_in_a_covered_queue(rule: str, covered: set[str]) -> None:
    queue = a_queue(3)
    for name in covered - {"due_at"}:  # each has a value to cover, whatever the events said
        queue.cases.columns[name] = np.ones_like(queue.cases.columns[name])
    shown = covered_queue(queue, [rule])
    before, after = queue.cases.columns, shown.cases.columns
    assert {name for name in before if not np.array_equal(before[name], after[name])} == covered
    for name in covered:
        if name == "due_at":
            assert (before[name] != TIME_UNKNOWN).any()
            assert (after[name] == TIME_UNKNOWN).all()
        elif name == "sla":
            assert (before[name] != SlaState.UNKNOWN).any()
            assert (after[name] == SlaState.UNKNOWN).all()
        else:
            assert {shown.dictionaries.values[code] for code in after[name].tolist() if code > UNKNOWN} == {WITHHELD}
