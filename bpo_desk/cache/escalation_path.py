"""The escalation path of an engagement as the copy has it."""

from __future__ import annotations

from typing import Any

from bpo_desk.cache import records
from bpo_desk.models.escalation import ROW_NAME, path_of


def escalation_path(connection: Any, engagement_id: int) -> tuple[str, ...]:
    """The levels, first one first; none where no path is defined."""
    for row in records.read(connection, engagement_id, "mapping").values():
        if row["name"] == ROW_NAME:
            return path_of(row["content"])
    return ()
