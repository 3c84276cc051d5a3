"""FilterLookup: a queue with what filters and sort orders look up in it; each table is made when first asked for.

Build one for each QueueColumns and keep it as long as that is shown. `prepare` makes every table (in the background).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import VALUE_COLUMNS, HolderKind
from bpo_desk.models.filters import FieldIs
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_datetime, to_micros
from bpo_desk.state.case_rows import chosen, places_where, taken
from bpo_desk.state.members import Further, MemberCodes, Members, further_of
from bpo_desk.state.number_search import Tails, same_before_digits, trailing_numbers
from bpo_desk.state.row_bits import Bits, bits_of, mask_of
from bpo_desk.state.text_search import TextSearch
from bpo_desk.state.value_search import ValueSearch

_REMEMBERED: Final = 6
_COMPARED: Final = 8
"""Up to so many codes are looked for faster one by one than in a table."""

Keys = NDArray[np.signedinteger]
Mask = NDArray[np.bool_]


class FilterLookup:
    """The texts of one queue as TextSearchs and ranks. Rows are rows of `queue`."""

    def __init__(self, queue: QueueColumns) -> None:
        self.queue = queue
        self.cases = queue.cases
        self._answers: dict[Hashable, Bits] = {}
        self._told: dict[FieldIs, NDArray[np.bool_]] = {}

    def tell(self, asked: FieldIs, cases: NDArray[np.int64]) -> None:
        """Learn which cases (keys) answer a question that the columns do not; see models.filters.asked_elsewhere."""
        self._told[asked] = np.isin(self.cases["case"], cases)

    def forget_told(self, but: Collection[FieldIs] = ()) -> None:
        """Know no answers any more to what the columns do not answer, but to these."""
        self._told = {asked: rows for asked, rows in self._told.items() if asked in but}

    def told(self, asked: FieldIs) -> NDArray[np.bool_] | None:
        """bool[n]: the rows that answer such a question; None before somebody has told."""
        return self._told.get(asked)

    def __len__(self) -> int:
        return len(self.queue)

    def prepare(self) -> None:
        """Make every table now, so that no key press has to wait for one."""
        for name in (*vars(type(self)),):
            if isinstance(vars(type(self))[name], cached_property):
                table = getattr(self, name)
                if isinstance(table, TextSearch | ValueSearch):
                    table.prepare()

    @cached_property
    def numbers(self) -> TextSearch:
        """The case numbers, one a row."""
        return TextSearch(self.queue.numbers.grid)

    @cached_property
    def values(self) -> ValueSearch:
        """The texts of VALUE_COLUMNS."""
        return ValueSearch(self.queue.dictionaries, [self.cases[name] for name in VALUE_COLUMNS])

    @cached_property
    def value_ranges(self) -> dict[str, tuple[int, int]]:
        """For each of VALUE_COLUMNS that holds anything, its smallest and its largest code."""
        columns = {name: self.cases[name] for name in VALUE_COLUMNS}
        ends = {name: code_range(codes) for name, codes in columns.items() if len(codes)}
        return {name: range_of for name, range_of in ends.items() if range_of[1] >= 0}

    def saying(self, found: NDArray[np.bool_], column: str) -> NDArray[np.bool_]:
        """bool[n]: the rows that hold one of the found codes (see ValueSearch) in one of VALUE_COLUMNS."""
        first, last = self.value_ranges.get(column, (0, -1))
        if np.count_nonzero(found[first : last + 1]) > _COMPARED:
            return taken(found, self.cases[column])
        asked = places_where(found[first : last + 1])
        out = np.zeros(len(self), dtype=bool)
        codes = self.cases[column]
        for code in (asked + first).tolist():
            out |= codes == codes.dtype.type(code)
        return out

    @cached_property
    def persons(self) -> TextSearch:
        """The names of persons by code."""
        return TextSearch.of([person.name for person in self.queue.dictionaries.persons])

    @cached_property
    def queues(self) -> TextSearch:
        """The names of queues by code."""
        return TextSearch.of([queue.name for queue in self.queue.dictionaries.queues])

    @cached_property
    def steps(self) -> TextSearch:
        """The names of steps by code."""
        return TextSearch.of([step.name for step in self.queue.dictionaries.steps])

    @cached_property
    def processes(self) -> TextSearch:
        """The process keys by index."""
        return TextSearch.of(self.queue.process_keys)

    @cached_property
    def process_names(self) -> TextSearch:
        """What people call the processes, by index."""
        return TextSearch.of([self.queue.process_name(key) for key in self.queue.process_keys])

    @cached_property
    def versions(self) -> TextSearch:
        """What the process versions are called, by index."""
        return TextSearch.of([each.version for each in self.queue.versions])

    @property
    def definitions(self) -> NDArray[np.signedinteger]:
        """For each row the index into `versions`, NONE where the case is drawn on none."""
        known = self.queue.definition
        return known if len(known) == len(self) else np.full(len(self), NONE, np.int32)

    @cached_property
    def holder_ranks(self) -> NDArray[np.int32]:
        """Places in one common order of names: of persons by code, then of queues, then of the words of sides."""
        d = self.queue.dictionaries
        names = [*(p.name for p in d.persons), *(q.name for q in d.queues), *(side.word for side in Side)]
        return TextSearch.of(names).ranks()

    @cached_property
    def holder_keys(self) -> Keys:
        """A key a row to sort by the name of the first holder as it is shown; see sort_order.sort_keys."""
        d, kind = self.queue.dictionaries, self.codes("holder_kind")
        place = np.full(len(self), NONE, dtype=np.int32)
        for of_kind, column, before in (
            (HolderKind.PERSON, "holder", 0),
            (HolderKind.QUEUE, "holder_queue", len(d.persons)),
            (HolderKind.SIDE, "holder_side", len(d.persons) + len(d.queues)),
        ):
            np.copyto(place, self.codes(column) + np.int32(before), where=kind == of_kind)
        return ranked(self.holder_ranks, place)

    @cached_property
    def number_tails(self) -> NDArray[np.signedinteger]:
        """A number a row: the digits at the end of the case number (the last 18 of them); NONE without any."""
        tails = trailing_numbers(self.numbers)
        return tails.astype(np.int32) if tails.max(initial=NONE) <= np.iinfo(np.int32).max else tails

    @cached_property
    def tails(self) -> Tails:
        """`number_tails`, to be looked up."""
        return Tails.of(self.number_tails)

    @cached_property
    def number_ranks(self) -> NDArray[np.signedinteger]:
        """A number a row: place in the order of case numbers. By the digits at the end where everything before them is
        the same in all numbers ("INC9" before "INC10"), else by text."""
        tails = self.number_tails
        if len(self) and (tails >= 0).all() and same_before_digits(self.numbers):
            return tails
        return self.numbers.ranks()

    @cached_property
    def queue_ranks(self) -> NDArray[np.int32]:
        """Places in the order of queue names by code."""
        return self.queues.ranks()

    @cached_property
    def step_ranks(self) -> NDArray[np.int32]:
        """Places in the order of step names by code."""
        return self.steps.ranks()

    @cached_property
    def process_ranks(self) -> NDArray[np.int32]:
        """Places in the order of process names by index."""
        return self.process_names.ranks()

    @cached_property
    def more_hands(self) -> Further:
        """The holders behind the first one of their row."""
        return further_of(self.cases.sets["hands"].offset)

    @cached_property
    def more_steps(self) -> Further:
        """The current steps behind the first one of their row."""
        return further_of(self.cases.sets["steps"].offset)

    @property
    def holder_names(self) -> Members:
        """The holders of each row: codes of persons, then those of queues counted on from the last person."""
        hands, d = self.cases.sets["hands"], self.queue.dictionaries
        persons = MemberCodes(hands.flat["person"], len(d.persons), hands.flat["kind"], HolderKind.PERSON)
        queues = MemberCodes(hands.flat["queue"], len(d.queues), hands.flat["kind"], HolderKind.QUEUE)
        return Members(hands.offset, (persons, queues), self.more_hands)

    @property
    def holder_queues(self) -> Members:
        """The queues of the holders of each row."""
        hands = self.cases.sets["hands"]
        said = MemberCodes(hands.flat["queue"], len(self.queue.dictionaries.queues))
        return Members(hands.offset, (said,), self.more_hands)

    @property
    def current_steps(self) -> Members:
        """The current steps of each row."""
        steps = self.cases.sets["steps"]
        said = MemberCodes(steps.flat["step"], len(self.queue.dictionaries.steps))
        return Members(steps.offset, (said,), self.more_steps)

    def text_answer(self, asked: Hashable, look: Callable[[], NDArray[np.bool_]]) -> NDArray[np.bool_]:
        """bool[n], the caller's own: the answer to one search in texts, looked for now or remembered. The last ones are
        remembered, so that of a filter line only the word that is being typed is looked for."""
        before = self._answers
        found = mask_of(before[asked], len(self)) if asked in before else look()
        others = [(other, kept) for other, kept in before.items() if other != asked]
        self._answers = dict([*others[1 - _REMEMBERED :], (asked, bits_of(found))])
        return found

    def forget(self) -> None:
        """Drop what searches left behind, as if nothing had been looked for yet."""
        self._answers = {}

    def codes(self, column: str) -> NDArray[np.int32]:
        """A column of codes."""
        return self.cases[column].astype(np.int32, copy=False)

    def whole(self, column: str) -> NDArray[np.signedinteger]:
        """A column of whole numbers, of two bytes or more."""
        held = self.cases[column]
        column_of: NDArray[np.signedinteger] = held.astype(np.result_type(held, np.int16), copy=False)
        return column_of

    def times(self, column: str) -> NDArray[np.int64]:
        """A column of microseconds UTC."""
        return self.cases[column].astype(np.int64, copy=False)

    def held(self, kind: HolderKind) -> NDArray[np.bool_]:
        """Whether the first holder is of this kind."""
        found: NDArray[np.bool_] = self.codes("holder_kind") == kind
        return found

    def day(self, now: int) -> tuple[int, int]:
        """Begin and end (microseconds UTC) of the day around an instant in the engagement's zone; in UTC where this
        machine does not know the zone."""
        try:
            zone: ZoneInfo | None = ZoneInfo(self.queue.engagement.zone)
        except (ZoneInfoNotFoundError, ValueError):
            zone = None
        moment = to_datetime(now)
        if moment is None:
            raise ValueError("there is no day around an unknown instant")
        here = moment.astimezone(zone or UTC)
        begin = datetime(here.year, here.month, here.day, tzinfo=zone or UTC)
        following = (begin + timedelta(days=1)).replace(tzinfo=zone or UTC)
        return to_micros(begin.astimezone(UTC)), to_micros(following.astimezone(UTC))


def ranked(ranks: NDArray[np.int32], codes: NDArray[np.signedinteger], *, first_known: int = 0) -> Keys:
    """The rank of each code, in as few bytes as hold it; the smallest number of the type, unknown, for codes before
    `first_known` and for ranks that are NONE."""
    narrow: type[np.signedinteger] = np.int16 if len(ranks) < np.iinfo(np.int16).max else np.int32
    unknown = np.iinfo(narrow).min
    table: Keys = np.append(np.where(ranks < 0, unknown, ranks), unknown)  # code NONE reads the last entry
    table = table.astype(narrow)
    table[:first_known] = unknown
    keys: Keys = table[codes]
    return keys


def ages(lookup: FilterLookup, now: int) -> NDArray[np.int64]:
    """int64 microseconds a row from opening to now, to the end where the case is over; TIME_UNKNOWN where the opening
    is unknown."""
    return ages_between(lookup.times("opened_at"), lookup.times("closed_at"), now)


def ages_between(opened: NDArray[np.int64], ended: NDArray[np.int64], now: int) -> NDArray[np.int64]:
    """The same of times of opening and ends."""
    age = chosen(ended == TIME_UNKNOWN, np.int64(now), ended)
    age -= opened
    age[opened == TIME_UNKNOWN] = TIME_UNKNOWN
    return age


def code_range(codes: NDArray[np.generic]) -> tuple[int, int]:
    """The smallest code >= 0 of some, and the largest; (0, -1) where there is none."""
    last = int(codes.max())
    unsigned = np.ascontiguousarray(codes).view(f"u{codes.dtype.itemsize}")  # NONE is the largest number of all
    return (int(unsigned.min()), last) if last >= 0 else (0, -1)
