"""Finding bytes in texts that stand in blocks of 16 bytes (the layout of TextBlob), many texts at a time.

Which texts are worth a look, and what was found before, is not here (text_blob.py).
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.state.case_rows import places_where

BLOCK_BITS: Final = 4
BLOCK: Final = 1 << BLOCK_BITS
"""Bytes of a block. A text begins with a block and ends before the end of one: at least one zero follows it, so that
no run of bytes other than zero reaches from one text into the next."""

_SCANNED_AT_A_TIME: Final = 1 << 18
"""Bytes looked at in one go: what is made of them stays in the processor's cache."""
_COMPARED_AT_A_TIME: Final = 1 << 14
_SAMPLE: Final = 64


def blocks_with(
    data: NDArray[np.uint8], sought: bytes, order: list[int], at_a_time: int = _SCANNED_AT_A_TIME
) -> NDArray[np.bool_]:
    """bool a block: whether the sought bytes (no zero among them) begin in it. `order`: their places, the rarest first;
    `at_a_time`: bytes, whole blocks.

    Compares byte by byte and place by place: few passes that do not branch, however many hits there are.
    """
    found = np.zeros(len(data) >> BLOCK_BITS, dtype=bool)
    matches, same = np.empty(at_a_time, dtype=bool), np.empty(at_a_time, dtype=bool)
    for first in range(0, len(data), at_a_time):
        width = min(at_a_time, len(data) - first)
        fits = max(min(width, len(data) - first - len(sought) + 1), 0)
        matches[fits:width] = False
        some, other = matches[:fits], same[:fits]
        begin = first + order[0]
        np.equal(data[begin : begin + fits], sought[order[0]], out=some)
        for count, place in enumerate(order[1:]):
            if count == 1 and not some.any():
                break
            begin = first + place
            np.equal(data[begin : begin + fits], sought[place], out=other)
            np.logical_and(some, other, out=some)
        half_blocks = matches[:width].view(np.uint64) != 0
        np.not_equal(half_blocks.view(np.uint16), 0, out=found[first >> BLOCK_BITS : (first + width) >> BLOCK_BITS])
    return found


def usual_place(sample: list[bytes], sought: bytes) -> tuple[int, int] | None:
    """Where most of the sampled texts have the sought bytes: (places from the begin, 0) or (0, places from the end of
    the text back to where they begin). None where there is no such place."""
    places: Counter[tuple[int, int]] = Counter()
    for text in sample:
        first, last = text.find(sought), text.rfind(sought)
        if first >= 0:
            places[first, 0] += 1
            places[0, len(text) - last] += 1
    best = places.most_common(1)
    return best[0][0] if best and best[0][1] * 2 > len(sample) else None


def have_at(
    data: NDArray[np.uint8],
    begin: NDArray[np.int64],
    length: NDArray[np.int32],
    sought: bytes,
    place: tuple[int, int],
) -> NDArray[np.bool_]:
    """bool a text: whether it has the sought bytes at a `usual_place`. `data`: whole blocks.

    Reads words of eight bytes as they stand in the data, and shifts what is sought out of two of them.
    """
    ahead, back = place
    out = np.zeros(len(length), dtype=bool)
    words = data.view(np.uint64)
    for first in range(0, len(length), _COMPARED_AT_A_TIME):
        some = slice(first, first + _COMPARED_AT_A_TIME)
        lengths = length[some]
        at = begin[some] + ahead
        if back:
            at += lengths
            at -= back
        long_enough = lengths >= (back or ahead + len(sought))
        which = slice(None) if long_enough.all() else places_where(long_enough)
        out[some][which] = _same_at(words, at[which], sought, None if back else 8 * (ahead & 7))
    return out


def goes_on_at(
    data: NDArray[np.uint8],
    begin: NDArray[np.int64],
    length: NDArray[np.int32],
    sought: bytes,
    place: tuple[int, int],
    had: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """`have_at` where it is known which texts `had` all but the last of the sought bytes there: that one is left to
    compare."""
    ahead, back = place
    out = np.zeros(len(length), dtype=bool)
    for first in range(0, len(length), _COMPARED_AT_A_TIME):
        some = slice(first, first + _COMPARED_AT_A_TIME)
        at = begin[some] + (ahead + len(sought) - 1)
        if back:
            at += length[some]
            at -= back
        # What ends before it has a zero there; beyond the end stands no text, and before the begin none that had it.
        np.equal(data.take(at, mode="clip"), sought[-1], out=out[some])
    out &= had
    return out


def _same_at(
    words: NDArray[np.uint64], at: NDArray[np.int64], sought: bytes, same_shift: int | None
) -> NDArray[np.bool_]:
    """bool a place: whether the sought bytes stand there. `same_shift`: bits from a word's begin to the places, where
    these are the same for all of them."""
    shift = np.uint64(same_shift) if same_shift is not None else ((at & 7) << 3).view(np.uint64)
    at >>= 3
    same = np.ones(len(at), dtype=bool)
    for step in range(0, len(sought), 8):
        part = sought[step : step + 8]
        value = words.take(at, mode="clip")
        value >>= shift
        at += 1
        if same_shift is None or same_shift + 8 * len(part) > 64:
            after = words.take(at, mode="clip")  # beyond the end stands no text
            after <<= np.uint64(64) - shift  # by 64 bits: nothing is left
            value |= after
        value &= np.uint64((1 << 8 * len(part)) - 1)
        same &= value == np.uint64(int.from_bytes(part, "little"))
    return same


def sample_of(rows: int) -> list[int]:
    """Up to 64 rows, evenly apart."""
    return list(range(0, rows, max(rows // _SAMPLE, 1)))[:_SAMPLE]
