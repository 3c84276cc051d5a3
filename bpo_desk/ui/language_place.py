"""Lets a person choose the language of the desk, which holds from its next start on. Speaking it is app.language.

The choice is kept in the settings, so an administrator's policy can decide it; each language is called by its own name.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from bpo_desk.settings import ENGLISH
from bpo_desk.ui.background import Background
from bpo_desk.ui.desk import Desk

NAMES: Final = {ENGLISH: "English", "de": "Deutsch"}
"""Language of the settings -> its own name, which nobody has to translate to find it."""


class LanguagePlace(QObject):
    """`said(words)`: what was chosen, or why nothing can be; `failed(Exception)`: it could not be kept."""

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: Desk, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._background, self._window = desk, background, window

    def begin(self) -> QMenu | None:
        """Offer the languages in a menu; None where a policy has decided."""
        settings = self._desk.settings
        if "language" in settings.locked:
            self.said.emit(self.tr("The language is set by the administrator's policy."))
            return None
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for language, name in {"": self.tr("As the system"), **NAMES}.items():
            action = menu.addAction(name, lambda language=language: self.choose(language))  # type: ignore[misc]
            action.setCheckable(True)
            action.setChecked(language == settings.language)
            group.addAction(action)
        menu.popup(self._window.mapToGlobal(QPoint(self._window.width() // 3, self._window.height() // 4)))
        return menu

    def choose(self, language: str) -> None:
        """Keep a language of the settings ("" as the system) for the next start."""
        name = NAMES.get(language) or self.tr("the language of the system")
        words = self.tr("The desk speaks {language} from its next start on.").format(language=name)
        self._background.ask(
            "language",
            lambda: self._desk.keep_language(language),
            lambda _kept: self.said.emit(words),
            self.failed.emit,
        )
