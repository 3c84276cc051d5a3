"""What a client reads, as functions of the database: shared events alone, masked values withheld, staff under
pseudonyms. A client has no right on any table, so that neither counts nor plans (EXPLAIN) nor errors tell of the rest.

Each returns rows in the form of its table, so the change feed reads them as it reads tables. Everybody who reads the
engagement as it is may call them too: to see what the client sees.
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
_GATE: Final = (
    "NOT EXISTS (SELECT FROM case_ left_ WHERE left_.engagement_id = e AND left_.case_id = v.case_id"
    " AND left_.left_at IS NOT NULL) AND cardinality(desk_roles(e)) > 0"
)
_MINE: Final = "cardinality(desk_roles(e)) > 0"


def client_functions() -> Iterator[tuple[str, str]]:
    """(signature, CREATE statement) of each."""
    yield "pseudonym(integer, text)", _PSEUDONYM
    yield "client_masks(integer)", _MASKS
    yield "client_part(text, text, text)", _PART
    for name, table in tables.SMALL_TABLES.items():
        yield f"{PREFIX}{table.name}(integer, bigint)", _small(name, table)
    yield f"{PREFIX}sync_tombstone(integer, bigint)", _rows(tables.sync_tombstone, {}, "t.visibility = 1")
    yield (
        f"{PREFIX}events(integer, bigint, bigint)",
        _events("a bigint, z bigint", "v.sync_seq > a AND v.sync_seq <= z"),
    )
    yield f"{PREFIX}changed(integer, bigint, bigint, bigint, integer)", _changed()
    yield f"{PREFIX}below(integer, integer[], bigint, bigint, bigint, integer)", _below()
    yield f"{PREFIX}ids(integer)", _IDS


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
RETURNS TABLE (event_id uuid, row_ver bigint, sync_seq bigint) {_HEAD} AS $$
  SELECT v.event_id, v.row_ver, v.sync_seq FROM event v WHERE v.engagement_id = e AND v.visibility = 1 AND {_GATE}
$$"""

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
    " FROM jsonb_each(client_part(t.content, 'steps', 'object')) x WHERE jsonb_typeof(x.value) = 'object'))::text"
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
    hidden = f"(t.side IN {_HIDDEN_SIDES} AND t.person_id > 0 AND (SELECT hides_staff FROM client_masks(e)))"
    chosen: dict[str, dict[str, str]] = {
        "person": {
            "name": f"CASE WHEN {hidden} THEN pseudonym(e, t.name) ELSE t.name END",
            "role": f"CASE WHEN {hidden} THEN '' ELSE t.role END",
        },
        "source": {"description": "''::text"},
        "case_": {"held": "0::smallint"},  # a legal hold is a matter of those who look after the copies
        "process_definition": {"xml": _DRAWN},
        "mapping": {"content": f"CASE WHEN t.name = '{ROW_NAME}' THEN {_LEVELS} ELSE {_STEPS} END"},
        "list_export": {"said": f"CASE WHEN t.side = {int(Side.CLIENT)} THEN t.said ELSE {_OF_LIST} END"},
    }
    only = {
        "membership": "t.login = session_user",
        "mapping": f"(starts_with(t.name, '{STEP_MAPPINGS}') OR t.name = '{ROW_NAME}')",
        "saved_view": "t.owner IN (SELECT unnest(desk_own_names(e)))",
        "review": "false",
    }
    return _rows(table, chosen.get(name, {}), only.get(name, "true"))


def _rows(table: Table, chosen: dict[str, str], only: str) -> str:
    columns = ", ".join(f"{chosen[c.name]} AS {c.name}" if c.name in chosen else f"t.{c.name}" for c in table.c)
    kinds = ", ".join(f"{c.name} {_type(table, c.name)}" for c in table.c)
    return (
        f"CREATE OR REPLACE FUNCTION {PREFIX}{table.name}(e integer, since bigint) RETURNS TABLE ({kinds})"
        f" {_HEAD} AS $$ SELECT {columns} FROM {table.name} t WHERE t.engagement_id = e"
        f" AND t.sync_txid >= since::text::xid8 AND ({only}) AND {_MINE} $$"
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
    }
    return ", ".join(
        f"{chosen[c.name]} AS {c.name}" if c.name in chosen else f"v.{c.name}" for c in tables.event.c
    )  # fmt: skip


_FROM: Final = (
    # Once a call and not once a row: what is masked, and which sources are the desk itself.
    "(SELECT * FROM client_masks(e) OFFSET 0) m,"
    " (SELECT coalesce(array_agg(s.source_id), '{}') AS own FROM source s WHERE s.engagement_id = e"
    f" AND s.name IN ({', '.join(repr(name) for name in OWN_SOURCES)}) OFFSET 0) o"
)


def _event_kinds() -> str:
    return ", ".join(f"{c.name} {_type(tables.event, c.name)}" for c in tables.event.c)


def _events(parameters: str, only: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {PREFIX}events(e integer, {parameters}) RETURNS TABLE ({_event_kinds()})"
        f" {_HEAD} AS $$ SELECT {_event_list()} FROM event v, {_FROM}"
        f" WHERE v.engagement_id = e AND v.visibility = 1 AND {only} AND {_GATE} $$"
    )


def _changed() -> str:
    """Rows of the transaction `since` or a later one that lie after (txid, seq), in that order."""
    return _paged("changed(e integer, ", "v.sync_txid >= since::text::xid8")


def _below() -> str:
    """Rows of some cases, of transactions before `since`, that lie after (txid, seq), in that order."""
    return _paged("below(e integer, cases integer[], ", "v.case_id = ANY (cases) AND v.sync_txid < since::text::xid8")


def _paged(start: str, only: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {PREFIX}{start}since bigint, txid bigint, seq bigint, most integer)"
        f" RETURNS TABLE ({_event_kinds()}) {_HEAD} AS $$ SELECT {_event_list()} FROM event v, {_FROM}"
        f" WHERE v.engagement_id = e AND v.visibility = 1 AND {only}"
        f" AND (v.sync_txid, v.sync_seq) > (txid::text::xid8, seq) AND {_GATE}"
        " ORDER BY v.sync_txid, v.sync_seq LIMIT most $$"
    )
