"""Masks of rows as they are kept: eight rows a byte. What the rows are is the caller's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Mask = NDArray[np.bool_]


def bits_of(mask: Mask) -> Bits:
    """A mask with eight rows a byte, filled up to whole words."""
    packed = np.packbits(mask, bitorder="little")
    return np.concatenate((packed, np.zeros(-len(packed) % 8, np.uint8))).view(np.uint64)


def mask_of(bits: Bits, rows: int) -> Mask:
    """bool[rows], the caller's own."""
    return np.unpackbits(bits.view(np.uint8), count=rows, bitorder="little").view(np.bool_)


def counted(bits: Bits) -> int:
    """How many rows the mask has."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def bits_at(bits: Bits, rows: NDArray[np.integer]) -> Mask:
    """Whether the mask has each of some rows."""
    each: NDArray[np.uint8] = bits.view(np.uint8)[rows >> 3] >> (rows & 7).astype(np.uint8)
    return (each & np.uint8(1)).view(np.bool_)


def with_bits(bits: Bits, rows: NDArray[np.integer], mask: Mask) -> Bits:
    """The mask with that of some rows (each once) replaced by `mask`."""
    out = bits.copy()
    each = out.view(np.uint8)
    changed = rows[bits_at(bits, rows) != mask]
    np.bitwise_xor.at(each, changed >> 3, np.uint8(1) << (changed & 7).astype(np.uint8))
    return out
