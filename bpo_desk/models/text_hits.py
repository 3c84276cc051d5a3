"""TextHit: one text that a search through what was said in cases found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextHit:
    """One text that was found in a case: `kind` (EventKind) and `field` (code, NONE) of the event that says it as its
    new value, else as its reason."""

    case: int
    text: str
    kind: int
    field: int
    reason: bool = False
