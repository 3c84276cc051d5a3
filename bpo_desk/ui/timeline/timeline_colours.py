"""The colours of a timeline: those of the desk's statuses, on the ground of its palette."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor, QPalette

from bpo_desk.ui.theme import Status, look


@dataclass(frozen=True, slots=True)
class TimelineColours:
    """One colour a meaning: `done` finished work, `current` work that runs, `waiting` assigned or paused, `exited`
    exits, `failed` dropped work, `unknown` what nobody is named for; the rest is the ground it stands on."""

    base: QColor
    alternate: QColor
    text: QColor
    muted: QColor
    line: QColor
    strong_line: QColor
    accent: QColor
    done: QColor
    current: QColor
    waiting: QColor
    exited: QColor
    failed: QColor
    unknown: QColor

    @property
    def key(self) -> tuple[int, ...]:
        """Tells colours apart."""
        return (self.base.rgba(), self.text.rgba(), self.accent.rgba(), self.done.rgba())

    @classmethod
    def of(cls, palette: QPalette) -> TimelineColours:
        """The colours that fit a palette."""
        key = (palette.cacheKey(), palette.currentColorGroup())
        if key not in _made:
            if len(_made) >= _MOST_MADE:
                _made.clear()
            _made[key] = cls._anew(palette)
        return _made[key]

    @classmethod
    def _anew(cls, palette: QPalette) -> TimelineColours:
        base, text = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
        return cls(
            base=base,
            alternate=mixed(base, text, 0.035),
            text=text,
            muted=mixed(base, text, 0.70),
            line=mixed(base, text, 0.13),
            strong_line=mixed(base, text, 0.42),
            accent=palette.color(QPalette.ColorRole.Accent),
            done=look(Status.DONE, palette).colour,
            current=look(Status.CURRENT, palette).colour,
            waiting=look(Status.WAITING, palette).colour,
            exited=look(Status.EXITED, palette).colour,
            failed=look(Status.FAILED, palette).colour,
            unknown=look(Status.UNKNOWN, palette).colour,
        )


_MOST_MADE: Final = 16
_made: dict[tuple[int, QPalette.ColorGroup], TimelineColours] = {}
"""Colours by the palette they are made of: every frame asks for them."""


def mixed(ground: QColor, ink: QColor, share: float) -> QColor:
    """`share` (0..1) of the ink over the ground."""
    return QColor.fromRgbF(
        ground.redF() + (ink.redF() - ground.redF()) * share,
        ground.greenF() + (ink.greenF() - ground.greenF()) * share,
        ground.blueF() + (ink.blueF() - ground.blueF()) * share,
    )
