"""Plays seeded schedules of faults against the product's own sync: simulated ones for a while, then real ones.

    python -m benchmarks.faults [--seconds 180] [--first 0] [--real 50] [--workers 2]

Two thirds of the time go to the product as it is, the rest in turn to each seeded bug; first two kept for each. Prints
JSON lines: what happened, how many schedules failed (which must be none), and of each bug how many of the kept
schedules still notice it (which must be one at least), the rate per 1,000 fresh ones, the first seed of them, and some
to keep in tests/faults/failing_schedules.json. The real ones: sync processes, a PostgreSQL, a line that misbehaves,
writers; a full disk is a limit on the size of files (RLIMIT_FSIZE), which needs no rights.
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


def _real(seeds: list[int]) -> tuple[Counter[str], list[float], dict[int, str]]:
    """Real schedules one after the other on a server of their own: what happened, seconds to recover, failures."""
    from tests.faults.real_stack import Schedule, prepared
    from tests.postgres_server import running_postgres

    tally, recovered, failed = Counter[str](), list[float](), dict[int, str]()
    with running_postgres() as server:
        template = prepared(server)
        for seed in seeds:
            with tempfile.TemporaryDirectory() as folder:
                try:
                    recovered.append(Schedule(server, template, Path(folder), seed, tally).play())
                except Exception as wrong:  # noqa: BLE001 - whatever breaks is a schedule that failed
                    failed[seed] = f"{type(wrong).__name__}: {str(wrong)[:300]}"
    return tally, recovered, failed


def _play_real(pool: ProcessPoolExecutor, workers: int, count: int) -> bool:
    from tests.faults.real_stack import RECOVERY, SEEDS

    seeds = list(SEEDS)[:count]
    tally, recovered, failed = Counter[str](), list[float](), dict[int, str]()
    for parts in pool.map(_real, [seeds[worker::workers] for worker in range(workers)]):
        tally.update(parts[0])
        recovered += parts[1]
        failed.update(parts[2])
    print(json.dumps({"real schedules": len(seeds), **dict(sorted(tally.items()))}), flush=True)
    for seed, why in sorted(failed.items())[:_KEEP]:
        print(json.dumps({"failing real schedule": seed, "why": why}), flush=True)
    slowest = max(recovered, default=0.0)
    none_fails = report("faults_real_failing", len(failed), "schedules", at_most=0, schedules=len(seeds))
    return report("faults_real_slowest_recovery", slowest, "s", at_most=RECOVERY) and none_fails


def main() -> None:
    from tests.faults.bugs import BUGS

    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--real", type=int, default=50, help="schedules on the real stack, at most 50")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    given = parser.parse_args()
    kept: dict[str, list[int]] = json.loads(_KEPT.read_text("utf-8"))
    with ProcessPoolExecutor(given.workers) as pool:
        noticing = dict(zip(BUGS, pool.map(_still_noticed, BUGS, [kept[bug][:_REPLAYED] for bug in BUGS]), strict=True))
        healthy = _spread(pool, given.workers, given.seconds * _SHARE, given.first, (_HEALTHY,))
        bugs = _spread(pool, given.workers, given.seconds * (1 - _SHARE), given.first, tuple(BUGS))
        real_kept = not given.real or _play_real(pool, given.workers, given.real)
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
    all_noticed = report("faults_bugs_missed", len(missed), "bugs", at_most=0, of=len(BUGS), missed=missed)
    exit_with([real_kept, none_fails, all_noticed])


if __name__ == "__main__":
    main()
