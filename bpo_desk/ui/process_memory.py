"""What the Process screen comes back to after a restart. Plain values, no Qt, no numpy."""

from __future__ import annotations

import json
from typing import NamedTuple


class ProcessMemory(NamedTuple):
    """Process and version (None: whichever has most cases), tab, what warms the steps, and how the height is shared
    between diagram and tables (pixels; empty: as usual)."""

    process: str | None = None
    version: str | None = None
    tab: str = "steps"
    heat: str = "count"
    heights: tuple[int, ...] = ()

    def to_json(self) -> str:
        """As text for the window file."""
        return json.dumps(self._asdict())

    @classmethod
    def of_json(cls, text: str) -> ProcessMemory:
        """What a text of `to_json` says; the usual for a text that is none."""
        try:
            found = json.loads(text)
            return cls(
                process=None if found["process"] is None else str(found["process"]),
                version=None if found["version"] is None else str(found["version"]),
                tab=str(found["tab"]),
                heat=str(found["heat"]),
                heights=tuple(map(int, found["heights"])),
            )
        except (ValueError, KeyError, TypeError):
            return cls()
