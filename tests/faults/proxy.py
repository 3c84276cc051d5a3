"""A TCP proxy that misbehaves when it is told to: cuts, stalls, is slow, cuts after so many bytes, is not there."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from types import TracebackType
from typing import Self

_PIECE = 16_384
_LOOK = 0.02


class _Line:
    """One connection with its other half; bytes that wait are kept for as long as the line is stalled."""

    def __init__(self, near: socket.socket, far: socket.socket) -> None:
        self.near, self.far = near, far

    def close(self) -> None:
        for each in (self.near, self.far):
            # What a lost connection looks like: no orderly end, the next thing that either side hears is a reset.
            with contextlib.suppress(OSError):
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            each.close()


class Proxy:
    """Passes what comes to `port` on to `target` of the loopback address, and back. A context manager; one thread.

    `stalled`: nothing passes in either direction. `per_second`: bytes that pass, None = as fast as it goes.
    `cut_after`: bytes after which every line is cut, once. `down`: whoever connects is thrown out. All may be set at
    any time.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.stalled = self.down = False
        self.per_second: int | None = None
        self.cut_after: int | None = None
        self.cuts = self.passed = 0
        self._cut = threading.Event()
        self._ended = threading.Event()
        self._lines: dict[socket.socket, tuple[socket.socket, _Line]] = {}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def cut(self) -> None:
        """Every line that there is breaks."""
        self._cut.set()

    def behave(self) -> None:
        """From now on everything passes."""
        self.stalled = self.down = False
        self.per_second = self.cut_after = None

    def _run(self) -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(self._listener, selectors.EVENT_READ)
            while not self._ended.is_set():
                if self._cut.is_set() or (self.cut_after is not None and self.cut_after <= 0):
                    self._cut.clear()
                    self.cut_after = None
                    self._break_all(ready)
                if self.stalled:
                    time.sleep(_LOOK)
                    continue
                for key, _ in ready.select(_LOOK):
                    if key.fileobj is self._listener:
                        self._accept(ready)
                    elif isinstance(key.fileobj, socket.socket) and key.fileobj in self._lines:
                        self._pass_on(ready, key.fileobj)
            self._break_all(ready)
        self._listener.close()

    def _accept(self, ready: selectors.BaseSelector) -> None:
        near, _ = self._listener.accept()
        far = socket.socket()
        try:
            if self.down:
                raise ConnectionRefusedError
            far.connect(("127.0.0.1", self.target))
        except OSError:
            _Line(near, far).close()
            return
        line = _Line(near, far)
        for one, other in ((near, far), (far, near)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._lines[one] = (other, line)
            ready.register(one, selectors.EVENT_READ)

    def _pass_on(self, ready: selectors.BaseSelector, source: socket.socket) -> None:
        target, line = self._lines[source]
        room = _PIECE if self.per_second is None else max(self.per_second // 50, 1)
        if self.cut_after is not None:
            room = max(min(room, self.cut_after), 1)
        try:
            data = source.recv(room)
            if data:
                target.sendall(data)
        except OSError:
            data = b""
        if not data:
            self._forget(ready, line)
            line.close()
            return
        self.passed += len(data)
        if self.cut_after is not None:
            self.cut_after -= len(data)
        if self.per_second is not None:
            time.sleep(len(data) / self.per_second)

    def _forget(self, ready: selectors.BaseSelector, line: _Line) -> None:
        for each in (line.near, line.far):
            if self._lines.pop(each, None) is not None:
                ready.unregister(each)

    def _break_all(self, ready: selectors.BaseSelector) -> None:
        for line in {id(line): line for _, line in self._lines.values()}.values():
            self.cuts += 1
            self._forget(ready, line)
            line.close()
