"""What hints cost those who write: 16 writers on a loopback PostgreSQL with hints, without, and in other ways.

Run as `python -m benchmarks.live_writers [--rounds N] [--seconds S] [--ways N]`; needs pgbench, which comes with the
test server. Rounds are interleaved, the figures are medians of the ratios within a round. The server waits for the
disk, as that of a desk does.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
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
BEGIN PERFORM pg_notify('bpo_desk_1', ''); RETURN NULL; END $$;
CREATE TRIGGER hint_each AFTER INSERT ON event FOR EACH STATEMENT EXECUTE FUNCTION hint_each();
"""
_STATEMENT: Final = """
CREATE SEQUENCE hint_1;
CREATE FUNCTION hint_statement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  e integer := (SELECT f.engagement_id FROM fresh f LIMIT 1);
  slot regclass := 'public.hint_' || (e % 16);
  at_ms bigint := date_part('epoch', clock_timestamp()) * 1000;
BEGIN
  IF at_ms - pg_sequence_last_value(slot) BETWEEN 0 AND 19
     AND clock_timestamp() < transaction_timestamp() + interval '500 ms' THEN RETURN NULL; END IF;
  IF e IS NULL OR pg_notification_queue_usage() > 0.5 THEN RETURN NULL; END IF;
  PERFORM setval(slot, at_ms), pg_notify('bpo_desk_' || e, '');
  RETURN NULL;
END $$;
CREATE TRIGGER hint_statement AFTER INSERT ON event REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION hint_statement();
"""
"""As it was up to schema 10: once for a statement, with a set of the new rows and a search path of its own."""
_OTHERS: Final = {"once for a statement": ("hint_statement", _STATEMENT), "a hint a commit": ("hint_each", _EACH)}
_WAYS: Final = ("no hints", "hints", *_OTHERS)


@dataclass(frozen=True, slots=True)
class Round:
    """One run of pgbench: commits a second, and microseconds of CPU of the server and of pgbench for a commit."""

    rate: float
    cpu: float


def one_round(server: PostgresServer, database: str, script: Path, seconds: float) -> Round:
    """What pgbench and the system count."""
    before = _server_cpu(server) + _own_children()
    done = subprocess.run(
        [server.programs / "pgbench", "-n", "-c", str(WRITERS), "-j", "2", "-T", str(seconds), "-f", script,
         "-M", "prepared", "-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres", database],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None:
        raise SystemExit(done.stderr)
    commits = int(re.findall(r"actually processed: (\d+)", done.stdout)[0])
    time.sleep(0.2)  # until the server has seen the ends of its processes
    return Round(float(found[1]), (_server_cpu(server) + _own_children() - before) / commits * 1e6)


def _server_cpu(server: PostgresServer) -> float:
    """Seconds of CPU of the connections that have ended."""
    process = server._process
    assert process is not None
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


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
        with psycopg.connect(server.conninfo(database), autocommit=True) as connection:
            listener = psycopg.connect(server.conninfo(database), autocommit=True)
            (channel,) = listener.execute("SELECT hint_channel(1)").fetchone() or ("",)
            listener.execute(f"LISTEN {channel}; LISTEN bpo_desk_1")  # the second of the other ways
            for turn in range(rounds):
                for name in ways if turn % 2 else reversed(ways):
                    _make(connection, name)
                    found[name].append(one_round(server, database, script, seconds))
                    list(listener.notifies(timeout=0.1))
            listener.close()
    return found


def _make(connection: psycopg.Connection[Any], name: str) -> None:
    """Only the trigger of this way: one that is switched off still keeps its set of rows."""
    connection.execute(f"ALTER TABLE event {'ENABLE' if name == 'hints' else 'DISABLE'} TRIGGER hint_insert")
    for trigger, _ in _OTHERS.values():
        connection.execute(f"DROP FUNCTION IF EXISTS {trigger}() CASCADE")
    connection.execute("DROP SEQUENCE IF EXISTS hint_1")
    if name in _OTHERS:
        connection.execute(_OTHERS[name][1])


def main() -> None:
    """One line a way; the exit code says whether hints keep their limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--ways", type=int, default=2, help="2: hints as they are; 3: also as they were, once for"
                        " a statement; 4: also a hint a commit, which costs more than half")  # fmt: skip
    given = parser.parse_args()
    tests.postgres_server._FAST = ("autovacuum_naptime=600", "max_connections=60")
    found = measured(given.rounds, given.seconds, _WAYS[: given.ways])
    results = []
    for name, rounds in found.items():
        pairs = list(zip(found["no hints"], rounds, strict=True))
        loss = statistics.median(100 * (1 - each.rate / base.rate) for base, each in pairs)
        more = statistics.median(100 * (each.cpu / base.cpu - 1) for base, each in pairs)
        results.append(
            report(f"live: 16 writers, {name}", loss, "% loss", at_most=LIMIT if name == "hints" else None,
                   commits_a_second=statistics.median(each.rate for each in rounds), more_cpu_percent=more,
                   cpu_us=statistics.median(each.cpu for each in rounds), rounds=len(rounds), load=os.getloadavg()[0])
        )  # fmt: skip
    exit_with(results)


if __name__ == "__main__":
    main()
