"""The escalation path of an engagement: to whom a case is taken, level after level. One row of the table of mappings.

How it is stored and read is said here, because the desk and the shared database must agree.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

ROW_NAME: Final = "escalation path"
"""The name of the row in the table of mappings."""


def path_content(levels: Sequence[str]) -> str:
    """The stored row of a path, first level first."""
    return json.dumps({"levels": list(levels)}, ensure_ascii=False, separators=(",", ":"))


def path_of(content: str) -> tuple[str, ...]:
    """The levels of a stored row, first one first; none where the row is none that this program knows."""
    try:
        found: Any = json.loads(content)
    except (ValueError, RecursionError):
        return ()
    levels = found.get("levels") if isinstance(found, dict) else None
    return tuple(str(each) for each in levels) if isinstance(levels, list) else ()
