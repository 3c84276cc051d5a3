"""What somebody wrote and what the shared database holds instead, field by field, and how the same is said once more.

Pure: where it comes from is in `cache/outbox_held.py`, how it is worded in `ui/attention`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from bpo_desk.models.event import Visibility
from bpo_desk.models.mutation import Mutation, Payload, StepMapped
from bpo_desk.models.mutation_kinds import ROW_KINDS
from bpo_desk.models.row_seen import NOTHING_SEEN, RowSeen
from bpo_desk.models.shared_view import ViewShared

TYPED: Final = ("text", "reason", "score", "findings", "to", "step", "holder", "queue", "due", "until")
"""Fields that a person types and may type anew."""
_SILENT: Final = frozenset({"event_id", "population", "work_item", "before", "digest", "content", "process", "version",
                               "reviewer", "round", "name"})  # fmt: skip
"""Fields that tell a person nothing, or that name what it is about."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the shared database holds of the row or event that a mutation was about: text by the fields of the payload,
    who wrote it and when (microseconds UTC), and what somebody has seen of a row who is shown this."""

    fields: Mapping[str, str] = field(default_factory=dict)
    who: str = ""
    at: int | None = None
    seen: RowSeen = NOTHING_SEEN

    @property
    def row_ver(self) -> int:
        """The version of the row, 0 where it is none."""
        return self.seen.row_ver


def said(payload: Payload) -> dict[str, str]:
    """What a payload says, by field, in the order of writing; a view is told by what is in it."""
    found = {
        each.name: _words(each.name, getattr(payload, each.name))
        for each in fields(payload)
        if each.name not in _SILENT
    }
    if isinstance(payload, StepMapped):
        found = {"step": payload.step, "element": payload.element}
    return {**found, **view_fields(payload.content)} if isinstance(payload, ViewShared) else found


def view_fields(content: str) -> dict[str, str]:
    """The fields of a saved view's text, one level of what is in it; its whole text where it has none."""
    found = _object(content)
    if found is None:
        return {"content": content}
    told: dict[str, str] = {}
    for name, value in found.items():
        inner = _object(value) if isinstance(value, str) else value
        parts = inner.items() if isinstance(inner, dict) else ((name, value),)
        told.update({f"view {key}": _text(each) for key, each in parts})
    return told


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _words(name: str, value: object) -> str:
    if name == "visibility":
        return "both sides" if value == Visibility.SHARED else "internal"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def typed(payload: Payload) -> tuple[str, ...]:
    """The fields of a payload that may be typed anew."""
    return tuple(each.name for each in fields(payload) if each.name in TYPED and not isinstance(payload, StepMapped))


def once_more(mutation: Mutation, held: Held | None, texts: Mapping[str, str]) -> tuple[Payload, RowSeen | None]:
    """The payload on top of what is held, with these fields typed anew, and what of a row it is written on."""
    changed: dict[str, Any] = {name: text for name, text in texts.items() if name in typed(mutation.payload)}
    if isinstance(mutation.payload, StepMapped):
        changed["before"] = "" if held is None else held.fields.get("element", "")
    payload = replace(mutation.payload, **changed)
    if mutation.kind not in ROW_KINDS:
        return payload, None
    return payload, NOTHING_SEEN if held is None else held.seen
