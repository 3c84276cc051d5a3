"""What a search in the full text of an engagement found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TextHits:
    """`cases`: keys, ascending, int64. `complete`: everything was searched; else only what is indexed so far. `codes`:
    for each case the value code of a text that has the words, where the search was for a few cases."""

    cases: NDArray[np.int64]
    complete: bool
    codes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TextHit:
    """One text that was found in a case: `kind` (EventKind) and `field` (code, NONE) of the event that says it as its
    new value, else as its reason."""

    case: int
    text: str
    kind: int
    field: int
    reason: bool = False
