"""The vectorised XES reader, for files as most tools write them: flat attributes, `key` before `value`, double quotes.

It finds the tags of a chunk by array operations and checks every byte's place; a file that keeps to anything else is
left to the streaming reader (the answer is None). What it reads is what the streaming reader would have read.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.intake.byte_coding import ByteCoder, Ints, Irregular, Words, words_of, xml_text
from bpo_desk.intake.instants import iso_matrix, iso_one, to_utc
from bpo_desk.intake.records import RECORD_LIMIT, Coded, RecordColumns
from bpo_desk.intake.source_file import SourceFile, Unpacked
from bpo_desk.intake.time_reading import TimeReading
from bpo_desk.intake.xes_stream import CASE_KEY, HeaderReader
from bpo_desk.models.ids import NONE, TIME_UNKNOWN

_CHUNK: Final = 6 << 20
_LARGEST: Final = 96 << 20  # of a chunk that one long trace makes, and of a header
_TAIL: Final = re.compile(rb"\s*</log>\s*")
_TYPES: Final = ("string", "date", "int", "float", "boolean", "id")
_TRACE, _TRACE_END, _EVENT, _EVENT_END, _ATTRIBUTE = range(5)


def _word(text: bytes) -> tuple[np.uint64, np.uint64]:
    """(the word that begins with a text of at most eight bytes, the mask of its bytes)."""
    mask = (1 << (8 * len(text))) - 1
    return np.uint64(int.from_bytes(text, "little")), np.uint64(mask)


_TAGS: Final = {
    _TRACE: _word(b"<trace>"),
    _TRACE_END: _word(b"</trace>"),
    _EVENT: _word(b"<event>"),
    _EVENT_END: _word(b"</event>"),
}
_TAG_LENGTH: Final = np.array([7, 8, 7, 8, 0], np.int64)
_FOLLOWS: Final = {  # which structural tag may stand after which
    _TRACE: (_EVENT, _TRACE_END),
    _EVENT: (_EVENT_END,),
    _EVENT_END: (_EVENT, _TRACE_END),
    _TRACE_END: (_TRACE,),
}
_MAY_FOLLOW: Final = np.zeros((4, 4), bool)
for _one, _others in _FOLLOWS.items():
    _MAY_FOLLOW[_one, list(_others)] = True


def read_fast(source: SourceFile, times: TimeReading) -> RecordColumns | None:
    """All records of a regular XES file; None where it is for the streaming reader.

    Raises RefusedFile where the file is damaged or has a DOCTYPE.
    """
    if source.bom.startswith(("utf-16", "utf-32")) or times.date_format != "iso":
        return None
    try:
        with source.stream() as stream:
            return _Reading(source, times, stream).records()
    except Irregular:
        return None


class _Reading:
    """What was read so far, chunk by chunk."""

    def __init__(self, source: SourceFile, times: TimeReading, stream: Unpacked) -> None:
        self.stream, self.times = stream, times
        self.header = HeaderReader(source, times)
        self.keys = ByteCoder()
        self.events, self.traces = 0, 0
        self.counts: list[Ints] = []  # events of each trace
        self.time: list[NDArray[np.int64]] = []
        self.time_raw: dict[int, str] = {}
        self.wall_clock = False
        self.doubtful = 0
        # level -> key code -> (coder, [(rows, codes)])
        self.found: tuple[dict[int, _Found], dict[int, _Found]] = ({}, {})
        self.types: tuple[dict[int, str], dict[int, str]] = ({}, {})

    def records(self) -> RecordColumns:
        """Read everything. Raises Irregular or RefusedFile."""
        left = self._header()
        while True:
            more = self.stream.read(_CHUNK)
            data = left + more
            end = data.rfind(b"</trace>")
            if end >= 0:
                self._chunk(data[: end + 8])
                left = data[end + 8 :]
            else:
                left = data
            if not more:
                break
            if len(left) > _LARGEST:
                raise Irregular("a very long trace")
        if not _TAIL.fullmatch(left):
            raise Irregular("something after the last trace")
        return self._result()

    def _header(self) -> bytes:
        """Read up to the first trace; the bytes from there on."""
        head = b""
        while (at := head.find(b"<trace")) < 0:
            more = self.stream.read(_CHUNK)
            head += more
            if not more or len(head) > _LARGEST:
                raise Irregular("no trace")
        if not self.header.read(head[:at]):
            raise Irregular("a header of another shape")
        return head[at:]

    # ------------------------------------------------------------------ chunk

    def _chunk(self, data: bytes) -> None:
        """Read whole traces."""
        buffer = np.frombuffer(data + bytes(16), np.uint8)
        words = words_of(buffer)
        quotes = np.flatnonzero(buffer == 34)
        tags = np.flatnonzero(buffer == 60)
        if len(quotes) % 4:
            raise Irregular("an attribute of another shape")
        kinds = self._kinds(words, tags)
        attributes = np.flatnonzero(kinds == _ATTRIBUTE)
        if len(attributes) * 4 != len(quotes):
            raise Irregular("quotes at another place")
        is_attribute = kinds == _ATTRIBUTE
        structural = np.cumsum(~is_attribute)  # tags of that sort up to here
        done = 4 * (np.arange(len(tags)) - structural + ~is_attribute)  # quotes that must stand before each tag
        fenced = np.concatenate(([-1], quotes, [len(data)]))
        if not (np.all(fenced[done] < tags) and np.all(tags < fenced[done + 1])):
            raise Irregular("quotes at another place")
        open_key, close_key, open_value, close_value = (quotes[at::4] for at in range(4))
        type_of = self._types(words, tags[attributes], open_key)
        _demand(words, close_key + 1, b" value=")
        if not np.array_equal(open_value - close_key, np.full(len(attributes), 8)):
            raise Irregular("something between key and value")
        ends = self._ends(buffer, tags, kinds, attributes, close_value)
        _blank_between(buffer, ends, np.append(tags, len(data)))
        structure = np.flatnonzero(~is_attribute)
        self._check_structure(kinds[structure])
        owner = structural[attributes] - 1
        owners = kinds[structure][owner]
        if (owners == _TRACE_END).any() or (len(attributes) and owner[0] < 0):
            raise Irregular("an attribute between traces")
        event_no = np.cumsum(kinds[structure] == _EVENT) - 1
        trace_no = np.cumsum(kinds[structure] == _TRACE) - 1
        key = self.keys.codes(buffer, words, open_key + 1, close_key - open_key - 1)
        spans = (open_value + 1, close_value - open_value - 1)
        in_event = owners == _EVENT
        new_events = int(event_no[-1]) + 1 if len(event_no) else 0
        if self.events + new_events > RECORD_LIMIT:
            raise Irregular("very many events")
        time = np.full(new_events, TIME_UNKNOWN, np.int64)
        for level, mask, row in ((0, in_event, event_no[owner]), (1, ~in_event, trace_no[owner])):
            which = np.flatnonzero(mask)
            self._level(
                level,
                buffer=buffer,
                words=words,
                which=which,
                row=row,
                key=key,
                type_of=type_of,
                spans=spans,
                time=time,
            )
        self.time.append(time)
        event_trace = trace_no[kinds[structure] == _EVENT]
        self.counts.append(np.bincount(event_trace, minlength=int(trace_no[-1]) + 1).astype(np.int64))
        self.events += new_events
        self.traces += int(trace_no[-1]) + 1

    @staticmethod
    def _kinds(words: Words, tags: Ints) -> NDArray[np.int8]:
        """What each tag is, by its first eight bytes."""
        begins = words[tags]
        kinds = np.full(len(tags), _ATTRIBUTE, np.int8)
        for kind, (word, mask) in _TAGS.items():
            kinds[(begins & mask) == word] = kind
        return kinds

    @staticmethod
    def _types(words: Words, tags: Ints, open_key: Ints) -> NDArray[np.int8]:
        """The type of each attribute; everything from `<` to the quote before the key must be as expected."""
        begins = words[tags]
        found = np.full(len(tags), -1, np.int8)
        for number, name in enumerate(_TYPES):
            word, mask = _word(f"<{name} ".encode()[:8])
            found[((begins & mask) == word) & (open_key - tags == len(name) + 6)] = number
        if (found < 0).any():
            raise Irregular("a tag of another shape")
        _demand(words, open_key - 5, b" key=")
        return found

    @staticmethod
    def _ends(
        buffer: NDArray[np.uint8], tags: Ints, kinds: NDArray[np.int8], attributes: Ints, close_value: Ints
    ) -> Ints:
        """The position after each tag."""
        ends = tags + _TAG_LENGTH[kinds]
        blank = (buffer[close_value + 1] == 32).astype(np.int64)
        slash = close_value + 1 + blank
        if not (np.all(buffer[slash] == 47) and np.all(buffer[slash + 1] == 62)):
            raise Irregular("an attribute that goes on after its value")
        ends[attributes] = slash + 2
        return ends

    @staticmethod
    def _check_structure(kinds: NDArray[np.int8]) -> None:
        if not len(kinds) or kinds[0] != _TRACE or kinds[-1] != _TRACE_END:
            raise Irregular("tags in another order")
        if not _MAY_FOLLOW[kinds[:-1], kinds[1:]].all():
            raise Irregular("tags in another order")

    def _level(
        self,
        level: int,
        *,
        buffer: NDArray[np.uint8],
        words: Words,
        which: Ints,
        row: Ints,
        key: NDArray[np.int32],
        type_of: NDArray[np.int8],
        spans: tuple[Ints, Ints],
        time: NDArray[np.int64],
    ) -> None:
        """The attributes of events (level 0) or traces (level 1) of one chunk, key by key."""
        names = list(self.keys.coder)
        base = self.traces if level else self.events
        keys_here = key[which]
        for code in np.flatnonzero(np.bincount(keys_here)).tolist():
            mine = which[keys_here == code]
            rows = row[mine]
            if (rows[1:] == rows[:-1]).any():
                raise Irregular("a key that stands twice")
            starts, lengths = spans[0][mine], spans[1][mine]
            if level == 0 and names[code] == self.times.key:
                time[rows] = self._times(buffer, rows, starts, lengths)
                continue
            found = self.found[level].get(code)
            if found is None:
                found = self.found[level][code] = _Found()
                self.types[level][code] = _TYPES[type_of[mine[0]]]
            found.rows.append((rows + base).astype(np.int32))
            found.codes.append(found.coder.codes(buffer, words, starts, lengths))

    def _times(self, buffer: NDArray[np.uint8], rows: Ints, starts: Ints, lengths: Ints) -> NDArray[np.int64]:
        """The instants of some events."""
        micros = np.full(len(rows), TIME_UNKNOWN, np.int64)
        with_offset = np.zeros(len(rows), bool)
        for length in np.flatnonzero(np.bincount(lengths, minlength=1)).tolist():
            if not 10 <= length <= 40:
                continue
            at = np.flatnonzero(lengths == length)
            letters = np.lib.stride_tricks.sliding_window_view(buffer, length)[starts[at]]
            micros[at], with_offset[at] = iso_matrix(letters)
        raw: dict[int, str] = {}
        for one in np.flatnonzero(micros == TIME_UNKNOWN).tolist():
            start = int(starts[one])
            raw[one] = xml_text(bytes(buffer.data[start : start + int(lengths[one])]))
            micros[one], with_offset[one] = iso_one(raw[one])
        wall = ~with_offset & (micros != TIME_UNKNOWN)
        if wall.any():
            self.wall_clock = True
            local, doubtful = to_utc(np.where(wall, micros, TIME_UNKNOWN), self.times.zone)
            micros = np.where(wall, local, micros)
            self.doubtful += doubtful
        for one, text in raw.items():
            if micros[one] == TIME_UNKNOWN:
                self.time_raw[self.events + int(rows[one])] = text
        return micros

    # ----------------------------------------------------------------- result

    def _result(self) -> RecordColumns:
        names = list(self.keys.coder)
        case_columns = {names[code]: found.build(self.traces) for code, found in self.found[1].items()}
        numbers = case_columns.pop(CASE_KEY, None)
        if numbers is None or (numbers.codes == NONE).any():
            raise Irregular("traces without a name")
        if len(numbers.values) != self.traces or any(not value.strip() for value in numbers.values):
            raise Irregular("traces of one name")
        detected = self.header.detected
        detected.reader, detected.date_format = "vectorised", self.times.date_format
        changed: dict[str, int] = {}
        if self.wall_clock:
            detected.zone = self.times.zone.key
        if self.doubtful:
            changed[f"times that the clock of {self.times.zone.key} shows twice or never: the earlier reading"] = (
                self.doubtful
            )
        counts = np.concatenate(self.counts) if self.counts else np.empty(0, np.int64)
        empty = int(np.count_nonzero(counts == 0))
        if empty:
            changed["traces without events: the case is kept, its attributes are not"] = empty
        return RecordColumns(
            detected=detected,
            case=np.repeat(numbers.codes, counts),
            case_numbers=numbers.values,
            time=np.concatenate(self.time) if self.time else np.empty(0, np.int64),
            columns={names[code]: found.build(self.events) for code, found in self.found[0].items()},
            types={names[code]: name for code, name in self.types[0].items()},
            time_raw=self.time_raw,
            case_columns=case_columns,
            case_types={names[code]: name for code, name in self.types[1].items() if names[code] != CASE_KEY},
            skipped=self.header.skipped,
            changed=changed,
        )


class _Found:
    """One key of one level."""

    def __init__(self) -> None:
        self.coder = ByteCoder()
        self.rows: list[NDArray[np.int32]] = []
        self.codes: list[NDArray[np.int32]] = []

    def build(self, length: int) -> Coded:
        """The column, for `length` rows."""
        codes = np.full(length, NONE, np.int32)
        codes[np.concatenate(self.rows)] = np.concatenate(self.codes)
        return Coded(codes, list(self.coder.coder))


def _demand(words: Words, at: Ints, text: bytes) -> None:
    """Raise Irregular unless the text stands at every position."""
    word, mask = _word(text)
    if not np.all((words[at] & mask) == word):
        raise Irregular("an attribute of another shape")


def _blank_between(buffer: NDArray[np.uint8], ends: Ints, nexts: Ints) -> None:
    """Raise Irregular unless only white space stands before the first tag and between each tag and the next."""
    starts = np.concatenate(([0], ends))
    lengths = nexts - starts
    if (lengths < 0).any():
        raise Irregular("tags that overlap")
    there = lengths > 0
    starts, lengths = starts[there], lengths[there]
    if not len(starts):
        return
    offset = np.cumsum(lengths) - lengths
    index = np.arange(int(lengths.sum())) + np.repeat(starts - offset, lengths)
    if not _WHITE[buffer[index]].all():
        raise Irregular("text between tags")


_WHITE: Final = np.zeros(256, bool)
_WHITE[[9, 10, 13, 32]] = True
