"""Questions about cases that no column answers: who said some words, which cases somebody follows, and how what was
asked of their source systems stands.

What the words of a filter mean is said in `models/filters.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import bookmarks, cases, full_text, records
from bpo_desk.cache.case_requests import requests_of_cases
from bpo_desk.cache.case_tags import tagged_cases
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.models.filters import FieldIs
from bpo_desk.models.mutation_kinds import MutationKind
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


def cases_that_answer(
    cache: Cache, outbox: Outbox | None, engagement_id: int, asked: Sequence[FieldIs], who: str
) -> list[Told]:
    """All cases that answer each of some questions of `models.filters.asked_elsewhere`; `who` uses this desk. Raises
    NotFound."""
    code = bookmarks.engagement(cache, engagement_id).code
    requests = [each for each in asked if each.field == "asked"]
    found = {} if not requests else _requests(cache, outbox, engagement_id, code)
    told = [Told(each, np.array(found.get(each.value, []), np.int64)) for each in requests]
    return told + [_answer(cache, outbox, engagement_id, each, who, code) for each in asked if each not in requests]


def _requests(cache: Cache, outbox: Outbox | None, engagement_id: int, code: str) -> dict[str, list[int]]:
    """The cases that were asked for, ascending, by how that stands."""
    kinds = (MutationKind.REQUESTED, MutationKind.REQUEST_WITHDRAWN)
    entries = [] if outbox is None else [entry for kind in kinds for entry in outbox.of_kind_shown(code, kind)]
    with cache.read() as connection:
        keys = _keys(connection, engagement_id, {entry.mutation.case for entry in entries})
    found: dict[str, list[int]] = {}
    for case, (state, _pending) in sorted(requests_of_cases(cache, engagement_id, None, outbox, code, keys).items()):
        found.setdefault(state.value, []).append(case)
    return found


def _keys(connection: Any, engagement_id: int, numbers: set[str]) -> dict[str, int]:
    found = {number: cases.find_number(connection, engagement_id, number) for number in numbers}
    return {number: case for number, case in found.items() if case is not None}


def _answer(cache: Cache, outbox: Outbox | None, engagement_id: int, asked: FieldIs, who: str, code: str) -> Told:
    with cache.read() as connection:
        if asked.field == "text":
            hits = full_text.search(connection, engagement_id, asked.value, phrase=asked.exact)
            return Told(asked, hits.cases, hits.complete)
        numbers = set() if outbox is None else {entry.mutation.case for entry in outbox.tags_shown(code)}
        keys = _keys(connection, engagement_id, numbers)
        tags = tagged_cases(connection, engagement_id, who, None, outbox, code, keys, cache.remembered)
    return Told(asked, np.array(sorted(tags.followed), np.int64))
