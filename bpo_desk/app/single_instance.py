"""One desk a profile: a lock file says who is first, a local socket brings the first one to the front."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLockFile

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_WAIT_MS: Final = 2_000


class SingleInstance:
    """Decided at construction; `listen` only in the first one, after its first paint."""

    def __init__(self, window_file: Path) -> None:
        window_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._window_file = window_file
        self._lock = QLockFile(str(window_file.with_suffix(".lock")))
        self._lock.setStaleLockTime(0)  # a lock of a process that is gone is taken over; no other one is
        self._server: QLocalServer | None = None
        self.is_first = self._lock.tryLock(0)

    @property
    def _name(self) -> str:
        """Name of the socket; asked for after the first paint, because hashlib brings OpenSSL in."""
        from hashlib import sha256

        return "bpo-desk-" + sha256(str(self._window_file).encode()).hexdigest()[:24]

    def tell_first(self, case: str) -> bool:
        """Ask the first desk to come up, and to open a case ("" = none). Says whether it heard."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        socket.write(f"{case}\n".encode())
        return socket.waitForBytesWritten(_WAIT_MS)

    def listen(self, bring_up: Callable[[str], None]) -> None:
        """From now on call `bring_up(case number or "")` when a second desk starts."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer()
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        name = self._name
        QLocalServer.removeServer(name)

        def connected() -> None:
            socket = server.nextPendingConnection()
            if socket is not None:
                socket.readyRead.connect(lambda: bring_up(bytes(socket.readLine().data()).decode().strip()))
                socket.disconnected.connect(socket.deleteLater)

        server.newConnection.connect(connected)
        server.listen(name)
        self._server = server

    def close(self) -> None:
        """Let the next desk be the first."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()
