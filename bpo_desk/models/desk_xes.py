"""The words of the desk's own XES logs, shared by who writes them (reports/xes.py) and who reads them (intake)."""

from __future__ import annotations

from typing import Final

from bpo_desk.models.event import KIND_WORDS, EventKind
from bpo_desk.models.sides import Side

EXTENSION_URI: Final = "urn:bpo-desk:case-events:1"
"""Names the `desk:` keys of a log; nothing is ever fetched from it."""

RESERVED_KEYS: Final = frozenset(
    {
        "concept:name", "concept:instance", "lifecycle:transition", "time:timestamp", "org:resource", "org:group",
        "org:role", "identity:id",
    }
)  # fmt: skip
"""Standard keys of an event that its typed columns fill; everything else that is not `desk:` is from its data."""

TRANSITIONS: Final[dict[int, str]] = {
    EventKind.SCHEDULED: "schedule",
    EventKind.ASSIGNED: "assign",
    EventKind.REASSIGNED: "reassign",
    EventKind.STARTED: "start",
    EventKind.SUSPENDED: "suspend",
    EventKind.RESUMED: "resume",
    EventKind.COMPLETED: "complete",
    EventKind.SKIPPED: "manualskip",
    EventKind.WITHDRAWN: "withdraw",
    EventKind.ABORTED: "ate_abort",
}
"""Kind -> transition of IEEE 1849-2023 section 7.2, for other tools; `desk:kind` is what the desk reads."""

_KIND_OF: Final = {word: code for code, word in KIND_WORDS.items()}


def kind_of(word: str) -> int:
    """The code of a kind by its word ("field_changed", "kind 97"). Raises ValueError for any other text."""
    if word in _KIND_OF:
        return _KIND_OF[word]
    first, _, number = word.partition(" ")
    if first != "kind":
        raise ValueError(f"{word!r} is no kind of event")
    return int(number)


def side_text(code: int) -> str:
    """The word of a side, or the number of one that this version does not know."""
    return Side(code).word if code in set(Side) else str(code)


def side_code(text: str) -> int:
    """The code of a side by `side_text`. Raises ValueError for any other text."""
    try:
        return Side.of_word(text)
    except KeyError:
        return int(text)
