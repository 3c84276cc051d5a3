"""StateContext: what `states` must know about codes, as small tables. `states` reads texts here only."""

from __future__ import annotations

from collections.abc import Callable
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

ROLES: Final[tuple[FieldRole, ...]] = tuple(FieldRole)
"""`field_role` holds positions in this tuple."""

_SLA_WORDS: Final[dict[str, SlaState]] = {state.word: state for state in SlaState}
_NOT_READ: Final = TIME_UNKNOWN + 1


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
    """Reads value texts as instants or SLA states, each code once."""

    def __init__(self, values: list[str]) -> None:
        self._values = values
        self._times = np.full(len(values), _NOT_READ, dtype=np.int64)
        self._sla = np.full(len(values), NONE, dtype=np.int8)

    def times(self, codes: NDArray[np.integer]) -> NDArray[np.int64]:
        """int64 microseconds UTC a code; ISO 8601, UTC where the text has no offset; else TIME_UNKNOWN."""
        known = codes >= 0
        asked = codes[known]
        new = np.unique(asked[self._times[asked] == _NOT_READ])
        if len(new):
            self._times[new] = read_instants([self._values[code] for code in new.tolist()])
        out = np.full(len(codes), TIME_UNKNOWN, dtype=np.int64)
        out[known] = self._times[asked]
        return out

    def sla_states(self, codes: NDArray[np.integer]) -> NDArray[np.int8]:
        """int8 SlaState a code, by its words ("at risk", "AT_RISK"); else UNKNOWN."""
        known = codes >= 0
        asked = codes[known]
        for code in np.unique(asked[self._sla[asked] == NONE]).tolist():
            words = self._values[code].strip().lower().replace("_", " ").replace("-", " ")
            self._sla[code] = _SLA_WORDS.get(words, SlaState.UNKNOWN)
        out = np.full(len(codes), SlaState.UNKNOWN, dtype=np.int8)
        out[known] = self._sla[asked]
        return out


def read_instants(texts: list[str]) -> NDArray[np.int64]:
    """int64 microseconds UTC of ISO 8601 texts, TIME_UNKNOWN for any other text; the plain UTC form in one go."""
    if all(len(text) == 20 and text[-1] == "Z" and text[10] == "T" and text.isascii() for text in texts):
        try:
            return np.array([text[:-1] for text in texts], dtype="datetime64[us]").astype(np.int64)
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
    return np.where(codes > 0, table[np.maximum(codes, 0)], np.int8(Side.UNKNOWN))


_SIDE_CODES: Final = np.array([s if s in set(Side) else Side.UNKNOWN for s in range(128)] + [0] * 128, dtype=np.int8)


def known_side(codes: NDArray[np.int8]) -> NDArray[np.int8]:
    """Side codes of events, UNKNOWN for codes that this version does not know."""
    return _SIDE_CODES[codes.view(np.uint8)]
