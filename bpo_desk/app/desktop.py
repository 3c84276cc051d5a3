"""The desktop's front door: application, window, first paint, then the data; and an orderly end.

Before the first paint only QtCore, QtGui and QtWidgets are loaded of Qt, and neither numpy nor any database but the
local copy: `start` reads nothing until the window has painted.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QLocale, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from bpo_desk.app import garbage, qt_messages
from bpo_desk.app.locking import Locking
from bpo_desk.app.single_instance import SingleInstance
from bpo_desk.settings import ENGLISH, LANGUAGES
from bpo_desk.ui import icons, theme
from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.background import Background
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.ui.window_memory import WindowMemory

if TYPE_CHECKING:
    from bpo_desk.app.locking import LockableDesk
    from bpo_desk.ui.desk import Desk, LookAsClient

EXIT_AFTER_FIRST_PAINT: Final = "BPO_DESK_EXIT_AFTER_FIRST_PAINT"


class FirstPaint(QObject):
    """Says `painted` once, when a widget has been painted for the first time."""

    painted = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the paint event; the signal comes when it has been dealt with."""
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self, self.painted.emit)
        return False


def new_application(arguments: list[str]) -> QApplication:
    """The QApplication with the desk's names; the one that runs already, where one does."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    # Fusion where there is no native style; as words, because `setStyle` loads all of QStyle before the first paint.
    native = sys.platform in ("win32", "darwin")
    application = QApplication(arguments if native else [*arguments, "-style", "fusion"])
    application.setApplicationName("bpo-desk")
    application.setApplicationDisplayName("bpo_desk")
    application.setQuitOnLastWindowClosed(True)
    return application


def speak(application: QApplication, language: str) -> None:
    """Let the application speak a language of LANGUAGES; "": the first of the system's that the desk speaks, else
    English, which the source speaks and which costs nothing."""
    spoken = (each[:2] for each in QLocale.system().uiLanguages())
    wanted = language or next((each for each in spoken if each in LANGUAGES), ENGLISH)
    if wanted != ENGLISH:
        from bpo_desk.app.language import speak_other  # most desks need none of it

        speak_other(application, wanted)


def new_window(
    application: QApplication, desk: Desk, window_file: Path | None, new_case_screen: Callable[[], QWidget]
) -> tuple[MainWindow, Background]:
    """The window with what it remembers and the stored first page in it, not shown yet; and its background. Without a
    file it begins as if for the first time and leaves nothing behind."""
    memory = WindowMemory(window_file, desk)
    dark = memory.number("dark", -1)
    if dark < 0:
        dark = theme.wants_dark(desk.settings.theme)
    percent = memory.number("font_percent", desk.settings.font_percent)
    background = Background(application)
    appearance, remembers = Appearance(application, bool(dark), percent), window_file is not None
    window = MainWindow(desk, background, appearance, memory, new_case_screen, remembers=remembers)
    if remembers:
        window.show_first_page(desk.first_page())
    return window, background


def case_screen() -> QWidget:
    """The case screen, imported with the first case that is opened."""
    from bpo_desk.ui.case.case_screen import CaseScreen

    return CaseScreen()


def run(
    desk: LockableDesk,
    window_file: Path,
    case: str = "",
    painted: Callable[[], None] | None = None,
    look: LookAsClient | None = None,
) -> int:
    """Show the desk until it is closed; a second start for the same window file brings the first one up instead.

    `case`: number of a case to open at once; `painted` is called after the first paint; `look` asks for what a client
    sees. Returns the exit code.
    """
    application = new_application(sys.argv[:1])
    qt_messages.install()
    speak(application, desk.settings.language)
    instance = SingleInstance(window_file)
    if not instance.is_first:
        return 0 if instance.tell_first(case) else 1
    icons_file = window_file.with_suffix(".icons")
    icons.take(icons_file)
    locking = Locking(
        desk,
        lambda: new_window(application, desk, window_file, case_screen),
        lambda client: new_window(application, client, None, case_screen),
        look,
    )
    window = locking.window
    if window is None:
        _begin_locked(application, locking, instance, desk, window_file, case, painted)
    else:
        paint = FirstPaint(window.queue.table.viewport() if window.queue.table.isVisibleTo(window) else window)
        paint.painted.connect(lambda: _after_first_paint(application, locking, instance, case, icons_file, painted))
        window.show()
    del window  # it is the lock's to take away
    code = application.exec()
    locking.close()
    instance.close()
    return code


def _begin_locked(
    application: QApplication,
    locking: Locking,
    instance: SingleInstance,
    desk: LockableDesk,
    window_file: Path,
    case: str,
    painted: Callable[[], None] | None,
) -> None:
    """Ask for the passphrase, in the look that the window will have."""
    memory = WindowMemory(window_file)
    dark = bool(memory.number("dark", int(theme.wants_dark(desk.settings.theme))))
    Appearance(application, dark, memory.number("font_percent", desk.settings.font_percent)).ensure_font()
    locking.begin_locked(case)
    if painted is not None:
        painted()
    instance.listen(locking.bring_up)
    locking.unlocked.connect(garbage.settle)


def _after_first_paint(
    application: QApplication,
    locking: Locking,
    instance: SingleInstance,
    case: str,
    icons_file: Path,
    painted: Callable[[], None] | None,
) -> None:
    garbage.settle()
    window = locking.window
    assert window is not None
    if os.environ.get(EXIT_AFTER_FIRST_PAINT) == "1":
        said: dict[str, object] = {"painted_at": time.time(), "cpu_s": time.process_time()}
        classes = {name for part in ("Core", "Gui", "Widgets") for name in vars(sys.modules[f"PySide6.Qt{part}"])}
        said |= {"painted_rows": len(window.queue.table.visible_rows()), "modules": sorted(sys.modules)}
        said["icons_drawn"] = icons.keep(icons_file)
        said["qt_classes"] = sorted(name for name in classes if name.startswith("Q"))
        print(json.dumps(said), flush=True)
        window.close()
        application.quit()
        return
    icons.keep(icons_file)
    if painted is not None:
        painted()
    instance.listen(locking.bring_up)
    window.start(case, follow=True)
    locking.begin()
