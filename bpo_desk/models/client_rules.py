"""What a client of an engagement does not get, as the words of the rules: one place for those who say them in SQL
(`shared/client_functions.py`), over rows (`shared/client_rows.py`) and over one case (`state/masking.py`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bpo_desk.models.dictionaries import FieldRole
from bpo_desk.models.event import EventKind
from bpo_desk.models.sides import Side

HIDDEN_SIDES: Final = (Side.UNKNOWN, Side.PROVIDER)
"""Whose persons get pseudonyms: the provider's, and those of whom nobody said whose they are."""
SHOWN_DATA: Final = (
    "event_id", "mutation", "removed", "until", "due", "format", "what", "cases", "digest", "system", "erased",
    "sample", "seed", "method", "population", "size", "rank",
)  # fmt: skip
"""Keys of an event's data that a client gets, where the desk wrote them; what sources left there stays behind."""
OWN_SOURCES: Final = ("desk", "desk notes", "desk tasks")
"""Sources whose events the desk writes: their data say what it documents."""
CASE_FACTS: Final = (EventKind.FIELD_CHANGED, EventKind.PRIORITY_CHANGED, EventKind.DUE_CHANGED)
"""Kinds whose values are facts of the case: one that is exactly the name of hidden staff is withheld. Longer texts are
not searched: who writes names into texts masks the field."""
KIND_OF_ROLE: Final = {
    FieldRole.PRIORITY: EventKind.PRIORITY_CHANGED,
    FieldRole.DUE: EventKind.DUE_CHANGED,
    FieldRole.OUTCOME: EventKind.CLOSED,
}
"""Kinds that say the value of a field of this role without naming the field."""
PSEUDONYM: Final = "Staff "
"""How the pseudonym of a member of staff begins; PSEUDONYM_DIGITS hexadecimal digits follow."""
PSEUDONYM_DIGITS: Final = 10
STEP_MAPPINGS: Final = "steps "
"""How the names of the mappings begin that clients get: those that say where a step stands in a drawing. They get the
escalation path as well, without levels that are the name of hidden staff."""
NOT_OF_LISTS: Final = ("filter",)
"""What a client does not get of a list that left the other side's desk: a filter may name people and masked values."""


def masks(rules: Iterable[str], fields: Iterable[tuple[int, str, str | None]]) -> tuple[frozenset[int], frozenset[int]]:
    """(keys of the fields, kinds of events) whose values are withheld by the rules of an engagement: "field:<name>",
    "role:<role of fields>", "event:<word of a kind>". `fields`: key, name and role of each; key 0 is nobody's."""
    said = frozenset(rules)
    hidden = {
        key: role
        for key, name, role in fields
        if key > 0 and (f"field:{name}" in said or (role and f"role:{role}" in said))
    }
    roles = {role for role in hidden.values() if role}
    kinds = {int(kind) for kind in EventKind if f"event:{kind.word}" in said}
    kinds |= {int(kind) for role, kind in KIND_OF_ROLE.items() if role in roles or f"role:{role}" in said}
    return frozenset(hidden), frozenset(kinds)
