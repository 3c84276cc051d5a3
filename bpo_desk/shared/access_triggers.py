"""Triggers of PostgreSQL that stand behind the rights: what may change in an event, and what of access, erasures and
moves the database writes down itself, whoever does it and by whichever way. Put up by access.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_TEXTS: Final = ("old_value", "new_value", "reason", "data", "source_record")
"""What an erasure takes out of an event."""
_KEYS: Final = ("engagement_id", "case_id", "actor_id", "holder_id", "on_behalf_of_id", "queue_id", "step_id",
                "field_id", "source_id")  # fmt: skip
"""What a move to another engagement changes: the keys of the same names there."""


def trigger_functions(admin: str) -> Iterator[tuple[str, str]]:
    """(signature, CREATE statement) of each; `admin` is the group of administrators."""
    yield "refuse_change()", _REFUSE_CHANGE.replace("{admin}", admin)
    yield "note_access()", _NOTE_ACCESS
    yield "note_visibility()", _NOTE_VISIBILITY
    yield "note_change()", _NOTE_CHANGE


def _same(but: tuple[str, ...]) -> str:
    left = "'{" + ",".join(but) + "}'::text[]"
    return f"to_jsonb(NEW) - {left} = to_jsonb(OLD) - {left}"


# What is let through is let through for what it is said to be, so that nobody rewrites an event under the name of an
# erasure: texts go or stay, what was shared may become internal; a move gives other keys and changes no word.
_GONE: Final = " AND ".join(f"(NEW.{name} IS NULL OR NEW.{name}::text = OLD.{name}::text)" for name in _TEXTS)
_AS_ERASED: Final = f"{_same((*_TEXTS, 'visibility'))} AND NEW.visibility <= OLD.visibility AND {_GONE}"
_AS_MOVED: Final = f"{_same(_KEYS)} AND (NEW.engagement_id <> OLD.engagement_id OR {_same(())})"

_REFUSE_CHANGE: Final = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE said text := coalesce(current_setting('bpo_desk.change', true), '');
BEGIN
  IF TG_OP <> 'TRUNCATE' AND (pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')
       OR pg_has_role(current_user, '{{admin}}', 'USAGE')) THEN
    IF TG_OP = 'DELETE' AND said IN ('erased', 'moved', 'deleted') THEN RETURN OLD; END IF;
    IF TG_OP = 'UPDATE' AND said = 'erased' AND {_AS_ERASED} THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND said = 'moved' AND {_AS_MOVED} THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'events are append-only: % of % refused', lower(TG_OP), TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', HINT = 'Append a correction; only the administrator erases and moves.';
END $$"""

# One line for all that a transaction does to an engagement under one name, however many statements that takes.
_NOTE_CHANGE: Final = """
CREATE OR REPLACE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  mine text := pg_current_xact_id()::text;
  done text := coalesce(nullif(current_setting('bpo_desk.change', true), ''), 'changed');
  one record; before record;
BEGIN
  IF TG_OP = 'UPDATE' THEN  -- by itself: a DELETE has no rows that became anything, and the question would fail
    IF done = 'moved' AND NOT EXISTS (SELECT engagement_id FROM became EXCEPT SELECT engagement_id FROM was) THEN
      done := 'stamped';  -- after a restore: nothing but the positions in the feed
    END IF;
  END IF;
  FOR one IN SELECT engagement_id AS e, count(*) AS events FROM was GROUP BY engagement_id LOOP
    SELECT c.change_id, c.what, c.said::jsonb AS said INTO before FROM access_change c WHERE c.engagement_id = one.e
      ORDER BY c.change_id DESC LIMIT 1;
    IF before.what = done AND before.said ->> 'transaction' = mine THEN
      UPDATE access_change SET said = (before.said || jsonb_build_object('events',
        (before.said ->> 'events')::bigint + one.events))::text WHERE change_id = before.change_id;
    ELSE
      INSERT INTO access_change (engagement_id, at, by_login, what, said) VALUES (one.e,
        (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, session_user, done,
        jsonb_build_object('events', one.events, 'transaction', mine)::text);
    END IF;
  END LOOP;
  RETURN NULL;
END $$"""

# Changes of access are written down by the database itself, whoever makes them and by whichever way. What a client
# gets of an engagement is then different, so its copy must be made anew: client_epoch is in the scope of a client.
_NOTE_ACCESS: Final = """
CREATE OR REPLACE FUNCTION note_access() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE e integer; what text; said jsonb;
BEGIN
  IF TG_TABLE_NAME = 'membership' THEN
    e := CASE WHEN TG_OP = 'DELETE' THEN OLD.engagement_id ELSE NEW.engagement_id END;
    what := CASE TG_OP WHEN 'INSERT' THEN 'granted' WHEN 'DELETE' THEN 'revoked' ELSE 'changed' END;
    said := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE jsonb_build_object('login', NEW.login, 'role', NEW.role,
      'side', NEW.side, 'person', NEW.person) END;
    IF TG_OP <> 'INSERT' THEN
      said := said || jsonb_build_object('before', jsonb_build_object('login', OLD.login, 'role', OLD.role, 'side',
        OLD.side, 'person', OLD.person));
    END IF;
  ELSIF (OLD.masked, OLD.pseudonyms, OLD.log_views, OLD.lease_days, OLD.covered, OLD.retention_days)
      IS DISTINCT FROM (NEW.masked, NEW.pseudonyms, NEW.log_views, NEW.lease_days, NEW.covered, NEW.retention_days) THEN
    e := NEW.engagement_id; what := 'settings';
    said := jsonb_build_object('masked', NEW.masked::jsonb, 'pseudonyms', NEW.pseudonyms <> 0, 'log_views',
      NEW.log_views::jsonb, 'lease_days', NEW.lease_days, 'covered', NEW.covered::jsonb, 'retention_days',
      NEW.retention_days);
    IF (OLD.masked, OLD.pseudonyms) IS DISTINCT FROM (NEW.masked, NEW.pseudonyms) THEN
      NEW.client_epoch := OLD.client_epoch + 1;
    END IF;
  END IF;
  IF what IS NOT NULL THEN
    INSERT INTO access_change (engagement_id, at, by_login, what, said) VALUES (e,
      (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, session_user, what, said::text);
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$"""

# The tombstone of what the client never saw is none for the client: neither of internal events nor of the views, drafts
# and memberships of others. What is told carries the key under which the client knows the case.
_NOTE_VISIBILITY: Final = """
CREATE OR REPLACE FUNCTION note_visibility() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  NEW.visibility := CASE NEW.table_name WHEN 'event' THEN coalesce((SELECT v.visibility FROM event v
    WHERE v.engagement_id = NEW.engagement_id AND v.event_id =
    CASE WHEN NEW.table_name = 'event' THEN NEW.key::uuid END), 0)
    WHEN 'process_definition' THEN 1 WHEN 'calendar' THEN 1 ELSE 0 END;
  NEW.client_key := coalesce((SELECT c.client_key FROM case_ c WHERE c.engagement_id = NEW.engagement_id
    AND c.case_id = NEW.case_id), 0);
  IF NEW.table_name = 'case' AND NEW.client_key > 0 THEN NEW.visibility := 1; END IF;
  RETURN NEW;
END $$"""


def triggers() -> list[str]:
    """The statements that put them on their tables."""
    made = []
    for name, table, when, does in (
        ("note_access", "membership", "AFTER INSERT OR UPDATE OR DELETE", "note_access"),
        # After sync_touch by its name, so that the row is stamped.
        ("z_note_access", "engagement", "BEFORE UPDATE", "note_access"),
        ("note_visibility", "sync_tombstone", "BEFORE INSERT", "note_visibility"),
    ):
        made += [
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {does}()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ]
    return [
        *made,
        "DROP TRIGGER IF EXISTS note_visibility ON event",  # of earlier versions
        "DROP TRIGGER IF EXISTS note_update ON event",
        "CREATE TRIGGER note_update AFTER UPDATE ON event REFERENCING OLD TABLE AS was NEW TABLE AS became"
        " FOR EACH STATEMENT EXECUTE FUNCTION note_change()",
        "DROP TRIGGER IF EXISTS note_delete ON event",
        "CREATE TRIGGER note_delete AFTER DELETE ON event REFERENCING OLD TABLE AS was"
        " FOR EACH STATEMENT EXECUTE FUNCTION note_change()",
        "ALTER TABLE event ENABLE ALWAYS TRIGGER note_update",
        "ALTER TABLE event ENABLE ALWAYS TRIGGER note_delete",
    ]
