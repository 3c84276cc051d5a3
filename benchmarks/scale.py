"""Many desks on one PostgreSQL: 20 sync processes and 180 pollers that speak the protocol only, with a writer beside.

Run as `python -m benchmarks.scale [--seconds 40] [--events 20000] [--million 1000000]`; under six minutes. Prints JSON
lines: what an empty poll costs the server, and looking for changes with 20 engagements; load and latency with all 200
clients, memory of each, and the peak memory of one first load of a million events. docs/scale.md counts on from these
figures. CPU is read from /proc (Linux).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import psycopg

import tests.postgres_server
from benchmarks.measure import exit_with, report
from benchmarks.sync import fill, in_child
from bpo_desk.cache.bookmarks import Bookmark, Stage
from bpo_desk.errors import DeskError
from bpo_desk.settings import HOME_VARIABLE, Profile, local_places, read_settings, save_settings, with_profile
from bpo_desk.shared import admin
from bpo_desk.shared.engine import open_engine
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.hints import HintLine
from bpo_desk.shared.requests import Hello, HelloAnswer
from bpo_desk.sync.driver import run as carry
from bpo_desk.sync.pace import Pace
from bpo_desk.sync.pull import pull
from bpo_desk.sync.steps import (
    Agreed,
    Compare,
    Done,
    KeepPull,
    Known,
    LocalStep,
    Look,
    Reply,
)
from tests.postgres_server import PostgresServer, running_postgres

PROCESSES, POLLERS = 20, 180
WRITES_A_SECOND: Final = 2.0
EMPTY_POLL_MS, PEAK_MB = 2.0, 250.0
ENGAGEMENTS: Final = 20
_TICK: Final = os.sysconf("SC_CLK_TCK")
_INSERT: Final = (
    "INSERT INTO event (engagement_id, event_id, case_id, occurred_at, recorded_at, kind, side, source_id)"
    " VALUES (1, gen_random_uuid(), %s, %s, %s, 41, 1, 1)"
)
_INSERT_INTO: Final = _INSERT.replace("(1, gen_random_uuid(), %s", "(%s, gen_random_uuid(), 1")


class Light:
    """Keeps where the copy of a desk would stand and nothing else: the protocol without the copy."""

    def __init__(self, hello: HelloAnswer) -> None:
        self.marks = {
            int(each.engagement_id): Bookmark(
                stage=Stage.READY, epoch=hello.mark.epoch, cursor=hello.mark.xmin, verified_at=hello.mark.at
            )
            for each in hello.engagements
        }
        self.events = 0

    def do(self, step: LocalStep) -> Reply:
        """As the keeper of a copy would answer."""
        if isinstance(step, Look):
            return Known(dict(self.marks))
        if isinstance(step, KeepPull):
            self.marks[step.engagement_id] = step.bookmark
            self.events += sum(len(block) for block in step.answer.events)
        return Agreed(True) if isinstance(step, Compare) else Done()

    def forget_memory(self) -> None:
        """There is none."""


@dataclass
class Poller:
    """One desk that polls at the product's pace, in a thread of its own."""

    url: str
    number: int
    ended: threading.Event
    took: list[float] = field(default_factory=list)
    failed: int = 0

    def run(self) -> None:
        chance = random.Random(self.number)
        engine = open_engine(self.url)
        feed, pace = Feed(engine), Pace(30.0, chance)
        self.ended.wait(chance.uniform(0.0, 20.0))
        light: Light | None = None
        while not self.ended.is_set():
            begun = time.monotonic()
            try:
                if light is None:
                    hello = feed.answer(Hello())
                    assert isinstance(hello, HelloAnswer)
                    light = Light(hello)
                carry(pull(), feed, light)
                self.took.append(time.monotonic() - begun)
                pace.session_over(time.monotonic(), self.took[-1])
            except DeskError:
                self.failed += 1
                pace.session_failed(time.monotonic(), time.monotonic() - begun)
            self.ended.wait(pace.next_at(time.monotonic()) - time.monotonic())
        engine.dispose()


@dataclass
class Desk:
    """One sync process as a desk starts it; `changed`: when it told of a change."""

    home: Path
    url: str
    changed: list[float] = field(default_factory=list)
    synced: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Desk:
        environment = {**os.environ, HOME_VARIABLE: str(self.home), "BPO_DESK_KEY": bytes(range(32)).hex()}
        places = local_places(environment)
        places.prepare()
        save_settings(places, with_profile(read_settings(places), Profile("default", self.url)))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bpo_desk", "sync", "--follow", "--json"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.reader = threading.Thread(target=self._read, args=(self.process.stdout,))
        self.reader.start()
        return self

    def _read(self, lines: IO[bytes]) -> None:
        for line in lines:
            event = json.loads(line)["event"]
            if event == "changed":
                self.changed.append(time.monotonic())
            elif event == "synced":
                self.synced.set()

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self.reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


def cpu_of(pid: int) -> float:
    """Seconds of CPU of one process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def own_memory(pid: int) -> float:
    """MB that would come free if the process ended (private pages); pages shared with others are not counted."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024


def whole_memory(pid: int) -> float:
    """MB in memory, shared pages in part (PSS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def server_pids(conninfo: str) -> dict[int, str]:
    """Processes of the server that are of a client, with who it is."""
    with psycopg.connect(conninfo) as connection:
        found = connection.execute(
            "SELECT pid, application_name FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchall()
    return dict(found)


def empty_polls(url: str, rounds: int = 400) -> tuple[float, float, float]:
    """Milliseconds of one session that finds nothing new: CPU of the server's process, on the clock, CPU here."""
    engine = open_engine(url)
    feed = Feed(engine)
    hello = feed.answer(Hello())
    assert isinstance(hello, HelloAnswer)
    light = Light(hello)
    for _ in range(20):  # the driver prepares statements that come again
        carry(pull(), feed, light)
    with engine.connect() as connection:
        pid = int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
    server, clock, own = cpu_of(pid), time.perf_counter(), time.process_time()
    for _ in range(rounds):
        carry(pull(), feed, light)
    spent = (cpu_of(pid) - server, time.perf_counter() - clock, time.process_time() - own)
    engine.dispose()
    return tuple(1000 * each / rounds for each in spent)  # type: ignore[return-value]


def writes(conninfo: str, seconds: float, cases: int) -> Iterator[float]:
    """Commit at a steady rate; when each was committed."""
    chance = random.Random(1)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        begun = time.monotonic()
        for number in range(int(seconds * WRITES_A_SECOND)):
            time.sleep(max(begun + number / WRITES_A_SECOND - time.monotonic(), 0))
            now = time.time_ns() // 1000
            connection.execute(_INSERT, (chance.randint(1, cases), now, now))
            yield time.monotonic()


def crowd(server: PostgresServer, database: str, seconds: float, cases: int) -> list[bool]:
    """All clients at once: first at rest, then with a writer."""
    url, conninfo = server.url(database), server.conninfo(database)
    ended = threading.Event()
    pollers = [Poller(url, number, ended) for number in range(POLLERS)]
    threads = [threading.Thread(target=each.run) for each in pollers]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        desks = [stack.enter_context(Desk(Path(folder) / str(number), url)) for number in range(PROCESSES)]
        late = sum(not desk.synced.wait(120) for desk in desks)
        stack.callback(lambda: [each.join() for each in threads])
        stack.callback(ended.set)
        for each in threads:
            each.start()
        time.sleep(22.0)  # every poller has come once
        at_rest = _load(conninfo, desks, seconds / 2, lambda: time.sleep(seconds / 2))
        committed: list[float] = []
        busy = _load(
            conninfo, desks, seconds / 2, lambda: committed.extend(writes(conninfo, seconds / 2, cases))
        )  # fmt: skip
        time.sleep(2.0)
        delays = [_until(desk.changed, at) for at in committed for desk in desks]
        memory = [own_memory(desk.process.pid) for desk in desks]
        whole = [whole_memory(desk.process.pid) for desk in desks]
        backends = [own_memory(pid) for pid in server_pids(conninfo)]
    took = [1000 * each for poller in pollers for each in poller.took[1:]]  # the first has connected as well
    heard = [1000 * each for each in delays if each is not None]
    failed = sum(each.failed for each in pollers)
    clients = {"processes": PROCESSES, "pollers": POLLERS, "load": os.getloadavg()[0]}
    return [
        report("scale: sync processes not whole after two minutes", late, "processes", at_most=0, **clients),
        report("scale: failed polls", failed, "polls", at_most=0, polls=len(took)),
        report("scale: server CPU at rest", at_rest[0], "% of a core", sync_processes_percent=at_rest[1]),
        report("scale: server CPU with a writer", busy[0], "% of a core", writes_a_second=WRITES_A_SECOND,
               sync_processes_percent=busy[1]),
        report("scale: poll on the clock p50", float(np.percentile(took, 50)), "ms",
               p95=float(np.percentile(took, 95))),
        report("scale: commit to told p50", float(np.percentile(heard, 50)), "ms",
               p95=float(np.percentile(heard, 95)), lost=len(delays) - len(heard)),
        report("scale: own memory of a sync process", float(np.median(memory)), "MB", at_most=PEAK_MB,
               with_its_share_of_common_pages=float(np.median(whole))),
        report("scale: own memory of a connection at the server", float(np.median(backends)), "MB",
               connections=len(backends)),
    ]  # fmt: skip


def _until(told: list[float], at: float) -> float | None:
    return next((each - at for each in told if each >= at), None)


def _load(conninfo: str, desks: list[Desk], seconds: float, do: Any) -> tuple[float, float]:
    """CPU of the server's processes for clients, and of all sync processes, in percent of a core, while `do` runs."""
    pids = list(server_pids(conninfo))
    before = sum(map(cpu_of, pids)), sum(cpu_of(desk.process.pid) for desk in desks)
    begun = time.monotonic()
    do()
    spent = time.monotonic() - begun
    kept = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    after = sum(map(cpu_of, kept)), sum(cpu_of(desk.process.pid) for desk in desks)
    return 100 * (after[0] - before[0]) / spent, 100 * (after[1] - before[1]) / spent


def look(url: str, engagements: list[int], ended: threading.Event) -> None:
    """Hear of some engagements as a desk does, and look for them where nobody else does."""
    engine = open_engine(url)
    with HintLine(engine) as line:
        line.listen(engagements)
        while not ended.is_set():
            line.wait(0.5)
    engine.dispose()


def lookers(server: PostgresServer, seconds: float) -> list[bool]:
    """What looking costs the server with ENGAGEMENTS of them: a desk for each of them, or one that hears of all; while
    nothing changes, while one of them does, and while all do in turn."""
    database = server.create_database()
    url, conninfo = server.url(database), server.conninfo(database)
    fill(url, 1_000)
    engine = open_engine(url)
    for number in range(2, ENGAGEMENTS + 1):
        admin.create_engagement(engine, f"E{number}", f"Engagement {number}")
    engine.dispose()
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO case_ (engagement_id, case_id, number) SELECT e, 1, 'one' FROM generate_series(2, %s) e",
            (ENGAGEMENTS,),
        )
        connection.execute(
            "INSERT INTO source (engagement_id, source_id, name, capability)"
            " SELECT e, 1, 'by hand', 0 FROM generate_series(2, %s) e", (ENGAGEMENTS,)
        )  # fmt: skip
    every = list(range(1, ENGAGEMENTS + 1))
    done = []
    for who, desks in (("a desk for each", [[each] for each in every]), ("one desk for all", [every])):
        ended = threading.Event()
        threads = [threading.Thread(target=look, args=(url, mine, ended)) for mine in desks]
        for each in threads:
            each.start()
        time.sleep(12.0)  # all have connected, and looks are as far apart as they get
        for what, changing in (("nothing changes", []), ("one changes", [1]), ("all change in turn", every)):
            spent = _cost(conninfo, changing, seconds)
            done.append(
                report(f"scale: looking, {who}, {what}", spent, "ms of CPU a second", engagements=ENGAGEMENTS,
                       desks=len(desks), writes_a_second=WRITES_A_SECOND if changing else 0, load=os.getloadavg()[0])
            )  # fmt: skip
        ended.set()
        for each in threads:
            each.join()
    server.drop_database(database)
    return done


def _cost(conninfo: str, changing: list[int], seconds: float) -> float:
    """Milliseconds of CPU a second of the server's processes for clients but the writer, while these change."""
    pids = [pid for pid in server_pids(conninfo) if Path(f"/proc/{pid}").exists()]
    before, begun = sum(map(cpu_of, pids)), time.monotonic()
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for number in range(int(seconds * WRITES_A_SECOND)):
            time.sleep(max(begun + number / WRITES_A_SECOND - time.monotonic(), 0))
            if changing:
                now, one = time.time_ns() // 1000, changing[number % len(changing)]
                connection.execute(_INSERT_INTO, (one, now, now))
    return 1000 * (sum(map(cpu_of, pids)) - before) / (time.monotonic() - begun)


def bytes_per_event(conninfo: str, events: int) -> float:
    """Table and indexes of the log, at the server."""
    with psycopg.connect(conninfo) as connection:
        found = connection.execute("SELECT pg_total_relation_size('event')").fetchone()
    return 0.0 if found is None else float(found[0]) / events


def million(server: PostgresServer, events: int) -> list[bool]:
    """One first load of so many events in a process of its own."""
    database = server.create_database()
    begun = time.monotonic()
    count = fill(server.url(database), events)
    filled = time.monotonic() - begun
    server_bytes = bytes_per_event(server.conninfo(database), count)
    found = in_child("sync", server.url(database))
    server.drop_database(database)
    return [
        report("scale: peak memory of a first load", found["peak_mb"], "MB", at_most=PEAK_MB, events=count),
        report("scale: first load", found["whole"], "s", cpu_s=found["cpu"], fill_s=filled,
               bytes_an_event_here=found["file_mb"] * 1e6 / count, bytes_an_event_at_the_server=server_bytes),
    ]  # fmt: skip


def main() -> None:
    """Measure and print; exit code 1 where a limit was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=40.0, help="with all clients, half with a writer")
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--million", type=int, default=1_000_000, help="events of the first load; 0: none")
    given = parser.parse_args()
    # As a server for so many is set up. Each desk has one connection for its sessions and one that listens.
    tests.postgres_server._FAST = ("autovacuum_naptime=600", f"max_connections={POLLERS + 3 * PROCESSES + 20}")
    with running_postgres() as server:
        database = server.create_database()
        fill(server.url(database), given.events)
        spent = empty_polls(server.url(database))
        results = [
            report("scale: empty poll, CPU of the server", spent[0], "ms", at_most=EMPTY_POLL_MS, clock_ms=spent[1],
                   client_cpu_ms=spent[2], load=os.getloadavg()[0])
        ]  # fmt: skip
        results += lookers(server, given.seconds / 2)
        results += crowd(server, database, given.seconds, given.events // 11)
        results += million(server, given.million) if given.million else []
    exit_with(results)


if __name__ == "__main__":
    main()
