"""QueueColumns: everything the work queue of one engagement shows, in columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import CaseColumns
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.grid_block import TextGrid
from bpo_desk.models.grid_making_block import grid_of, grid_of_run
from bpo_desk.models.ids import NONE

_AT_A_TIME: Final = 4096


@dataclass(frozen=True, slots=True)
class CaseNumbers:
    """n case numbers, by row."""

    grid: TextGrid

    def __len__(self) -> int:
        return len(self.grid)

    def text(self, row: int) -> str:
        """The number of one row."""
        return self.grid.text(row)

    def texts(self, rows: NDArray[np.integer]) -> list[str]:
        """The numbers of some rows."""
        return self.grid.texts(rows)

    def each(self, rows: NDArray[np.integer]) -> Iterator[str]:
        """The numbers of many rows, one after the other."""
        for first in range(0, len(rows), _AT_A_TIME):
            yield from self.grid.texts(rows[first : first + _AT_A_TIME])

    @classmethod
    def of(cls, numbers: list[str]) -> CaseNumbers:
        """The numbers of a list, in its order."""
        return cls(grid_of(numbers))

    @classmethod
    def of_run(cls, data: bytes | bytearray, offset: NDArray[np.int64]) -> CaseNumbers:
        """The numbers in a run of UTF-8 bytes: number i is `data[offset[i]:offset[i + 1]]`."""
        return cls(grid_of_run(data, offset[:-1], np.diff(offset)))


@dataclass(frozen=True, slots=True)
class ProcessVersion:
    """One stored version of a process: the key of its definition, the process's key, what the version is called, and
    the name that people have for the process ("" where the definition gives none)."""

    key: int
    process: str
    version: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Retained:
    """What a copy leaves out by the rule of its engagement: `days` after which closed cases leave (0: none does), how
    many have `left`, and before when those were closed (microseconds UTC, None: not known)."""

    days: int = 0
    left: int = 0
    closed_before: int | None = None


NOTHING_LEFT: Final = Retained()
"""The copy holds all."""


def _no_definitions() -> NDArray[np.signedinteger]:
    return np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class QueueColumns:
    """n cases of one engagement: `cases` sorted by case key, `numbers` and `process` (index into `process_keys`, NONE
    where a case has no process) in the same rows. `definition` (index into `versions`) is the version of its process
    that a case is drawn on: the one it runs on, the newest where none is recorded, NONE where none is stored; it is
    empty where versions were not read. `data_as_of`: microseconds UTC up to which the copy agrees with the
    shared database, None when never; `partial`: an initial load is still running.

    `words_at`: what the copy counted when the dictionaries were read (NONE: nobody counted). `client_at`: where the
    engagement's client stands among the values, NONE where it does not; stored codes from there on are one less.
    `retained`: which closed cases are not here."""

    engagement: Engagement
    cases: CaseColumns
    numbers: CaseNumbers
    process: NDArray[np.signedinteger]
    process_keys: list[str]
    dictionaries: Dictionaries
    data_as_of: int | None = None
    partial: bool = False
    definition: NDArray[np.signedinteger] = field(default_factory=_no_definitions)
    versions: list[ProcessVersion] = field(default_factory=list)
    words_at: int = NONE
    client_at: int = NONE
    retained: Retained = NOTHING_LEFT

    def __len__(self) -> int:
        return len(self.cases)

    def process_name(self, key: str) -> str:
        """What people call a process: the name in its newest version that has one, else its key."""
        return next((each.name for each in reversed(self.versions) if each.process == key and each.name), key)

    def take(self, rows: NDArray[np.integer]) -> QueueColumns:
        """The cases at some rows, in that order."""
        return replace(
            self,
            cases=self.cases.take(rows),
            numbers=CaseNumbers.of(self.numbers.texts(rows)),
            process=self.process[rows],
            definition=self.definition[rows] if len(self.definition) else self.definition,
        )
