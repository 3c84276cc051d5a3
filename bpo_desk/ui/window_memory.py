"""What the window remembers from run to run, in an INI file of the profile: geometry, view, engagement, look."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget


class WindowMemory:
    """Reads at the start, writes at the end. Without a file it remembers for as long as it lives."""

    def __init__(self, file: Path | None) -> None:
        self._settings = None if file is None else QSettings(str(file), QSettings.Format.IniFormat)
        self._kept: dict[str, str] = {}

    def text(self, name: str, otherwise: str = "") -> str:
        """A remembered text."""
        if self._settings is None:
            return self._kept.get(name, otherwise)
        return str(self._settings.value(name, otherwise))

    def number(self, name: str, otherwise: int) -> int:
        """A remembered whole number; `otherwise` also where the file holds something else."""
        found = self.text(name, str(otherwise))
        return int(found) if found.lstrip("-").isdecimal() else otherwise

    def keep(self, name: str, value: object) -> None:
        """Remember a value as text."""
        if self._settings is None:
            self._kept[name] = str(value)
        else:
            self._settings.setValue(name, str(value))

    def restore_geometry(self, window: QWidget) -> bool:
        """Put the window where it was; Qt itself brings it back from a screen that is gone."""
        state = QByteArray.fromBase64(self.text("geometry").encode())
        return not state.isEmpty() and window.restoreGeometry(state)

    def keep_geometry(self, window: QWidget) -> None:
        """Remember where the window is."""
        self.keep("geometry", window.saveGeometry().toBase64().toStdString())

    def write(self) -> None:
        """Write the file now."""
        if self._settings is not None:
            self._settings.sync()
