"""The digest of what the cache holds of an engagement, computed from the stored columns themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import segments, tail
from bpo_desk.shared.requests import DigestAnswer


@dataclass(frozen=True, slots=True)
class LocalDigest:
    """count, sum(row_ver) and the xor of the two halves of the event ids."""

    events: int
    versions: int
    xor_hi: int
    xor_lo: int

    def equals(self, answer: DigestAnswer) -> bool:
        """Whether the server says the same."""
        return (self.events, self.versions, self.xor_hi, self.xor_lo) == (
            answer.events, answer.versions, answer.xor_hi, answer.xor_lo,
        )  # fmt: skip


def digest(connection: Any, engagement_id: int, left: NDArray[np.int32] | None = None) -> LocalDigest:
    """The digest over segments and tail, without the events of the cases (sorted keys) that have `left`: the server
    leaves them out as well."""
    gone = np.empty(0, np.int32) if left is None else left
    late = tail.read(connection, engagement_id).events
    events, versions, hi, lo = _of(
        {"case": late.case, "id_hi": late.id_hi, "id_lo": late.id_lo, "row_ver": late.row_ver}, gone
    )
    names = ("case", "id_hi", "id_lo", "row_ver") if len(gone) else ("id_hi", "id_lo", "row_ver")
    for place in segments.places(connection, engagement_id):
        more = _of(segments.read_columns(connection, place, names), gone)
        events, versions, hi, lo = events + more[0], versions + more[1], hi ^ more[2], lo ^ more[3]
    return LocalDigest(events, versions, hi, lo)


def _of(columns: dict[str, NDArray[np.generic]], gone: NDArray[np.int32]) -> tuple[int, int, int, int]:
    if len(gone):
        kept = ~segments.among(columns["case"], gone)
        columns = {name: column[kept] for name, column in columns.items()}
    versions = columns["row_ver"]
    hi, lo = (int(np.bitwise_xor.reduce(columns[name].view(np.uint64))) for name in ("id_hi", "id_lo"))
    return len(versions), int(versions.astype(np.int64).sum()), hi, lo
