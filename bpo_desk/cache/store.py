"""The encrypted file itself: opening, the start-up assertions, transactions, failures in words. No numpy (start path).

What the tables mean lies in the modules of each table; their SQL is in `cache/layout.py`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

from sqlcipher3 import dbapi2

from bpo_desk.cache.layout import ADDITIVE, LAYOUT_VERSION, TABLES
from bpo_desk.errors import CacheDamaged, CacheTooNew, DeskError, DiskFull, NotFound, WrongKey

PAGE_SIZE: Final = 8192
_PLAIN_HEADER: Final = b"SQLite format 3\x00"
_BUSY_SECONDS: Final = 30.0
_PAGE_CACHE_KIB: Final = 16_384


class Cache:
    """One open connection to the cache of a profile. One thread at a time; each thread opens its own."""

    def __init__(self, path: Path, connection: Any) -> None:
        self.path = path
        self.connection = connection
        self.remembered: dict[object, tuple[int, Any]] = {}  # what readers keep between questions, with its counter

    @classmethod
    def create(cls, path: Path, key: bytes) -> Self:
        """Make a new, empty cache. Raises CacheDamaged where some file lies there already (nothing is overwritten)."""
        if path.exists():
            raise CacheDamaged(f"{path.name} is there already.", "Open it, or set it aside first.")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _in_words(path):
            _write_key_mark(path, key)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            cache = cls(path, _connect(path, key))
            try:
                with cache.write():
                    for statement in TABLES:
                        cache.connection.execute(statement)
                    cache.connection.execute(f"pragma user_version = {LAYOUT_VERSION}")
                _assert_encrypted(path, cache.connection)
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
        _refuse_plain_file(path)
        connection = None
        try:
            with _in_words(path):
                connection = _connected(path, key)
                version = connection.execute("pragma user_version").fetchone()[0]
                _assert_encrypted(path, connection)
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
        _mark_file(beside).unlink(missing_ok=True)
        return cls.open(path, key)

    @contextmanager
    def write(self) -> Iterator[Any]:
        """One transaction: all of it or nothing. Failures come out as DeskError kinds."""
        with self._transaction("begin immediate"):
            yield self.connection

    @contextmanager
    def read(self) -> Iterator[Any]:
        """One snapshot: everything read inside agrees. May lie inside `write` or another `read`."""
        if self.connection.in_transaction:
            yield self.connection
            return
        with self._transaction("begin"):
            yield self.connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        # A page that fails its check comes out as garbage when it is the last one that a row reads; the library tells
        # of it later. So nothing that was read is believed before the commit, and where garbage led to a fault of ours
        # first, every page is checked.
        with _in_words(self.path):
            self.connection.execute(begin)
            try:
                yield
                self.connection.execute("commit")
            except (dbapi2.Error, DeskError, OSError):
                self._roll_back()
                raise
            except Exception:
                self._roll_back()
                self.check()
                raise
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("rollback")

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of one small query."""
        with self.read() as connection:
            found: list[tuple[Any, ...]] = connection.execute(statement, tuple(parameters)).fetchall()
            return found

    def interrupt(self) -> None:
        """Stop the SQL that another thread is running on this connection."""
        self.connection.interrupt()

    def tidy(self) -> None:
        """Fold the write-ahead log into the file and empty it; does nothing while another process reads."""
        with _in_words(self.path):
            self.connection.execute("pragma wal_checkpoint(truncate)").fetchall()

    def check(self) -> None:
        """Read and authenticate every page. Raises CacheDamaged with what is wrong."""
        with _in_words(self.path):
            wrong = self.connection.execute("pragma cipher_integrity_check").fetchall()
            if not wrong:
                wrong = [row for row in self.connection.execute("pragma quick_check") if row[0] != "ok"]
        if wrong:
            raise _damaged(self.path, f"{len(wrong)} damaged places")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def set_aside(path: Path) -> Path:
    """Rename a damaged cache so that the next sync makes a new one; returns where it lies now."""
    number = 1
    while (target := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.replace(target)
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    _mark_file(path).unlink(missing_ok=True)
    return target


def remove_files(path: Path) -> None:
    """Delete a cache with everything that belongs to it."""
    for each in (path, Path(f"{path}-wal"), Path(f"{path}-shm"), _mark_file(path)):
        each.unlink(missing_ok=True)


def _connect(path: Path, key: bytes) -> Any:
    connection = dbapi2.connect(str(path), timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        # First of all, or the library prints its complaints about a wrong key to stderr.
        connection.execute("pragma cipher_log_level = NONE").fetchall()
        connection.execute(f"pragma key = \"x'{key.hex()}'\"").fetchall()
        connection.execute(f"pragma cipher_page_size = {PAGE_SIZE}").fetchall()
        connection.execute("select count(*) from sqlite_master").fetchone()
        connection.execute("pragma journal_mode = wal").fetchone()
        for setting in (
            "synchronous = normal",
            "secure_delete = on",
            "temp_store = memory",
            "foreign_keys = on",
            f"cache_size = -{_PAGE_CACHE_KIB}",
        ):
            connection.execute(f"pragma {setting}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _connected(path: Path, key: bytes) -> Any:
    # The mark is compared only where the key does not open the file: that is never needed for a start that goes well,
    # and brings OpenSSL in.
    try:
        return _connect(path, key)
    except dbapi2.DatabaseError:
        _check_key_mark(path, key)
        raise


def _assert_encrypted(path: Path, connection: Any) -> None:
    # A plain SQLite library takes PRAGMA key in silence and writes plain text: never trust, look.
    cipher = connection.execute("pragma cipher_version").fetchone()
    if not cipher or not cipher[0]:
        raise CacheDamaged("This SQLite library does not encrypt.", "Install the program's own dependencies again.")
    page = int(connection.execute("pragma page_size").fetchone()[0])
    if page != PAGE_SIZE:
        raise CacheDamaged(f"{path.name} has pages of {page} bytes, not {PAGE_SIZE}.", _SET_ASIDE)
    _refuse_plain_file(path)


def _refuse_plain_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            plain = file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER
    except OSError as error:
        raise DeskError(f"{path.name} cannot be read: {error.strerror}.", "See to its access rights.") from error
    if plain:
        raise CacheDamaged(f"A file that is not encrypted lies in the place of {path.name}.", _SET_ASIDE)


_SET_ASIDE: Final = "It was left as it is. Set it aside (`bpo-desk sync --rebuild`): sync then loads all anew."


def _damaged(path: Path, reason: str) -> CacheDamaged:
    return CacheDamaged(f"The local cache {path.name} is damaged: {reason}.", _SET_ASIDE)


def _mark_file(path: Path) -> Path:
    return Path(f"{path}-key")


def _key_mark(key: bytes) -> str:
    import hmac  # with OpenSSL behind it: not for a start that goes well

    return hmac.digest(key, b"bpo_desk: which key opens this cache", "sha256")[:16].hex()


def _write_key_mark(path: Path, key: bytes) -> None:
    # SQLCipher answers a wrong key and a damaged first page alike. The mark tells them apart; it reveals nothing
    # about a random key.
    _mark_file(path).write_text(_key_mark(key), encoding="ascii")


def _check_key_mark(path: Path, key: bytes) -> None:
    try:
        kept = _mark_file(path).read_text(encoding="ascii", errors="replace")
    except OSError:
        return  # lost: the file itself will say
    if len(kept) == 32 and kept != _key_mark(key):
        raise WrongKey(
            f"The key does not open the local cache {path.name}.",
            "Use the key or passphrase that it was made with; the cache was not touched.",
        )


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except dbapi2.Error as error:
        raise _said(path, error) from error
    except OSError as error:
        if error.errno == 28:  # ENOSPC
            raise _full(path) from error
        raise


def _said(path: Path, error: Any) -> DeskError | Exception:
    name = str(getattr(error, "sqlite_errorname", "") or "")
    if name.startswith("SQLITE_FULL") or "disk is full" in str(error):
        return _full(path)
    if name.startswith("SQLITE_NOTADB"):
        if _mark_file(path).is_file():
            return _damaged(path, "what it holds does not agree with its checks")
        return WrongKey(
            f"The key does not open {path.name}, or the file is damaged.",
            "Use the key that it was made with, or set the file aside; the next sync loads everything anew.",
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_IOERR")):
        return _damaged(path, name.removeprefix("SQLITE_").lower())
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DeskError(f"{path.name} is being written by another program.", "Try again in a moment.", code="busy")
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
        return DeskError(f"{path.name} cannot be opened or written.", "See to its access rights.", code="no_access")
    if name.startswith("SQLITE_INTERRUPT"):
        return InterruptedError("the query was interrupted")
    return error if isinstance(error, Exception) else DeskError(str(error))


def _full(path: Path) -> DiskFull:
    return DiskFull(
        f"There is no room on the disk for {path.name}.", "Free some room and sync again; nothing was lost."
    )
