"""Which closed cases a rule lets leave the local copies, as SQL for both dialects, and the functions of PostgreSQL that
apply it with the clock and the rights of the database. What calls them is in retention.py.

A case is over when the last that was said of its course is that it was closed or cancelled, in the order of the desk:
state/case_facts.py says the same, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bpo_desk.models.event import LIFECYCLE_KINDS, EventKind
from bpo_desk.models.review import ReviewState

DAY: Final = 86_400_000_000
"""Microseconds."""
PAUSE: Final = 20 * 3600 * 1_000_000
"""Microseconds that must lie between two applications that nobody asked for."""
AT_ONCE: Final = 20_000
"""Cases that one transaction lets go."""

NO_NEWS: Final = (EventKind.VIEWED, EventKind.EXPORTED, EventKind.UNMASKED, EventKind.PROOF_ISSUED)
"""Kinds that neither keep a case here nor bring it back: somebody looked."""
_NO_NEWS: Final = ", ".join(str(int(kind)) for kind in NO_NEWS)
_OVER: Final = f"{int(EventKind.CLOSED)}, {int(EventKind.CANCELLED)}"
_COURSE: Final = f"{int(EventKind.OPENED)}, {int(EventKind.REOPENED)}, {_OVER}"
_ENDS: Final = ", ".join(
    str(int(kind)) for kind in (EventKind.COMPLETED, EventKind.SKIPPED, EventKind.WITHDRAWN, EventKind.ABORTED)
)


def _more(first: EventKind, second: EventKind, source: str = "event v", only: str = "") -> str:
    """Cases with more events of the first kind than of the second."""
    return (
        f"SELECT v.case_id FROM {source} WHERE v.engagement_id = {{e}} AND v.kind IN ({int(first)}, {int(second)})"
        f"{only} GROUP BY v.case_id HAVING sum(CASE v.kind WHEN {int(first)} THEN 1 ELSE -1 END) > 0"
    )


_DUE: Final = f"""
WITH course AS (
  SELECT v.case_id, v.kind, v.occurred_at, row_number() OVER (PARTITION BY v.case_id
    ORDER BY v.occurred_at DESC NULLS LAST, v.source_seq DESC, v.event_id DESC) AS place
  FROM event v WHERE v.engagement_id = {{e}} AND v.kind IN ({_COURSE}){{only}}
), ended AS (
  SELECT c.case_id, c.occurred_at AS at FROM course c
  WHERE c.place = 1 AND c.kind IN ({_OVER}) AND c.occurred_at < {{before}}
), busy AS (
  SELECT v.case_id FROM event v
  WHERE v.engagement_id = {{e}} AND v.kind NOT IN ({_NO_NEWS}) AND v.occurred_at >= {{before}}
  UNION ALL SELECT c.case_id FROM case_ c
  WHERE c.engagement_id = {{e}} AND (c.held <> 0 OR c.left_at IS NOT NULL OR c.back_at >= {{before}})
  UNION ALL {_more(EventKind.SAMPLE_DRAWN, EventKind.REVIEW_SUBMITTED)}
  UNION ALL {_more(EventKind.DISPUTE_RAISED, EventKind.DISPUTE_SETTLED)}
  UNION ALL {
    _more(
        EventKind.REQUESTED,
        EventKind.REQUEST_WITHDRAWN,
        "event v JOIN ended d ON d.case_id = v.case_id",
        " AND v.occurred_at >= d.at",
    )
}
  UNION ALL SELECT v.case_id FROM event v WHERE v.engagement_id = {{e}} AND v.ad_hoc = 1
    AND v.kind BETWEEN {LIFECYCLE_KINDS.start} AND {LIFECYCLE_KINDS.stop - 1} GROUP BY v.case_id, v.work_item
    HAVING max(CASE WHEN v.kind IN ({_ENDS}) THEN 1 ELSE 0 END) = 0
  UNION ALL SELECT r.case_id FROM review r WHERE r.engagement_id = {{e}} AND r.state = '{ReviewState.DRAFT}'
)
SELECT case_id FROM ended EXCEPT SELECT case_id FROM busy ORDER BY case_id LIMIT {{most}}"""


def due(e: str, before: str, most: str, only: str = "") -> str:
    """The query for the keys of cases that may leave, ascending: those that were over before an instant, and in which
    nothing has happened since and nothing waits: no sample or review in work, no open dispute, task or request, no
    legal hold. The parts are SQL expressions; `only` narrows the events `v` of their course."""
    return _DUE.format(e=e, before=before, most=most, only=only)


NEWS: Final = (
    "SELECT v.case_id FROM case_ c JOIN event v ON v.engagement_id = c.engagement_id AND v.case_id = c.case_id"
    " WHERE c.engagement_id = {e} AND c.left_at IS NOT NULL AND v.sync_seq > c.sync_seq AND v.row_ver = 1"
    f" AND v.kind NOT IN ({_NO_NEWS}, {int(EventKind.CORRECTED)})"
)
"""Cases that have left and got events since by whoever inserts them without the desk's own ways."""


def retention_functions(head: str, forbidden: str) -> Iterator[tuple[str, str]]:
    """(signature, CREATE statement) of each."""
    yield "desk_let_go(integer)", _LET_GO.replace("{head}", head).replace("{forbidden}", forbidden)
    yield (
        "desk_bring_back(integer, integer[])",
        (_BRING_BACK.replace("{head}", head).replace("{forbidden}", forbidden).replace("{draft}", ReviewState.DRAFT)),
    )
    yield "desk_keep(integer, integer[], smallint)", _KEEP.replace("{head}", head).replace("{forbidden}", forbidden)


# How many cases left; -1 where others write or let go, so that it must be tried another time. Many desks ask as soon as
# it is due: one of them looks, and looking makes nobody wait. Then nobody may write events for a moment: a case must
# not leave while an event is on its way into it. Whoever locks the engagement and then writes events would wait for us
# as we for him, hence NOWAIT.
_LET_GO: Final = f"""
CREATE OR REPLACE FUNCTION desk_let_go(e integer) RETURNS integer LANGUAGE plpgsql {{head}} AS $$
DECLARE
  now_at bigint := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
  days integer; last_at bigint; before bigint; chosen integer[]; done integer;
BEGIN
  IF cardinality(desk_roles(e)) = 0 THEN
    RAISE EXCEPTION 'This login has no role in the engagement.' USING ERRCODE = '{{forbidden}}';
  END IF;
  SELECT g.retention_days, g.let_go_at INTO days, last_at FROM engagement g WHERE g.engagement_id = e;
  IF days = 0 OR now_at - last_at < {PAUSE} THEN RETURN 0; END IF;
  PERFORM 1 FROM sync_meta FOR NO KEY UPDATE SKIP LOCKED;
  IF NOT FOUND THEN RETURN -1; END IF;
  SELECT g.let_go_at INTO last_at FROM engagement g WHERE g.engagement_id = e;
  IF now_at - last_at < {PAUSE} THEN RETURN 0; END IF;
  before := now_at - days * {DAY};
  chosen := ARRAY({due("e", "before", str(AT_ONCE))});
  BEGIN
    PERFORM set_config('lock_timeout', '500ms', true);
    LOCK TABLE event IN SHARE ROW EXCLUSIVE MODE;
    PERFORM 1 FROM engagement g WHERE g.engagement_id = e AND g.retention_days = days
      AND g.let_go_at IS NOT DISTINCT FROM last_at FOR NO KEY UPDATE NOWAIT;
    IF NOT FOUND THEN RETURN -1; END IF;
    UPDATE case_ c SET left_at = NULL, back_at = now_at
      WHERE c.engagement_id = e AND c.case_id IN ({NEWS.format(e="e")});
    UPDATE case_ c SET left_at = now_at WHERE c.engagement_id = e AND c.case_id IN (
      SELECT x.case_id FROM ({due("e", "before", str(AT_ONCE), " AND v.case_id = ANY (chosen)")}) x);
    GET DIAGNOSTICS done = ROW_COUNT;
    UPDATE engagement g SET left_before = before,
      let_go_at = CASE WHEN cardinality(chosen) < {AT_ONCE} THEN now_at ELSE g.let_go_at END WHERE g.engagement_id = e;
    IF done > 0 THEN
      INSERT INTO access_change (engagement_id, at, by_login, what, said) VALUES (e, now_at, session_user, 'let_go',
        jsonb_build_object('cases', done, 'closed_before', before, 'days', days)::text);
    END IF;
  EXCEPTION WHEN lock_not_available OR deadlock_detected THEN RETURN -1;
  END;
  RETURN done;
END $$"""

# Reviewers bring back the cases of reviews in work: their own was written before they knew that the case had left.
_BRING_BACK: Final = """
CREATE OR REPLACE FUNCTION desk_bring_back(e integer, cases integer[]) RETURNS integer LANGUAGE plpgsql {head} AS $$
DECLARE done integer;
BEGIN
  IF NOT desk_roles(e) && '{owner,admin,importer}'::text[] AND NOT (desk_roles(e) && '{reviewer}'::text[]
    AND cases <@ ARRAY(SELECT r.case_id FROM review r WHERE r.engagement_id = e AND r.state = '{draft}')) THEN
    RAISE EXCEPTION 'Only who fills the engagement may do that.' USING ERRCODE = '{forbidden}';
  END IF;
  UPDATE case_ c SET left_at = NULL, back_at = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
    WHERE c.engagement_id = e AND c.left_at IS NOT NULL AND c.case_id = ANY (cases);
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN done;
END $$"""

_KEEP: Final = """
CREATE OR REPLACE FUNCTION desk_keep(e integer, cases integer[], keep smallint) RETURNS integer LANGUAGE plpgsql {head}
AS $$
DECLARE done integer;
BEGIN
  IF e <> ALL (desk_administered()) THEN
    RAISE EXCEPTION 'Only an administrator of the engagement may do that.' USING ERRCODE = '{forbidden}';
  END IF;
  UPDATE case_ c SET held = keep WHERE c.engagement_id = e AND c.held <> keep AND c.case_id = ANY (cases);
  GET DIAGNOSTICS done = ROW_COUNT;
  INSERT INTO access_change (engagement_id, at, by_login, what, said) SELECT e,
    (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, session_user,
    CASE keep WHEN 1 THEN 'held' ELSE 'released' END, jsonb_build_object('cases', (SELECT jsonb_agg(c.number)
      FROM case_ c WHERE c.engagement_id = e AND c.case_id = ANY (cases)))::text WHERE done > 0;
  RETURN done;
END $$"""
