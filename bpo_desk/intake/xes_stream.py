"""The streaming XES reader (IEEE 1849): any prefix, order, nesting and encoding, nothing trusted, no tree built.

A DOCTYPE is refused where it begins, so no entity, external file or network address is ever looked at.
"""

from __future__ import annotations

import codecs
from typing import Final
from xml.parsers import expat

import numpy as np

from bpo_desk.errors import RefusedFile
from bpo_desk.intake.instants import iso_texts, read_texts, to_utc
from bpo_desk.intake.records import (
    RECORD_LIMIT,
    VALUE_LIMIT,
    Coded,
    Coder,
    ColumnBuilder,
    Detected,
    Note,
    RecordColumns,
    nested_json,
)
from bpo_desk.intake.source_file import SourceFile
from bpo_desk.intake.time_reading import TimeReading
from bpo_desk.models.ids import NONE, TIME_UNKNOWN

CASE_KEY: Final = "concept:name"
_DEPTH_LIMIT: Final = 64
_ATTRIBUTE_LIMIT: Final = 1_000
_BUFFER_LIMIT: Final = 2 * VALUE_LIMIT + (4 << 20)
_TIME_BATCH: Final = 65_536
_SKIPPED_SHOWN: Final = 1_000
_XES_TAGS: Final = frozenset({"string", "date", "int", "float", "boolean", "id", "list", "container", "values"})

Node = dict[str, object]


def read_xes(source: SourceFile, times: TimeReading) -> RecordColumns:
    """All records of a XES file. `times` says which attribute is the time of a record and how it is written.

    Raises RefusedFile for what is not well-formed, too deep, too long, truncated, or has a DOCTYPE.
    """
    reader = _Reader(source, times)
    reader.parse()
    return reader.records()


class _Reader:
    """The state between two calls of the parser."""

    def __init__(self, source: SourceFile, times: TimeReading) -> None:
        self.source = source
        self.times = times
        self.detected = Detected("XES", compressed=source.compressed, reader="streaming")
        self.depth = 0
        self.trace_depth = 0  # depth of the open <trace>, 0 outside
        self.event_depth = 0
        self.globals_depth = 0
        self.stray_depth = 0  # an event outside every trace
        self.row = 0
        self.trace_row = 0
        self.traces = 0
        self.unnamed = 0
        self.last_key = ""
        self.open_nodes: list[Node] = []
        self.event_nested: Node = {}
        self.trace_values: dict[str, tuple[str, str]] = {}
        self.trace_nested: Node = {}
        self.columns: dict[str, ColumnBuilder] = {}
        self.types: dict[str, str] = {}
        self.nested: dict[int, str] = {}
        self.cases = Coder()
        self.case_rows: list[tuple[int, int]] = []  # (case, number of records), a trace each
        self.case_values: dict[str, dict[int, str]] = {}
        self.case_types: dict[str, str] = {}
        self.case_nested: dict[int, str] = {}
        self.time_texts: list[str] = []
        self.time_rows: list[int] = []
        self.time_parts: list[tuple[list[int], np.ndarray]] = []
        self.time_raw: dict[int, str] = {}
        self.wall_clock_rows = 0
        self.skipped: list[Note] = []
        self.changed: dict[str, int] = {}
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.XmlDeclHandler = self.declaration

    # ------------------------------------------------------------------ bytes

    def parse(self) -> None:
        """Feed the whole file. Raises RefusedFile."""
        check: codecs.IncrementalDecoder | None = None
        with self.source.stream() as stream:
            fed = 0
            while True:
                chunk = stream.read()
                try:
                    if check is None and not fed:
                        check = self._checker(chunk)
                    if check is not None:
                        check.decode(chunk, not chunk)
                    self.parser.Parse(chunk, not chunk)
                except UnicodeDecodeError as error:
                    raise self.bad_utf8(fed, chunk, error) from error
                except expat.ExpatError as error:
                    raise self.not_well_formed(error) from error
                except (LookupError, ValueError) as error:
                    if isinstance(error, ValueError) and "encodings" not in str(error):
                        raise  # a fault of ours; expat says so of UTF-7 and its like, where a byte is no letter
                    raise self.refuse(f"declares an encoding that is not read here: {error}", "encoding") from error
                if not chunk:
                    return
                fed += len(chunk)
                if fed - self.parser.CurrentByteIndex > _BUFFER_LIMIT:
                    raise self.too_long("a value")

    def _checker(self, chunk: bytes) -> codecs.IncrementalDecoder | None:
        """A decoder that finds the position of invalid UTF-8, where the file is or claims to be UTF-8."""
        declared = chunk[:200].split(b"?>")[0].lower()
        if self.source.bom.startswith(("utf-16", "utf-32")):
            return None
        if b"encoding" in declared and b"utf-8" not in declared and b"utf8" not in declared:
            return None
        return codecs.getincrementaldecoder("utf-8")()

    # --------------------------------------------------------------- refusals

    def refuse(self, reason: str, code: str, step: str = "Export the log again.") -> RefusedFile:
        """The refusal of this file, with the reason in words."""
        return RefusedFile(f"{self.source.path.name} {reason}.", f"{step} Nothing of it was taken.", code=code)

    def too_long(self, what: str) -> RefusedFile:
        """The refusal of a value over the limit."""
        where = f"line {self.parser.CurrentLineNumber:,}"
        return self.refuse(
            f"holds {what} of over {VALUE_LIMIT // 1_000_000} MB near {where}",
            "value_too_long",
            "Shorten or remove it.",
        )

    def bad_utf8(self, fed: int, chunk: bytes, error: UnicodeDecodeError) -> RefusedFile:
        """The refusal of text that is not in the encoding it claims."""
        at = fed + error.start
        return self.refuse(f"is not valid UTF-8 at byte {at:,}", "invalid_utf8", "Export the log again as UTF-8.")

    def not_well_formed(self, error: expat.ExpatError) -> RefusedFile:
        """The refusal of broken XML."""
        what = expat.errors.messages.get(error.code, "broken XML")
        ended = error.code in _ENDED_EARLY
        reason = "ends too early" if ended else "is not well-formed XML"
        return self.refuse(
            f"{reason} at line {error.lineno:,}, column {error.offset + 1:,}: {what}",
            "truncated" if ended else "not_well_formed",
        )

    def doctype(self, *_: object) -> None:
        raise self.refuse(
            "has a DOCTYPE, which a log does not need and an attack does",
            "doctype",
            "Remove the DOCTYPE if you trust the file.",
        )

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding:
            self.detected.encoding = encoding.lower()

    # --------------------------------------------------------------- elements

    def start(self, name: str, attributes: list[str]) -> None:
        self.depth = depth = self.depth + 1
        if self.event_depth:
            if depth == self.event_depth + 1:
                self.attribute(name, attributes)
            else:
                self.nest(name, attributes)
            return
        if depth > _DEPTH_LIMIT:
            raise self.refuse(f"nests elements more than {_DEPTH_LIMIT} deep", "too_deep")
        tag = name.rpartition(":")[2]
        if self.stray_depth or self.globals_depth:
            return
        if self.trace_depth:
            if tag == "event" and depth == self.trace_depth + 1:
                self.event_depth = depth
                if self.row >= RECORD_LIMIT:
                    raise self.refuse(f"has more than {RECORD_LIMIT:,} events", "too_large", "Split the log.")
            elif depth == self.trace_depth + 1:
                self.trace_attribute(tag, attributes)
            else:
                self.nest(tag, attributes)
            return
        self.log_level(tag, depth, attributes)

    def log_level(self, tag: str, depth: int, attributes: list[str]) -> None:
        if depth == 1:
            if tag != "log":
                raise self.refuse(f"has the root <{tag[:60]}>, not <log>", "unsupported_format")
        elif tag == "trace":
            self.trace_depth = depth
            self.trace_row = self.row
            self.traces += 1
        elif tag == "event":
            self.stray_depth = depth
            if len(self.skipped) < _SKIPPED_SHOWN:
                line = self.parser.CurrentLineNumber
                self.skipped.append(Note(f"event at line {line:,}", "it stands outside every trace: no case"))
        elif tag == "global":
            self.globals_depth = depth
        elif depth == 2 and tag == "string":
            key, value = self.key_value(attributes)
            if key == "concept:name":
                self.detected.name = value or ""
            elif key == "lifecycle:model":
                self.detected.lifecycle_model = value or ""
            elif key == "desk:dictionaries":
                self.detected.dictionaries = value or ""

    def end(self, _name: str) -> None:
        depth = self.depth
        self.depth = depth - 1
        if self.open_nodes and depth > (self.event_depth or self.trace_depth) + 1:
            self.open_nodes.pop()
        elif depth == self.event_depth:
            self.event_depth = 0
            self.end_event()
        elif depth == self.trace_depth:
            self.trace_depth = 0
            self.end_trace()
        elif depth == self.stray_depth:
            self.stray_depth = 0
        elif depth == self.globals_depth:
            self.globals_depth = 0
        if depth == (self.event_depth or self.trace_depth) + 1:
            self.open_nodes.clear()

    def key_value(self, attributes: list[str]) -> tuple[str, str | None]:
        """Key and value of an attribute element; the value is None where it has none (lists, containers)."""
        if len(attributes) == 4 and attributes[0] == "key" and attributes[2] == "value":
            key, value = attributes[1], attributes[3]
            if len(value) > VALUE_LIMIT or len(key) > VALUE_LIMIT:
                raise self.too_long(f"a value of {key[:60]!r}")
            return key, value
        if len(attributes) > 2 * _ATTRIBUTE_LIMIT:
            raise self.refuse(f"has an element with more than {_ATTRIBUTE_LIMIT} attributes", "too_many_attributes")
        found = dict(zip(attributes[::2], attributes[1::2], strict=True))
        value_or_none = found.get("value")
        if value_or_none is not None and len(value_or_none) > VALUE_LIMIT:
            raise self.too_long("a value")
        return found.get("key", ""), value_or_none

    def attribute(self, tag: str, attributes: list[str]) -> None:
        """One attribute of the open event."""
        key, value = self.key_value(attributes)
        self.last_key = key
        if value is None:
            tag = tag.rpartition(":")[2]
            self.open_nodes.append(self.node(self.event_nested, tag, key, None))
            return
        column = self.columns.get(key)
        if column is None:
            if key == self.times.key:
                self.time_attribute(value)
                return
            column = self.new_column(tag, key)
        if not column.put(self.row, value):
            self.repeated(self.event_nested, tag, key, value)

    def new_column(self, tag: str, key: str) -> ColumnBuilder:
        """A column for a key seen for the first time."""
        if len(self.columns) >= _ATTRIBUTE_LIMIT:
            raise self.refuse(f"uses more than {_ATTRIBUTE_LIMIT} attribute keys", "too_many_attributes")
        column = self.columns[key] = ColumnBuilder()
        self.types[key] = tag.rpartition(":")[2]
        return column

    def time_attribute(self, value: str) -> None:
        """The time of the open event, kept as text until a batch is full."""
        if self.time_rows and self.time_rows[-1] == self.row:
            self.repeated(self.event_nested, "date", self.times.key, value)
            return
        self.time_texts.append(value)
        self.time_rows.append(self.row)
        if len(self.time_texts) >= _TIME_BATCH:
            self.read_times(keep_last=True)

    def repeated(self, nested: Node, tag: str, key: str, value: str) -> None:
        """A key that stands twice in one event or trace: the first value counts, the others are kept beside it."""
        self.count_change(f"{key!r} stands more than once in a record: the first value counts, the others are kept")
        self.node(nested, tag.rpartition(":")[2], key, value)

    def count_change(self, what: str) -> None:
        self.changed[what] = self.changed.get(what, 0) + 1

    def trace_attribute(self, tag: str, attributes: list[str]) -> None:
        """One attribute of the open trace."""
        if tag not in _XES_TAGS:
            return
        key, value = self.key_value(attributes)
        self.last_key = key
        if value is None:
            self.open_nodes.append(self.node(self.trace_nested, tag, key, None))
        elif key in self.trace_values:
            self.repeated(self.trace_nested, tag, key, value)
        else:
            self.trace_values[key] = (tag, value)

    def nest(self, tag: str, attributes: list[str]) -> None:
        """An attribute inside an attribute, to any depth within the limit."""
        if self.depth > _DEPTH_LIMIT:
            raise self.refuse(f"nests elements more than {_DEPTH_LIMIT} deep", "too_deep")
        key, value = self.key_value(attributes)
        if not self.open_nodes:
            nested = self.event_nested if self.event_depth else self.trace_nested
            self.open_nodes.append(self.node(nested, "", self.last_key, None))
        inside = self.open_nodes[-1]
        node: Node = {"type": tag.rpartition(":")[2], "key": key}
        if value is not None:
            node["value"] = value
        children = inside.setdefault("inside", [])
        assert isinstance(children, list)
        children.append(node)
        self.open_nodes.append(node)

    @staticmethod
    def node(nested: Node, tag: str, key: str, value: str | None) -> Node:
        """A new entry of `key` among the nested attributes of a record."""
        made: Node = {"type": tag} if tag else {}
        if value is not None:
            made["value"] = value
        entries = nested.setdefault(key, [])
        assert isinstance(entries, list)
        entries.append(made)
        return made

    # ------------------------------------------------------- events and traces

    def end_event(self) -> None:
        if self.event_nested:
            self.nested[self.row] = nested_json(self.event_nested)
            self.event_nested = {}
        self.open_nodes.clear()
        self.row += 1

    def end_trace(self) -> None:
        named = self.trace_values.pop(CASE_KEY, None)
        if named is None or not named[1].strip():
            self.unnamed += 1
            number = f"unnamed {self.unnamed}"
            self.count_change("traces without concept:name, each kept as a case of its own ('unnamed 1', ...)")
        else:
            number = named[1]
        seen = number in self.cases
        case = self.cases[number]
        if seen:
            self.count_change("traces that continue a case seen before, merged into one case")
        self.case_rows.append((case, self.row - self.trace_row))
        if self.row == self.trace_row:
            self.count_change("traces without events: the case is kept, its attributes are not")
        for key, (tag, value) in self.trace_values.items():
            self.case_types.setdefault(key, tag)
            values = self.case_values.setdefault(key, {})
            if values.setdefault(case, value) != value:
                self.count_change("case attributes that differ between traces of one case: the first counts")
        if self.trace_nested:
            self.case_nested.setdefault(case, nested_json(self.trace_nested))
            self.trace_nested = {}
        self.trace_values = {}
        self.open_nodes.clear()

    # ------------------------------------------------------------------ result

    def read_times(self, keep_last: bool) -> None:
        """Turn the collected time texts into instants; the last one may still be waiting for its repetition."""
        upto = len(self.time_texts) - keep_last
        texts, rows = self.time_texts[:upto], self.time_rows[:upto]
        self.time_texts, self.time_rows = self.time_texts[upto:], self.time_rows[upto:]
        read = iso_texts(texts) if self.times.date_format == "iso" else read_texts(texts, self.times.date_format)
        micros, with_offset = read
        wall = ~with_offset & (micros != TIME_UNKNOWN)
        if wall.any():
            self.wall_clock_rows += int(np.count_nonzero(wall))
            converted, doubtful = to_utc(np.where(wall, micros, TIME_UNKNOWN), self.times.zone)
            micros = np.where(wall, converted, micros)
            if doubtful:
                what = f"times that the clock of {self.times.zone.key} shows twice or never: the earlier reading"
                self.changed[what] = self.changed.get(what, 0) + doubtful
        for at in np.flatnonzero(micros == TIME_UNKNOWN).tolist():
            self.time_raw[rows[at]] = texts[at]
        self.time_parts.append((rows, micros))

    def records(self) -> RecordColumns:
        """Everything read, in columns."""
        self.read_times(keep_last=False)
        time = np.full(self.row, TIME_UNKNOWN, np.int64)
        for rows, micros in self.time_parts:
            time[np.array(rows, np.int64)] = micros
        if self.wall_clock_rows:
            self.detected.zone = self.times.zone.key
        counts = np.array([count for _, count in self.case_rows], np.int64)
        codes = np.array([case for case, _ in self.case_rows], np.int32)
        self.detected.date_format = self.times.date_format
        return RecordColumns(
            detected=self.detected,
            case=np.repeat(codes, counts) if len(codes) else np.empty(0, np.int32),
            case_numbers=list(self.cases),
            time=time,
            columns={key: column.build(self.row) for key, column in self.columns.items()},
            types=self.types,
            time_raw=self.time_raw,
            nested=self.nested,
            case_columns={key: case_column(values, len(self.cases)) for key, values in self.case_values.items()},
            case_types=self.case_types,
            case_nested=self.case_nested,
            skipped=self.skipped,
            changed=self.changed,
        )


class HeaderReader(_Reader):
    """Reads what stands before the first trace, for the vectorised reader."""

    def read(self, head: bytes) -> bool:
        """Read a header. False where it cannot be read on its own or is not UTF-8. Raises RefusedFile for a DOCTYPE."""
        try:
            self.parser.Parse(head + b"</log>", True)
        except (expat.ExpatError, LookupError):
            return False
        return self.detected.encoding in ("utf-8", "utf8", "us-ascii", "ascii") and not self.traces


def case_column(values: dict[int, str], length: int) -> Coded:
    """The column of one case attribute from its value by case."""
    coder = Coder()
    codes = np.full(length, NONE, np.int32)
    for case, value in values.items():
        codes[case] = coder[value]
    return Coded(codes, list(coder))


_ENDED_EARLY: Final = frozenset(
    expat.errors.codes[what]
    for what in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
