"""EventBlock: a block of events as it travels from the shared database, texts still as bytes.

Integer columns are the layout of EventColumns without the three value codes; texts travel as one run of UTF-8 bytes
with lengths, so that no object is made per value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.event_columns import LAYOUT

TEXT_COLUMNS: Final = ("old_value", "new_value", "reason", "data", "source_record")
"""Texts of an event. The first three become value codes of EventColumns; the others are kept as texts."""

BLOCK_COLUMNS: Final = tuple(name for name in LAYOUT if name not in TEXT_COLUMNS)
"""Integer columns of a block, in LAYOUT order."""


@dataclass(frozen=True, slots=True)
class TextColumn:
    """n texts: `lengths` int32[n] in bytes (-1 = NULL), `data` their UTF-8 bytes one after the other."""

    lengths: NDArray[np.int32]
    data: bytes

    def __len__(self) -> int:
        return len(self.lengths)

    def texts(self) -> list[str | None]:
        """The texts as objects, None for NULL. For small blocks only."""
        out: list[str | None] = []
        at = 0
        for length in self.lengths.tolist():
            if length < 0:
                out.append(None)
            else:
                out.append(self.data[at : at + length].decode("utf-8"))
                at += length
        return out

    @classmethod
    def of(cls, texts: list[str | None]) -> TextColumn:
        """A column of the given texts."""
        raw = [None if text is None else text.encode("utf-8") for text in texts]
        lengths = np.fromiter((-1 if b is None else len(b) for b in raw), dtype="i4", count=len(raw))
        return cls(lengths, b"".join(b for b in raw if b is not None))


@dataclass(frozen=True, slots=True)
class EventBlock:
    """n events of one engagement: `ints` name -> array (types of LAYOUT), `texts` name -> TextColumn,
    `sync_seq` int64[n] the position of each in the change feed."""

    ints: dict[str, NDArray[np.generic]]
    texts: dict[str, TextColumn]
    sync_seq: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.sync_seq)
