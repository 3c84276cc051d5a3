"""What a client reads, as functions of the database: shared events alone, masked values withheld, staff under
pseudonyms. A client has no right on any table, so that neither counts nor plans (EXPLAIN) nor errors tell of the rest.

Each returns rows in the form of its table, so the change feed reads them as it reads tables, under keys and in an
order of the clients' own (shown.py): those of the engagement would tell by their gaps how much there is besides.
Everybody who reads the engagement as it is may call them too: to see what the client sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Table

from bpo_desk.models.client_rules import (
    CASE_FACTS,
    HIDDEN_SIDES,
    KIND_OF_ROLE,
    NOT_OF_LISTS,
    OWN_SOURCES,
    PSEUDONYM,
    PSEUDONYM_DIGITS,
    SHOWN_DATA,
    STEP_MAPPINGS,
)
from bpo_desk.models.escalation import ROW_NAME
from bpo_desk.models.sides import Side
from bpo_desk.models.withheld import WITHHELD
from bpo_desk.shared import tables

PREFIX: Final = "client_"
_MARK: Final = f"'{WITHHELD}'::text"
_HIDDEN_SIDES: Final = f"({', '.join(str(int(side)) for side in HIDDEN_SIDES)})"
_CASE_FACTS: Final = ", ".join(str(int(kind)) for kind in CASE_FACTS)
_HEAD: Final = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
_MINE: Final = "cardinality(desk_roles(e)) > 0"
_GATE: Final = (
    "NOT EXISTS (SELECT FROM case_ left_ WHERE left_.engagement_id = e AND left_.case_id = v.case_id"
    f" AND left_.left_at IS NOT NULL) AND {_MINE}"
)
# One look at the key of the case for each row: the planner knows nothing of how much there is of anything.
_CASE: Final = (
    "LATERAL (SELECT x.client_key FROM case_ x WHERE x.engagement_id = e AND x.case_id = v.case_id"
    " AND x.left_at IS NULL OFFSET 0) c"
)
_CODED: Final = ("person", "queue", "step", "field", "source")
"""Tables of which an event names entries."""


def client_functions() -> Iterator[tuple[str, str]]:
    """(signature, CREATE statement) of each."""
    yield "pseudonym(integer, text)", _PSEUDONYM
    yield "client_masks(integer)", _MASKS
    yield "client_part(text, text, text)", _PART
    for name, table in tables.SMALL_TABLES.items():
        yield f"{PREFIX}{table.name}(integer, bigint)", _small(name, table)
    stones = {
        "case_id": "t.client_key", "sync_seq": "0::bigint",
        "key": "CASE WHEN t.table_name = 'case' THEN t.client_key::text ELSE t.key END",
    }  # fmt: skip
    yield f"{PREFIX}sync_tombstone(integer, bigint)", _rows(tables.sync_tombstone, stones, "t.visibility = 1")
    for name in _CODED:
        yield f"{PREFIX}codes_{name}(integer)", _codes(name)
    yield f"{PREFIX}events(integer, bigint, bigint)", _EVENTS
    yield f"{PREFIX}changed(integer, bigint, bigint, integer)", _changed()
    yield f"{PREFIX}below(integer, integer[], bigint, bigint, integer)", _below()
    yield f"{PREFIX}ids(integer)", _IDS
    yield f"{PREFIX}size(integer)", _SIZE


_PSEUDONYM: Final = f"""
CREATE OR REPLACE FUNCTION pseudonym(e integer, real_name text) RETURNS text {_HEAD} AS $$
  SELECT '{PSEUDONYM}' || upper(substr(encode(
    sha256(s.outer_key || sha256(s.inner_key || convert_to(real_name, 'UTF8'))), 'hex'), 1, {PSEUDONYM_DIGITS}))
    FROM engagement_secret s WHERE s.engagement_id = e
$$"""

# Entries of engagement.masked: "field:<name>", "role:<role of fields>", "event:<word of a kind>".
_MASKS: Final = f"""
CREATE OR REPLACE FUNCTION client_masks(e integer, OUT fields integer[], OUT kinds smallint[], OUT hides_staff boolean)
{_HEAD} AS $$
  WITH said AS (
    SELECT split_part(x.entry, ':', 1) AS what, substr(x.entry, strpos(x.entry, ':') + 1) AS name
    FROM engagement g, jsonb_array_elements_text(g.masked::jsonb) x(entry) WHERE g.engagement_id = e
  ), hidden AS (
    SELECT f.field_id, f.role FROM field f WHERE f.engagement_id = e AND f.field_id > 0 AND EXISTS (
      SELECT FROM said s WHERE (s.what = 'field' AND s.name = f.name) OR (s.what = 'role' AND s.name = f.role))
  )
  SELECT coalesce((SELECT array_agg(h.field_id) FROM hidden h), '{{}}'),
    coalesce((SELECT array_agg(k.kind) FROM (
      SELECT d.kind FROM said s JOIN event_kind d ON s.what = 'event' AND s.name = d.word
      UNION SELECT r.kind FROM (VALUES {
    ", ".join(f"('{role}', {int(kind)}::smallint)" for role, kind in KIND_OF_ROLE.items())
}) r(role, kind)
      WHERE EXISTS (SELECT FROM said s WHERE s.what = 'role' AND s.name = r.role)
        OR EXISTS (SELECT FROM hidden h WHERE h.role = r.role)) k), '{{}}'),
    coalesce((SELECT g.pseudonyms <> 0 FROM engagement g WHERE g.engagement_id = e), true)
$$"""

_IDS: Final = f"""
CREATE OR REPLACE FUNCTION client_ids(e integer)
RETURNS TABLE (event_id uuid, row_ver bigint, part integer) {_HEAD} AS $$
  SELECT v.event_id, v.row_ver, get_byte(uuid_send(v.event_id), 15) & 15 FROM event v
  WHERE v.engagement_id = e AND v.visibility = 1 AND {_GATE}
$$"""

# How many events, and the last key of a case.
_SIZE: Final = f"""
CREATE OR REPLACE FUNCTION client_size(e integer, OUT events bigint, OUT cases bigint) {_HEAD} AS $$
  SELECT z.* FROM (SELECT count(*), (SELECT coalesce(max(x.client_key), 0) FROM case_ x WHERE x.engagement_id = e)
    FROM event v WHERE v.engagement_id = e AND v.visibility = 1 AND {_GATE}) z WHERE {_MINE}
$$"""


def _codes(table: str) -> str:
    """The clients' keys of a table by its keys, from 0 on: entry n + 1 is that of the key n, 0 where there is none."""
    key = f"{table}_id"
    return (
        f"CREATE OR REPLACE FUNCTION {PREFIX}codes_{table}(e integer) RETURNS integer[] {_HEAD} AS $$ SELECT ARRAY("
        f"SELECT coalesce(t.client_key, 0) FROM generate_series(0, (SELECT max(x.{key}) FROM {table} x"
        f" WHERE x.engagement_id = e)) n LEFT JOIN {table} t ON t.engagement_id = e AND t.{key} = n ORDER BY n) $$"
    )


_HIDDEN_NAMES: Final = (
    "(SELECT p.name FROM person p WHERE p.engagement_id = e AND p.name <> ''"
    f" AND p.side IN {_HIDDEN_SIDES} AND (SELECT hides_staff FROM client_masks(e)))"
)
_LEVELS: Final = (
    "jsonb_build_object('levels', (SELECT coalesce(jsonb_agg(l.name ORDER BY l.place), '[]') FROM"
    " jsonb_array_elements_text(client_part(t.content, 'levels', 'array')) WITH ORDINALITY l(name, place)"
    f" WHERE l.name NOT IN {_HIDDEN_NAMES}))::text"
)
_STEPS: Final = (
    "jsonb_build_object('steps', (SELECT coalesce(jsonb_object_agg(x.key, jsonb_strip_nulls(jsonb_build_object("
    "'element', CASE WHEN jsonb_typeof(x.value -> 'element') = 'string' THEN x.value -> 'element' END,"
    " 'at', CASE WHEN jsonb_typeof(x.value -> 'at') = 'number' THEN x.value -> 'at' END, 'by', ''))), '{}')"
    " FROM jsonb_each(client_part(t.content, 'steps', 'object')) x WHERE jsonb_typeof(x.value) = 'object'"
    " AND x.key IN (SELECT s.name FROM step s WHERE s.engagement_id = e AND s.client_key IS NOT NULL)))::text"
)
_OF_LIST: Final = f"(client_part(t.said, NULL, 'object') - '{{{','.join(NOT_OF_LISTS)}}}'::text[])::text"

# A part of a text that somebody may have written as he likes: what is not as it should be is empty, and no error, which
# would keep every client from reading and quote the text to it.
_PART: Final = """
CREATE OR REPLACE FUNCTION client_part(said text, part text, kind text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE
SET search_path = public, pg_temp AS $$
DECLARE found jsonb;
BEGIN
  found := said::jsonb;
  IF part IS NOT NULL THEN found := CASE WHEN jsonb_typeof(found) = 'object' THEN found -> part END; END IF;
  RETURN CASE WHEN jsonb_typeof(found) = kind THEN found WHEN kind = 'array' THEN '[]' ELSE '{}' END;
EXCEPTION WHEN data_exception OR statement_too_complex THEN
  RETURN CASE WHEN kind = 'array' THEN '[]' ELSE '{}' END;
END $$"""


# Comments in the file of a drawing are its makers' own. As LATIN1 any byte is a letter, so the file's encoding does not
# matter as long as it writes "<" in one byte; UTF-16 does not, which its zero bytes say.
_DRAWN: Final = (
    "CASE WHEN position(decode('00', 'hex') IN t.xml) > 0 THEN t.xml ELSE convert_to(regexp_replace("
    "convert_from(t.xml, 'LATIN1'), '<!--.*?-->', '', 'g'), 'LATIN1') END"
)


def _small(name: str, table: Table) -> str:
    key_column = next(
        c.name for c in table.primary_key.columns if c.name != "engagement_id" or table.name == "engagement"
    )
    key = {key_column: "t.client_key"}
    mapped = f"(starts_with(%s.name, '{STEP_MAPPINGS}') OR %s.name = '{ROW_NAME}')"
    hidden = f"(t.side IN {_HIDDEN_SIDES} AND t.person_id > 0 AND (SELECT hides_staff FROM client_masks(e)))"
    chosen: dict[str, dict[str, str]] = {
        "person": {
            **key,
            "name": f"CASE WHEN {hidden} THEN pseudonym(e, t.name) ELSE t.name END",
            "role": f"CASE WHEN {hidden} THEN '' ELSE t.role END",
        },
        "queue": key, "step": key, "field": key,
        "source": {**key, "description": "''::text"},
        # a legal hold is a matter of those who look after the copies, and each one counts the version up
        "case_": {**key, "held": "0::smallint", "row_ver": "1::bigint"},
        "process_definition": {"xml": _DRAWN},
        "mapping": {
            "content": f"CASE WHEN t.name = '{ROW_NAME}' THEN {_LEVELS} ELSE {_STEPS} END",
            "mapping_id": "(SELECT count(*) FROM mapping o WHERE o.engagement_id = e AND o.mapping_id <= t.mapping_id"
            f" AND {mapped.replace('%s', 'o')})::integer",
        },
        "list_export": {
            "said": f"CASE WHEN t.side = {int(Side.CLIENT)} THEN t.said ELSE {_OF_LIST} END",
            "actor_id": "(SELECT coalesce(max(p.client_key), 0) FROM person p WHERE p.engagement_id = e"
            " AND p.person_id = t.actor_id)",
        },
        "membership": {
            "membership_id": "(SELECT count(*) FROM membership o WHERE o.engagement_id = e AND o.login = session_user"
            " AND o.membership_id <= t.membership_id)::integer"
        },
    }  # fmt: skip
    only = {
        "membership": "t.login = session_user",
        "mapping": mapped.replace("%s", "t"),
        "saved_view": "false",  # of their own they have none, and a key would count those of others
        "review": "false",
        **dict.fromkeys((*_CODED, "case_"), "t.client_key IS NOT NULL"),
    }
    # a step that becomes known is new in the mappings that name it
    since = " OR EXISTS (SELECT FROM step s WHERE s.engagement_id = e AND s.sync_txid >= since::text::xid8)"
    return _rows(
        table, {**chosen.get(table.name, {}), "sync_seq": "0::bigint"}, only.get(table.name, "true"),
        since if table.name == "mapping" else "",
    )  # fmt: skip


def _rows(table: Table, chosen: dict[str, str], only: str, or_since: str = "") -> str:
    told = [c for c in table.c if c.name != "client_key"]
    columns = ", ".join(f"{chosen[c.name]} AS {c.name}" if c.name in chosen else f"t.{c.name}" for c in told)
    kinds = ", ".join(f"{c.name} {_type(table, c.name)}" for c in told)
    return (
        f"CREATE OR REPLACE FUNCTION {PREFIX}{table.name}(e integer, since bigint) RETURNS TABLE ({kinds})"
        f" {_HEAD} AS $$ SELECT {columns} FROM {table.name} t WHERE t.engagement_id = e"
        f" AND (t.sync_txid >= since::text::xid8{or_since}) AND ({only}) AND {_MINE} $$"
    )


def _type(table: Table, column: str) -> str:
    """The type of a column on PostgreSQL, as the migrations made it."""
    if column == "sync_txid":
        return "xid8"
    if column == "data":
        return "json"
    if column == "event_id":
        return "uuid"
    kind = str(table.c[column].type)
    return {"BLOB": "bytea"}.get(kind, kind)


def _value(column: str) -> str:
    """A text of an event as the client gets it. A fact of a case that is exactly the name of hidden staff is
    withheld."""
    staff = (
        # the names do not depend on the row: they are looked up in a hash table, made once a call
        f"(m.hides_staff AND v.kind IN ({_CASE_FACTS}) AND v.{column} IN (SELECT p.name FROM person p"
        f" WHERE p.engagement_id = e AND p.name <> '' AND p.side IN {_HIDDEN_SIDES}))"
    )
    masked = "v.field_id = ANY (m.fields) OR v.kind = ANY (m.kinds)"
    return f"CASE WHEN v.{column} IS NULL THEN NULL WHEN {masked} OR {staff} THEN {_MARK} ELSE v.{column} END"


def _event_list() -> str:
    keys = ", ".join(f"'{key}'" for key in SHOWN_DATA)
    chosen = {
        **{name: _value(name) for name in ("old_value", "new_value", "reason")},
        "data": (
            "CASE WHEN json_typeof(v.data) = 'object' AND v.source_id = ANY (o.own) THEN (SELECT"
            " json_object_agg(x.key, x.value)"
            f" FROM json_each(v.data) x WHERE x.key IN ({keys})) END"
        ),
        "source_record": "NULL::text",
        "case_id": "c.client_key",
        "source_seq": "coalesce(v.shared_seq, 0)::bigint",
        "sync_seq": "0::bigint",
        "source_id": _coded("source_id", "source"),
        **{name: f"CASE WHEN v.{name} IS NOT NULL THEN {_coded(name, table)} END" for name, table in _NAMES.items()},
    }
    return ", ".join(f"{chosen[name]} AS {name}" if name in chosen else f"v.{name}" for name in _COLUMNS)


_COLUMNS: Final = [c.name for c in tables.event.c if c.name != "shared_seq"]
_NAMES: Final = {
    "actor_id": "person", "holder_id": "person", "on_behalf_of_id": "person", "queue_id": "queue", "step_id": "step",
    "field_id": "field",
}  # fmt: skip


def _coded(column: str, table: str) -> str:
    """The clients' key of what a column names, from a list made once a call."""
    return f"coalesce((SELECT {PREFIX}codes_{table}(e))[v.{column} + 1], 0)"


_FROM: Final = (
    # Once a call and not once a row: what is masked, and which sources are the desk itself.
    "(SELECT * FROM client_masks(e) OFFSET 0) m,"
    " (SELECT coalesce(array_agg(s.source_id), '{}') AS own FROM source s WHERE s.engagement_id = e"
    f" AND s.name IN ({', '.join(repr(name) for name in OWN_SOURCES)}) OFFSET 0) o"
)


def _event_kinds() -> str:
    return ", ".join(f"{name} {_type(tables.event, name)}" for name in _COLUMNS)


# Events of the cases with a < key <= z.
_EVENTS: Final = (
    f"CREATE OR REPLACE FUNCTION {PREFIX}events(e integer, a bigint, z bigint) RETURNS TABLE ({_event_kinds()})"
    f" {_HEAD} AS $$ SELECT {_event_list()} FROM {_FROM}, case_ c, LATERAL (SELECT * FROM event y"
    " WHERE y.engagement_id = e AND y.case_id = c.case_id AND y.visibility = 1 OFFSET 0) v"
    f" WHERE c.engagement_id = e AND c.client_key > a AND c.client_key <= z AND c.left_at IS NULL AND {_MINE} $$"
)


def _changed() -> str:
    """Rows of the transaction `since` or a later one, in the order of transactions, without the first `skip`."""
    return _paged("changed(e integer, ", "v.sync_txid >= since::text::xid8")


def _below() -> str:
    """Rows of some cases, of transactions before `since`, in the same way."""
    return _paged(
        "below(e integer, cases integer[], ",
        "v.case_id = ANY (ARRAY(SELECT x.case_id FROM case_ x WHERE x.engagement_id = e"
        " AND x.client_key = ANY (cases))) AND v.sync_txid < since::text::xid8",
    )


def _paged(start: str, only: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {PREFIX}{start}since bigint, skip bigint, most integer)"
        f" RETURNS TABLE ({_event_kinds()}) {_HEAD} AS $$ SELECT {_event_list()} FROM (SELECT v.* FROM event v"
        f" WHERE v.engagement_id = e AND v.visibility = 1 AND {only} AND {_GATE}"
        f" ORDER BY v.sync_txid, v.sync_seq OFFSET skip LIMIT most) v, {_FROM}, {_CASE} $$"
    )
