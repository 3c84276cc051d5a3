"""Which rows of a queue are shown and in what order: one question, one answer, no Qt.

What filters, chips and sort orders mean is said in `state`; here they are put together, and what is costly to find
again is kept: the permutation of each sort and the mask of the last filter text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.capability import NO_CAPABILITY, Capability
from bpo_desk.models.filter_text import parse
from bpo_desk.models.filters import (
    ASKED,
    TIMED_CHIPS,
    Chip,
    FieldIs,
    FilterError,
    asked_elsewhere,
    depends_on_clock,
)
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.settings import Settings
from bpo_desk.state.asked import ASKED_QUESTIONS, asked_codes
from bpo_desk.state.chips import chip_mask, not_over
from bpo_desk.state.field_values import values_like
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.filter_mask import filter_mask
from bpo_desk.state.freed_memory import give_back
from bpo_desk.state.grouping import Group, GroupBy, groups
from bpo_desk.state.lookup_patch import part_of, patched_lookup
from bpo_desk.state.number_nearest import nearest_numbers
from bpo_desk.state.number_search import find_numbers
from bpo_desk.state.packed_order import Order
from bpo_desk.state.queue_facts import Fact
from bpo_desk.state.row_bits import Bits, bits_of, counted, mask_of, with_bits
from bpo_desk.state.sort_order import SortColumn, begun_sort, sort_permutation
from bpo_desk.ui.queue.listed import Listed

Sort = tuple[tuple[str, bool], ...]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int32]
_MOST_KEPT: Final = 2  # permutations, 4 MB each for a million cases: what is shown, and what was before

_SORT_COLUMNS: Final[dict[str, SortColumn]] = {"activity": SortColumn.LAST}
_SHOWN_AS_SPAN: Final = frozenset({"since", "activity"})
"""Columns that show how long ago something was: the smallest span is the latest time."""

_TOLD_BY: Final[dict[Chip, Capability]] = {
    Chip.UNASSIGNED: Capability.HAND_OFFS | Capability.RESOURCES | Capability.QUEUES,
    Chip.OVERDUE: Capability.DUE_DATES,
    Chip.DUE_TODAY: Capability.DUE_DATES,
    Chip.AT_RISK: Capability.SLA_STATE,
    Chip.NO_MOVEMENT: Capability.TIMES,
    Chip.WITH_CLIENT: Capability.SIDES | Capability.PAUSES,
    Chip.WITH_CUSTOMER: Capability.SIDES | Capability.PAUSES,
    Chip.IN_EXCEPTION: Capability.EXITS,
    Chip.REPEAT_CONTACT: Capability.CONTACTS,
    Chip.REOPENED: Capability.CASE_END,
    Chip.ADHOC_OPEN: Capability.AD_HOC_TASKS,
    Chip.HOLDER_ABSENT: NO_CAPABILITY,  # no source that is read here records who is away
}
"""What a source must record at least one of, for "no case" to mean none and not unknown."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked for: filter text, chips that are on, sort as (column key, descending), first one first,
    and the only case keys that may be shown (None: all)."""

    text: str = ""
    chips: frozenset[str] = frozenset()
    sort: Sort = (("due", False),)
    limit: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`listed`: the rows in order. `counts`: by chip, how many rows switching it on would leave; None where no source
    can tell."""

    listed: Listed
    counts: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The groups of so many listed `cases` by a `GroupBy`; `tells_due`: whether any source records due times."""

    by: str
    groups: list[Group]
    cases: int
    tells_due: bool


class QueueView:
    """Answers questions about one queue, seen at the instant `now` (microseconds UTC); `as_of`: the moment that the
    queue is as of, at which it is seen then, None for the queue of now."""

    def __init__(self, queue: QueueColumns, now: int, settings: Settings, as_of: int | None = None) -> None:
        self.queue = queue
        self.as_of = as_of
        self.now = now if as_of is None else as_of
        self._hours = float(settings.no_movement_hours)
        self._lookup = FilterLookup(queue)
        self._orders: dict[Sort, Order] = {}
        self._just_sorted = False
        self._text: tuple[str, Mask] | None = None
        self._places: tuple[Order, Rows] | None = None
        self._half_searched: set[FieldIs] = set()
        self._looked = 0
        self._chips: dict[Chip, Bits] = {}
        self._kept_wanted: tuple[Question, Mask | None, dict[str, int | None], int] | None = None
        self._capability = _capability(queue)

    @property
    def lookup(self) -> FilterLookup:
        """The tables that filters and searches look things up in."""
        return self._lookup

    def values_like(self, field: str, typed: str, most: int = 12) -> list[str]:
        """Values of a text field that have the typed text in them, those that begin with it first."""
        return values_like(self._lookup, field, typed, most)

    def prepare(self, sort: Sort) -> None:
        """Make the tables of the look-up and one order now (to be called off the UI thread)."""
        self._lookup.prepare()
        self._find_places(self._order(sort))
        for chip in Chip:
            self._chip(chip)
        self._just_sorted = False
        give_back()

    def patched(self, queue: QueueColumns, rows: NDArray[np.int64]) -> QueueView:
        """The view of a queue that has other cases in some rows (ascending) and is the same else: what is kept of this
        one and holds, is kept. In any thread; see `catch_up`."""
        after = copy(self)
        after._looked = self._looked
        after.queue, after._lookup = queue, patched_lookup(self._lookup, queue, rows)
        after._orders, after._places, after._kept_wanted = {}, None, None
        after._half_searched = set(self._half_searched)
        part = part_of(after._lookup, rows)
        after._chips = {
            chip: with_bits(bits, rows, chip_mask(chip, part, after.now, after._hours))
            for chip, bits in dict(self._chips).items()
        }
        if (kept := self._text) is not None:
            changed = kept[1].copy()
            changed[rows] = filter_mask(parse(kept[0]), part, after.now)
            after._text = (kept[0], changed)
        if queue.cases["capability"] is not self.queue.cases["capability"]:
            after._capability = _capability(queue)
        after._lookup.prepare()
        return after

    def catch_up(self, other: QueueView) -> None:
        """See the queue at the instant of another view, which may have looked at the clock since this one was made."""
        if self._looked != other._looked:
            self.look_at(other.now)
            self._looked = other._looked

    def look_at(self, now: int, sort: Sort = ()) -> bool:
        """See the queue at another instant; whether the rows of the last question, or their order by `sort`, are
        others."""
        self.now = now
        before = self._orders.get(sort) if any(key == "age" for key, _down in sort) else None
        kept, self._kept_wanted = self._kept_wanted, None
        for chip in TIMED_CHIPS:
            self._chips.pop(chip, None)
        if self._text is not None and depends_on_clock(parse(self._text[0])):
            self._text = None
        self._orders = {sort: order for sort, order in self._orders.items() if all(key != "age" for key, _down in sort)}
        if self._places is not None and self._places[0] not in self._orders.values():
            self._places = None
        self._looked += 1  # last: a thread that reads this view meanwhile has what was before, or is told to look again
        if before is not None and not np.array_equal(before.whole(), self.order(sort)):
            return True
        return kept is not None and not self._same_rows(kept[0], kept[1])

    def _same_rows(self, question: Question, before: Mask | None) -> bool:
        if before is None:
            return True
        wanted = self._wanted(question)
        return wanted is not None and np.array_equal(wanted, before)

    def forget_orders(self) -> None:
        """Keep no permutation: the next sort is made anew."""
        self._orders.clear()

    def answer(self, question: Question) -> Answer:
        """Rows and counts of a question. Raises FilterError where the filter text cannot be read."""
        wanted, counts, count = self._kept(question)
        order = self._order(question.sort)
        return Answer(Listed(order, wanted, count, self._sorting(question.sort, order)), counts)

    def wanted(self, question: Question) -> Mask | None:
        """bool[n]: the rows that answer a question, None for all of them. Raises FilterError."""
        return self._kept(question)[0]

    def counts(self, question: Question) -> dict[str, int | None]:
        """The counts of an answer, without its order. Raises FilterError."""
        return self._kept(question)[1]

    def _kept(self, question: Question) -> tuple[Mask | None, dict[str, int | None], int]:
        asked = replace(question, sort=())
        if self._kept_wanted is None or self._kept_wanted[0] != asked:
            wanted = self._wanted(question)
            bits = None if wanted is None else bits_of(wanted)
            count = len(self.queue) if bits is None else counted(bits)
            self._kept_wanted = (asked, wanted, self._counts(bits), count)
            give_back()
        return self._kept_wanted[1:]

    def elsewhere(self, question: Question, columns: Collection[str] = ()) -> list[FieldIs]:
        """What the filter text asks, and what is shown in some columns (by key) or sorted by, that no column of a case
        answers. Raises FilterError where the filter cannot be read, or asks this of a past moment."""
        asked = asked_elsewhere(parse(question.text)) if ":" in question.text or "=" in question.text else []
        if asked and self.as_of is not None:
            raise FilterError(f"{asked[0].field} cannot be asked of a past moment.", "Go back to now, or leave it out.")
        shown = "asked" in columns or any(key == "asked" for key, _down in question.sort)
        return [*dict.fromkeys((*asked, *ASKED_QUESTIONS))] if shown and self.as_of is None else asked

    def unanswered(self, question: Question, columns: Collection[str] = ()) -> list[FieldIs]:
        """Those of `elsewhere` that nobody has told yet."""
        return [each for each in self.elsewhere(question, columns) if self._lookup.told(each) is None]

    def asked_words(self, rows: NDArray[np.int64]) -> list[Fact]:
        """How what was asked about the cases at some rows stands: a word of models.filters.ASKED, "" where nobody
        asked, None before it is told; "unknown" of a past moment."""
        codes = asked_codes(self._lookup, rows)
        if codes is None:
            return [None if self.as_of is None else "unknown"] * len(rows)
        return [ASKED[code] if code >= 0 else "" for code in codes.tolist()]

    def tell(self, asked: FieldIs, cases: NDArray[np.int64], *, complete: bool) -> None:
        """Learn the cases (keys) that answer such a question; `complete`: everything was searched."""
        self._lookup.tell(asked, cases)
        if asked.field == "asked":
            self._orders = {sort: order for sort, order in self._orders.items() if "asked" not in dict(sort)}
            self._places = None
        (self._half_searched.discard if complete else self._half_searched.add)(asked)
        self._text = self._kept_wanted = None

    def forget_told(self) -> None:
        """Ask anew what somebody told: it was told of the cases as they were."""
        self._lookup.forget_told()
        self._text = self._kept_wanted = None

    def is_half_searched(self, question: Question) -> bool:
        """Whether the answer rests on a search through what is indexed so far."""
        return bool(self._half_searched) and not self._half_searched.isdisjoint(asked_elsewhere(parse(question.text)))

    def grouping(self, question: Question, by: str) -> Callable[[], Grouped]:
        """What counts the groups of the rows that answer a question; to be called in any thread."""
        wanted, _counts, cases = self._kept(question)
        lookup, now = self._lookup, self.now
        tells_due = bool(self._capability & Capability.DUE_DATES)

        def count() -> Grouped:
            found = groups(GroupBy(by), lookup, now, wanted)
            give_back()
            return Grouped(by, found, cases, tells_due)

        return count

    def _find_places(self, order: Order) -> None:
        """Keep for one order where each row stands in it."""
        if self._places is None or self._places[0] is not order:
            rows = order.whole()
            places = np.empty(len(rows), np.int32)
            places[rows] = np.arange(len(rows), dtype=np.int32)
            self._places = (order, places)

    def _sorting(self, sort: Sort, order: Order) -> Callable[[Rows], Rows] | None:
        """What puts some rows in an order as it is now: by their places where these are known. None where somebody may
        tell another order meanwhile."""
        if any(key == "asked" for key, _down in sort):
            return None
        now, lookup, kept = self.now, self._lookup, self._places
        if kept is not None and kept[0] is order:
            places = kept[1]
            return lambda rows: rows[np.argsort(places[rows])]
        return lambda rows: self._sorted(sort, lookup, now, rows).whole()

    def finish(self) -> None:
        """Find the whole of each order that was begun, and the places in the last one, and give back what sorting left;
        in any thread."""
        self._just_sorted = False
        orders = [*self._orders.values()]
        for order in orders:
            order.whole()
        if orders:
            self._find_places(orders[-1])
            give_back()

    @property
    def is_finished(self) -> bool:
        """Whether there is nothing to finish."""
        return not self._just_sorted and all(order.is_whole for order in [*self._orders.values()])

    def _counts(self, wanted: Bits | None) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for chip in Chip:
            bits = self._chip(chip) if wanted is None else self._chip(chip) & wanted
            found[chip.value] = self._told(chip, counted(bits))
        return found

    def _chip(self, chip: Chip) -> Bits:
        """The cases of a chip, kept: at a million cases a count takes a hundredth of a ms."""
        kept = self._chips.get(chip)
        if kept is None:
            kept = self._chips[chip] = bits_of(chip_mask(chip, self._lookup, self.now, self._hours))
        return kept

    def order(self, sort: Sort) -> Rows:
        """The permutation of all rows for a sort; kept."""
        return self._order(sort).whole()

    def _order(self, sort: Sort) -> Order:
        kept = self._orders.pop(sort, None)
        if kept is None:
            kept = self._sorted(sort, self._lookup, self.now)
            self._just_sorted = True
        while len(self._orders) >= _MOST_KEPT:
            del self._orders[next(iter(self._orders))]
        self._orders[sort] = kept
        return kept

    def _sorted(self, sort: Sort, lookup: FilterLookup, now: int, within: Rows | None = None) -> Order:
        """All rows, or some (ascending), in the order of a sort."""
        # A case that is over has no time left: after those that have, and after those without a due time.
        over = ~not_over(lookup) if any(key == "due" for key, _down in sort) else None
        kept = within
        for place, (key, descending) in reversed([*enumerate(sort)]):
            turned = descending != (key in _SHOWN_AS_SPAN)
            column, last = _SORT_COLUMNS.get(key) or SortColumn(key), over if key == "due" else None
            if not place:
                return begun_sort(lookup, column, now, descending=turned, within=kept, last=last)
            kept = sort_permutation(lookup, column, now, descending=turned, within=kept, last=last)
        return Order(np.arange(len(lookup), dtype=np.int32) if kept is None else kept)

    def order_of(self, sort: Sort, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Some rows (ascending) in the order of a sort, as they stand to each other in the whole one."""
        ordered: NDArray[np.int64] = rows[self._sorted(sort, part_of(self._lookup, rows), self.now).whole()]
        return ordered

    def _wanted(self, question: Question) -> Mask | None:
        """bool[n], or None for all rows."""
        masks: list[Mask] = []
        if question.text:
            masks.append(self._text_mask(question.text))
        masks += [mask_of(self._chip(Chip(chip)), len(self.queue)) for chip in sorted(question.chips)]
        if question.limit is not None:
            masks.append(np.isin(self.queue.cases["case"], np.fromiter(question.limit, np.int64)))
        if not masks:
            return None
        wanted = masks[0].copy()
        for mask in masks[1:]:
            wanted &= mask
        return wanted

    def _text_mask(self, text: str) -> Mask:
        if self._text is None or self._text[0] != text:
            self._text = (text, filter_mask(parse(text), self._lookup, self.now))
        return self._text[1]

    def _told(self, chip: Chip, count: int) -> int | None:
        return count if count or not len(self.queue) or self._capability & _TOLD_BY[chip] else None

    # cases

    def case_of_number(self, text: str) -> int | None:
        """The case of this number, however prefix and separators are written; None where none or several have it."""
        rows = find_numbers(self._lookup, [text])[0]
        return int(self.queue.cases["case"][rows[0]]) if len(rows) == 1 else None

    def cases_of_numbers(self, numbers: Sequence[str]) -> tuple[list[int], list[str]]:
        """The cases of these numbers, and the numbers that no case has."""
        found = find_numbers(self._lookup, numbers)
        keys = self.queue.cases["case"]
        missing = [number for number, rows in zip(numbers, found, strict=True) if not rows]
        return [int(keys[row]) for rows in found for row in rows], missing

    def nearest(self, text: str, most: int = 5) -> list[str]:
        """Numbers of cases that a mistyped number may have meant."""
        return [self.queue.numbers.text(row) for row in nearest_numbers(self._lookup, text, most)]

    def places(self, listed: Listed, cases: tuple[int, ...]) -> list[int]:
        """Where in a listing the given cases stand, ascending; cases that are not there are left out."""
        if not cases:
            return []
        keys = self.queue.cases["case"]
        wanted = np.asarray(cases, keys.dtype)
        at = np.searchsorted(keys, wanted)
        here = at < len(keys)
        at, wanted = at[here], wanted[here]
        marked = np.zeros(len(keys), dtype=bool)
        marked[at[keys[at] == wanted]] = True
        return [int(place) for place in np.flatnonzero(marked[listed.all()])]


def _capability(queue: QueueColumns) -> Capability:
    """What the sources of the cases record, together."""
    return Capability(int(np.bitwise_or.reduce(queue.cases["capability"].astype(np.int64))))
