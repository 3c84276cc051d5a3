"""The queue as it was at a past moment, from an encrypted copy of 1M cases and 10M events: seconds until all of it is
there, and the memory that it takes while it is made, beyond what it leaves with the desk.

Run as `python -m benchmarks.asof [--cases N] [--copy FOLDER] [--rounds N]`. The copy is made once, in half a minute,
and used again. The moment lies where about half of the events had occurred. Floor: reading and unpacking every segment.
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
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.measure import exit_with, report
from benchmarks.states import ALL, a_world
from bpo_desk.cache import bookmarks, cases, derived, records, segments
from bpo_desk.cache.bookmarks import Bookmark, Stage
from bpo_desk.cache.dictionaries import Values
from bpo_desk.cache.queue_as_of import Moment
from bpo_desk.cache.segments import EventRows
from bpo_desk.cache.store import Cache
from bpo_desk.models.dictionaries import Dictionaries, FieldRole
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event_block import TextColumn
from bpo_desk.models.ids import EngagementId
from bpo_desk.state import StateContext, states
from bpo_desk.workspace.past_queue import queue_of_moment
from bpo_desk.workspace.profiles import Connections

KEY: Final = bytes(range(32))
SECONDS, MEMORY_MB = 5.0, 400.0
BEGIN: Final = 1_770_000_000_000_000
SPREAD: Final = 80 * 86_400_000_000
"""Microseconds from the first case's opening to the last one's."""
_PART: Final = 50_000  # cases that are made at a time


def build(folder: Path, count: int, titles: int | None = None, named: Sequence[str] | None = None) -> None:
    """A copy with so many cases of ten events, a title and a due time each; derived as a sync derives it. `titles`: so
    many different ones; None: each case has its own. `named`: the titles themselves, one a case."""
    cache = Cache.create(folder / "cache.db", KEY)
    engagement = Engagement(EngagementId(1), "BENCH", "Benchmark", zone="Europe/Berlin")
    bookmarks.keep_engagement(cache, engagement)
    _, words = a_world(400_000, 40_000)
    dues = len(words.values)
    places = {text: place for place, text in enumerate(dict.fromkeys(named))} if named is not None else {}
    many = count if titles is None else titles
    words.values += list(places) or [f"Card {number} to wrong address" for number in range(many)]
    of_case = np.array([places[text] for text in named or ()] or np.arange(count) % many)
    context = StateContext.of(words)
    with cache.write() as connection:
        _keep_words(connection, words)
        values = Values.load(connection, 1)
        values.encode(TextColumn.of(words.values[1:]))
        values.save(connection, 1)
    title = 1 + list(FieldRole).index(FieldRole.TITLE)
    for first in range(0, count, _PART):
        some = min(_PART, count - first)
        events, _ = a_world(some * 10, some, seed=first)
        opened = (np.arange(some + 1) * 7919 % 100_003 / 100_003 * SPREAD).astype(np.int64)
        set_now = events.kind == 2
        place = np.arange(len(events)) - np.searchsorted(events.case, events.case)
        names_it = set_now & (place < 3)
        columns: dict[str, Any] = events.columns()
        columns["occurred_at"] = events.occurred_at + opened[events.case]
        columns["recorded_at"] = columns["occurred_at"] + 5_000_000
        columns["field"] = np.where(names_it, title, events.field)
        columns["new_value"] = np.where(names_it, dues + of_case[first + events.case - 1], events.new_value % dues)
        columns["new_value"] = np.where(set_now, columns["new_value"], -1)
        columns["case"] = events.case + first
        events = type(events).of(columns).ordered()
        rows = [(key, f"INC{key:07d}", "", None, 1) for key in range(first + 1, first + some + 1)]
        with cache.write() as connection:
            cases.put_rows(connection, 1, ("case_id", "number", "process_key", "definition_id", "row_ver"), rows)
            segments.write_run(connection, 1, 0, EventRows(events, segments.no_texts(len(events))))
            derived.put_all(connection, 1, states(events, context))
        print(f"made {first + some} cases", file=sys.stderr, flush=True)
    with cache.write() as connection:
        bookmarks.put_bookmark(connection, 1, Bookmark(stage=Stage.READY, data_as_of=BEGIN + 2 * SPREAD))
        bookmarks.words_changed(connection, 1)
    cache.close()


def _keep_words(connection: Any, words: Dictionaries) -> None:
    for table, entries in (("person", words.persons), ("queue", words.queues)):
        rows = [
            {f"{table}_id": key, "name": each.name, "side": int(each.side), "role": "", "row_ver": 1}
            for key, each in enumerate(entries) if key
        ]  # fmt: skip
        records.put(connection, 1, table, rows)
    steps = [{"step_id": key, "name": each.name, "element": "", "row_ver": 1} for key, each in enumerate(words.steps)]
    records.put(connection, 1, "step", steps[1:])
    fields = [
        {"field_id": key, "name": each.name, "role": None if each.role is None else each.role.value, "row_ver": 1}
        for key, each in enumerate(words.fields)
    ]
    records.put(connection, 1, "field", fields[1:])
    sources = [
        {"source_id": key, "name": each.name, "capability": int(each.capability or ALL), "description": "",
         "row_ver": 1} for key, each in enumerate(words.sources)
    ]  # fmt: skip
    records.put(connection, 1, "source", sources[1:])


def kept_copy(
    copies: Path, count: int, titles: int | None = None, named: Callable[[int], Sequence[str]] | None = None
) -> Path:
    """The file of the copy with so many cases (and titles, see build), made where it is not there yet; `named` gives
    so many titles."""
    kind = "natural" if named is not None else titles
    folder = copies / (str(count) if kind is None else f"{count}-{kind}")
    if not (folder / "whole").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.iterdir():
            left.unlink()
        build(folder, count, titles, None if named is None else named(count))
        (folder / "whole").touch()
    return folder / "cache.db"


def child(copy: Path, share: float) -> None:
    """One queue of a moment in a process of its own, after the floor: prints both as JSON."""
    connections = Connections(copy, KEY)
    with connections.lent() as cache, cache.read() as connection:
        wall, cpu = time.perf_counter(), time.process_time()
        for place in segments.places(connection, 1):
            segments.read_segment(connection, place, with_texts=False)
        floor = time.perf_counter() - wall, time.process_time() - cpu
    steps: list[int] = []

    def told(events: int, _of: int) -> bool:
        steps.append(events)
        return True

    wall, cpu = time.perf_counter(), time.process_time()
    queue = queue_of_moment(connections, 1, Moment(BEGIN + int(share * SPREAD)), told)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak, left = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, _resident_mb()
    print(json.dumps({"wall": wall, "cpu": cpu, "floor_wall": floor[0], "floor_cpu": floor[1], "beyond": peak - left,
                      "peak": peak, "cases": len(queue), "steps": len(steps)}))  # fmt: skip


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Print the figures; exit 1 when one misses its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--copy", type=Path, default=Path(tempfile.gettempdir()) / "bpo-asof")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--child", action="store_true")
    given = parser.parse_args()
    if given.child:
        child(kept_copy(given.copy, given.cases), given.share)
        return
    kept_copy(given.copy, given.cases)
    command = [sys.executable, "-m", "benchmarks.asof", "--child", "--cases", str(given.cases), "--copy",
               str(given.copy), "--share", str(given.share)]  # fmt: skip
    found = [
        json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        for _ in range(given.rounds)
    ]
    middle = {name: statistics.median(each[name] for each in found) for name in found[0]}
    also = {"cpu": middle["cpu"], "over_floor_cpu": middle["cpu"] / middle["floor_cpu"], "load": os.getloadavg()[0],
            "cases_then": middle["cases"], "cases": given.cases, "steps": middle["steps"]}  # fmt: skip
    results = [
        report("asof: queue of a moment", middle["wall"], "s", at_most=SECONDS, **also),
        report("asof: memory while it is made", middle["beyond"], "MB", at_most=MEMORY_MB, peak=middle["peak"]),
    ]
    exit_with(results)


if __name__ == "__main__":
    main()
