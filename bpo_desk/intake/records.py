"""RecordColumns: what a file holds, record by record, as a struct of arrays. What it means is a mapping's part."""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.ids import NONE

VALUE_LIMIT: Final = 10_000_000
"""Longest value that is taken from a file, in characters; a file with a longer one is refused."""

RECORD_LIMIT: Final = 50_000_000
"""Most records of one file."""


class Coder(dict[str, int]):
    """Text -> code, counted up in the order of first sight."""

    def __missing__(self, text: str) -> int:
        code = self[text] = len(self)
        return code


@dataclass(frozen=True, slots=True)
class Coded:
    """One dictionary-coded column: `codes` int32[n] index `values`; NONE where the record does not have it."""

    codes: NDArray[np.int32]
    values: list[str]

    @classmethod
    def absent(cls, length: int) -> Coded:
        """A column that no record has."""
        return cls(np.full(length, NONE, np.int32), [])

    def text(self, row: int) -> str | None:
        """The value of one record."""
        code = int(self.codes[row])
        return None if code < 0 else self.values[code]

    def take(self, rows: NDArray[np.integer]) -> Coded:
        """The values of some records."""
        return Coded(self.codes[rows], self.values)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that a report says about the file: where it stands, and why or what was done."""

    where: str
    why: str


@dataclass(slots=True)
class Detected:
    """What was found out about the file itself, to be stated in the report."""

    format: str
    encoding: str = "utf-8"
    delimiter: str = ""
    date_format: str = ""
    zone: str = ""
    compressed: bool = False
    name: str = ""  # what the log calls itself
    lifecycle_model: str = ""
    dictionaries: str = ""  # of a log that the desk wrote: JSON, see reports/xes.py
    reader: str = ""


@dataclass(slots=True)
class RecordColumns:
    """n records of m cases, in the order of the file.

    case: index into case_numbers. time: microseconds UTC, TIME_UNKNOWN where missing or unreadable; time_raw keeps the
    unreadable text by record. columns: attribute or column name -> Coded[n]; types: name -> type in the source.
    nested: record -> JSON object of what is no flat value (nested attributes, lists, repeated keys).
    case_columns, case_types, case_nested: the same for attributes of the case, length m.
    skipped: what was left out; changed: what -> how often it was altered on the way in.
    """

    detected: Detected
    case: NDArray[np.int32]
    case_numbers: list[str]
    time: NDArray[np.int64]
    columns: dict[str, Coded]
    types: dict[str, str] = field(default_factory=dict)
    time_raw: dict[int, str] = field(default_factory=dict)
    nested: dict[int, str] = field(default_factory=dict)
    case_columns: dict[str, Coded] = field(default_factory=dict)
    case_types: dict[str, str] = field(default_factory=dict)
    case_nested: dict[int, str] = field(default_factory=dict)
    skipped: list[Note] = field(default_factory=list)
    changed: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.case)

    def column(self, name: str) -> Coded:
        """The column of that name, or one that no record has. "" names none: a column without a header is nobody's."""
        return (self.columns.get(name) if name else None) or Coded.absent(len(self))

    def case_column(self, name: str) -> Coded:
        """The case attribute of that name, or one that no case has."""
        return (self.case_columns.get(name) if name else None) or Coded.absent(len(self.case_numbers))

    def order(self) -> NDArray[np.int64]:
        """Records sorted by case, in a case by time (unknown times first), then by position in the file."""
        same = self.case[1:] == self.case[:-1]
        if np.all((self.case[1:] > self.case[:-1]) | (same & (self.time[1:] >= self.time[:-1]))):
            return np.arange(len(self))
        return np.lexsort((self.time, self.case))


class ColumnBuilder:
    """Grows one dictionary-coded column record by record; records in between that lack it are filled with NONE."""

    __slots__ = ("coder", "codes")

    def __init__(self) -> None:
        self.codes = array("i")
        self.coder = Coder()

    def put(self, row: int, value: str) -> bool:
        """Set the value of record `row` (rows never go back). False when that record already has one."""
        codes = self.codes
        gap = row - len(codes)
        if gap < 0:
            return False
        if gap:
            codes.frombytes(b"\xff\xff\xff\xff" * gap)  # NONE
        codes.append(self.coder[value])
        return True

    def build(self, length: int) -> Coded:
        """The column, `length` records long."""
        codes = np.full(length, NONE, np.int32)
        codes[: len(self.codes)] = np.frombuffer(self.codes, np.int32) if self.codes else codes[:0]
        return Coded(codes, list(self.coder))


def nested_json(nodes: dict[str, object]) -> str:
    """JSON text of the attributes of one record that are no flat values."""
    return json.dumps(nodes, ensure_ascii=False, separators=(",", ":"))
