"""The tables of the shared database, as SQLAlchemy Core sees them on both dialects.

The migrations create them (with triggers and indexes); a test holds the two equal. The table of cases is `case_`,
because CASE is a word of SQL; the protocol of sync says "case".
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, SmallInteger, Table, Text

metadata = MetaData()


def _synced(name: str, *columns: Column[Any]) -> Table:
    """A table whose rows travel to the local copies; row_ver and the sync columns are kept by triggers."""
    return Table(
        name,
        metadata,
        Column("engagement_id", Integer, primary_key=True, autoincrement=False),
        *columns,
        Column("row_ver", BigInteger, nullable=False),
        Column("sync_txid", BigInteger, nullable=False),
        Column("sync_seq", BigInteger, nullable=False),
    )


def _key(name: str) -> Column[Any]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _whole(name: str, kind: type[Integer] = SmallInteger) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _client_key() -> Column[Any]:
    """The key under which clients know the row, NULL as long as no shared event names it (shown.py)."""
    return Column("client_key", Integer, nullable=True)


def _text(name: str, nullable: bool = False) -> Column[Any]:
    return Column(name, Text, nullable=nullable)


engagement = _synced(
    "engagement",
    *(_text(name) for name in ("code", "name", "client", "provider", "zone")),
    _text("masked"),  # JSON list of what clients get withheld: "field:<name>", "role:<role>", "event:<kind>"
    _whole("pseudonyms"),
    _text("log_views"),  # JSON list of the roles whose opening of a case is written down
    _whole("client_epoch", BigInteger),
    _text("covered"),  # JSON list of the roles whose desks cover masked values until one is unmasked
    _whole("lease_days", Integer),  # a copy may be used so long without contact; 0: as models/lease.py says
    # retention.py: days after which closed cases leave the local copies (0: never), when the rule was applied last, and
    # before when those were closed that have left; microseconds UTC
    _whole("retention_days", Integer),
    Column("let_go_at", BigInteger, nullable=True),
    Column("left_before", BigInteger, nullable=True),
)
membership = _synced(
    "membership", _key("membership_id"), _text("login"), _text("role"), _whole("side"), _text("person")
)
person = _synced("person", _key("person_id"), _text("name"), _whole("side"), _text("role"), _client_key())
queue = _synced("queue", _key("queue_id"), _text("name"), _whole("side"), _client_key())
step = _synced("step", _key("step_id"), _text("name"), _text("element"), _client_key())
field = _synced("field", _key("field_id"), _text("name"), _text("role", nullable=True), _client_key())
source = _synced(
    "source", _key("source_id"), _text("name"), _whole("capability", Integer), _text("description"), _client_key()
)
process_definition = _synced(
    "process_definition",
    _key("definition_id"),
    _text("key"),
    _text("version"),
    _text("name"),
    Column("xml", LargeBinary, nullable=False),
)
case_ = _synced(
    "case_",
    _key("case_id"),
    _text("number"),
    _text("process_key"),
    Column("definition_id", Integer, nullable=True),
    _whole("held"),  # 1: no rule lets it leave the local copies
    Column("left_at", BigInteger, nullable=True),  # since when it is in no local copy, microseconds UTC
    Column("back_at", BigInteger, nullable=True),  # when it came back last
    _client_key(),
)
mapping = _synced("mapping", _key("mapping_id"), _text("name"), _text("content"))
calendar = _synced("calendar", _key("calendar_id"), _text("name"), _text("zone"), _text("rules"))
saved_view = _synced("saved_view", _key("saved_view_id"), _text("owner"), _text("name"), _text("content"))
review = _synced(
    "review",
    _key("review_id"),
    Column("case_id", Integer, nullable=False),
    _text("reviewer"),
    Column("round", Integer, nullable=False),
    _text("state"),
    _text("draft"),
)
list_export = _synced(
    "list_export",
    _key("list_export_id"),
    Column("at", BigInteger, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("actor_id", Integer, nullable=False),
    _whole("side"),
    _text("said"),  # JSON: format, what, recipient, reason, cases, digest, population, filter, as_of
)

event = Table(
    "event",
    metadata,
    Column("engagement_id", Integer, primary_key=True, autoincrement=False),
    Column("event_id", LargeBinary, primary_key=True),  # uuid on PostgreSQL, 16 bytes on SQLite
    Column("case_id", Integer, nullable=False),
    Column("occurred_at", BigInteger),  # microseconds UTC, NULL = unknown
    Column("recorded_at", BigInteger, nullable=False),
    Column("source_seq", BigInteger, nullable=False),
    Column("kind", SmallInteger, nullable=False),
    _whole("side"),
    Column("actor_id", Integer),
    Column("holder_id", Integer),
    Column("on_behalf_of_id", Integer),
    Column("queue_id", Integer),
    Column("step_id", Integer),
    Column("work_item", Integer),
    Column("ad_hoc", SmallInteger, nullable=False),
    Column("field_id", Integer),
    Column("old_value", Text),
    Column("new_value", Text),
    Column("reason", Text),
    Column("visibility", SmallInteger, nullable=False),
    Column("data", Text),  # json, kept as it was written
    Column("source_id", Integer, nullable=False),
    Column("source_record", Text),
    Column("row_ver", BigInteger, nullable=False),
    Column("sync_txid", BigInteger, nullable=False),
    Column("sync_seq", BigInteger, nullable=False),
    Column("shared_seq", Integer),  # the place of a shared event for clients (shown.py), NULL = 0
)

event_kind = Table("event_kind", metadata, Column("kind", SmallInteger, primary_key=True), _text("word"))

sync_meta = Table(
    "sync_meta",
    metadata,
    Column("one", Integer, primary_key=True),
    _text("db_uuid"),
    Column("epoch", BigInteger, nullable=False),
    Column("schema_version", Integer, nullable=False),
)

sync_tombstone = Table(
    "sync_tombstone",
    metadata,
    Column("engagement_id", Integer, nullable=False),
    _text("table_name"),
    _text("key"),
    Column("case_id", Integer, nullable=False),
    Column("row_ver", BigInteger, nullable=False),
    _text("reason"),
    _whole("visibility"),
    Column("sync_txid", BigInteger, nullable=False),
    Column("sync_seq", BigInteger, nullable=False),
    _whole("client_key", Integer),  # of the case, as clients know it
)

applied_mutation = Table(
    "applied_mutation",
    metadata,
    Column("engagement_id", Integer, primary_key=True, autoincrement=False),
    Column("mutation_id", LargeBinary, primary_key=True),  # uuid on PostgreSQL, 16 bytes on SQLite
    *(_text(name) for name in ("client", "kind", "payload_hash", "outcome", "refusal", "words", "theirs")),
    Column("recorded_at", BigInteger, nullable=False),
)

SMALL_TABLES: Final[dict[str, Table]] = {
    "engagement": engagement,
    "membership": membership,
    "process_definition": process_definition,
    "person": person,
    "queue": queue,
    "step": step,
    "field": field,
    "source": source,
    "case": case_,
    "mapping": mapping,
    "calendar": calendar,
    "saved_view": saved_view,
    "review": review,
    "list_export": list_export,
}
"""Name in the protocol of sync -> table, in the order in which they travel (a row never before what it points to)."""

COLUMN_OF: Final[dict[str, str]] = {
    "case": "case_id",
    "actor": "actor_id",
    "holder": "holder_id",
    "on_behalf_of": "on_behalf_of_id",
    "queue": "queue_id",
    "step": "step_id",
    "field": "field_id",
    "source": "source_id",
}
"""Column of the event layouts -> column of the event table, where the names differ."""
