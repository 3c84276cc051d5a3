"""Cases as a XES log (IEEE 1849-2023) that loses nothing: standard keys for every tool, and beside them the keys
(`desk:...`) by which `intake/desk_export.py` reads the very same events back. No documents and no tables here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO, Final

import numpy as np

from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.desk_xes import EXTENSION_URI, RESERVED_KEYS, TRANSITIONS, side_text
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event import WORK_KINDS, Visibility, kind_word
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.times import to_iso

_STANDARD: Final = (("Concept", "concept"), ("Lifecycle", "lifecycle"), ("Organizational", "org"), ("Time", "time"))
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document can hold (section 2.2)."""
_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
_NAMED: Final = (
    ("org:resource", "actor", "persons"),
    ("desk:holder", "holder", "persons"),
    ("desk:on_behalf_of", "on_behalf_of", "persons"),
    ("org:group", "queue", "queues"),
    ("desk:field", "field", "fields"),
    ("desk:source", "source", "sources"),
)
"""(key, column, dictionary) of what is named by a dictionary: absent = nothing said, "" = left unknown."""
_VALUED: Final = (("desk:old", "old_value"), ("desk:new", "new_value"), ("desk:reason", "reason"))


@dataclass(frozen=True, slots=True)
class XesCase:
    """One case to write: its events in the order of the desk, one entry an event in `data` and `source_record` (or
    none at all), and the dictionaries of its codes."""

    number: str
    events: EventColumns
    data: Sequence[str | None]
    source_record: Sequence[str | None]
    dictionaries: Dictionaries
    process_key: str = ""

    @classmethod
    def of(cls, file: CaseFile) -> XesCase:
        """The case of a case file."""
        return cls(file.number, file.events, file.data, file.source_record, file.dictionaries, file.process_key)


def write_xes(out: BinaryIO, name: str, cases: Sequence[XesCase], said: Iterable[tuple[str, str]] = ()) -> None:
    """Write a log called `name`, one trace a case. `said`: what is known of the export, as attributes of the log
    (key behind `desk:`, text)."""
    for part in _header(name, cases, said):
        out.write(part.encode("utf-8"))
    for case in cases:
        out.write("".join(_trace(case)).encode("utf-8"))
    out.write(b"</log>\n")


def _header(name: str, cases: Sequence[XesCase], said: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<log xes.version="1849-2023" xes.features="" xmlns="http://www.xes-standard.org/">\n'
    for title, prefix in (*_STANDARD, ("ID", "identity")):
        yield f'<extension name="{title}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>\n'
    yield f'<extension name="bpo_desk events" prefix="desk" uri="{EXTENSION_URI}"/>\n'
    yield '<global scope="trace"><string key="concept:name" value=""/></global>\n'
    yield '<global scope="event"><string key="concept:name" value=""/><string key="desk:kind" value=""/></global>\n'
    yield '<classifier name="Activity" keys="concept:name"/>\n'
    yield '<classifier name="Activity and transition" keys="concept:name lifecycle:transition"/>\n'
    for key, text in (("concept:name", name), *((f"desk:{key}", text) for key, text in said)):
        yield _attribute("string", key, _NOT_XML.sub("\ufffd", text)) + "\n"
    yield _attribute("string", "desk:dictionaries", json.dumps(_entries(cases), sort_keys=True)) + "\n"


def _entries(cases: Sequence[XesCase]) -> dict[str, dict[str, list[object]]]:
    """What the dictionaries say of the names that the cases use, beyond the names."""
    found: dict[str, dict[str, list[object]]] = {
        part: {} for part in ("persons", "queues", "steps", "fields", "sources")
    }
    for case in cases:
        words, events = case.dictionaries, case.events
        for code in _used(events.actor, events.holder, events.on_behalf_of):
            person = words.persons[code]
            found["persons"][person.name] = [int(person.side), person.role]
        for code in _used(events.queue):
            found["queues"][words.queues[code].name] = [int(words.queues[code].side)]
        for code in _used(events.step):
            found["steps"][words.steps[code].name] = [words.steps[code].element]
        for code in _used(events.field):
            role = words.fields[code].role
            found["fields"][words.fields[code].name] = [None if role is None else str(role)]
        for code in _used(events.source):
            source = words.sources[code]
            found["sources"][source.name] = [int(source.capability), source.description]
    return found


def _used(*columns: np.ndarray) -> list[int]:
    codes = np.unique(np.concatenate(columns))
    return [int(code) for code in codes if code > 0]


def _trace(case: XesCase) -> Iterator[str]:
    head = [("concept:name", case.number)]
    if case.process_key:
        head.append(("desk:process", case.process_key))
    yield "<trace>\n" + "".join(part + "\n" for part in _texts(head))
    columns = {name: column.tolist() for name, column in case.events.columns().items()}
    for row in range(len(case.events)):
        yield _event(case, {name: column[row] for name, column in columns.items()}, row)
    yield "</trace>\n"


def _event(case: XesCase, one: dict[str, int], row: int) -> str:
    texts, rest = _names_and_texts(case, one, row)
    parts = _texts(texts)
    if one["work_item"] != NONE:
        parts.append(_attribute("string", "concept:instance", str(one["work_item"])))
    if one["kind"] in WORK_KINDS and one["step"] == NONE:
        parts.append(_attribute("boolean", "desk:no_step", "true"))
    if (at := to_iso(one["occurred_at"])) is not None:
        parts.append(_own("date", "time:timestamp", at.replace("Z", "+00:00")))
    if (recorded := to_iso(one["recorded_at"])) is not None:
        parts.append(_own("date", "desk:recorded", recorded.replace("Z", "+00:00")))
    if one["ad_hoc"] == 1:
        parts.append(_attribute("boolean", "desk:ad_hoc", "true"))
    parts.append(_own("int", "desk:seq", str(one["source_seq"])))
    high, low = f"{one['id_hi']:016x}", f"{one['id_lo']:016x}"
    parts.append(_own("id", "identity:id", f"{high[:8]}-{high[8:12]}-{high[12:]}-{low[:4]}-{low[4:]}"))
    if rest is not None:
        parts.append(rest)
    return "<event>" + "".join(parts) + "</event>\n"


def _names_and_texts(case: XesCase, one: dict[str, int], row: int) -> tuple[list[tuple[str, str]], str | None]:
    """(key, text) of everything an event says in words, and the element of what its data say in other shapes."""
    words, kind = case.dictionaries, one["kind"]
    names_step = kind in WORK_KINDS and one["step"] > 0
    texts = [("concept:name", words.steps[one["step"]].name if names_step else kind_word(kind).replace("_", " "))]
    texts.append(("desk:kind", kind_word(kind)))
    if kind in TRANSITIONS:
        texts.append(("lifecycle:transition", TRANSITIONS[kind]))
    if not names_step and one["step"] != NONE:
        texts.append(("desk:step", words.steps[one["step"]].name))
    for key, column, part in _NAMED:
        if one[column] != NONE:
            texts.append((key, getattr(words, part)[one[column]].name))
    if one["actor"] > 0 and words.persons[one["actor"]].role:
        texts.append(("org:role", words.persons[one["actor"]].role))
    for key, column in _VALUED:
        if one[column] != NONE:
            texts.append((key, words.values[one[column]]))
    if one["side"]:
        texts.append(("desk:side", side_text(one["side"])))
    if one["visibility"] != Visibility.SHARED:
        texts.append(("desk:visibility", str(one["visibility"])))
    if case.source_record and (record := case.source_record[row]) is not None:
        texts.append(("desk:source_record", record))
    flat, rest = _data(case.data[row] if case.data else None)
    # ASCII only, so that it needs no escape whatever the other texts need.
    return [*texts, *flat], None if rest is None else _attribute("string", "desk:data", rest)


def _data(text: str | None) -> tuple[list[tuple[str, str]], str | None]:
    """The data of an event: its texts as attributes of their own, the rest as JSON (None: no rest)."""
    if text is None:
        return [], None
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if not isinstance(whole, dict) or not whole:
        return [], json.dumps(text) if whole is None or not isinstance(whole, dict) else "{}"
    flat = [(key, value) for key, value in whole.items() if isinstance(value, str) and _may_be_key(key)]
    own = {key for key, _ in flat}
    rest = {key: value for key, value in whole.items() if key not in own}
    return flat, json.dumps(rest) if rest else None


def _may_be_key(key: str) -> bool:
    return bool(key) and key not in RESERVED_KEYS and not key.startswith("desk:") and not _NOT_XML.search(key)


def _texts(texts: list[tuple[str, str]]) -> list[str]:
    """String attributes; where one holds what XML cannot, all are written with the escapes of JSON and say so."""
    if not any(_is_foreign(text) for _, text in texts):
        return [_attribute("string", key, text) for key, text in texts]
    parts = [_attribute("string", key, json.dumps(text)[1:-1]) for key, text in texts]
    return [*parts, _attribute("boolean", "desk:escaped", "true")]


@lru_cache(maxsize=1 << 16)
def _is_foreign(text: str) -> bool:
    """Whether a text holds what XML cannot."""
    return _NOT_XML.search(text) is not None


@lru_cache(maxsize=1 << 16)
def _attribute(kind: str, key: str, value: str) -> str:
    return f'<{kind} key="{key.translate(_ESCAPES)}" value="{value.translate(_ESCAPES)}"/>'


def _own(kind: str, key: str, value: str) -> str:
    """An attribute with a value of its own in each event, of letters that need no escape."""
    return f'<{kind} key="{key}" value="{value}"/>'
