"""The encrypted cache: opening, making, bringing forward, setting aside. No numpy (start path).

The file as such is in `cache/encrypted_file.py`, the tables in `cache/layout.py`, what they mean in modules of
their own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar, Final, Self

from bpo_desk.cache.encrypted_file import (
    PAGE_SIZE,
    EncryptedFile,
    FileWords,
    assert_encrypted,
    connect,
    connected,
    in_words,
    key_mark_file,
    refuse_plain_file,
    remove_files,
    write_key_mark,
)
from bpo_desk.cache.layout import ADDITIVE, LAYOUT_VERSION, TABLES
from bpo_desk.errors import CacheDamaged, CacheTooNew, NotFound

__all__ = ["PAGE_SIZE", "Cache", "remove_files", "set_aside"]

_WORDS: Final = FileWords(
    "local cache",
    "It was left as it is. Set it aside (`bpo-desk sync --rebuild`): sync then loads all anew.",
    "Free some room and sync again; nothing was lost.",
    "Use the key that it was made with, or set the file aside; the next sync loads everything anew.",
)


class Cache(EncryptedFile):
    """One open connection to the cache of a profile. One thread at a time; each thread opens its own."""

    words: ClassVar[FileWords] = _WORDS

    def __init__(self, path: Path, connection: Any) -> None:
        super().__init__(path, connection)
        self.remembered: dict[object, tuple[int, Any]] = {}  # what readers keep between questions, with its counter

    @classmethod
    def create(cls, path: Path, key: bytes) -> Self:
        """Make a new, empty cache. Raises CacheDamaged where some file lies there already (nothing is overwritten)."""
        if path.exists():
            raise CacheDamaged(f"{path.name} is there already.", "Open it, or set it aside first.")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with in_words(path, _WORDS):
            write_key_mark(path, key)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            cache = cls(path, connect(path, key))
            try:
                with cache.write():
                    for statement in TABLES:
                        cache.connection.execute(statement)
                    cache.connection.execute(f"pragma user_version = {LAYOUT_VERSION}")
                assert_encrypted(path, _WORDS, cache.connection)
            except BaseException:
                cache.close()
                remove_files(path)
                raise
        return cache

    @classmethod
    def open(cls, path: Path, key: bytes) -> Self:
        """Open a cache that is there, brought to this layout.

        Raises NotFound, WrongKey, CacheDamaged (plain file, damaged file), CacheTooNew. An older layout that cannot
        be brought forward in place is replaced by an empty cache: the next sync fills it again.
        """
        if not path.is_file() or path.stat().st_size == 0:
            raise NotFound(f"There is no local cache {path.name}.", "Sync first.")
        refuse_plain_file(path, _WORDS)
        connection = None
        try:
            with in_words(path, _WORDS):
                connection = connected(path, key, _WORDS)
                version = connection.execute("pragma user_version").fetchone()[0]
                assert_encrypted(path, _WORDS, connection)
            cache = cls(path, connection)
            if version > LAYOUT_VERSION:
                raise CacheTooNew(
                    f"{path.name} was written by a newer program (layout {version}, this one knows {LAYOUT_VERSION}).",
                    "Update this program; the cache was not touched.",
                )
            if version < LAYOUT_VERSION and not cache._brought_forward(version):
                cache.close()
                return cls._replaced(path, key)
        except BaseException:
            if connection is not None:
                connection.close()
            raise
        return cache

    @classmethod
    def open_or_create(cls, path: Path, key: bytes) -> Self:
        """Open the cache, or make it where there is no file at all."""
        missing = not path.exists() or path.stat().st_size == 0
        if missing:
            remove_files(path)  # with the log that a killed first start may have left
        return cls.create(path, key) if missing else cls.open(path, key)

    def _brought_forward(self, version: int) -> bool:
        if any(step not in ADDITIVE for step in range(version + 1, LAYOUT_VERSION + 1)) or version < 1:
            return False
        with self.write():
            for step in range(version + 1, LAYOUT_VERSION + 1):
                for statement in ADDITIVE[step]:
                    self.connection.execute(statement)
            self.connection.execute(f"pragma user_version = {LAYOUT_VERSION}")
        return True

    @classmethod
    def _replaced(cls, path: Path, key: bytes) -> Self:
        beside = path.with_name(f"{path.stem}_v{LAYOUT_VERSION}{path.suffix}")
        remove_files(beside)
        cls.create(beside, key).close()
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        beside.replace(path)
        key_mark_file(beside).unlink(missing_ok=True)
        return cls.open(path, key)


def set_aside(path: Path) -> Path:
    """Rename a damaged cache so that the next sync makes a new one; returns where it lies now."""
    number = 1
    while (target := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.replace(target)
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    key_mark_file(path).unlink(missing_ok=True)
    return target
