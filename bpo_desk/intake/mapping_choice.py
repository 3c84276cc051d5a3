"""Which mapping a file gets: the given one, a ready-made one that fits its content, or the standard's own keys."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from bpo_desk.errors import RefusedFile
from bpo_desk.intake.csv_shape import CsvShape, csv_shape
from bpo_desk.intake.mapping import Columns, Fits, Mapping, read_mapping
from bpo_desk.intake.source_file import SourceFile, head_text
from bpo_desk.resources_path import resources_folder

_KEY: Final = re.compile(r"""\bkey\s*=\s*["']([^"']*)["']""")

_USUAL: Final[dict[str, tuple[str, ...]]] = {
    "case": (
        "case:concept:name",
        "case_id",
        "caseid",
        "case id",
        "case",
        "case number",
        "number",
        "ticket",
    ),
    "activity": ("concept:name", "activity", "activity name", "event", "step", "task", "status"),
    "time": (
        "time:timestamp",
        "timestamp",
        "time",
        "complete timestamp",
        "end_time",
        "end time",
        "date",
        "datetime",
    ),
    "lifecycle": ("lifecycle:transition", "lifecycle", "transition"),
    "actor": ("org:resource", "resource", "user", "actor", "performed by"),
    "queue": ("org:group", "group", "team", "queue"),
    "role": ("org:role", "role"),
    "instance": ("concept:instance", "activity_instance_id"),
    "start": ("start_timestamp", "start_time", "start timestamp", "start time"),
}
"""Names that columns of CSV logs usually have, best first; compared without case."""


@cache
def ready_mappings() -> tuple[Mapping, ...]:
    """The mappings that come with the program."""
    folder = resources_folder() / "mappings"
    return tuple(read_mapping(path) for path in sorted(folder.glob("*.toml"))) if folder.is_dir() else ()


def choose_mapping(source: SourceFile, given: Mapping | None) -> tuple[Mapping, tuple[str, ...]]:
    """(the mapping for a file, remarks for the report). Raises RefusedFile where a CSV file has not the columns that
    its mapping names, or where no mapping is given and its columns cannot be told."""
    if source.format == "CSV":
        shape = csv_shape(source)
        if given is not None:
            _need_columns(source, given, shape)
            return given, ()
        ready = _ready(source, frozenset(shape.header))
        return (ready, _said(ready)) if ready else _usual_columns(source, shape)
    if given is not None:
        return given, ()
    text = head_text(source.head, source.bom)
    ready = _ready(source, frozenset(_KEY.findall(text)))
    if ready:
        return ready, _said(ready)
    return Mapping(name="standard XES"), ()


def _said(mapping: Mapping) -> tuple[str, ...]:
    return (f"the ready-made mapping {mapping.name} fits the content of the file",)


def _ready(source: SourceFile, keys: frozenset[str]) -> Mapping | None:
    """The ready-made mapping with the most demands that the file meets."""
    text = head_text(source.head, source.bom)
    fitting = [one for one in ready_mappings() if _fits(one.fits, source.format, keys, text)]
    return max(fitting, key=lambda one: (len(one.fits.columns) + 5 * len(one.fits.text), one.name), default=None)


def _fits(fits: Fits, file_format: str, keys: frozenset[str], text: str) -> bool:
    if not fits.columns and not fits.text:
        return False
    return (
        fits.format in ("", file_format)
        and set(fits.columns) <= keys
        and not set(fits.absent) & keys
        and all(one in text for one in fits.text)
    )


def _need_columns(source: SourceFile, mapping: Mapping, shape: CsvShape) -> None:
    for part, column in mapping.columns.named().items():
        if column not in shape.header:
            raise RefusedFile(
                f"{source.path.name} has no column {column!r}, which the mapping {mapping.name} names as {part}. "
                f"It has: {', '.join(name or '(no name)' for name in shape.header)}.",
                "Correct the mapping, or import the file that it was written for.",
                code="missing_column",
            )


def _usual_columns(source: SourceFile, shape: CsvShape) -> tuple[Mapping, tuple[str, ...]]:
    lower = {name.strip().lower(): name for name in reversed(shape.header)}
    found = {part: next((lower[name] for name in names if name in lower), "") for part, names in _USUAL.items()}
    if found["time"] == found["start"]:
        found["start"] = ""
    missing = [part for part in ("case", "activity", "time") if not found[part]]
    if missing:
        raise RefusedFile(
            f"{source.path.name} has no column that is known to hold the {' or the '.join(missing)}. "
            f"It has: {', '.join(name or '(no name)' for name in shape.header)}.",
            "Write a mapping that names the columns (docs/guide/import.md) and give it with --mapping.",
            code="missing_column",
        )
    stated = ", ".join(f"{part} = {column}" for part, column in found.items() if column)
    mapping = replace(Mapping(name="usual column names"), columns=Columns(**found))
    return mapping, (f"columns taken by their usual names: {stated}",)
