"""What a copy knows of the rule by which closed cases leave it: what people are told of it, and when it is due again.

The rule itself is applied by the shared database; what leaves is taken out in `sync/dispose.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bpo_desk.cache import bookmarks, records
from bpo_desk.cache.bookmarks import Bookmark
from bpo_desk.cache.store import Cache
from bpo_desk.models.queue_columns import Retained

AGAIN: Final = 24 * 3600 * 1_000_000
"""Microseconds after which a desk asks for the rule to be applied again."""


def retained(cache: Cache, engagement_id: int) -> Retained:
    """The rule of an engagement as the copy has it."""
    with cache.read() as connection:
        rule = _rule(connection, engagement_id)
        left = bookmarks.bookmark(cache, engagement_id).left
    return Retained(rule.get("retention_days", 0), left, rule.get("left_before"))


def next_time(cache: Cache, known: Mapping[int, Bookmark]) -> dict[int, int]:
    """From when on (microseconds UTC of the server) the rule of each engagement that has one may be applied again."""
    with cache.read() as connection:
        rules = {one: _rule(connection, one) for one in known}
    return {one: rule.get("let_go_at", 0) + AGAIN for one, rule in rules.items() if rule.get("retention_days")}


def _rule(connection: Any, engagement_id: int) -> dict[str, int]:
    """The numbers of the engagement's row; what is none is not believed."""
    row = records.read(connection, engagement_id, "engagement").get(str(engagement_id), {})
    return {name: value for name, value in row.items() if type(value) is int}
