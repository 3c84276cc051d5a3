"""The data of an event: a JSON object that a desk wrote, or whatever a source put there."""

from __future__ import annotations

import json
from typing import Any


def data_object(text: str | None) -> dict[str, Any]:
    """What stands there by name; nothing where it is no JSON object (a source, or whoever may write into the shared
    database, may write what it likes)."""
    if not text:
        return {}
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
