"""What an engagement asks of some roles: that their looking at a case is written down, that masked values are covered
on their desks; and whether this login is among them: by the copy."""

from __future__ import annotations

import json

from bpo_desk.cache import records
from bpo_desk.cache.store import Cache


def is_logged(cache: Cache, engagement_id: int, login: str) -> bool:
    """Whether the engagement asks that cases opened by a role of this login are written down. A login without a role in
    the copy (a superuser, a SQLite file) is none of them."""
    return _is_asked(cache, engagement_id, login, "log_views")


def is_covered(cache: Cache, engagement_id: int, login: str) -> bool:
    """Whether the engagement asks that masked values are covered for a role of this login; a client is none of them: it
    never gets the values."""
    return _is_asked(cache, engagement_id, login, "covered")


def _is_asked(cache: Cache, engagement_id: int, login: str, what: str) -> bool:
    with cache.read() as connection:
        told = records.read(connection, engagement_id, "engagement").get(str(engagement_id), {})
        wanted = set(json.loads(str(told.get(what) or "[]")))
        if not wanted:
            return False
        members = records.read(connection, engagement_id, "membership").values()
    return bool(wanted & {str(row.get("role")) for row in members if row.get("login") == login})
