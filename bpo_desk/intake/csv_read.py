"""The CSV reader: rows -> RecordColumns. What a column means is the mapping's part."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.errors import RefusedFile
from bpo_desk.intake.csv_shape import CsvShape, csv_shape
from bpo_desk.intake.instants import detect_format, read_texts, to_utc
from bpo_desk.intake.mapping import Mapping
from bpo_desk.intake.records import RECORD_LIMIT, VALUE_LIMIT, Coded, Coder, Detected, Note, RecordColumns
from bpo_desk.intake.source_file import SourceFile
from bpo_desk.models.ids import TIME_UNKNOWN

_BATCH: Final = 16_384
_SHOWN: Final = 1_000


def read_csv(source: SourceFile, mapping: Mapping) -> RecordColumns:
    """All records of a CSV file. Rows of a wrong length and rows without a case are left out and reported.

    Raises RefusedFile for invalid text, a cell over the limit, or damaged gzip data.
    """
    shape = csv_shape(source)
    table = _Table(shape)
    table.fill(source)
    return _records(source, shape, table, mapping)


class _Text(io.TextIOBase):
    """The decoded lines of a file, for csv.reader: text with the position where it is invalid."""

    def __init__(self, source: SourceFile, encoding: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._encoding = encoding

    def lines(self) -> Iterator[str]:
        """Lines with their ends. A line longer than the limit of a value is refused before it is whole."""
        left, fed = "", 0
        with self._source.stream() as stream:
            while True:
                chunk = stream.read()
                pending = len(self._decoder.getstate()[0])  # bytes of a character cut by the chunk before
                try:
                    text = self._decoder.decode(chunk, not chunk)
                except UnicodeDecodeError as error:
                    raise RefusedFile(
                        f"{self._source.path.name} is not valid {self._encoding.upper()} at byte "
                        f"{fed - pending + error.start:,}.",
                        "Export it again as UTF-8. Nothing of it was taken.",
                        code="invalid_utf8",
                    ) from error
                fed += len(chunk)
                pieces = (left + text).split("\n")
                left = pieces.pop()
                for piece in pieces:
                    yield piece + "\n"
                if len(left) > VALUE_LIMIT:
                    raise _too_long(self._source)
                if not chunk:
                    if left:
                        yield left
                    return


def _too_long(source: SourceFile, row: int = 0) -> RefusedFile:
    where = f" in row {row:,}" if row else ""
    return RefusedFile(
        f"{source.path.name} holds a cell of over {VALUE_LIMIT // 1_000_000} MB{where}.",
        "Shorten or remove it. Nothing of the file was taken.",
        code="value_too_long",
    )


class _Table:
    """The cells, column by column as codes; and what is wrong with rows."""

    def __init__(self, shape: CsvShape) -> None:
        self.shape = shape
        self.coders = [Coder() for _ in shape.header]
        self.parts: list[list[NDArray[np.int32]]] = [[] for _ in shape.header]
        self.rows = 0
        self.skipped: list[Note] = []
        self.wrong_length = 0

    def fill(self, source: SourceFile) -> None:
        """Read all rows. Raises RefusedFile."""
        csv.field_size_limit(VALUE_LIMIT)
        reader = csv.reader(_Text(source, self.shape.encoding).lines(), delimiter=self.shape.delimiter)
        width = len(self.shape.header)
        batch: list[list[str]] = []
        number, row = 0, [""]
        try:
            next(reader, None)
            for number, row in enumerate(reader, 2):
                if len(row) != width:
                    if row:
                        self._skip(number, reader.line_num, len(row), width)
                    continue
                batch.append(row)
                if len(batch) >= _BATCH:
                    self._take(batch)
                    batch = []
            if row and (row[-1].endswith(("\n", "\r")) or (len(row) != width and "\n" in row[-1])):
                raise csv.Error("a quoted value is not closed before the end of the file")
        except csv.Error as error:
            if "field larger" in str(error):
                raise _too_long(source, number + 1) from error
            raise RefusedFile(
                f"{source.path.name} is not readable as CSV after row {number:,}: {error}.",
                "Export it again. Nothing of it was taken.",
                code="not_csv",
            ) from error
        self._take(batch)
        if self.rows > RECORD_LIMIT:
            raise RefusedFile(f"{source.path.name} has more than {RECORD_LIMIT:,} rows.", "Split it.", code="too_large")

    def _skip(self, number: int, line: int, has: int, width: int) -> None:
        self.wrong_length += 1
        if len(self.skipped) < _SHOWN:
            why = f"it has {has} cells, the header has {width}"
            self.skipped.append(Note(f"row {number:,} (ends at line {line:,})", why))

    def _take(self, batch: list[list[str]]) -> None:
        if not batch:
            return
        self.rows += len(batch)
        for cells, coder, parts in zip(zip(*batch, strict=True), self.coders, self.parts, strict=True):
            parts.append(np.fromiter(map(coder.__getitem__, cells), np.int32, len(batch)))

    def columns(self) -> dict[str, Coded]:
        """Header name -> column."""
        return {
            name: Coded(np.concatenate(parts) if parts else np.empty(0, np.int32), list(coder))
            for name, parts, coder in zip(self.shape.header, self.parts, self.coders, strict=True)
        }


def _records(source: SourceFile, shape: CsvShape, table: _Table, mapping: Mapping) -> RecordColumns:
    columns = table.columns()
    cases, times = columns.pop(mapping.columns.case), columns.pop(mapping.columns.time)
    changed: dict[str, int] = {}
    for name in shape.repeated:
        changed[f"the header has {name!r} more than once: the later one is called by its number"] = 1
    skipped = list(table.skipped)
    named = np.array([not mapping.is_placeholder(value) for value in cases.values], bool)
    keep = named[cases.codes] if len(cases.codes) else np.empty(0, bool)
    for row in np.flatnonzero(~keep)[:_SHOWN].tolist():
        skipped.append(Note(f"record {row + 1:,}", "it names no case"))
    if not keep.all():
        rows = np.flatnonzero(keep)
        cases, times = cases.take(rows), times.take(rows)
        columns = {name: column.take(rows) for name, column in columns.items()}
    numbers, case = _cases(cases)
    time, time_raw, detected_time = _times(times, mapping, changed)
    detected = Detected(
        "CSV",
        encoding="utf-8" if shape.encoding == "utf-8-sig" else shape.encoding,
        delimiter=shape.delimiter,
        compressed=source.compressed,
        reader="csv",
    )
    detected = replace(detected, date_format=detected_time[0], zone=detected_time[1])
    # An empty cell says nothing; it is as if the record did not have the column.
    columns = {name: _without_blanks(column) for name, column in columns.items()}
    return RecordColumns(detected, case, numbers, time, columns, time_raw=time_raw, skipped=skipped, changed=changed)


def _cases(column: Coded) -> tuple[list[str], NDArray[np.int32]]:
    """(case numbers in the order of first sight, their index by record)."""
    used = np.unique(column.codes)
    index = np.full(len(column.values), -1, np.int32)
    index[used] = np.arange(len(used))
    return [column.values[code] for code in used.tolist()], index[column.codes]


def _without_blanks(column: Coded) -> Coded:
    blank = np.array([not value.strip() for value in column.values], bool)
    if not blank.any():
        return column
    return Coded(np.where(blank[column.codes], np.int32(-1), column.codes), column.values)


def _times(
    column: Coded, mapping: Mapping, changed: dict[str, int]
) -> tuple[NDArray[np.int64], dict[int, str], tuple[str, str]]:
    """(microseconds UTC by record, unreadable texts by record, (date format, zone) as found)."""
    texts = column.values
    reading = mapping.times()
    date_format, tied = reading.date_format, False
    if not date_format:
        date_format, tied = detect_format([text for text in texts if not mapping.is_placeholder(text)])
    micros, with_offset = read_texts(texts, date_format)
    wall = ~with_offset & (micros != TIME_UNKNOWN)
    zone = ""
    if wall.any():
        zone = reading.zone.key if reading.zone_given else "UTC (assumed: the file names no offset)"
        local, doubtful = to_utc(np.where(wall, micros, TIME_UNKNOWN), reading.zone)
        micros = np.where(wall, local, micros)
        if doubtful:
            changed[
                f"distinct times that the clock of {reading.zone.key} shows twice or never: the earlier reading"
            ] = doubtful
    if tied:
        changed["dates that can be read day/month or month/day: read as day/month"] = len(texts)
    time = np.concatenate((micros, [TIME_UNKNOWN]))[column.codes]
    bad = np.flatnonzero(time == TIME_UNKNOWN)
    raw = {row: texts[column.codes[row]] for row in bad.tolist() if texts[column.codes[row]].strip()}
    return time, raw, (date_format, zone)
