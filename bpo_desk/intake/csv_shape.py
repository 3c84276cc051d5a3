"""How a CSV file is written: encoding, delimiter, header. Found out from its beginning and stated in the report."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final

from bpo_desk.errors import RefusedFile
from bpo_desk.intake.source_file import SourceFile

_LOOKED_AT: Final = 1 << 16
_DELIMITERS: Final = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class CsvShape:
    """`header` as used: names without blanks around them, a repeated name made single ("category (2)")."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    repeated: tuple[str, ...]


def csv_shape(source: SourceFile) -> CsvShape:
    """The shape of a CSV file. Raises RefusedFile where the file has no header of at least two columns."""
    encoding = source.bom or "utf-8"
    text = source.head[:_LOOKED_AT].decode(encoding, "replace").lstrip("\ufeff")
    if len(source.head) >= _LOOKED_AT and "\n" in text:
        text = text[: text.rindex("\n") + 1]
    best, header = ",", [""]
    score = (-1.0, 0)
    for delimiter in _DELIMITERS:
        lines = _lines(text, delimiter)
        if not lines:
            continue
        width = len(lines[0])
        even = sum(len(line) == width for line in lines) / len(lines)
        if (even if width > 1 else 0.0, width) > score:
            score, best, header = (even if width > 1 else 0.0, width), delimiter, lines[0]
    if len(header) < 2:
        raise RefusedFile(
            f"{source.path.name} is no table: its first line has no columns separated by a comma, semicolon, tab or |.",
            "Export the log as CSV with a header line.",
            code="no_header",
        )
    names, repeated = _single(header)
    return CsvShape(encoding, best, names, repeated)


def _lines(text: str, delimiter: str) -> list[list[str]]:
    try:
        return [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if line][:200]
    except csv.Error:
        return []


def _single(header: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    seen: dict[str, int] = {}
    names, repeated = [], []
    for column in header:
        name = column.strip()
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            repeated.append(name)
            name = f"{name} ({seen[name]})"
        names.append(name)
    return tuple(names), tuple(repeated)
