"""XES of a million events: reading, and reading plus commit to SQLite, beside pm4py's default reader.

`--log FILE` measures a log that is there already; else one is made from the shared data. pm4py runs under the
interpreter `--peer PYTHON` (or BPO_DESK_BENCH_PYTHON), each run in a process of its own; without one the ratios are
"not measured". One JSON line each.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READ_FACTOR, COMMIT_FACTOR, MEMORY_MB = 6.0, 1.5, 400

READ = """
import json, resource, sys, time
from pathlib import Path
began, spent = time.perf_counter(), time.process_time()
from bpo_desk.intake.reading import read_records
records = read_records(Path(sys.argv[1]))[0]
assert records.detected.reader == "vectorised", records.detected.reader
print(json.dumps({"events": len(records), "seconds": time.perf_counter() - began,
                  "cpu": time.process_time() - spent,
                  "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
COMMIT = """
import json, resource, sys, time
from pathlib import Path
from bpo_desk.shared.admin import create_engagement, init
from bpo_desk.shared.engine import open_engine
engine = open_engine(f"sqlite:///{sys.argv[2]}")
init(engine)
engagement = create_engagement(engine, "bench", "Bench")
began, spent = time.perf_counter(), time.process_time()
from bpo_desk.intake.import_file import import_file
report = import_file(engine, engagement, Path(sys.argv[1]))
print(json.dumps({"events": report.records, "seconds": time.perf_counter() - began,
                  "cpu": time.process_time() - spent, "stored": report.events,
                  "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
PEER = """
import importlib.util, json, resource, sys, time, warnings
warnings.filterwarnings("ignore")
assert importlib.util.find_spec("rustxes") is None, "the peer is pm4py without rustxes"
import pm4py
began, spent = time.perf_counter(), time.process_time()
log = pm4py.read_xes(sys.argv[1])
print(json.dumps({"events": len(log), "seconds": time.perf_counter() - began,
                  "cpu": time.process_time() - spent,
                  "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def measured(python: str, program: str, *arguments: str) -> dict[str, float] | None:
    """What a program of its own prints as JSON in its last line; None where it fails."""
    done = subprocess.run(
        [python, "-c", program, *arguments], capture_output=True, text=True, cwd=ROOT, check=False, timeout=900
    )
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return None
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def make_log(folder: Path, events: int) -> Path | None:
    """A log of that many events by the maker of the shared data; None where the shared data is not there."""
    data = next(
        (p / "shared" / "data" for p in (ROOT.parent, ROOT.parent.parent) if (p / "shared" / "data").is_dir()), None
    )
    if data is None:
        return None
    base = data / "logs" / "servicenow_incident_event_log.csv.gz"
    log = folder / "big.xes"
    subprocess.run(
        [sys.executable, str(data / "make_large.py"), str(base), "--events", str(events), "--case", "number",
         "--activity", "ident_state", "--timestamp", "sys_updated_at", "--resource", "sys_updated_by",
         "--group", "assignment_group", "--tsformat", "%d/%m/%Y %H:%M", "--order", "case", "--xes", str(log)],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return log


def rate(runs: list[dict[str, float]]) -> float:
    """Median events a second."""
    return statistics.median(run["events"] / run["seconds"] for run in runs)


def main() -> int:
    """Measure, print, and say by the exit code whether the goals were reached (unmeasured is not a failure)."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--log", type=Path)
    given.add_argument("--events", type=int, default=1_000_000)
    given.add_argument("--runs", type=int, default=3)
    given.add_argument("--peer", default=os.environ.get("BPO_DESK_BENCH_PYTHON", ""))
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = options.log or make_log(Path(folder), options.events)
        if log is None:
            print(json.dumps({"name": "xes", "peer": "not measured: the shared data is not beside the repository"}))
            return 0
        ours: list[dict[str, float]] = []
        stored: list[dict[str, float]] = []
        peer: list[dict[str, float]] = []
        for number in range(options.runs):  # interleaved, so that a busy moment hits all alike
            for runs, python, program, more in (
                (ours, sys.executable, READ, ()),
                (peer, options.peer, PEER, ()),
                (stored, sys.executable, COMMIT, (str(Path(folder) / f"{number}.db"),)),
            ):
                found = measured(python, program, str(log), *more) if python else None
                if found is not None:
                    runs.append(found)
    ok = True
    for name, runs, factor in (("xes read", ours, READ_FACTOR), ("xes read and committed", stored, COMMIT_FACTOR)):
        memory = max(run["memory_mb"] for run in runs)
        ratio = rate(runs) / rate(peer) if peer else None
        reached = memory < MEMORY_MB and (ratio is None or ratio >= factor)
        ok &= reached
        line = {
            "name": name, "events": runs[0]["events"], "events_per_s": round(rate(runs)),
            "cpu_s": round(statistics.median(run["cpu"] for run in runs), 2), "memory_mb": round(memory),
            "peer": "pm4py default reader", "peer_events_per_s": round(rate(peer)) if peer else "not measured",
            "peer_cpu_s": round(statistics.median(run["cpu"] for run in peer), 2) if peer else "not measured",
            "ratio": round(ratio, 2) if ratio else "not measured", "goal": factor, "ok": reached,
        }  # fmt: skip
        print(json.dumps(line), flush=True)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
