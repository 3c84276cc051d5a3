"""Rows of the small synced tables (person, queue, step, field, source, mapping, calendar, ...), one JSON text each.

Case rows are in `cache/cases.py`, definitions in `cache/definitions.py`, value texts in `cache/dictionaries.py`.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from bpo_desk.cache import erased_names
from bpo_desk.models.capability import Capability
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.sides import Side
from bpo_desk.models.texts_block import PackedTexts
from bpo_desk.models.used_texts_block import UsedTexts

KEY_COLUMN: Final[dict[str, str]] = {"engagement": "engagement_id", "process_definition": "definition_id"}
"""Table -> column of its key, where that is not `<table>_id`."""

_WEIGHS: Final[dict[str, tuple[str, ...]]] = {
    "person": ("side",),
    "queue": ("side",),
    "field": ("role",),
    "source": ("capability",),
}
"""Columns of the dictionaries that the state of a case depends on."""


def key_of(table: str, row: dict[str, Any]) -> str:
    """The key of a row as text, as tombstones name it."""
    return str(row[KEY_COLUMN.get(table, f"{table}_id")])


def put(connection: Any, engagement_id: int, table: str, rows: Sequence[dict[str, Any]]) -> bool:
    """Insert or replace rows; a stored version above the given one stays. Returns whether an entry that was already
    there changed in a column that the state of cases depends on."""
    weighs = _WEIGHS.get(table, ())
    if table == "person":
        erased_names.note(connection, engagement_id, rows)
    before = _weights(connection, engagement_id, table, weighs)
    connection.executemany(
        """insert into record (engagement_id, tbl, key, row_ver, body) values (?, ?, ?, ?, ?)
           on conflict (engagement_id, tbl, key) do update set row_ver = excluded.row_ver, body = excluded.body
           where excluded.row_ver >= record.row_ver""",
        [
            (engagement_id, table, key_of(table, row), int(row.get("row_ver") or 1), json.dumps(row, default=_as_text))
            for row in rows
        ],
    )
    after = _weights(connection, engagement_id, table, weighs)
    return any(after.get(key) != weight for key, weight in before.items())


def _weights(connection: Any, engagement_id: int, table: str, weighs: tuple[str, ...]) -> dict[str, tuple[Any, ...]]:
    if not weighs:
        return {}
    return {key: tuple(row.get(name) for name in weighs) for key, row in read(connection, engagement_id, table).items()}


def _as_text(value: object) -> str:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(value)).decode("ascii")
    return str(value)


def delete(connection: Any, engagement_id: int, table: str, key: str, row_ver: int) -> None:
    """Delete a row up to a version."""
    connection.execute(
        "delete from record where engagement_id = ? and tbl = ? and key = ? and row_ver <= ?",
        (engagement_id, table, key, row_ver),
    )


def read(connection: Any, engagement_id: int, table: str) -> dict[str, dict[str, Any]]:
    """Key -> row of one table."""
    found = connection.execute(
        "select key, body from record where engagement_id = ? and tbl = ?", (engagement_id, table)
    )
    return {key: json.loads(body) for key, body in found}


def remove(connection: Any, engagement_id: int, table: str, keys: Sequence[str]) -> None:
    """Delete rows, whatever their version."""
    connection.executemany(
        "delete from record where engagement_id = ? and tbl = ? and key = ?",
        [(engagement_id, table, key) for key in keys],
    )


_T = TypeVar("_T")


def dictionaries(connection: Any, engagement_id: int, values: list[str] | PackedTexts | UsedTexts) -> Dictionaries:
    """The dictionaries of an engagement with the given value texts. A code without a row reads as unknown."""

    def entries(table: str, unknown: _T, make: Callable[[dict[str, Any]], _T]) -> list[_T]:
        rows = {int(key): row for key, row in read(connection, engagement_id, table).items()}
        return [make(rows[code]) if code in rows else unknown for code in range(max(rows, default=0) + 1)]

    return Dictionaries(
        persons=entries("person", Person(""), lambda r: Person(r["name"] or "", _side(r["side"]), r["role"] or "")),
        queues=entries("queue", Queue(""), lambda r: Queue(r["name"] or "", _side(r["side"]))),
        steps=entries("step", Step(""), lambda r: Step(r["name"] or "", r["element"] or "")),
        fields=entries("field", Field(""), lambda r: Field(r["name"] or "", _role(r["role"]))),
        sources=entries(
            "source",
            Source(""),
            lambda r: Source(r["name"] or "", Capability(int(r["capability"] or 0)), r["description"] or ""),
        ),
        values=values,
    )


def _side(code: object) -> Side:
    # A side that this version does not know is unknown to it, not an error.
    return Side(code) if code in _SIDES else Side.UNKNOWN


_SIDES: Final = frozenset(int(side) for side in Side)
_ROLES: Final = frozenset(str(role) for role in FieldRole)


def _role(word: object) -> FieldRole | None:
    return FieldRole(str(word)) if word in _ROLES else None


def weighs_in_states(table: str) -> bool:
    """Whether the states of cases depend on rows of this table."""
    return table in _WEIGHS
