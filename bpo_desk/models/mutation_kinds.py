"""The kinds of mutations: what a person can write at the desk. Their payloads are in `mutation.py` and beside it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class MutationKind(StrEnum):
    """What was written. The words are stored: none is ever given another meaning."""

    COMMENT_ADDED = "comment_added"
    EVENT_PINNED = "event_pinned"
    EVENT_TAGGED = "event_tagged"
    TASK_SCHEDULED = "task_scheduled"
    TASK_ASSIGNED = "task_assigned"
    TASK_COMPLETED = "task_completed"
    EXIT_ACCEPTED = "exit_accepted"
    FEEDBACK_ANSWERED = "feedback_answered"
    VIEWED = "viewed"
    EXPORTED = "exported"
    STEP_MAPPED = "step_mapped"
    REQUESTED = "requested"
    SAMPLE_DRAWN = "sample_drawn"
    SAMPLE_NOTED = "sample_noted"
    VIEW_SHARED = "view_shared"
    REVIEW_KEPT = "review_kept"
    REQUEST_WITHDRAWN = "request_withdrawn"
    LIST_EXPORTED = "list_exported"
    UNMASKED = "unmasked"


ACCESS_KINDS: Final = frozenset(
    {MutationKind.VIEWED, MutationKind.EXPORTED, MutationKind.LIST_EXPORTED, MutationKind.UNMASKED}
)
"""Kinds that tell of reading; nobody types them."""
ENGAGEMENT_KINDS: Final = frozenset({MutationKind.STEP_MAPPED, MutationKind.VIEW_SHARED, MutationKind.LIST_EXPORTED})
"""Kinds that are about the engagement and not about a case: their case is "" and they become no events."""
ROW_KINDS: Final = frozenset({MutationKind.VIEW_SHARED, MutationKind.REVIEW_KEPT})
"""Kinds that change a row that others change as well: they name the version that was seen, and an older one is
refused."""
