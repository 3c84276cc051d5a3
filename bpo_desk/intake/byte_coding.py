"""Dictionary-codes runs of bytes in a buffer by array operations, exactly: the heart of the vectorised XES reader."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.intake.event_ids import mix
from bpo_desk.intake.records import Coder

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

LONGEST: Final = 4096
"""Longest run of bytes that is coded here."""

_MASK: Final = np.array([(1 << (8 * n)) - 1 if n < 8 else 2**64 - 1 for n in range(9)], np.uint64)
_ENTITY: Final = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff<]")
_UNUSUAL: Final = re.compile("[\x00-\x1f&<\ufffe\uffff]")
_BLANKS: Final = re.compile("\r\n|[\t\n\r]")


class Irregular(Exception):
    """The file does not keep an assumption of the vectorised reader."""


def words_of(buffer: NDArray[np.uint8]) -> Words:
    """Eight bytes from every position of a buffer with eight bytes of room at its end; a view, nothing is copied."""
    return np.ndarray((len(buffer) - 7,), "<u8", buffer.data, strides=(1,))


def xml_text(raw: bytes) -> str:
    """The value of an attribute as XML reads it. Raises Irregular for what XML does not allow."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Irregular("invalid UTF-8") from error
    if not _UNUSUAL.search(text):
        return text
    if _ILLEGAL.search(text):
        raise Irregular("a character that XML does not allow")
    text = _BLANKS.sub(" ", text)
    if "&" not in text:
        return text
    if text.count("&") != len(_ENTITY.findall(text)):
        raise Irregular("an entity that is not predefined")
    return _ENTITY.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    code = int(found[1]) if found[1] else int(found[2], 16)
    legal = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    if not legal:
        raise Irregular("a character reference that XML does not allow")
    return chr(code)


class ByteCoder:
    """Codes for one attribute key, kept from chunk to chunk: values in the order of first sight."""

    def __init__(self) -> None:
        self.coder = Coder()
        self._hashes = np.empty(0, np.uint64)  # of the known runs, sorted
        self._rows = np.empty(0, np.int64)  # row of each in the tables below
        self._lengths = np.empty(0, np.int64)
        self._words = np.empty((0, 1), np.uint64)
        self._codes = np.empty(0, np.int32)  # code of each known run; equal for two spellings of one value

    def codes(self, buffer: NDArray[np.uint8], words: Words, starts: Ints, lengths: Ints) -> NDArray[np.int32]:
        """The code of each run `buffer[start:start + length]`. Raises Irregular where it cannot be sure."""
        if int(lengths.max(initial=0)) > LONGEST:
            raise Irregular("a long value")
        first = words[starts] & _MASK[np.minimum(lengths, 8)]
        hashes = mix(first ^ (lengths.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)))
        more: list[tuple[Ints, Words]] = []
        rows = np.flatnonzero(lengths > 8)
        at = 8
        while len(rows):
            word = words[starts[rows] + at] & _MASK[np.minimum(lengths[rows] - at, 8)]
            hashes[rows] = mix(hashes[rows] ^ word) + np.uint64(at)
            more.append((rows, word))
            at += 8
            rows = rows[lengths[rows] > at]
        place = self._find(hashes)
        if place is None:
            self._learn(buffer, words, starts, lengths, hashes)
            place = self._find(hashes)
            if place is None:
                raise Irregular("a value that cannot be coded")
        same = (self._lengths[place] == lengths) & (self._words[place, 0] == first)
        if not same.all():
            raise Irregular("two values of one hash")
        for number, (rows, word) in enumerate(more, 1):
            if not (self._words[place[rows], number] == word).all():
                raise Irregular("two values of one hash")
        return self._codes[place]

    def _find(self, hashes: Words) -> Ints | None:
        """The row of each hash in the tables; None where one is new."""
        if not len(self._hashes):
            return None if len(hashes) else np.empty(0, np.int64)
        at = np.searchsorted(self._hashes, hashes)
        at[at == len(self._hashes)] = 0
        return self._rows[at] if (self._hashes[at] == hashes).all() else None

    def _learn(self, buffer: NDArray[np.uint8], words: Words, starts: Ints, lengths: Ints, hashes: Words) -> None:
        distinct, index = np.unique(hashes, return_index=True)
        new = np.ones(len(distinct), bool)
        if len(self._hashes):
            at = np.minimum(np.searchsorted(self._hashes, distinct), len(self._hashes) - 1)
            new = self._hashes[at] != distinct
        index = np.sort(index[new])  # in the order of first sight
        known = len(self._lengths)
        width = max(self._words.shape[1], (int(lengths[index].max(initial=0)) + 7) // 8)
        table = np.zeros((known + len(index), width), np.uint64)
        table[:known, : self._words.shape[1]] = self._words
        for column in range(width):
            left = lengths[index] - 8 * column
            rows = np.flatnonzero(left > 0)
            table[known + rows, column] = words[starts[index[rows]] + 8 * column] & _MASK[np.minimum(left[rows], 8)]
        raw = buffer.data
        spans = zip(starts[index].tolist(), lengths[index].tolist(), strict=True)
        codes = [self.coder[xml_text(bytes(raw[start : start + length]))] for start, length in spans]
        self._words = table
        self._lengths = np.concatenate((self._lengths, lengths[index]))
        self._codes = np.concatenate((self._codes, np.array(codes, np.int32)))
        all_hashes = np.concatenate((self._hashes, hashes[index]))
        rows = np.concatenate((self._rows, np.arange(known, known + len(index))))
        order = np.argsort(all_hashes)
        self._hashes, self._rows = all_hashes[order], rows[order]
