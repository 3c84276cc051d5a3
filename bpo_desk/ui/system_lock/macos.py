"""The system's lock on macOS: the distributed notifications of the login window, and power from IOKit, by ctypes.

Both are called in the main run loop, which is Qt's. Sleep waits (30 s at most) until it is allowed, after the desk has
locked. Figures: CFNotificationCenter.h, IOPMLib.h, IOMessage.h.
"""

from __future__ import annotations

import ctypes
from typing import Any, Final

from PySide6.QtCore import QObject

from bpo_desk.ui.system_lock.watching import SystemLock

AWAY: Final = {"com.apple.screenIsLocked": "lock", "com.apple.screensaver.didstart": "screen saver"}
"""Name of the notification -> what it says of the person."""
CAN_SLEEP: Final = 0xE0000270
WILL_SLEEP: Final = 0xE0000280
_AT_ONCE: Final = 4  # CFNotificationSuspensionBehaviorDeliverImmediately
_UTF8: Final = 0x08000100
_FRAMEWORKS: Final = "/System/Library/Frameworks/{0}.framework/{0}"
_Pointer: Final = ctypes.c_void_p
_Heard: Final = ctypes.CFUNCTYPE(None, _Pointer, _Pointer, _Pointer, _Pointer, _Pointer)
_Power: Final = ctypes.CFUNCTYPE(None, _Pointer, ctypes.c_uint32, ctypes.c_uint32, _Pointer)
_OBSERVER: Final = 1  # any number that names this observer


def power_meaning(message: int) -> tuple[str, bool]:
    """What a message about power says of the person ("" where nothing), and whether it waits for leave to go on."""
    return "sleep" if message == WILL_SLEEP else "", message in (CAN_SLEEP, WILL_SLEEP)


class MacLock(SystemLock):
    """Holds what the system calls back; nothing of it may be collected while it is registered."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._core: Any = None
        self._kit: Any = None
        self._center: int | None = None
        self._root = 0
        self._port, self._notifier = _Pointer(), ctypes.c_uint32()
        self._heard, self._power = _Heard(self._hear), _Power(self._take_power)

    def begin(self) -> None:
        """Register for both."""
        try:
            self._core = ctypes.CDLL(_FRAMEWORKS.format("CoreFoundation"))
            self._kit = ctypes.CDLL(_FRAMEWORKS.format("IOKit"))
        except OSError:
            self.tell((), self.tr("the frameworks of macOS cannot be loaded"))
            return
        _declare(self._core, self._kit)
        self._center = self._core.CFNotificationCenterGetDistributedCenter()
        for name in AWAY:
            text = self._core.CFStringCreateWithCString(None, name.encode(), _UTF8)
            self._core.CFNotificationCenterAddObserver(self._center, _OBSERVER, self._heard, text, None, _AT_ONCE)
            self._core.CFRelease(text)
        port, notifier = ctypes.byref(self._port), ctypes.byref(self._notifier)
        self._root = self._kit.IORegisterForSystemPower(None, port, self._power, notifier)
        if self._root:
            self._core.CFRunLoopAddSource(*self._source())
        self.tell(("login window", "sleep") if self._root else ("login window",), "")

    def stop(self) -> None:
        """Take both back."""
        if self._center is not None:
            self._core.CFNotificationCenterRemoveEveryObserver(self._center, _OBSERVER)
            self._center = None
        if self._root:
            self._core.CFRunLoopRemoveSource(*self._source())
            self._kit.IODeregisterForSystemPower(ctypes.byref(self._notifier))
            self._kit.IOServiceClose(self._root)
            self._kit.IONotificationPortDestroy(self._port)
            self._root = 0

    def _source(self) -> tuple[Any, Any, Any]:
        modes = _Pointer.in_dll(self._core, "kCFRunLoopCommonModes")
        return self._core.CFRunLoopGetMain(), self._kit.IONotificationPortGetRunLoopSource(self._port), modes

    def _hear(self, _center: int, _observer: int, name: int, _object: int, _info: int) -> None:
        text = ctypes.create_string_buffer(128)
        if self._core.CFStringGetCString(name, text, len(text), _UTF8):
            what = AWAY.get(text.value.decode())
            if what is not None:
                self.leave(what)

    def _take_power(self, _given: int, _service: int, message: int, argument: int) -> None:
        what, waits = power_meaning(message)
        if what:
            self.leave(what)
        if waits:
            self._kit.IOAllowPowerChange(self._root, argument)


def _declare(core: Any, kit: Any) -> None:
    """Say what the functions take: pointers are wider than the int that ctypes would suppose."""
    long, number = ctypes.c_long, ctypes.c_uint32
    for library, name, result, takes in (
        (core, "CFNotificationCenterGetDistributedCenter", _Pointer, ()),
        (core, "CFStringCreateWithCString", _Pointer, (_Pointer, ctypes.c_char_p, number)),
        (core, "CFStringGetCString", ctypes.c_bool, (_Pointer, ctypes.c_char_p, long, number)),
        (core, "CFNotificationCenterAddObserver", None, (_Pointer, _Pointer, _Heard, _Pointer, _Pointer, long)),
        (core, "CFNotificationCenterRemoveEveryObserver", None, (_Pointer, _Pointer)),
        (core, "CFRelease", None, (_Pointer,)),
        (core, "CFRunLoopGetMain", _Pointer, ()),
        (core, "CFRunLoopAddSource", None, (_Pointer, _Pointer, _Pointer)),
        (core, "CFRunLoopRemoveSource", None, (_Pointer, _Pointer, _Pointer)),
        (kit, "IORegisterForSystemPower", number, (_Pointer, _Pointer, _Power, _Pointer)),
        (kit, "IODeregisterForSystemPower", number, (_Pointer,)),
        (kit, "IONotificationPortGetRunLoopSource", _Pointer, (_Pointer,)),
        (kit, "IONotificationPortDestroy", None, (_Pointer,)),
        (kit, "IOServiceClose", number, (number,)),
        (kit, "IOAllowPowerChange", number, (number, long)),
    ):  # fmt: skip
        function = getattr(library, name)
        function.restype, function.argtypes = result, takes
