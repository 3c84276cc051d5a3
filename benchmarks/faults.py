"""Plays seeded schedules of faults against the product's own sync, on real encrypted files, for as long as it may.

    python -m benchmarks.faults [--seconds 180] [--first 0] [--workers 2]

Two thirds of the time go to the product as it is, the rest in turn to each seeded bug; first two kept for each.
Prints a table as JSON lines: what happened, how many schedules failed (which must be none), and of each bug how many of
the kept schedules still notice it (which must be one at least), the rate per 1,000 fresh ones, the first seed of them,
and some to keep in tests/faults/failing_schedules.json.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle
from pathlib import Path

from benchmarks.measure import exit_with, report

_HEALTHY = "none"
_SHARE = 2 / 3
_KEEP = 5
_REPLAYED = 2
_KEPT = Path(__file__).resolve().parents[1] / "tests" / "faults" / "failing_schedules.json"
_Played = tuple[Counter[str], dict[int, str]]
"""What happened, and the seeds that failed with why."""


def _played(until: float, first: int, step: int, bugs: tuple[str, ...]) -> dict[str, _Played]:
    """For each bug in turn one schedule after the other until the time is over."""
    from tests.faults.bugs import BUGS, Bug, caught

    told = {bug: (Counter[str](), dict[int, str]()) for bug in bugs}
    seeds = dict.fromkeys(bugs, first)
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    for bug in cycle(bugs):
        if time.monotonic() > until:
            break
        tally, failed = told[bug]
        with tempfile.TemporaryDirectory(dir=memory) as folder:
            if why := caught(Path(folder) / "desks", seeds[bug], BUGS.get(bug, Bug()), tally, bug):
                failed[seeds[bug]] = why
        seeds[bug] += step
    return told


def _still_noticed(bug: str, kept: list[int]) -> int:
    """How many of the kept schedules fail with the bug."""
    from tests.faults.bugs import BUGS, caught

    with tempfile.TemporaryDirectory() as folder:
        return sum(bool(caught(Path(folder) / str(seed), seed, BUGS[bug], Counter(), bug)) for seed in kept)


def _spread(
    pool: ProcessPoolExecutor, workers: int, seconds: float, first: int, bugs: tuple[str, ...]
) -> dict[str, _Played]:
    """`_played` in several processes, each with seeds of its own; the answers together."""
    until = time.monotonic() + seconds
    running = [pool.submit(_played, until, first + worker, workers, bugs) for worker in range(workers)]
    whole: dict[str, _Played] = {bug: (Counter(), {}) for bug in bugs}
    for each in running:
        for bug, (tally, failed) in each.result().items():
            whole[bug][0].update(tally)
            whole[bug][1].update(failed)
    return whole


def main() -> None:
    from tests.faults.bugs import BUGS

    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    given = parser.parse_args()
    kept: dict[str, list[int]] = json.loads(_KEPT.read_text("utf-8"))
    with ProcessPoolExecutor(given.workers) as pool:
        noticing = dict(zip(BUGS, pool.map(_still_noticed, BUGS, [kept[bug][:_REPLAYED] for bug in BUGS]), strict=True))
        healthy = _spread(pool, given.workers, given.seconds * _SHARE, given.first, (_HEALTHY,))
        bugs = _spread(pool, given.workers, given.seconds * (1 - _SHARE), given.first, tuple(BUGS))
    tally, failed = healthy[_HEALTHY]
    network = sum(tally[each] for each in ("lost requests", "lost replies", "busy"))
    happened = {name: count for name, count in sorted(tally.items()) if name != "schedules"}
    print(json.dumps({"schedules": tally["schedules"], "network faults": network, **happened}), flush=True)
    for seed, why in sorted(failed.items())[:_KEEP]:
        print(json.dumps({"failing schedule": seed, "why": why}), flush=True)
    for bug, (counted, noticed) in bugs.items():
        tries, seeds = counted["schedules"], sorted(noticed)
        rate = round(1000 * len(seeds) / tries) if tries else None
        still = {"bug": bug, "kept": len(kept[bug][:_REPLAYED]), "kept that notice": noticing[bug]}
        fresh = {"schedules": tries, "per 1,000": rate, "first": seeds[0] if seeds else None}
        print(json.dumps({**still, **fresh, "keep": seeds[:_KEEP]}), flush=True)
    played = tally["schedules"]
    none_fails = report("faults_failing", len(failed), "schedules", at_most=0, schedules=played)
    missed = [bug for bug, count in noticing.items() if not count]
    exit_with([none_fails, report("faults_bugs_missed", len(missed), "bugs", at_most=0, of=len(BUGS), missed=missed)])


if __name__ == "__main__":
    main()
