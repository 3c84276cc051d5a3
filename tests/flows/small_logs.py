"""Small logs that a test writes itself, so that it runs without the shared data: CSV and XES from plain rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

Row = tuple[str, str, str, str]
"""case, activity, ISO time, resource"""

HEADER = "case,activity,time,resource"

THREE_CASES: Sequence[Row] = (
    ("C-1", "Register", "2026-03-02T08:00:00Z", "Ana"),
    ("C-1", "Check", "2026-03-02T09:30:00Z", "Ben"),
    ("C-1", "Decide", "2026-03-03T10:00:00Z", "Cleo"),
    ("C-2", "Register", "2026-03-02T08:15:00Z", "Ana"),
    ("C-2", "Check", "2026-03-04T11:00:00Z", "Ben"),
    ("C-3", "Register", "2026-03-05T07:00:00Z", "Dan"),
)


def write_csv(path: Path, rows: Sequence[Sequence[str]] = THREE_CASES, header: str = HEADER) -> Path:
    """A CSV log."""
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return path


def xes_text(rows: Sequence[Row] = THREE_CASES) -> str:
    """The text of an XES log with one trace a case, events in the order given."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<log xes.version="1.0" xmlns="http://www.xes-standard.org/">']
    for case in dict.fromkeys(row[0] for row in rows):
        lines += ["<trace>", f'<string key="concept:name" value={quoteattr(case)}/>']
        for _, activity, at, who in (row for row in rows if row[0] == case):
            lines += [
                "<event>",
                f'<string key="concept:name" value={quoteattr(activity)}/>',
                f'<date key="time:timestamp" value="{at}"/>',
                f'<string key="org:resource" value={quoteattr(who)}/>',
                "</event>",
            ]
        lines.append("</trace>")
    return "\n".join([*lines, "</log>"]) + "\n"


def write_xes(path: Path, rows: Sequence[Row] = THREE_CASES) -> Path:
    """An XES log."""
    path.write_text(xes_text(rows), encoding="utf-8")
    return path
