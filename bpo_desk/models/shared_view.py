"""Saved views that a team shares: the payload that changes one. What a view holds is the desk's own text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bpo_desk.models.mutation_kinds import MutationKind

TEAM = ""
"""The owner of a view that the whole team has."""


@dataclass(frozen=True, slots=True)
class ViewShared:
    """A view of the team is kept under a name; `content` its text, "" takes it away; `role` the role whose default view
    it is, "" none. `Mutation.base_row_ver` is the version that the writer saw, 0 where there was none."""

    kind: ClassVar[MutationKind] = MutationKind.VIEW_SHARED
    name: str
    content: str = ""
    role: str = ""
