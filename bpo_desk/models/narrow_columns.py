"""Whole numbers in as few bytes as hold them. What the columns say is not here (case_columns.py)."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_WIDTHS: Final = (np.dtype(np.int8), np.dtype(np.int16), np.dtype(np.int32), np.dtype(np.int64))


def width_of(values: NDArray[np.generic], least: np.dtype[Any] = _WIDTHS[0]) -> np.dtype[Any]:
    """The narrowest signed type, no narrower than `least`, that holds some whole numbers."""
    if not len(values):
        return least
    low, high = int(values.min()), int(values.max())
    return next(
        kind
        for kind in _WIDTHS
        if kind.itemsize >= least.itemsize and np.iinfo(kind).min <= low and high <= np.iinfo(kind).max
    )


def narrowed(values: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
    """The same numbers in the narrowest signed type; where all of them are the same, that one seen as many times (read
    only)."""
    if len(values) and (values == values[0]).all():
        return np.broadcast_to(values[:1].astype(width_of(values[:1])), len(values))
    return values.astype(width_of(values), copy=False)


def with_values(
    column: NDArray[np.generic], at: NDArray[np.integer], values: NDArray[np.generic]
) -> NDArray[np.generic]:
    """A copy with some of its whole numbers replaced, wider only where it has to be."""
    out = column.astype(width_of(values, column.dtype))
    out[at] = values
    return out
