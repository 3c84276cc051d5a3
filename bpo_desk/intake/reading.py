"""From a file to events and a report, without any database: `read`."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

from bpo_desk.intake.build import build_batch
from bpo_desk.intake.desk_export import MAPPING as DESK_EXPORT
from bpo_desk.intake.desk_export import desk_batch
from bpo_desk.intake.mapping import Mapping
from bpo_desk.intake.mapping_choice import choose_mapping
from bpo_desk.intake.records import RecordColumns
from bpo_desk.intake.report import IntakeReport, make_report
from bpo_desk.intake.source_file import SourceFile
from bpo_desk.logs import channel
from bpo_desk.models.event_columns import EventBatch

_log = channel("intake")


@dataclass(slots=True)
class Reading:
    """What a file holds: its events, coded on their own, and the report."""

    batch: EventBatch
    report: IntakeReport


def read_records(path: Path, mapping: Mapping | None = None) -> tuple[RecordColumns, Mapping, tuple[str, ...]]:
    """(the records of a file, the mapping used, remarks for the report). Raises DeskError kinds for refused files."""
    source = SourceFile.open(path)
    chosen, notes = choose_mapping(source, mapping)
    if source.format == "CSV":
        from bpo_desk.intake.csv_read import read_csv

        records = read_csv(source, chosen)
    else:
        from bpo_desk.intake.xes_read import read_any_xes

        records = read_any_xes(source, replace(chosen.times(), date_format=chosen.date_format or "iso"))
    return records, chosen, notes


def read(path: Path, mapping: Mapping | None = None) -> Reading:
    """Read a log (XES or CSV, plain or gzip) into events. Without a mapping the ready-made one that fits is taken, else
    the standard keys. Raises RefusedFile, NotFound or WrongUsage; then nothing of the file was taken."""
    began = time.perf_counter()
    records, chosen, notes = read_records(path, mapping)
    if chosen.name == DESK_EXPORT:
        batch = desk_batch(records, path.name)
        source = batch.dictionaries.sources[1].name
    else:
        source = chosen.source or records.detected.name or path.name.split(".")[0]
        batch = build_batch(records, chosen, source)
    report = make_report(
        path.name, source, records, chosen, len(batch.columns), batch.dictionaries.sources[1].capability, notes
    )
    report = replace(report, seconds=time.perf_counter() - began)
    _log.info("file read", extra={"ids": {"records": report.records, "events": report.made}})
    return Reading(batch, report)
