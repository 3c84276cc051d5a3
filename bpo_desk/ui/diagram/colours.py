"""The colours that a diagram needs, light and dark; states have the desk's colours (ui/theme).

What a state means is told by shape and text too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QColor, QPalette

from bpo_desk.ui.theme import STATUS_TABLE, Status, is_dark


@dataclass(frozen=True, slots=True)
class DiagramColours:
    """Colours as #rrggbb: paper and ink of the drawing, one colour a state, and the selection.

    `wash` (0..1) is how strongly a state's colour lies over a shape and its text; text on its badge is `on_badge`.
    """

    paper: str
    ink: str
    line: str
    faint: str
    shape: str
    band: str
    event_sub: str
    current: str
    waiting: str
    done: str
    next: str
    overdue: str
    exited: str
    failed: str
    wash: float
    selected: str
    on_badge: str
    file_fill_strength: float
    keep_file_strokes: bool

    @classmethod
    def light(cls) -> DiagramColours:
        """For light paper and for print."""
        return cls(
            paper="#ffffff",
            ink="#1b2027",
            line="#3c434b",
            faint="#8b949e",
            shape="#ffffff",
            band="#f2f4f6",
            event_sub="#fafbfc",
            selected="#111418",
            on_badge="#ffffff",
            file_fill_strength=0.45,
            keep_file_strokes=True,
            wash=0.16,
            **_states(dark=False),
        )

    @classmethod
    def dark(cls) -> DiagramColours:
        """For dark paper."""
        return cls(
            paper="#171a1f",
            ink="#e4e8ed",
            line="#b4bcc5",
            faint="#76818c",
            shape="#23282e",
            band="#20242a",
            event_sub="#1c2026",
            selected="#ffffff",
            on_badge="#101316",
            file_fill_strength=0.25,
            keep_file_strokes=False,
            wash=0.26,
            **_states(dark=True),
        )

    @classmethod
    def from_palette(cls, palette: QPalette) -> DiagramColours:
        """Light or dark, as the desk's palette is."""
        return cls.dark() if is_dark(palette) else cls.light()


def _states(*, dark: bool) -> dict[str, Any]:
    """The desk's one colour of each status."""
    made: dict[str, Any] = {}
    for status in (Status.CURRENT, Status.WAITING, Status.DONE, Status.OVERDUE, Status.EXITED, Status.FAILED):
        made[status.value] = STATUS_TABLE[status][1 if dark else 0]
    made["next"] = made[Status.CURRENT.value]
    return made


def mixed(under: str, over: str, strength: float) -> QColor:
    """`over` laid on `under` with the given strength (0..1); an unreadable `over` leaves `under`."""
    low, high = QColor(under), QColor.fromString(over)
    if not high.isValid():
        return low
    keep = 1.0 - strength
    return QColor(
        round(low.red() * keep + high.red() * strength),
        round(low.green() * keep + high.green() * strength),
        round(low.blue() * keep + high.blue() * strength),
    )
