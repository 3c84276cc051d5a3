"""Schema 11: what tells PostgreSQL's writers that a hint has just been sent costs them half of what it did.

Nothing rests on a hint: it says neither what changed nor that every change was hinted at. Everybody may listen to any
channel, so the name of an engagement's channel holds a secret of the database: who cannot ask for it cannot hear when
the engagement changes.
"""

import re

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SLOTS = 12
"""Engagements share so many flags of who has hinted in this moment."""
OLD_SLOTS = 16
"""Sequences of schema 5."""
A_SECOND = 50
"""Moments in a second: at most one hint of a slot in each, so in 20 ms."""
LONG_MS = 500
"""A transaction that takes longer hints in any case: the desks that earlier hints woke look again within a second, but
perhaps not after its end. Not much less, or all the writers of a server that is out of breath would hint."""
TIME_BITS = 38
"""Of the sequence's value: the moment, counted from 1970 (until 2144). Above it as many empty bits as there are flags,
so that a shift brings any flag to the highest place and leaves the moment out of the flags' way."""
HINTED = ("event", "saved_view", "mapping", "process_definition", "calendar", "review")

SEQUENCE = "'public.hint_moment'::pg_catalog.regclass"
LAST = f"pg_catalog.pg_sequence_last_value({SEQUENCE})"
TIME = (1 << TIME_BITS) - 1
FLAGS = ((1 << SLOTS) - 1) << (TIME_BITS + SLOTS)
HIGHEST = 1 << (TIME_BITS + 2 * SLOTS - 1)
ASKED = HIGHEST | ((1 << (TIME_BITS + SLOTS)) - 1)
SLOT = f"(NEW.engagement_id {{%}} {SLOTS})"
FLAG = f"({HIGHEST} {{>>}} {SLOT})"


def moment(time: str) -> str:
    """The moment in which a time lies."""
    return f"pg_catalog.int8(pg_catalog.date_part('epoch', {time}) {{*}} {A_SECOND}::double precision)"


def hinted_in(time: str) -> str:
    """Whether the last moment with a hint is that of a time, and the flag of this engagement is down."""
    return f"(({LAST} {{#}} {moment(time)}) {{<<}} {SLOT}) {{&}} {ASKED} {{=}} 0"


# One sequence says in which moment the last hint was sent (low bits), and which slots have hinted in it (their flags,
# above, are down). What one writes into a sequence others see at once, before any commit, without waiting and without
# a lock that outlives the call.
#
# Nearly every call ends at the first line, and each function named there is looked up in each transaction anew: so it
# is one expression of as few as can be. It asks about the moment in which the transaction began, so that one that
# takes longer goes on to the other lines without asking how long it takes. STABLE: an expression then takes no
# snapshot. No SET search_path, which costs half as much again: every name, operators too, is written with its schema.
# Once for a row: the set of new rows of a statement, and asking it for the engagement, costs more than all this; of
# what writing very many rows costs, a call for each is a twentieth.
# A hint is sent at the commit, so one for a transaction is enough; a long one does not claim the moment of others.
FUNCTION = f"""
CREATE FUNCTION hint_row() RETURNS trigger LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
DECLARE
  long boolean;
  this bigint;
BEGIN
  IF {hinted_in("CURRENT_TIMESTAMP")} THEN RETURN NULL; END IF;
  IF pg_catalog.current_setting('bpo_desk.hinted', true) {{=}} NEW.engagement_id::pg_catalog.text THEN
    RETURN NULL;
  END IF;
  long := pg_catalog.clock_timestamp() {{>}} (CURRENT_TIMESTAMP {{+}} interval '{LONG_MS} ms');
  IF NOT long AND {hinted_in("pg_catalog.clock_timestamp()")} THEN RETURN NULL; END IF;
  -- a queue so full that the writer's commit would fail
  IF pg_catalog.pg_notification_queue_usage() {{>}} 0.5 THEN RETURN NULL; END IF;
  IF NOT long THEN
    this := {moment("pg_catalog.clock_timestamp()")};
    PERFORM pg_catalog.setval({SEQUENCE}, CASE WHEN ({LAST} {{&}} {TIME}) {{=}} this
      THEN {LAST} {{&}} ({{~}} {FLAG}) ELSE this {{|}} ({FLAGS} {{#}} {FLAG}) END);
  END IF;
  PERFORM pg_catalog.set_config('bpo_desk.hinted', NEW.engagement_id::pg_catalog.text, true),
    pg_catalog.pg_notify(public.hint_channel(NEW.engagement_id), '');
  RETURN NULL;
END $$
"""

# For who owns it alone: desk_hint_channel (desk_functions.py) answers those who are something in the engagement.
CHANNEL = """
CREATE FUNCTION hint_channel(e integer) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT 'bpo_desk_' || substr(encode(sha256(convert_to(s.secret || '/' || e, 'UTF8')), 'hex'), 1, 32)
  FROM hint_secret s
$$
"""


def upgrade() -> None:
    """One counter for many, the function and the triggers anew; a trigger that somebody switched off stays so."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        off = {
            (table, trigger)
            for table, trigger in bind.exec_driver_sql(
                "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " WHERE t.tgname IN ('hint_insert', 'hint_update') AND t.tgenabled = 'D'"
                " AND c.relnamespace = 'public'::regnamespace"
            )
        }
        for table in HINTED:
            for deed in ("insert", "update"):
                bind.exec_driver_sql(f"DROP TRIGGER IF EXISTS hint_{deed} ON {table}")
        bind.exec_driver_sql("DROP FUNCTION hint_change()")
        for slot in range(OLD_SLOTS):
            bind.exec_driver_sql(f"DROP SEQUENCE hint_{slot}")
        bind.exec_driver_sql("CREATE SEQUENCE hint_moment")
        bind.exec_driver_sql("CREATE TABLE hint_secret (secret text NOT NULL)")
        bind.exec_driver_sql("INSERT INTO hint_secret VALUES (gen_random_uuid()::text || gen_random_uuid()::text)")
        bind.exec_driver_sql(CHANNEL)
        bind.exec_driver_sql("REVOKE ALL ON FUNCTION hint_channel(integer) FROM PUBLIC")
        named = re.sub(r"\{(\S+?)\}", r"OPERATOR(pg_catalog.\1)", FUNCTION)
        bind.exec_driver_sql(named.replace("%", "%%"))
        bind.exec_driver_sql("REVOKE ALL ON FUNCTION hint_row() FROM PUBLIC")
        for table in HINTED:
            for deed in ("insert", "update"):
                bind.exec_driver_sql(
                    f"CREATE TRIGGER hint_{deed} AFTER {deed.upper()} ON {table} FOR EACH ROW"
                    " EXECUTE FUNCTION hint_row()"
                )
                if (table, f"hint_{deed}") in off:
                    bind.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER hint_{deed}")
    bind.exec_driver_sql("UPDATE sync_meta SET schema_version = 11")
