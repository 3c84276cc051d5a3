"""How long a test waits for what must come: so long that a machine busy with other things never fails it.

Who waits for an event, a line or a signal waits PATIENCE; only a test that is broken ever waits so long.
"""

from typing import Any

from pytestqt.qtbot import QtBot

PATIENCE = 60.0
"""Seconds. Less than the time that one test may take (pyproject.toml)."""


class PatientBot(QtBot):  # type: ignore[misc]
    """pytest-qt's, whose own patience of five seconds is too short for a loaded machine; no call can shorten it."""

    def waitUntil(self, callback: Any, *, timeout: int = 0) -> None:
        """Let events run until the callback says so."""
        super().waitUntil(callback, timeout=_at_least(timeout))

    def waitSignal(self, signal: Any, *, timeout: int = 0, **more: Any) -> Any:
        """Let events run until the signal comes."""
        return super().waitSignal(signal, timeout=_at_least(timeout), **more)

    def waitSignals(self, signals: Any, *, timeout: int = 0, **more: Any) -> Any:
        """Let events run until all of the signals came."""
        return super().waitSignals(signals, timeout=_at_least(timeout), **more)

    def waitExposed(self, widget: Any, *, timeout: int = 0) -> Any:
        """Let events run until the window is painted."""
        return super().waitExposed(widget, timeout=_at_least(timeout))

    def waitActive(self, widget: Any, *, timeout: int = 0) -> Any:
        """Let events run until the window has the keys."""
        return super().waitActive(widget, timeout=_at_least(timeout))


def _at_least(timeout: int) -> int:
    return max(timeout, round(PATIENCE * 1000))
