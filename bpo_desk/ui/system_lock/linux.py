"""The system's lock on Linux, by D-Bus: the session of logind (lock, sleep) and the screen savers of the desktops.

Nothing here waits for an answer: each comes by the event loop. Sleep is held up, for as long as logind grants (5 s by
default), until the desk has locked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusUnixFileDescriptor, QDBusVariant

from bpo_desk.ui.system_lock.watching import SystemLock

LOGIND: Final = "org.freedesktop.login1"
SAVERS: Final = tuple(f"org.{who}.ScreenSaver" for who in ("freedesktop", "gnome", "cinnamon", "mate", "xfce"))
"""Names on the session's bus; each is also the name of the interface that says `ActiveChanged(boolean)`."""
_MANAGER: Final = "/org/freedesktop/login1"
_SESSION: Final = f"{LOGIND}.Session"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_BUS: Final = "org.freedesktop.DBus"
_SYSTEM_SOCKETS: Final = ("/run/dbus/system_bus_socket", "/var/run/dbus/system_bus_socket")
_NAMES: Final = "bpo-desk-lock-system", "bpo-desk-lock-session"
"""Of the connections, within this process."""


class LinuxLock(SystemLock):
    """Watches what there is: either bus may be missing."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._system: QDBusConnection | None = None
        self._session: QDBusConnection | None = None
        self._path = ""
        self._holding: int | None = None  # the file that holds sleep up, as long as it is open
        self._asked = 0
        self._watched: list[str] = []
        self._lacks: list[str] = []

    def begin(self) -> None:
        """Ask logind for the session and the session's bus for screen savers; `told` comes when both have answered."""
        self._asked = 2
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        session = [str(Path(runtime, "bus"))] if runtime else []
        self._system = _connected("DBUS_SYSTEM_BUS_ADDRESS", _SYSTEM_SOCKETS, _NAMES[0])
        self._session = _connected("DBUS_SESSION_BUS_ADDRESS", session, _NAMES[1])
        if self._system is None:
            self._answered("", self.tr("there is no system bus"))
        else:
            name = os.environ.get("XDG_SESSION_ID") or "auto"
            self._call(self._system, LOGIND, _MANAGER, f"{LOGIND}.Manager", "GetSession", [name], self._have_session)
        if self._session is None:
            self._answered("", self.tr("there is no session bus"))
        else:
            for name in SAVERS:  # one that is started later is heard as well
                self._hear(self._session, name, "", name, "ActiveChanged", "_saver(bool)")
            self._call(self._session, _BUS, "/org/freedesktop/DBus", _BUS, "ListNames", [], self._have_names)

    def stop(self) -> None:
        """Let sleep pass and leave both buses."""
        self._let_sleep()
        for connection, name in zip((self._system, self._session), _NAMES, strict=True):
            if connection is not None:
                QDBusConnection.disconnectFromBus(name)
        self._system = self._session = None

    # what there is

    def _have_session(self, reply: QDBusMessage | None) -> None:
        system = self._system
        if system is None:
            return
        if reply is None:
            self._answered("", self.tr("logind knows no session of this program"))
            return
        self._path = reply.arguments()[0].path()
        manager = f"{LOGIND}.Manager"
        self._hear(system, LOGIND, self._path, _SESSION, "Lock", "_locked()")
        self._hear(system, LOGIND, self._path, _PROPERTIES, "PropertiesChanged", "_changed(QDBusMessage)")
        self._hear(system, LOGIND, _MANAGER, manager, "PrepareForSleep", "_sleep(bool)")
        self._hold_sleep()
        self._answered("logind", "")

    def _have_names(self, reply: QDBusMessage | None) -> None:
        names = reply.arguments()[0] if reply is not None else []
        found = [each for each in SAVERS if each in names]
        self._answered(", ".join(found), "" if found else self.tr("no screen saver says when it is active"))

    def _answered(self, watched: str, lacks: str) -> None:
        self._watched += [watched] if watched else []
        self._lacks += [lacks] if lacks else []
        self._asked -= 1
        if not self._asked:
            self.tell(self._watched, self.tr(" and ").join(self._lacks))

    # what it says

    @Slot()
    def _locked(self) -> None:
        self.leave("lock")

    @Slot(QDBusMessage)
    def _changed(self, said: QDBusMessage) -> None:
        """Something of the session is another: ask whether it is locked. The message's own map is not read, because a
        property may be named in it without its value."""
        if self._system is not None and said.arguments()[:1] == [_SESSION]:
            asked = [_SESSION, "LockedHint"]
            self._call(self._system, LOGIND, self._path, _PROPERTIES, "Get", asked, self._hint)

    def _hint(self, reply: QDBusMessage | None) -> None:
        if reply is not None and _plain(reply.arguments()[0]) is True:
            self.leave("lock")

    @Slot(bool)
    def _saver(self, active: bool) -> None:
        if active:
            self.leave("screen saver")

    @Slot(bool)
    def _sleep(self, begins: bool) -> None:
        if begins:
            self.leave("sleep")
            self._let_sleep()
        else:
            self._hold_sleep()

    # holding sleep up until the desk is locked

    def _hold_sleep(self) -> None:
        if self._system is not None and self._holding is None:
            why = ["sleep", "bpo_desk", "Locks before sleep", "delay"]
            self._call(self._system, LOGIND, _MANAGER, f"{LOGIND}.Manager", "Inhibit", why, self._held)

    def _held(self, reply: QDBusMessage | None) -> None:
        """Keep the file; without one (a policy may refuse it) the desk locks as sleep begins, or on waking."""
        file = reply.arguments()[0] if reply is not None else None
        wanted = self._system is not None and self._holding is None
        if wanted and isinstance(file, QDBusUnixFileDescriptor) and file.isValid():
            self._holding = os.dup(file.fileDescriptor())

    def _let_sleep(self) -> None:
        if self._holding is not None:
            os.close(self._holding)
            self._holding = None

    def _hear(self, bus: QDBusConnection, service: str, path: str, interface: str, name: str, slot: str) -> None:
        """Have a slot called with each signal of a name; path "": of any object."""
        bus.connect(service, path, interface, name, self, SLOT(slot))  # type: ignore[call-overload]  # it takes no bytes

    def _call(
        self,
        bus: QDBusConnection,
        service: str,
        path: str,
        interface: str,
        method: str,
        words: list[str],
        answered: Callable[[QDBusMessage | None], None],
    ) -> None:
        """Ask; `answered` gets the reply, None where it was refused or nobody is there."""
        message = QDBusMessage.createMethodCall(service, path, interface, method)
        message.setArguments(words)
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message), self)

        def finished() -> None:
            answered(None if watcher.isError() else watcher.reply())
            watcher.deleteLater()  # with it the reply, and what file came with it

        watcher.finished.connect(finished)


def _connected(variable: str, sockets: Iterable[str], name: str) -> QDBusConnection | None:
    """A bus that is there: by its variable, else at the first socket. The library's own search would start a session's
    bus where there is none."""
    found = [f"unix:path={each}" for each in sockets if Path(each).exists()]
    address = os.environ.get(variable, "") or "".join(found[:1])
    if not address or address.startswith("autolaunch:"):
        return None
    connection = QDBusConnection.connectToBus(address, name)
    if connection.isConnected():
        return connection
    QDBusConnection.disconnectFromBus(name)
    return None


def _plain(value: object) -> object:
    return value.variant() if isinstance(value, QDBusVariant) else value
