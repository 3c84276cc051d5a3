"""A review of a case: the working draft of one reviewer in one round, and the payload that keeps it.

What reviews become as events is read in `state/reviews.py`; how the row is stored is said here, because the desk and
the shared database must agree.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final

from bpo_desk.models.mutation_kinds import MutationKind
from bpo_desk.models.row_seen import NOTHING_SEEN, RowSeen

MOST_ROUNDS: Final = 99
"""Rounds of review that one case may see."""


class ReviewState(StrEnum):
    """How far a review is. The words are stored."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REVISED = "revised"  # submitted again, with another result


@dataclass(frozen=True, slots=True)
class ReviewKept:
    """The review of a case by `reviewer` in a `round` (from 1) is kept as it is now: `score` in the words of the
    reviewer, `findings` one a line, `text` what else is to be said. Submitting and revising become events as well.
    `Mutation.base_row_ver` and `seen` are what the writer saw, 0 and "" where there was none."""

    kind: ClassVar[MutationKind] = MutationKind.REVIEW_KEPT
    reviewer: str
    round: int = 1
    state: str = ReviewState.DRAFT
    score: str = ""
    findings: str = ""
    text: str = ""

    @property
    def found(self) -> tuple[str, ...]:
        """The findings."""
        return tuple(line.strip() for line in self.findings.splitlines() if line.strip())

    def said(self) -> dict[str, str]:
        """What the review says, by field."""
        return {"state": self.state, "score": self.score, "findings": self.findings, "text": self.text}


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it stands: who kept it last and when (microseconds UTC), the version of its row (0: none yet), and
    whether it waits to be acknowledged."""

    kept: ReviewKept
    by: str = ""
    at: int = 0
    row_ver: int = 0
    pending: bool = False

    @property
    def seen(self) -> RowSeen:
        """What somebody has seen who is shown this."""
        there = self.row_ver or self.pending
        return RowSeen.of(self.row_ver, tuple(self.kept.said().values())) if there else NOTHING_SEEN

    def stored(self) -> str:
        """The stored draft as JSON; the state is a column of its own."""
        said = {**self.kept.said(), "by": self.by, "at": self.at}
        del said["state"]
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def review_of(reviewer: str, round_: int, state: str, stored: str, row_ver: int) -> Review:
    """A review from its stored row; a draft that this program cannot read says nothing."""
    try:
        found: Any = json.loads(stored)
    except (ValueError, RecursionError):
        found = None
    told = found if isinstance(found, dict) else {}
    texts = {name: str(told.get(name, "")) for name in ("score", "findings", "text")}
    at = told.get("at", 0)
    return Review(
        ReviewKept(reviewer, round_, state, **texts), str(told.get("by", "")), at if isinstance(at, int) else 0, row_ver
    )
