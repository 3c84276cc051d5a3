"""Filter line and chips: counts equal the rows they open, filters add up, errors are said in words."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt

from bpo_desk.models.capability import Capability
from bpo_desk.settings import Settings
from bpo_desk.ui.help_window import FILTER_WORDS
from bpo_desk.ui.queue.cell import COLUMN_INDEX
from bpo_desk.ui.queue.chips_bar import CHIPS
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.queue.value_filter import filter_words, same_value
from tests.ui_queue.synthetic import NOW, synthetic


@pytest.fixture
def screen(qtbot):
    made = QueueScreen(Settings(), lambda: NOW)
    qtbot.addWidget(made)
    made.resize(1400, 600)
    made.show()
    made.show_queue(synthetic(900))
    return made


def shown(screen: QueueScreen) -> set[int]:
    rows = screen.table.queue_model.rows
    return {rows.case(row) for row in range(len(rows))}


def chosen(screen: QueueScreen, *chips: str) -> set[int]:
    screen.chips.choose(chips)
    screen.ask()
    return shown(screen)


@pytest.mark.parametrize("chip", [each.key for each in CHIPS if each.key != "holder_absent"])
def test_a_chip_opens_as_many_rows_as_it_counts(screen, chip):
    count = screen.chips._chips[chip].count
    assert count is not None
    assert 0 < count < 900
    assert len(chosen(screen, chip)) == count


def test_who_is_away_no_source_can_tell_so_the_chip_says_unknown_and_not_none(screen):
    assert screen.chips._chips["holder_absent"].count is None
    assert "no source" in screen.chips._chips["holder_absent"].toolTip()


def test_the_count_of_a_second_chip_is_what_both_together_leave(screen):
    overdue, client = chosen(screen, "overdue"), chosen(screen, "with_client")
    screen.chips.choose({"overdue"})
    screen.ask()
    count = screen.chips._chips["with_client"].count
    assert chosen(screen, "overdue", "with_client") == overdue & client
    assert len(overdue & client) == count


def test_a_second_filter_does_not_lose_the_first(screen):
    both = chosen(screen, "overdue")
    screen.filter_by("holder:ann")
    assert shown(screen)
    assert shown(screen) < both
    assert all("Ann" in text for text in _column(screen, "holder"))
    screen.sort_by("client")
    assert all("Ann" in text for text in _column(screen, "holder"))
    assert screen.chips.chosen() == {"overdue"}


def _column(screen: QueueScreen, key: str) -> list[str]:
    model = screen.table.queue_model
    return [model.index(row, COLUMN_INDEX[key]).data() for row in range(model.rowCount())]


def test_words_find_titles_holders_and_numbers(screen):
    screen.filter_by("INC0000123")
    assert shown(screen) == {123}
    screen.filter_by("lost card")
    assert set(_column(screen, "title")) == {"Lost card abroad, courier wanted"}


def test_a_wrong_filter_is_said_under_the_line_and_the_rows_stay(screen):
    before = shown(screen)
    screen.filter_by("due<soon")
    assert screen.filter_line.error
    assert shown(screen) == before
    screen.filter_by("")
    assert not screen.filter_line.error


def test_a_filter_without_hits_says_that_cases_are_hidden_and_shows_them_again(screen):
    screen.filter_by("no such words")
    assert screen.empty.isVisible()
    assert "900" in screen.empty.words()
    screen.empty.clicked.emit()
    assert len(shown(screen)) == 900
    assert screen.table.isVisible()


def test_all_statuses_are_all(screen):
    screen.filter_by("status:open,closed,cancelled,unknown")
    assert len(shown(screen)) == 900


def test_escape_takes_away_the_last_chip_then_the_other_then_the_text(screen):
    screen.chips.choose({"overdue", "with_client"})
    screen.filter_by("card")
    assert screen.step_back()
    assert screen.chips.chosen() == {"overdue"}
    assert screen.step_back()
    assert screen.filter_line.text() == "card"
    assert screen.step_back()
    assert len(shown(screen)) == 900
    assert not screen.step_back()


def test_chips_that_no_source_can_tell_have_no_count_instead_of_zero(screen):
    screen.show_queue(synthetic(50, capability=int(Capability.TIMES)))
    assert screen.chips._chips["overdue"].count is None
    assert "unknown" in screen.chips._chips["overdue"].accessibleName()
    assert screen.chips._chips["no_movement"].count is not None


def test_the_status_text_counts_what_is_shown(screen, qtbot):
    with qtbot.waitSignal(screen.status_changed) as said:
        screen.filter_by("status:closed")
    assert said.args[0].startswith(f"{len(shown(screen))} of 900 cases")


def test_a_key_in_the_filter_line_filters(screen, qtbot):
    screen.filter_line.edit.setFocus()
    qtbot.keyClicks(screen.filter_line.edit, "lost")
    qtbot.waitUntil(lambda: 0 < len(shown(screen)) < 900)


@pytest.mark.parametrize("column", ["title", "client", "process", "step", "holder", "waiting", "sla", "priority"])
def test_like_this_one_and_all_but_these_share_out_the_cases(screen, column):
    rows = screen.table.queue_model.rows
    row = next(row for row in range(len(rows)) if rows.facts(row)["holder_kind"] == "person")
    case, wanted = rows.case(row), same_value(rows.facts(row), column)
    screen.add_filter(filter_words(wanted))
    like = shown(screen)
    assert case in like
    screen.filter_by(filter_words(wanted, without=True))
    assert shown(screen) == set(range(1, 901)) - like


@pytest.mark.parametrize("words", [words for words, _meaning in FILTER_WORDS])
def test_every_filter_of_the_help_is_one(screen, words):
    screen.filter_by(words)
    assert not screen.filter_line.error


def test_chips_stay_where_they_are_while_a_filter_is_typed(screen, qtbot):
    before = [chip.geometry() for chip in screen.chips._chips.values()]
    screen.filter_by("holder:ann is:overdue")
    qtbot.wait(1)
    assert [chip.geometry() for chip in screen.chips._chips.values()] == before


def test_a_sort_is_marked_in_the_header_and_makes_no_column_wider(screen):
    header = screen.table.horizontalHeader()
    widths = [header.sectionSize(index) for index in range(header.count())]
    screen.sort_by("client")
    at = COLUMN_INDEX["client"]
    assert screen.table.queue_model.headerData(at, Qt.Orientation.Horizontal).endswith(
        "\N{BLACK UP-POINTING SMALL TRIANGLE}"
    )
    assert [header.sectionSize(index) for index in range(header.count())] == widths


class Painted(QObject):
    """Counts the times that a widget is painted."""

    def __init__(self):
        super().__init__()
        self.times = 0

    def eventFilter(self, _watched, event):
        self.times += event.type() == QEvent.Type.Paint
        return False


def test_the_header_is_painted_with_the_rows_of_another_sort(screen, qtbot):
    header = screen.table.horizontalHeader().viewport()
    qtbot.wait(50)
    seen = Painted()
    header.installEventFilter(seen)
    screen.sort_by("holder")
    qtbot.waitUntil(lambda: seen.times > 0)
    header.removeEventFilter(seen)
