"""How the desk looks: light and dark palette, and the one table that gives each status its colour, icon and word.

Widgets ask by palette (`look(status, palette)`), so a repaint after a change of palette is all that a change of theme
takes. Icons themselves are drawn by `icons`; no screen keeps colours of its own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QPalette, Qt

from bpo_desk.models.sides import Side
from bpo_desk.settings import Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QBrush, QFont


class Status(StrEnum):
    """The meanings that a colour may have. One meaning, one colour, on every screen."""

    CURRENT = "current"
    WAITING = "waiting"
    DONE = "done"
    AT_RISK = "at risk"
    OVERDUE = "overdue"
    EXITED = "exited"
    FAILED = "failed"
    UNKNOWN = "unknown"


class StatusLook(NamedTuple):
    """Colour, icon (a name in resources/icons) and word of one status."""

    colour: QColor
    icon: str
    word: str


STATUS_TABLE: Final[dict[Status, tuple[str, str, str]]] = {
    Status.CURRENT: ("#0b5cad", "#74b6ff", "player-play"),
    Status.WAITING: ("#6a4aa5", "#bda4f5", "hourglass"),
    Status.DONE: ("#1a6b36", "#74cc92", "check"),
    Status.AT_RISK: ("#7a5600", "#e3b84d", "alert-triangle"),
    Status.OVERDUE: ("#a83a08", "#ff9c66", "urgent"),
    Status.EXITED: ("#97216a", "#f392c8", "door-exit"),
    Status.FAILED: ("#b0121d", "#ff8a8a", "circle-x"),
    Status.UNKNOWN: ("#5a626c", "#a3acb7", "question-mark"),
}
"""Status -> colour on light, colour on dark, icon. Every colour has 4.5:1 or more on base, alternate base and
selection of its palette (tests/ui_queue/test_theme.py)."""

SIDE_TABLE: Final[dict[Side, tuple[str, str]]] = {
    Side.UNKNOWN: ("#5a626c", "#a3acb7"),
    Side.PROVIDER: ("#00707a", "#4fc3cf"),
    Side.CLIENT: ("#8c4b14", "#e6a56b"),
    Side.CUSTOMER: ("#4a56b8", "#a3acff"),
    Side.THIRD_PARTY: ("#5f6a1d", "#bcc965"),
    Side.SYSTEM: ("#6b5b53", "#bfaea5"),
}
"""Side -> colour on light, colour on dark, where a side itself is drawn; 4.5:1 or more on base, as the statuses."""

ROW_PADDING: Final = 4  # pixels above and below the text of a row
GAP: Final = 8  # pixels between groups of controls
SMALL_GAP: Final = 4
FONT_PERCENTS: Final = (80, 90, 100, 110, 125, 150, 175, 200)

_LIGHT: Final[dict[QPalette.ColorRole, str]] = {
    QPalette.ColorRole.Window: "#f2f4f6",
    QPalette.ColorRole.WindowText: "#1b2027",
    QPalette.ColorRole.Base: "#ffffff",
    QPalette.ColorRole.AlternateBase: "#f7f9fa",
    QPalette.ColorRole.Text: "#1b2027",
    QPalette.ColorRole.Button: "#e9ecef",
    QPalette.ColorRole.ButtonText: "#1b2027",
    QPalette.ColorRole.BrightText: "#ffffff",
    QPalette.ColorRole.Highlight: "#d3e5fa",
    QPalette.ColorRole.HighlightedText: "#0d1b2b",
    QPalette.ColorRole.Accent: "#0b5cad",
    QPalette.ColorRole.ToolTipBase: "#ffffff",
    QPalette.ColorRole.ToolTipText: "#1b2027",
    QPalette.ColorRole.PlaceholderText: "#5b636d",
    QPalette.ColorRole.Link: "#0b5cad",
    QPalette.ColorRole.LinkVisited: "#6a4aa5",
    QPalette.ColorRole.Light: "#ffffff",
    QPalette.ColorRole.Midlight: "#e4e8ec",
    QPalette.ColorRole.Mid: "#c3cad2",
    QPalette.ColorRole.Dark: "#98a2ad",
    QPalette.ColorRole.Shadow: "#6d7681",
}
_DARK: Final[dict[QPalette.ColorRole, str]] = {
    QPalette.ColorRole.Window: "#20242a",
    QPalette.ColorRole.WindowText: "#e4e8ed",
    QPalette.ColorRole.Base: "#171a1f",
    QPalette.ColorRole.AlternateBase: "#1c2026",
    QPalette.ColorRole.Text: "#e4e8ed",
    QPalette.ColorRole.Button: "#2b3038",
    QPalette.ColorRole.ButtonText: "#e4e8ed",
    QPalette.ColorRole.BrightText: "#ffffff",
    QPalette.ColorRole.Highlight: "#24405f",
    QPalette.ColorRole.HighlightedText: "#f4f8fc",
    QPalette.ColorRole.Accent: "#74b6ff",
    QPalette.ColorRole.ToolTipBase: "#2b3038",
    QPalette.ColorRole.ToolTipText: "#e4e8ed",
    QPalette.ColorRole.PlaceholderText: "#a4adb8",
    QPalette.ColorRole.Link: "#74b6ff",
    QPalette.ColorRole.LinkVisited: "#bda4f5",
    QPalette.ColorRole.Light: "#3a4049",
    QPalette.ColorRole.Midlight: "#2e343c",
    QPalette.ColorRole.Mid: "#3c434d",
    QPalette.ColorRole.Dark: "#566070",
    QPalette.ColorRole.Shadow: "#0c0e11",
}
_DISABLED: Final = {False: "#8a929c", True: "#69727d"}
_DIMMED_ROLES: Final = (
    QPalette.ColorRole.Text,
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)


def palette(dark: bool) -> QPalette:
    """The whole palette of one theme. Own colours, because a colour scheme does nothing where there is no screen."""
    made = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        made.setColor(role, QColor(colour))
    for role in _DIMMED_ROLES:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(_DISABLED[dark]))
    return made


def is_dark(of: QPalette) -> bool:
    """Whether a palette is a dark one."""
    return of.color(QPalette.ColorRole.Base).lightness() < 128


def wants_dark(theme: Theme) -> bool:
    """Whether the setting, or the system where the setting leaves it to the system, asks for the dark palette."""
    if theme is not Theme.SYSTEM:
        return theme is Theme.DARK
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def look(status: Status, of: QPalette) -> StatusLook:
    """How a status looks on a palette."""
    light, dark, icon = STATUS_TABLE[status]
    return StatusLook(QColor(dark if is_dark(of) else light), icon, status.value)


def side_colour(side: Side, of: QPalette) -> QColor:
    """The colour of a side on a palette."""
    light, dark = SIDE_TABLE[side]
    return QColor(dark if is_dark(of) else light)


def muted(of: QPalette) -> QColor:
    """The colour of text that matters less than the rest, still readable."""
    return of.color(QPalette.ColorRole.PlaceholderText)


def line(of: QPalette) -> QColor:
    """The colour of thin lines between rows and areas."""
    return of.color(QPalette.ColorRole.Midlight)


def line_brush(of: QPalette) -> QBrush:
    """The same for `QPainter.setBackground` and `eraseRect`: before the first paint `fillRect` would make the binding
    look at all that may fill, down to 180 gradients."""
    return of.brush(QPalette.ColorRole.Midlight)


def row_height(metrics: QFontMetrics) -> int:
    """Height of a dense row in device-independent pixels."""
    return metrics.height() + 2 * ROW_PADDING


def sized(font: QFont, percent: int) -> QFont:
    """The font at a percentage of its point size."""
    made = type(font)(font)
    made.setPointSizeF(max(font.pointSizeF() * percent / 100, 5.0))
    return made


def next_percent(percent: int, step: int) -> int:
    """The font size `step` places up or down from one, within what is offered."""
    nearest = min(range(len(FONT_PERCENTS)), key=lambda i: abs(FONT_PERCENTS[i] - percent))
    return FONT_PERCENTS[min(max(nearest + step, 0), len(FONT_PERCENTS) - 1)]
