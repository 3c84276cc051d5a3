"""The menu of saved views: those that every desk has, one's own, the team's; saving what is shown, deleting. What a
view is, is said in `saved_views`, what is done with the team's in `team_menu`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt
from PySide6.QtWidgets import QInputDialog, QMenu

from bpo_desk.ui import icons
from bpo_desk.ui.queue.cell import COLUMN_INDEX
from bpo_desk.ui.queue.chips_bar import CHIPS
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.queue.saved_views import (
    BUILT_IN,
    SavedView,
    not_understood,
    of_json,
    statuses_left_out,
    to_json,
)
from bpo_desk.ui.queue.team_menu import Team, add_team

translate = QCoreApplication.translate


class ViewsMenu(QObject):
    """Keeps own views as one text through `read` and `keep`."""

    def __init__(
        self, queue: QueueScreen, read: Callable[[], str], keep: Callable[[str], None], team: Team | None = None
    ) -> None:
        super().__init__(queue)
        self._queue, self._keep, self._team = queue, keep, Team() if team is None else team
        self.own = of_json(read())

    def popup(self) -> QMenu:
        """Open the menu over the queue."""
        menu = QMenu(self._queue)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, view in BUILT_IN.items():
            menu.addAction(icons.icon("list-details"), self.tr(name), partial(self.show_view, view))
        menu.addSeparator()
        for name, view in sorted(self.own.items()):
            menu.addAction(icons.icon("star"), name.replace("&", "&&"), partial(self.show_view, view))
        menu.addSeparator()
        add_team(menu, self._team, self.show_view, self._queue.status_changed.emit, self.shown())
        menu.addSeparator()
        menu.addAction(icons.icon("plus"), self.tr("Save this view as ..."), self._ask_name)
        share = menu.addAction(icons.icon("users"), self.tr("Share this view with the team as ..."), self.ask_to_share)
        share.setEnabled(not self._team.denied)
        share.setToolTip(self._team.denied)
        menu.setToolTipsVisible(bool(self._team.denied))
        if self.own:
            gone = menu.addMenu(icons.icon("trash"), self.tr("Delete a view"))
            for name in sorted(self.own):
                gone.addAction(name.replace("&", "&&"), partial(self.delete, name))
        menu.popup(self._queue.mapToGlobal(QPoint(self._queue.width() // 2, 0)))
        return menu

    def show_view(self, view: SavedView) -> None:
        """Show a view; what of it this desk does not have is said."""
        unknown = not_understood(view, [each.key for each in CHIPS], COLUMN_INDEX)
        if unknown:
            words = self.tr("This view is of another version of the desk, which has: {what}. It is not shown.")
            self._queue.status_changed.emit(words.format(what=", ".join(unknown)))
            return
        self._queue.clear_filter()
        self._queue.restore(view.state)
        self._queue.sides.show_grouping(view.group_by)
        self._queue.ask()
        if gone := statuses_left_out(view):
            words = self.tr("This view shows no case that is {statuses}")
            self._queue.status_changed.emit(
                words.format(statuses=self.tr(" or ").join(translate("cell", each) for each in gone))
            )

    def shown(self) -> SavedView:
        """What the queue shows now."""
        sides = self._queue.sides
        return SavedView(self._queue.state(), sides.group_by if sides.groups_shown else "")

    def save(self, name: str) -> None:
        """Keep what is shown under a name; an own view of that name is replaced."""
        self.own[name.strip()] = self.shown()
        self._keep(to_json(self.own))
        self._queue.status_changed.emit(self.tr("Saved the view {name}").format(name=name.strip()))

    def delete(self, name: str) -> None:
        """Delete an own view."""
        self.own.pop(name, None)
        self._keep(to_json(self.own))

    def _ask_name(self) -> None:
        self._ask(self.tr("Save this view"), self.save)

    def ask_to_share(self) -> None:
        """Ask under which name the team gets what the queue shows; a view of that name is changed."""
        self._ask(self.tr("Share this view with the team"), lambda name: self._team.share(name.strip(), self.shown()))

    def _ask(self, title: str, keep: Callable[[str], None]) -> None:
        dialog = QInputDialog(self._queue)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(self.tr("Name of the view: filter, chips, sort, columns and grouping are kept."))
        dialog.textValueSelected.connect(lambda name: keep(name) if name.strip() else None)
        dialog.open()
