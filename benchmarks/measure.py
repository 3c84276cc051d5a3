"""How every benchmark measures and reports: process CPU, medians of interleaved runs, one JSON line a figure."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spent:
    """Median seconds of one thing over the runs: `cpu` of this process (all threads), `wall` on the clock."""

    cpu: float
    wall: float


def interleaved(things: Mapping[str, Callable[[], object]], runs: int = 7) -> dict[str, Spent]:
    """Run the things in turn, `runs` rounds, so that a busy machine hits all of them alike; medians by name."""
    cpu: dict[str, list[float]] = {name: [] for name in things}
    wall: dict[str, list[float]] = {name: [] for name in things}
    for _ in range(runs):
        for name, thing in things.items():
            wall_before, cpu_before = time.perf_counter(), time.process_time()
            thing()
            cpu[name].append(time.process_time() - cpu_before)
            wall[name].append(time.perf_counter() - wall_before)
    return {name: Spent(statistics.median(cpu[name]), statistics.median(wall[name])) for name in things}


def report(name: str, value: float, unit: str, *, at_most: float | None = None, **also: object) -> bool:
    """Print one figure as a JSON line; "ok" says whether it keeps its limit (true where it has none)."""
    ok = at_most is None or value <= at_most
    line: dict[str, object] = {"benchmark": name, "value": round(value, 4), "unit": unit, "ok": ok}
    if at_most is not None:
        line["at_most"] = at_most
    line.update({key: round(given, 4) if isinstance(given, float) else given for key, given in also.items()})
    print(json.dumps(line), flush=True)
    return ok


def exit_with(results: list[bool]) -> None:
    """End the program: 0 when every figure kept its limit, 1 otherwise."""
    sys.exit(0 if all(results) else 1)
