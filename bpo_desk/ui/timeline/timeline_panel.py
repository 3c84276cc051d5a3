"""The timeline with its filter bar and its overview: one filter, one axis, one picture for all three."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from bpo_desk.errors import DeskError
from bpo_desk.measures.open_hours import OpenHours
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.visible_text import visible
from bpo_desk.state.event_filter import events_kept
from bpo_desk.ui.timeline.axis_kinds import AxisKind
from bpo_desk.ui.timeline.content import Content, content_of
from bpo_desk.ui.timeline.density import prepared
from bpo_desk.ui.timeline.filter_bar import FilterBar
from bpo_desk.ui.timeline.overview_strip import OverviewStrip
from bpo_desk.ui.timeline.picture import image_of, write_svg
from bpo_desk.ui.timeline.timeline_view import TimelineView
from bpo_desk.ui.timeline.told import Told, choices_of
from bpo_desk.ui.widgets.leaving import Leaving, leave

Elsewhere = Callable[[Callable[[], Content], Callable[[Content], None]], None]
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
        self._kind = AxisKind.CALENDAR  # the axis that is wanted
        self._asked: object = None  # what the next answer must have been asked for
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
        self.bar.filter_wanted.connect(lambda _wanted: self._lay_out(self._kind))
        self.bar.axis_wanted.connect(self._lay_out)
        self.bar.relative_wanted.connect(self.view.tell_from_selected)
        self.bar.bound_wanted.connect(self._bound)
        self.bar.picture_wanted.connect(self._picture)

    def show_case(self, told: Told) -> None:
        """Show another case: no filter, calendar time, all of it."""
        self._know(told)
        self._kind = AxisKind.CALENDAR
        self._tell_view(told)
        self.view.show_case(told.layout, told.time, told.describe)
        self.bar.clear_filter()
        self._tell_axis()

    def refresh_case(self, told: Told) -> None:
        """Show a changed form of the same case; filter, axis and zoom stay."""
        self._know(told)
        self._lay_out(self._kind)

    def show_hours(self, hours: OpenHours | None) -> None:
        """Shade closed hours and offer business time; None where every hour counts."""
        self.view.show_hours(hours)
        if hours is None:
            self._kind = self.view.axis_kind
        self._tell_axis()

    def clear(self) -> None:
        """Show nothing."""
        self._told = self._asked = None
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
        choices = told.choices or choices_of(told.events, told.names)
        self.bar.know_names(choices.persons, choices.queues, choices.steps, pins=bool(told.pinned.any()))

    def _tell_view(self, told: Told) -> None:
        events, names = told.events, told.names
        self.view.know(told.time, told.describe)
        self.view.know_steps(
            lambda row: visible(names.steps[int(events.step[row])].name) if events.step[row] > 0 else ""
        )
        self.view.show_signs(np.array(sorted(told.pending), dtype=np.int64), np.flatnonzero(told.pinned))

    def _lay_out(self, kind: AxisKind) -> None:
        """Show what the filter leaves on an axis: worked out elsewhere where that takes longer than a frame; what is
        shown stays until then."""
        told, wanted, hours = self._told, self.bar.wanted, self.view.content.hours
        self._kind = kind
        if told is None:
            return
        asked = self._asked = (told, wanted, kind)

        def work() -> Content:
            shown = None if wanted.is_empty else events_kept(wanted, told.events, told.names, told.pinned)
            content = content_of(told.layout, shown, kind, hours)
            if content.drawn is not None and content.drawn is not told.layout:
                prepared(content.drawn)
            return content

        def show(content: Content) -> None:
            if asked is not self._asked:
                return  # another answer follows
            if hours is not self.view.content.hours:
                content = content_of(told.layout, content.shown, kind, self.view.content.hours)
            self._tell_view(told)
            self.view.show_content(content)
            self.bar.show_counts(told.count(content.shown), told.every)
            self._tell_axis()
            self.events_shown.emit(content.shown)

        if self.elsewhere is None or (wanted.is_empty and kind is AxisKind.CALENDAR):
            show(work())
        else:
            self.elsewhere(work, show)

    def _bound(self, which: str) -> None:
        """Filter from, or up to, the selected event."""
        row = self.view.selected
        if self._told is not None and row >= 0 and self._told.events.occurred_at[row] != TIME_UNKNOWN:
            self.bar.want_bound(which, int(self._told.events.occurred_at[row]))

    def _tell_axis(self) -> None:
        self.bar.show_axis(self.view.axis_kind, has_hours=self.view.has_hours, is_relative=self.view.zero is not None)

    def _picture(self, what: str) -> None:
        if self._told is None or self.view.drawn is None:
            return
        if what == "copy":
            image = image_of(self.view.scene(), self.view.viewport().size(), self.picture_caption())
            copy = partial(QGuiApplication.clipboard().setImage, image)
            leave(self, Leaving("timeline", copy, content=self.picture_caption()))
            return
        dialog = QFileDialog(self, self.tr("Picture of the timeline"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(what)
        dialog.selectFile(f"timeline.{what}")
        dialog.fileSelected.connect(
            lambda path: leave(self, Leaving("timeline", lambda: self.save_picture(Path(path)), what, content=path))
        )
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
