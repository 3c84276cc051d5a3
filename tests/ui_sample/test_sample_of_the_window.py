"""A sample in the window: the frame is frozen before a seed can be named; the draw is kept, walked and noted."""

import time

import pytest
from PySide6.QtCore import Qt

from bpo_desk.models.sample_payloads import SampleDrawn, SampleNoted
from bpo_desk.models.times import typed_moment
from bpo_desk.quality.frames import freeze
from bpo_desk.workspace.samples import KeptSample, payload
from tests.screens.pictures import check_picture
from tests.ui_queue.conftest import desk, open_window, window  # noqa: F401  # fixtures
from tests.ui_queue.synthetic import NOW

SEED = "2026-11-21 4711"


class DrawnHere:
    """The samples of a synthetic desk: kept in memory, written as mutations."""

    def __init__(self, made):
        self.made = made
        self.there = []

    def freeze(self, engagement, where, as_of=None):
        return freeze(self.made.queues[0], where, NOW if as_of is None else as_of, NOW)

    def keep(self, drawn):
        for pick in drawn.picks:
            self.made.write(self.made.new_mutation("NWB", pick.number, payload(drawn, pick)))
        queue = self.made.queues[0]
        keys = {queue.numbers.text(row): int(queue.cases["case"][row]) for row in range(len(queue))}
        cases = tuple(keys[pick.number] for pick in drawn.picks)
        self.there.insert(0, KeptSample(NOW, drawn, cases, 0))

    def kept(self, engagement):
        return list(self.there)

    def noted(self, engagement, kept):
        numbers = {each.case for each in self.made.written if isinstance(each.payload, SampleNoted)}
        picks = zip(kept.cases, kept.drawn.picks, strict=True)
        return frozenset(case for case, pick in picks if pick.number in numbers)


@pytest.fixture(autouse=True)
def samples(desk, monkeypatch):  # noqa: F811
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    found = DrawnHere(desk)
    monkeypatch.setattr(type(desk), "samples", found, raising=False)
    return found


def frozen(window, qtbot):  # noqa: F811
    window.queue.chips.choose({"overdue"})
    window.queue.filter_by("side:provider")
    window.actions_by_name["sample"].trigger()
    panel = window.overlays.samples.panel
    assert not panel.seed.isEnabled(), "the frame is frozen before a seed is named"
    panel.freeze.click()
    qtbot.waitUntil(panel.seed.isEnabled)
    return panel


def walking(window, qtbot, size=5):  # noqa: F811
    panel = frozen(window, qtbot)
    panel.count.setValue(size)
    panel.seed.setText(SEED)
    panel.draw.click()
    panel.keep.click()
    qtbot.waitUntil(lambda: window.places.at_case)
    qtbot.waitUntil(lambda: window.overlays.samples._bar is not None)
    return window.overlays.samples._bar


def test_the_frozen_cases_are_those_that_the_queue_lists(window, qtbot):  # noqa: F811
    panel = frozen(window, qtbot)
    rows = window.queue.table.queue_model.rows
    assert len(panel._frame) == len(rows)
    assert panel._frame.where == "side:provider is:overdue"
    assert panel._frame.digest in panel.frame_words.text().replace(" ", "")


def test_another_seed_takes_what_was_drawn_away(window, qtbot):  # noqa: F811
    panel = frozen(window, qtbot)
    panel.seed.setText(SEED)
    panel.draw.click()
    assert panel.keep.isEnabled()
    panel.seed.setText(SEED + "1")
    assert not panel.keep.isEnabled()
    assert panel.picks.toPlainText() == ""


def test_the_plan_of_each_stratum_is_said_before_the_draw(window, qtbot):  # noqa: F811
    panel = frozen(window, qtbot)
    panel.how.setCurrentIndex(1)
    panel.count.setValue(1)
    assert " 1 of " in panel.note.text()
    panel.seed.setText(SEED)
    panel.draw.click()
    assert len(panel._drawn.picks) == len(set(panel._frame.holders.values()))


def test_the_draw_is_an_event_of_each_case_with_the_whole_statement(window, desk, qtbot):  # noqa: F811
    walking(window, qtbot)
    said = [each.payload for each in desk.written]
    assert len(said) == 5
    assert all(isinstance(each, SampleDrawn) for each in said)
    assert {(each.seed, each.size, each.drawn, each.method, each.where) for each in said} == {
        (SEED, 5, 5, "simple", "side:provider is:overdue")
    }
    assert sorted(each.rank for each in said) == [1, 2, 3, 4, 5]
    assert typed_moment(said[0].as_of) == NOW


def test_j_and_k_walk_the_sample_and_the_bar_says_where(window, qtbot):  # noqa: F811
    bar = walking(window, qtbot)
    assert bar.place.text() == "1 of 5 in the sample · 0 noted"
    for wanted in (2, 3):
        before = window.places.case_shown
        window.actions_by_name["next"].trigger()
        qtbot.waitUntil(lambda before=before: window.places.case_shown != before)
        assert bar.place.text() == f"{wanted} of 5 in the sample · 0 noted"
    before = window.places.case_shown
    window.actions_by_name["previous"].trigger()
    qtbot.waitUntil(lambda: window.places.case_shown != before)
    assert bar.place.text() == "2 of 5 in the sample · 0 noted"
    window.places.show_queue()
    assert not bar.isVisible()
    assert len(window.queue.table.queue_model.rows) == 5


def test_a_note_on_the_case_names_its_sample(window, desk, qtbot):  # noqa: F811
    bar = walking(window, qtbot)
    desk.written.clear()
    number = f"INC{window.places.case_shown:07d}"
    qtbot.keyClicks(bar.line, "address checked")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.written) == 1)
    qtbot.waitUntil(lambda: bar.line.text() == "")
    assert desk.written[0].case == number
    found = desk.written[0].payload
    assert isinstance(found, SampleNoted)
    assert (found.text, len(found.sample)) == ("address checked", 16)


def test_a_walk_goes_on_at_the_first_case_without_a_note(window, desk, qtbot):  # noqa: F811
    bar = walking(window, qtbot)
    first = window.places.case_shown
    qtbot.keyClicks(bar.line, "address checked")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bar.place.text() == "1 of 5 in the sample · 1 noted")
    bar.left.emit()
    window.places.show_queue()
    window.queue.drop_list()
    panel = frozen(window, qtbot)
    qtbot.waitUntil(lambda: panel.kept.count() == 1)
    panel.walk.click()
    qtbot.waitUntil(lambda: window.places.at_case and window.places.case_shown != first)
    assert bar.place.text() == "2 of 5 in the sample · 1 noted"


def test_a_note_that_could_not_be_kept_stays_in_its_line(window, desk, qtbot):  # noqa: F811
    bar = walking(window, qtbot)
    desk.full = True
    qtbot.keyClicks(bar.line, "important")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "disk is full" in window.notice.words())
    assert bar.line.text() == "important"
    assert bar.line.isEnabled()


def test_a_pasted_list_is_no_frame(window):  # noqa: F811
    said: list[str] = []
    window.whole.jumps.list_numbers(["INC0000007"])
    window.queue.status_changed.connect(said.append)
    window.actions_by_name["sample"].trigger()
    assert "is no filter" in said[-1]


@pytest.mark.parametrize("look", ["", "-dark", "-narrow-200"])
def test_pictures_of_the_panel(open_window, qtbot, look):  # noqa: F811
    window = open_window(dark=look == "-dark", percent=200 if "200" in look else 100)  # noqa: F811
    panel = frozen(window, qtbot)
    panel.how.setCurrentIndex(0 if look else 3)
    panel.seed.setText(SEED)
    panel.count.setValue(12)
    panel.draw.click()
    panel.setFixedSize(640, 860) if "200" in look else panel.setFixedSize(760, 520)
    qtbot.wait(150)
    check_picture(panel, f"sample{look}")


@pytest.mark.parametrize("dark", [False, True])
def test_pictures_of_the_bar(open_window, qtbot, dark):  # noqa: F811
    bar = walking(open_window(dark=dark), qtbot)
    bar.setFixedWidth(900)
    qtbot.wait(100)
    check_picture(bar, f"sample-bar{'-dark' if dark else ''}")
