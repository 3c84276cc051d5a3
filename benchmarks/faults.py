"""Plays seeded schedules of faults against the product's own sync: simulated ones for a while, then real ones.

    python -m benchmarks.faults [--seconds 180] [--first 0] [--real 50] [--workers 2]
    python -m benchmarks.faults --find [BUG...]
    python -m benchmarks.faults --replay SEED

All of the time goes to the product as it is; then, for a third of it, each seeded bug in turn. Prints JSON lines: what
happened, how many schedules failed (which must be none), and of each bug how many of the kept schedules notice it
(which must be all), the rate per 1,000 fresh ones and the first seed of them. The real ones: sync processes, a
PostgreSQL, a line that misbehaves, writers; a full disk is a limit on the size of files (RLIMIT_FSIZE), which needs no
rights. `--find` writes tests/faults/failing_schedules.json anew, for some bugs or all: the first seeds that fail with a
bug and pass without it. `--replay` plays one schedule again, and lets its failure out.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from pathlib import Path

from benchmarks.measure import exit_with, report

_HEALTHY = "none"
_SHARE_OF_BUGS = 1 / 3
_KEEP = 5
_NEVER = 5_000
_KEPT = Path(__file__).resolve().parents[1] / "tests" / "faults" / "failing_schedules.json"
_Played = tuple[Counter[str], dict[int, str]]
"""What happened, and the seeds that failed with why."""


def _played(until: float, first: int, step: int, bugs: tuple[str, ...]) -> dict[str, _Played]:
    """For each bug in turn one schedule after the other until the time is over."""
    from tests.faults.bugs import ALL_BUGS, Bug, caught

    told = {bug: (Counter[str](), dict[int, str]()) for bug in bugs}
    seeds = dict.fromkeys(bugs, first)
    gc.freeze()  # what was imported is not looked through again and again
    for bug in cycle(bugs):
        if time.monotonic() > until:
            break
        tally, failed = told[bug]
        with tempfile.TemporaryDirectory(dir=_memory()) as folder:
            if why := caught(Path(folder) / "desks", seeds[bug], ALL_BUGS.get(bug, Bug()), tally, bug):
                failed[seeds[bug]] = why
        seeds[bug] += step
    return told


def _memory() -> str | None:
    """Where files cost least."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _notices(bug: str, seed: int) -> bool:
    """Whether a schedule fails with a bug (_HEALTHY: with none)."""
    from tests.faults.bugs import ALL_BUGS, Bug, caught

    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        return bool(caught(Path(folder) / "desks", seed, ALL_BUGS.get(bug, Bug()), Counter(), bug))


def _still_noticed(bug: str, kept: list[int]) -> int:
    """How many of the kept schedules fail with the bug and pass without."""
    return sum(_notices(bug, seed) and not _notices(_HEALTHY, seed) for seed in kept)


def _found(bug: str) -> list[int]:
    """The first seeds that fail with the bug and pass without."""
    return list(islice((s for s in range(_NEVER) if _notices(bug, s) and not _notices(_HEALTHY, s)), _KEEP))


def _find(pool: ProcessPoolExecutor, bugs: list[str]) -> None:
    from tests.faults.bugs import ALL_BUGS

    kept: dict[str, list[int]] = json.loads(_KEPT.read_text("utf-8"))
    wanted = bugs or list(ALL_BUGS)
    kept.update(zip(wanted, pool.map(_found, wanted), strict=True))
    lines = ",\n".join(f"  {json.dumps(bug)}: {json.dumps(kept[bug])}" for bug in ALL_BUGS)
    _KEPT.write_text(f"{{\n{lines}\n}}\n", "utf-8")
    print(_KEPT.read_text("utf-8"))


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


def _replay(seed: int) -> None:
    """Play one schedule of the product as it is; whatever breaks comes out with where it broke."""
    from tests.faults.server import Server
    from tests.faults.world import Kind, play

    tally = Counter[str]()
    print(Kind.of(seed))
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        play(Path(folder), seed, Server(), tally)
    print(json.dumps({"schedule": seed, "fails": False, **dict(sorted(tally.items()))}))


def main() -> None:
    from tests.faults.bugs import ALL_BUGS

    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--real", type=int, default=50, help="schedules on the real stack, at most 50")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--find", nargs="*", metavar="BUG", help="seeds to keep, and nothing else")
    parser.add_argument("--replay", type=int, metavar="SEED", help="play this one again, and nothing else")
    given = parser.parse_args()
    if given.replay is not None:
        _replay(given.replay)
        return
    kept: dict[str, list[int]] = json.loads(_KEPT.read_text("utf-8"))
    with ProcessPoolExecutor(given.workers) as pool:
        if given.find is not None:
            _find(pool, given.find)
            return
        noticing = dict(zip(ALL_BUGS, pool.map(_still_noticed, ALL_BUGS, kept.values()), strict=True))
        healthy = _spread(pool, given.workers, given.seconds, given.first, (_HEALTHY,))
        bugs = _spread(pool, given.workers, given.seconds * _SHARE_OF_BUGS, given.first, tuple(ALL_BUGS))
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
        still = {"bug": bug, "kept": len(kept[bug]), "kept that notice": noticing[bug]}
        fresh = {"schedules": tries, "per 1,000": rate, "first": seeds[0] if seeds else None}
        print(json.dumps({**still, **fresh}), flush=True)
    played = tally["schedules"]
    none_fails = report("faults_failing", len(failed), "schedules", at_most=0, schedules=played)
    missed = [bug for bug, count in noticing.items() if count < len(kept[bug])]
    all_noticed = report("faults_bugs_missed", len(missed), "bugs", at_most=0, of=len(ALL_BUGS), missed=missed)
    exit_with([real_kept, none_fails, all_noticed])


if __name__ == "__main__":
    main()
