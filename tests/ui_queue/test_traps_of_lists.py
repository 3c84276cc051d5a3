"""Traps that other products' lists fell into and that no other test of the queue is about; the rest of them:

filter loss on a second filter, and a status "all" that is not all: test_queue_filters.py, test_team_views.py; two views
that disagree, and rows cut without saying: test_one_answer.py, tests/flows/test_past_queue.py.
"""

from dataclasses import replace

import numpy as np

from bpo_desk.models.dictionaries import Step
from bpo_desk.settings import Settings
from bpo_desk.state.grouping import GroupBy
from bpo_desk.ui.queue.cell import COLUMN_INDEX
from bpo_desk.ui.queue.queue_cells import Moment
from bpo_desk.ui.queue.queue_rows import QueueRows
from bpo_desk.ui.queue.queue_sheet import ShownQueue, queue_sheet
from bpo_desk.ui.queue.queue_view import Question, QueueView
from tests.ui_queue.synthetic import NOW, synthetic

LONG = "Card " + "replaced to the wrong address and " * 30 + "never seen again"
TITLE, STEP = COLUMN_INDEX["title"], COLUMN_INDEX["step"]


def rows_of(view: QueueView, text: str = "") -> QueueRows:
    return QueueRows(view.queue, view.answer(Question(text)).listed, Moment(NOW, 0))


def test_values_are_not_cut_at_255_characters():
    queue = synthetic(40)
    values = [*queue.dictionaries.values]
    values[1] = LONG
    view = QueueView(replace(queue, dictionaries=replace(queue.dictionaries, values=values)), NOW, Settings())
    rows = rows_of(view, "seen again")
    assert 0 < len(rows) < len(queue) == 40, "the words behind the 255th character are found"
    assert rows.tip(0, TITLE) == LONG
    assert rows.cells(0)[TITLE].text == LONG
    sheet, _numbers = queue_sheet(ShownQueue(rows, (TITLE,), "", "", ()), ())
    assert list(sheet.rows) == [[LONG]] * len(rows)


def test_two_steps_of_one_name_are_one_group_and_its_filter_lists_both():
    queue = synthetic(400)
    steps = [*queue.dictionaries.steps]
    steps[2] = Step(steps[1].name, "another_element")
    view = QueueView(replace(queue, dictionaries=replace(queue.dictionaries, steps=steps)), NOW, Settings())
    named = [group for group in view.grouping(Question(), GroupBy.STEP)().groups if group.name == steps[1].name]
    assert len(named) == 1
    members = queue.cases.sets["steps"]
    at = np.repeat(np.arange(len(queue)), np.diff(members.offset))
    both = {row for row, step in zip(at.tolist(), members.flat["step"].tolist(), strict=True) if step in (1, 2)}
    assert named[0].count == len(both)
    listed = view.answer(Question(f'step="{steps[1].name}"')).listed
    assert set(listed.all().tolist()) == both
