"""Takes cases out of a copy that have left by the rule of their engagement: part by part, each case in one transaction,
then every text that nothing refers to any more, then the free pages.

Which cases left says the shared database (shared/retention.py); no clock is read here. What is to be done is read from
the copy itself, so whoever begins anew after a kill ends alike.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import cases, derived, first_page, full_text, records, segments, tail
from bpo_desk.cache.dictionaries import Values
from bpo_desk.cache.store import Cache
from bpo_desk.models.case_columns import CaseColumns
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.sync import references

MOST_CASES: Final = 4_096
MOST_SEGMENTS: Final = 16
"""Of one part: a desk that wants to write waits for no more than that."""
_WORTH_IT: Final = 4
"""The file is made smaller when one page in so many is free."""


def still_here(connection: Any, one: int, kept: NDArray[np.int32]) -> NDArray[np.int32]:
    """The sorted keys of cases that have left and of which something is here, but for those that are `kept`."""
    left = cases.left_keys(connection, one)
    if not len(left):
        return left
    reviews = records.read(connection, one, "review").values()  # also of a case whose events were all erased
    held = [tail.read(connection, one).events.case, np.array([row["case_id"] for row in reviews], np.int32)]
    for chunk in np.unique(left >> cases.CHUNK_BITS).tolist():
        held.append(derived.chunk_cases(connection, one, chunk))
    for place in segments.places_of_cases(segments.places(connection, one), left):
        held.append(segments.read_columns(connection, place, ("case",))["case"].astype(np.int32))
    here = left[np.isin(left, np.concatenate([np.unique(each) for each in held]))]
    return here[~np.isin(here, kept)].astype(np.int32)


def part_of(connection: Any, one: int, here: NDArray[np.int32]) -> NDArray[np.int32]:
    """The first of the cases, as many as one transaction takes out."""
    places = segments.places(connection, one)
    part = here[:MOST_CASES]
    while len(part) > 1 and len(segments.places_of_cases(places, part)) > MOST_SEGMENTS:
        part = part[: len(part) // 2]
    return part


def take_out(connection: Any, one: int, part: NDArray[np.int32], *, reviews_too: bool = True) -> None:
    """Everything of some sorted cases but their identity, in the caller's transaction. Texts of the dictionary wait for
    `drop_texts`. Not `reviews_too`: of cases that come back, whose reviews have come already."""
    gone = [tail.read_cases(connection, one, part).events]
    for place in segments.places_of_cases(segments.places(connection, one), part):
        if not segments.among(segments.read_columns(connection, place, ("case",))["case"], part).any():
            continue
        whole = segments.read_segment(connection, place)
        out = segments.among(whole.events.case, part)
        gone.append(whole.events.take(out))
        segments.rewrite(connection, one, place, whole.take(~out))
    tail.delete_cases(connection, one, part)
    derived.replace_cases(connection, one, CaseColumns.empty(), part)
    if full_text.state(connection, one) is not None:
        full_text.drop_cases(connection, one, EventColumns.concat(gone))
    if reviews_too:
        reviews, leaving = records.read(connection, one, "review").items(), set(part.tolist())
        records.remove(connection, one, "review", [key for key, row in reviews if row.get("case_id") in leaving])
    first_page.drop_cases(connection, one, part.tolist())


def drop_texts(connection: Any, one: int, values: Values) -> bool:
    """Every text of the dictionary that no event refers to; whether there were any."""
    return references.drop_unused(connection, one, values, set(range(1, len(values))))


def shrink(cache: Cache) -> None:
    """Give the room back: nothing stands in the free pages, but they are part of the file."""
    free, pages = (int(cache.rows(f"pragma {name}")[0][0]) for name in ("freelist_count", "page_count"))
    if free * _WORTH_IT > pages:
        cache.vacuum()
    cache.tidy()
