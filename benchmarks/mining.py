"""Mining ten million events: directly-follows graph, variants and handover of work, beside pm4py on a million.

pm4py runs under the interpreter `--peer PYTHON` (or BPO_DESK_BENCH_PYTHON) as a process of its own on the first
million of the same events, before and after ours; its time is counted ten times, and both must count the same there.
Process CPU time, medians; without a peer the ratios are "not measured". One JSON line each.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import exit_with, interleaved
from bpo_desk.process.discovery import directly_follows, handover_of_work, variants

FACTORS = {"directly-follows": 100, "variants": 30, "handover of work": 500}
MEMORY_MB = 1_500
STEPS, PEOPLE, LONGEST = 28, 280, 40

PEER = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import numpy as np, pandas as pd, pm4py
told = np.load(sys.argv[1])
log = pd.DataFrame({
    "case:concept:name": told["case"].astype(str), "concept:name": np.char.add("step ", told["step"].astype(str)),
    "org:resource": np.char.add("person ", told["person"].astype(str)),
    "time:timestamp": pd.Timestamp("2026-01-01", tz="UTC") + pd.to_timedelta(np.arange(len(told["case"])), unit="s"),
})
spent, counted = {}, {}
for name, job, count in (
    ("directly-follows", pm4py.discover_dfg, lambda found: [len(found[0]), sum(found[0].values())]),
    ("variants", pm4py.get_variants, lambda found: [len(found), sum(found.values())]),
    ("handover of work", pm4py.discover_handover_of_work_network, lambda found: [len(found.connections)]),
):
    before = time.process_time()
    found = job(log)
    spent[name] = time.process_time() - before
    counted[name] = count(found)
print(json.dumps({"spent": spent, "counted": counted}))
"""

Ints = NDArray[np.int32]


def made_log(events: int) -> tuple[Ints, Ints, Ints]:
    """Case, step and person of about so many events: a random walk over 28 steps, four ways on from each, 11 events a
    case in the mean; sorted by case and order."""
    random = np.random.default_rng(20261122)
    cases = events // 11
    lengths = np.minimum(3 + random.poisson(8.1, cases), LONGEST)
    ways = random.integers(0, STEPS, (STEPS, 4), dtype=np.int8)
    walk = np.zeros((cases, LONGEST), np.int8)
    for place in range(1, LONGEST):
        # The usual way is taken more often than the others.
        choice = np.minimum(random.geometric(0.6, cases) - 1, 3)
        walk[:, place] = ways[walk[:, place - 1], choice]
    inside = np.arange(LONGEST) < lengths[:, None]
    case = np.repeat(np.arange(cases, dtype=np.int32), lengths)
    return case, walk[inside].astype(np.int32), random.integers(1, PEOPLE + 1, len(case)).astype(np.int32)


def counts_of(case: Ints, step: Ints, person: Ints) -> dict[str, list[int]]:
    """What the peer counts of the same log, by our own code."""
    source, target, count = directly_follows(case, step)
    inside = (source >= 0) & (target >= 0)
    found = variants(case, step)
    pairs, _, _, _ = handover_of_work(case, person)
    return {
        "directly-follows": [int(inside.sum()), int(count[inside].sum())],
        "variants": [len(found.counts), int(found.counts.sum())],
        "handover of work": [len(pairs)],
    }


def peer_run(python: str, log: tuple[Ints, Ints, Ints]) -> dict[str, dict[str, object]] | None:
    """Seconds and counts of pm4py by job; None where it fails."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "log.npz"
        np.savez(file, case=log[0], step=log[1], person=log[2])
        done = subprocess.run([python, "-c", PEER, str(file)], capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return None
    found: dict[str, dict[str, object]] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    """Measure, print, and say by the exit code whether the goals were reached (unmeasured is not a failure)."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--events", type=int, default=10_000_000)
    given.add_argument("--runs", type=int, default=5)
    given.add_argument("--peer", default=os.environ.get("BPO_DESK_BENCH_PYTHON", ""))
    options = given.parse_args()
    case, step, person = made_log(options.events)
    cut = int(np.searchsorted(case, case[min(1_000_000, len(case) - 1)]))
    small = case[:cut], step[:cut], person[:cut]
    peers = [peer_run(options.peer, small)] if options.peer else []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    jobs: dict[str, Callable[[], object]] = {
        "directly-follows": lambda: directly_follows(case, step),
        "variants": lambda: variants(case, step),
        "handover of work": lambda: handover_of_work(case, person),
    }
    ours = interleaved(jobs, options.runs)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if options.peer:
        peers.append(peer_run(options.peer, small))
    told = [each for each in peers if each is not None]
    own_counts = counts_of(*small)
    results = []
    for name, factor in FACTORS.items():
        line: dict[str, object] = {
            "benchmark": f"mining: {name}",
            "events": len(case),
            "cpu_ms": round(1e3 * ours[name].cpu, 1),
        }
        ok = memory <= MEMORY_MB
        if told:
            seconds = statistics.median(float(str(each["spent"][name])) for each in told)
            agree = all(each["counted"][name] == own_counts[name] for each in told)
            ratio = seconds * (len(case) / cut) / ours[name].cpu
            ok &= agree and ratio >= factor
            line |= {"peer": "pm4py", "peer_events": cut, "peer_cpu_ms": round(1e3 * seconds, 1), "counts_agree": agree,
                     "ratio": round(ratio, 1)}  # fmt: skip
        else:
            line |= {"peer": "pm4py", "ratio": "not measured"}
        line |= {"goal": factor, "memory_mb": round(memory), "memory_before_mb": round(before), "ok": ok}
        print(json.dumps(line), flush=True)
        results.append(ok)
    exit_with(results)


if __name__ == "__main__":
    main()
