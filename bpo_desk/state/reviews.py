"""The reviews of a case from its events: samples that drew it, reviews with score and findings, disputes. Pure.

What a review event says stands in its `data`: `score` (a number, a text, or a table of figures by name), `findings` (a
list) or `finding`, `state`, `scorecard`, `sample`. What is not there is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.event_data import data_object

REVIEW_KINDS: Final = (
    EventKind.SAMPLE_DRAWN,
    EventKind.REVIEW_SUBMITTED,
    EventKind.REVIEW_REVISED,
    EventKind.DISPUTE_RAISED,
    EventKind.DISPUTE_SETTLED,
)
_SCORED: Final = (EventKind.REVIEW_SUBMITTED, EventKind.REVIEW_REVISED)


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """One event: its `row`, `score` in words (None: it says none), `findings`, the `state` that it says the review is
    in ("": none), and the `about` texts: scorecard and sample. `scored`: whether a score belongs to such an event."""

    row: int
    score: str | None
    findings: tuple[str, ...]
    state: str
    about: tuple[str, ...]
    scored: bool


def review_rows(events: EventColumns) -> NDArray[np.int64]:
    """The event rows that tell of samples, reviews and disputes."""
    return np.flatnonzero(np.isin(events.kind, REVIEW_KINDS))


def case_reviews(events: EventColumns, data: Sequence[str | None], upto: int) -> tuple[ReviewEntry, ...]:
    """What the first `upto` events of a case tell of its reviews, in order."""
    rows = review_rows(events)
    return tuple(_entry(row, int(events.kind[row]), data[row]) for row in rows[rows < upto].tolist())


def _entry(row: int, kind: int, text: str | None) -> ReviewEntry:
    said = data_object(text)
    findings = said.get("findings", said.get("finding", []))
    listed = findings if isinstance(findings, list) else [findings]
    about = (said.get("scorecard"), said.get("sample"))
    return ReviewEntry(
        row=row,
        score=_score(said.get("score")),
        findings=tuple(_words(each) for each in listed if each not in (None, "")),
        state=_words(said.get("state")),
        about=tuple(_words(each) for each in about if each),
        scored=kind in _SCORED,
    )


def _score(said: object) -> str | None:
    """Several figures stay several: one blended number would hide a failed item."""
    if isinstance(said, dict):
        return ", ".join(f"{name} {_words(figure)}" for name, figure in said.items()) or None
    return _words(said) or None


def _words(said: object) -> str:
    if said is None:
        return ""
    if isinstance(said, dict):
        return ", ".join(f"{name}: {_words(each)}" for name, each in said.items())
    return f"{said:g}" if isinstance(said, float) else str(said)
