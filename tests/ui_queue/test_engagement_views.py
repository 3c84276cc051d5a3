"""Another engagement, another queue: filters stay where their names mean something, links lead past one's own."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication

from bpo_desk.ui.jump_place import numbers_in
from bpo_desk.ui.queue.kept_views import KeptViews
from bpo_desk.ui.queue.queue_state import QueueState
from bpo_desk.ui.queue.saved_views import SavedView, one_to_json
from bpo_desk.ui.window_memory import PRIVATE
from tests.ui_queue.conftest import SyntheticDesk, desk, open_window, window  # noqa: F401  # fixtures
from tests.ui_queue.synthetic import synthetic


@pytest.fixture
def two(desk: SyntheticDesk) -> SyntheticDesk:  # noqa: F811
    """A desk with a second, smaller engagement."""
    other = synthetic(40, seed=3)
    desk.queues.append(replace(other, engagement=replace(other.engagement, engagement_id=2, code="ALB")))
    return desk


def go(qtbot, window, engagement):  # noqa: F811
    window.choose_engagement(engagement)
    qtbot.waitUntil(lambda: window.queue.view.queue.engagement.engagement_id == engagement)


def test_a_filter_stays_with_the_engagement_whose_names_it_has(two, window, qtbot):  # noqa: F811
    window.queue.filter_by("holder:ann")
    window.queue.chips.choose({"overdue"})
    window.queue.sort_by("age")
    listed = len(window.queue.rows)
    go(qtbot, window, 2)
    assert len(window.queue.rows) == 40, "nothing of the other filter hides a case here"
    assert (window.queue.filter_line.text(), window.queue.chips.chosen()) == ("", frozenset())
    assert window.queue.state().sort[0][0] == "age", "how one likes to see the rows goes along"
    window.queue.filter_by("status:open")
    go(qtbot, window, 1)
    assert window.queue.filter_line.text() == "holder:ann"
    assert window.queue.chips.chosen() == {"overdue"}
    assert len(window.queue.rows) == listed
    go(qtbot, window, 2)
    assert window.queue.filter_line.text() == "status:open"


def test_a_pasted_list_does_not_list_other_cases_in_another_engagement(two, window, qtbot):  # noqa: F811
    window.whole.jumps.list_numbers(["INC0000012", "INC0000013"])
    assert len(window.queue.rows) == 2
    go(qtbot, window, 2)
    assert len(window.queue.rows) == 40
    assert window.queue.asked_now().limit is None


def test_the_views_of_all_engagements_survive_a_restart(two, open_window, qtbot):  # noqa: F811
    first = open_window()
    first.queue.filter_by("holder:ann")
    go(qtbot, first, 2)
    first.queue.filter_by("status:open")
    first.close()
    second = open_window()
    assert second.queue.view.queue.engagement.engagement_id == 2
    assert second.queue.filter_line.text() == "status:open"
    go(qtbot, second, 1)
    assert second.queue.filter_line.text() == "holder:ann"


def test_what_was_filtered_in_an_engagement_that_is_gone_is_neither_kept_nor_shown(two, open_window, qtbot):  # noqa: F811
    first = open_window()
    first.queue.filter_by("client:northwind")
    go(qtbot, first, 2)
    first.queue.filter_by("holder:ann")
    first.close()
    two.queues.pop()
    second = open_window()
    assert second.queue.view.queue.engagement.engagement_id == 1
    assert second.queue.filter_line.text() != "holder:ann"
    second.close()
    assert "holder:ann" not in second._memory.text("queue_kept")


def test_views_of_engagements_lie_encrypted_with_what_else_may_name_people():
    assert "queue_kept" in PRIVATE
    kept = KeptViews()
    for text in ("", "[]", "7", '{"x": 1}'):
        kept.read(text)
        assert kept.to_json({1}) == "{}"


def test_the_first_look_at_an_engagement_shows_the_default_view_of_the_role(two, window, qtbot):  # noqa: F811
    view = SavedView(QueueState(text="-status:closed,cancelled"))
    two.roles, two.team = ("owner",), []
    from bpo_desk.models.shared_view import SharedView

    two.team.append(SharedView("Open ones", one_to_json(view), "owner"))
    go(qtbot, window, 2)
    qtbot.waitUntil(lambda: window.queue.filter_line.text() == "-status:closed,cancelled")
    window.queue.clear_filter()
    go(qtbot, window, 1)
    go(qtbot, window, 2)
    qtbot.waitUntil(lambda: not window._background.is_busy("team views"))
    assert window.queue.filter_line.text() == "", "only the first time: after that it is as it was left"


def test_a_filter_that_no_case_answers_is_taken_apart(window):  # noqa: F811
    window.queue.filter_by("holder:zebedee,nobody-else status:open")
    words = window.queue.empty.words()
    assert "No case of NWB has: holder:zebedee, holder:nobody-else" in words
    assert "status:open" not in words, "of these there are cases"
    assert window.queue.empty._button.text() == "Show all cases"
    window.queue.empty.clicked.emit()
    assert len(window.queue.rows) == 300


def test_a_link_lists_what_it_says_whatever_is_filtered_here(two, window, qtbot):  # noqa: F811
    window.queue.filter_by("status:open")
    window.queue.chips.choose({"overdue"})
    window.jump("bpodesk://queue/NWB?where=status%3Aclosed")
    assert window.queue.chips.chosen() == frozenset()
    assert window.queue.filter_line.text() == "status:closed"
    window.jump("bpodesk://queue/NWB")
    assert len(window.queue.rows) == 300
    window.jump("bpodesk://queue/ALB?where=status%3Aopen")
    qtbot.waitUntil(lambda: window.queue.view.queue.engagement.code == "ALB")
    qtbot.waitUntil(lambda: window.queue.filter_line.text() == "status:open")


def test_a_link_into_an_engagement_that_is_not_here_says_so(window):  # noqa: F811
    window.queue.filter_by("status:open")
    window.jump("bpodesk://queue/ELSEWHERE?where=status%3Aclosed")
    assert "no engagement ELSEWHERE" in window.whole.jumps._notice.words()
    assert window.queue.filter_line.text() == "status:open", "what is shown here is left alone"


def test_all_numbers_not_found_can_be_had(window):  # noqa: F811
    missing = [f"ZZZ{number}" for number in range(120)]
    window.whole.jumps.list_numbers(["INC0000012", *missing])
    assert "120 of 121 numbers are of no case here" in window.whole.jumps._notice.words()
    chip = window.queue.chips._not_found
    assert chip.isVisible()
    assert chip.count == 120
    chip.click()
    assert QGuiApplication.clipboard().text().split("\n") == missing
    window.queue.drop_list()
    assert not chip.isVisible()


def test_numbers_typed_on_one_line_become_a_list_where_any_is_a_case(window):  # noqa: F811
    window.jump("INC0000012 INC0000013, INC0000999999")
    assert len(window.queue.rows) == 2
    assert "1 of 3 numbers" in window.whole.jumps._notice.words()
    window.jump("due<2d age>36h")
    assert window.queue.filter_line.text() == "due<2d age>36h"
    assert numbers_in("lost card 2024") == []
    assert numbers_in("INC1;INC1 , 77-B") == ["INC1", "77-B"]


def test_a_pasted_list_is_there_again_after_a_restart(window, open_window):  # noqa: F811
    window.queue.filter_by("status:open")
    window.whole.jumps.list_numbers(["INC0000012", "INC0000013", "ZZZ1"])
    window.close()
    again = open_window()
    assert len(again.queue.rows) == 2
    assert again.queue.chips.listed.missing == ("ZZZ1",)
    assert again.queue.chips._not_found.isVisible()
    again.queue.drop_list()
    assert len(again.queue.rows) == 300


def test_a_pasted_list_stays_with_its_engagement_and_out_of_saved_views(two, window, qtbot):  # noqa: F811
    window.whole.jumps.list_numbers(["INC0000012", "INC0000013"])
    go(qtbot, window, 2)
    assert window.queue.chips.listed is None
    go(qtbot, window, 1)
    assert len(window.queue.rows) == 2
    assert "listed" not in one_to_json(SavedView(window.queue.state())), "the team is not told what somebody pasted"
    assert "view" in PRIVATE, "numbers of cases are remembered encrypted alone"
