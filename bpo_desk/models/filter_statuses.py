"""Which statuses a filter leaves out, whatever else a case is like: so that a view never drops one silently. Pure."""

from __future__ import annotations

from typing import Final

from bpo_desk.models.case_columns import CaseStatus
from bpo_desk.models.filters import And, Compare, FieldIn, FieldIs, Filter, Not, Or, choice_word

_OVER: Final = frozenset({CaseStatus.CLOSED, CaseStatus.CANCELLED})


def left_out(given: Filter) -> tuple[CaseStatus, ...]:
    """The statuses of which the filter can keep no case at all."""
    return tuple(status for status in CaseStatus if not _can(given, status, keep=True))


def _can(given: Filter, status: CaseStatus, *, keep: bool) -> bool:
    """Whether a case of this status can be kept, or can be left out; what is not about the status may go both ways."""
    if isinstance(given, Not):
        return _can(given.part, status, keep=not keep)
    if isinstance(given, And):
        parts = [_can(part, status, keep=keep) for part in given.parts]
        return all(parts) if keep else any(parts)
    if isinstance(given, Or):
        parts = [_can(part, status, keep=keep) for part in given.parts]
        return any(parts) if keep else all(parts)
    if isinstance(given, (FieldIs, FieldIn)) and given.field == "status":
        values = (given.value,) if isinstance(given, FieldIs) else given.values
        return (choice_word(status.word) in values) == keep
    only_open = isinstance(given, (FieldIs, FieldIn)) and given.field == "is"  # no chip has a case that is over
    only_over = isinstance(given, Compare) and given.field == "closed"  # a case that is not over has no such time
    never_kept = (only_open and status in _OVER) or (only_over and status not in _OVER)
    return not (keep and never_kept)
