"""Case numbers that a mistyped one may have meant: one digit wrong, missing, too many, or two of them swapped.

Bounded: some hundred variants of the digits at the end are looked up at once, however many cases there are.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from bpo_desk.state.number_search import Numbered, number_parts
from bpo_desk.state.text_blob import fold

_DIGITS: Final = "0123456789"
_LONGEST: Final = 17  # digits of which every variant is still a whole number of 64 bits
_LOOKED_AT: Final = 1_000  # rows whose number is read


def nearest_numbers(lookup: Numbered, text: str, most: int = 5) -> list[int]:
    """At most `most` rows whose case number is one slip away from the given one, by row; none for a text that ends in
    no digit. What stands before the digits is compared without separators and letter case: first the rows where it is
    the same, then, if there are none, those with the very same digits."""
    head, tail = number_parts(fold(text.strip()))
    digits = tail.decode("ascii")
    if not digits or len(digits) > _LONGEST:
        return []
    same_head = _rows(lookup, _variants(digits))
    found = [row for row in same_head if number_parts(lookup.numbers.text(row))[0] == head]
    return (found or _rows(lookup, {int(digits)}))[:most]


def _variants(digits: str) -> set[int]:
    """The numbers one slip away from a run of digits, leading zeros aside."""
    places = range(len(digits))
    found = {digits[:at] + other + digits[at + 1 :] for at in places for other in _DIGITS}
    found |= {digits[:at] + digits[at + 1 :] for at in places}
    found |= {digits[:at] + more + digits[at:] for at in range(len(digits) + 1) for more in _DIGITS}
    found |= {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in places[:-1]}
    return {int(each) for each in found if each}


def _rows(lookup: Numbered, wanted: set[int]) -> list[int]:
    order, tails = lookup.by_tail, lookup.number_tails
    sought = np.array(sorted(wanted), np.int64)
    low = np.searchsorted(tails, sought, side="left", sorter=order)
    high = np.searchsorted(tails, sought, side="right", sorter=order)
    rows = [row for first, end in zip(low.tolist(), high.tolist(), strict=True) for row in order[first:end].tolist()]
    return sorted(rows[:_LOOKED_AT])
