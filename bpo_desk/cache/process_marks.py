"""Whether anything that a process screen shows was written: cheap questions beside what it costs to read it anew."""

from __future__ import annotations

from collections.abc import Iterable

from bpo_desk.cache import cases
from bpo_desk.cache.store import Cache


def process_mark(cache: Cache, engagement_id: int) -> tuple[int, ...]:
    """Numbers that are others when a definition, a step or what people said about steps was written or deleted."""
    found = cache.rows(
        """select count(*), coalesce(sum(row_ver), 0) from definition where engagement_id = ?
           union all select count(*), coalesce(sum(row_ver), 0) from record where engagement_id = ? and tbl = 'step'
           union all select count(*), coalesce(sum(row_ver), 0) from record where engagement_id = ? and tbl = 'mapping'
        """,
        (engagement_id, engagement_id, engagement_id),
    )
    return tuple(int(number) for row in found for number in row)


def any_of_process(cache: Cache, engagement_id: int, process_key: str, keys: Iterable[int]) -> bool:
    """Whether one of some cases (keys) runs on a process; a case that is not in the copy may have."""
    with cache.read() as connection:
        rows = (cases.read_case(connection, engagement_id, key) for key in sorted(keys))
        return any(row is None or row.process_key == process_key for row in rows)
