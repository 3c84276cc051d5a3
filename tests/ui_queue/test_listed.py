"""What a queue lists: the same rows in whatever steps they are looked at; and what the clock changes in them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.filters import Chip
from bpo_desk.settings import Settings
from bpo_desk.ui.queue.cell import COLUMN_INDEX
from bpo_desk.ui.queue.listed import Listed
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.queue.queue_view import Question, QueueView
from tests.ui_queue.synthetic import HOUR, NOW, synthetic

N = 70_000


@given(
    st.integers(0, 9),
    st.sampled_from([0.0, 0.001, 0.04, 0.5, 1.0]),
    st.lists(st.tuples(st.integers(0, N), st.integers(1, 60)), max_size=5),
)
def test_rows_found_page_by_page_are_those_of_the_whole_list(seed, share, asked):
    random = np.random.default_rng(seed)
    order, wanted = random.permutation(N), random.random(N) < share
    whole = order[wanted[order]].tolist()
    places = np.argsort(order).astype(np.int32)
    listed = Listed(order, wanted, None, lambda rows: rows[np.argsort(places[rows])])
    assert len(listed) == len(whole)
    for first, many in sorted(asked):
        assert listed.between(first, first + many).tolist() == whole[first : first + many]
    assert listed.all().tolist() == whole


def test_what_is_listed_of_a_sort_that_was_begun_is_what_is_listed_when_it_is_finished():
    queue = synthetic(70_000)
    for sort in ((("client", False),), (("age", True), ("holder", False)), (("due", False),)):
        for text in ("", "holder:ann", "INC00001", "step:verify -status:closed"):
            view = QueueView(queue, NOW, Settings())
            begun = view.answer(Question(text, sort=sort)).listed
            page, later = begun.between(0, 40).tolist(), begun.between(30_000, 30_040).tolist()
            view.finish()
            assert view.is_finished
            whole = view.answer(Question(text, sort=sort)).listed.all().tolist()
            assert (page, later) == (whole[:40], whole[30_000:30_040])
            assert begun.all().tolist() == whole


def test_only_a_sort_that_nobody_finished_is_to_be_finished():
    view = QueueView(synthetic(70_000), NOW, Settings())
    view.prepare((("due", False),))
    assert view.is_finished
    view.answer(Question(sort=(("title", False),))).listed.between(0, 40)
    assert not view.is_finished
    view.finish()
    assert view.is_finished
    assert len(view.order((("number", False),))) == 70_000
    assert not view.is_finished, "what sorting left is to be given back"
    view.finish()
    assert view.is_finished


def test_chips_count_what_a_question_lists():
    view = QueueView(synthetic(3_001), NOW, Settings())
    for text in ("", "holder:ann", "-due<2d", "no such case"):
        counts = view.answer(Question(text)).counts
        for chip, count in counts.items():
            both = view.answer(Question(text, frozenset({chip}))).listed
            assert (count is None) == (chip == Chip.HOLDER_ABSENT)  # no source tells who is absent
            assert (count or 0) == len(both) == len(both.all())


def test_a_minute_later_spans_and_counts_are_those_of_a_new_view():
    queue = synthetic(2_000)
    question = Question("due<3h OR last>1d", frozenset({"overdue"}), (("age", True),))
    view = QueueView(queue, NOW, Settings())
    view.answer(question)
    moved = view.look_at(NOW + 2 * HOUR)
    later, fresh = view.answer(question), QueueView(queue, NOW + 2 * HOUR, Settings()).answer(question)
    assert moved
    assert later.counts == fresh.counts
    assert later.listed.all().tolist() == fresh.listed.all().tolist()


def test_the_clock_renews_what_is_seen_and_leaves_rows_and_selection(qtbot):
    now = [NOW]
    screen = QueueScreen(Settings(), lambda: now[0])
    qtbot.addWidget(screen)
    screen.resize(1400, 600)
    screen.show()
    screen.show_queue(synthetic(300))
    screen.table.selectRow(3)
    model, column = screen.table.queue_model, COLUMN_INDEX["activity"]
    rows, before = model.rows, model.index(3, column).data()
    overdue = screen.chips._chips["overdue"].count
    now[0] += 30 * HOUR
    screen.look_at_clock()
    assert model.rows is rows
    assert model.index(3, column).data() != before
    assert screen.chips._chips["overdue"].count > overdue
    assert screen.table.currentIndex().row() == 3
