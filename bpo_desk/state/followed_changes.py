"""What happened to cases that somebody follows, between two looks at them. Pure.

A notice names the kind and the case and nothing of its content, so that it may stand on a locked screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What a follower is told of. The words are said as they stand."""

    HAND_OFF = "handed over"
    BREACH_RISK = "at risk of breach"
    EXIT = "left its process"
    CLIENT_COMMENT = "commented by the client"


@dataclass(frozen=True, slots=True)
class Seen:
    """A followed case as it was at one look: who has it (kind, person, queue, side as codes), how often it left its
    process, whether it was at risk, how often the client commented."""

    case: int
    number: str
    hands: tuple[int, int, int, int]
    exits: int
    at_risk: bool
    comments: int


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a follower is told of."""

    case: int
    number: str
    kind: ChangeKind


def changes(before: Mapping[int, Seen], now: Mapping[int, Seen]) -> list[Change]:
    """What happened to the cases of both looks (by case key), by number; one that is newly followed tells nothing."""
    found = []
    for case, seen in now.items():
        old = before.get(case)
        if old is None:
            continue
        for kind, happened in (
            (ChangeKind.HAND_OFF, seen.hands != old.hands),
            (ChangeKind.BREACH_RISK, seen.at_risk and not old.at_risk),
            (ChangeKind.EXIT, seen.exits > old.exits),
            (ChangeKind.CLIENT_COMMENT, seen.comments > old.comments),
        ):
            if happened:
                found.append(Change(case, seen.number, kind))
    return sorted(found, key=lambda each: (each.number, each.kind))


def digest_words(told: Sequence[Change], most: int = 3) -> str:
    """Several changes in one notice: each by number where they are few, else how many of each kind."""
    if len(told) <= most:
        return "\n".join(f"{each.number}: {each.kind.value}" for each in told)
    cases = len({each.case for each in told})
    counts = Counter(each.kind for each in told)
    kinds = ", ".join(f"{counts[kind]} {kind.value}" for kind in ChangeKind if counts[kind])
    return f"{cases} followed {'case' if cases == 1 else 'cases'}: {kinds}"
