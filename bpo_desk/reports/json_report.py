"""A report as one JSON document: cover and sections in words, and the data part with its digest."""

from __future__ import annotations

import json
from typing import Any

from bpo_desk.reports.document import Bar, Block, Drawing, Facts, Report, Table, Text


def report_json(report: Report) -> bytes:
    """The document as UTF-8. `data` is the data part, `data_sha256` the digest of its canonical form."""
    document = {
        "report": report.title,
        "about": report.subtitle,
        "cover": [_block(block) for block in report.cover],
        "sections": [
            {"title": section.title, "level": section.level, "blocks": [_block(block) for block in section.blocks]}
            for section in report.sections
        ],
        "data_sha256": report.digest,
        "data": json.loads(report.data),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Text(text, _):
            return {"text": text}
        case Facts(rows):
            return {"facts": dict(rows)}
        case Table(columns, rows, nothing, note):
            return {
                "columns": [column.title for column in columns],
                "rows": [list(row) for row in rows],
                "note": note if rows else nothing,
            }
        case Bar(shares):
            return {"parts_microseconds": {share.label: share.micros for share in shares}}
        case Drawing(_, markers, _, note):
            states = {
                element: {"state": marker.state.value, "times": marker.times, "path": list(marker.path),
                          "inferred": marker.inferred}
                for element, marker in markers.items()
            }  # fmt: skip
            return {"diagram": note, "states": states}
