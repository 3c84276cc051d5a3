"""Percentiles, ages and KPIs against the shared vectors and plain Python."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.measures.durations import ageing, durations
from bpo_desk.measures.explained_time import handover_figures
from bpo_desk.measures.kpi import (
    Backlog,
    Better,
    KpiRow,
    Ratio,
    Unit,
    average_handling_time,
    first_contact_resolution,
    lead_time,
    rolled_yield,
    sla_adherence,
)
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from tests.measures.vectors import vectors

KPI = "vectors_kpi.json"
amounts = st.one_of(st.just(TIME_UNKNOWN), st.integers(-5, 40), st.integers(-(2**50), 2**50))


def exact(number: float) -> Fraction:
    return Fraction(str(number))


@given(st.lists(st.tuples(st.integers(0, 3), amounts, st.booleans())), st.integers(1, 100))
def test_groups_are_what_sorting_each_of_them_says(rows, percent):
    group = np.array([g for g, _, _ in rows], np.int64)
    amount = np.array([a for _, a, _ in rows], np.int64)
    growing = np.array([w for _, _, w in rows], bool)
    result = durations(amount, group, 4, growing=growing, percents=(percent, 90))
    for one in range(4):
        known = sorted(a for g, a, _ in rows if g == one and a != TIME_UNKNOWN)
        assert result.n[one] == len(known)
        assert result.unknown[one] == sum(g == one and a == TIME_UNKNOWN for g, a, _ in rows)
        assert result.censored[one] == sum(g == one and a != TIME_UNKNOWN and w for g, a, w in rows)
        if not known:
            assert result.percentile(percent)[one] == result.lowest[one] == result.total[one] == TIME_UNKNOWN
            assert np.isnan(result.mean()[one])
            continue
        assert result.percentile(percent)[one] == known[ceil(Fraction(percent, 100) * len(known)) - 1]
        assert (result.lowest[one], result.highest[one], result.total[one]) == (known[0], known[-1], sum(known))
        assert result.mean()[one] == sum(known) / len(known)


def test_the_percentile_of_the_vectors_is_a_real_case():
    row = vectors(KPI)["percentile"]
    assert durations(row["x"]).percentile(90).tolist() == [row["p90_nearest_rank"]]


def test_a_percentile_outside_the_scale_or_not_asked_for_is_refused():
    with pytest.raises(ValueError, match="1 to 100"):
        durations([1], percents=(0,))
    with pytest.raises(ValueError):
        durations([1]).percentile(75)


def test_ages_fall_into_half_open_buckets_and_the_unknown_are_counted_apart():
    result = ageing([0, 1, 2, 3, 4, 5, 99, TIME_UNKNOWN, -1], (0, 1, 3, 5))
    assert result.counts.tolist() == [2, 2, 2, 2]
    assert result.unknown == 1
    with pytest.raises(ValueError, match="ascend"):
        ageing([1], (1, 2))


def test_variances_of_the_vectors():
    rows = vectors(KPI)["variance"]
    for row in rows:
        unit = Unit.RATE if "variance_pp" in row else Unit.AMOUNT
        kpi = KpiRow(row["kpi"], exact(row["target"]), exact(row["actual"]), Better(row["better"]), unit, 1)
        assert round(float(kpi.variance_relative), 4) == row["variance_pct"]
        assert kpi.favourable is row["favourable"]
        assert kpi.met is row["favourable"]
        if unit is Unit.RATE:
            assert kpi.variance_points == exact(row["variance_pp"])
        else:
            assert kpi.variance == exact(row["variance"])
            assert kpi.variance_points is None


def test_a_figure_just_below_its_target_is_not_rounded_up_to_it():
    kpi = KpiRow("SLA", Fraction(95, 100), Fraction(9496, 10_000), Better.HIGHER, Unit.RATE, 10_000)
    assert (kpi.met, kpi.favourable) == (False, False)
    reached = KpiRow("SLA", Fraction(95, 100), Fraction(95, 100), Better.HIGHER, Unit.RATE, 100)
    assert (reached.met, reached.favourable, reached.variance) == (True, False, 0)


def test_an_unknown_figure_is_neither_met_nor_missed():
    kpi = KpiRow("SLA", Fraction(1), Ratio(0, 0).value, Better.HIGHER, Unit.RATE, 0)
    assert (kpi.actual, kpi.met, kpi.favourable, kpi.variance, kpi.variance_points) == (None,) * 5
    assert kpi.variance_relative is None


def test_adherence_counts_what_is_late_and_still_open():
    row = vectors(KPI)["sla_basis"]
    met, late, still_open = row["closed_on_time"], row["closed"] - row["closed_on_time"], row["open_past_due"]
    due = np.full(met + late + still_open + 2, 50)
    ended = np.concatenate((np.full(met, 50), np.full(late, 51), np.full(still_open + 2, TIME_UNKNOWN)))
    due[-1], due[-2] = TIME_UNKNOWN, 99  # one cannot tell, one is not due yet
    result = sla_adherence(due, ended, 0, 100, 90)
    assert (result.closed.part, result.closed.whole) == (97, 100)
    assert round(float(result.due.value), 4) == row["due_basis"]
    assert float(result.closed.value) == row["closed_basis"]
    assert result.unknown == 1


def test_first_contacts_of_the_vectors():
    given_rows = vectors(KPI)["fcr"]
    key = np.array([ord(who) for who, _, _ in given_rows["contacts"]])
    at = np.array([day for _, _, day in given_rows["contacts"]], np.int64)
    for row in given_rows["results"]:
        result = first_contact_resolution(key, at, row["window_days"], row["as_of_day"])
        assert (result.rate.part, result.rate.whole, result.immature) == (
            row["resolved"],
            row["mature_first"],
            row["immature"],
        )
        assert float(result.rate.value) == row["fcr"]


def test_handling_time_is_weighted_by_volume():
    row = vectors(KPI)["aht"]
    talk, hold, after = zip(*row["talk_hold_acw"], strict=True)
    assert float(average_handling_time(talk, hold, after).value) == row["aht_s"]
    days = row["unbalanced"]["days"]
    contacts = [seconds for day in days for seconds in day]
    zero = [0] * len(contacts)
    assert float(average_handling_time(contacts, zero, zero).value) == row["unbalanced"]["weighted"]
    assert average_handling_time([], [], []).value is None


def test_the_other_identities_of_the_vectors():
    rows = vectors(KPI)
    assert float(rolled_yield(map(exact, rows["fpy_rty"]["steps"]))) == rows["fpy_rty"]["rty"]
    b = rows["backlog"]
    assert Backlog(b["opening"], b["received"], b["reopened"], b["completed"], b["cancelled"]).closing == b["closing"]
    law = rows["littles_law"]
    assert lead_time(law["wip"], law["throughput_per_day"]) == law["lead_time_days"]
    assert lead_time(1, 0) is None
    assert (
        round(float(Ratio(rows["pce"]["touch_min"], rows["pce"]["lead_business_min"]).value), 4) == rows["pce"]["pce"]
    )


def test_handovers_of_the_vectors_skip_the_system():
    row = vectors(KPI)["handover"]
    people = [(who, side) for who, side in row["seq"] if who != "SYSTEM"]
    names = [who for who, _ in people]
    sides = [side for _, side in people]
    hand = np.array([names.index(who) + 1 for who in names])
    side = np.array([sides.index(which) for which in sides])
    result = handover_figures(2, np.zeros(len(hand), np.int64), np.arange(len(hand)) * 10, hand, side)
    assert result.persons.tolist() == [row["person"], NONE]
    assert result.sides.tolist() == [row["organisation"], NONE]
    assert result.ping_pong.tolist() == [row["ping_pong"], NONE]
    assert result.waited.tolist() == [30, TIME_UNKNOWN]
