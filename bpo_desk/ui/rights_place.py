"""What the roles of this login do not write, in the window: such actions are there and disabled, and say why.

The shared database decides (`shared/desk_functions.py`); this only says so before somebody types.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from bpo_desk.models.engagement import Role
from bpo_desk.ui.actions import Actions
from bpo_desk.ui.background import Background
from bpo_desk.ui.navigation import Navigation

if TYPE_CHECKING:
    from bpo_desk.ui.case.case_screen import CaseScreen
    from bpo_desk.ui.desk import Desk

translate = QCoreApplication.translate

_READERS: Final = frozenset({Role.VIEWER.value, Role.SEALER.value})
_WRITING: Final = (
    "note", "comment", "pin", "tag", "follow", "share_view", "review", "work_note", "work_follow", "work_unfollow",
    "work_flag", "work_unflag", "work_task", "work_reassign", "work_escalate", "work_withdraw",
)  # fmt: skip
_OF_ONE_SIDE: Final = (
    "pin", "tag", "follow", "share_view", "review", "work_follow", "work_unfollow", "work_flag", "work_unflag",
)  # fmt: skip
"""What is kept on the side that writes it; a client's desk writes only what both sides see."""


class RightsPlace(QObject):
    """`failed(error)` where the roles cannot be read: everything stays enabled then, and the database refuses."""

    failed = Signal(object)

    def __init__(self, desk: Desk, background: Background, actions: Actions, places: Navigation) -> None:
        super().__init__(places)
        self._desk, self._background, self._actions, self._places = desk, background, actions, places
        self._denied: dict[str, str] = {}
        self._screen: CaseScreen | None = None
        self._internal = True
        places.moved.connect(self._apply)
        places.case_screen_made.connect(self.serve)

    def serve(self, screen: QWidget) -> None:
        """What is noted on this case screen is for both sides, where this login writes nothing else."""
        self._screen = cast("CaseScreen", screen)
        self._tell_screen()

    def enter(self, engagement_id: int) -> None:
        """Another engagement is in front, or the same was read again."""
        desk = self._desk

        def roles() -> tuple[str, ...]:
            one = [each for each in desk.engagements() if int(each.engagement_id) == engagement_id]
            return desk.own_roles(one[0]) if one else ()

        self._background.ask("rights", roles, self._know, self.failed.emit)

    def _know(self, roles: Collection[str]) -> None:
        before, self._denied = self._denied, denied(roles)
        self._internal = "pin" not in self._denied
        self._tell_screen()
        for name in before.keys() - self._denied.keys():
            self._say(self._actions[name], "")
            self._actions[name].setEnabled(True)
        self._apply()

    def _tell_screen(self) -> None:
        if self._screen is not None:
            self._screen.notes.offer_internal(self._internal)
            self._screen.deny(self._denied)

    def _apply(self) -> None:
        for name, why in self._denied.items():
            self._say(self._actions[name], why)
            self._actions[name].setEnabled(False)

    @staticmethod
    def _say(action: QAction, why: str) -> None:
        action.setStatusTip(why)
        action.setToolTip(why or action.text().replace("&", ""))


def denied(roles: Collection[str]) -> dict[str, str]:
    """Why the actions that write are not for somebody with these roles, by name; none where no role is known (a SQLite
    file, a superuser)."""
    own = set(roles)
    if own and own <= _READERS:
        return dict.fromkeys(_WRITING, translate("rights", "Your role here reads and does not write."))
    if own and own <= _READERS | {Role.CLIENT.value}:
        why = dict.fromkeys(
            _OF_ONE_SIDE, translate("rights", "Clients write what both sides see: notes, tasks, requests.")
        )
        why["work_reassign"] = translate(
            "rights", "Clients ask for escalation; who works on a case is the provider's to say."
        )
        why["unmask"] = translate("rights", "Masked values are never given to clients.")
        return why
    return {}
