"""What stands around the rows of the queue when asked for: the groups and other panels beside them, the banner of the
moment above them. Each is made when first wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bpo_desk.ui.time_words import display_zone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSplitter

    from bpo_desk.ui.queue.as_of_bar import AsOfBar
    from bpo_desk.ui.queue.group_panel import GroupPanel
    from bpo_desk.ui.queue.queue_view import Grouped


class QueueSides(QObject):
    """`groups_wanted()` when they are to be counted, `group_chosen(group)`, `timeline_wanted(group)`,
    `moment_wanted(microseconds UTC)`, of None for now."""

    groups_wanted = Signal()
    group_chosen = Signal(object)
    timeline_wanted = Signal(object)
    moment_wanted = Signal(object)

    def __init__(self, zone: str, layout: QVBoxLayout, middle: QWidget, parent: QWidget) -> None:
        """`zone`: as the settings name it; `middle`: the rows, which stand in the layout."""
        super().__init__(parent)
        self._zone, self._layout, self._middle, self._parent = zone, layout, middle, parent
        self._groups: GroupPanel | None = None
        self._bar: AsOfBar | None = None
        self._split: QSplitter | None = None

    # groups

    @property
    def groups_shown(self) -> bool:
        """Whether the groups are open."""
        return self._groups is not None and not self._groups.isHidden()

    @property
    def groups(self) -> GroupPanel:
        """The panel of groups."""
        if self._groups is None:
            from bpo_desk.ui.queue.group_panel import GroupPanel

            self._groups = panel = GroupPanel(self._parent)
            panel.hide()
            panel.by_chosen.connect(self.groups_wanted)
            panel.closed.connect(self.toggle_groups)
            panel.group_chosen.connect(self.group_chosen)
            panel.timeline_wanted.connect(self.timeline_wanted)
            self.put_beside(panel, min(panel.usual_width(), self._parent.width() * 3 // 5), left=True)
        return self._groups

    @property
    def group_by(self) -> str:
        """What is grouped by."""
        return self.groups.by

    def toggle_groups(self) -> None:
        """Show the groups, or no longer."""
        self.groups.setVisible(self.groups.isHidden())
        self.groups_wanted.emit()

    def show_grouping(self, by: str) -> None:
        """Show the groups by something, or close them where that is ""."""
        if by:
            self.groups.choose(by)
        if bool(by) != self.groups_shown:
            self.toggle_groups()

    def show_groups(self, counted: Grouped) -> None:
        """Show groups that have been counted."""
        if counted.by == self.groups.by:
            self.groups.show_groups(counted.groups, counted.cases, tells_due=counted.tells_due)

    def put_beside(self, panel: QWidget, width: int, *, left: bool = False) -> None:
        """Put a panel beside the rows, so many pixels wide at first."""
        if self._split is None:
            from PySide6.QtWidgets import QSplitter  # not before the first paint

            self._split = QSplitter(Qt.Orientation.Horizontal, self._parent)
            self._split.setChildrenCollapsible(False)
            self._layout.replaceWidget(self._middle, self._split)
            self._layout.setStretchFactor(self._split, 1)
            self._split.addWidget(self._middle)
        split = self._split
        split.insertWidget(0 if left else split.count(), panel)
        split.setStretchFactor(split.indexOf(self._middle), 1)
        sizes = list(split.sizes())
        sizes[split.indexOf(panel)] = width
        sizes[split.indexOf(self._middle)] = max(self._middle.width() - width, width)
        split.setSizes(sizes)

    # the moment

    def ask_moment(self, now: int) -> None:
        """Offer to show the queue as it was at a moment."""
        bar = self._made_bar()
        if bar.isHidden():
            bar.set_moment(now)
            bar.ask()
            bar.show()
        bar.edit.setFocus()

    def tell_moment(self, as_of: int | None, before: int | None) -> None:
        """Say that the rows are those of a moment (None: now) and no longer those of the one before."""
        if as_of is not None:
            bar = self._made_bar()
            bar.set_moment(as_of)
            bar.tell(as_of)
            bar.show()
        elif before is not None and self._bar is not None:
            self._bar.hide()

    def tell_progress(self, percent: int) -> None:
        """Say how far the queue of a moment is that is being made."""
        if self._bar is not None:
            self._bar.tell_progress(percent)

    def bar_words(self) -> str:
        """What the banner says; "" while there is none."""
        return "" if self._bar is None or self._bar.isHidden() else self._bar.words()

    def _made_bar(self) -> AsOfBar:
        if self._bar is None:
            from bpo_desk.ui.queue.as_of_bar import AsOfBar

            self._bar = bar = AsOfBar(display_zone(self._zone), self._parent)
            bar.hide()
            bar.wanted.connect(self._want)
            bar.now_wanted.connect(self._back_to_now)
            self._layout.insertWidget(0, bar)
        return self._bar

    def _want(self, moment: int) -> None:
        self._made_bar().read(moment)
        self.moment_wanted.emit(moment)

    def _back_to_now(self) -> None:
        self._made_bar().hide()
        self.moment_wanted.emit(None)
