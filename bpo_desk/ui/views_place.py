"""Saved views in their place in the window: own ones in the window's memory, the team's through the shared database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from bpo_desk.ui.background import Background
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.window_memory import WindowMemory

if TYPE_CHECKING:
    from bpo_desk.cache.outbox import Entry
    from bpo_desk.models.engagement import Engagement
    from bpo_desk.models.row_seen import RowSeen
    from bpo_desk.models.shared_view import SharedView, ViewShared
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.queue.team_menu import Team
    from bpo_desk.ui.queue.views_menu import ViewsMenu

_Read = tuple["list[SharedView]", "list[Entry]", tuple[str, ...]]


class ViewsPlace(QObject):
    """`written()` when something more waits to be sent, `failed(exception)`."""

    written = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, background: Background, queue: QueueScreen, memory: WindowMemory) -> None:
        super().__init__(queue)
        self._desk, self._background, self._queue, self._memory = desk, background, queue, memory
        last = memory.number("engagement", -1) if memory.text("view") else -1
        self._looked_at = {last}  # engagements
        self._count = 0
        self.shown: QMenu | None = None

    def begin(self) -> None:
        """Open the menu of views as soon as the team's are read."""
        self._read_then(lambda found: self._open(self._team(found)))

    def share_shown(self) -> None:
        """Ask for a name and share what the queue shows under it with the team."""
        self._read_then(lambda found: self.menu(self._team(found)).ask_to_share())

    def show_default(self) -> None:
        """Where an engagement is looked at for the first time: the team's default view of the role of who sits here."""
        engagement = self._engagement()
        one = -1 if engagement is None else int(engagement.engagement_id)
        if one not in self._looked_at and not self._queue.kept.knows(one):
            self._read_then(lambda found: self._show_default(self._team(found)))
        self._looked_at.add(one)

    def menu(self, team: Team) -> ViewsMenu:
        """The menu with own views and the team's."""
        from bpo_desk.ui.queue.views_menu import ViewsMenu  # not before the first paint

        memory = self._memory
        return ViewsMenu(
            self._queue, lambda: memory.text("queue_views"), lambda text: memory.keep("queue_views", text), team
        )

    def _open(self, team: Team) -> None:
        self.shown = self.menu(team).popup()

    def _show_default(self, team: Team) -> None:
        from bpo_desk.ui.queue.saved_views import one_of_json

        default = team.default()
        view = None if default is None else one_of_json(default.content)
        asked = self._queue.asked_now()
        narrowed = asked.text or asked.chips or asked.limit is not None  # by a link, which was faster
        if view is not None and not narrowed:
            self.menu(team).show_view(view)

    def _read_then(self, then: object) -> None:
        engagement, desk = self._engagement(), self._desk
        if engagement is None:
            return

        def work() -> _Read:
            return desk.shared_views(engagement), desk.outbox_entries(), desk.own_roles(engagement)

        self._background.ask("team views", work, then, self.failed.emit)  # type: ignore[arg-type]

    def _team(self, found: _Read) -> Team:
        from bpo_desk.cache.outbox import EntryState
        from bpo_desk.models.shared_view import ViewShared
        from bpo_desk.ui.queue.team_menu import Overtaken, Team, theirs_of
        from bpo_desk.ui.rights_place import denied

        views, entries, roles = found
        overtaken = [
            Overtaken(each.mutation.mutation_id, said, theirs_of(said, each.theirs), each.words)
            for each in entries
            if each.state is EntryState.CONFLICT and isinstance(said := each.mutation.payload, ViewShared)
        ]
        return Team(views, overtaken, roles, self._keep, self._drop, denied(roles).get("share_view", ""))

    def _engagement(self) -> Engagement | None:
        from bpo_desk.ui.queue.queue_rows import QueueRows

        rows = self._queue.table.queue_model.rows
        return rows.queue.engagement if isinstance(rows, QueueRows) else None

    def _keep(self, payload: ViewShared, seen: RowSeen) -> None:
        engagement, desk = self._engagement(), self._desk
        if engagement is None:
            return
        code = engagement.code
        words = self.tr("{name}: kept for the team, sent with the next sync").format(name=payload.name)

        def done(_none: None) -> None:
            self._queue.status_changed.emit(words)
            self.written.emit()

        self._count += 1
        self._background.ask(
            f"team view {self._count}", lambda: desk.write(desk.new_mutation(code, "", payload, seen)),
            done, self.failed.emit, always=True,
        )  # fmt: skip

    def _drop(self, mutation_id: str) -> None:
        desk = self._desk
        self._background.ask(
            f"drop {mutation_id}", lambda: desk.discard(mutation_id), lambda _none: self.written.emit(),
            self.failed.emit, always=True,
        )  # fmt: skip
