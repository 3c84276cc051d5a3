"""One step of trying a connection to a shared database: what was looked at, how it went, in words. No I/O here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a step went."""

    OK = "ok"
    WARNED = "warned"  # it works, and somebody should see to something
    FAILED = "failed"
    SKIPPED = "skipped"  # does not apply here, or was not reached


class StepName(StrEnum):
    """What is looked at, in this order."""

    ADDRESS = "address"
    NAME = "name"
    PORT = "port"
    TLS = "tls"
    CERTIFICATE = "certificate"
    LOGIN = "login"
    CHANNEL = "channel"
    FILE = "file"
    SCHEMA = "schema"
    ACCESS = "access"
    CLOCK = "clock"
    SPEED = "speed"


SERVER_STEPS = tuple(name for name in StepName if name is not StepName.FILE)
FILE_STEPS = (StepName.ADDRESS, StepName.FILE, StepName.SCHEMA, StepName.ACCESS, StepName.SPEED)
"""The steps for a server and for a SQLite file."""


@dataclass(frozen=True, slots=True)
class Step:
    """`words` name the object and what was found; `next_step` says what to do where that is not well; `code` is the
    stable name of a failure, "" where there is none."""

    name: StepName
    mark: Mark
    words: str
    next_step: str = ""
    code: str = ""

    def document(self) -> dict[str, object]:
        """The step as a line of JSON."""
        return {
            "event": "step", "step": self.name.value, "mark": self.mark.value, "words": self.words,
            "next_step": self.next_step, "code": self.code,
        }  # fmt: skip


def step_of(found: Mapping[str, object]) -> Step | None:
    """The step of a line of JSON; None where the line is none."""
    try:
        name, mark = StepName(str(found["step"])), Mark(str(found["mark"]))
    except (KeyError, ValueError):
        return None
    return Step(name, mark, *(str(found.get(each) or "") for each in ("words", "next_step", "code")))


def steps_for(is_file: bool) -> tuple[StepName, ...]:
    """The steps that will be taken, in their order."""
    return FILE_STEPS if is_file else SERVER_STEPS
