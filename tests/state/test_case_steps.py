"""Steps of one case, loops apart; two cases side by side."""

from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.state.case_steps import Aligned, align, case_steps, step_at
from bpo_desk.state.context import StateContext
from bpo_desk.state.work_items import work_items
from tests.ui_case import stories


def _steps(file):
    return case_steps(file.events, work_items(file.events, StateContext.of(file.dictionaries)))


def _names(file, steps):
    return [(file.dictionaries.steps[step.step].name, step.nth) for step in steps]


def test_a_loop_is_a_step_of_its_own_and_ad_hoc_tasks_are_none():
    file = stories.replaced_card()
    steps = _steps(file)
    assert _names(file, steps) == [
        ("Register request", 1), ("Verify identity", 1), ("Check for fraud", 1), ("Approve replacement", 1),
        ("Check for fraud", 2), ("Order card", 1), ("Inform customer", 1),
    ]  # fmt: skip
    assert steps[-1].ended_at == TIME_UNKNOWN
    assert all(step.ended_at > step.began_at for step in steps[:-1])
    assert file.dictionaries.persons[steps[0].person].name == "Ann Berger"


def test_the_step_of_a_moment_is_the_last_one_reached():
    file = stories.replaced_card()
    steps = _steps(file)
    assert step_at(steps, steps[0].row) is None
    assert step_at(steps, steps[0].row + 1) == steps[0]
    assert step_at(steps, steps[4].row) == steps[3]
    assert step_at(steps, len(file.events)) == steps[-1]


def test_completions_alone_are_steps_that_end_when_they_are_told():
    file = stories.completions_only()
    steps = _steps(file)
    assert len(steps) == 13
    assert [step.ended_at for step in steps[1:]] == [step.began_at for step in steps[1:]]
    assert steps[0].began_at == TIME_UNKNOWN


def _lines(left, right):
    return [
        (left[line.left] if line.left != NONE else "", right[line.right] if line.right != NONE else "", line.moved)
        for line in align(left, right)
    ]


def test_what_one_case_lacks_leaves_a_gap():
    assert _lines("abcd", "acxd") == [
        ("a", "a", False), ("b", "", False), ("c", "c", False), ("", "x", False), ("d", "d", False),
    ]  # fmt: skip


def test_the_second_visit_stands_beside_the_second_visit():
    assert _lines("aba", "aab") == [("a", "a", False), ("b", "b", True), ("a", "a", False)]
    assert align("aa", "a") == (Aligned(0, 0), Aligned(1, NONE))


def test_steps_in_another_order_are_marked():
    assert [line for line in _lines("xabc", "abcx") if line[2]] == [("x", "x", True)]


def test_nothing_beside_something():
    assert align("", "ab") == (Aligned(NONE, 0), Aligned(NONE, 1))
    assert align("ab", "") == (Aligned(0, NONE), Aligned(1, NONE))
    assert align("", "") == ()


@given(st.text("abcd", max_size=12), st.text("abcd", max_size=12))
def test_every_step_of_both_stands_on_exactly_one_line(left, right):
    lines = align(left, right)
    assert [line.left for line in lines if line.left != NONE] == list(range(len(left)))
    assert sorted(line.right for line in lines if line.right != NONE) == list(range(len(right)))
    pairs = [line for line in lines if NONE not in (line.left, line.right)]
    assert all(left[line.left] == right[line.right] for line in pairs)
    assert len(pairs) == sum(min(left.count(c), right.count(c)) for c in "abcd")
    kept = [line.right for line in pairs if not line.moved]
    assert kept == sorted(kept)


@given(st.text("abcd", max_size=12))
def test_a_case_beside_itself_has_no_gap(text):
    assert align(text, text) == tuple(Aligned(i, i) for i in range(len(text)))
