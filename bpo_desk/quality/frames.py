"""Frames and statements: what a sample was drawn from, and all that is needed to draw it again.

A frame is frozen first: cases, count and digest are fixed before a seed is named. How cases are drawn is `sampling`'s.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bpo_desk.errors import RefusedFile, WrongUsage
from bpo_desk.models.case_columns import HolderKind
from bpo_desk.models.filter_text import parse
from bpo_desk.models.filters import asked_elsewhere
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_iso, typed_moment
from bpo_desk.quality.sampling import By, Method, Pick, draw, population_digest
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.filter_mask import filter_mask


@dataclass(frozen=True, slots=True)
class Frame:
    """A frozen population: the filter text, the instant that the cases are as of and the one up to which they were
    known (microseconds UTC), and the cases: number -> names of holder and of step."""

    engagement: str
    where: str
    as_of: int
    known_at: int
    holders: Mapping[str, str]
    steps: Mapping[str, str]
    digest: str

    def __len__(self) -> int:
        return len(self.holders)

    def strata(self, by: By) -> dict[str, str]:
        """Number -> stratum; all in one where `by` is nothing."""
        if by is By.NOTHING:
            return dict.fromkeys(self.holders, "")
        return dict(self.holders if by is By.HOLDER else self.steps)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is published of a sample: with it and the log anyone draws the same cases again. `population` counts cases,
    `digest` is theirs, `size` is N as it was asked for. Times are ISO 8601 UTC."""

    engagement: str
    where: str
    as_of: str
    known_at: str
    population: int
    digest: str
    method: str
    by: str
    size: int
    seed: str

    @property
    def sample(self) -> str:
        """The name of the sample: 16 hex digits of a SHA-256 over the statement. The same statement, the same name."""
        text = json.dumps(asdict(self), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample: what was stated and what was picked."""

    statement: Statement
    picks: tuple[Pick, ...]

    def document(self) -> dict[str, Any]:
        """The sample as JSON values."""
        return {
            "sample": self.statement.sample,
            **asdict(self.statement),
            "picks": [asdict(each) for each in self.picks],
        }


def freeze(queue: QueueColumns, where: str, as_of: int, known_at: int) -> Frame:
    """The cases of a queue (as of, and as known at, the instants) that a filter keeps. Raises FilterError, WrongUsage
    for a filter that the log alone does not answer."""
    asked, lookup = parse(where), FilterLookup(queue)
    if elsewhere := asked_elsewhere(asked):
        names = ", ".join(sorted({each.field for each in elsewhere}))
        raise WrongUsage(
            f"A frame cannot ask for {names}: who searches decides what it finds.", "Filter by columns, then draw."
        )
    holders, steps = {}, {}
    rows = filter_mask(asked, lookup, as_of).nonzero()[0]
    for row, number in zip(rows.tolist(), queue.numbers.each(rows), strict=True):
        holders[number] = _holder(queue, row)
        step = int(queue.cases["step"][row])
        steps[number] = queue.dictionaries.steps[step].name if step > 0 else "unknown"
    return Frame(queue.engagement.code, where, as_of, known_at, holders, steps, population_digest(holders))


def _holder(queue: QueueColumns, row: int) -> str:
    kind, names = HolderKind(int(queue.cases["holder_kind"][row])), queue.dictionaries
    if kind is HolderKind.PERSON:
        return names.persons[int(queue.cases["holder"][row])].name
    if kind is HolderKind.QUEUE:
        return names.queues[int(queue.cases["holder_queue"][row])].name
    if kind is HolderKind.SIDE:
        return f"the {Side(int(queue.cases['holder_side'][row])).word}"
    return kind.word


def drawn(frame: Frame, seed: str, method: Method, by: By, size: int) -> Drawn:
    """Draw from a frame. Raises as `sampling.draw` does."""
    by = By.NOTHING if method is Method.SIMPLE else by
    statement = Statement(
        frame.engagement, frame.where, to_iso(frame.as_of) or "", to_iso(frame.known_at) or "", len(frame),
        frame.digest, method.value, by.value, size, seed.strip(),
    )  # fmt: skip
    return Drawn(statement, tuple(draw(frame.strata(by), statement.seed, method, size)))


def sample_of(text: str) -> Drawn:
    """A sample from its JSON text. Raises RefusedFile for a text that is none."""
    try:
        found: dict[str, Any] = json.loads(text)
        picks = tuple(Pick(str(p["number"]), int(p["rank"]), str(p.get("stratum", ""))) for p in found["picks"])
        made = Statement(
            engagement=str(found["engagement"]),
            where=str(found["where"]),
            as_of=str(found["as_of"]),
            known_at=str(found["known_at"]),
            population=int(found["population"]),
            digest=str(found["digest"]),
            method=str(found["method"]),
            by=str(found["by"]),
            size=int(found["size"]),
            seed=str(found["seed"]),
        )
        Method(made.method), By(made.by)
        typed_moment(made.as_of), typed_moment(made.known_at)
    except (ValueError, KeyError, TypeError) as error:
        raise RefusedFile(f"This is no sample: {error}.", "Take the file that `sample draw --json` wrote.") from error
    return Drawn(made, picks)


def again(frame: Frame, statement: Statement) -> Drawn:
    """Draw what a statement says from a frame that was frozen anew."""
    return drawn(frame, statement.seed, Method(statement.method), By(statement.by), statement.size)
