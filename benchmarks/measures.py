"""SLA clocks of 100,000 cases with pauses against businesstimedelta; explained time of 1M events against its floor.

python -m benchmarks.measures [cases]. The peer runs in the environment of BPO_DESK_BENCH_PYTHON where that has it, on
some of the same cases; else a plain loop over the same open hours stands in for it and no limit is held.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from bisect import bisect_right

import numpy as np

from benchmarks.measure import Spent, exit_with, interleaved, report
from benchmarks.states import a_world
from bpo_desk.measures.calendar import Shift, weekly_calendar
from bpo_desk.measures.durations import durations
from bpo_desk.measures.explained_time import explain
from bpo_desk.measures.open_hours import OpenHours, open_hours
from bpo_desk.measures.sla_clock import sla_clocks
from bpo_desk.measures.sla_rule import SlaRule, marks_of_intervals
from bpo_desk.state import StateContext, states
from bpo_desk.state.stretches import stretches

HOUR = 3_600_000_000
CALENDAR = weekly_calendar("office", "Europe/London", range(5), Shift(32_400, 63_000))
START = 1_767_225_600_000_000  # 1 January 2026
PEER_CASES = 300

PEER = """
import json, sys, time, datetime
import businesstimedelta as b, pytz
zone = pytz.timezone("Europe/London")
rules = b.Rules([b.WorkDayRule(
    start_time=datetime.time(9), end_time=datetime.time(17, 30), working_days=[0, 1, 2, 3, 4], tz=zone)])
def at(micros):
    return pytz.utc.localize(datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=micros))
def seconds(spent):
    return spent.hours * 3600 + spent.seconds
cases = [[(at(f), at(t)) for f, t in case] for case in json.load(sys.stdin)]
begin = time.process_time()
used = [seconds(rules.difference(*case[0])) - sum(seconds(rules.difference(*p)) for p in case[1:]) for case in cases]
json.dump([time.process_time() - begin, used], sys.stdout)
"""

Cases = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def a_year(cases: int, seed: int = 1) -> Cases:
    """Starts, stops, and pauses (row, from, to) of cases that take up to 20 days and pause up to three times, one pause
    after the other; whole seconds, because the peer rounds to them."""
    random = np.random.default_rng(seed)
    second = 1_000_000
    start = START + random.integers(0, 340 * 86_400, cases) * second
    step = random.integers(3600, 3 * 86_400, (7, cases)) * second
    edges = start + np.cumsum(step, axis=0)
    pause, row = np.nonzero(random.random((3, cases)) < 0.7)
    return start, edges[6], row, edges[2 * pause, row], edges[2 * pause + 1, row]


def the_peer(world: Cases, cases: int) -> tuple[str, float, list[int]]:
    """Name of the peer, its seconds for so many cases, and the seconds that each of them used."""
    start, stop, row, begin, end = world
    asked = [
        [(int(start[c]), int(stop[c])), *zip(begin[row == c].tolist(), end[row == c].tolist(), strict=True)]
        for c in range(cases)
    ]
    python = os.environ.get("BPO_DESK_BENCH_PYTHON")
    if python:
        answer = subprocess.run([python, "-c", PEER], input=json.dumps(asked), capture_output=True, text=True)
        if answer.returncode == 0:
            spent, used = json.loads(answer.stdout)
            return "businesstimedelta", spent, [int(seconds) for seconds in used]
        print(answer.stderr.strip().splitlines()[-1:], file=sys.stderr)
    before = time.process_time()
    opens, closes = open_hours(CALENDAR).intervals(START, START + 400 * 24 * HOUR)
    opened, closed = opens.tolist(), closes.tolist()
    looped = [_looped(opened, closed, *case[0]) - sum(_looped(opened, closed, *p) for p in case[1:]) for case in asked]
    return "plain loop", time.process_time() - before, [micros // 1_000_000 for micros in looped]


def _looped(opens: list[int], closes: list[int], start: int, end: int) -> int:
    total, place = 0, bisect_right(closes, start)
    while place < len(opens) and opens[place] < end:
        total += max(min(closes[place], end) - max(opens[place], start), 0)
        place += 1
    return total


def clocks(cases: int) -> list[bool]:
    """The clock against the peer."""
    world = a_year(cases)
    now = START + 400 * 24 * HOUR
    rule = SlaRule("resolve", 16 * HOUR, CALENDAR)
    open_hours(CALENDAR)
    ours = sla_clocks(marks_of_intervals(*world), rule, now)
    spent = interleaved(
        {
            "clock": lambda: sla_clocks(marks_of_intervals(*world), rule, now),
            "marks": lambda: marks_of_intervals(*world),
            "open_time": lambda: open_hours(CALENDAR).open_time(world[0], world[1]),
            "add_open_time": lambda: open_hours(CALENDAR).add_open_time(world[0], 16 * HOUR),
            "compile": lambda: OpenHours(CALENDAR),
        }
    )
    name, peer, used = the_peer(world, PEER_CASES)
    differ = int((np.array(used) != ours.used[:PEER_CASES] // 1_000_000).sum())
    ratio = (peer / PEER_CASES) / (spent["clock"].cpu / cases)
    rest = [
        report(f"measures.{part}", _ms(spent[part]), "ms cpu")
        for part in ("marks", "open_time", "add_open_time", "compile")
    ]
    return [
        report("measures.sla_clock", _ms(spent["clock"]), "ms cpu", cases=cases, pauses=len(world[2])),
        report("measures.sla_clock.differences", differ, "cases", at_most=0, of=PEER_CASES, peer=name),
        report(
            "measures.sla_clock.share_of_peer",
            1 / ratio,
            "",
            at_most=0.01 if name != "plain loop" else None,
            times_faster=ratio,
            peer=name,
        ),
        *rest,
    ]


def explained(events: int) -> list[bool]:
    """Explained time of all cases at once, against `states` of the same events; and of one case."""
    world, words = a_world(events, events // 10)
    context = StateContext.of(words)
    now = int(world.occurred_at.max()) + HOUR
    hours = open_hours(CALENDAR)
    told = stretches(world, context, now)
    one, one_words = a_world(200, 1)
    one_context = StateContext.of(one_words)
    result = explain(told, hours)
    spent = interleaved(
        {
            "stretches": lambda: stretches(world, context, now),
            "explain": lambda: explain(told, hours),
            "states": lambda: states(world, context),
            "percentiles": lambda: durations(result.elapsed, result.case % 50, 50),
        },
        runs=3,
    )
    small = interleaved({"case": lambda: explain(stretches(one, one_context, now), hours)}, runs=101)
    sums = int((result.parts.sum(axis=1) != result.elapsed).sum())
    over = (spent["stretches"].cpu + spent["explain"].cpu) / spent["states"].cpu
    return [
        report("measures.explained.wrong_sums", sums, "cases", at_most=0, of=len(result)),
        report("measures.stretches", _ms(spent["stretches"]), "ms cpu", events=events, stretches=len(told.row)),
        report("measures.explain", _ms(spent["explain"]), "ms cpu"),
        report("measures.explained.over_states", over, "x", at_most=4.0),
        report("measures.durations", _ms(spent["percentiles"]), "ms cpu", groups=50, cases=len(result)),
        report("measures.explained.one_case", _ms(small["case"]), "ms cpu", at_most=10.0, events=len(one)),
    ]


def _ms(spent: Spent) -> float:
    return spent.cpu * 1000


def main() -> None:
    """Print the figures; exit 1 when one misses its limit."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    exit_with([*clocks(cases), *explained(cases * 10)])


if __name__ == "__main__":
    main()
