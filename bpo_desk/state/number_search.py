"""Finding cases by number: exact look-up of many numbers at once, however prefix, zeros and separators are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.ids import NONE
from bpo_desk.state.text_blob import TextBlob, fold

_DIGITS: Final = 18  # of the largest number that int64 holds whatever the digits are
_SEPARATORS: Final = re.compile(rb"[\s\-_/.#:]+")
_LOOKED_AT: Final = 1_000  # numbers without digits at their end that are compared one by one
_PARTS: Final = re.compile(rb"(.*?)(\d*)", re.DOTALL)


class Numbered(Protocol):
    """What numbers are looked up in: see FilterLookup, which is one."""

    @property
    def numbers(self) -> TextBlob: ...
    @property
    def number_tails(self) -> NDArray[np.int64]: ...
    @property
    def by_tail(self) -> NDArray[np.int64]: ...


def trailing_numbers(numbers: TextBlob) -> NDArray[np.int64]:
    """int64 a text: the digits at its end as a number (the last 18 of them); NONE where it ends otherwise."""
    begin = numbers.begin[:-1]
    end = begin + numbers.length
    value = np.zeros(len(numbers), dtype=np.int64)
    going = np.arange(len(numbers))
    for place in range(_DIGITS):
        at = end[going] - 1 - place
        digit = numbers.data[np.maximum(at, 0)].astype(np.int64) - ord("0")
        goes_on = (at >= begin[going]) & (digit >= 0) & (digit <= 9)
        if place == 0:
            value[~goes_on] = NONE
        going, digit = going[goes_on], digit[goes_on]
        if not len(going):
            break
        value[going] += digit * 10**place
    return value


def same_before_digits(numbers: TextBlob, tails: NDArray[np.int64]) -> bool:
    """Whether all texts, which end in the given numbers, are equal before the digits at their end."""
    first = numbers.text(0).rstrip(b"0123456789")
    lengths = numbers.length
    if (lengths <= len(first)).any() or (lengths - len(first) > _DIGITS).any():
        return False
    starts = numbers.begin[:-1]
    for place, byte in enumerate(first):
        if (numbers.data[starts + place] != byte).any():
            return False
    digits = lengths - len(first)  # nothing but digits follows, where these are as many as the tail has or more zeros
    for place in range(int(digits.max())):
        longer = np.flatnonzero(digits > place)
        byte_at = numbers.data[starts[longer] + len(first) + place]
        if ((byte_at < ord("0")) | (byte_at > ord("9"))).any():
            return False
    return bool(len(tails))


def find_numbers(lookup: Numbered, asked: Sequence[str]) -> list[list[int]]:
    """For each asked number the rows that it names, ascending; none where it is not found.

    The number as written (letter case aside) comes first: if a case has exactly it, only that is the answer. Else
    separators and leading zeros do not count ("inc-45" finds "INC0000045"). Else digits alone find a number that ends
    in them, whatever stands before ("45" finds "INC0000045").
    """
    return [_find(lookup, text.strip()) for text in asked]


def _find(lookup: Numbered, text: str) -> list[int]:
    sought = fold(text)
    if not sought:
        return []
    head, tail = number_parts(sought)
    if not tail:
        rows = np.flatnonzero(lookup.numbers.equals(text)).tolist()
        alike = lookup.numbers.contains(text) & (lookup.number_tails == NONE)  # equal to it only without digits too
        return rows or _bare_equal(lookup, np.flatnonzero(alike)[:_LOOKED_AT].tolist(), sought)
    order = lookup.by_tail
    wanted = int(tail[-_DIGITS:])
    low = int(np.searchsorted(lookup.number_tails, wanted, side="left", sorter=order))
    high = int(np.searchsorted(lookup.number_tails, wanted, side="right", sorter=order))
    candidates = sorted(order[low:high].tolist())
    exact = [row for row in candidates if lookup.numbers.text(row) == sought]
    return exact or _bare_equal(lookup, candidates, sought) or ([] if head else candidates)


def _bare_equal(lookup: Numbered, candidates: list[int], sought: bytes) -> list[int]:
    wanted = _bare(sought)
    return [row for row in candidates if _bare(lookup.numbers.text(row)) == wanted]


def number_parts(number: bytes) -> tuple[bytes, bytes]:
    """What stands before the digits at the end, without separators; and these digits."""
    found = _PARTS.fullmatch(number)
    head, tail = (found[1], found[2]) if found else (number, b"")
    return _SEPARATORS.sub(b"", head), tail


def _bare(number: bytes) -> tuple[bytes, bytes]:
    """The number without separators and leading zeros."""
    head, tail = number_parts(number)
    return head, tail.lstrip(b"0")
