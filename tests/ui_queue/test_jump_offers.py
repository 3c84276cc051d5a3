"""The jump box: what it offers for a text, and where each offer leads, by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bpo_desk.errors import WrongUsage
from bpo_desk.models.desk_link import DeskLink, link_text, read_link
from bpo_desk.models.filters import FilterError
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.ui.queue.jump_offers import offers
from tests.ui_queue.synthetic import synthetic
from tests.ui_queue.test_queue_screen import cases

LOOKUP = FilterLookup(synthetic(300))


def kinds(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in offers(LOOKUP, text):
        found.setdefault(each.kind, []).append(each.title)
    return found


def typed(window, qtbot, text: str) -> list[str]:
    window.activateWindow()
    window.top.jump.begin()
    QTest.keyClicks(window.top.jump, text)
    qtbot.waitUntil(lambda: not window.top.jump._typing.isActive())
    qtbot.waitUntil(lambda: bool(window.top.jump.offered()) and window.top.jump.offered()[-1].find("earching") < 0)
    qtbot.waitUntil(lambda: not window._background.is_busy("jump"))
    return window.top.jump.offered()


@pytest.mark.parametrize("text", ["INC0000042", "inc-42", "42", " 0042 "])
def test_a_number_offers_its_case_however_it_is_written(text):
    assert kinds(text)["case"][0] == "INC0000042"


def test_a_number_that_is_not_there_offers_the_nearest_ones():
    assert "INC0000301" not in kinds("INC0000301").get("nearest", [])
    assert kinds("INC0000301")["nearest"]
    assert "case" not in kinds("INC0000301")


def test_people_queues_and_steps_are_offered_by_any_part_of_their_name():
    assert kinds("okaf") == {"person": ["Ann Okafor"], "filter": ["okaf"]}
    assert kinds("desk")["queue"] == ["Fraud desk"]
    assert kinds("verify")["step"] == ["Verify identity"]
    assert kinds("") == {}


def test_what_is_offered_for_a_person_lists_that_persons_cases(window, qtbot):
    rows = typed(window, qtbot, "okaf")
    assert rows[0].startswith("Cases of  Ann Okafor")
    window.top.jump.take(0)
    assert window.queue.filter_line.text() == 'holder="Ann Okafor"'
    assert 0 < len(cases(window.queue)) < 300
    assert not window.top.jump.text()


def test_what_somebody_said_is_offered_with_its_case_and_opens_it(window, desk, qtbot):
    desk.said = {7: "The card went to the wrong address in Leeds, says the customer"}
    rows = typed(window, qtbot, "leeds")
    assert rows[0].startswith("Said in case  INC0000007")
    assert "comment added" in rows[0]
    assert "Leeds" in rows[0]
    window.top.jump.take(0)
    qtbot.waitUntil(lambda: window.places.at_case)
    assert window.places.case_shown == 7


def test_half_an_index_and_nothing_found_are_said(window, desk, qtbot):
    desk.searched_all = False
    assert "indexed" in typed(window, qtbot, "zzzz")[-1]
    window.top.jump.clear()
    desk.searched_all = True
    assert "No case" in typed(window, qtbot, "zzzz")[-1]


def test_enter_takes_the_first_offer_and_the_arrow_the_next(window, qtbot):
    typed(window, qtbot, "42")
    QTest.keyClick(window.top.jump._offers._list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.places.at_case)
    assert window.places.case_shown == 42


def test_a_link_opens_the_queue_with_its_filter_and_a_case(window, qtbot):
    window.bring_up(link_text(DeskLink("NWB", where="side:client -status:closed")))
    assert window.queue.filter_line.text() == "side:client -status:closed"
    window.bring_up("bpodesk://case/NWB/INC0000009")
    qtbot.waitUntil(lambda: window.places.at_case)
    assert window.places.case_shown == 9
    window.jump("bpodesk://nowhere/NWB")
    assert window.notice.isVisible()


@pytest.mark.parametrize(
    "link",
    [DeskLink("A/C ME", case="INC/00 42?"), DeskLink("ä"), DeskLink("X", where='title="a & b=c" OR due<2d #1')],
)
def test_a_link_written_and_read_again_is_the_same(link):
    assert read_link(link_text(link)) == link


@pytest.mark.parametrize(
    "text", ["bpodesk://", "bpodesk://case/A", "bpodesk://queue/A?run=x", "http://queue/A", "bpodesk://[", "bpodesk:x"]
)
def test_a_link_that_says_nothing_known_is_refused(text):
    with pytest.raises(WrongUsage):
        read_link(text)


def test_a_link_with_a_wrong_filter_says_what_is_wrong_in_it():
    with pytest.raises(FilterError, match="colour"):
        read_link("bpodesk://queue/A?where=colour%3Ared")
