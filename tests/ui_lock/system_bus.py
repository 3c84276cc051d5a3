"""A D-Bus of one's own and who plays logind and a screen saver on it: real messages over a real bus, without a desktop.

The players are jeepney, another implementation of D-Bus than the desk's. Run as a program it plays until its standard
input ends; each line there is something that happens: lock, hint, saver, sleep, wake. It answers who holds sleep up.
"""

from __future__ import annotations

import os
import selectors
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

LOGIND, SAVER, MANAGER = "org.freedesktop.login1", "org.gnome.ScreenSaver", "/org/freedesktop/login1"
SESSION = f"{MANAGER}/session/_31"
_PATIENCE = 60.0


@contextmanager
def own_bus(name: str) -> Iterator[str]:
    """A bus of one's own; gives its address. Skips the test where this machine has no dbus-daemon."""
    program = shutil.which("dbus-daemon")
    if program is None:
        pytest.skip("this machine has no dbus-daemon (Debian: dbus-daemon)")
    with tempfile.TemporaryDirectory(prefix=f"bus-{name}-") as folder:  # a socket's path must be short
        words = [program, "--session", "--nofork", "--nopidfile", "--print-address=1", f"--address=unix:dir={folder}"]
        bus = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert bus.stdout is not None
        try:
            yield bus.stdout.readline().strip()
        finally:
            bus.terminate()
            bus.wait(_PATIENCE)
            bus.stdout.close()


class Players:
    """The other end of the process that plays."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def happens(self, what: str) -> str:
        """Let something happen ("": nothing); whether sleep is held up then."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        return self.said()

    def said(self) -> str:
        """The next line that they say."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def playing(system: str, session: str, *, without: str = "") -> Iterator[Players]:
    """A process that plays on both buses (addresses), except `without`: logind, saver or holding (of sleep)."""
    words = [sys.executable, "-m", "tests.ui_lock.system_bus", system, session, without]
    root = str(Path(__file__).parents[2])
    pipe = subprocess.PIPE
    process = subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True, env={**os.environ, "PYTHONPATH": root})
    try:
        players = Players(process)
        assert players.said() == "ready"
        yield players
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait(_PATIENCE)
        process.stdout.close()


class _Logind:
    """What the desk asks of it, and what it says to all."""

    def __init__(self, connection: DBusConnection, holds: bool) -> None:
        self.connection, self._holds = connection, holds
        self.held: int | None = None  # its own end of the pipe that holds sleep up
        self._theirs: int | None = None
        self.locked = False

    def serve(self) -> None:
        """Answer what has been asked."""
        try:
            while True:
                asked = self.connection.receive(timeout=0)
                if asked.header.message_type is MessageType.method_call:
                    self.connection.send(self._answer(asked))
                    if self._theirs is not None:
                        os.close(self._theirs)
                        self._theirs = None
        except TimeoutError:
            return

    def _answer(self, asked: Message) -> Message:
        method = asked.header.fields[HeaderFields.member]
        if method == "GetSession" and asked.body == ("auto",):
            return new_method_return(asked, "o", (SESSION,))
        if method == "Get" and asked.body == (f"{LOGIND}.Session", "LockedHint"):
            return new_method_return(asked, "v", (("b", self.locked),))
        if method == "Inhibit" and self._holds and asked.body[0] == "sleep" and asked.body[3] == "delay":
            self.held, self._theirs = os.pipe()
            os.set_blocking(self.held, False)
            return new_method_return(asked, "h", (self._theirs,))
        return new_error(asked, "org.freedesktop.DBus.Error.AccessDenied", "s", ("not here",))

    def holding(self) -> str:
        """Whether anybody holds sleep up."""
        if self.held is None:
            return "nobody holds"
        try:
            gone = os.read(self.held, 1) == b""
        except BlockingIOError:
            return "held"
        assert gone
        os.close(self.held)
        self.held = None
        return "let go"

    def say(self, path: str, interface: str, name: str, signature: str = "", body: tuple[object, ...] = ()) -> None:
        """A signal to all."""
        self.connection.send(new_signal(DBusAddress(path, interface=interface), name, signature or None, body))


def main(system: str, session: str, without: str) -> None:
    """Play."""
    logind = _Logind(open_dbus_connection(system, enable_fds=True), without != "holding")
    saver = open_dbus_connection(session)
    if without != "logind":
        logind.connection.send_and_get_reply(message_bus.RequestName(LOGIND))
    if without != "saver":
        saver.send_and_get_reply(message_bus.RequestName(SAVER))
    print("ready", flush=True)
    with selectors.DefaultSelector() as both:
        both.register(sys.stdin, selectors.EVENT_READ)
        both.register(logind.connection.sock, selectors.EVENT_READ)
        while True:
            for key, _events in both.select():
                if key.fileobj is not sys.stdin:
                    logind.serve()
                elif line := sys.stdin.readline():
                    _happens(line.strip(), logind, saver)
                    print(logind.holding(), flush=True)
                else:
                    return


def _happens(what: str, logind: _Logind, saver: DBusConnection) -> None:
    if what == "lock":
        logind.say(SESSION, f"{LOGIND}.Session", "Lock")
    elif what in ("hint", "no hint"):
        logind.locked = what == "hint"
        told = (f"{LOGIND}.Session", {"LockedHint": ("b", logind.locked)}, [])
        logind.say(SESSION, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", told)
    elif what in ("saver", "saver ends"):
        address = DBusAddress("/org/gnome/ScreenSaver", interface=SAVER)
        saver.send(new_signal(address, "ActiveChanged", "b", (what == "saver",)))
    elif what in ("sleep", "wake"):
        logind.say(MANAGER, f"{LOGIND}.Manager", "PrepareForSleep", "b", (what == "sleep",))


if __name__ == "__main__":
    main(*sys.argv[1:])
