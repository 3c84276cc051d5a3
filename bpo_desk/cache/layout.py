"""The tables of the cache file and the version of their layout. SQL only, no numpy (start path).

Blobs of columns are packed by `cache/packing.py`; each table is read and written by the module named in its comment.
"""

from __future__ import annotations

from typing import Final

LAYOUT_VERSION: Final = 5

SEGMENT_COLUMNS: Final = (
    # The case first: whether a segment holds a case is answered without reading the rest of the row. Then what an
    # erasure looks for, then everything else of EventColumns.
    "case_key", "old_value", "new_value", "reason", "id_hi", "id_lo", "row_ver", "occurred_at", "recorded_at",
    "source_seq", "kind", "side", "actor", "holder", "on_behalf_of", "queue", "step", "work_item", "ad_hoc", "field",
    "visibility", "source",
)  # fmt: skip
TEXTS: Final = ("data", "source_record")

_FULL_TEXT: Final = (
    # full_text.py; the words themselves are in a virtual table for each engagement, made when it is first indexed
    """create table text_use (
        engagement_id integer not null, code integer not null, case_key integer not null,
        primary key (engagement_id, code, case_key)
    ) without rowid""",
    """create table text_common (
        engagement_id integer not null, code integer not null, primary key (engagement_id, code)
    ) without rowid""",
    """create table text_state (
        engagement_id integer primary key, texts integer not null, case_key integer not null, done integer not null
    )""",
)

_LEASE: Final = (
    # lease.py: times in microseconds UTC of this machine; allowed 0: without end
    """create table contact (
        engagement_id integer primary key, contact integer not null, lived integer not null, allowed integer not null
    )""",
)

_LATE: Final = (
    # derived.py: the cases of a chunk that were derived after it was written
    """create table if not exists derived_late (
        engagement_id integer not null, chunk integer not null, body blob not null,
        primary key (engagement_id, chunk)
    )""",
)

_REMEMBERED: Final = (
    # first_page.py: what the window remembers and names cases or people, such as the text of the filter
    "create table remembered (name text primary key, body text not null) without rowid",
)

TABLES: Final = (
    # bookmarks.py: what is known of each engagement and where its sync stands
    """create table engagement (
        engagement_id integer primary key,
        code text not null, name text not null, client text not null, provider text not null, zone text not null,
        bookmark text not null,
        change integer not null default 0,
        words integer not null default 0
    )""",
    # segments.py
    f"""create table segment (
        segment_id integer primary key,
        engagement_id integer not null,
        run integer not null,
        case_lo integer not null, case_hi integer not null,
        events integer not null,
        {", ".join(f"{name} blob not null" for name in SEGMENT_COLUMNS)},
        {", ".join(f"{name}_lengths blob not null, {name} blob not null" for name in TEXTS)}
    )""",
    "create index segment_place on segment (engagement_id, case_lo, case_hi, run, events)",
    # tail.py
    f"""create table tail (
        engagement_id integer not null,
        id_hi integer not null, id_lo integer not null,
        {", ".join(f"{name} integer not null" for name in SEGMENT_COLUMNS if name not in ("id_hi", "id_lo"))},
        data text, source_record text,
        seen_pull integer not null, seen_cursor integer not null,
        primary key (engagement_id, id_hi, id_lo)
    ) without rowid""",
    "create index tail_case on tail (engagement_id, case_key)",
    # dictionaries.py: texts of the value codes, in pages of what one transaction added
    """create table value_page (
        engagement_id integer not null, first_code integer not null, codes integer not null, body blob not null,
        primary key (engagement_id, first_code)
    )""",
    # records.py: the rows of all other synced tables, one JSON text each
    """create table record (
        engagement_id integer not null, tbl text not null, key text not null,
        row_ver integer not null, body text not null,
        primary key (engagement_id, tbl, key)
    ) without rowid""",
    # cases.py
    """create table case_chunk (
        engagement_id integer not null, chunk integer not null, body blob not null,
        primary key (engagement_id, chunk)
    )""",
    # derived.py
    """create table derived (
        engagement_id integer not null, chunk integer not null, cases integer not null, body blob not null,
        primary key (engagement_id, chunk)
    )""",
    # definitions.py
    """create table definition (
        engagement_id integer not null, key text not null, row_ver integer not null,
        process_key text not null, version text not null, name text not null, xml blob,
        primary key (engagement_id, key)
    ) without rowid""",
    # first_page.py
    """create table first_page (
        position integer primary key, engagement_id integer not null, case_key integer not null, body text not null
    )""",
    """create table first_view (
        one integer primary key check (one = 1), engagement_id integer not null, view text not null
    )""",
    *_FULL_TEXT,
    *_LEASE,
    *_REMEMBERED,
    *_LATE,
)

_BIG_ROWS: Final = ("value_page", "case_chunk", "derived")
# In the tree of their key (without rowid) each comparison on the way to one of these reads a whole row, of up to half a
# megabyte. So their keys stand in an index of their own.


def _with_keys_apart() -> tuple[str, ...]:
    made = {name: each for each in TABLES for name in _BIG_ROWS if each.startswith(f"create table {name} (")}
    return tuple(
        statement
        for name, create in made.items()
        for statement in (
            f"alter table {name} rename to {name}_before",
            create,
            f"insert into {name} select * from {name}_before",
            f"drop table {name}_before",
        )
    )


ADDITIVE: Final[dict[int, tuple[str, ...]]] = {
    2: _FULL_TEXT,
    3: (*_LEASE, *_REMEMBERED),
    4: _with_keys_apart(),
    5: _LATE,
}
"""Layout version -> statements that bring the version before it forward in place."""
