"""The system's lock on Windows: messages about the session and about power, to a window that is never shown.

A filter for all native messages of the program would call Python for each of them; a window of its own gets only these.
Figures: Windows SDK, WinUser.h and WtsApi32.h.
"""

from __future__ import annotations

import ctypes
from ctypes import wintypes
from typing import Final

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtGui import QWindow

from bpo_desk.ui.system_lock.watching import SystemLock

WM_POWERBROADCAST: Final = 0x0218
WM_WTSSESSION_CHANGE: Final = 0x02B1
PBT_APMSUSPEND: Final = 0x0004
_AWAY: Final = {0x2: "disconnect", 0x4: "disconnect", 0x6: "logoff", 0x7: "lock"}
"""WTS_CONSOLE_DISCONNECT (another user), WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK."""
_THIS_SESSION: Final = 0


def meaning(message: int, word: int) -> str:
    """What a message (its number and first word) says of the person; "" where it does not say that he went away."""
    if message == WM_WTSSESSION_CHANGE:
        return _AWAY.get(word, "")
    return "sleep" if (message, word) == (WM_POWERBROADCAST, PBT_APMSUSPEND) else ""


class Ears(QWindow):
    """A window for messages, never shown. `heard(what)` while Windows still waits for the answer."""

    heard = Signal(str)

    def nativeEvent(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        """Read the message (the address of a MSG); it goes on to Qt in any case."""
        said = wintypes.MSG.from_address(int(message))
        what = meaning(said.message, said.wParam)
        if what:
            self.heard.emit(what)
        return False, 0


class WindowsLock(SystemLock):
    """Asks Windows to tell a window about its session; about power it tells each."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ears: Ears | None = None

    def begin(self) -> None:
        """Make the window and ask."""
        self._ears = ears = Ears()
        ears.create()
        ears.heard.connect(self.leave)
        ask = ctypes.CDLL("wtsapi32").WTSRegisterSessionNotification
        ask.argtypes, ask.restype = (wintypes.HWND, wintypes.DWORD), wintypes.BOOL
        if ask(int(ears.winId()), _THIS_SESSION):
            self.tell(("session", "sleep"), "")
        else:  # sleep is still told
            self.tell(("sleep",), "")

    def stop(self) -> None:
        """Take the question back and the window away."""
        ears, self._ears = self._ears, None
        if ears is not None:
            drop = ctypes.CDLL("wtsapi32").WTSUnRegisterSessionNotification
            drop.argtypes, drop.restype = (wintypes.HWND,), wintypes.BOOL
            drop(int(ears.winId()))
            ears.destroy()
            ears.deleteLater()
