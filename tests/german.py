"""The desk in German within one test, and English again after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QLocale

from bpo_desk.app.language import speak_other
from bpo_desk.ui import time_words
from bpo_desk.ui.queue import queue_cells


@contextmanager
def in_german(application: QCoreApplication) -> Iterator[None]:
    """Everything that is made in here speaks German, as on a desk that was started so."""
    before = QLocale()
    installed = speak_other(application, "de")
    QLocale.setDefault(QLocale("de_DE"))
    try:
        yield
    finally:
        for each in installed:
            application.removeTranslator(each)
            each.deleteLater()
        QLocale.setDefault(before)
        time_words.speak(lambda _context, text: text)
        queue_cells.forget_made()
