"""Schema 12: hints come from a desk that looks, no longer from triggers: who writes pays nothing for them.

A listening desk asks `hint_look` in turn after turn. One at a time for an engagement does the work of a job of the
server: it looks for what has been committed and notifies the others. Nothing rests on a hint: it says neither what
changed nor that every change was hinted at.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

HINTED = ("event", "saved_view", "mapping", "process_definition", "calendar", "review")
"""What changes in a desk; cases, persons and the like come with the events that name them."""
LOOKED_AT = (*HINTED, "sync_tombstone")

LOCKS = 0x62706F
"""First half of the advisory locks of those who look; the second is the engagement."""
LONGEST_MS = 2_000
"""A call is one transaction: as long as it lasts nothing that was alive at its beginning is vacuumed away."""
FIRST_MS = 20
"""Before the first look of a call, which ends with the first hint: so at most 50 hints a second."""
SHORTEST_MS = 10
LONGEST_SINCE = 20_000
"""Characters of a snapshot: some 1,000 transactions at once."""
BUSY, MOST_BUSY, WAIT_MS = 10, 100, 0.8
"""Where more transactions than `BUSY` began since the last look, the next waits so long for each of them, up to
`MOST_BUSY`: a server with thousands of commits a second hints ten times a second, not fifty, as each hint is work for
every desk that listens."""
REST = 10
"""A look is followed by a rest so many times as long: all that looks for an engagement is a tenth of one core."""


def found(condition: str) -> str:
    """The parts of a query that finds a row of an engagement by an index, in any of the tables."""
    return " UNION ALL ".join(
        f"(SELECT 1 FROM {table} WHERE engagement_id = one AND sync_txid {condition} LIMIT 1)" for table in LOOKED_AT
    )


NEW = found(">= pg_snapshot_xmax(old) ORDER BY sync_txid")
ENDED = found("= ANY (over)")

# What is newly to be seen was written by a transaction that the last snapshot did not know yet (xmax or later), or by
# one that was open then and is not any more. Both are found by the key of an index, however old the oldest open
# transaction is. Two snapshots that read the same have seen the same: a round then costs some microseconds.
# The snapshot is taken before the tables are read: what is committed between is found now and once more, never missed.
# Who has no lock looks once and goes: it only hears, and tries again.
# Nothing here takes a transaction id before the NOTIFY, so the waiting is in nobody's way; the commit that sends it
# has nothing to wait for on the disk.
LOOK = f"""
CREATE FUNCTION hint_look(wanted integer[], since text, for_ms integer, every_ms integer,
  OUT seen text, OUT looking boolean, OUT changed integer[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  ends timestamptz := clock_timestamp() + least(for_ms, {LONGEST_MS}) * interval '1 ms';
  old pg_snapshot := CASE WHEN length(since) > {LONGEST_SINCE} THEN NULL ELSE since END;
  now_seen pg_snapshot;
  held integer[] := '{{}}';
  one integer;
  over xid8[];
  began bigint;
  begun timestamptz;
  pause double precision := {FIRST_MS / 1000};
BEGIN
  changed := '{{}}';
  old := coalesce(old, pg_current_snapshot());
  FOREACH one IN ARRAY wanted LOOP
    IF pg_try_advisory_xact_lock({LOCKS}, one) THEN held := held || one; END IF;
  END LOOP;
  looking := cardinality(held) > 0;
  LOOP
    IF looking THEN PERFORM pg_sleep(pause); END IF;
    pause := greatest(every_ms, {SHORTEST_MS}) / 1000.0;
    now_seen := pg_current_snapshot();
    began := pg_snapshot_xmax(now_seen)::text::bigint - pg_snapshot_xmax(old)::text::bigint;
    IF looking AND began > {BUSY} THEN
      PERFORM pg_sleep(least(began, {MOST_BUSY}) * {WAIT_MS / 1000});
      now_seen := pg_current_snapshot();
    END IF;
    IF now_seen::text <> old::text THEN
      begun := clock_timestamp();
      over := ARRAY(SELECT x FROM pg_snapshot_xip(old) x WHERE pg_visible_in_snapshot(x, now_seen));
      FOREACH one IN ARRAY wanted LOOP
        IF EXISTS ({NEW}) OR cardinality(over) > 0 AND EXISTS ({ENDED}) THEN
          changed := changed || one;
        END IF;
      END LOOP;
      old := now_seen;
      pause := greatest(pause, {REST} * extract(epoch FROM clock_timestamp() - begun));
    END IF;
    EXIT WHEN NOT looking OR cardinality(changed) > 0 OR clock_timestamp() >= ends;
  END LOOP;
  seen := old::text;
  IF pg_notification_queue_usage() < 0.5 THEN
    PERFORM pg_notify(hint_channel(x), '') FROM unnest(changed) x WHERE x = ANY (held);
  END IF;
END $$
"""


def upgrade() -> None:
    """Take the triggers away, with what they counted in; the secret names of the channels stay."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        for table in HINTED:
            for deed in ("insert", "update"):
                bind.exec_driver_sql(f"DROP TRIGGER IF EXISTS hint_{deed} ON {table}")
        bind.exec_driver_sql("DROP FUNCTION hint_row()")
        bind.exec_driver_sql("DROP SEQUENCE hint_moment")
        bind.exec_driver_sql(LOOK)
        bind.exec_driver_sql("REVOKE ALL ON FUNCTION hint_look(integer[], text, integer, integer) FROM PUBLIC")
    bind.exec_driver_sql("UPDATE sync_meta SET schema_version = 12")
