"""What a desk may find in its tray: conflicts and refusals as the outbox and the shared database make them."""

from dataclasses import replace

from bpo_desk.cache.outbox import Entry, EntryState
from bpo_desk.cache.outbox_decisions import Decision, What
from bpo_desk.models.mutation import CommentAdded, ExitAccepted, Refusal
from bpo_desk.models.refused import Held
from bpo_desk.models.review import ReviewKept
from bpo_desk.models.row_seen import RowSeen
from bpo_desk.workspace.attention import Refused, Tray
from tests.outbox.desks import NOW, note

HOUR = 3_600_000_000
MINE = ReviewKept(
    "Ada",
    score="3 of 5",
    findings="Identity checked after the card was sent\nNo reason given for the second hand-over",
    text="The customer was told twice that the card is on its way.",
)
THEIRS = ReviewKept("Ada", score="4 of 5", findings="Identity checked after the card was sent", text="")


def a_review() -> Refused:
    """A review that was edited at two desks offline."""
    mutation = replace(note(MINE, case="INC0042", at=NOW - HOUR), base_row_ver=2)
    words = "Bo Lindqvist changed this review after you had looked at it."
    entry = Entry(1, mutation, EntryState.CONFLICT, words=words)
    return Refused(entry, Held(THEIRS.said(), "Bo Lindqvist", NOW - HOUR // 4, RowSeen(3)))


def an_exit() -> Refused:
    """An exit that somebody else accepted first."""
    mutation = note(ExitAccepted("0" * 32, "The branch asked for it"), case="INC0017", at=NOW - 2 * HOUR)
    entry = Entry(2, mutation, EntryState.CONFLICT, words="Bo Lindqvist accepted this exit before.")
    return Refused(entry, Held({"reason": "Agreed with the client on the phone"}, "Bo Lindqvist", NOW - 3 * HOUR))


def a_note(refusal: Refusal = Refusal.PERMISSION) -> Refused:
    """A note that the shared database refused."""
    mutation = note(CommentAdded("Call back before noon\nThe old number is dead"), case="INC0099", at=NOW - 5 * HOUR)
    words = "ada, as viewer, may not write this in NWB."
    return Refused(Entry(3, mutation, EntryState.REJECTED, refusal=refusal, words=words), None)


def a_tray() -> Tray:
    """One of each, and one that was decided."""
    before = replace(a_note().entry, state=EntryState.DISCARDED)
    decided = (Decision(before.mutation.mutation_id, NOW - HOUR, What.LEFT), before)
    return Tray((a_review(), an_exit(), a_note()), (decided,))
