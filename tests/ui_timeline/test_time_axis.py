"""Ticks in local time, over changes of the clock."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bpo_desk.models.times import to_micros
from bpo_desk.ui.timeline.time_axis import DAY, HOUR, MINUTE, SECOND, time_ticks

BERLIN = ZoneInfo("Europe/Berlin")


def _at(*parts: int) -> int:
    return to_micros(datetime(*parts, tzinfo=BERLIN))  # type: ignore[arg-type,misc]


def test_hours_stand_under_the_name_of_their_day() -> None:
    found = time_ticks(_at(2026, 10, 19, 6, 30), _at(2026, 10, 19, 12, 0), 800, BERLIN)
    assert [tick.text for tick in found.ticks][:2] == ["06:30", "07:00"]
    assert found.context == "Mon 19 Oct 2026"
    assert found.zone == "CEST"
    assert not any(tick.major for tick in found.ticks)


def test_a_new_day_is_a_major_tick() -> None:
    found = time_ticks(_at(2026, 10, 19, 20, 0), _at(2026, 10, 20, 4, 0), 800, BERLIN)
    majors = [tick for tick in found.ticks if tick.major]
    assert [(tick.text, tick.micros) for tick in majors] == [("Tue 20 Oct 2026", _at(2026, 10, 20))]


def test_ticks_keep_to_wall_time_when_the_clock_goes_back() -> None:
    found = time_ticks(_at(2026, 10, 24, 12, 0), _at(2026, 10, 26, 12, 0), 800, BERLIN)
    for tick in found.ticks:
        assert datetime.fromtimestamp(tick.micros / 1e6, BERLIN).minute == 0
        assert datetime.fromtimestamp(tick.micros / 1e6, BERLIN).hour % 6 == 0
    assert found.zone == "CEST/CET"


def test_a_skipped_hour_has_no_tick() -> None:
    found = time_ticks(_at(2026, 3, 29, 0, 0), _at(2026, 3, 29, 6, 0), 800, BERLIN)
    hours = [tick.text for tick in found.ticks if tick.text.endswith(":00")]
    assert "02:00" not in hours
    assert hours.index("03:00") == hours.index("01:00") + 1
    texts = [tick.micros for tick in found.ticks]
    assert texts == sorted(set(texts))


@pytest.mark.parametrize("length", [5 * SECOND, MINUTE, HOUR, 9 * HOUR, DAY, 9 * DAY, 70 * DAY, 800 * DAY, 9000 * DAY])
def test_ticks_are_neither_crowded_nor_missing(length: int) -> None:
    first = to_micros(datetime(2026, 5, 5, 3, 7, 9, tzinfo=UTC))
    found = time_ticks(first, first + length, 1000, BERLIN, 64)
    xs = [(tick.micros - first) / length * 1000 for tick in found.ticks]
    assert 2 <= len(xs) <= 20
    gaps = [b - a for a, b in pairwise(xs)]
    assert min(gaps) > 40
    assert all(0 <= x <= 1000 for x in xs)
