"""What the window remembers from run to run, in a JSON file of the profile: geometry, engagement, look. What may name
cases or people is kept elsewhere, encrypted.

Not QSettings: what it reads may hold any Python object, pickled, and is run by looking at it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from bpo_desk.errors import DeskError
from bpo_desk.logs import channel

if TYPE_CHECKING:
    from typing import Protocol

    class Private(Protocol):
        """Who keeps texts encrypted."""

        def remembered(self) -> dict[str, str]:
            """What was kept."""
            ...

        def remember(self, texts: Mapping[str, str]) -> None:
            """Keep texts by name."""
            ...


PRIVATE = frozenset(("view", "queue_views", "queue_kept", "process", "team_period"))
"""What may name cases or people, as a filter does: never in a file that anybody can read."""
_LONGEST = 10_000_000  # characters; saved views are the largest


class WindowMemory:
    """Reads at the start, writes at the end. Without a file it remembers for as long as it lives; without `private`
    what is PRIVATE lies in the file as well. A file that holds something else counts as none."""

    def __init__(self, file: Path | None, private: Private | None = None) -> None:
        self._file, self._private = file, private
        self._kept = {} if file is None else _read(file)
        self._changed = set(self._kept)  # an earlier version left it in the file
        if file is not None and private is not None:
            self._kept |= private.remembered()

    def text(self, name: str, otherwise: str = "") -> str:
        """A remembered text."""
        return self._kept.get(name, otherwise)

    def number(self, name: str, otherwise: int) -> int:
        """A remembered whole number; `otherwise` also where the file holds something else."""
        found = self.text(name, str(otherwise))
        fits = found.isascii() and found.lstrip("-").isdecimal() and len(found) < 10 and found.count("-") < 2
        return int(found) if fits else otherwise

    def keep(self, name: str, value: object) -> None:
        """Remember a value as text."""
        self._kept[name] = str(value)
        self._changed.add(name)

    def restore_geometry(self, window: QWidget) -> bool:
        """Put the window where it was; Qt itself brings it back from a screen that is gone."""
        state = QByteArray.fromBase64(self.text("geometry").encode())
        return not state.isEmpty() and window.restoreGeometry(state)

    def keep_geometry(self, window: QWidget) -> None:
        """Remember where the window is."""
        self.keep("geometry", window.saveGeometry().toBase64().toStdString())

    def write(self) -> None:
        """Write the file now; where it cannot be written, the next start begins as the last one did."""
        if self._file is None:
            return
        kept = self._kept
        if self._private is not None:
            kept = {name: text for name, text in self._kept.items() if name not in PRIVATE}
            try:
                self._private.remember({name: self._kept[name] for name in self._changed & PRIVATE})
            except DeskError as error:  # it is forgotten then
                channel("window").info("view not remembered: %s", error.code)
            self._file.with_suffix(".ini").unlink(missing_ok=True)  # of an earlier version, with what was filtered by
        beside = self._file.with_suffix(".new")
        try:
            beside.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
            beside.replace(self._file)
        except OSError:
            beside.unlink(missing_ok=True)


def _read(file: Path) -> dict[str, str]:
    try:
        if file.stat().st_size > _LONGEST:
            return {}
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        from bpo_desk.ui.window_memory_before import read_before  # the first start of this version alone

        return read_before(file.with_suffix(".ini"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}
