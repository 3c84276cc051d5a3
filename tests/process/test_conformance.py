"""Conformance of a set of cases: verdicts, deviations by kind and step, the trend, and the rows behind each figure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.process import NodeKind
from bpo_desk.process.alignments import Budget
from bpo_desk.process.comparison import Side, compare
from bpo_desk.process.conformance import NOWHERE, Cases, Conformance, DeviationKind, Verdict, Visits, conformance
from bpo_desk.process.versions import together
from tests.process.small_processes import E, S, process

SECOND = 1_000_000
MADE = process("s-a", "a-b", "b-c", "c-d", "d-e", s=S, e=E)
KNOWN = replace(MADE, digest="a chain of four")  # what was learned about it is kept
CODES = {"a": 1, "b": 2, "c": 3, "d": 4, "f": 5, "g": 6, "?": 9}
ELEMENTS = {CODES[name]: name for name in "abcd"}
LONG = Budget(60.0, 60.0)


def micros(year: int, month: int, day: int, hour: int = 12, zone: str = "UTC") -> int:
    return int(datetime(year, month, day, hour, tzinfo=ZoneInfo(zone)).timestamp()) * SECOND


def columns(
    told: Sequence[str], *, over: bool | Sequence[bool] = True, opened: Mapping[int, int] | None = None
) -> tuple[Visits, Cases]:
    """Cases 10, 20, ... with one letter a visit, a minute apart; re-opened at each "|"."""
    run = [n for steps in told for n, part in enumerate(steps.split("|")) for _ in part]
    told = [steps.replace("|", "") for steps in told]
    case = [10 * (number + 1) for number, steps in enumerate(told) for _ in steps]
    step = [CODES[letter] for steps in told for letter in steps]
    at = [60 * SECOND * place for steps in told for place in range(len(steps))]
    ended = [over] * len(told) if isinstance(over, bool) else list(over)
    opened_at = [(opened or {}).get(number, micros(2026, 1, 5)) for number in range(len(told))]
    keys = np.arange(10, 10 * len(told) + 1, 10, np.int32)
    return (
        Visits(np.array(case, np.int32), np.array(step, np.int32), np.array(at, np.int64), np.array(run, np.int32)),
        Cases(keys, np.array(opened_at, np.int64), np.array(ended, np.bool_)),
    )


def judged(told: Sequence[str], **also: object) -> Conformance:
    return conformance(KNOWN, ELEMENTS, *columns(told, **also), budget=LONG)  # type: ignore[arg-type]


def deviations(found: Conformance, row: int) -> list[tuple[DeviationKind, str, int]]:
    """(kind, element or step code, row of the visit) of one case."""
    told = found.deviations
    return [
        (
            DeviationKind(int(told.kind[i])),
            found.elements[told.element[i]] if told.element[i] != NOWHERE else str(told.step[i]),
            int(told.visit[i]),
        )
        for i in np.flatnonzero(told.row == row).tolist()
    ]


def test_each_kind_of_deviation_is_named_with_its_step_and_its_place() -> None:
    found = judged(["abcd", "acd", "abbcd", "ab?cd", "bacd", "abc"])
    assert found.verdict.tolist() == [1, 2, 2, 2, 2, 2]
    assert found.cost.tolist() == [0, 1, 1, 1, 2, 1]
    assert deviations(found, 0) == []
    assert deviations(found, 1) == [(DeviationKind.SKIPPED, "b", 5)]
    assert deviations(found, 2)[0][:2] == (DeviationKind.EXTRA, "b")
    assert deviations(found, 3) == [(DeviationKind.NOT_IN_PROCESS, "9", 14)]
    assert [told[0] for told in deviations(found, 4)] == [DeviationKind.OUT_OF_ORDER]
    assert deviations(found, 5) == [(DeviationKind.SKIPPED, "d", NOWHERE)]


def test_open_cases_are_judged_as_far_as_they_have_come() -> None:
    found = judged(["ab", "ab", "acd"], over=[False, True, False])
    assert found.verdict.tolist() == [Verdict.ON_PATH, Verdict.OFF_PATH, Verdict.OFF_PATH]
    assert found.cost.tolist() == [0, 2, 1]


def test_a_case_that_was_reopened_is_read_run_by_run_where_that_explains_it_better() -> None:
    found = judged(["abcd|abcd", "abcd", "abcd|abd|abcd", "abcd|c", "abcd|ab"], over=[True, True, True, True, False])
    assert found.cost.tolist() == [0, 0, 1, 1, 0]
    assert found.verdict.tolist() == [1, 1, 2, 2, 1]
    assert found.worst.tolist() == [16, 8, 23, 9, 10]
    assert deviations(found, 2) == [(DeviationKind.SKIPPED, "c", 8 + 4 + 4 + 2)]
    assert deviations(found, 3)[0][:2] == (DeviationKind.EXTRA, "c"), "half a run is an extra step, not half left out"
    once = judged(["abcdabcd"])
    assert once.cost.tolist() == [4], "without having been re-opened it is no second run"


@given(st.lists(st.text("abcd|", max_size=7), max_size=4), st.booleans())
def test_reading_run_by_run_never_makes_a_case_dearer_and_moves_no_other(told: list[str], over: bool) -> None:
    found = judged(told, over=over)
    plain = judged([steps.replace("|", "") for steps in told], over=over)
    assert (found.cost <= plain.cost).all()
    for row, steps in enumerate(told):
        if "|" not in steps:
            assert deviations(found, row) == deviations(plain, row)
        count = sum(2 if kind is DeviationKind.OUT_OF_ORDER else 1 for kind, _, _ in deviations(found, row))
        assert count == max(int(found.cost[row]), 0)


def test_a_case_without_steps_is_unknown_and_counts_for_neither_side() -> None:
    found = judged(["abcd", "", "abd"])
    assert found.verdict[1] == Verdict.UNKNOWN
    assert found.cost[1] == NOWHERE
    assert (found.share(), found.without_steps, found.unread) == (0.5, 1, 0)
    assert judged(["", ""]).share() is None
    assert judged([]).by_step() == ()


def test_steps_that_no_case_names_are_told_apart_from_those_sometimes_left_out() -> None:
    assert judged(["abd", "ad"]).never_recorded == ("c",)


def test_a_step_that_cases_of_one_version_name_is_recorded() -> None:
    parts = [
        (judged([trace]), np.array([place]), np.arange(3 * place, 3 * place + 3), {})
        for place, trace in enumerate(("abd", "acd"))
    ]
    assert [part[0].never_recorded for part in parts] == [("c",), ("b",)]
    assert together(parts, np.zeros(2, np.int64)).never_recorded == ()
    assert together(parts[:1], np.zeros(1, np.int64)).never_recorded == ("c",)


def test_without_time_to_align_it_is_known_who_deviates_and_not_how() -> None:
    found = conformance(MADE, ELEMENTS, *columns(["abcd", "abd", "abc?"]), budget=Budget(0.0, 0.0))
    assert found.verdict.tolist() == [Verdict.ON_PATH, Verdict.OFF_PATH, Verdict.OFF_PATH]
    assert found.exact.tolist() == [True, False, False]
    assert (found.unread, len(found.deviations.row)) == (2, 0)
    assert found.fitness() == 1.0


def test_cases_for_which_there_was_no_time_at_all_are_unknown() -> None:
    branches = "abcdfg"
    made = process("s-p", *(f"p-{step}" for step in branches), *(f"{step}-q" for step in branches), "q-e", s=S, e=E,
                   p=NodeKind.PARALLEL_GATEWAY, q=NodeKind.PARALLEL_GATEWAY)  # fmt: skip
    elements = {CODES[step]: step for step in branches}
    told = columns(["".join(order) for order in permutations(branches)])
    found = conformance(made, elements, *told, budget=Budget(0.0, 0.0))
    assert found.count(Verdict.OFF_PATH) == 0
    assert found.count(Verdict.UNKNOWN) == found.unread > 0
    assert conformance(made, elements, *told, budget=LONG).count(Verdict.ON_PATH) == 720


def test_the_trend_counts_months_on_the_clock_of_the_zone() -> None:
    # Half past eleven on 31 January in New York is February in UTC.
    opened = {0: micros(2026, 1, 31, 23, "America/New_York"), 1: micros(2026, 3, 2), 2: TIME_UNKNOWN}
    found = judged(["abcd", "abd", "abcd"], opened=opened)
    assert [(m.month, m.on_path, m.off_path) for m in found.trend(UTC)] == [
        (date(2026, 2, 1), 1, 0),
        (date(2026, 3, 1), 0, 1),
    ]
    zone = ZoneInfo("America/New_York")
    assert [(m.month.month, m.share()) for m in found.trend(zone)] == [(1, 1.0), (2, None), (3, 0.0)]
    assert found.rows(month=date(2026, 3, 1), zone=zone).tolist() == [1]


@given(st.lists(st.text("abcd?", max_size=5), max_size=6), st.data())
def test_every_figure_opens_as_many_rows_as_it_says(told: list[str], data: st.DataObject) -> None:
    over = [data.draw(st.booleans()) for _ in told]
    opened = {n: micros(2026, data.draw(st.integers(1, 4)), 3) for n in range(len(told))}
    found = judged(told, over=over, opened=opened)
    for verdict in Verdict:
        assert len(found.rows(verdict=verdict)) == found.count(verdict)
    for kind in found.by_kind():
        assert len(found.rows(kind=kind.kind)) == kind.cases
    for step in found.by_step():
        assert len(found.rows(kind=step.kind, element=step.element, step=step.step)) == step.cases
    for month in found.trend():
        assert len(found.rows(month=month.month, verdict=Verdict.OFF_PATH)) == month.off_path
    assert set(found.deviations.row.tolist()) == set(found.rows(verdict=Verdict.OFF_PATH).tolist())
    alone = [judged([steps], over=[ended]).cost[0] for steps, ended in zip(told, over, strict=True)]
    assert found.cost.tolist() == alone


def test_two_periods_side_by_side_by_step_by_pair_and_by_flow() -> None:
    visits, cases = columns(["abcd", "abcd", "acd", "ab"], over=[True, True, True, False])
    a = np.array([True, True, False, False])
    found = compare(visits, cases, ELEMENTS, a, ~a, MADE)
    assert (found.cases_a, found.cases_b, found.read_a, found.read_b) == (2, 2, 2, 2)
    minute = 60 * SECOND
    steps = {each.element: (each.a, each.b) for each in found.steps}
    assert steps["b"] == (Side(2, 2, minute), Side(1, 1, None)), "the last step has no next one"
    assert steps["c"] == (Side(2, 2, minute), Side(1, 1, minute))
    pairs = {(each.source, each.target): (each.a.times, each.b.times) for each in found.follows}
    assert pairs == {(1, 2): (2, 1), (1, 3): (0, 1), (2, 3): (2, 0), (3, 4): (2, 1)}
    assert found.flows["c-d"] == (2, 1)
    assert found.flows["s-a"] == (2, 2)


def test_a_flow_takes_as_long_as_its_token_from_step_to_step() -> None:
    made = process("s-a", "a-p", "p-b", "p-c", "b-q", "c-q", "q-x", "x-d", "x-e", "d-e", s=S, e=E,
                   p=NodeKind.PARALLEL_GATEWAY, q=NodeKind.PARALLEL_GATEWAY, x=NodeKind.EXCLUSIVE_GATEWAY)  # fmt: skip
    visits, cases = columns(["abcd", "acbd", "ab"], over=[True, True, False])
    a = np.array([True, False, False])
    found = compare(visits, cases, ELEMENTS, a, ~a, made)
    minute = 60 * SECOND
    assert found.flow_times["a-p"] == (minute, minute), "until the first step behind the gateway"
    assert found.flow_times["p-c"] == (2 * minute, minute)
    assert found.flow_times["b-q"] == (2 * minute, minute)
    assert found.flow_times["x-d"] == (minute, minute)
    assert "s-a" not in found.flow_times, "what came before the first step is not recorded"
    assert "d-e" not in found.flow_times


def test_a_median_is_over_known_times_and_lies_between_the_two_in_the_middle() -> None:
    visits, cases = columns(["ab", "ab", "ab", "ab", "ab"], over=False)
    at = visits.at.copy()
    at[1::2] = [1, 3, 10, 20, TIME_UNKNOWN]
    every = np.ones(5, np.bool_)
    found = compare(Visits(visits.case, visits.step, at), cases, ELEMENTS, every, ~every)
    assert found.follows[0].a == Side(5, 5, 6)
    assert found.follows[0].b == Side(0, 0, None)
    assert found.flows == {}


@given(st.lists(st.text("abcd?", min_size=0, max_size=6), max_size=10), st.data())
def test_the_comparison_counts_what_a_plain_count_does(told: list[str], data: st.DataObject) -> None:
    mask = np.array([data.draw(st.booleans()) for _ in told], np.bool_)
    found = compare(*columns(told), ELEMENTS, mask, ~mask)
    for step in found.steps:
        letter = next(name for name, code in CODES.items() if code == step.step)
        for side, chosen in ((step.a, mask), (step.b, ~mask)):
            counts = [steps.count(letter) for steps, wanted in zip(told, chosen, strict=True) if wanted]
            assert (side.times, side.cases) == (sum(counts), sum(count > 0 for count in counts))
    assert sum(each.a.times + each.b.times for each in found.follows) == sum(max(len(s) - 1, 0) for s in told)


def test_a_process_with_a_choice_has_several_paths_that_keep_to_it() -> None:
    made = process("s-x", "x-a", "x-b", "a-y", "b-y", "y-e", s=S, e=E, x=NodeKind.EXCLUSIVE_GATEWAY,
                   y=NodeKind.EXCLUSIVE_GATEWAY)  # fmt: skip
    found = conformance(made, {1: "a", 2: "b"}, *columns(["a", "b", "ab"]), budget=LONG)
    assert found.verdict.tolist() == [1, 1, 2]
    assert [(each.kind, each.cases) for each in found.by_kind()] == [(DeviationKind.EXTRA, 1)]
