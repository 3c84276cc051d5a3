"""Days, weeks and months of a zone: they join without a gap, also where the clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.times import to_micros
from bpo_desk.ui.team.period import Period, PeriodKind

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (UTC, BERLIN, ZoneInfo("America/Sao_Paulo"), ZoneInfo("Pacific/Auckland"))
HOUR = 3_600_000_000
_MOMENTS = st.integers(0, to_micros(datetime(2100, 1, 1, tzinfo=UTC)))


@given(_MOMENTS, st.sampled_from(PeriodKind), st.sampled_from(ZONES))
def test_a_moment_lies_in_its_period_and_periods_join(at: int, kind: PeriodKind, zone) -> None:
    period = Period.around(kind, at, zone)
    start, end = period.bounds(zone)
    assert start <= at < end
    assert period.next.previous == period.previous.next == period
    assert period.previous.bounds(zone)[1] == start
    assert period.next.bounds(zone)[0] == end
    assert Period.around(kind, end - 1, zone) == period


def test_the_day_on_which_the_clocks_go_back_has_25_hours() -> None:
    start, end = Period(PeriodKind.DAY, date(2026, 10, 25)).bounds(BERLIN)
    assert end - start == 25 * HOUR
    start, end = Period(PeriodKind.MONTH, date(2026, 3, 1)).bounds(BERLIN)
    assert end - start == (31 * 24 - 1) * HOUR


@pytest.mark.parametrize("year", [1, 9999])
def test_a_time_that_stands_for_never_still_has_neighbours(year: int) -> None:
    period = Period.around(PeriodKind.MONTH, to_micros(datetime(year, 12, 31, tzinfo=UTC)), UTC)
    assert period.next.first - period.first >= timedelta(days=28)
    assert 1899 <= period.previous.first.year <= 2199


def test_weeks_begin_on_monday_and_periods_are_named() -> None:
    at = to_micros(datetime(2026, 11, 22, 12, tzinfo=UTC))  # a Sunday
    assert Period.around(PeriodKind.WEEK, at, UTC).words() == "Week of 16 Nov 2026"
    assert Period.around(PeriodKind.DAY, at, UTC).words() == "Sun 22 Nov 2026"
    assert Period.around(PeriodKind.MONTH, at, UTC).words() == "November 2026"
