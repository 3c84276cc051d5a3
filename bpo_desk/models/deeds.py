"""Deeds: what a person does with many cases at once, and the mutation that it is for each of them.

Which of the cases get it is decided in `workspace/selected_work.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bpo_desk.models.event import Visibility
from bpo_desk.models.mutation import (
    FLAG,
    FOLLOWED,
    CommentAdded,
    EventTagged,
    Payload,
    Requested,
    RequestKind,
    RequestWithdrawn,
    TaskScheduled,
)


class DeedKind(StrEnum):
    """What is done with each case."""

    NOTE = "note"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    FLAG = "flag"
    UNFLAG = "unflag"
    TASK = "task"
    REASSIGN = "reassign"
    ESCALATE = "escalate"
    WITHDRAW = "withdraw"


ASKED_KINDS = frozenset({DeedKind.REASSIGN, DeedKind.ESCALATE})
"""What the source system owns: it is asked for, nothing of the case changes by it."""
ABOUT_EVENTS = frozenset({DeedKind.UNFLAG, DeedKind.WITHDRAW})
"""What is done to events that a case has: a case may get it several times."""
OPEN_ONLY = frozenset({DeedKind.TASK, *ASKED_KINDS})
"""What makes no sense for a case that is over."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed with what it needs: `text` of a note or task, `reason` of a flag or request, `step` the short name of a
    task, `to` whom a task or request goes to (`to_queue`: it is a group), `due` ISO 8601 or ""."""

    kind: DeedKind
    text: str = ""
    reason: str = ""
    step: str = ""
    to: str = ""
    to_queue: bool = False
    due: str = ""
    visibility: Visibility = Visibility.INTERNAL

    @property
    def missing(self) -> str:
        """The field that must be filled in before it can be done, "" if none is missing."""
        needed = {
            DeedKind.NOTE: ("text",),
            DeedKind.TASK: ("step",),
            DeedKind.REASSIGN: ("to", "reason"),
            DeedKind.ESCALATE: ("to", "reason"),
            DeedKind.WITHDRAW: ("reason",),
        }
        return next((name for name in needed.get(self.kind, ()) if not str(getattr(self, name)).strip()), "")

    def about(self, event_ids: Sequence[str]) -> list[Payload]:
        """What is written where a deed is about events of a case: each flag and each request that is taken away."""
        reason = self.reason.strip()
        if self.kind is DeedKind.UNFLAG:
            return [EventTagged(each, FLAG, reason, removed=True) for each in event_ids]
        return [RequestWithdrawn(each, reason) for each in event_ids]

    def payload(self, first_event: str, system: str) -> Payload:
        """What is written about a case whose first event has this id and which `system` owns."""
        match self.kind:
            case DeedKind.NOTE:
                return CommentAdded(self.text.strip(), self.visibility)
            case DeedKind.FOLLOW | DeedKind.UNFOLLOW:
                return EventTagged(first_event, FOLLOWED, removed=self.kind is DeedKind.UNFOLLOW)
            case DeedKind.FLAG:
                return EventTagged(first_event, FLAG, self.reason.strip())
            case DeedKind.TASK:
                to = self.to.strip()
                holder, queue = ("", to) if self.to_queue else (to, "")
                return TaskScheduled(self.step.strip(), self.text.strip(), holder, queue, self.due)
            case DeedKind.REASSIGN | DeedKind.ESCALATE:
                what = RequestKind.REASSIGN if self.kind is DeedKind.REASSIGN else RequestKind.ESCALATE
                return Requested(what, self.to.strip(), system, self.reason.strip())
            case DeedKind.UNFLAG | DeedKind.WITHDRAW:
                return self.about([first_event])[0]
