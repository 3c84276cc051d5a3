"""Chooses the reader of a XES file: the vectorised one where the file is regular, else the streaming one."""

from __future__ import annotations

from bpo_desk.intake.records import RecordColumns
from bpo_desk.intake.source_file import SourceFile
from bpo_desk.intake.time_reading import TimeReading
from bpo_desk.intake.xes_fast import read_fast
from bpo_desk.intake.xes_stream import read_xes


def read_any_xes(source: SourceFile, times: TimeReading) -> RecordColumns:
    """All records of a XES file. Raises RefusedFile."""
    records = read_fast(source, times)
    return read_xes(source, times) if records is None else records
