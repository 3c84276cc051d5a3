"""One zone for all times on all screens: the one that the settings name, else this machine's; UTC beside it."""

import time
from datetime import UTC, datetime

import pytest

from bpo_desk.models.times import to_micros
from bpo_desk.settings import Settings
from bpo_desk.ui.case.case_view import prepare_case
from bpo_desk.ui.queue.cell import COLUMN_INDEX, Cell
from bpo_desk.ui.queue.queue_cells import Moment, tip
from bpo_desk.ui.time_words import display_zone, local
from tests.ui_case import stories
from tests.ui_queue.conftest import SyntheticDesk
from tests.ui_queue.synthetic import NOW, synthetic

SUMMER = to_micros(datetime(2026, 7, 1, 12, 0, tzinfo=UTC))
WINTER = to_micros(datetime(2026, 12, 1, 12, 0, tzinfo=UTC))


@pytest.fixture
def machine_in_new_york(monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def desk() -> SyntheticDesk:
    return SyntheticDesk([synthetic(20)], settings=Settings(time_zone="Asia/Tokyo"))


def test_the_named_zone_holds_in_summer_and_winter():
    assert local(SUMMER, display_zone("Europe/Berlin")) == "1 Jul 2026 14:00 CEST"
    assert local(WINTER, display_zone("Europe/Berlin")) == "1 Dec 2026 13:00 CET"


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../zone"])
def test_without_a_known_name_the_zone_of_the_machine_holds(machine_in_new_york, name):
    assert local(SUMMER, display_zone(name)) == "1 Jul 2026 08:00 EDT"
    assert local(WINTER, display_zone(name)) == "1 Dec 2026 07:00 EST"


def test_a_time_of_the_queue_has_its_zone_and_utc_in_the_tip():
    said = tip({"due_at": WINTER}, COLUMN_INDEX["due"], Cell("2 h"), Moment(NOW, 0, "Asia/Tokyo"))
    assert said == "1 Dec 2026 21:00 JST\n2026-12-01 12:00:00 UTC"


def test_queue_freshness_and_status_bar_name_the_same_zone(window):
    rows = window.queue.table.queue_model.rows
    assert " JST\n" in rows.tip(0, COLUMN_INDEX["activity"])
    assert " JST" in window.top.freshness.words
    assert " JST" in window.status.words()


def test_a_case_is_shown_in_the_zone_that_is_given_else_in_that_of_its_engagement():
    file = stories.replaced_card()
    given = prepare_case(file, stories.NOW, zone=display_zone("Asia/Tokyo"))
    assert given.time.zoned(WINTER) == "01 Dec 2026 21:00:00 JST"
    assert prepare_case(file, stories.NOW).time.zoned(WINTER).endswith(" CET")
