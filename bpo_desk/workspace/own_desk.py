"""The desk of the person in front of it, as the desktop opens it: what only one's own desk can do.

What any view of a profile can do is in `desk.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bpo_desk.workspace.desk import Workspace

if TYPE_CHECKING:
    from bpo_desk.workspace.client_view import ClientView


class OwnDesk(Workspace):
    """One's own desk, from which one may look as others do."""

    def look_as_client(
        self, engagement: str, told: Callable[[int, int], None], stopped: Callable[[], bool]
    ) -> ClientView:
        """What the client of an engagement (its code) sees; see `client_view.look_as_client` (slow)."""
        from bpo_desk.workspace.client_view import look_as_client  # not before the first paint

        return look_as_client(self, engagement, told, stopped)
