"""The chip that says what has changed since the rows were listed, and lists them anew when pressed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.number_words import number
from bpo_desk.ui.widgets.chip import Chip


class WaitingChip(Chip):
    """Hidden while nothing waits. Not checkable: `clicked` asks for what waits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "refresh", theme.Status.WAITING, parent)
        self.setCheckable(False)
        self.hide()

    def say(self, new: int, moved: int) -> None:
        """So many cases would come in, so many would stand elsewhere or leave."""
        said = [self.tr("{count} new").format(count=number(new))] if new else []
        if moved:
            said.append(self.tr("{count} moved").format(count=number(moved)))
        words = self.tr("{what} \N{EN DASH} show").format(what=" \N{MIDDLE DOT} ".join(said))
        if said and words != self.text():
            self.setText(words)
            self._count = new + moved
            self._count_text = ""
            self.setAccessibleName(words)
            self.setToolTip(
                self.tr(
                    "{new} would come in, {moved} stand elsewhere now or no longer belong here.\n"
                    "A click, or F5, lists them anew; until then the order stays."
                ).format(new=number(new), moved=number(moved))
            )
            self.updateGeometry()
            self.update()
        self.setVisible(bool(said))
