"""Conformance of the shared logs with their models: fit or no fit, and optimal alignments, beside pm4py.

pm4py (token replay, and its default alignment) runs under the interpreter `--peer PYTHON` (or BPO_DESK_BENCH_PYTHON) as
a process of its own; `--align` names the logs for alignments, which take it a minute for receipt, at most `--limit`
seconds each: where it needs more, the ratio is a lower bound and says so. Ours start with nothing known each time.
Verdicts and costs must be the recorded ones case by case, and how often each occurs the same as the peer's. Process CPU
time; one JSON line each.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from benchmarks.measure import exit_with, report
from bpo_desk.models.process import ProcessDefinition
from bpo_desk.process.alignments import Budget, align
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.discovery import variants
from bpo_desk.process.position import map_steps
from bpo_desk.process.verdicts import verdicts

ROOT = Path(__file__).resolve().parent.parent
LOGS = ("receipt", "helpdesk", "BPI2020_DomesticDeclarations")
QUICK = LOGS[1:]  # a few seconds of the peer each; the first takes it a minute
REPLAY_FACTOR, ALIGN_FACTOR = 4.0, 50.0
LONG = Budget(600.0, 600.0)

PEER = """
import json, signal, sys, time, warnings
warnings.filterwarnings("ignore")
import pm4py
log = pm4py.read_xes(sys.argv[1])
model = pm4py.read_pnml(sys.argv[2])
def spent(job):
    before = time.process_time()
    found = job(log, *model)
    return time.process_time() - before, found
replays = [spent(pm4py.conformance_diagnostics_token_based_replay) for _ in range(3)]
told = {"replay": sorted(s for s, _ in replays)[1], "fits": [bool(each["trace_is_fit"]) for each in replays[0][1]]}
print(json.dumps(told), flush=True)
if float(sys.argv[3]):
    def enough(*_):
        print(json.dumps({**told, "align": time.process_time() - begun, "limit": True}), flush=True)
        sys.exit()
    begun = time.process_time()
    signal.signal(signal.SIGPROF, enough)
    signal.setitimer(signal.ITIMER_PROF, float(sys.argv[3]))
    told["align"], found = spent(pm4py.conformance_diagnostics_alignments)
    signal.setitimer(signal.ITIMER_PROF, 0)
    told["costs"] = [each["cost"] // 10_000 for each in found]
    print(json.dumps(told))
"""


@dataclass(frozen=True, slots=True)
class Log:
    """A log as columns, the names of its cases, its model, and the element id of each step code."""

    cases: list[str]
    case: NDArray[np.int32]
    step: NDArray[np.int32]
    model: ProcessDefinition
    element: list[str]

    def traces(self) -> tuple[list[list[str]], NDArray[np.int32]]:
        """Its variants as element ids, and the variant of each case."""
        found = variants(self.case, self.step)
        rows = zip(found.first_row.tolist(), found.lengths.tolist(), strict=True)
        return [[self.element[c] for c in self.step[at : at + n].tolist()] for at, n in rows], found.of_case

    def verdicts(self) -> list[bool]:
        """Fit or no fit by case, with nothing known before."""
        traces, of_case = self.traces()
        return (verdicts(replace(self.model, digest=""), traces, seconds=600.0)[of_case] == 1).tolist()

    def costs(self) -> list[int]:
        """The optimal cost by case, with nothing known before."""
        traces, of_case = self.traces()
        found = align(replace(self.model, digest=""), traces, budget=LONG)
        assert found.exact.all()
        return found.cost[of_case].tolist()


def read_log(data: Path, name: str) -> Log:
    """A log with its model; events by time, ties in the order of the file."""
    model, _ = read_definition((data / "models" / f"{name}.bpmn").read_bytes(), name)
    cases, rows = [], []
    with gzip.open(data / "logs" / f"{name}.xes.gz") as stream:
        for _, trace in etree.iterparse(stream, tag="{*}trace"):
            events = []
            for event in trace.iterfind("{*}event"):
                said = {each.get("key"): each.get("value") for each in event}
                events.append((datetime.fromisoformat(said["time:timestamp"]), said["concept:name"]))
            rows += [(len(cases), step) for _, step in sorted(events, key=lambda pair: pair[0])]
            cases.append(next(each.get("value") for each in trace if each.get("key") == "concept:name"))
            trace.clear()
    names = sorted({step for _, step in rows})
    mapped, _ = map_steps(model, [(code, step, None) for code, step in enumerate(names)])
    code = {step: number for number, step in enumerate(names)}
    return Log(
        cases,
        np.array([case for case, _ in rows], np.int32),
        np.array([code[step] for _, step in rows], np.int32),
        model,
        [mapped.get(number, f"unmapped {number}") for number in range(len(names))],
    )


def recorded(data: Path, name: str) -> dict[str, tuple[bool, int]]:
    """Verdict and cost of each case as they were recorded with the models; the file of truth counts the same."""
    with (data / "models" / f"{name}_conformance.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    cases = [row["case"] for row in rows]
    if name.startswith("BPI2020"):  # this file lists its names as texts and its figures by number
        cases.sort(key=lambda case: int(case.split()[-1]))
    found = {case: (row["token_fit"] == "True", int(row["align_cost"])) for case, row in zip(cases, rows, strict=True)}
    truth = json.loads((data / "truth" / f"conformance_{name}.json").read_text())["token_replay"]
    assert truth["fitting_traces"] == sum(fit for fit, _ in found.values())
    return found


def spent(job: Callable[[], object], runs: int) -> float:
    """Median seconds of process CPU."""
    made = []
    for _ in range(runs):
        before = time.process_time()
        job()
        made.append(time.process_time() - before)
    return statistics.median(made)


def peer_run(python: str, data: Path, name: str, limit: float) -> dict[str, object] | None:
    """What pm4py took and found, its alignments in at most `limit` seconds of CPU (0: none); None where it fails."""
    files = [str(data / "logs" / f"{name}.xes.gz"), str(data / "models" / f"{name}.pnml")]
    done = subprocess.run(
        [python, "-c", PEER, *files, str(limit)],
        capture_output=True, text=True, check=False, timeout=600 + 10 * limit,
    )  # fmt: skip
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return None
    found: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def compared(
    name: str, ours: float, peer: dict[str, object] | None, job: str, found: list[object], goal: float
) -> list[bool]:
    """Report ours beside the peer's; without a peer only ours."""
    if peer is None or job not in peer:
        return [report(name, 1e3 * ours, "ms CPU", peer="not measured")]
    seconds = float(str(peer[job]))
    if "limit" in peer and job == "align":
        return [report(f"{name} against pm4py", ours / seconds, "of its CPU at most", at_most=1 / goal,
                       ours_ms=1e3 * ours, peer_ms=1e3 * seconds, ratio_at_least=seconds / ours, goal=goal,
                       peer="stopped at its limit")]  # fmt: skip
    # The peer lists some logs in another order than their cases; case by case the recorded figures are compared.
    agree = Counter(list(peer["fits" if job == "replay" else "costs"])) == Counter(found)  # type: ignore[call-overload]
    held = report(f"{name} against pm4py", ours / seconds, "of its CPU", at_most=1 / goal, ours_ms=1e3 * ours,
                  peer_ms=1e3 * seconds, ratio=seconds / ours, goal=goal, totals_agree=agree)  # fmt: skip
    return [held, agree]


def main() -> None:
    """Measure, print, and say by the exit code whether the goals were reached (unmeasured is not a failure)."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--peer", default=os.environ.get("BPO_DESK_BENCH_PYTHON", ""))
    given.add_argument("--align", nargs="*", default=list(QUICK), help="logs whose alignments the peer does too")
    given.add_argument("--limit", type=float, default=300.0, help="seconds of CPU for the alignments of the peer")
    options = given.parse_args()
    data = next(
        (p / "shared" / "data" for p in (ROOT.parent, ROOT.parent.parent) if (p / "shared" / "data").is_dir()), None
    )
    if data is None:
        print(json.dumps({"benchmark": "conformance", "value": "not measured: the shared data is not beside it"}))
        return
    results: list[bool] = []
    for name in LOGS:
        log = read_log(data, name)
        limit = options.limit if name in options.align else 0.0
        peer = peer_run(options.peer, data, name, limit) if options.peer else None
        fits, costs = log.verdicts(), log.costs()
        told = recorded(data, name)
        ours = list(zip(log.cases, fits, costs, strict=True))
        unlike = sum(told[case][0] != fit for case, fit, _ in ours if case in told)
        wrong = sum(told[case][1] != cost for case, _, cost in ours if case in told)
        results.append(report(f"{name}: verdicts that differ from the recorded", unlike, f"of {len(told)}", at_most=0))
        results.append(report(f"{name}: costs that differ from the recorded", wrong, f"of {len(told)}", at_most=0))
        results += compared(f"{name}: fit or not", spent(log.verdicts, 5), peer, "replay", list(fits), REPLAY_FACTOR)
        results += compared(f"{name}: alignments", spent(log.costs, 3), peer, "align", list(costs), ALIGN_FACTOR)
    exit_with(results)


if __name__ == "__main__":
    main()
