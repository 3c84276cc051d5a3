"""Looks a shared database over and says in words what is wrong and what to do; changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, Engine

from bpo_desk.shared import doctor_rights, tables
from bpo_desk.shared.engine import SCHEMA_VERSION, reading

_CLOCK_SECONDS: Final = 60
_SMALL: Final = tuple(table.name for table in tables.SMALL_TABLES.values())
_POINTERS: Final = (
    ("case_id", "case_", "case_id"),
    ("actor_id", "person", "person_id"),
    ("holder_id", "person", "person_id"),
    ("on_behalf_of_id", "person", "person_id"),
    ("queue_id", "queue", "queue_id"),
    ("step_id", "step", "step_id"),
    ("field_id", "field", "field_id"),
    ("source_id", "source", "source_id"),
)
_RESTORE: Final = "Restore the database from a backup taken before, or tell whoever runs it."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `words` say what was found; `next_step` is "" where all is well."""

    check: str
    fine: bool
    words: str
    next_step: str = ""


def doctor(engine: Engine) -> list[Finding]:
    """Every check with its outcome, the first one about the schema; without tables that one alone.

    Takes a few seconds for a million events. Raises the DeskError kinds of engine.py where nothing can be looked at.
    """
    with reading(engine) as connection:
        schema = _schema(connection)
        if not schema.fine:
            return [schema]
        checks: list[Callable[[Connection], Iterator[Finding]]] = [_triggers, _orphans, _unknown_entries]
        if connection.dialect.name == "postgresql":
            checks += [_feed_postgresql, _settings_postgresql, _clock_postgresql, _rights_postgresql]
        else:
            checks += [_feed_sqlite, _file_sqlite, _clock_sqlite]
        return [schema, *(finding for check in checks for finding in check(connection))]


def _verdict(check: str, faults: list[str], well: str, next_step: str) -> Iterator[Finding]:
    if faults:
        yield from (Finding(check, False, fault, next_step) for fault in faults)
    else:
        yield Finding(check, True, well)


def _schema(connection: Connection) -> Finding:
    if not inspect(connection).has_table("sync_meta"):
        return Finding("schema", False, "The database has no tables of the desk.", "Run: bpo-desk admin init")
    version = _number(connection, "SELECT schema_version FROM sync_meta")
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version < SCHEMA_VERSION:
        words = f"The schema is {version}, this program needs {SCHEMA_VERSION}."
        return Finding("schema", False, words, "Run: bpo-desk admin migrate")
    if revision != f"{version:04}":
        words = f"The schema says {version}, the last migration that ran is {revision}."
        return Finding("schema", False, words, _RESTORE)
    missing = set(tables.metadata.tables) - set(inspect(connection).get_table_names())
    if missing:
        return Finding("schema", False, f"Tables are missing: {', '.join(sorted(missing))}.", _RESTORE)
    return Finding("schema", True, f"Schema {version}, as this program needs it.")


def _triggers(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name == "postgresql":
        expected = {("event", name) for name in ("append_only", "append_only_truncate", "sync_touch")}
        expected |= {(table, "sync_touch") for table in _SMALL}
        found = connection.execute(
            text(
                "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " WHERE t.tgenabled = 'A' AND c.relnamespace = 'public'::regnamespace"
            )
        )
    else:
        names = ("entry", "append_only_update", "append_only_delete", "updated", "deleted")
        expected = {("event", f"event_{name}") for name in names}
        expected |= {(table, f"{table}_{name}") for table in _SMALL for name in ("inserted", "updated", "deleted")}
        found = connection.execute(text("SELECT tbl_name, name FROM sqlite_schema WHERE type = 'trigger'"))
    missing = sorted(expected - {(row[0], row[1]) for row in found})
    faults = [f"The trigger {name} of {table} is missing or switched off." for table, name in missing]
    yield from _verdict(
        "triggers",
        faults,
        "Events are append-only and every change is marked for the local copies.",
        "Something was changed past the desk since: compare with a backup, then restore the trigger.",
    )


def _orphans(connection: Connection) -> Iterator[Finding]:
    faults = []
    pointers = [("event", *pointer) for pointer in _POINTERS]
    pointers += [("case_", "definition_id", "process_definition", "definition_id"), ("review", *_POINTERS[0])]
    for table, column, target, key in pointers:
        number = _number(
            connection,
            f"SELECT count(*) FROM (SELECT DISTINCT engagement_id, {column} FROM {table} WHERE {column} IS NOT NULL"
            f" EXCEPT SELECT engagement_id, {key} FROM {target}) missing",
        )
        if number:
            faults.append(f"{number} keys in {table}.{column} have no row in {target}.")
    yield from _verdict("orphans", faults, "Every key leads to its row.", _RESTORE)


def _unknown_entries(connection: Connection) -> Iterator[Finding]:
    faults = []
    for table in ("person", "queue", "step", "field", "source"):
        number = _number(
            connection,
            "SELECT count(*) FROM engagement g WHERE NOT EXISTS (SELECT 1 FROM"
            f" {table} d WHERE d.engagement_id = g.engagement_id AND d.{table}_id = 0 AND d.name = '')",
        )
        if number:
            faults.append(f"{number} engagements have no unknown entry in {table}.")
    yield from _verdict(
        "unknown entries", faults, "Code 0 means unknown everywhere.", "Insert the rows with key 0 and the name ''."
    )


def _feed_postgresql(connection: Connection) -> Iterator[Finding]:
    last = _number(connection, "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM sync_seq_counter")
    ahead = [
        f"{table} holds position {highest}, the counter stands at {last}."
        for table in ("event", "sync_tombstone", *_SMALL)
        if (highest := _number(connection, f"SELECT coalesce(max(sync_seq), 0) FROM {table}")) > last
    ]
    yield from _verdict(
        "positions", ahead, "The counter of the change feed is ahead of every row.", "Run: bpo-desk admin new-epoch"
    )
    future = [
        f"{table} holds rows of transactions that this server has not had yet (a restored copy)."
        for table in ("event", *_SMALL)
        if _number(
            connection,
            f"SELECT count(*) FROM (SELECT 1 FROM {table}"
            " WHERE sync_txid >= pg_snapshot_xmax(pg_current_snapshot()) LIMIT 1) x",
        )
    ]
    yield from _verdict(
        "transactions", future, "All rows come from this server's own past.", "Run: bpo-desk admin new-epoch"
    )
    stalled = _number(
        connection,
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE backend_xid IS NOT NULL AND xact_start < now() - interval '10 min'",
    )
    yield from _verdict(
        "long transactions",
        [f"{stalled} transactions have been writing for over ten minutes."] if stalled else [],
        "No transaction holds the change feed up.",
        "Find them in pg_stat_activity and end them; local copies re-read more and more until then.",
    )


def _settings_postgresql(connection: Connection) -> Iterator[Finding]:
    wanted = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "max_prepared_transactions": "0"}
    rows = connection.execute(
        text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)"), {"names": list(wanted)}
    )
    faults = [
        f"{row[0]} is {row[1]}, not {wanted[row[0]]}."
        for row in rows
        if row[1] != wanted[row[0]] and not (row[0] == "synchronous_commit" and row[1].startswith("remote"))
    ]
    yield from _verdict(
        "durability",
        faults,
        "What is committed survives a power cut.",
        "Change the setting of the server: rows that somebody saw could vanish in a crash.",
    )


def _clock_postgresql(connection: Connection) -> Iterator[Finding]:
    theirs = _number(connection, "SELECT extract(epoch FROM clock_timestamp())::bigint")
    yield from _clock(connection, theirs)


def _rights_postgresql(connection: Connection) -> Iterator[Finding]:
    found = doctor_rights.faults(connection)
    for words, next_step in found:
        yield Finding("rights", False, words, next_step)
    if not found:
        yield Finding("rights", True, "The access rules are up, and nobody passes them.")


def _feed_sqlite(connection: Connection) -> Iterator[Finding]:
    v, change, entry_from, entry_to = connection.execute(
        text("SELECT v, change, entry_from, entry_to FROM sync_meta")
    ).one()
    ahead = [
        f"{table} holds position {highest}, the counter stands at {v}."
        for table in ("event", "sync_tombstone", *_SMALL)
        if (highest := _number(connection, f"SELECT coalesce(max(sync_seq), 0) FROM {table}")) > v
    ]
    if change is not None or entry_from <= entry_to:
        ahead.append("The file was left open for changes of events.")
    yield from _verdict(
        "positions", ahead, "The counter of the change feed is ahead of every row.", "Run: bpo-desk admin new-epoch"
    )


def _file_sqlite(connection: Connection) -> Iterator[Finding]:
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    faults = [] if mode == "wal" else [f"The journal mode is {mode}, not wal."]
    damage = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(5)") if row[0] != "ok"]
    faults += [f"The file is damaged: {words}." for words in damage]
    broken = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
    if broken:
        faults.append(f"{broken} rows belong to no engagement.")
    yield from _verdict("durability", faults, "The file is whole and survives a power cut.", _RESTORE)


def _clock_sqlite(connection: Connection) -> Iterator[Finding]:
    yield from _clock(connection, int(time.time()))


def _clock(connection: Connection, theirs: int) -> Iterator[Finding]:
    faults = []
    apart = theirs - int(time.time())
    if abs(apart) > _CLOCK_SECONDS:
        faults.append(f"The clock of the server is {apart} seconds from the clock of this machine.")
    latest = _number(connection, "SELECT coalesce(max(recorded_at), 0) FROM event")
    if latest > (theirs + _CLOCK_SECONDS) * 1_000_000:
        faults.append("Events were recorded in the future.")
    yield from _verdict(
        "clock", faults, "The clocks agree.", "Set the clock that is wrong; let it follow a time server."
    )


def _number(connection: Connection, statement: str) -> int:
    return int(connection.execute(text(statement)).scalar_one())
