"""Questions about cases that no column answers: who said some words, and which cases somebody follows.

What the words of a filter mean is said in `models/filters.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import bookmarks, cases, full_text, records
from bpo_desk.cache.case_tags import tagged_cases
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.models.filters import FieldIs
from bpo_desk.models.text_hits import TextHit
from bpo_desk.models.withheld import WITHHELD
from bpo_desk.state.masking import is_masked


@dataclass(frozen=True, slots=True)
class Said:
    """A few texts that have the words; `complete`: everything was searched, else what is indexed so far."""

    hits: tuple[TextHit, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The cases (keys, ascending) that answer a question of a filter; `complete` as above."""

    asked: FieldIs
    cases: NDArray[np.int64]
    complete: bool = True


def texts_with(cache: Cache, engagement_id: int, text: str, most: int, covered: Sequence[str] = ()) -> Said:
    """Up to `most` cases in which somebody said these words in one text, with what was said; values that the rules of
    `covered` mask are not shown. Raises NotFound."""
    bookmarks.engagement(cache, engagement_id)
    with cache.read() as connection:
        hits = full_text.search(connection, engagement_id, text, most=most)
        found = full_text.described(connection, engagement_id, hits)
        fields = records.dictionaries(connection, engagement_id, [""]).fields if covered else []
    shown = (replace(each, text=WITHHELD) if is_masked(covered, fields, each.kind, each.field) else each
             for each in found) if covered else found  # fmt: skip
    return Said(tuple(shown), hits.complete)


def cases_that_answer(cache: Cache, outbox: Outbox | None, engagement_id: int, asked: FieldIs, who: str) -> Told:
    """All cases that answer a question of `models.filters.asked_elsewhere`; `who` uses this desk. Raises NotFound."""
    code = bookmarks.engagement(cache, engagement_id).code
    with cache.read() as connection:
        if asked.field == "text":
            hits = full_text.search(connection, engagement_id, asked.value, phrase=asked.exact)
            return Told(asked, hits.cases, hits.complete)
        numbers = set() if outbox is None else {entry.mutation.case for entry in outbox.tags_shown(code)}
        found = {number: cases.find_number(connection, engagement_id, number) for number in numbers}
        keys = {number: case for number, case in found.items() if case is not None}
        tags = tagged_cases(connection, engagement_id, who, None, outbox, code, keys)
    return Told(asked, np.array(sorted(tags.followed), np.int64))
