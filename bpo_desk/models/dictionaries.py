"""The dictionaries of one engagement: what the integer codes in event columns stand for.

Code 0 of each dictionary is "unknown" and always there. Which text a value code stands for is `values`; titles,
comments, old and new values, reasons and outcomes share that one dictionary.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from bpo_desk.models.capability import NO_CAPABILITY, Capability
from bpo_desk.models.sides import Side

if TYPE_CHECKING:  # numpy, which the first picture does without
    from bpo_desk.models.texts_block import PackedTexts
    from bpo_desk.models.used_texts_block import UsedTexts


class FieldRole(StrEnum):
    """What a field means to the desk, where a mapping says so; a field without a role is shown as it is."""

    TITLE = "title"
    CLIENT = "client"
    REFERENCE = "reference"
    STATUS = "status"
    PRIORITY = "priority"
    DUE = "due"
    SLA = "sla"
    OUTCOME = "outcome"
    PROCESS = "process"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or some system, who acts or holds work."""

    name: str
    side: Side = Side.UNKNOWN
    role: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """A group that holds work."""

    name: str
    side: Side = Side.UNKNOWN


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the process as the source names it; `element` is the id in the process definition, "" if unmapped."""

    name: str
    element: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a case that changes over time."""

    name: str
    role: FieldRole | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where events came from, and what that source can record."""

    name: str
    capability: Capability = NO_CAPABILITY
    description: str = ""


@dataclass(slots=True)
class Dictionaries:
    """Code -> entry for one engagement, as lists indexed by code. Index 0 is the unknown entry of each list."""

    persons: list[Person] = field(default_factory=lambda: [Person("")])
    queues: list[Queue] = field(default_factory=lambda: [Queue("")])
    steps: list[Step] = field(default_factory=lambda: [Step("")])
    fields: list[Field] = field(default_factory=lambda: [Field("")])
    sources: list[Source] = field(default_factory=lambda: [Source("")])
    values: list[str] | PackedTexts | UsedTexts = field(default_factory=lambda: [""])

    def value(self, code: int) -> str | None:
        """The text of a value code: None where nothing was said, "" where the source left it unknown."""
        return self.values[code] if code >= 0 else None
