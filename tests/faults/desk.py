"""A desk of the simulator: the product's own copy and outbox, on real files, in a process that may die at any commit.

Most schedules keep these files without encryption, which takes no part in any fault but a good part of the time.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from bpo_desk.cache import encrypted_file
from bpo_desk.cache.encrypted_file import PAGE_SIZE
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.models.mutation import Mutation
from bpo_desk.sync.first_pages import NOW_AND_THEN, FirstPages
from bpo_desk.sync.keep import Keeper
from bpo_desk.sync.run import silently

KEY = bytes(range(32))
START = 1_800_000_000_000_000
_FILES = ("cache.db", "cache.db-wal", "outbox.db", "outbox.db-wal", "cache.db-key", "outbox.db-key")


class Killed(BaseException):
    """The process ends here; what was committed before is there when it starts again."""


class _MortalCache(Cache):
    """A copy whose process may die inside any transaction."""

    at_commit: Callable[[], None] = staticmethod(lambda: None)

    @contextmanager
    def write(self) -> Iterator[Any]:
        with super().write() as connection:
            yield connection
            self.at_commit()


class _MortalOutbox(Outbox):
    """An outbox whose process may die inside any transaction."""

    at_commit: Callable[[], None] = staticmethod(lambda: None)

    @contextmanager
    def write(self) -> Iterator[Any]:
        with super().write() as connection:
            yield connection
            self.at_commit()


@dataclass
class Desk:
    """One desk with what it ever wrote. `fuse`: transactions until its process dies, None while it lives on."""

    folder: Path
    name: str
    fuse: int | None = None
    clock: int = START
    written: list[Mutation] = field(default_factory=list)
    sessions: int = 0

    def open(self) -> None:
        """Start the process."""
        self.cache = _MortalCache.open_or_create(self.folder / "cache.db", KEY)
        self.outbox = _MortalOutbox.open_or_create(self.folder / "outbox.db", KEY)
        self.cache.at_commit = self.outbox.at_commit = self._burn  # type: ignore[method-assign]
        self.pages = FirstPages(self.cache, NOW_AND_THEN)
        self.keeper = Keeper(self.cache, silently)  # as the process that follows: what it remembers dies with it

    def close(self) -> None:
        """End it."""
        self.cache.close()
        self.outbox.close()

    def _burn(self) -> None:
        if self.fuse is not None:
            self.fuse -= 1
            if self.fuse < 0:
                self.fuse = None
                raise Killed

    def remember(self) -> None:
        """What of the copy is safe on disk, should the power fail later."""
        for suffix in ("", "-wal"):
            kept = self.folder / f"safe.db{suffix}"
            kept.unlink(missing_ok=True)
            if (file := self.folder / f"cache.db{suffix}").exists():
                shutil.copyfile(file, kept)

    def lose_power(self) -> None:
        """The write-ahead log of the copy was not flushed; the outbox was."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            (self.folder / f"cache.db{suffix}").unlink(missing_ok=True)
            if (kept := self.folder / f"safe.db{suffix}").exists():
                shutil.copyfile(kept, self.folder / f"cache.db{suffix}")
        self.open()

    def files(self) -> dict[str, bytes]:
        """What lies on the disk of a desk whose process is not running."""
        return {name: (self.folder / name).read_bytes() for name in _FILES if (self.folder / name).exists()}

    def put_files(self, files: dict[str, bytes]) -> None:
        """Begin with the disk of another desk."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (self.folder / name).write_bytes(content)


def without_encryption(patch: pytest.MonkeyPatch) -> None:
    """Copies and outboxes are plain files: the same library, pages, transactions and write-ahead log."""
    for name, plain in (
        ("connect", _connect_plain), ("assert_encrypted", _believe), ("refuse_plain_file", _believe)
    ):  # fmt: skip
        original = getattr(encrypted_file, name)
        for module in [each for at, each in sys.modules.items() if at.startswith("bpo_desk.cache.")]:
            if getattr(module, name, None) is original:
                patch.setattr(module, name, plain)


def _believe(*_: object) -> None:
    """Stands for the checks that a file is encrypted."""


def _connect_plain(path: Path, _key: bytes, _synchronous: str = "normal") -> Any:
    connection = dbapi2.connect(os.fspath(path), isolation_level=None, check_same_thread=False)
    # Nobody waits for the disk: a process that dies loses nothing by it, and power cuts are simulated by copies.
    for setting in (f"page_size = {PAGE_SIZE}", "journal_mode = wal", "synchronous = off", "secure_delete = on",
                    "temp_store = memory", "foreign_keys = on"):  # fmt: skip
        connection.execute(f"pragma {setting}").fetchall()
    return connection
