"""Whose looking at a case an engagement wants written down, and whether this login is among them: by the copy."""

from __future__ import annotations

import json

from bpo_desk.cache import records
from bpo_desk.cache.store import Cache


def is_logged(cache: Cache, engagement_id: int, login: str) -> bool:
    """Whether the engagement asks that cases opened by a role of this login are written down. A login without a role in
    the copy (a superuser, a SQLite file) is none of them."""
    with cache.read() as connection:
        told = records.read(connection, engagement_id, "engagement").get(str(engagement_id), {})
        wanted = set(json.loads(str(told.get("log_views") or "[]")))
        if not wanted:
            return False
        members = records.read(connection, engagement_id, "membership").values()
    return bool(wanted & {str(row.get("role")) for row in members if row.get("login") == login})
