"""StateContext: what `states` must know about codes, as small tables. `states` reads texts here only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.capability import Capability
from bpo_desk.models.case_columns import SlaState
from bpo_desk.models.dictionaries import Dictionaries, FieldRole
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_micros
from bpo_desk.state.case_rows import chosen

ROLES: Final[tuple[FieldRole, ...]] = tuple(FieldRole)
"""`field_role` holds positions in this tuple."""

_SLA_WORDS: Final[dict[str, SlaState]] = {state.word: state for state in SlaState}


@dataclass(frozen=True, slots=True)
class StateContext:
    """Tables indexed by code, each at least one entry long (code 0).

    person_side, queue_side: int8 Side. field_role: int8 position in ROLES, NONE without a role. capability: int32 a
    source. value_time: value codes -> int64 microseconds UTC, TIME_UNKNOWN where the text is no instant (or the code is
    NONE). value_sla: value codes -> int8 SlaState, UNKNOWN where the text is none of its words.
    """

    person_side: NDArray[np.int8]
    queue_side: NDArray[np.int8]
    field_role: NDArray[np.int8]
    capability: NDArray[np.int32]
    value_time: Callable[[NDArray[np.integer]], NDArray[np.int64]]
    value_sla: Callable[[NDArray[np.integer]], NDArray[np.int8]]

    @classmethod
    def of(cls, dictionaries: Dictionaries) -> StateContext:
        """The context of an engagement's dictionaries as they are now (later entries are not seen)."""
        roles = {role: index for index, role in enumerate(ROLES)}
        values = ValueReader(dictionaries.values)
        return cls(
            person_side=np.array([p.side for p in dictionaries.persons], dtype=np.int8),
            queue_side=np.array([q.side for q in dictionaries.queues], dtype=np.int8),
            field_role=np.array([NONE if f.role is None else roles[f.role] for f in dictionaries.fields], np.int8),
            capability=np.array([int(s.capability) for s in dictionaries.sources], dtype=np.int32),
            value_time=values.times,
            value_sla=values.sla_states,
        )


def has_any(capability: NDArray[np.int32], wanted: Capability) -> NDArray[np.bool_]:
    """Which of the given masks have at least one of the wanted bits."""
    found: NDArray[np.bool_] = (capability & np.int32(wanted)) != 0
    return found


class ValueReader:
    """Reads value texts as instants or SLA states, each of the asked codes once."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values = values

    def times(self, codes: NDArray[np.integer]) -> NDArray[np.int64]:
        """int64 microseconds UTC a code; ISO 8601, UTC where the text has no offset; else TIME_UNKNOWN."""
        found: NDArray[np.int64] = self._read(codes, read_instants, TIME_UNKNOWN)
        return found

    def sla_states(self, codes: NDArray[np.integer]) -> NDArray[np.int8]:
        """int8 SlaState a code, by its words ("at risk", "AT_RISK"); else UNKNOWN."""
        return self._read(codes, _sla_states, int(SlaState.UNKNOWN)).astype(np.int8)

    def _read(
        self, codes: NDArray[np.integer], read: Callable[[list[str]], NDArray[np.int64]], otherwise: int
    ) -> NDArray[np.int64]:
        known = np.flatnonzero(codes >= 0)
        out = np.full(len(codes), otherwise, dtype=np.int64)
        if len(known):
            distinct, which = _distinct(codes[known])
            out[known] = read([self._values[code] for code in distinct.tolist()])[which]
        return out


def _distinct(codes: NDArray[np.integer]) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """The distinct codes, ascending, and where each of the given ones stands among them; at least one code."""
    if len(codes) == 1:
        return codes, np.zeros(1, dtype=np.int64)
    low = codes.min()
    span = int(codes.max() - low) + 1
    if span > 16 * len(codes):  # few codes, far apart: not worth a table
        return np.unique(codes, return_inverse=True)
    place = codes.astype(np.int64) - low
    table = np.zeros(span, dtype=np.int64)
    table[place] = 1
    distinct = np.flatnonzero(table)
    table[distinct] = np.arange(len(distinct))
    return distinct + low, table[place]


def _sla_states(texts: list[str]) -> NDArray[np.int64]:
    words = (text.strip().lower().replace("_", " ").replace("-", " ") for text in texts)
    return np.array([_SLA_WORDS.get(word, SlaState.UNKNOWN) for word in words], dtype=np.int64)


def read_instants(texts: list[str]) -> NDArray[np.int64]:
    """int64 microseconds UTC of ISO 8601 texts, TIME_UNKNOWN for any other text; "2026-05-01T10:00:00Z" in one go."""
    joined = "".join(texts)
    if joined.isascii() and set(map(len, texts)) == {20}:
        letters = np.frombuffer(joined.encode("ascii"), dtype=np.uint8).reshape(-1, 20)
        if (letters[:, 10] == ord("T")).all() and (letters[:, 19] == ord("Z")).all():
            try:
                moments = np.ascontiguousarray(letters[:, :19]).view("S19").ravel().astype("datetime64[us]")
                return moments.astype(np.int64)
            except ValueError:
                pass  # one of them is no date: each by itself
    return np.array([read_instant(text) for text in texts], dtype=np.int64)


def read_instant(text: str) -> int:
    """int64 microseconds UTC of one ISO 8601 text, UTC where it has no offset; TIME_UNKNOWN for any other text."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return TIME_UNKNOWN
    return to_micros(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def side_of(table: NDArray[np.int8], codes: NDArray[np.integer]) -> NDArray[np.int8]:
    """The side of each code; UNKNOWN for NONE and for code 0. Raises IndexError for a code beyond the dictionary."""
    return chosen(codes > 0, table[np.maximum(codes, 0)], np.int8(Side.UNKNOWN))


_SIDE_CODES: Final = np.array([s if s in set(Side) else Side.UNKNOWN for s in range(128)] + [0] * 128, dtype=np.int8)


def known_side(codes: NDArray[np.int8]) -> NDArray[np.int8]:
    """Side codes of events, UNKNOWN for codes that this version does not know."""
    return _SIDE_CODES[codes.view(np.uint8)]
