"""What of a timeline is drawn: its events as a filter left them, its times as places of an axis. No widget: for many
events it is worked out off the UI thread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.measures.open_hours import OpenHours
from bpo_desk.ui.timeline.axis_kinds import AxisKind, axis_of, closed_between
from bpo_desk.ui.timeline.folded_time import PLAIN, FoldedTime, Micros, on_axis
from bpo_desk.ui.timeline.geometry import view_bounds
from bpo_desk.ui.timeline.kept_events import kept_events
from bpo_desk.ui.timeline.lane_layout import TimelineLayout
from bpo_desk.ui.timeline.timeline_paint import NO_HOURS


@dataclass(frozen=True, slots=True)
class Content:
    """`whole` is the layout as given, in calendar time (None: there is nothing), `shown` says which of its events are
    drawn (one value an event row, None: all), `kind` is the axis that is wanted, `hours` the business hours; `axis`
    what places are measured on, `closed` starts and ends of closed hours (microseconds UTC), `drawn` what is painted:
    filtered, its times places of the axis."""

    whole: TimelineLayout | None = None
    shown: NDArray[np.bool_] | None = None
    kind: AxisKind = AxisKind.CALENDAR
    hours: OpenHours | None = None
    axis: FoldedTime = PLAIN
    closed: tuple[Micros, Micros] = NO_HOURS
    drawn: TimelineLayout | None = None


def content_of(
    whole: TimelineLayout | None,
    shown: NDArray[np.bool_] | None = None,
    kind: AxisKind = AxisKind.CALENDAR,
    hours: OpenHours | None = None,
) -> Content:
    """Work out what is drawn; the hours must be compiled for the years of the layout. Without hours business time is
    calendar time."""
    if hours is None and kind is AxisKind.BUSINESS:
        kind = AxisKind.CALENDAR
    if whole is None:
        return Content(kind=kind, hours=hours)
    low, high = view_bounds(whole)
    closed = closed_between(hours, int(low), int(high))
    axis = axis_of(kind, whole, closed)
    kept = whole if shown is None else kept_events(whole, shown)
    return Content(whole, shown, kind, hours, axis, closed, on_axis(kept, axis))
