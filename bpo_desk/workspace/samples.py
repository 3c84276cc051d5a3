"""Samples of one profile: freezing a frame from the copy, keeping what was drawn as events, reading and checking it.

How frames and draws are made is said in `quality`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from bpo_desk.cache import cases, read
from bpo_desk.cache.samples import stated
from bpo_desk.errors import NotFound
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_data import data_object
from bpo_desk.models.sample_payloads import SampleDrawn
from bpo_desk.models.times import typed_moment
from bpo_desk.quality.frames import Drawn, Frame, Statement, again, freeze
from bpo_desk.quality.sampling import Pick, differences

if TYPE_CHECKING:
    from bpo_desk.cache.store import Cache
    from bpo_desk.models.case_file import CaseFile
    from bpo_desk.models.mutation import Mutation, Payload
    from bpo_desk.models.queue_columns import QueueColumns
    from bpo_desk.workspace.writing import Writing


@dataclass(frozen=True, slots=True)
class KeptSample:
    """A sample in the log: when it was drawn (microseconds UTC), what, and the keys of its cases in the order of the
    picks. `missing` counts the cases that were drawn and are not in the copy (any more)."""

    at: int
    drawn: Drawn
    cases: tuple[int, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Check:
    """A draw that was performed again: what came out, and in words what differs; nothing where it agrees."""

    again: Drawn
    differs: tuple[str, ...]


class OwnDesk(Protocol):
    """What is needed of the running desk."""

    def queue(self, engagement_id: int, as_of: int | None = None, known_at: int | None = None) -> QueueColumns:
        """The queue as it was and was known at instants."""
        ...

    def new_mutation(self, engagement: str, case: str, payload: Payload) -> Mutation:
        """What the user of this desk writes now."""
        ...

    def write_all(self, mutations: Sequence[Mutation]) -> None:
        """Keep several mutations, all or none."""
        ...


class Samples:
    """What a running desk does with samples. All of it is slow."""

    def __init__(self, desk: OwnDesk, copy: Callable[[int], AbstractContextManager[Cache]], writing: Writing) -> None:
        """`copy` lends the copy of an engagement, as long as that may be used."""
        self._desk, self._copy, self._writing = desk, copy, writing

    def freeze(self, engagement: Engagement, where: str, as_of: int | None = None) -> Frame:
        """Freeze the cases that a filter keeps, as of an instant (None: now), as known up to which the copy agrees with
        the shared database. Raises FilterError, and NotFound where the copy was never synced."""
        with self._copy(engagement.engagement_id) as cache:
            known = read.status(cache, engagement.engagement_id).data_as_of
        if known is None:
            raise NotFound("The local copy was never compared with the shared database.", "Sync first, then draw.")
        at = time.time_ns() // 1000 if as_of is None else as_of
        return freeze(self._desk.queue(engagement.engagement_id, at, known), where, at, known)

    def keep(self, drawn: Drawn) -> None:
        """Write the draw as an event on each drawn case, all or none."""
        said = drawn.statement
        self._desk.write_all(
            [
                self._desk.new_mutation(said.engagement, pick.number, payload(drawn, pick))
                for pick in drawn.picks
            ]
        )  # fmt: skip

    def kept(self, engagement: Engagement) -> list[KeptSample]:
        """The samples that were drawn in an engagement, the latest first."""
        one = engagement.engagement_id
        found: dict[str, list[tuple[int, int, Pick, Statement, int]]] = {}
        with self._copy(one) as cache, self._writing.seen() as outbox, cache.read() as connection:
            for key, (at, known_as, said) in stated(connection, one, outbox, engagement.code):
                case, number = key, known_as
                if case < 0:
                    case = cases.find_number(connection, one, number) or -1
                elif (row := cases.read_case(connection, one, case)) is not None:
                    number = row.number
                pick = Pick(number, int(said.get("rank", 0)), str(said.get("stratum", "")))
                statement = statement_of(engagement.code, said)
                found.setdefault(statement.sample, []).append((at, case, pick, statement, int(said.get("drawn", 0))))
        return sorted((_sample(rows) for rows in found.values()), key=lambda each: -each.at)

    def noted(self, engagement: Engagement, kept: KeptSample) -> frozenset[int]:
        """The cases of a sample on which its review has a note, sent or still waiting: where a walk goes on."""
        one, sample = engagement.engagement_id, kept.drawn.statement.sample
        with self._copy(one) as cache, self._writing.seen() as outbox:
            files = (read.open_case(cache, one, case, outbox=outbox) for case in kept.cases)
            return frozenset(file.case for file in files if _is_noted(file, sample))

    def check(self, engagement: Engagement, drawn: Drawn) -> Check:
        """Perform a draw again from the copy: the same frame as of and as known then, the same seed."""
        said = drawn.statement
        as_of, known = typed_moment(said.as_of), typed_moment(said.known_at)
        frame = freeze(self._desk.queue(engagement.engagement_id, as_of, known), said.where, as_of, known)
        differs = []
        if len(frame) != said.population:
            differs.append(f"the population has {len(frame):,} cases, and had {said.population:,}")
        if frame.digest != said.digest:
            differs.append(f"the digest of the population is {frame.digest}, and was {said.digest}")
        found = again(frame, said)
        return Check(found, (*differs, *differences(found.picks, drawn.picks)))


def payload(drawn: Drawn, pick: Pick) -> SampleDrawn:
    """What is written about one drawn case."""
    said = drawn.statement
    return SampleDrawn(
        said.sample, said.digest, said.seed, said.where, said.as_of, said.known_at, said.method, said.by, pick.stratum,
        said.population, said.size, pick.rank, len(drawn.picks),
    )  # fmt: skip


def statement_of(code: str, said: dict[str, object]) -> Statement:
    """The statement in the data of an event."""

    def text(name: str) -> str:
        return str(said.get(name, ""))

    def whole(name: str) -> int:
        return int(text(name) or 0)

    return Statement(
        code, text("where"), text("as_of"), text("known_at"), whole("population"), text("digest"), text("method"),
        text("by"), whole("size"), text("seed"),
    )  # fmt: skip


def _is_noted(file: CaseFile, sample: str) -> bool:
    comments = np.flatnonzero(file.events.kind == EventKind.COMMENT_ADDED).tolist()
    return any(data_object(file.data[row]).get("sample") == sample for row in comments)


def _sample(rows: Sequence[tuple[int, int, Pick, Statement, int]]) -> KeptSample:
    """Two who kept the same draw made one sample of it."""
    by_number = {row[2].number: row for row in rows}
    ordered = sorted(by_number.values(), key=lambda row: (row[2].stratum, row[2].rank))
    here = tuple(row[1] for row in ordered if row[1] >= 0)
    picks = tuple(row[2] for row in ordered)
    return KeptSample(min(row[0] for row in rows), Drawn(rows[0][3], picks), here, max(rows[0][4] - len(here), 0))
