"""How screens say that closed cases have left the copy by the rule of their engagement. Pure."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.queue_columns import Retained
from bpo_desk.models.times import to_datetime
from bpo_desk.ui.number_words import counted
from bpo_desk.ui.time_words import display_zone

translate = QCoreApplication.translate


def left_words(retained: Retained, zone: str = "") -> str:
    """How many cases are not in the copy, and before which day (of the zone that the settings name) they were closed;
    "" where none has left."""
    if not retained.left:
        return ""
    count = counted(retained.left, translate("retention", "closed case"), translate("retention", "closed cases"))
    closed = None if retained.closed_before is None else to_datetime(retained.closed_before)
    if closed is None:
        return translate("retention", "{cases} not in this copy").format(cases=count)
    day = f"{closed.astimezone(display_zone(zone)):%Y-%m-%d}"
    return translate("retention", "{cases} not in this copy (closed before {day})").format(cases=count, day=day)
