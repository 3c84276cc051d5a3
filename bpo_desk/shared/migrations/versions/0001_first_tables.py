"""Schema 1: every table of the first desk, append-only events, the change feed, on PostgreSQL and SQLite."""

import uuid

from alembic import op
from sqlalchemy import text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# kind of column -> (PostgreSQL, SQLite)
TYPES = {
    "text": ("text", "TEXT"),
    "int": ("integer", "INTEGER"),
    "small": ("smallint", "INTEGER"),
    "big": ("bigint", "INTEGER"),
    "bytes": ("bytea", "BLOB"),
    "json": ("json", "TEXT"),
    "id": ("uuid", "BLOB"),
}

# table -> (key beside the engagement, columns, what is unique in an engagement)
# Texts of any length may be unique: PostgreSQL indexes their md5, an index entry there has at most 2,700 bytes.
SMALL = {
    "engagement": (
        None,
        [
            ("code", "text", "NOT NULL"),
            ("name", "text", "NOT NULL"),
            ("client", "text", "NOT NULL DEFAULT ''"),
            ("provider", "text", "NOT NULL DEFAULT ''"),
            ("zone", "text", "NOT NULL DEFAULT 'UTC'"),
        ],
        [],
    ),
    "membership": (
        "membership_id",
        [("login", "text", "NOT NULL"), ("role", "text", "NOT NULL"), ("side", "small", "NOT NULL DEFAULT 0")],
        ["login", "role"],
    ),
    "person": (
        "person_id",
        [
            ("name", "text", "NOT NULL"),
            ("side", "small", "NOT NULL DEFAULT 0"),
            ("role", "text", "NOT NULL DEFAULT ''"),
        ],
        ["name"],
    ),
    "queue": ("queue_id", [("name", "text", "NOT NULL"), ("side", "small", "NOT NULL DEFAULT 0")], ["name"]),
    "step": ("step_id", [("name", "text", "NOT NULL"), ("element", "text", "NOT NULL DEFAULT ''")], ["name"]),
    "field": ("field_id", [("name", "text", "NOT NULL"), ("role", "text", "NULL")], ["name"]),
    "source": (
        "source_id",
        [
            ("name", "text", "NOT NULL"),
            ("capability", "int", "NOT NULL DEFAULT 0"),
            ("description", "text", "NOT NULL DEFAULT ''"),
        ],
        ["name"],
    ),
    "process_definition": (
        "definition_id",
        [
            ("key", "text", "NOT NULL"),
            ("version", "text", "NOT NULL"),
            ("name", "text", "NOT NULL DEFAULT ''"),
            ("xml", "bytes", "NOT NULL"),
        ],
        ["key", "version"],
    ),
    "case_": (
        "case_id",
        [
            ("number", "text", "NOT NULL"),
            ("process_key", "text", "NOT NULL DEFAULT ''"),
            ("definition_id", "int", "NULL"),
        ],
        ["number"],
    ),
    "mapping": ("mapping_id", [("name", "text", "NOT NULL"), ("content", "text", "NOT NULL")], ["name"]),
    "calendar": (
        "calendar_id",
        [("name", "text", "NOT NULL"), ("zone", "text", "NOT NULL DEFAULT 'UTC'"), ("rules", "text", "NOT NULL")],
        ["name"],
    ),
    "saved_view": (
        "saved_view_id",
        [("owner", "text", "NOT NULL"), ("name", "text", "NOT NULL"), ("content", "text", "NOT NULL")],
        ["owner", "name"],
    ),
    "review": (
        "review_id",
        [
            ("case_id", "int", "NOT NULL"),
            ("reviewer", "text", "NOT NULL"),
            ("round", "int", "NOT NULL DEFAULT 1"),
            ("state", "text", "NOT NULL"),
            ("draft", "text", "NOT NULL"),
        ],
        [],
    ),
}

EVENT = [
    ("engagement_id", "int", "NOT NULL"),
    ("event_id", "id", "NOT NULL"),
    ("case_id", "int", "NOT NULL"),
    ("occurred_at", "big", "NULL"),
    ("recorded_at", "big", "NOT NULL"),
    ("source_seq", "big", "NOT NULL DEFAULT 0"),
    ("kind", "small", "NOT NULL"),
    ("side", "small", "NOT NULL DEFAULT 0"),
    ("actor_id", "int", "NULL"),
    ("holder_id", "int", "NULL"),
    ("on_behalf_of_id", "int", "NULL"),
    ("queue_id", "int", "NULL"),
    ("step_id", "int", "NULL"),
    ("work_item", "int", "NULL"),
    ("ad_hoc", "small", "NOT NULL DEFAULT 0"),
    ("field_id", "int", "NULL"),
    ("old_value", "text", "NULL"),
    ("new_value", "text", "NULL"),
    ("reason", "text", "NULL"),
    ("visibility", "small", "NOT NULL DEFAULT 1"),
    ("data", "json", "NULL"),
    ("source_id", "int", "NOT NULL DEFAULT 0"),
    ("source_record", "text", "NULL"),
    ("row_ver", "big", "NOT NULL DEFAULT 1"),
]

KINDS = {
    1: "opened", 2: "field_changed", 3: "priority_changed", 4: "due_changed", 5: "clock_paused", 6: "clock_resumed",
    7: "closed", 8: "reopened", 9: "cancelled", 10: "linked", 20: "scheduled", 21: "assigned", 22: "reassigned",
    23: "started", 24: "suspended", 25: "resumed", 26: "completed", 27: "skipped", 28: "withdrawn", 29: "aborted",
    30: "noted", 40: "contact_received", 41: "comment_added", 42: "document_added", 43: "feedback_received",
    44: "feedback_answered", 50: "exit_recorded", 51: "exit_accepted", 60: "sample_drawn", 61: "review_submitted",
    62: "review_revised", 63: "dispute_raised", 64: "dispute_settled", 70: "viewed", 71: "exported", 72: "unmasked",
    73: "proof_issued", 80: "corrected", 81: "pinned", 82: "tagged",
}  # fmt: skip

SIDES = {0: "unknown", 1: "provider", 2: "client", 3: "customer", 4: "third_party", 5: "system"}

PG_SYNC = (
    "row_ver bigint NOT NULL DEFAULT 1, sync_txid xid8 NOT NULL DEFAULT pg_current_xact_id(), "
    "sync_seq bigint NOT NULL DEFAULT nextval('sync_seq_counter')"
)

PG_FUNCTIONS = (
    # Custom settings can be set by anybody, so the flag counts only for the owner of the table: the functions of the
    # administrator run as the owner.
    """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'TRUNCATE' AND coalesce(current_setting('bpo_desk.change', true), '') IN ('erased', 'moved', 'deleted')
     AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'events are append-only: % of % refused', lower(TG_OP), TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', HINT = 'Append a correction; only the administrator erases and moves.';
END $$
""",
    """
CREATE FUNCTION sync_touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  row_key text;
  row_case integer := -1;
  why text := coalesce(current_setting('bpo_desk.change', true), '');
BEGIN
  EXECUTE format('SELECT replace(($1).%I::text, ''-'', '''')', TG_ARGV[1]) INTO row_key USING OLD;
  IF TG_ARGV[2] <> '' THEN EXECUTE format('SELECT ($1).%I', TG_ARGV[2]) INTO row_case USING OLD; END IF;
  IF TG_OP = 'DELETE' THEN
    INSERT INTO sync_tombstone(engagement_id, table_name, key, case_id, row_ver, reason)
      VALUES (OLD.engagement_id, TG_ARGV[0], row_key, row_case, OLD.row_ver + 1, 'deleted');
    RETURN OLD;
  END IF;
  IF NEW.engagement_id IS DISTINCT FROM OLD.engagement_id THEN
    INSERT INTO sync_tombstone(engagement_id, table_name, key, case_id, row_ver, reason)
      VALUES (OLD.engagement_id, TG_ARGV[0], row_key, row_case, OLD.row_ver, 'moved');
  ELSIF why = 'erased' AND TG_ARGV[0] = 'event' THEN
    INSERT INTO sync_tombstone(engagement_id, table_name, key, case_id, row_ver, reason)
      VALUES (OLD.engagement_id, TG_ARGV[0], row_key, row_case, OLD.row_ver, 'erased');
  END IF;
  NEW.row_ver := OLD.row_ver + 1;
  NEW.sync_txid := pg_current_xact_id();
  NEW.sync_seq := nextval('sync_seq_counter');
  RETURN NEW;
END $$
""",
)


# column of the readable view -> (table, its key, its name) of the entry that it names
NAMED = {
    "case_number": ("case_", "case_id", "number"),
    "actor": ("person", "person_id", "name"),
    "holder": ("person", "person_id", "name"),
    "on_behalf_of": ("person", "person_id", "name"),
    "queue": ("queue", "queue_id", "name"),
    "step": ("step", "step_id", "name"),
    "field": ("field", "field_id", "name"),
    "source": ("source", "source_id", "name"),
}
PLAIN = ("work_item", "old_value", "new_value", "reason", "data", "source_record")

# For those who write SQL: INSERT INTO event_readable (engagement, case_number, kind, occurred_at, actor, ...).
PG_ENTRY = """
CREATE FUNCTION entry_key(target text, key text, label text, g integer, wanted text) RETURNS integer
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE found integer;
BEGIN
  IF wanted IS NULL THEN RETURN NULL; END IF;
  EXECUTE format('SELECT %I FROM %I WHERE engagement_id = $1 AND md5(%I) = md5($2)', key, target, label)
    INTO found USING g, wanted;
  IF found IS NULL THEN
    EXECUTE format('INSERT INTO %I (engagement_id, %I, %I) SELECT $1, coalesce(max(%I), 0) + 1, $2 FROM %I'
      ' WHERE engagement_id = $1 RETURNING %I', target, key, label, key, target, key) INTO found USING g, wanted;
  END IF;
  RETURN found;
END $$;
CREATE FUNCTION enter_event() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE g integer; k smallint;
BEGIN
  SELECT engagement_id INTO g FROM engagement WHERE code = NEW.engagement FOR NO KEY UPDATE;
  IF g IS NULL THEN RAISE EXCEPTION 'there is no engagement %', NEW.engagement; END IF;
  SELECT kind INTO k FROM event_kind WHERE word = NEW.kind;
  IF k IS NULL THEN RAISE EXCEPTION 'there is no kind of event %', NEW.kind; END IF;
  IF NEW.case_number IS NULL THEN RAISE EXCEPTION 'an event needs a case_number'; END IF;
  NEW.event_id := coalesce(NEW.event_id, gen_random_uuid());
  INSERT INTO event (engagement_id, event_id, kind, side, occurred_at, recorded_at, source_seq, ad_hoc, visibility,
    {targets})
  VALUES (g, NEW.event_id, k, coalesce((SELECT side FROM side_word WHERE word = NEW.side), 0),
    (extract(epoch FROM NEW.occurred_at) * 1000000)::bigint,
    (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
    coalesce(NEW.source_seq, 0), coalesce(NEW.ad_hoc, 0), coalesce(NEW.visibility, 1), {values});
  RETURN NEW;
END $$;
CREATE TRIGGER enter_event INSTEAD OF INSERT ON event_readable FOR EACH ROW EXECUTE FUNCTION enter_event();
"""


def upgrade() -> None:
    """Create everything."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        _postgresql_base()
    else:
        _sqlite_base()
    for table, (key, columns, unique) in SMALL.items():
        if postgresql:
            _postgresql_small(table, key, columns, unique)
        else:
            _sqlite_small(table, key, columns, unique)
    if postgresql:
        _postgresql_event()
    else:
        _sqlite_event()
    _look_ups(postgresql)
    _run(_readable_view(postgresql))
    if postgresql:
        _postgresql_entry()
    else:
        _sqlite_entry()
    op.get_bind().execute(
        text("INSERT INTO sync_meta (one, db_uuid, epoch, schema_version) VALUES (1, :uuid, 1, 1)"),
        {"uuid": uuid.uuid4().hex},
    )


def _run(statement: str) -> None:
    bind = op.get_bind()
    # psycopg takes a percent sign for a parameter
    bind.exec_driver_sql(statement.replace("%", "%%") if bind.dialect.name == "postgresql" else statement)


def _columns(columns: list[tuple[str, str, str]], dialect: int) -> str:
    return ", ".join(f"{name} {TYPES[kind][dialect]} {rest}" for name, kind, rest in columns)


def _wire_name(table: str) -> str:
    return table.rstrip("_")


def _look_ups(postgresql: bool) -> None:
    for table, words in (("event_kind", KINDS), ("side_word", SIDES)):
        key = "kind" if table == "event_kind" else "side"
        kind = "smallint" if postgresql else "INTEGER"
        _run(f"CREATE TABLE {table} ({key} {kind} NOT NULL PRIMARY KEY, word text NOT NULL)")
        rows = ", ".join(f"({code}, '{word}')" for code, word in words.items())
        _run(f"INSERT INTO {table} ({key}, word) VALUES {rows}")


def _postgresql_base() -> None:
    _run("CREATE SEQUENCE sync_seq_counter")
    _run(
        "CREATE TABLE sync_meta (one integer PRIMARY KEY CHECK (one = 1), db_uuid text NOT NULL, epoch bigint NOT NULL,"
        " schema_version integer NOT NULL)"
    )
    _run(
        "CREATE TABLE sync_tombstone (engagement_id integer NOT NULL, table_name text NOT NULL, key text NOT NULL,"
        " case_id integer NOT NULL, row_ver bigint NOT NULL, reason text NOT NULL,"
        " sync_txid xid8 NOT NULL DEFAULT pg_current_xact_id(),"
        " sync_seq bigint NOT NULL DEFAULT nextval('sync_seq_counter'))"
    )
    _run("CREATE INDEX sync_tombstone_feed ON sync_tombstone (engagement_id, sync_txid)")
    for function in PG_FUNCTIONS:
        _run(function)


def _postgresql_small(table: str, key: str | None, columns: list[tuple[str, str, str]], unique: list[str]) -> None:
    key_column = f"{key} integer NOT NULL, " if key else ""
    keys = f"engagement_id, {key}" if key else "engagement_id"
    owner = "" if key is None else " REFERENCES engagement"
    _run(
        f"CREATE TABLE {table} (engagement_id integer NOT NULL{owner}, {key_column}{_columns(columns, 0)}, {PG_SYNC},"
        f" PRIMARY KEY ({keys}))"
    )
    if key is None:
        _run(f"CREATE UNIQUE INDEX {table}_code ON {table} (code)")
    elif unique:
        hashed = ", ".join(f"md5({name})" for name in unique)
        _run(f"CREATE UNIQUE INDEX {table}_once ON {table} (engagement_id, {hashed})")
    _run(f"CREATE INDEX {table}_feed ON {table} (engagement_id, sync_txid)")
    case_column = "case_id" if any(name == "case_id" for name, *_ in columns) or key == "case_id" else ""
    _run(
        f"CREATE TRIGGER sync_touch BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
        f" EXECUTE FUNCTION sync_touch('{_wire_name(table)}', '{key or 'engagement_id'}', '{case_column}')"
    )
    _run(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER sync_touch")


def _postgresql_event() -> None:
    columns = [column for column in EVENT if column[0] != "row_ver"]
    _run(f"CREATE TABLE event ({_columns(columns, 0)}, {PG_SYNC}, PRIMARY KEY (engagement_id, event_id))")
    _run("CREATE INDEX event_feed ON event (engagement_id, sync_txid, sync_seq)")
    _run("CREATE INDEX event_load ON event (engagement_id, sync_seq)")
    _run("CREATE INDEX event_case ON event (engagement_id, case_id)")
    _run("CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION refuse_change()")
    _run(
        "CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT"
        " EXECUTE FUNCTION refuse_change()"
    )
    _run(
        "CREATE TRIGGER sync_touch BEFORE UPDATE OR DELETE ON event FOR EACH ROW"
        " EXECUTE FUNCTION sync_touch('event', 'event_id', 'case_id')"
    )
    for trigger in ("append_only", "append_only_truncate", "sync_touch"):
        _run(f"ALTER TABLE event ENABLE ALWAYS TRIGGER {trigger}")


def _sqlite_base() -> None:
    # change: why events may be changed in this transaction ('erased', 'moved', 'deleted'), NULL outside of one.
    # entry_from..entry_to: positions that `append` reserved and is filling; empty outside of an append.
    _run(
        "CREATE TABLE sync_meta (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), db_uuid TEXT NOT NULL,"
        " epoch INTEGER NOT NULL, schema_version INTEGER NOT NULL, v INTEGER NOT NULL DEFAULT 0, change TEXT,"
        " entry_from INTEGER NOT NULL DEFAULT 1, entry_to INTEGER NOT NULL DEFAULT 0) STRICT"
    )
    _run(
        "CREATE TABLE sync_tombstone (engagement_id INTEGER NOT NULL, table_name TEXT NOT NULL, key TEXT NOT NULL,"
        " case_id INTEGER NOT NULL, row_ver INTEGER NOT NULL, reason TEXT NOT NULL, sync_seq INTEGER NOT NULL,"
        " sync_txid INTEGER GENERATED ALWAYS AS (sync_seq) VIRTUAL) STRICT"
    )
    _run("CREATE INDEX sync_tombstone_feed ON sync_tombstone (engagement_id, sync_seq)")


def _sqlite_small(table: str, key: str | None, columns: list[tuple[str, str, str]], unique: list[str]) -> None:
    key_column = f"{key} INTEGER NOT NULL, " if key else ""
    keys = f"engagement_id, {key}" if key else "engagement_id"
    owner = "" if key is None else " REFERENCES engagement"
    # sync_seq is NULL for the length of the insert only: the trigger fills it.
    _run(
        f"CREATE TABLE {table} (engagement_id INTEGER NOT NULL{owner}, {key_column}{_columns(columns, 1)},"
        " row_ver INTEGER NOT NULL DEFAULT 1, sync_seq INTEGER,"
        f" sync_txid INTEGER GENERATED ALWAYS AS (sync_seq) VIRTUAL, PRIMARY KEY ({keys})) STRICT"
    )
    if key is None:
        _run(f"CREATE UNIQUE INDEX {table}_code ON {table} (code)")
    elif unique:
        _run(f"CREATE UNIQUE INDEX {table}_once ON {table} (engagement_id, {', '.join(unique)})")
    _run(f"CREATE INDEX {table}_feed ON {table} (engagement_id, sync_seq)")
    names = ["engagement_id", *([key] if key else []), *(name for name, *_ in columns)]
    case_value = "OLD.case_id" if "case_id" in names else "-1"
    _sqlite_feed(table, names, f"CAST(OLD.{key or 'engagement_id'} AS TEXT)", case_value, erasable=False)
    _run(
        f"CREATE TRIGGER {table}_inserted AFTER INSERT ON {table} WHEN NEW.sync_seq IS NULL BEGIN"
        " UPDATE sync_meta SET v = v + 1;"
        f" UPDATE {table} SET sync_seq = (SELECT v FROM sync_meta) WHERE rowid = NEW.rowid; END"
    )


def _sqlite_feed(table: str, names: list[str], key: str, case_value: str, erasable: bool) -> None:
    insert = "INSERT INTO sync_tombstone (engagement_id, table_name, key, case_id, row_ver, reason, sync_seq)"
    start = f"SELECT OLD.engagement_id, '{_wire_name(table)}', {key}, {case_value}"
    erased = (
        f" {insert} {start}, OLD.row_ver, 'erased', v FROM sync_meta"
        " WHERE OLD.engagement_id IS NEW.engagement_id AND change = 'erased';"
        if erasable
        else ""
    )
    _run(
        f"CREATE TRIGGER {table}_updated AFTER UPDATE OF {', '.join(names)} ON {table} BEGIN"
        " UPDATE sync_meta SET v = v + 1;"
        f" {insert} {start}, OLD.row_ver, 'moved', v FROM sync_meta WHERE OLD.engagement_id IS NOT NEW.engagement_id;"
        f"{erased}"
        f" UPDATE {table} SET row_ver = OLD.row_ver + 1, sync_seq = (SELECT v FROM sync_meta)"
        f" WHERE rowid = NEW.rowid; END"
    )
    _run(
        f"CREATE TRIGGER {table}_deleted AFTER DELETE ON {table} BEGIN UPDATE sync_meta SET v = v + 1;"
        f" {insert} {start}, OLD.row_ver + 1, 'deleted', v FROM sync_meta; END"
    )


def _sqlite_event() -> None:
    # The position in the feed is the key of the rows: a load reads them as they lie.
    _run(
        f"CREATE TABLE event (sync_seq INTEGER NOT NULL PRIMARY KEY, {_columns(EVENT, 1)},"
        " sync_txid INTEGER GENERATED ALWAYS AS (sync_seq) VIRTUAL,"
        " UNIQUE (engagement_id, event_id), CHECK (length(event_id) = 16)) STRICT"
    )
    names = [name for name, *_ in EVENT if name != "row_ver"]
    _run(
        "CREATE TRIGGER event_entry BEFORE INSERT ON event"
        " WHEN NOT EXISTS (SELECT 1 FROM sync_meta WHERE NEW.sync_seq BETWEEN entry_from AND entry_to) BEGIN"
        " SELECT RAISE(ABORT, 'events enter through the desk or the view event_readable'); END"
    )
    for word in ("UPDATE", "DELETE"):
        _run(
            f"CREATE TRIGGER event_append_only_{word.lower()} BEFORE {word} ON event"
            " WHEN (SELECT change FROM sync_meta) IS NULL BEGIN"
            f" SELECT RAISE(ABORT, 'events are append-only: {word.lower()} of event refused'); END"
        )
    _sqlite_feed("event", names, "lower(hex(OLD.event_id))", "OLD.case_id", erasable=True)


def _event_column(name: str) -> str:
    return "case_id" if name == "case_number" else f"{name}_id"


def _postgresql_entry() -> None:
    keys = [
        f"coalesce(entry_key('{table}', '{key}', '{label}', g, NEW.{name}){', 0' if name == 'source' else ''})"
        for name, (table, key, label) in NAMED.items()
    ]
    targets = ", ".join((*map(_event_column, NAMED), *PLAIN))
    values = ", ".join((*keys, *(f"NEW.{name}" for name in PLAIN)))
    _run(PG_ENTRY.replace("{targets}", targets).replace("{values}", values))


def _sqlite_entry() -> None:
    made = "".join(
        f" INSERT INTO {table} (engagement_id, {key}, {label})"
        f" SELECT g.engagement_id, (SELECT coalesce(max({key}), 0) + 1 FROM {table}"
        f" WHERE engagement_id = g.engagement_id), NEW.{name} FROM engagement g WHERE g.code = NEW.engagement"
        f" AND NEW.{name} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table} t"
        f" WHERE t.engagement_id = g.engagement_id AND t.{label} = NEW.{name});"
        for name, (table, key, label) in NAMED.items()
    )
    keys = {
        name: f"(SELECT t.{key} FROM {table} t WHERE t.engagement_id = g.engagement_id AND t.{label} = NEW.{name})"
        for name, (table, key, label) in NAMED.items()
    }
    keys["source"] = f"coalesce({keys['source']}, 0)"
    moment = (
        "CAST(strftime('%s', NEW.occurred_at) AS INTEGER) * 1000000"
        " + CAST(substr(strftime('%f', NEW.occurred_at), 4) AS INTEGER) * 1000"
    )
    now = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000"
    refusals = "".join(
        f" SELECT RAISE(ABORT, '{words}') WHERE {condition};"
        for words, condition in (
            ("there is no such engagement", "NOT EXISTS (SELECT 1 FROM engagement WHERE code = NEW.engagement)"),
            ("there is no such kind of event", "NOT EXISTS (SELECT 1 FROM event_kind WHERE word = NEW.kind)"),
            ("an event needs a case_number", "NEW.case_number IS NULL"),
            (
                "occurred_at is no time in ISO 8601",
                "NEW.occurred_at IS NOT NULL AND strftime('%s', NEW.occurred_at) IS NULL",
            ),
        )
    )
    _run(
        f"CREATE TRIGGER enter_event INSTEAD OF INSERT ON event_readable BEGIN{refusals}{made}"
        " UPDATE sync_meta SET v = v + 1, entry_from = v + 1, entry_to = v + 1;"
        " INSERT INTO event (sync_seq, engagement_id, event_id, kind, side, occurred_at, recorded_at, source_seq,"
        f" ad_hoc, visibility, {', '.join((*map(_event_column, NAMED), *PLAIN))})"
        " SELECT m.v, g.engagement_id, randomblob(16), k.kind,"
        f" coalesce((SELECT side FROM side_word WHERE word = NEW.side), 0), {moment}, {now},"
        " coalesce(NEW.source_seq, 0), coalesce(NEW.ad_hoc, 0), coalesce(NEW.visibility, 1),"
        f" {', '.join((*keys.values(), *(f'NEW.{name}' for name in PLAIN)))}"
        " FROM sync_meta m, engagement g, event_kind k WHERE g.code = NEW.engagement AND k.word = NEW.kind;"
        " UPDATE sync_meta SET entry_from = 1, entry_to = 0; END"
    )


def _readable_view(postgresql: bool) -> str:
    if postgresql:
        identity = "e.event_id"
        moment = "to_timestamp(e.{0} / 1000000.0)"
        of = "CREATE VIEW event_readable WITH (security_invoker = true, security_barrier = true) AS"
    else:
        identity = "lower(hex(e.event_id)) AS event_id"
        moment = "strftime('%Y-%m-%dT%H:%M:%fZ', e.{0} / 1000000.0, 'unixepoch')"
        of = "CREATE VIEW event_readable AS"
    joins = " ".join(
        f"LEFT JOIN {table} {alias} ON {alias}.engagement_id = e.engagement_id AND {alias}.{key} = e.{column}"
        for table, alias, key, column in (
            ("case_", "c", "case_id", "case_id"),
            ("person", "a", "person_id", "actor_id"),
            ("person", "h", "person_id", "holder_id"),
            ("person", "b", "person_id", "on_behalf_of_id"),
            ("queue", "q", "queue_id", "queue_id"),
            ("step", "s", "step_id", "step_id"),
            ("field", "f", "field_id", "field_id"),
            ("source", "o", "source_id", "source_id"),
        )
    )
    return (
        f"{of} SELECT g.code AS engagement, c.number AS case_number, {identity},"
        f" {moment.format('occurred_at')} AS occurred_at, {moment.format('recorded_at')} AS recorded_at,"
        " coalesce(k.word, 'kind ' || e.kind) AS kind, w.word AS side, a.name AS actor, h.name AS holder,"
        " b.name AS on_behalf_of, q.name AS queue, s.name AS step, e.work_item, e.ad_hoc, f.name AS field,"
        " e.old_value, e.new_value, e.reason, e.visibility, e.data, o.name AS source, e.source_record, e.source_seq,"
        " e.engagement_id, e.case_id, e.row_ver"
        f" FROM event e JOIN engagement g ON g.engagement_id = e.engagement_id {joins}"
        " LEFT JOIN event_kind k ON k.kind = e.kind LEFT JOIN side_word w ON w.side = e.side"
    )
