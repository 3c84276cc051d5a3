"""Process definitions of an engagement: BPMN texts by process and version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bpo_desk.models.queue_columns import ProcessVersion


@dataclass(frozen=True, slots=True)
class StoredDefinition:
    """One version of a process definition; `xml` is its BPMN text."""

    key: int
    process_key: str
    version: str
    name: str
    xml: bytes | None


def put(connection: Any, engagement_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Insert or replace definitions as the feed sends them; a stored version above the given one stays."""
    connection.executemany(
        """insert into definition (engagement_id, key, row_ver, process_key, version, name, xml)
           values (?, ?, ?, ?, ?, ?, ?)
           on conflict (engagement_id, key) do update set row_ver = excluded.row_ver, version = excluded.version,
               process_key = excluded.process_key, name = excluded.name, xml = excluded.xml
           where excluded.row_ver >= definition.row_ver""",
        [
            (
                engagement_id, str(row["definition_id"]), int(row.get("row_ver") or 1), row["key"],
                str(row["version"]), row["name"] or "", None if row["xml"] is None else bytes(row["xml"]),
            )
            for row in rows
        ],
    )  # fmt: skip


def delete(connection: Any, engagement_id: int, key: str, row_ver: int) -> None:
    """Delete one definition up to a version."""
    connection.execute(
        "delete from definition where engagement_id = ? and key = ? and row_ver <= ?", (engagement_id, key, row_ver)
    )


def read(connection: Any, engagement_id: int, key: int) -> StoredDefinition | None:
    """One definition by its key."""
    found = connection.execute(
        "select key, process_key, version, name, xml from definition where engagement_id = ? and key = ?",
        (engagement_id, str(key)),
    ).fetchone()
    return None if found is None else StoredDefinition(int(found[0]), *found[1:])


def versions(connection: Any, engagement_id: int) -> list[ProcessVersion]:
    """All stored versions, by key: the newest of a process last."""
    found = connection.execute(
        """select key, process_key, version, name from definition
           where engagement_id = ? order by cast(key as integer)""",
        (engagement_id,),
    )
    return [ProcessVersion(int(key), process, version, name) for key, process, version, name in found]


def of_version(connection: Any, engagement_id: int, process_key: str, version: str) -> StoredDefinition | None:
    """The definition of a version of a process."""
    found = connection.execute(
        """select key, process_key, version, name, xml from definition
           where engagement_id = ? and process_key = ? and version = ?""",
        (engagement_id, process_key, version),
    ).fetchone()
    return None if found is None else StoredDefinition(int(found[0]), *found[1:])


def latest(connection: Any, engagement_id: int, process_key: str) -> StoredDefinition | None:
    """The newest definition of a process: the one with the highest key."""
    found = connection.execute(
        """select key, process_key, version, name, xml from definition
           where engagement_id = ? and process_key = ? order by cast(key as integer) desc limit 1""",
        (engagement_id, process_key),
    ).fetchone()
    return None if found is None else StoredDefinition(int(found[0]), *found[1:])
