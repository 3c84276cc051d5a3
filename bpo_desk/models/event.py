"""The kinds of events, with the columns that each of them fills.

One enum for the whole product. The integer codes are stored in every database and cache: a code is never reused.
A code that this version does not know is kept and shown as "kind <code>".
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class EventKind(IntEnum):
    """What happened. The comment names the columns beside case, actor, side and times that carry the payload."""

    # case
    OPENED = 1  # queue: where it arrived
    FIELD_CHANGED = 2  # field, old_value, new_value
    PRIORITY_CHANGED = 3  # old_value, new_value
    DUE_CHANGED = 4  # old_value, new_value: ISO 8601 instants; of the case, or of an ad_hoc work_item
    CLOCK_PAUSED = 5  # reason; side: whom the clock waits for (system = a timer)
    CLOCK_RESUMED = 6  # reason
    CLOSED = 7  # new_value: the outcome
    REOPENED = 8  # reason
    CANCELLED = 9  # reason
    LINKED = 10  # new_value: number of the other case; reason: kind of link
    # work item (IEEE 1849-2023 section 7.2), all with step and work_item; holder and queue where known
    SCHEDULED = 20  # ad-hoc tasks of the desk: new_value: what is to be done
    ASSIGNED = 21
    REASSIGNED = 22
    STARTED = 23
    SUSPENDED = 24  # reason
    RESUMED = 25
    COMPLETED = 26
    SKIPPED = 27
    WITHDRAWN = 28
    ABORTED = 29  # reason
    NOTED = 30  # an entry of the source about a step that is no transition of the standard lifecycle
    # contact and content
    CONTACT_RECEIVED = 40  # new_value: channel
    COMMENT_ADDED = 41  # new_value: text
    DOCUMENT_ADDED = 42  # new_value: name
    FEEDBACK_RECEIVED = 43  # new_value: rating or text
    FEEDBACK_ANSWERED = 44  # new_value: text
    # exits from the defined process
    EXIT_RECORDED = 50  # step, reason
    EXIT_ACCEPTED = 51  # step, reason, actor: by whom
    # quality; data: score, findings, state, scorecard, sample (state/reviews.py)
    SAMPLE_DRAWN = 60  # new_value: the sample; data: its statement (filter, as of, digest, method, seed), rank, stratum
    REVIEW_SUBMITTED = 61
    REVIEW_REVISED = 62
    DISPUTE_RAISED = 63
    DISPUTE_SETTLED = 64
    # access
    VIEWED = 70
    EXPORTED = 71
    UNMASKED = 72
    PROOF_ISSUED = 73
    # about another event
    CORRECTED = 80  # data: event_id and what is right
    PINNED = 81  # data: event_id
    TAGGED = 82  # data: event_id; new_value: tag
    # asked of the system that owns the case; changes nothing by itself
    REQUESTED = 90  # new_value: who should get it; reason; data: what (reassign, escalate), system (who must act)

    REQUEST_WITHDRAWN = 91  # reason; data: event_id of the request that is taken back

    @property
    def word(self) -> str:
        """The lower-case word of the kind ("field_changed")."""
        return self.name.lower()


OF_DESKS: Final = (
    EventKind.SAMPLE_DRAWN, EventKind.REVIEW_SUBMITTED, EventKind.REVIEW_REVISED, EventKind.VIEWED, EventKind.EXPORTED,
    EventKind.UNMASKED, EventKind.PROOF_ISSUED, EventKind.REQUESTED, EventKind.REQUEST_WITHDRAWN,
)  # fmt: skip
"""Kinds that people's desks alone write, each in the name of whoever is logged in: no source brings them, or anybody
who imports could write the access log or a review in another's name."""

KIND_WORDS: Final[dict[int, str]] = {int(kind): kind.word for kind in EventKind}


def kind_word(code: int) -> str:
    """The word of a stored kind code, also for codes of a newer program ("kind 97")."""
    return KIND_WORDS.get(code, f"kind {code}")


LIFECYCLE_KINDS: Final = range(EventKind.SCHEDULED, EventKind.ABORTED + 1)
"""Kinds that move a work item through its states (see models/lifecycle.py)."""

VALUE_CHANGES: Final = (EventKind.FIELD_CHANGED, EventKind.PRIORITY_CHANGED, EventKind.DUE_CHANGED)
"""Kinds that say an old and a new value."""

KINDS_WITH_TEXT: Final = (
    EventKind.COMMENT_ADDED,
    EventKind.DOCUMENT_ADDED,
    EventKind.FEEDBACK_RECEIVED,
    EventKind.FEEDBACK_ANSWERED,
    EventKind.CONTACT_RECEIVED,
    EventKind.LINKED,
    EventKind.CLOSED,
)
"""Kinds whose new value is what was said: a comment, a name of a document, a channel, an outcome."""

WORK_KINDS: Final = range(EventKind.SCHEDULED, EventKind.NOTED + 1)
"""Kinds that tell of work on a step, lifecycle transition or not."""


class Visibility(IntEnum):
    """Who may ever receive an event."""

    INTERNAL = 0  # never leaves the side that wrote it
    SHARED = 1  # both sides
