"""Lets the desk speak another language than English: its own words, Qt's, and how numbers and times are written.

Imported only where another language is wanted. Reads one file of ours and one of Qt's, before the first window is made:
what has been said stays as it is until the next start.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from bpo_desk.errors import MachineLacks
from bpo_desk.resources_path import resource
from bpo_desk.ui import time_words
from bpo_desk.ui.queue import queue_cells


def speak_other(application: QCoreApplication, language: str) -> list[QTranslator]:
    """Say everything in this language of LANGUAGES from now on; returns what was installed. Numbers are written as the
    system does where it speaks that language too, else as the language's own country does. Raises MachineLacks where
    the words are not there."""
    own, of_qt = QTranslator(application), QTranslator(application)
    file = resource("translations", f"bpo_desk_{language}.qm")
    if not own.load(str(file)):
        raise MachineLacks(
            f"The words of the language {language} in {file} cannot be read.", "Install the program again."
        )
    # Beside Qt's libraries, in a frozen build too; a system's own Qt may come without it.
    has_qt = of_qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    installed = [of_qt, own] if has_qt else [own]
    for each in installed:
        application.installTranslator(each)
    if QLocale.system().language() != QLocale(language).language():
        QLocale.setDefault(QLocale(language))
    time_words.speak(QCoreApplication.translate)
    queue_cells.forget_made()
    return installed
