"""What a desk asks and writes under row-level security, as functions of the database: each looks at the membership of
the login (session_user) itself, and whoever writes is named by the database and not by the desk.

Roles that fill tables themselves (importer, reviewer) use these for events of the desk too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bpo_desk.models.engagement import Role
from bpo_desk.models.event import EventKind
from bpo_desk.models.ids import FIRST_TIME, LAST_TIME
from bpo_desk.models.mutation import RequestKind, task_numbers
from bpo_desk.models.mutation_effects import NOTES, TASKS
from bpo_desk.shared.access_rights import FULL, WRITERS
from bpo_desk.shared.retention_rules import retention_functions

REFUSED: Final = "BD001"
"""SQLSTATE of a final no for want of something in what was sent."""
FORBIDDEN: Final = "BD002"
"""SQLSTATE of a final no for want of a right."""

_HEAD: Final = "SECURITY DEFINER SET search_path = public, pg_temp"
_ACCESS: Final = (EventKind.VIEWED, EventKind.EXPORTED)
_OF_TASKS: Final = (EventKind.SCHEDULED, EventKind.ASSIGNED, EventKind.COMPLETED, EventKind.DUE_CHANGED)
"""Kinds that a desk writes about its own ad-hoc tasks, and about nothing else: the work items of sources are theirs."""
_TASKS_FROM, _TASKS_TO = task_numbers()
_NOTES: Final = (EventKind.COMMENT_ADDED, EventKind.PINNED, EventKind.TAGGED, EventKind.EXIT_ACCEPTED,
                 EventKind.FEEDBACK_ANSWERED, EventKind.REQUESTED, EventKind.REQUEST_WITHDRAWN,
                 EventKind.SAMPLE_DRAWN)  # fmt: skip
"""What both sides write about a case. Facts of sources are never written here, nor kinds that this program does not
know."""
_REVIEWERS: Final = (Role.OWNER, Role.ADMIN, Role.REVIEWER)
_REVIEWS: Final = (EventKind.REVIEW_SUBMITTED, EventKind.REVIEW_REVISED)
_LEFT: Final = ("format", "what", "recipient", "reason", "cases", "digest", "population", "filter", "as_of")
"""What is kept of a list that left a desk."""
_MOST_SAID: Final = 300_000
"""Bytes of what is said of a list."""
_LONGEST_NAME: Final = 200
_MOST_WRITTEN: Final = 4_000_000
"""Bytes of the events of one mutation."""
_MOST_LOOKED_AT: Final = 500
"""Engagements in one turn of looking for changes."""
_LONGEST_REST_MS: Final = 1_000
"""Between two looks, whatever was asked for: a call must end soon after its time is over."""


def _words(roles: tuple[Role, ...]) -> str:
    return "'{" + ",".join(role.value for role in roles) + "}'::text[]"


def _kinds(kinds: tuple[int, ...]) -> str:
    return ", ".join(str(int(kind)) for kind in kinds)


def desk_functions(owner: str) -> Iterator[tuple[str, str]]:
    """(signature, CREATE statement) of each; `owner` is the group that owns the tables."""
    yield "desk_roles(integer)", _ROLES.replace("{owner}", owner)
    yield "desk_administered()", _ADMINISTERED.replace("{owner}", owner)
    yield "desk_own_names(integer)", _OWN_NAMES
    yield "desk_engagements()", _ENGAGEMENTS.replace("{owner}", owner)
    yield "desk_hint_channel(integer)", _HINT_CHANNEL
    yield "desk_seal(text)", _HINT_SEAL
    yield "desk_hint_look(integer[], text, integer, integer)", _HINT_LOOK
    yield "desk_case(integer, text)", _CASE
    yield "desk_case_of(integer, integer)", _CASE_OF
    yield "desk_event(integer, integer, uuid)", _EVENT
    yield "desk_events_of(integer, integer, smallint[], integer)", _EVENTS_OF
    yield "desk_hold(integer)", _HOLD
    yield "desk_claim(integer, uuid, text, text)", _CLAIM
    yield "desk_settle(integer, uuid, text, text, text, text)", _SETTLE
    yield "desk_answer(integer, uuid)", _ANSWER
    yield "desk_have_secret(integer, bytea, bytea)", _HAVE_SECRET
    yield "desk_note_list(integer, text)", _NOTE_LIST
    yield "desk_writer(integer)", _WRITER
    yield "desk_append(integer, integer, bigint, uuid, jsonb)", _APPEND
    yield from retention_functions(_HEAD, FORBIDDEN)


_ROLES: Final = f"""
CREATE OR REPLACE FUNCTION desk_roles(e integer) RETURNS text[] LANGUAGE sql STABLE {_HEAD} AS $$
  -- Measured plans say how much was read to answer, hidden rows included: who asks for one has no role, neither in the
  -- query nor in a cursor that the query fetches from. No backslashes, which a setting of the session could take away.
  SELECT CASE WHEN current_query() COLLATE "C" ~* '[[:<:]]explain[[:>:]]' OR EXISTS (SELECT FROM pg_cursors c
    WHERE c.statement COLLATE "C" ~* '[[:<:]]explain[[:>:]]') THEN '{{}}'::text[] ELSE (
    SELECT coalesce(array_agg(m.role), '{{}}') || CASE WHEN pg_has_role(session_user, '{{owner}}', 'USAGE')
      AND EXISTS (SELECT FROM engagement g WHERE g.engagement_id = e) THEN ARRAY['owner'] ELSE ARRAY[]::text[] END
    FROM membership m WHERE m.engagement_id = e AND m.login = session_user) END
$$"""

_ADMINISTERED: Final = f"""
CREATE OR REPLACE FUNCTION desk_administered() RETURNS integer[] LANGUAGE sql STABLE {_HEAD} AS $$
  SELECT coalesce(array_agg(g.engagement_id), '{{}}') FROM engagement g
  WHERE pg_has_role(session_user, '{{owner}}', 'USAGE') OR EXISTS (SELECT FROM membership m
    WHERE m.engagement_id = g.engagement_id AND m.login = session_user AND m.role IN ('owner', 'admin'))
$$"""

_OWN_NAMES: Final = f"""
CREATE OR REPLACE FUNCTION desk_own_names(e integer) RETURNS text[] LANGUAGE sql STABLE {_HEAD} AS $$
  SELECT array_agg(m.person) FILTER (WHERE m.person <> '') || session_user::text FROM membership m
  WHERE m.engagement_id = e AND m.login = session_user
$$"""

# scope: '' = all there is, 'client/<n>' = what clients get since the n-th change of it.
_ENGAGEMENTS: Final = f"""
CREATE OR REPLACE FUNCTION desk_engagements()
RETURNS TABLE (engagement_id integer, code text, name text, client text, provider text, zone text, scope text)
LANGUAGE sql STABLE {_HEAD} AS $$
  SELECT g.engagement_id, g.code, g.name, g.client, g.provider, g.zone,
    CASE WHEN x.roles && {_words(FULL)} THEN '' ELSE 'client/' || g.client_epoch END
  FROM engagement g, LATERAL (SELECT desk_roles(g.engagement_id) OFFSET 0) x(roles)
  WHERE cardinality(x.roles) > 0
$$"""

# Where the hints of an engagement are heard; NULL for who is nothing there. Clients hear of what they get alone.
_HINT_CHANNEL: Final = f"""
CREATE OR REPLACE FUNCTION desk_hint_channel(e integer) RETURNS text LANGUAGE sql STABLE {_HEAD} AS $$
  SELECT CASE WHEN x.roles && {_words(FULL)} THEN hint_channel(e)
    WHEN cardinality(x.roles) > 0 THEN hint_channel_of_clients(e) END FROM (SELECT desk_roles(e) OFFSET 0) x(roles)
$$"""

# One turn of looking for changes in some engagements (migration 12); those of others are not looked at. What was seen
# is given out with a seal, and believed as it was given out alone: of a state of one's own making the answer would tell
# of any transaction whether it wrote in the engagement, what the asker may not see included.
_HINT_LOOK: Final = f"""
CREATE OR REPLACE FUNCTION desk_hint_look(wanted integer[], since text, for_ms integer, every_ms integer,
  OUT seen text, OUT looking boolean, OUT changed integer[]) LANGUAGE plpgsql {_HEAD} AS $$
DECLARE known text := split_part(since, ' ', 1);
BEGIN
  SELECT * INTO seen, looking, changed FROM hint_look(
    ARRAY(SELECT x FROM (SELECT y FROM unnest(wanted) y LIMIT {_MOST_LOOKED_AT}) one(x)
      WHERE cardinality(desk_roles(x)) > 0),
    CASE WHEN since = known || ' ' || desk_seal(known) THEN known END, for_ms,
    least(every_ms, {_LONGEST_REST_MS}),
    ARRAY(SELECT x FROM unnest(wanted) x WHERE NOT desk_roles(x) && {_words(FULL)}));
  seen := seen || ' ' || desk_seal(seen);
END $$"""

_HINT_SEAL: Final = f"""
CREATE OR REPLACE FUNCTION desk_seal(seen text) RETURNS text LANGUAGE sql STABLE {_HEAD} AS $$
  SELECT encode(sha256(convert_to(s.secret, 'UTF8') || sha256(convert_to(
    s.secret || session_user || ' ' || seen, 'UTF8'))), 'hex') FROM hint_secret s
$$"""

_CASE: Final = f"""
CREATE OR REPLACE FUNCTION desk_case(e integer, wanted text) RETURNS integer LANGUAGE sql STABLE {_HEAD} AS $$
  SELECT CASE WHEN x.roles && {_words(FULL)} THEN c.case_id ELSE c.client_key END
  FROM case_ c, (SELECT desk_roles(e) OFFSET 0) x(roles)
  WHERE c.engagement_id = e AND md5(c.number) = md5(wanted) AND c.number = wanted AND cardinality(x.roles) > 0
$$"""

# The key of a case behind the one that the caller knows it by.
_CASE_OF: Final = f"""
CREATE OR REPLACE FUNCTION desk_case_of(e integer, known integer) RETURNS integer LANGUAGE sql STABLE {_HEAD} AS $$
  SELECT CASE WHEN desk_roles(e) && {_words(FULL)} THEN known
    ELSE (SELECT c.case_id FROM case_ c WHERE c.engagement_id = e AND c.client_key = known) END
$$"""

# Which events of an engagement the login may know of.
_SEEN: Final = f"(v.visibility = 1 OR desk_roles(e) && {_words(FULL)}) AND cardinality(desk_roles(e)) > 0"

_EVENT: Final = f"""
CREATE OR REPLACE FUNCTION desk_event(e integer, c integer, id uuid, OUT kind smallint, OUT erased boolean)
LANGUAGE sql STABLE {_HEAD} AS $$
  SELECT v.kind, EXISTS (SELECT FROM sync_tombstone t WHERE t.engagement_id = e AND t.table_name = 'event'
    AND t.key = replace(id::text, '-', '') AND t.reason = 'erased')
  FROM event v WHERE v.engagement_id = e AND v.case_id = desk_case_of(e, c) AND v.event_id = id AND {_SEEN}
$$"""

_EVENTS_OF: Final = f"""
CREATE OR REPLACE FUNCTION desk_events_of(e integer, c integer, kinds smallint[], item integer)
RETURNS TABLE (who text, at bigint, data text) LANGUAGE sql STABLE {_HEAD} AS $$
  SELECT CASE WHEN desk_roles(e) && {_words(FULL)} THEN p.name ELSE (
      SELECT x.name FROM client_person(e, 0) x WHERE x.person_id = p.client_key) END,
    v.occurred_at, CASE WHEN desk_roles(e) && {_words(FULL)} THEN v.data::text
      ELSE json_build_object('event_id', v.data::json ->> 'event_id')::text END
  FROM event v LEFT JOIN person p ON p.engagement_id = e AND p.person_id = v.actor_id
  WHERE v.engagement_id = e AND v.case_id = desk_case_of(e, c) AND v.kind = ANY (kinds)
    AND (item IS NULL OR v.work_item = item) AND {_SEEN} ORDER BY v.occurred_at, v.event_id
$$"""

_HOLD: Final = f"""
CREATE OR REPLACE FUNCTION desk_hold(e integer) RETURNS void LANGUAGE plpgsql {_HEAD} AS $$
BEGIN
  IF cardinality(desk_roles(e)) > 0 THEN PERFORM 1 FROM engagement WHERE engagement_id = e FOR NO KEY UPDATE; END IF;
END $$"""

# An id of version 8 says for which login it is (models/mutation.py): whoever reads it in an event cannot write under it
# when a restored database has forgotten whose it was. Earlier versions of the desk made ids of version 7.
_HEX: Final = "replace({id}::text, '-', '')"
_BOUND: Final = "substr({id}::text, 15, 1) = '8'"
_OWN: Final = f"""right({_HEX}, 9) = left(encode(sha256(convert_to(
  'bpo_desk ' || session_user || ' writes ' || left({_HEX}, 23), 'UTF8')), 'hex'), 9)"""
_NOT_OWN: Final = f"{_BOUND} AND NOT {_OWN}"
_LAST_EFFECT: Final = 9
_EFFECT_OF_OWN: Final = f"""EXISTS (SELECT FROM generate_series(0, {_LAST_EFFECT}) i CROSS JOIN LATERAL (
  SELECT encode(sha256(convert_to('bpo_desk ' || i || ' of ' || {_HEX.format(id="own")}, 'UTF8')), 'hex')) x(h)
  WHERE {_HEX.format(id="one.event_id")} = left({_HEX.format(id="own")}, 16)
    || to_hex(('x' || left(x.h, 1))::bit(4)::integer & 3 | 8) || substr(x.h, 2, 15))"""

# The time of the claim, NULL where it was claimed before.
_CLAIM: Final = f"""
CREATE OR REPLACE FUNCTION desk_claim(e integer, id uuid, what text, hash text) RETURNS bigint LANGUAGE plpgsql {_HEAD}
AS $$
DECLARE now_at bigint := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
BEGIN
  IF cardinality(desk_roles(e)) = 0 THEN
    RAISE EXCEPTION 'This login has no role in the engagement.' USING ERRCODE = '{FORBIDDEN}';
  END IF;
  IF octet_length(what) > {_LONGEST_NAME} OR octet_length(hash) > {_LONGEST_NAME} THEN
    RAISE EXCEPTION 'No desk writes this.' USING ERRCODE = '{REFUSED}';
  END IF;
  IF {_NOT_OWN.format(id="id")} THEN
    RAISE EXCEPTION 'This was written under another login than the one that sends it.' USING ERRCODE = '{FORBIDDEN}';
  END IF;
  INSERT INTO applied_mutation (engagement_id, mutation_id, client, kind, payload_hash, outcome, refusal, words, theirs,
    recorded_at) VALUES (e, id, session_user, what, hash, '', '', '', '', now_at)
    ON CONFLICT (engagement_id, mutation_id) DO NOTHING;
  RETURN CASE WHEN FOUND THEN now_at END;
END $$"""

# Only in the transaction that claimed it: what was answered once stays.
_SETTLE: Final = f"""
CREATE OR REPLACE FUNCTION desk_settle(e integer, id uuid, how text, why text, said text, others text) RETURNS void
LANGUAGE sql {_HEAD} AS $$
  UPDATE applied_mutation SET outcome = how, refusal = why, words = said, theirs = others
  WHERE engagement_id = e AND mutation_id = id AND client = session_user AND outcome = ''
$$"""

_ANSWER: Final = f"""
CREATE OR REPLACE FUNCTION desk_answer(e integer, id uuid)
RETURNS TABLE (payload_hash text, outcome text, refusal text, words text, theirs text, recorded_at bigint)
LANGUAGE sql STABLE {_HEAD} AS $$
  SELECT a.payload_hash, a.outcome, a.refusal, a.words, a.theirs, a.recorded_at FROM applied_mutation a
  WHERE a.engagement_id = e AND a.mutation_id = id AND a.client = session_user
$$"""

# Made once by an administrator of the engagement, and never shown to anybody.
_HAVE_SECRET: Final = f"""
CREATE OR REPLACE FUNCTION desk_have_secret(e integer, inner_part bytea, outer_part bytea) RETURNS void
LANGUAGE sql {_HEAD} AS $$
  INSERT INTO engagement_secret (engagement_id, inner_key, outer_key)
  SELECT e, inner_part, outer_part WHERE e = ANY (desk_administered()) ON CONFLICT (engagement_id) DO NOTHING
$$"""

# Who writes here, and on which side: as the membership says, else as the person of that name is known.
_WRITER: Final = f"""
CREATE OR REPLACE FUNCTION desk_writer(e integer, OUT id integer, OUT at_side smallint) LANGUAGE plpgsql {_HEAD} AS $$
DECLARE me text;
BEGIN
  SELECT nullif(m.person, ''), m.side INTO me, at_side FROM membership m WHERE m.engagement_id = e
    AND m.login = session_user ORDER BY m.person = '', m.side = 0, m.membership_id LIMIT 1;
  me := coalesce(me, session_user);
  id := entry_key('person', 'person_id', 'name', e, me);
  IF coalesce(at_side, 0) = 0 THEN
    SELECT p.side INTO at_side FROM person p WHERE p.engagement_id = e AND p.person_id = id;
  ELSE
    UPDATE person SET side = at_side WHERE engagement_id = e AND person_id = id AND side = 0;
  END IF;
  at_side := coalesce(at_side, 0);
END $$"""

_NOTE_LIST: Final = f"""
CREATE OR REPLACE FUNCTION desk_note_list(e integer, said text) RETURNS void LANGUAGE plpgsql {_HEAD} AS $$
DECLARE
  now_at bigint := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
  given jsonb; kept jsonb; who record;
BEGIN
  IF cardinality(desk_roles(e)) = 0 THEN
    RAISE EXCEPTION 'This login has no role in the engagement.' USING ERRCODE = '{FORBIDDEN}';
  END IF;
  IF octet_length(said) > {_MOST_SAID} OR jsonb_typeof(said::jsonb) <> 'object' THEN
    RAISE EXCEPTION 'This says nothing of a list.' USING ERRCODE = '{REFUSED}';
  END IF;
  given := said::jsonb;
  SELECT coalesce(jsonb_object_agg(x.key, x.value), '{{}}') INTO kept FROM jsonb_each(given) x
    WHERE x.key IN ({", ".join(f"'{name}'" for name in _LEFT)}) AND jsonb_typeof(x.value) IN ('string', 'number');
  PERFORM 1 FROM engagement WHERE engagement_id = e FOR NO KEY UPDATE;
  SELECT * INTO who FROM desk_writer(e);
  INSERT INTO access_change (engagement_id, at, by_login, what, said)
    VALUES (e, now_at, session_user, 'list_exported', given::text);
  INSERT INTO list_export (engagement_id, list_export_id, at, done, actor_id, side, said)
    SELECT e, coalesce(max(l.list_export_id), 0) + 1, now_at,
      least(now_at, CASE WHEN given ->> 'at_desk' ~ '^[0-9]{{1,18}}$' THEN (given ->> 'at_desk')::bigint END),
      who.id, who.at_side, kept::text
    FROM list_export l WHERE l.engagement_id = e;
  PERFORM show_entries(e, 'person', ARRAY[who.id]);
END $$"""

# The events of one mutation. Names become keys as everywhere; the actor, the side, both times and the source are ours.
# A client names only persons and queues that it sees: an answer about others would tell whether there are any, and who
# is behind a pseudonym. A task is called as one likes. A trigger (`entered`) sees to what the events name and to a case
# that comes back.
_APPEND: Final = f"""
CREATE OR REPLACE FUNCTION desk_append(e integer, c integer, claimed bigint, own uuid, said jsonb) RETURNS integer
LANGUAGE plpgsql {_HEAD} AS $$
DECLARE
  roles text[] := desk_roles(e);
  now_at bigint := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
  its integer := desk_case_of(e, c);
  mine smallint; me_id integer; holder_key integer; queue_key integer; source_key integer;
  one record; made integer := 0; shared integer := 0;
BEGIN
  IF cardinality(roles) = 0 THEN
    RAISE EXCEPTION 'This login has no role in the engagement.' USING ERRCODE = '{FORBIDDEN}';
  END IF;
  IF claimed NOT BETWEEN {FIRST_TIME} AND {LAST_TIME} OR octet_length(said::text) > {_MOST_WRITTEN} THEN
    RAISE EXCEPTION 'No desk writes this.' USING ERRCODE = '{REFUSED}';
  END IF;
  PERFORM 1 FROM engagement WHERE engagement_id = e FOR NO KEY UPDATE;
  PERFORM set_config('bpo_desk.entering', '', true);  -- whatever the session says: the trigger sees to these rows
  IF NOT EXISTS (SELECT FROM case_ x WHERE x.engagement_id = e AND x.case_id = its) THEN
    RAISE EXCEPTION 'The case is not in the engagement (any more).' USING ERRCODE = '{REFUSED}';
  END IF;
  SELECT w.id, w.at_side INTO me_id, mine FROM desk_writer(e) w;
  FOR one IN SELECT * FROM jsonb_to_recordset(said) AS x(event_id uuid, kind smallint, step text, holder text,
      queue text, work_item integer, ad_hoc smallint, new_value text, reason text, visibility smallint, data text) LOOP
    IF (one.visibility IN (0, 1) AND (one.kind IN ({_kinds(_ACCESS)}) AND one.visibility = 1
        OR one.kind = {int(EventKind.UNMASKED)} AND one.visibility = 1 AND roles && {_words(FULL)}
        OR one.kind IN ({_kinds(_REVIEWS)}) AND roles && {_words(_REVIEWERS)}
        OR one.kind IN ({_kinds((*_NOTES, *_OF_TASKS))}) AND (roles && {_words(WRITERS)}
          OR 'client' = ANY (roles) AND one.visibility = 1 AND (one.kind <> {int(EventKind.REQUESTED)}
            OR one.data::json ->> 'what' = '{RequestKind.ESCALATE.value}')))) IS NOT TRUE THEN
      RAISE EXCEPTION '%', format('%s, as %s, may not write this.', session_user, array_to_string(roles, ', '))
        USING ERRCODE = '{FORBIDDEN}';
    END IF;
    IF one.ad_hoc IS DISTINCT FROM (one.work_item IS NOT NULL)::integer
        OR one.work_item NOT BETWEEN {_TASKS_FROM} AND {_TASKS_TO}
        OR (one.work_item IS NULL) = (one.kind IN ({_kinds(_OF_TASKS)})) THEN
      RAISE EXCEPTION 'Desks write about their own tasks only.' USING ERRCODE = '{REFUSED}';
    END IF;
    IF {_BOUND.format(id="one.event_id")} AND NOT ({_OWN.format(id="own")} AND {_EFFECT_OF_OWN}) THEN
      RAISE EXCEPTION 'The event belongs to what another login writes.' USING ERRCODE = '{FORBIDDEN}';
    END IF;
    IF json_typeof(one.data::json) <> 'object' THEN
      RAISE EXCEPTION 'The data of an event say what by name.' USING ERRCODE = '{REFUSED}';
    END IF;
    IF one.holder IS NULL OR roles && {_words(FULL)} THEN
      holder_key := entry_key('person', 'person_id', 'name', e, one.holder);
    ELSE
      SELECT min(p.person_id) INTO holder_key FROM client_person(e, 0) x
        JOIN person p ON p.engagement_id = e AND p.client_key = x.person_id WHERE x.name = one.holder;
      IF holder_key IS NULL THEN
        RAISE EXCEPTION 'There is nobody of this name in the engagement.' USING ERRCODE = '{REFUSED}';
      END IF;
    END IF;
    queue_key := entry_key('queue', 'queue_id', 'name', e, CASE WHEN roles && {_words(FULL)} THEN one.queue END);
    IF NOT roles && {_words(FULL)} THEN
      SELECT q.queue_id INTO queue_key FROM queue q
        WHERE q.engagement_id = e AND md5(q.name) = md5(one.queue) AND q.client_key IS NOT NULL;
      IF (one.queue IS NULL) <> (queue_key IS NULL) THEN
        RAISE EXCEPTION 'There is no queue of this name in the engagement.' USING ERRCODE = '{REFUSED}';
      END IF;
    END IF;
    source_key := entry_key('source', 'source_id', 'name', e,
      CASE WHEN one.ad_hoc = 1 THEN '{TASKS.name}' ELSE '{NOTES.name}' END);
    UPDATE source SET capability = {int(TASKS.capability)}, description = '{TASKS.description}' WHERE engagement_id = e
      AND source_id = source_key AND name = '{TASKS.name}' AND description = '';
    UPDATE source SET description = '{NOTES.description}' WHERE engagement_id = e
      AND source_id = source_key AND name = '{NOTES.name}' AND description = '';
    INSERT INTO event (engagement_id, event_id, case_id, occurred_at, recorded_at, source_seq, kind, side, actor_id,
      holder_id, queue_id, step_id, work_item, ad_hoc, new_value, reason, visibility, data, source_id, source_record,
      shared_seq)
    VALUES (e, one.event_id, its, least(claimed, now_at), now_at, made, one.kind, mine, me_id, holder_key,
      queue_key, entry_key('step', 'step_id', 'name', e, one.step), one.work_item, one.ad_hoc, one.new_value,
      one.reason, one.visibility, one.data::json,
      source_key, replace(own::text, '-', ''), nullif(CASE WHEN one.visibility = 1 THEN shared END, 0))
    ON CONFLICT (engagement_id, event_id) DO NOTHING;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'Events with the ids of this mutation are there already.' USING ERRCODE = '{REFUSED}';
    END IF;
    made := made + 1;
    shared := shared + one.visibility;
  END LOOP;
  RETURN made;
END $$"""
