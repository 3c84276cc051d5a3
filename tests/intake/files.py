"""Small logs written for tests, and what is read from them."""

from __future__ import annotations

import gzip
from pathlib import Path

from bpo_desk.intake.mapping import Mapping, read_mapping
from bpo_desk.intake.reading import Reading, read
from bpo_desk.models.event import kind_word
from bpo_desk.models.times import to_iso

XES = '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849.2016">\n{}\n</log>\n'


def event(name: str | None, time: str | None, **more: str) -> str:
    """The XML of one event; keys of `more` with __ for the colon."""
    attributes = [] if name is None else [f'<string key="concept:name" value="{name}"/>']
    if time is not None:
        attributes.append(f'<date key="time:timestamp" value="{time}"/>')
    attributes += [f'<string key="{key.replace("__", ":")}" value="{value}"/>' for key, value in more.items()]
    return "<event>" + "".join(attributes) + "</event>"


def trace(number: str | None, *events: str, attributes: str = "") -> str:
    """The XML of one trace."""
    named = "" if number is None else f'<string key="concept:name" value="{number}"/>'
    return f"<trace>\n{named}{attributes}\n" + "\n".join(events) + "\n</trace>"


def xes(folder: Path, *traces: str, name: str = "log.xes", head: str = "") -> Path:
    """A XES file of the given traces; gzip where the name says so."""
    return written(folder / name, XES.format("\n".join((head, *traces))).encode())


def written(path: Path, data: bytes) -> Path:
    """A file with these bytes."""
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def mapping(folder: Path, text: str, name: str = "own.toml") -> Mapping:
    """A mapping from TOML text."""
    return read_mapping(written(folder / name, text.encode()))


def told(reading: Reading) -> list[tuple[object, ...]]:
    """(case, time, kind, step, work item, actor, holder, queue, field, old, new) of every event, in order."""
    batch = reading.batch
    names, events = batch.dictionaries, batch.columns

    def text(entries: list[object], code: int) -> str | None:
        return None if code < 0 else getattr(entries[code], "name", str(entries[code]))

    return [
        (
            batch.case_numbers[int(events.case[row])],
            to_iso(int(events.occurred_at[row])),
            kind_word(int(events.kind[row])),
            text(list(names.steps), int(events.step[row])),
            int(events.work_item[row]),
            text(list(names.persons), int(events.actor[row])),
            text(list(names.persons), int(events.holder[row])),
            text(list(names.queues), int(events.queue[row])),
            text(list(names.fields), int(events.field[row])),
            names.value(int(events.old_value[row])),
            names.value(int(events.new_value[row])),
        )
        for row in range(len(events))
    ]


def steps(reading: Reading) -> list[tuple[object, ...]]:
    """(kind, step, work item) of the work events."""
    return [(one[2], one[3], one[4]) for one in told(reading) if isinstance(one[4], int) and one[4] > 0]


def ids(reading: Reading) -> set[tuple[int, int]]:
    """The ids of all events."""
    events = reading.batch.columns
    return set(zip(events.id_hi.tolist(), events.id_lo.tolist(), strict=True))


__all__ = ["event", "ids", "mapping", "read", "steps", "told", "trace", "written", "xes"]
