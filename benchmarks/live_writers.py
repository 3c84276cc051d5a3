"""What hints cost those who write: 16 writers on a loopback PostgreSQL with hints, without, and in other ways.

Run as `python -m benchmarks.live_writers [--rounds N] [--seconds S] [--ways N]`; needs pgbench, which comes with the
test server. Four desks hear the hints, one of which at a time looks for them. Rounds are interleaved, the figures are
medians of the ratios within a round. The server waits for the disk, as that of a desk does.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg

import tests.postgres_server
from benchmarks.measure import exit_with, report
from bpo_desk.shared import admin
from bpo_desk.shared.engine import open_engine
from tests.postgres_server import PostgresServer, running_postgres

WRITERS: Final = 16
DESKS: Final = 4
LIMIT: Final = 10.0
"""Percent of throughput that hints may cost."""
_WORK: Final = """\\set case random(1, 100000)
BEGIN;
INSERT INTO event (engagement_id, event_id, case_id, recorded_at, kind) VALUES (1, gen_random_uuid(), :case, 5, 41);
SELECT count(*) FROM event WHERE engagement_id = 1 AND case_id = :case;
COMMIT;
"""
_EACH: Final = """
CREATE FUNCTION hint_each() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify(hint_channel(1), ''); RETURN NULL; END $$;
CREATE TRIGGER hint_each AFTER INSERT ON event FOR EACH STATEMENT EXECUTE FUNCTION hint_each();
"""
_WAYS: Final = {"no hints": "off", "hints": "look", "a trigger for each row": "listen", "a hint a commit": "listen"}
"""What the desks do in each way: the third is that of schema 11."""


@dataclass(frozen=True, slots=True)
class Round:
    """One run of pgbench: commits a second, microseconds of CPU of the server, of pgbench and of the desks' lines for
    a commit, and what the desks counted."""

    rate: float
    cpu: float
    of_lines: float  # milliseconds of CPU a second of the process with the lines
    said: dict[str, int]


@contextmanager
def desks(url: str) -> Iterator[subprocess.Popen[str]]:
    """The lines of some desks, in a process of their own."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.hint_desks", url, str(DESKS)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        yield process
        assert process.stdin is not None
        process.stdin.close()


def _tell(process: subprocess.Popen[str], way: str) -> dict[str, int]:
    """Change the way; what was counted in the one before."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(way + "\n")
    process.stdin.flush()
    said: dict[str, int] = json.loads(process.stdout.readline())
    return said


def one_round(
    server: PostgresServer, database: str, script: Path, seconds: float, lines: subprocess.Popen[str], way: str
) -> Round:
    """What pgbench, the system and the desks count."""
    assert server._process is not None
    _tell(lines, way)
    own = (server._process.pid, lines.pid)
    before, lines_before = sum(map(_cpu_of, own)) + _own_children(), _cpu_of(lines.pid)
    done = subprocess.run(
        [server.programs / "pgbench", "-n", "-c", str(WRITERS), "-j", "2", "-T", str(seconds), "-f", script,
         "-M", "prepared", "-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres", database],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None:
        raise SystemExit(done.stderr)
    commits = int(re.findall(r"actually processed: (\d+)", done.stdout)[0])
    said = _tell(lines, "off")  # the server counts a connection when it has ended
    time.sleep(0.2)
    cpu = (sum(map(_cpu_of, own)) + _own_children() - before) / commits * 1e6
    return Round(float(found[1]), cpu, (_cpu_of(lines.pid) - lines_before) / seconds * 1e3, said)


def _cpu_of(pid: int) -> float:
    """Seconds of CPU of a process and of those of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _own_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(rounds: int, seconds: int, ways: Sequence[str]) -> dict[str, list[Round]]:
    """Each way, round by round."""
    found: dict[str, list[Round]] = {name: [] for name in ways}
    with running_postgres() as server, tempfile.TemporaryDirectory() as folder:
        database = server.create_database()
        engine = open_engine(server.url(database))
        admin.init(engine)
        admin.create_engagement(engine, "BENCH", "Benchmark")
        engine.dispose()
        script = Path(folder) / "work.sql"
        script.write_text(_WORK)
        with (
            psycopg.connect(server.conninfo(database), autocommit=True) as connection,
            desks(server.url(database)) as lines,
        ):
            for turn in range(rounds):
                for name in ways if turn % 2 else reversed(ways):
                    _make(connection, name)
                    found[name].append(one_round(server, database, script, seconds, lines, _WAYS[name]))
    return found


def _make(connection: psycopg.Connection[Any], name: str) -> None:
    """Only the trigger of this way: one that is switched off still costs."""
    connection.execute("DROP FUNCTION IF EXISTS hint_row() CASCADE; DROP FUNCTION IF EXISTS hint_each() CASCADE")
    connection.execute("DROP SEQUENCE IF EXISTS hint_moment")
    if name == "a hint a commit":
        connection.execute(_EACH)
    if name == "a trigger for each row":
        older = importlib.import_module("bpo_desk.shared.migrations.versions.0011_lighter_hints")
        connection.execute("CREATE SEQUENCE hint_moment")
        connection.execute(re.sub(r"\{(\S+?)\}", r"OPERATOR(pg_catalog.\1)", older.FUNCTION))
        connection.execute("CREATE TRIGGER hint_insert AFTER INSERT ON event FOR EACH ROW EXECUTE FUNCTION hint_row()")


def main() -> None:
    """One line a way; the exit code says whether hints keep their limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--ways", type=int, default=2, help="2: hints as they are; 3: also by the trigger of schema 11;"
                        " 4: also a hint a commit, which costs more than half")  # fmt: skip
    given = parser.parse_args()
    tests.postgres_server._FAST = ("autovacuum_naptime=600", "max_connections=60")
    found = measured(given.rounds, given.seconds, tuple(_WAYS)[: given.ways])
    results = []
    for name, rounds in found.items():
        pairs = list(zip(found["no hints"], rounds, strict=True))
        loss = statistics.median(100 * (1 - each.rate / base.rate) for base, each in pairs)
        more = statistics.median(100 * (each.cpu / base.cpu - 1) for base, each in pairs)
        heard = {f"{key}_a_second": statistics.median(each.said[key] for each in rounds) / given.seconds
                 for key in ("heard", "looked")}  # fmt: skip
        if name == "hints" and not heard["looked_a_second"]:
            raise SystemExit("nobody looked: this measured nothing")
        results.append(
            report(f"live: 16 writers, {name}", loss, "% loss", at_most=LIMIT if name == "hints" else None,
                   commits_a_second=statistics.median(each.rate for each in rounds), more_cpu_percent=more,
                   cpu_us=statistics.median(each.cpu for each in rounds), rounds=len(rounds), load=os.getloadavg()[0],
                   lines_cpu_ms_a_second=statistics.median(each.of_lines for each in rounds), **heard)
        )  # fmt: skip
    exit_with(results)


if __name__ == "__main__":
    main()
