"""Notices of followed cases: what is told, when, together, and never more of a case than its number and the kind."""

import json
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.settings import Settings
from bpo_desk.state.followed_changes import Change, ChangeKind, Seen, changes, digest_words
from bpo_desk.ui.notices.notice_book import QUIET, NoticeBook
from tests.screens.pictures import check_picture
from tests.ui_queue.conftest import desk, open_window, window  # noqa: F401  # fixtures
from tests.ui_queue.synthetic import NOW

CALM = Seen(7, "INC0000007", (1, 3, -1, 1), 0, False, 2)


def told(**now):
    return [each.kind for each in changes({7: CALM}, {7: replace(CALM, **now)})]


def test_each_kind_of_change_is_told_once_and_getting_better_is_not():
    assert told(hands=(1, 4, -1, 1)) == [ChangeKind.HAND_OFF]
    assert told(at_risk=True) == [ChangeKind.BREACH_RISK]
    assert told(exits=1) == [ChangeKind.EXIT]
    assert told(comments=3) == [ChangeKind.CLIENT_COMMENT]
    assert told() == []
    assert changes({7: replace(CALM, at_risk=True, exits=2, comments=5)}, {7: CALM}) == []


def test_a_case_that_is_newly_followed_or_followed_no_longer_tells_nothing():
    assert changes({}, {7: replace(CALM, exits=3)}) == []
    assert changes({7: CALM}, {}) == []


def test_few_changes_are_named_and_many_are_counted():
    few = [Change(n, f"C-{n}", ChangeKind.HAND_OFF) for n in range(2)]
    assert digest_words(few) == "C-0: handed over\nC-1: handed over"
    many = few + [Change(n, f"C-{n}", ChangeKind.EXIT) for n in range(40)]
    assert digest_words(many) == "40 followed cases: 2 handed over, 40 left its process"


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 40 * 1_000_000)), max_size=40))
def test_never_two_notices_within_the_quiet_time_and_nothing_is_lost(steps):
    book, now, raised, added = NoticeBook(), 0, [], set()
    for case, wait in steps:
        now += wait
        change = Change(case, f"C-{case}-{now}", ChangeKind.HAND_OFF)
        added.add(change)
        book.add([change], now)
        found = book.due(now)
        if found:
            raised.append((now, found))
    found = book.due(now + QUIET)
    raised += [(now + QUIET, found)] if found else []
    assert all(after - before >= QUIET for (before, _), (after, _) in pairwise(raised))
    assert {each for _, several in raised for each in several} == added
    assert len(book.listed) == len(steps)


def looking(window, desk, qtbot, **now):  # noqa: F811
    """Look twice: as it was, and as it is now; what was raised on the desktop."""
    raised: list[tuple[str, str]] = []
    place = window.overlays.notices
    place.raise_notice = lambda title, text: raised.append((title, text))
    desk.looks = {7: CALM}
    place.look()
    qtbot.waitUntil(lambda: place._seen is not None)
    assert raised == [], "the first look tells nothing"
    desk.looks = {7: replace(CALM, **now)}
    place._seen_before = place._seen
    place.look()
    qtbot.waitUntil(lambda: place._seen is not place._seen_before)
    return raised


def test_a_hand_off_is_raised_and_listed_with_number_and_kind_alone(window, desk, qtbot):  # noqa: F811
    raised = looking(window, desk, qtbot, hands=(1, 4, -1, 1))
    assert raised == [("bpo_desk", "INC0000007: handed over")]
    bell = window.overlays.notices._bell
    assert bell.text() == "1 notice"
    bell.click()
    rows = window.overlays.notices._list.rows
    assert rows.count() == 1
    assert rows.item(0).text().endswith("INC0000007   handed over")
    rows.itemActivated.emit(rows.item(0))
    qtbot.waitUntil(lambda: window.places.case_shown == 7)


def test_switched_off_nothing_is_raised_and_the_list_still_has_it(window, desk, qtbot):  # noqa: F811
    window.overlays.notices.show_list().desktop.setChecked(False)
    assert looking(window, desk, qtbot, exits=1) == []
    assert len(window.overlays.notices.book.listed) == 1


def test_the_settings_of_the_administrator_cannot_be_switched(window, desk):  # noqa: F811
    desk.settings = Settings(desktop_notices=False, locked=frozenset({"desktop_notices"}))
    found = window.overlays.notices.show_list()
    assert not found.desktop.isEnabled()
    assert not window.overlays.notices.on_desktop


def test_a_change_that_the_sync_tells_of_is_looked_at(window, desk, qtbot):  # noqa: F811
    desk.looks = {7: CALM}
    window.overlays.notices._soon.setInterval(10)
    window.sync.start()
    qtbot.waitUntil(lambda: len(desk.syncs) == 1)
    desk.syncs[0](json.dumps({"event": "changed", "engagement": 1}))
    qtbot.waitUntil(lambda: window.overlays.notices._seen == (1, {7: CALM}))


@pytest.mark.parametrize("look", ["", "-dark", "-200"])
def test_pictures_of_the_list(open_window, qtbot, look, monkeypatch):  # noqa: F811
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    window = open_window(dark=look == "-dark", percent=200 if look == "-200" else 100)  # noqa: F811
    kinds = list(ChangeKind)
    place = window.overlays.notices
    place.book.add([Change(n, f"INC{n:07d}", kinds[n % 4]) for n in range(1, 7)], NOW)
    found = place.show_list()
    found.setFixedSize(620, 360)
    found.rows.setFocus()
    qtbot.wait(100)
    check_picture(found, f"notices{look}")
