"""The colours that a diagram needs, light and dark. Which state has which meaning is told by shape and text too."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class DiagramColours:
    """Colours as #rrggbb: paper and ink of the drawing, one colour a state, and the selection.

    Text on `*_soft` and on `shape` is `ink`; text on a state's badge is `on_badge`.
    """

    paper: str
    ink: str
    line: str
    faint: str
    shape: str
    band: str
    event_sub: str
    current: str
    current_soft: str
    waiting: str
    waiting_soft: str
    done: str
    done_soft: str
    next: str
    overdue: str
    overdue_soft: str
    exited: str
    exited_soft: str
    failed: str
    failed_soft: str
    selected: str
    on_badge: str
    file_fill_strength: float
    keep_file_strokes: bool

    @classmethod
    def light(cls) -> DiagramColours:
        """For light paper and for print."""
        return cls(
            paper="#ffffff",
            ink="#1b1f24",
            line="#3c434b",
            faint="#8b949e",
            shape="#ffffff",
            band="#f3f5f7",
            event_sub="#fafbfc",
            current="#0b5cad",
            current_soft="#d6e8fb",
            waiting="#8a5a00",
            waiting_soft="#fdf0cf",
            done="#2d6a3e",
            done_soft="#e3f2e6",
            next="#0b5cad",
            overdue="#b3261e",
            overdue_soft="#fbdedb",
            exited="#8a3ea8",
            exited_soft="#f3e3f8",
            failed="#7a1712",
            failed_soft="#f2d5d3",
            selected="#111418",
            on_badge="#ffffff",
            file_fill_strength=0.6,
            keep_file_strokes=True,
        )

    @classmethod
    def dark(cls) -> DiagramColours:
        """For dark paper."""
        return cls(
            paper="#16191d",
            ink="#e8ebee",
            line="#b4bcc5",
            faint="#76818c",
            shape="#23282e",
            band="#1c2025",
            event_sub="#1a1e22",
            current="#6cb2ff",
            current_soft="#173a5e",
            waiting="#f0b84a",
            waiting_soft="#45340f",
            done="#7cc98f",
            done_soft="#1c3a25",
            next="#6cb2ff",
            overdue="#ff8a80",
            overdue_soft="#571c18",
            exited="#d49af0",
            exited_soft="#3e2249",
            failed="#ff9d94",
            failed_soft="#43100d",
            selected="#ffffff",
            on_badge="#101316",
            file_fill_strength=0.25,
            keep_file_strokes=False,
        )


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
