"""The axes that a timeline can be shown on, and the hours that they shade or fold away."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

import numpy as np
from PySide6.QtCore import QCoreApplication

from bpo_desk.measures.open_hours import OpenHours
from bpo_desk.ui.time_words import span, working_span
from bpo_desk.ui.timeline.folded_time import PLAIN, FoldedTime, Micros, long_gaps
from bpo_desk.ui.timeline.lane_layout import HOUR, TimelineLayout
from bpo_desk.ui.timeline.timeline_paint import NO_HOURS

translate = QCoreApplication.translate


class AxisKind(Enum):
    """What the width of a timeline stands for."""

    CALENDAR = "calendar"
    BUSINESS = "business"  # closed hours are folded away
    BROKEN = "broken"  # the middle of long gaps is folded away


def axis_words(kind: AxisKind) -> str:
    """What is to be said beside an axis that leaves time out; "" for the calendar's."""
    if kind is AxisKind.BUSINESS:
        return translate("timeline", "business time")
    return translate("timeline", "gaps folded") if kind is AxisKind.BROKEN else ""


def amount_words(kind: AxisKind) -> Callable[[int], str]:
    """How lengths on an axis (microseconds) are said."""
    return working_span if kind is AxisKind.BUSINESS else span


def axis_of(kind: AxisKind, layout: TimelineLayout, closed: tuple[Micros, Micros]) -> FoldedTime:
    """The axis of a kind for a layout in calendar time."""
    if kind is AxisKind.BUSINESS:
        return FoldedTime.of(*closed)
    if kind is AxisKind.BROKEN:
        kept = max((layout.last - layout.first) // 100, HOUR // 4)
        return long_gaps(layout.gaps, 4 * kept, kept)
    return PLAIN


def closed_between(hours: OpenHours | None, first: int, last: int) -> tuple[Micros, Micros]:
    """Starts and ends of the closed hours between two instants; none where every hour counts, or where the calendar
    cannot tell of these years."""
    if hours is None:
        return NO_HOURS
    try:
        opens, closes = hours.intervals(first, last)
    except ValueError:
        return NO_HOURS
    start, end = np.concatenate(([first], closes)), np.concatenate((opens, [last]))
    some = end > start
    return start[some], end[some]
