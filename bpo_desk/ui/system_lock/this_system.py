"""Which of the modules beside this one watches this system; each is imported on its own system only."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject

from bpo_desk.ui.system_lock.watching import SystemLock


def system_lock(parent: QObject, system: str = sys.platform) -> SystemLock:
    """The one of this system (a name as `sys.platform`), not begun."""
    if system == "linux":
        from bpo_desk.ui.system_lock.linux import LinuxLock

        return LinuxLock(parent)
    if system == "win32":
        from bpo_desk.ui.system_lock.windows import WindowsLock

        return WindowsLock(parent)
    if system == "darwin":
        from bpo_desk.ui.system_lock.macos import MacLock

        return MacLock(parent)
    return SystemLock(parent)
