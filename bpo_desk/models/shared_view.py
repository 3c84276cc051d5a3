"""Saved views that a team shares, and the payload that changes one. What a view holds is the desk's own text.

How a view is stored and sent is said here, because the desk and the shared database must agree: one row of the table of
saved views, whose owner is TEAM.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from bpo_desk.models.mutation_kinds import MutationKind
from bpo_desk.models.row_seen import NOTHING_SEEN, RowSeen

TEAM: Final = ""
"""The owner of a view that the whole team has."""


@dataclass(frozen=True, slots=True)
class ViewShared:
    """A view of the team is kept under a name; `content` its text, "" takes it away; `role` the role whose default view
    it is, "" none. `Mutation.base_row_ver` and `seen` are what the writer saw, 0 and "" where there was none."""

    kind: ClassVar[MutationKind] = MutationKind.VIEW_SHARED
    name: str
    content: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class SharedView:
    """A view of the team: who kept it when (microseconds UTC of the server), the version of its row (0: none yet), and
    whether it waits to be acknowledged. One that was taken away has no content."""

    name: str
    content: str = ""
    role: str = ""
    by: str = ""
    at: int = 0
    row_ver: int = 0
    pending: bool = False

    @property
    def seen(self) -> RowSeen:
        """What somebody has seen who is shown this."""
        there = self.row_ver or self.pending
        return RowSeen.of(self.row_ver, (self.content, self.role)) if there else NOTHING_SEEN

    def stored(self) -> str:
        """The stored row as JSON."""
        said = {"view": self.content, "role": self.role, "by": self.by, "at": self.at}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def shared_view_of(name: str, stored: str, row_ver: int) -> SharedView:
    """A view from its stored row; one that this program cannot read has no content."""
    try:
        found: Any = json.loads(stored)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return SharedView(name, row_ver=row_ver)
    content, role, by = (str(found.get(key, "")) for key in ("view", "role", "by"))
    at = found.get("at", 0)
    return SharedView(name, content, role, by, at if type(at) is int and 0 <= at < 2**63 else 0, row_ver)
