"""The timeline with its filter bar and its overview: one filter, one axis, one picture for all three."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from bpo_desk.errors import DeskError
from bpo_desk.measures.open_hours import OpenHours
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.state.event_filter import EventFilter, events_kept
from bpo_desk.ui.timeline.axis_kinds import AxisKind
from bpo_desk.ui.timeline.filter_bar import FilterBar
from bpo_desk.ui.timeline.overview_strip import OverviewStrip
from bpo_desk.ui.timeline.picture import image_of, write_svg
from bpo_desk.ui.timeline.timeline_view import TimelineView
from bpo_desk.ui.timeline.told import Told

Shown = NDArray[np.bool_]
Elsewhere = Callable[[Callable[[], Shown], Callable[[Shown], None]], None]
"""Does a piece of work in another thread and hands its answer back in this one; the latest wins."""
_LINES_WITH_OVERVIEW: Final = 16  # lines of text below which there is no overview


class TimelinePanel(QWidget):
    """`view` is the timeline itself. A filter is answered here and told upwards as a mask over the events."""

    event_chosen = Signal(int)  # event row
    moment_chosen = Signal(object)  # microseconds UTC
    events_shown = Signal(object)  # bool[n], None = all
    failed = Signal(object)  # DeskError: a picture could not be written

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: Told | None = None
        self.elsewhere: Elsewhere | None = None  # where long work is done, if not here and now
        self.view = TimelineView(self)
        self.bar = FilterBar(self)
        self.overview = OverviewStrip(self.view, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.overview)
        self.view.event_chosen.connect(self.event_chosen)
        self.view.moment_chosen.connect(self.moment_chosen)
        self.view.zero_changed.connect(self._tell_axis)
        self.overview.part_wanted.connect(self.view.show_places)
        self.overview.whole_wanted.connect(self.view.fit)
        self.bar.filter_wanted.connect(self._filter)
        self.bar.axis_wanted.connect(self._show_axis)
        self.bar.relative_wanted.connect(self.view.tell_from_selected)
        self.bar.bound_wanted.connect(self._bound)
        self.bar.picture_wanted.connect(self._picture)

    def show_case(self, told: Told) -> None:
        """Show another case: no filter, calendar time, all of it."""
        self._know(told)
        self.view.show_case(told.layout, told.time, told.describe)
        self.bar.clear_filter()
        self._tell_axis()

    def refresh_case(self, told: Told) -> None:
        """Show a changed form of the same case; filter, axis and zoom stay."""
        self._know(told)
        self.view.refresh_case(told.layout, told.time, told.describe)
        self._filter(self.bar.wanted)

    def show_hours(self, hours: OpenHours | None) -> None:
        """Shade closed hours and offer business time; None where every hour counts."""
        self.view.show_hours(hours)
        self._tell_axis()

    def clear(self) -> None:
        """Show nothing."""
        self._told = None
        self.view.clear()
        self.bar.show_counts(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the lanes get that of the overview."""
        super().resizeEvent(event)
        self.overview.setVisible(event.size().height() >= _LINES_WITH_OVERVIEW * self.fontMetrics().height())

    def picture_caption(self) -> str:
        """What a picture shows: the case, how much of it, and in which time."""
        if self._told is None:
            return ""
        return " · ".join(part for part in (self._told.title, *self.bar.state_words()) if part)

    def _know(self, told: Told) -> None:
        self._told = told
        self.view.show_signs(np.array(sorted(told.pending), dtype=np.int64), np.flatnonzero(told.pinned))
        events, names = told.events, told.names
        self.view.know_steps(lambda row: names.steps[int(events.step[row])].name if events.step[row] > 0 else "")
        named = [(k, names.persons[k].name) for k in _used(events.actor, events.holder, events.on_behalf_of)]
        queues = [(k, names.queues[k].name) for k in _used(events.queue)]
        steps = [(k, names.steps[k].name) for k in _used(events.step)]
        by_name = [sorted(entries, key=lambda entry: entry[1].casefold()) for entries in (named, queues, steps)]
        self.bar.know_names(*by_name, pins=bool(told.pinned.any()))

    def _filter(self, wanted: EventFilter) -> None:
        told = self._told
        if told is None:
            return
        if wanted.is_empty:
            self._show_filtered(told, None)
        elif self.elsewhere is None:
            self._show_filtered(told, events_kept(wanted, told.events, told.names, told.pinned))
        else:
            self.elsewhere(
                lambda: events_kept(wanted, told.events, told.names, told.pinned),
                lambda shown: self._show_filtered(told, shown),
            )

    def _show_filtered(self, told: Told, shown: NDArray[np.bool_] | None) -> None:
        if told is not self._told:
            return
        if shown is not None and self.bar.wanted.is_empty:
            return  # the filter was taken away meanwhile
        self.view.show_only(shown)
        self.bar.show_counts(told.count(shown), told.every)
        self.events_shown.emit(shown)

    def _bound(self, which: str) -> None:
        """Filter from, or up to, the selected event."""
        row = self.view.selected
        if self._told is not None and row >= 0 and self._told.events.occurred_at[row] != TIME_UNKNOWN:
            self.bar.want_bound(which, int(self._told.events.occurred_at[row]))

    def _show_axis(self, kind: AxisKind) -> None:
        self.view.show_axis(kind)
        self._tell_axis()

    def _tell_axis(self) -> None:
        self.bar.show_axis(self.view.axis_kind, has_hours=self.view.has_hours, is_relative=self.view.zero is not None)

    def _picture(self, what: str) -> None:
        if self._told is None or self.view.drawn is None:
            return
        if what == "copy":
            QGuiApplication.clipboard().setImage(
                image_of(self.view.scene(), self.view.viewport().size(), self.picture_caption())
            )
            return
        dialog = QFileDialog(self, self.tr("Picture of the timeline"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(what)
        dialog.selectFile(f"timeline.{what}")
        dialog.fileSelected.connect(lambda path: self.save_picture(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_picture(self, path: Path) -> None:
        """Write what is shown as SVG or PNG, by the name's ending; `failed` says that it could not be written."""
        scene, size, caption = self.view.scene(), self.view.viewport().size(), self.picture_caption()
        if path.suffix.lower() == ".svg":
            done = write_svg(path, scene, size, caption)
        else:
            done = image_of(scene, size, caption).save(str(path))
        if not done:
            message = self.tr("The picture {path} cannot be written.").format(path=path)
            self.failed.emit(DeskError(message, self.tr("Choose another folder.")))


def _used(*columns: NDArray[np.int32]) -> list[int]:
    """The keys that stand in columns, ascending; counted, because sorting a million of them would take a while."""
    most = max((int(column.max(initial=0)) for column in columns), default=0)
    used = np.zeros(most + 1, dtype=bool)
    for column in columns:
        used[column[column > 0]] = True
    return [int(key) for key in np.flatnonzero(used)]
