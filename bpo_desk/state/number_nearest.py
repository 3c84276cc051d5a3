"""Case numbers that a mistyped one may have meant: one digit wrong, missing, too many, or two of them swapped.

Bounded: some hundred variants of the digits at the end are looked up at once, however many cases there are.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from bpo_desk.models.grid_block import fold
from bpo_desk.state.number_search import Numbered, number_parts

_DIGITS: Final = "0123456789"
_SLIPPED: Final = re.compile(rb"(.*?\d[\d]*?)([a-z])([a-z\d]*)")
_ALIKE: Final = bytes.maketrans(b"oilsbz", b"011582")
_LONGEST: Final = 17  # digits of which every variant is still a whole number of 64 bits
_LOOKED_AT: Final = 1_000  # rows whose number is read


def nearest_numbers(lookup: Numbered, text: str, most: int = 5) -> list[int]:
    """At most `most` rows whose case number is one slip away from the given one, by row; none for a text without a
    digit at its end or before its last letters. What stands before the digits is compared without separators and letter
    case: first the rows where it is the same, then, if there are none, those with the very same digits. A letter among
    the digits is a slip, too."""
    typed = fold(text.strip())
    slipped = _among_letters(typed)
    if slipped:
        head = number_parts(slipped[0])[0]
        found = _rows_under(lookup, head, {int(number_parts(each)[1] or b"0") for each in slipped})
        if found:
            return found[:most]
    head, tail = number_parts(typed)
    digits = tail.decode("ascii")
    if not digits or len(digits) > _LONGEST:
        return []
    return (_rows_under(lookup, head, _variants(digits)) or _rows(lookup, {int(digits)}))[:most]


def _rows_under(lookup: Numbered, head: bytes, wanted: set[int]) -> list[int]:
    """The rows with one of these numbers behind the same head."""
    rows = _rows(lookup, wanted)
    numbers = lookup.numbers.grid.folded(np.array(rows, np.int64))
    return [row for row, number in zip(rows, numbers, strict=True) if number_parts(number)[0] == head]


def _among_letters(typed: bytes) -> list[bytes]:
    """What a number with letters among or after its digits may have been: letters that look like digits are those, else
    a single one is any digit, or too many; empty where there are no such letters."""
    found = _SLIPPED.fullmatch(typed)
    if found is None:
        return []
    before, _letter, after = found.groups()
    alike = typed[: len(before)] + typed[len(before) :].translate(_ALIKE)
    if alike[len(before) :].isdigit() and len(number_parts(alike)[1]) <= _LONGEST:
        return [alike]
    if after and not after.isdigit():
        return []
    one = [before + other + after for other in (*(digit.encode() for digit in _DIGITS), b"")]
    return [each for each in one if len(number_parts(each)[1]) <= _LONGEST]


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
