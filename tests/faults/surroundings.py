"""What stands around a simulated desk's session instead of the product's own: its clock, small blocks, and, where a
schedule does without them, the states, the full text and the comparison with the digest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bpo_desk.cache import segments
from bpo_desk.cache.segments import EventRows
from bpo_desk.sync import driver, settle, text_index
from bpo_desk.sync import pull as pulling
from bpo_desk.sync import run as running
from bpo_desk.sync.first_pages import FirstPages
from bpo_desk.sync.keep import Keeper
from tests.faults.desk import Desk


@dataclass
class Clock:
    """Stands for the module `time` where the clock of a desk is read: of the one whose process runs."""

    desk: Desk | None = None

    def time_ns(self) -> int:
        assert self.desk is not None
        return self.desk.clock * 1_000


CLOCK = Clock()


def small(set_attribute: Callable[[Any, str, Any], None]) -> None:
    """Blocks, segments and runs so small that a few dozen events make many."""
    for module, name, value in (
        (pulling, "SPAN", 9), (pulling, "SETTLE_AT", 6), (settle, "SETTLE_AT", 4), (segments, "SEGMENT_EVENTS", 5),
        (settle, "PART_EVENTS", 11),
    ):  # fmt: skip
        set_attribute(module, name, value)


def believed(*_: object) -> Iterator[object]:
    """Stands for the comparison with the digest, which would repair a copy that differs."""
    return True
    yield


class _NoStates:
    """Stands for a Deriver where nobody looks at states."""

    def cases(self, _touched: object) -> None: ...

    def all(self) -> None: ...

    def while_passing(self, parts: Iterator[EventRows], after: int = -1) -> Iterator[EventRows]:
        return parts


def without_states(set_attribute: Callable[[Any, str, Any], None]) -> None:
    """What is made of events after they are stored, and takes no part in how: states, full text, first page; and the
    looking over of answers, for this server tells no nonsense."""
    set_attribute(Keeper, "_deriver", lambda *_: _NoStates())
    set_attribute(text_index, "keep_up", lambda *_: None)
    set_attribute(running, "_indexed", lambda *_: True)
    set_attribute(FirstPages, "renew", lambda *_: None)
    set_attribute(driver, "checked", lambda _request, answer: answer)
