"""Case numbers that a mistyped one may have meant: one digit wrong, missing, too many, or two of them swapped.

Bounded: some hundred variants of the digits at the end are looked up at once, however many cases there are.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from bpo_desk.models.grid_block import fold
from bpo_desk.state.number_search import Numbered, number_parts

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
    numbers = lookup.numbers.grid.folded(np.array(same_head, np.int64))
    found = [row for row, number in zip(same_head, numbers, strict=True) if number_parts(number)[0] == head]
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
    return sorted(lookup.tails.rows_with(sorted(wanted))[:_LOOKED_AT])
