"""The compact bar above a timeline: what is filtered, how many events that leaves, which axis, picture of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from bpo_desk.models.sides import Side
from bpo_desk.state.event_filter import EventFilter, LaneOf, Topic
from bpo_desk.ui.number_words import counted, number
from bpo_desk.ui.timeline.axis_kinds import AxisKind, axis_words
from bpo_desk.ui.timeline.timeline_paint import SIDE_WORDS, side_words
from bpo_desk.ui.widgets.icon_button import icon_button
from bpo_desk.ui.widgets.line_icons import LineIcons

_AROUND: Final = (0, 2, 5, 10)
_MOST_NAMES: Final = 60
translate = QCoreApplication.translate


class FilterBar(QWidget):
    """Tells which filter, axis or picture is wanted; the panel answers with counts (`show_counts`)."""

    filter_wanted = Signal(object)  # EventFilter
    axis_wanted = Signal(object)  # AxisKind
    relative_wanted = Signal()
    bound_wanted = Signal(str)  # "after" or "before" the selected event
    picture_wanted = Signal(str)  # "copy", "png", "svg"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = EventFilter()
        self._names: tuple[list[tuple[int, str]], ...] = ([], [], [])  # persons, queues, steps
        self._pins = False
        self._text = QLineEdit(self)
        self._text.setPlaceholderText(self.tr("Filter events: name, step, value, comment"))
        self._text.setAccessibleName(self.tr("Filter events by text"))
        self._text.setClearButtonEnabled(True)
        LineIcons(self._text)
        self._text.textChanged.connect(lambda text: self._want(text=text))
        self._more = self._button("filter", self.tr("Filter by side, person, step, kind"))
        self._axis = self._button("clock", self.tr("Axis: calendar, business time, relative time"))
        self._picture = self._button("download", self.tr("Picture of the timeline"))
        self._said = QLabel(self)
        self._count = QLabel(self)
        for label in (self._said, self._count):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._clear = self._button("filter-off", self.tr("Show all events"))
        self._clear.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
        self._clear.clicked.connect(self.clear_filter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.setSpacing(6)
        layout.addWidget(self._text, 2)
        for part in (self._more, self._said, self._clear):
            layout.addWidget(part)
        layout.addStretch(1)
        for part in (self._count, self._axis, self._picture):
            layout.addWidget(part)
        for button, fill in ((self._more, self._fill_more), (self._axis, self._fill_axis)):
            menu = QMenu(button)
            menu.aboutToShow.connect(lambda menu=menu, fill=fill: self._filled(menu, fill))
            button.setMenu(menu)
        self._fill_picture()
        self.show_axis(AxisKind.CALENDAR, has_hours=False, is_relative=False)
        self.show_counts(0, 0)

    def know_names(self, persons: list[tuple[int, str]], queues: list[tuple[int, str]], steps: list[tuple[int, str]],
                   *, pins: bool) -> None:  # fmt: skip
        """Which persons, queues and steps there are (key, name), and whether anything is pinned."""
        self._names, self._pins = (persons, queues, steps), pins

    def show_counts(self, shown: int, every: int) -> None:
        """Say how many events the filter leaves."""
        words = self.tr("{n} of {all}").format(n=number(shown), all=counted(every, self.tr("event"), self.tr("events")))
        self._count.setText(words if shown < every else counted(every, self.tr("event"), self.tr("events")))
        self._said.setText(self._in_words())
        self._clear.setVisible(not self._filter.is_empty)

    def show_axis(self, kind: AxisKind, *, has_hours: bool, is_relative: bool) -> None:
        """Which axis is shown, whether there are business hours, and whether times are told from an event."""
        self._axis_now = (kind, has_hours, is_relative)

    def state_words(self) -> tuple[str, str, str, str]:
        """Count, conditions, text and axis in words, for the caption of a picture."""
        text = f"“{self._filter.text}”" if self._filter.text else ""
        return self._count.text(), self._in_words(), text, axis_words(self._axis_now[0])

    @property
    def wanted(self) -> EventFilter:
        """The filter as it stands."""
        return self._filter

    def clear_filter(self) -> None:
        """Want all events again."""
        self._text.blockSignals(True)
        self._text.clear()
        self._text.blockSignals(False)
        self._filter = EventFilter(around=self._filter.around)
        self.filter_wanted.emit(self._filter)

    def want_bound(self, which: str, micros: int | None) -> None:
        """Want events from (`which` "after") or up to ("before") an instant only; None lifts the bound."""
        self._want(**{which: micros})

    def _want(self, **changed: object) -> None:
        self._filter = replace(self._filter, **changed)  # type: ignore[arg-type]
        self.filter_wanted.emit(self._filter)

    def _button(self, name: str, words: str) -> QToolButton:
        button = icon_button(name, words, self)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _filled(self, menu: QMenu, fill: Callable[[QMenu], None]) -> None:
        menu.clear()
        fill(menu)

    def _fill_more(self, menu: QMenu) -> None:
        held = self._filter
        self._choices(menu.addMenu(self.tr("What")), "topics", held.topics, ((t, _topic_words(t)) for t in Topic))
        self._choices(menu.addMenu(self.tr("Lane")), "lanes", held.lanes, ((n, _lane_words(n)) for n in LaneOf))
        self._choices(menu.addMenu(self.tr("Side")), "sides", held.sides, ((s, side_words(s)) for s in SIDE_WORDS))
        persons, queues, steps = self._names
        self._choices(menu.addMenu(self.tr("Person")), "persons", held.persons, persons)
        self._choices(menu.addMenu(self.tr("Queue")), "queues", held.queues, queues)
        self._choices(menu.addMenu(self.tr("Step")), "steps", held.steps, steps)
        menu.addSeparator()
        self._switch(menu, self.tr("Business events only"), "business", held.business)
        pinned = self._switch(menu, self.tr("Only pinned events"), "pinned", held.pinned)
        pinned.setEnabled(self._pins or held.pinned)
        for which, words in (("after", self.tr("From the selected event on")),
                             ("before", self.tr("Up to the selected event"))):  # fmt: skip
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(getattr(held, which) is not None)
            action.triggered.connect(lambda on, which=which: self._bound(which, on=on))
        around = menu.addMenu(self.tr("Events on either side of each hit"))
        for n in _AROUND:
            action = around.addAction(str(n))
            action.setCheckable(True)
            action.setChecked(held.around == n)
            action.triggered.connect(lambda _on, n=n: self._want(around=n))

    def _bound(self, which: str, *, on: bool) -> None:
        if on:
            self.bound_wanted.emit(which)
        else:
            self.want_bound(which, None)

    def _choices(self, menu: QMenu, name: str, held: frozenset[object], entries: Iterable[tuple[object, str]]) -> None:
        entries = list(entries)
        for key, words in entries[:_MOST_NAMES]:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key in held)
            action.triggered.connect(lambda _on, key=key, held=held: self._want(**{name: held ^ {key}}))
        if len(entries) > _MOST_NAMES:
            menu.addAction(self.tr("Type a name into the field for the others")).setEnabled(False)
        menu.setEnabled(bool(entries))

    def _switch(self, menu: QMenu, words: str, name: str, on: bool) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda now: self._want(**{name: now}))
        return action

    def _fill_axis(self, menu: QMenu) -> None:
        kind_now, has_hours, is_relative = self._axis_now
        group = QActionGroup(menu)
        for kind, words in ((AxisKind.CALENDAR, self.tr("Calendar time")),
                            (AxisKind.BUSINESS, self.tr("Business time: closed hours folded away")),
                            (AxisKind.BROKEN, self.tr("Long gaps folded away"))):  # fmt: skip
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(kind is kind_now)
            action.setEnabled(kind is not AxisKind.BUSINESS or has_hours)
            action.triggered.connect(lambda _on, kind=kind: self.axis_wanted.emit(kind))
            group.addAction(action)
        menu.addSeparator()
        action = menu.addAction(self.tr("Times from the selected event (R)"))
        action.setCheckable(True)
        action.setChecked(is_relative)
        action.triggered.connect(self.relative_wanted)

    def _fill_picture(self) -> None:
        menu = QMenu(self._picture)
        for what, words in (("copy", self.tr("Copy picture")), ("png", self.tr("Save as PNG ...")),
                            ("svg", self.tr("Save as SVG ..."))):  # fmt: skip
            menu.addAction(words).triggered.connect(lambda _on, what=what: self.picture_wanted.emit(what))
        self._picture.setMenu(menu)

    def _in_words(self) -> str:
        """The conditions that stand in menus, so that none is hidden."""
        held, parts = self._filter, []
        persons, queues, steps = ([words for key, words in names if key in keys] for names, keys in
                                  zip(self._names, (held.persons, held.queues, held.steps), strict=True))  # fmt: skip
        parts += [_topic_words(topic) for topic in Topic if topic in held.topics]
        parts += [_lane_words(lane) for lane in LaneOf if lane in held.lanes]
        parts += [side_words(side) for side in Side if side in held.sides]
        parts += [*persons, *queues, *steps]
        for on, words in ((held.business, self.tr("business only")), (held.pinned, self.tr("pinned")),
                          (held.after is not None, self.tr("from an event on")),
                          (held.before is not None, self.tr("up to an event")),
                          (held.around > 0, f"±{held.around}")):  # fmt: skip
            parts += [words] if on else []
        words = ", ".join(parts)
        return words if len(words) <= 60 else words[:59] + "…"


_TOPICS: Final = {
    Topic.CASE: "Case and clock",
    Topic.WORK: "Work",
    Topic.FIELD: "Field changes",
    Topic.CONTACT: "Contacts",
    Topic.COMMENT: "Comments and documents",
    Topic.FEEDBACK: "Feedback",
    Topic.EXIT: "Exits",
    Topic.QUALITY: "Reviews",
    Topic.RECORD: "Views, exports, pins",
}
_LANES: Final = {
    LaneOf.CLOCK: "Clock",
    LaneOf.PERSON: "Persons",
    LaneOf.QUEUE: "Queues",
    LaneOf.NOBODY: "Nobody named",
    LaneOf.UNKNOWN: "Name unknown",
}


def _topic_words(topic: Topic) -> str:
    return translate("timeline", _TOPICS[topic])


def _lane_words(lane: LaneOf) -> str:
    return translate("timeline", _LANES[lane])
