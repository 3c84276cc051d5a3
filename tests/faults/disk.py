"""What lies on the disk of a simulated desk: files, or two databases in memory. It outlives the process of the desk.

In memory the library, pages and transactions are those of a file; there is no write-ahead log and no encryption, which
take no part in most faults but a good part of the time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlcipher3 import dbapi2

from bpo_desk.cache import encrypted_file, layout, outbox, outbox_layout, store
from bpo_desk.cache.encrypted_file import PAGE_SIZE
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache

KEY = bytes(range(32))
_FILES = ("cache.db", "cache.db-wal", "outbox.db", "outbox.db-wal", "cache.db-key", "outbox.db-key")
_SETTINGS = (f"page_size = {PAGE_SIZE}", "secure_delete = on", "temp_store = memory", "foreign_keys = on")


class _Mortal:
    """A file whose process may die inside any transaction; it extends the `write` of the class that comes after it."""

    at_commit: Callable[[], None] = staticmethod(lambda: None)

    @contextmanager
    def write(self) -> Iterator[Any]:
        with super().write() as connection:  # type: ignore[misc]
            yield connection
            self.at_commit()


class MortalCache(_Mortal, Cache):
    """The copy of such a process."""


class MortalOutbox(_Mortal, Outbox):
    """Its outbox."""


class Disk(Protocol):
    """`opened` and `closed` are the beginning and the end of a process; `remember` and `lose_power` speak of the copy
    alone: the outbox is flushed with each commit."""

    def opened(self) -> tuple[MortalCache, MortalOutbox]: ...

    def closed(self, cache: Cache, outbox: Outbox) -> None: ...

    def remember(self) -> None:
        """What lies here now is safe on the disk."""

    def lose_power(self) -> None:
        """Only that is left which was remembered last. No process is running."""

    def image(self) -> Any:
        """All of it, to begin another disk with. No process is running."""

    def thrown_away(self) -> None: ...


class FilesOnDisk:
    """Real files in a folder. `image`: what lay on another one."""

    def __init__(self, folder: Path, image: dict[str, bytes] | None = None) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in (image or {}).items():
            (folder / name).write_bytes(content)

    def opened(self) -> tuple[MortalCache, MortalOutbox]:
        cache = MortalCache.open_or_create(self.folder / "cache.db", KEY)
        return cache, MortalOutbox.open_or_create(self.folder / "outbox.db", KEY)

    def closed(self, cache: Cache, outbox: Outbox) -> None:
        cache.close()
        outbox.close()

    def remember(self) -> None:
        self._copied("cache.db", "safe.db")

    def lose_power(self) -> None:
        (self.folder / "cache.db-shm").unlink(missing_ok=True)
        self._copied("safe.db", "cache.db")

    def _copied(self, source: str, target: str) -> None:
        for suffix in ("", "-wal"):
            (self.folder / f"{target}{suffix}").unlink(missing_ok=True)
            if (file := self.folder / f"{source}{suffix}").exists():
                shutil.copyfile(file, self.folder / f"{target}{suffix}")

    def image(self) -> dict[str, bytes]:
        return {name: (self.folder / name).read_bytes() for name in _FILES if (self.folder / name).exists()}

    def thrown_away(self) -> None:
        """Left to whoever made the folder."""


class InMemory:
    """Two databases in memory. `image`: another such disk, which stays as it is."""

    def __init__(self, image: InMemory | None = None) -> None:
        self._cache, self._outbox = _database(layout), _database(outbox_layout)
        self._safe = _connection()
        if image is not None:
            image._cache.backup(self._cache)
            image._outbox.backup(self._outbox)

    def opened(self) -> tuple[MortalCache, MortalOutbox]:
        return MortalCache(Path("cache.db"), self._cache), MortalOutbox(Path("outbox.db"), self._outbox)

    def closed(self, cache: Cache, outbox: Outbox) -> None:
        for each in (cache, outbox):
            assert not each.connection.in_transaction, "a transaction outlives its process"

    def remember(self) -> None:
        self._cache.backup(self._safe)

    def lose_power(self) -> None:
        self._safe.backup(self._cache)

    def image(self) -> InMemory:
        return InMemory(self)

    def thrown_away(self) -> None:
        for each in (self._cache, self._outbox, self._safe):
            each.close()


def _connection() -> Any:
    connection = dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False)
    for setting in _SETTINGS:
        connection.execute(f"pragma {setting}").fetchall()
    return connection


def _database(tables: Any) -> Any:
    """An empty one of this layout."""
    if tables not in _EMPTY:
        _EMPTY[tables] = _connection()
        for statement in tables.TABLES:
            _EMPTY[tables].execute(statement)
        _EMPTY[tables].execute(f"pragma user_version = {tables.LAYOUT_VERSION}")
    made = _connection()
    _EMPTY[tables].backup(made)
    return made


_EMPTY: dict[Any, Any] = {}


def without_encryption(patch: pytest.MonkeyPatch) -> None:
    """Files are plain ones: the same library, pages, transactions and write-ahead log."""
    for name, plain in (
        ("connect", _connect_plain), ("assert_encrypted", _believe), ("refuse_plain_file", _believe)
    ):  # fmt: skip
        for module in (encrypted_file, store, outbox, outbox_layout):
            if hasattr(module, name):
                patch.setattr(module, name, plain)


def _believe(*_: object) -> None:
    """Stands for the checks that a file is encrypted."""


def _connect_plain(path: Path, _key: bytes, _synchronous: str = "normal") -> Any:
    connection = dbapi2.connect(os.fspath(path), isolation_level=None, check_same_thread=False)
    # Nobody waits for the disk: a process that dies loses nothing by it, and power cuts are simulated by copies.
    for setting in (*_SETTINGS, "journal_mode = wal", "synchronous = off"):
        connection.execute(f"pragma {setting}").fetchall()
    return connection
