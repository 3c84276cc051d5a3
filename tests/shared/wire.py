"""A login that speaks PostgreSQL's own protocol, byte by byte: what libpq never sends, a hostile member may."""

from __future__ import annotations

import socket
import struct
from types import TracebackType
from typing import Self

from tests.patience import PATIENCE

_PROTOCOL = 196_608


class Wire:
    """A session of a trusted login. Answers are rows of texts; an error is a row ("E", its words)."""

    def __init__(self, port: int, database: str, login: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._answers = self._socket.makefile("rb")
        names = b"user\0" + login.encode() + b"\0database\0" + database.encode() + b"\0\0"
        body = struct.pack("!i", _PROTOCOL) + names
        self._socket.sendall(struct.pack("!i", len(body) + 4) + body)
        self._until_ready()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._answers.close()
        self._socket.close()

    def asked(self, statement: str) -> list[tuple[str | None, ...]]:
        """The rows of a statement sent as one text."""
        self._send(b"Q", statement.encode() + b"\0")
        return self._until_ready()

    def bound(self, name: str, statement: str) -> list[tuple[str | None, ...]]:
        """Bind a statement to a portal of this name, and leave it there without running it."""
        self._send(b"P", b"\0" + statement.encode() + b"\0" + struct.pack("!h", 0))
        self._send(b"B", name.encode() + b"\0\0" + struct.pack("!hhh", 0, 0, 0))
        self._send(b"S", b"")
        return self._until_ready()

    def _send(self, kind: bytes, body: bytes) -> None:
        self._socket.sendall(kind + struct.pack("!i", len(body) + 4) + body)

    def _until_ready(self) -> list[tuple[str | None, ...]]:
        rows: list[tuple[str | None, ...]] = []
        while True:
            kind = self._answers.read(1)
            body = self._answers.read(struct.unpack("!i", self._answers.read(4))[0] - 4)
            if kind == b"D":
                rows.append(_row(body))
            elif kind == b"E":
                rows.append(("E", body.replace(b"\0", b" ").decode()))
            elif kind == b"Z":
                return rows


def _row(body: bytes) -> tuple[str | None, ...]:
    found: list[str | None] = []
    place = 2
    for _ in range(struct.unpack("!h", body[:2])[0]):
        length = struct.unpack("!i", body[place : place + 4])[0]
        place += 4
        found.append(None if length < 0 else body[place : place + length].decode())
        place += max(length, 0)
    return tuple(found)
