"""One question has one answer: what the queue counts, lists, groups and exports agrees, whatever the filter says."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bpo_desk.models.filter_text import parse
from bpo_desk.settings import Settings
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.filter_mask import filter_mask
from bpo_desk.state.grouping import GroupBy
from bpo_desk.ui.queue.cell import COLUMN_INDEX, COLUMNS
from bpo_desk.ui.queue.queue_cells import Moment
from bpo_desk.ui.queue.queue_rows import QueueRows
from bpo_desk.ui.queue.queue_sheet import ShownQueue, queue_sheet
from bpo_desk.ui.queue.queue_view import Question, QueueView
from tests.state.queues import NOW, a_queue
from tests.state.test_filters import PIECES

CHIPS = st.sets(st.sampled_from(["overdue", "unassigned", "no_movement", "due_today"]), max_size=2).map(frozenset)
SORTS = st.sampled_from([(("due", False),), (("holder", True), ("age", False)), (("number", False),)])


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 30), st.lists(st.sampled_from(PIECES), max_size=3), CHIPS, SORTS, st.sampled_from(GroupBy))
def test_count_list_groups_and_export_agree(seed, pieces, chips, sort, by):
    queue = a_queue(seed)
    view = QueueView(queue, NOW, Settings())
    question = Question(" ".join(pieces), chips, sort)
    answer = view.answer(question)
    kept = filter_mask(parse(question.text), FilterLookup(queue), NOW)
    for chip in chips:
        kept &= filter_mask(parse(f"is:{chip}"), FilterLookup(queue), NOW)
    listed = answer.listed.all().tolist()
    assert len(answer.listed) == len(listed) == int(kept.sum())
    assert sorted(listed) == np.flatnonzero(kept).tolist()
    grouped = view.grouping(question, by)()
    assert grouped.cases == len(listed)
    for group in grouped.groups:
        assert group.count == int((filter_mask(group.filter, FilterLookup(queue), NOW) & kept).sum())
    shown = ShownQueue(QueueRows(queue, answer.listed, Moment(NOW, 0, "UTC")), tuple(range(len(COLUMNS))), "", "", ())
    sheet, numbers = queue_sheet(shown, ())
    rows = [row[COLUMN_INDEX["number"]] for row in sheet.rows]
    assert rows == list(numbers) == [queue.numbers.text(row) for row in listed]
    assert ("Cut off", "none: all cases that were shown") in sheet.about


def test_a_sheet_that_is_cut_says_so():
    view = QueueView(a_queue(3), NOW, Settings())
    shown = ShownQueue(QueueRows(view.queue, view.answer(Question()).listed, Moment(NOW, 0)), (0, 1), "", "", ())
    told: list[int] = []
    sheet, numbers = queue_sheet(shown, (), 4, told.append)
    assert len(list(sheet.rows)) == len(list(numbers)) == 4 == told[-1]
    assert any(said.startswith("the first 4 of") for _label, said in sheet.about)
