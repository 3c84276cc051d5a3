"""Payloads about samples: a case was drawn, and what was noted about it in the review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bpo_desk.models.event import Visibility
from bpo_desk.models.mutation_kinds import MutationKind


@dataclass(frozen=True, slots=True)
class SampleDrawn:
    """The case was drawn into a sample: the statement of `quality/frames.py`, rank and stratum of this case, and how
    many were drawn in all. Each drawn case carries the whole statement, so that any of them proves it."""

    kind: ClassVar[MutationKind] = MutationKind.SAMPLE_DRAWN
    sample: str
    digest: str
    seed: str
    where: str = ""
    as_of: str = ""
    known_at: str = ""
    method: str = ""
    by: str = ""
    stratum: str = ""
    population: int = 0
    size: int = 0
    rank: int = 0
    drawn: int = 0


@dataclass(frozen=True, slots=True)
class SampleNoted:
    """A note on the case in the review of a sample."""

    kind: ClassVar[MutationKind] = MutationKind.SAMPLE_NOTED
    sample: str
    text: str
    visibility: int = Visibility.INTERNAL
