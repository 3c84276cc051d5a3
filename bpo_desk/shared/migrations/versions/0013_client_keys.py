"""Schema 13: the keys under which a client knows what its events name, and the places of its events among themselves.

A client gets the names that its own events say, and no others. Keys and positions of the engagement would tell it by
their gaps how much there is that it does not get; so what it gets has keys of its own, without gaps, and a position in
the source is the event's place among the shared events of one case and instant.
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# table -> its key, and the columns of event that name an entry of it. client_key: NULL as long as no shared event does,
# 0 for the unknown entry (key 0).
ENTRIES = {
    "person": ("person_id", ("actor_id", "holder_id", "on_behalf_of_id")),
    "queue": ("queue_id", ("queue_id",)),
    "step": ("step_id", ("step_id",)),
    "field": ("field_id", ("field_id",)),
    "source": ("source_id", ("source_id",)),
    "case_": ("case_id", ("case_id",)),
}
NO_NEWS = "70, 71, 72, 73"
"""Who looked, exported, unmasked, proved: a case that left the local copies does not come back for it."""
MAPPED = "(starts_with(name, 'steps ') OR name = 'escalation path')"
"""The mappings that clients get."""


def _named(table: str, of: str = "") -> str:
    """The entries of a table that clients get to know: engagement_id and k; `of` narrows it to one engagement."""
    _key, columns = ENTRIES[table]
    parts = [f"SELECT DISTINCT engagement_id, {name} AS k FROM event WHERE visibility = 1{of}" for name in columns]
    if table == "person":
        parts.append(f"SELECT engagement_id, actor_id AS k FROM list_export WHERE true{of}")
    return " UNION ".join(parts)


def _numbered(table: str, of: str = "") -> str:
    """Gives every such entry a client_key without gaps, in the order in which they have one or else of their keys, and
    takes it from all others."""
    key, _columns = ENTRIES[table]
    here = of.replace("engagement_id", "t.engagement_id")
    return (
        f"UPDATE {table} SET client_key = x.n FROM (SELECT t.engagement_id, t.{key} AS k, CASE WHEN v.k IS NOT NULL"
        f" THEN row_number() OVER (PARTITION BY t.engagement_id, v.k IS NULL ORDER BY t.client_key, t.{key}) END AS n"
        f" FROM {table} t LEFT JOIN ({_named(table, of)}) v ON v.engagement_id = t.engagement_id AND v.k = t.{key}"
        f" WHERE t.{key} > 0{here}) x WHERE {table}.engagement_id = x.engagement_id AND {table}.{key} = x.k"
        f" AND {table}.client_key IS DISTINCT FROM x.n"
    )


PLACES = (
    "UPDATE event SET shared_seq = x.n FROM (SELECT engagement_id, event_id, row_number() OVER (PARTITION BY"
    " engagement_id, case_id, occurred_at ORDER BY source_seq, event_id) - 1 AS n FROM event WHERE visibility = 1) x"
    " WHERE x.n > 0 AND event.engagement_id = x.engagement_id AND event.event_id = x.event_id"
)

# The caller holds the engagement, so that no two entries get one key.
SHOW_ENTRIES = """
CREATE FUNCTION show_entries(e integer, target text, keys integer[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('UPDATE %1$I t SET client_key = x.n FROM (SELECT s.%2$I AS k, (SELECT coalesce(max(client_key), 0)'
    ' FROM %1$I WHERE engagement_id = $1) + row_number() OVER (ORDER BY s.%2$I) AS n FROM %1$I s'
    ' WHERE s.engagement_id = $1 AND s.%2$I = ANY ($2) AND s.client_key IS NULL) x'
    ' WHERE t.engagement_id = $1 AND t.%2$I = x.k', target, rtrim(target, '_') || '_id') USING e, keys;
END $$
"""

SHOW_NAMES = """
CREATE FUNCTION show_names(v event) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE e integer := v.engagement_id; one record; held boolean := false;
BEGIN
  FOR one IN
    SELECT 'person' AS target, p.person_id AS key FROM person p WHERE p.engagement_id = e AND p.client_key IS NULL
      AND p.person_id IN (v.actor_id, v.holder_id, v.on_behalf_of_id)
    UNION ALL SELECT 'queue', q.queue_id FROM queue q WHERE q.engagement_id = e AND q.client_key IS NULL
      AND q.queue_id = v.queue_id
    UNION ALL SELECT 'step', s.step_id FROM step s WHERE s.engagement_id = e AND s.client_key IS NULL
      AND s.step_id = v.step_id
    UNION ALL SELECT 'field', f.field_id FROM field f WHERE f.engagement_id = e AND f.client_key IS NULL
      AND f.field_id = v.field_id
    UNION ALL SELECT 'source', o.source_id FROM source o WHERE o.engagement_id = e AND o.client_key IS NULL
      AND o.source_id = v.source_id
    UNION ALL SELECT 'case_', c.case_id FROM case_ c WHERE c.engagement_id = e AND c.client_key IS NULL
      AND c.case_id = v.case_id
  LOOP
    IF NOT held THEN
      PERFORM 1 FROM engagement WHERE engagement_id = e FOR NO KEY UPDATE;
      held := true;
    END IF;
    PERFORM show_entries(e, one.target, ARRAY[one.key]);
  END LOOP;
END $$
"""

# For those who write rows of events by other ways than the desk, which sees to it itself for all rows of a batch.
ENTERED = f"""
CREATE FUNCTION entered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.visibility = 1 THEN PERFORM show_names(NEW); END IF;
  IF NEW.kind NOT IN ({NO_NEWS}) THEN  -- what had left the local copies comes back whole
    UPDATE case_ SET left_at = NULL, back_at = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
      WHERE engagement_id = NEW.engagement_id AND case_id = NEW.case_id AND left_at IS NOT NULL;
  END IF;
  RETURN NULL;
END $$
"""

_HERE = " AND engagement_id = e"
_AGAIN = ";\n  ".join(
    f"UPDATE {table} SET client_key = NULL WHERE engagement_id = e AND client_key > 0"
    f" AND {key} NOT IN (SELECT n.k FROM ({_named(table, _HERE)}) n WHERE n.k IS NOT NULL)"
    for table, (key, _columns) in ENTRIES.items()
)

# A shared event became internal, went to another engagement or was deleted: what it alone named is nobody's to know any
# more, and the copies of clients are made anew. At the end of the transaction, once for each engagement.
UNSEEN = f"""
CREATE FUNCTION unseen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e integer := OLD.engagement_id;
  done text := coalesce(current_setting('bpo_desk.unseen', true), '');
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.visibility = 1 THEN PERFORM show_names(NEW); END IF;
  IF strpos(done, format('<%s>', e)) > 0 THEN RETURN NULL; END IF;
  PERFORM set_config('bpo_desk.unseen', format('%s<%s>', done, e), true);
  UPDATE engagement SET client_epoch = client_epoch + 1 WHERE engagement_id = e;
  {_AGAIN};
  RETURN NULL;
END $$
"""

CHANNEL = """
CREATE FUNCTION hint_channel_of_clients(e integer) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT 'bpo_desk_' || substr(encode(sha256(convert_to(s.secret || '/clients/' || e, 'UTF8')), 'hex'), 1, 32)
  FROM hint_secret s
$$
"""

EVERYTHING = dict.fromkeys(
    ("event", "saved_view", "mapping", "process_definition", "calendar", "review", "sync_tombstone"), ""
)
SHARED = {
    "event": " AND visibility = 1", "mapping": f" AND {MAPPED}", "process_definition": "", "calendar": "",
    "sync_tombstone": " AND visibility = 1",
}  # fmt: skip


def found(tables: dict[str, str], condition: tuple[str, str]) -> str:
    """The parts of a query that finds a row of an engagement by an index, in any of the tables."""
    return " UNION ALL ".join(
        f"(SELECT 1 FROM {table} WHERE engagement_id = one AND sync_txid {condition[0]}{only}{condition[1]} LIMIT 1)"
        for table, only in tables.items()
    )


def changed(tables: dict[str, str]) -> str:
    """Whether a row of the engagement `one` is newly to be seen."""
    new = found(tables, (">= pg_snapshot_xmax(old)", " ORDER BY sync_txid"))
    return f"EXISTS ({new}) OR cardinality(over) > 0 AND EXISTS ({found(tables, ('= ANY (over)', ''))})"


# As in schema 12, but for the engagements in `clients` only what clients get is looked for, and only clients are told:
# who hears of every change counts what is hidden from him.
LOOK = f"""
CREATE FUNCTION hint_look(wanted integer[], since text, for_ms integer, every_ms integer,
  clients integer[] DEFAULT '{{}}', OUT seen text, OUT looking boolean, OUT changed integer[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  ends timestamptz := clock_timestamp() + least(for_ms, 2000) * interval '1 ms';
  old pg_snapshot := CASE WHEN length(since) > 20000 THEN NULL ELSE since END;
  now_seen pg_snapshot;
  held integer[] := '{{}}';
  one integer;
  over xid8[];
  began bigint;
  begun timestamptz;
  pause double precision := 0.02;
BEGIN
  changed := '{{}}';
  old := coalesce(old, pg_current_snapshot());
  FOREACH one IN ARRAY wanted LOOP
    -- the number that schema 12 chose, and one of their own for clients
    IF pg_try_advisory_xact_lock(6451311 + (one = ANY (clients))::integer, one) THEN held := held || one; END IF;
  END LOOP;
  looking := cardinality(held) > 0;
  LOOP
    IF looking THEN PERFORM pg_sleep(pause); END IF;
    pause := greatest(every_ms, 10) / 1000.0;
    now_seen := pg_current_snapshot();
    began := pg_snapshot_xmax(now_seen)::text::bigint - pg_snapshot_xmax(old)::text::bigint;
    IF looking AND began > 10 THEN
      PERFORM pg_sleep(least(began, 100) * 0.0008);
      now_seen := pg_current_snapshot();
    END IF;
    IF now_seen::text <> old::text THEN
      begun := clock_timestamp();
      over := ARRAY(SELECT x FROM pg_snapshot_xip(old) x WHERE pg_visible_in_snapshot(x, now_seen));
      FOREACH one IN ARRAY wanted LOOP
        IF one = ANY (clients) THEN
          IF {changed(SHARED)} THEN changed := changed || one; END IF;
        ELSIF {changed(EVERYTHING)} THEN
          changed := changed || one;
        END IF;
      END LOOP;
      old := now_seen;
      pause := greatest(pause, 10 * extract(epoch FROM clock_timestamp() - begun));
    END IF;
    EXIT WHEN NOT looking OR cardinality(changed) > 0 OR clock_timestamp() >= ends;
  END LOOP;
  seen := old::text;
  IF pg_notification_queue_usage() < 0.5 THEN
    PERFORM pg_notify(CASE WHEN x = ANY (clients) THEN hint_channel_of_clients(x) ELSE hint_channel(x) END, '')
      FROM unnest(changed) x WHERE x = ANY (held);
  END IF;
END $$
"""


def upgrade() -> None:
    """Columns, the keys of what is shared already, and what gives new keys."""
    bind = op.get_bind()
    for table in ENTRIES:
        bind.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN client_key integer")
    bind.exec_driver_sql("ALTER TABLE event ADD COLUMN shared_seq integer")
    bind.exec_driver_sql("ALTER TABLE sync_tombstone ADD COLUMN client_key integer NOT NULL DEFAULT 0")
    # what they name was known by other keys, and every copy of a client is made anew
    bind.exec_driver_sql("UPDATE sync_tombstone SET visibility = 0")
    if bind.dialect.name == "postgresql":
        _postgresql(bind)
    else:
        _sqlite(bind)
    bind.exec_driver_sql("UPDATE engagement SET client_epoch = client_epoch + 1")
    bind.exec_driver_sql("UPDATE sync_meta SET schema_version = 13")


def _run(bind, statement: str) -> None:  # type: ignore[no-untyped-def]
    bind.exec_driver_sql(statement.replace("%", "%%"))  # psycopg takes a percent sign for a parameter


def _fill(bind) -> None:  # type: ignore[no-untyped-def]
    for table, (key, _columns) in ENTRIES.items():
        bind.exec_driver_sql(_numbered(table))
        bind.exec_driver_sql(f"UPDATE {table} SET client_key = 0 WHERE {key} = 0")
        bind.exec_driver_sql(f"CREATE INDEX {table}_client ON {table} (engagement_id, client_key)")
    bind.exec_driver_sql(PLACES)


def _postgresql(bind) -> None:  # type: ignore[no-untyped-def]
    # No desk of the provider gets these columns, so its copies need not hear of them.
    triggers = bind.exec_driver_sql(
        "SELECT c.relname, t.tgname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace AND c.relname = ANY (%(names)s)",
        {"names": [*ENTRIES, "event"]},
    ).all()
    for table, name, _state in triggers:
        bind.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    _fill(bind)
    again = {"A": "ENABLE ALWAYS", "O": "ENABLE", "D": "DISABLE", "R": "ENABLE REPLICA"}
    for table, name, state in triggers:
        bind.exec_driver_sql(f"ALTER TABLE {table} {again[state]} TRIGGER {name}")
    bind.exec_driver_sql("DROP FUNCTION hint_look(integer[], text, integer, integer)")
    for function in (SHOW_ENTRIES, SHOW_NAMES, ENTERED, UNSEEN, CHANNEL, LOOK):
        _run(bind, function)
    for signature in (
        "show_entries(integer, text, integer[])", "show_names(event)", "entered()", "unseen()",
        "hint_channel_of_clients(integer)", "hint_look(integer[], text, integer, integer, integer[])",
    ):  # fmt: skip
        bind.exec_driver_sql(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
    for statement in (
        "CREATE TRIGGER entered AFTER INSERT ON event FOR EACH ROW"
        " WHEN (current_setting('bpo_desk.entering', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION entered()",
        "CREATE CONSTRAINT TRIGGER unseen AFTER UPDATE ON event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        " WHEN (OLD.visibility = 1 AND (NEW.visibility <> 1 OR NEW.engagement_id <> OLD.engagement_id))"
        " EXECUTE FUNCTION unseen()",
        "CREATE CONSTRAINT TRIGGER unseen_deleted AFTER DELETE ON event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        " WHEN (OLD.visibility = 1) EXECUTE FUNCTION unseen()",
        *(f"ALTER TABLE event ENABLE ALWAYS TRIGGER {name}" for name in ("entered", "unseen", "unseen_deleted")),
    ):
        bind.exec_driver_sql(statement)
    # Events by the readable view: their place among those of one case and instant that clients get.
    made = bind.exec_driver_sql("SELECT prosrc FROM pg_proc WHERE oid = 'enter_event()'::regprocedure").scalar_one()
    for old, new in (
        ("k smallint;", "k smallint; n bigint;"),
        ("  INSERT INTO event (", PLACE + "  INSERT INTO event (shared_seq, "),
        ("VALUES (g,", "VALUES (nullif(n, 0)::integer, g,"),
    ):
        if made.count(old) != 1:
            raise RuntimeError("the function enter_event is not as the first migration made it")
        made = made.replace(old, new)
    _run(
        bind,
        "CREATE OR REPLACE FUNCTION enter_event() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp"
        f" AS $function${made}$function$",
    )


PLACE = """  SELECT count(*) INTO n FROM event v JOIN case_ c ON c.engagement_id = g AND c.case_id = v.case_id
    WHERE v.engagement_id = g AND md5(c.number) = md5(NEW.case_number) AND v.visibility = 1
    AND v.occurred_at IS NOT DISTINCT FROM (extract(epoch FROM NEW.occurred_at) * 1000000)::bigint;
"""

# column of the readable view -> (table, its name)
LABELS = {
    "case_number": ("case_", "number"), "actor": ("person", "name"), "holder": ("person", "name"),
    "on_behalf_of": ("person", "name"), "queue": ("queue", "name"), "step": ("step", "name"),
    "field": ("field", "name"), "source": ("source", "name"),
}  # fmt: skip


def _sqlite(bind) -> None:  # type: ignore[no-untyped-def]
    bind.exec_driver_sql("UPDATE sync_meta SET change = 'moved'")
    _fill(bind)
    bind.exec_driver_sql("UPDATE sync_meta SET change = NULL")
    for table in ENTRIES:
        _again(bind, f"{table}_updated", f" ON {table} BEGIN", f", client_key ON {table} BEGIN")
    end = " UPDATE sync_meta SET entry_from = 1, entry_to = 0; END"
    shown = "".join(
        f" UPDATE {table} SET client_key = (SELECT coalesce(max(t.client_key), 0) + 1 FROM {table} t"
        f" WHERE t.engagement_id = {table}.engagement_id) WHERE client_key IS NULL AND {label} = NEW.{name}"
        " AND coalesce(NEW.visibility, 1) = 1 AND engagement_id = (SELECT engagement_id FROM engagement"
        " WHERE code = NEW.engagement);"
        for name, (table, label) in LABELS.items()
    )
    _again(bind, "enter_event", end, shown + end)


def _again(bind, name: str, place: str, new: str) -> None:  # type: ignore[no-untyped-def]
    made = bind.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?", (name,)).scalar()
    if made is None or made.count(place) != 1:
        raise RuntimeError(f"the trigger {name} is not as the migrations made it")
    bind.exec_driver_sql(f"DROP TRIGGER {name}")
    bind.exec_driver_sql(made.replace(place, new))
