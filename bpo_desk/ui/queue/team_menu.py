"""The team's part of the menu of saved views: showing, sharing, taking away, defaults of roles, theirs and mine.

What is written goes through `Team.keep`; where it is sent is not known here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from bpo_desk.models.engagement import Role
from bpo_desk.models.row_seen import RowSeen
from bpo_desk.models.shared_view import SharedView, ViewShared
from bpo_desk.ui import icons
from bpo_desk.ui.queue.saved_views import SavedView, one_of_json, one_to_json

translate = QCoreApplication.translate
_ROLES: Final = (Role.OWNER, Role.ADMIN, Role.VIEWER, Role.REVIEWER, Role.CLIENT)


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A view that somebody else changed first: id of the mutation, mine, theirs with its version, and the words."""

    mutation_id: str
    mine: ViewShared
    theirs: SharedView
    words: str


@dataclass(frozen=True, slots=True)
class Team:
    """What the menu shows of the team. `keep(payload, what was seen)` writes, `drop(mutation id)` takes note of a
    conflict. `roles`: those of who sits here; `denied`: why they change nothing of it, "" where they may."""

    views: list[SharedView] = field(default_factory=list)
    overtaken: list[Overtaken] = field(default_factory=list)
    roles: tuple[str, ...] = ()
    keep: Callable[[ViewShared, RowSeen], None] = lambda _payload, _seen: None
    drop: Callable[[str], None] = lambda _mutation_id: None
    denied: str = ""

    def shown(self) -> list[SharedView]:
        """The views that are there, and not taken away."""
        return [each for each in self.views if each.content]

    def default(self) -> SharedView | None:
        """The default view of the first role that has one."""
        return next((view for role in self.roles for view in self.shown() if view.role == role), None)

    def share(self, name: str, view: SavedView) -> None:
        """Share a view under a name; one of that name keeps its role."""
        before = next((each for each in self.views if each.name == name), SharedView(name))
        self.keep(ViewShared(name, one_to_json(view), before.role), before.seen)

    def set_role(self, view: SharedView, role: str) -> None:
        """Make a view the default of a role; the one that was it is so no longer."""
        for other in self.shown():
            if role and other.role == role and other.name != view.name:
                self.keep(ViewShared(other.name, other.content), other.seen)
        self.keep(ViewShared(view.name, view.content, role), view.seen)


def view_words(view: SharedView) -> str:
    """A view of the team in the menu: name, who kept it, whose default it is, whether it waits."""
    more = [translate("views", "by {who}").format(who=view.by)] if view.by else []
    if view.role:
        more.append(translate("views", "default of {role}").format(role=view.role))
    if view.pending:
        more.append(translate("views", "waits to be sent"))
    return f"{view.name}  ({', '.join(more)})" if more else view.name


def add_team(
    menu: QMenu, team: Team, show: Callable[[SavedView], None], say: Callable[[str], None], current: SavedView
) -> None:
    """Add the team's views and what can be done with them to the menu; `current` is what the queue shows."""
    for view in team.shown():
        menu.addAction(icons.icon("users"), _plain(view_words(view)), partial(_show, view.content, show, say))
    for each in team.overtaken:
        _add_overtaken(menu, team, each, show, say)
    if not team.shown() or team.denied:
        return
    roles = menu.addMenu(icons.icon("user-circle"), translate("views", "Default view of a role"))
    for view in team.shown():
        of_view = roles.addMenu(_plain(view.name))
        for role in ("", *_ROLES):
            action = of_view.addAction(str(role) or translate("views", "of none"), partial(team.set_role, view, role))
            action.setCheckable(True)
            action.setChecked(view.role == role)
    change = menu.addMenu(icons.icon("refresh"), translate("views", "Change a view of the team to what is shown"))
    gone = menu.addMenu(icons.icon("trash"), translate("views", "Take a view away from the team"))
    for view in team.shown():
        change.addAction(_plain(view.name), partial(team.share, view.name, current))
        gone.addAction(_plain(view.name), partial(team.keep, ViewShared(view.name), view.seen))


def _add_overtaken(
    menu: QMenu, team: Team, each: Overtaken, show: Callable[[SavedView], None], say: Callable[[str], None]
) -> None:
    title = translate("views", "{name}: changed by somebody else first").format(name=each.mine.name)
    both = menu.addMenu(icons.icon("alert-triangle"), _plain(title))
    said = both.addAction(_plain(each.words))
    said.setEnabled(False)
    both.addAction(translate("views", "Show theirs"), partial(_show, each.theirs.content, show, say))
    both.addAction(translate("views", "Show mine"), partial(_show, each.mine.content, show, say))
    both.addSeparator()

    def keep_mine() -> None:
        team.keep(each.mine, each.theirs.seen)
        team.drop(each.mutation_id)

    both.addAction(translate("views", "Keep mine"), keep_mine)
    both.addAction(translate("views", "Keep theirs"), partial(team.drop, each.mutation_id))


def theirs_of(mine: ViewShared, theirs: str) -> SharedView:
    """The view that was there, from the answer to a mutation that came too late."""
    found = json.loads(theirs) if theirs else {}
    return SharedView(
        mine.name, str(found.get("content", "")), str(found.get("role", "")), str(found.get("who", "")),
        row_ver=int(found.get("row_ver", 0)),
    )  # fmt: skip


def _show(content: str, show: Callable[[SavedView], None], say: Callable[[str], None]) -> None:
    view = one_of_json(content)
    if view is None:
        say(translate("views", "This view was taken away, or is of another version of the desk. It is not shown."))
    else:
        show(view)


def _plain(text: str) -> str:
    return text.replace("&", "&&")
