"""How the columns of a block leave PostgreSQL: joined by the server into words ("sendagg"), read back by numpy.

A send function called for each row is what a block costs, so narrow columns share a word, and a column that held one
value in the block before is only tested for it ("guessed"). When a statement is asked is in feed_postgresql.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event_block import BLOCK_COLUMNS, TEXT_COLUMNS, EventBlock, TextColumn
from bpo_desk.models.event_columns import LAYOUT
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.shared.tables import COLUMN_OF

_INTEGERS: Final = tuple(name for name in BLOCK_COLUMNS if name not in ("id_hi", "id_lo"))
_NOT_NULL: Final = frozenset(
    {"case", "recorded_at", "source_seq", "kind", "side", "ad_hoc", "visibility", "source", "row_ver"}
)
_GUESSED: Final = frozenset(_INTEGERS) - {"case", "occurred_at", "recorded_at", "source_seq", "kind"}
_SIZE: Final = {name: {"i8": 8, "i4": 4}.get(LAYOUT[name], 2) for name in _INTEGERS}  # the smallest is smallint there
_SEND: Final = {2: "int2send", 4: "int4send", 8: "int8send"}


@dataclass(slots=True)
class Learnt:
    """What the blocks of an engagement have shown: columns with one value (a text: only NULL), and those that must not
    be guessed because a guess was wrong once, so that few blocks are asked for twice."""

    values: dict[str, int] = field(default_factory=dict)
    varying: set[str] = field(default_factory=set)

    def learn(self, block: EventBlock, guessed: Mapping[str, int]) -> None:
        """Take in a block; `guessed` was asked for in vain before it (empty: it was not)."""
        if not len(block):
            return
        first = {name: int(block.ints[name][0]) for name in _GUESSED}
        found = {name: value for name, value in first.items() if (block.ints[name] == value).all()}
        found |= {name: NONE for name in TEXT_COLUMNS if block.texts[name].lengths.max() == NONE}
        self.varying |= {name for name, value in guessed.items() if found.get(name) != value}
        self.values = {name: value for name, value in found.items() if name not in self.varying}


class SentColumns:
    """The select list of one statement over events `x`, and the way back from the row that answers it."""

    def __init__(self, guessed: Mapping[str, int]) -> None:
        self.guessed = guessed
        self._words = list(_words(name for name in _INTEGERS if name not in guessed))
        self._texts = [name for name in TEXT_COLUMNS if name not in guessed]
        self.sql = ", ".join(
            (
                _as_guessed(guessed),
                "string_agg(int8send(x.sync_seq), '')",
                "string_agg(uuid_send(x.event_id), '')",
                *map(_joined, self._words),
                *(f"string_agg(int4send(coalesce(octet_length(x.{name}::text), -1)), '')" for name in self._texts),
                *(f"convert_to(string_agg(x.{name}::text, ''), 'UTF8')" for name in self._texts),
            )
        )

    def block(self, row: tuple[Any, ...] | None) -> EventBlock | None:
        """The block that the row holds; None where a guess was wrong, so that it must be asked for without any."""
        parts = iter(row or ())
        if next(parts, None) is False:
            return None
        sync_seq = np.frombuffer(next(parts, None) or b"", dtype=">i8").astype(np.int64)
        ids = halves(next(parts, None))
        ints: dict[str, NDArray[np.generic]] = {"id_hi": ids[:, 0].copy(), "id_lo": ids[:, 1].copy()}
        for word in self._words:
            size = _SIZE[word[0]]
            columns = np.frombuffer(next(parts, None) or b"", dtype=f">i{size}").reshape(-1, _bytes(word) // size)
            ints |= {name: columns[:, place].astype(LAYOUT[name]) for place, name in enumerate(word)}
        nothing = np.full(len(sync_seq), NONE, dtype=np.int32)
        lengths = {name: np.frombuffer(next(parts, None) or b"", dtype=">i4").astype(np.int32) for name in self._texts}
        texts = {name: TextColumn(lengths[name], bytes(next(parts, None) or b"")) for name in self._texts}
        for name, value in self.guessed.items():
            if name in LAYOUT and name not in TEXT_COLUMNS:
                ints[name] = np.full(len(sync_seq), value, dtype=LAYOUT[name])
            else:
                texts[name] = TextColumn(nothing, b"")
        return EventBlock(
            {name: ints[name] for name in BLOCK_COLUMNS}, {name: texts[name] for name in TEXT_COLUMNS}, sync_seq
        )  # fmt: skip


def halves(ids: bytes | None) -> NDArray[np.uint64]:
    """Ids as the server sends them, as (n, 2) upper and lower halves."""
    return np.frombuffer(ids or b"", dtype=">u8").reshape(-1, 2).astype(np.uint64)


def _words(names: Iterable[str]) -> Iterable[list[str]]:
    """Columns of one size that travel together: one of eight bytes, two of four, four of two."""
    left = list(names)
    for size in (8, 4, 2):
        mine = [name for name in left if _SIZE[name] == size]
        for start in range(0, len(mine), 8 // size):
            yield mine[start : start + 8 // size]


def _bytes(word: list[str]) -> int:
    """What the server sends for a word: 2, 4 or 8 bytes."""
    size = _SIZE[word[0]] * len(word)
    return size if size <= 4 else 8


def _value(name: str) -> str:
    column = f"x.{COLUMN_OF.get(name, name)}"
    if name in _NOT_NULL:
        return column
    return f"coalesce({column}, '{TIME_UNKNOWN}'::bigint)" if name == "occurred_at" else f"coalesce({column}, -1)"


def _joined(word: list[str]) -> str:
    size = _SIZE[word[0]]
    if len(word) == 1:
        return f"string_agg({_SEND[size]}({_value(word[0])}), '')"
    whole = _bytes(word)
    kind, mask = ("bigint", "4294967295" if size == 4 else "65535") if whole == 8 else ("int", "65535")
    # the first column lies in the highest bits; its sign is that of the whole
    terms = [
        f"({_value(name)}::{kind}{f' & {mask}' if place else ''}) << {(whole // size - 1 - place) * size * 8}"
        for place, name in enumerate(word)
    ]
    return f"string_agg({_SEND[whole]}({' | '.join(f'({term})' for term in terms)}), '')"


def _as_guessed(guessed: Mapping[str, int]) -> str:
    """Whether every row is as guessed; NULL where there is no row."""
    column = {name: f"x.{COLUMN_OF.get(name, name)}" for name in guessed}
    nulls = [name for name in sorted(guessed) if guessed[name] == NONE and name not in _NOT_NULL]
    tests = [f"{column[name]} IS NOT DISTINCT FROM {guessed[name]}" for name in sorted(guessed) if name not in nulls]
    if nulls:
        tests.append(f"num_nonnulls({', '.join(column[name] for name in nulls)}) = 0")
    return f"bool_and({' AND '.join(tests)})" if tests else "true"
