"""What a source can record at all. A screen shows "the source cannot tell" where a capability is absent."""

from __future__ import annotations

from enum import IntFlag
from typing import Final


class Capability(IntFlag):
    """One bit for each kind of fact that a source can record. Stored as an integer: bits are never reused."""

    TIMES = 1 << 0  # when events happened
    RESOURCES = 1 << 1  # who acted
    HAND_OFFS = 1 << 2  # assignments: who holds the work, apart from who acted
    QUEUES = 1 << 3  # groups that hold work
    SCHEDULES = 1 << 4  # when work became ready
    START_TIMES = 1 << 5  # when work started, not only when it was done
    SUSPENSIONS = 1 << 6  # work put down and taken up again
    CASE_END = 1 << 7  # that a case is over
    OLD_VALUES = 1 << 8  # field changes with the value before
    DUE_DATES = 1 << 9
    SLA_STATE = 1 << 10
    PAUSES = 1 << 11  # SLA clock stopped and resumed
    CONTACTS = 1 << 12
    AD_HOC_TASKS = 1 << 13
    EXITS = 1 << 14
    SIDES = 1 << 15  # provider or client
    FEEDBACK = 1 << 16
    OUTCOMES = 1 << 17

    @property
    def words(self) -> list[str]:
        """The lower-case names of the bits that are set, in bit order."""
        return [bit.name.lower() for bit in type(self) if bit in self and bit.name]


NO_CAPABILITY: Final = Capability(0)

CANNOT_TELL: Final[dict[Capability, str]] = {
    Capability.TIMES: "when things happened",
    Capability.RESOURCES: "who acted",
    Capability.HAND_OFFS: "hand-offs between people",
    Capability.QUEUES: "queues",
    Capability.START_TIMES: "when work started",
    Capability.CASE_END: "whether a case is over",
    Capability.OLD_VALUES: "values before a change",
    Capability.DUE_DATES: "due dates",
    Capability.SLA_STATE: "the SLA state",
    Capability.PAUSES: "clock pauses",
    Capability.CONTACTS: "customer contacts",
    Capability.AD_HOC_TASKS: "ad-hoc tasks",
    Capability.SIDES: "which side somebody works for",
    Capability.FEEDBACK: "customer feedback",
}
"""How a screen names what a source does not record: "this source does not record <words>"."""


def unknown_words(capability: int) -> list[str]:
    """What the source cannot tell, in words, for a capability mask."""
    return [words for bit, words in CANNOT_TELL.items() if not capability & bit]


def told(count: int, capability: int, bit: Capability, whole: int = 0) -> int | None:
    """A count as far as the sources can tell it: None for a nothing that they could not have recorded. `whole` is what
    the count is a part of: of something that is there, nothing open is known to be nothing."""
    return count if count > 0 or whole > 0 or capability & bit else None
