"""How the time of a record is written in a source: which column, which format, which zone where it names none."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class TimeReading:
    """`key`: column or attribute; `date_format`: as in instants.read_texts, "" = find out (CSV only); `zone`: of texts
    that name no offset; `zone_given`: whether a mapping said so (else UTC is assumed, and stated)."""

    key: str = "time:timestamp"
    date_format: str = ""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    zone_given: bool = False
