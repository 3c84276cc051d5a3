"""Initial load of a synthetic log from PostgreSQL into the encrypted cache, beside `psql -c 'copy event to stdout'` and
beside SQLAlchemy Core row by row. Prints JSON lines with what was measured and "ok".

    python benchmarks/sync.py [--events 1000000] [--rounds 3]

Every variant is a process of its own (imports included), interleaved round by round; ratios are of medians.
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
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path[0] = str(Path(__file__).resolve().parents[1])  # not this folder: its names are also those of the library

if TYPE_CHECKING:
    from tests.postgres_server import PostgresServer

CORE_EVENTS = 100_000
KEY = bytes(range(32))


def markov_log(events: int, first_case: int, seed: int) -> object:
    """About so many events of cases that overlap in time: 28 steps, 280 people, 11 events a case, texts and data."""
    from bpo_desk.models.capability import Capability
    from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Source, Step
    from bpo_desk.models.event_columns import EventBatch, EventColumns

    rng = np.random.default_rng(seed)
    cases = max(events // 11, 1)
    length = rng.geometric(1 / 10, cases) + 1
    length = np.maximum(length * events // length.sum(), 1)
    case = np.repeat(np.arange(cases, dtype=np.int32), length)
    n = len(case)
    place = np.arange(n) - np.repeat(np.cumsum(length) - length, length)
    step = (rng.integers(1, 29, cases)[case] + place * rng.choice([1, 1, 1, 2, 5], n)) % 28 + 1
    start = np.sort(rng.integers(0, 3 * 10**13, cases))
    occurred = (
        start[case] + 1_600_000_000_000_000 + np.cumsum(rng.integers(10**6, 3 * 10**9, n)) % 10**12 + place * 10**9
    )
    kind = np.where(place == 0, 1, rng.choice([20, 21, 23, 26, 26, 26, 2, 41], n)).astype(np.int16)
    work = (kind >= 20) & (kind < 30)
    actors = rng.integers(1, 281, n)
    values = [
        "",
        *(f"value {k}" for k in range(400)),
        *(f"A comment on case {k}, as people write them." for k in range(20_000)),
    ]
    text = np.where(kind == 2, rng.integers(1, 401, n), np.where(kind == 41, rng.integers(401, len(values), n), -1))
    columns = EventColumns.of(
        {
            "case": case, "occurred_at": occurred, "recorded_at": occurred + 5_000_000,
            "id_hi": rng.integers(0, 2**63, n, dtype=np.uint64), "id_lo": rng.integers(0, 2**63, n, dtype=np.uint64),
            "source_seq": np.arange(n), "kind": kind, "side": np.ones(n), "actor": actors,
            "holder": np.where(kind == 21, rng.integers(1, 281, n), -1), "step": np.where(work, step, -1),
            "work_item": np.where(work, place // 3 + 1, -1), "field": np.where(kind == 2, 1 + place % 6, -1),
            "new_value": text, "source": np.ones(n),
        }
    )  # fmt: skip
    order = np.argsort(occurred, kind="stable")  # as they come in: by time, the cases mixed
    dictionaries = Dictionaries(
        persons=[Person(""), *(Person(f"Person {k}") for k in range(1, 281))],
        steps=[Step(""), *(Step(f"Step {k}") for k in range(1, 29))],
        fields=[Field(""), *(Field(f"field {k}", FieldRole.STATUS if k == 1 else None) for k in range(1, 7))],
        sources=[Source(""), Source("log", Capability.TIMES | Capability.RESOURCES | Capability.HAND_OFFS)],
        values=values,
    )
    data: list[str | None] = [f'{{"row":{k}}}' if k % 4 == 0 else None for k in range(n)]
    return EventBatch(columns.take(order), dictionaries, [f"INC{first_case + k:07d}" for k in range(cases)], data)


def fill(url: str, events: int) -> int:
    """Put the log into a new shared database; how many events there are."""
    from bpo_desk.shared import admin
    from bpo_desk.shared.append import append
    from bpo_desk.shared.engine import open_engine, writing

    engine = open_engine(url)
    admin.init(engine)
    engagement = admin.create_engagement(engine, "BENCH", "Benchmark")
    done = 0
    while done < events:
        part = min(200_000, events - done)
        with writing(engine) as connection:
            done += append(connection, engagement, markov_log(part, done, done), time.time_ns() // 1000).events  # type: ignore[arg-type]
    engine.dispose()
    return done


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child_sync(url: str, folder: str) -> None:
    """One initial load: when it was queryable, and when settled, derived and verified, from the process's start."""
    started = float(os.environ["BENCH_STARTED"])
    from bpo_desk.cache.store import Cache
    from bpo_desk.shared.engine import open_engine
    from bpo_desk.shared.feed import Feed
    from bpo_desk.sync.run import sync_once

    seen: dict[str, float] = {}

    def tell(line: object) -> None:
        assert isinstance(line, dict)
        if line["event"] == "progress":
            seen[str(line["stage"])] = time.time() - started
        if line["event"] == "synced":
            seen["verified"] = time.time() - started
            assert line["verified_at"]

    cache = Cache.create(Path(folder) / "cache.db", KEY)
    sync_once(cache, Feed(open_engine(url)), tell)
    size = sum(each.stat().st_size for each in Path(folder).iterdir())
    cpu = time.process_time()
    print(json.dumps({"queryable": seen["pulled"], "whole": seen["verified"], "peak_mb": peak_mb(), "cpu": cpu,
                      "file_mb": size / 1e6}))  # fmt: skip


def child_core(url: str, folder: str) -> None:
    """A slice read and written by SQLAlchemy Core row by row, into the same kind of encrypted file."""
    from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text, cast, create_engine, insert, select
    from sqlcipher3 import dbapi2

    from bpo_desk.shared import tables
    from bpo_desk.shared.engine import open_engine

    def connect() -> object:
        connection = dbapi2.connect(str(Path(folder) / "core.db"), check_same_thread=False)
        connection.execute(f"pragma key = \"x'{KEY.hex()}'\"")
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        return connection

    target = create_engine("sqlite://", creator=connect)
    columns = [c for c in tables.event.c if not c.name.startswith("sync_")]
    kinds = {
        "event_id": LargeBinary,
        "old_value": Text,
        "new_value": Text,
        "reason": Text,
        "data": Text,
        "source_record": Text,
    }
    copy = Table("event", MetaData(), *(Column(c.name, kinds.get(c.name, BigInteger)) for c in columns))
    copy.metadata.create_all(target)
    rows = 0
    started = time.perf_counter()
    with open_engine(url).connect() as source, target.begin() as out:
        found = source.execution_options(yield_per=1000).execute(
            select(*(cast(c, Text).label(c.name) if c.name == "data" else c for c in columns)).limit(CORE_EVENTS)
        )
        for part in found.mappings().partitions(1000):
            given = [{**row, "event_id": getattr(row["event_id"], "bytes", row["event_id"])} for row in part]
            out.execute(insert(copy), given)
            rows += len(given)
    print(json.dumps({"seconds": time.perf_counter() - started, "rows": rows}))


def psql_seconds(server: PostgresServer, database: str) -> float:
    """The floor: the server's own client reads the table and throws it away."""
    started = time.perf_counter()
    subprocess.run(
        [server.programs / "psql", "-q", "-d", server.conninfo(database), "-c", "copy event to stdout"],
        stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    return time.perf_counter() - started


def in_child(what: str, url: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BENCH_STARTED": str(time.time())}
        done = subprocess.run(
            [sys.executable, __file__, "--child", what, url, folder], env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", nargs=3)
    options = parser.parse_args()
    if options.child:
        what, url, folder = options.child
        (child_sync if what == "sync" else child_core)(url, folder)
        return
    from tests.postgres_server import running_postgres  # not in the children: they are measured with their imports

    with running_postgres() as server:
        database = server.create_database()
        url = server.url(database)
        events = fill(url, options.events)
        floors, syncs, cores = [], [], []
        psql_seconds(server, database)
        for _ in range(options.rounds):
            floors.append(psql_seconds(server, database))
            syncs.append(in_child("sync", url))
            cores.append(in_child("core", url))
    report(events, floors, syncs, cores)


def report(events: int, floors: list[float], syncs: list[dict[str, float]], cores: list[dict[str, float]]) -> None:
    floor = statistics.median(floors)
    whole = statistics.median(each["whole"] for each in syncs)
    queryable = statistics.median(each["queryable"] for each in syncs)
    core = statistics.median(each["seconds"] / each["rows"] for each in cores)
    peak = max(each["peak_mb"] for each in syncs)
    lines: list[tuple[str, float, float, bool]] = [
        ("initial load, queryable, against psql copy", queryable / floor, 2.5, queryable / floor <= 2.5),
        ("initial load, settled, derived, verified, against psql copy", whole / floor, 4.5, whole / floor <= 4.5),
        (
            "times faster than SQLAlchemy Core row by row",
            core * events / queryable,
            6.0,
            core * events / queryable >= 6,
        ),
        ("peak memory MB", peak, 300.0, peak < 300),
    ]
    for name, value, limit, ok in lines:
        print(json.dumps({"benchmark": name, "value": round(value, 2), "limit": limit, "ok": ok}))
    print(
        json.dumps(
            {"benchmark": "seconds", "events": events, "psql": round(floor, 3), "queryable": round(queryable, 3),
             "whole": round(whole, 3), "core_per_million": round(core * 1e6, 1),
             "cpu": round(statistics.median(each["cpu"] for each in syncs), 2),
             "file_mb": round(syncs[-1]["file_mb"], 1), "ok": True}
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
