"""Schema 5: on PostgreSQL, writers of an engagement send an empty hint, so that desks need not wait for the next poll.

Nothing rests on a hint: it says neither what changed nor that every change was hinted at.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SLOTS = 16
"""Engagements share so many counters of when the last hint was sent."""
EVERY_MS = 20
"""At most one hint of a slot in so many milliseconds, and so at most 50 a second."""
LONG_MS = 500
"""A transaction that takes longer hints in any case: the desks that earlier hints woke look again within a second, but
perhaps not after its end. Not much less, or all the writers of a server that is out of breath would hint."""
# What changes in a desk beside events; cases, persons and the like come with the events that name them.
HINTED = ("event", "saved_view", "mapping", "process_definition", "calendar", "review")

# When the last hint was sent stands in a sequence: what one writes there others see at once, before any commit, without
# waiting and without a lock that outlives the call. A row would make the writers wait for each other, an advisory lock
# would be held by a long import for as long as it takes.
# A statement that changes several engagements, as only an administrator's does, hints at one of them.
FUNCTION = f"""
CREATE FUNCTION hint_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  e integer := (SELECT f.engagement_id FROM fresh f LIMIT 1);
  slot regclass := 'public.hint_' || (e % {SLOTS});
  at_ms bigint := date_part('epoch', clock_timestamp()) * 1000;
BEGIN
  IF at_ms - pg_sequence_last_value(slot) BETWEEN 0 AND {EVERY_MS - 1}
     AND clock_timestamp() < transaction_timestamp() + interval '{LONG_MS} ms' THEN RETURN NULL; END IF;
  -- nothing inserted after all; or a queue so full that the writer's commit would fail
  IF e IS NULL OR pg_notification_queue_usage() > 0.5 THEN RETURN NULL; END IF;
  PERFORM setval(slot, at_ms), pg_notify('bpo_desk_' || e, '');
  RETURN NULL;
END $$
"""


def upgrade() -> None:
    """Counters, function, triggers; SQLite has no such thing, its desks poll."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        for slot in range(SLOTS):
            bind.exec_driver_sql(f"CREATE SEQUENCE hint_{slot}")
        bind.exec_driver_sql(FUNCTION.replace("%", "%%"))
        bind.exec_driver_sql("REVOKE ALL ON FUNCTION hint_change() FROM PUBLIC")
        for table in HINTED:
            for deed in ("insert", "update"):
                bind.exec_driver_sql(
                    f"CREATE TRIGGER hint_{deed} AFTER {deed.upper()} ON {table} REFERENCING NEW TABLE AS fresh"
                    " FOR EACH STATEMENT EXECUTE FUNCTION hint_change()"
                )
    bind.exec_driver_sql("UPDATE sync_meta SET schema_version = 5")
