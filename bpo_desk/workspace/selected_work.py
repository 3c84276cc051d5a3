"""Work on many cases at once: which of them get it and which are left out and why, and writing it in batches.

What is written for one case is said in `models/deeds.py`; what became of it stands in the outbox.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import bookmarks
from bpo_desk.cache.case_firsts import CaseFirst, case_firsts
from bpo_desk.cache.case_requests import requests_of_cases
from bpo_desk.cache.case_tags import TaggedCases, tagged_cases
from bpo_desk.cache.escalation_path import escalation_path
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.models.case_columns import CaseStatus, HolderKind
from bpo_desk.models.deeds import ABOUT_EVENTS, OPEN_ONLY, Deed, DeedKind
from bpo_desk.models.mutation import Mutation, Payload
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.workspace.past_queue import NotWanted

MOST_CASES: Final = 100_000
"""Cases that are worked on in one go."""
BATCH: Final = 500
"""Cases written in one transaction of the outbox."""


class LeftOut(StrEnum):
    """Why a case does not get what is done with the others."""

    OVER = "over"
    FOLLOWED = "followed"
    NOT_FOLLOWED = "not_followed"
    FLAGGED = "flagged"
    NOT_FLAGGED = "not_flagged"
    NOTHING_ASKED = "nothing_asked"
    IN_THESE_HANDS = "in_these_hands"
    NO_EVENTS = "no_events"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One chosen case: key, number, whether it is over, and the one who has it ("" where nobody or several do)."""

    case: int
    number: str
    over: bool
    hands: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What the desk knows of the chosen cases of an engagement (its code), to tell what work on them would do. `path`:
    the levels of the escalation path, `people` and `queues` whom work can be given to, `asked` by case key the ids of
    the requests that are pending."""

    engagement: str
    chosen: tuple[Chosen, ...]
    firsts: dict[int, CaseFirst]
    tags: TaggedCases
    path: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    asked: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def events_for(self, deed: Deed, case: int) -> tuple[str, ...]:
        """The ids of the events of a case that a deed is about, where it is about such."""
        return (self.tags.flags if deed.kind is DeedKind.UNFLAG else self.asked).get(case, ())

    def systems(self, cases: Sequence[Chosen]) -> list[tuple[str, int]]:
        """The source systems of some of the cases with how many each owns, the largest first; "" is unknown."""
        found = Counter(self.firsts[each.case].source if each.case in self.firsts else "" for each in cases)
        return found.most_common()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a deed would do: `cases` get it, `left` do not."""

    deed: Deed
    cases: tuple[Chosen, ...]
    left: dict[LeftOut, tuple[Chosen, ...]] = field(default_factory=dict)


def chosen_cases(queue: QueueColumns, rows: NDArray[np.int64]) -> tuple[Chosen, ...]:
    """The cases at some rows of a queue, as they are there."""
    cases, names = queue.cases, queue.dictionaries
    over = cases["status"][rows].astype(np.int64) >= CaseStatus.CLOSED
    found = []
    for row, is_over, number in zip(rows.tolist(), over.tolist(), queue.numbers.each(rows), strict=True):
        hands = ""
        if int(cases["holders"][row]) == 1:
            kind = int(cases["holder_kind"][row])
            if kind == HolderKind.PERSON:
                hands = names.persons[max(int(cases["holder"][row]), 0)].name
            elif kind == HolderKind.QUEUE:
                hands = names.queues[max(int(cases["holder_queue"][row]), 0)].name
        found.append(Chosen(int(cases["case"][row]), number, bool(is_over), hands))
    return tuple(found)


def basis_of(
    cache: Cache,
    outbox: Outbox | None,
    queue: QueueColumns,
    rows: NDArray[np.int64],
    who: str,
    told: Callable[[float], bool] = lambda _share: True,
) -> Basis:
    """What is known of the cases at some rows; `who` writes. `told` hears the share that is done, 0 to 1, and says
    whether to go on. Raises NotFound, and NotWanted where it says no (slow)."""

    def part(begin: float, end: float) -> Callable[[float], None]:
        def step(share: float) -> None:
            if not told(begin + (end - begin) * share):
                raise NotWanted("Nobody waits for these cases any more.", "Choose them again.", code="not_wanted")

        return step

    one, code = int(queue.engagement.engagement_id), queue.engagement.code
    chosen = chosen_cases(queue, rows)
    keys = np.unique(np.array([each.case for each in chosen], dtype=np.int64))
    by_number = {each.number: each.case for each in chosen}
    with cache.read() as connection:
        bookmarks.engagement(cache, one)
        firsts = case_firsts(connection, one, keys, part(0.05, 0.4))
        tags = tagged_cases(connection, one, who, keys, outbox, code, by_number, cache.remembered)
        path = escalation_path(connection, one)
    part(0.4, 0.6)(1)
    names = queue.dictionaries
    people = tuple(sorted({each.name for each in names.persons[1:] if each.name}, key=str.casefold))
    queues = tuple(sorted({each.name for each in names.queues[1:] if each.name}, key=str.casefold))
    found = requests_of_cases(cache, one, keys, outbox, code, by_number, part(0.6, 1))
    asked = {case: pending for case, (_state, pending) in found.items() if pending}
    return Basis(code, chosen, firsts, tags, path, people, queues, asked)


def plan(basis: Basis, deed: Deed) -> Plan:
    """Which of the cases get the deed; pure. Of a hundred thousand cases it takes some hundredths of a second."""
    why: dict[int, LeftOut] = {}
    for reason, keys in _left_out(basis, deed, {each.case for each in basis.chosen}):
        why = {**dict.fromkeys(keys, reason), **why}  # the first reason is the one that is said
    if not why:
        return Plan(deed, basis.chosen)
    left: dict[LeftOut, list[Chosen]] = {}
    for each in basis.chosen:
        if each.case in why:
            left.setdefault(why[each.case], []).append(each)
    cases = tuple(each for each in basis.chosen if each.case not in why)
    return Plan(deed, cases, {reason: tuple(found) for reason, found in left.items()})


def _left_out(basis: Basis, deed: Deed, chosen: Set[int]) -> Iterator[tuple[LeftOut, Set[int]]]:
    """Which of the chosen cases (keys) do not get a deed, by reason, the one that counts most first."""
    tags = basis.tags
    if deed.kind in OPEN_ONLY:
        yield LeftOut.OVER, {each.case for each in basis.chosen if each.over}
    if deed.kind is not DeedKind.NOTE:
        yield LeftOut.NO_EVENTS, chosen - basis.firsts.keys()
    match deed.kind:
        case DeedKind.FOLLOW:
            yield LeftOut.FOLLOWED, chosen & tags.followed
        case DeedKind.UNFOLLOW:
            yield LeftOut.NOT_FOLLOWED, chosen - tags.followed
        case DeedKind.FLAG:
            yield LeftOut.FLAGGED, chosen & tags.flagged
        case DeedKind.UNFLAG:
            yield LeftOut.NOT_FLAGGED, chosen - tags.flags.keys()
        case DeedKind.WITHDRAW:
            yield LeftOut.NOTHING_ASKED, chosen - basis.asked.keys()
        case DeedKind.REASSIGN:
            to = deed.to.strip()
            yield LeftOut.IN_THESE_HANDS, {each.case for each in basis.chosen if each.hands and each.hands == to}


def write_plan(
    basis: Basis,
    wanted: Plan,
    make: Callable[[str, str, Payload], Mutation],
    keep: Callable[[Sequence[Mutation]], object],
    told: Callable[[Sequence[Mutation]], bool],
) -> None:
    """Write a plan: `make(engagement code, case number, payload)` gives a mutation, `keep` stores a batch of them, all
    or none. `told` gets each batch that is safe and says whether to go on (slow).

    Where `keep` fails after some batches, what was written stays and the failure is raised.
    """
    for start in range(0, len(wanted.cases), BATCH):
        batch = []
        for each in wanted.cases[start : start + BATCH]:
            batch += [make(basis.engagement, each.number, said) for said in _said(basis, wanted.deed, each)]
        keep(batch)
        if not told(batch):
            return


def _said(basis: Basis, deed: Deed, each: Chosen) -> list[Payload]:
    """What is written about one case."""
    if deed.kind in ABOUT_EVENTS:
        return deed.about(basis.events_for(deed, each.case))
    first = basis.firsts.get(each.case, CaseFirst("", ""))
    return [deed.payload(first.event_id, first.source or "the source of the case")]
