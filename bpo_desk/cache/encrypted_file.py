"""An encrypted local file: connection, start-up assertions, transactions, failures in words. No numpy (start path).

What lies in one is said by `cache/store.py` (the cache, which may be thrown away) and `cache/outbox.py` (which may
not).
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple

from sqlcipher3 import dbapi2

from bpo_desk.errors import CacheDamaged, DeskError, DiskFull, WrongKey

PAGE_SIZE: Final = 8192
_PLAIN_HEADER: Final = b"SQLite format 3\x00"
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_PROBE: Final = 65_536
_BUSY_SECONDS: Final = 30.0
_PAGE_CACHE_KIB: Final = 16_384  # of who writes
_FEW_PAGES_KIB: Final = 2_048


class FileWords(NamedTuple):
    """How people are told of one kind of file: what it is, and the next step when it is damaged, has no room, or does
    not open."""

    what: str
    if_damaged: str
    if_full: str
    if_not_opened: str


class EncryptedFile:
    """One open connection. One thread at a time; each thread opens its own."""

    words: ClassVar[FileWords]

    def __init__(self, path: Path, connection: Any) -> None:
        self.path = path
        self.connection = connection

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
        with in_words(self.path, self.words):
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

    def keep_few_pages(self) -> None:
        """Keep little of what was read: for who asks for other pages each time, a case, a search, the whole queue."""
        self.connection.execute(f"pragma cache_size = -{_FEW_PAGES_KIB}").fetchall()

    def interrupt(self) -> None:
        """Stop the SQL that another thread is running on this connection."""
        self.connection.interrupt()

    def tidy(self) -> None:
        """Fold the write-ahead log into the file and empty it; does nothing while another process reads."""
        with in_words(self.path, self.words):
            self.connection.execute("pragma wal_checkpoint(truncate)").fetchall()

    def vacuum(self) -> None:
        """Write the file anew without its free pages. Others may read meanwhile; nobody may write."""
        with in_words(self.path, self.words):
            self.connection.execute("vacuum")

    def check(self) -> None:
        """Read and authenticate every page. Raises CacheDamaged with what is wrong."""
        with in_words(self.path, self.words):
            wrong = self.connection.execute("pragma cipher_integrity_check").fetchall()
            if not wrong:
                wrong = [row for row in self.connection.execute("pragma quick_check") if row[0] != "ok"]
        if wrong:
            raise damaged(self.path, self.words, f"{len(wrong)} damaged places")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def remove_files(path: Path) -> None:
    """Delete a file with everything that belongs to it."""
    for each in (path, Path(f"{path}-wal"), Path(f"{path}-shm"), key_mark_file(path)):
        each.unlink(missing_ok=True)


def connect(path: Path, key: bytes, synchronous: str = "normal") -> Any:
    """A connection with the settings of the house; `synchronous` "full" makes each commit survive a power cut."""
    connection = dbapi2.connect(str(path), timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        # First of all, or the library prints its complaints about a wrong key to stderr.
        connection.execute("pragma cipher_log_level = NONE").fetchall()
        connection.execute(f"pragma key = \"x'{key.hex()}'\"").fetchall()
        connection.execute(f"pragma cipher_page_size = {PAGE_SIZE}").fetchall()
        connection.execute("select count(*) from sqlite_master").fetchone()
        connection.execute("pragma journal_mode = wal").fetchone()
        for setting in (
            f"synchronous = {synchronous}",
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


def connected(path: Path, key: bytes, words: FileWords, synchronous: str = "normal") -> Any:
    """A connection as `connect` makes it; WrongKey where the mark says that another key opens the file."""
    # The mark is compared only where the key does not open the file: a start that goes well never needs it.
    try:
        return connect(path, key, synchronous)
    except dbapi2.DatabaseError:
        check_key_mark(path, key, words)
        raise


def assert_encrypted(path: Path, words: FileWords, connection: Any) -> None:
    """Raises CacheDamaged unless the library encrypts and the file has its pages."""
    # A plain SQLite library takes PRAGMA key in silence and writes plain text: never trust, look.
    cipher = connection.execute("pragma cipher_version").fetchone()
    if not cipher or not cipher[0]:
        raise CacheDamaged("This SQLite library does not encrypt.", "Install the program's own dependencies again.")
    page = int(connection.execute("pragma page_size").fetchone()[0])
    if page != PAGE_SIZE:
        raise CacheDamaged(f"{path.name} has pages of {page} bytes, not {PAGE_SIZE}.", words.if_damaged)
    refuse_plain_file(path, words)


def refuse_plain_file(path: Path, words: FileWords) -> None:
    """Raises CacheDamaged where a plain SQLite file lies, DeskError where the file cannot be read."""
    try:
        with path.open("rb") as file:
            plain = file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER
    except OSError as error:
        raise DeskError(f"{path.name} cannot be read: {error.strerror}.", "See to its access rights.") from error
    if plain:
        raise CacheDamaged(f"A file that is not encrypted lies in the place of {path.name}.", words.if_damaged)


def damaged(path: Path, words: FileWords, reason: str) -> CacheDamaged:
    """The failure of a file that is not what was written."""
    return CacheDamaged(f"The {words.what} {path.name} is damaged: {reason}.", words.if_damaged)


def key_mark_file(path: Path) -> Path:
    """Where the mark of the key lies that opens the file."""
    return Path(f"{path}-key")


def _key_mark(key: bytes) -> str:
    import hmac  # with OpenSSL behind it: not for a start that goes well

    return hmac.digest(key, b"bpo_desk: which key opens this cache", "sha256")[:16].hex()


def write_key_mark(path: Path, key: bytes) -> None:
    """Write down, beside the file, which key opens it."""
    # SQLCipher answers a wrong key and a damaged first page alike. The mark tells them apart; it reveals nothing
    # about a random key.
    key_mark_file(path).write_text(_key_mark(key), encoding="ascii")


def check_key_mark(path: Path, key: bytes, words: FileWords) -> None:
    """Raises WrongKey where the mark says that another key opens the file."""
    try:
        kept = key_mark_file(path).read_text(encoding="ascii", errors="replace")
    except OSError:
        return  # lost: the file itself will say
    if len(kept) == 32 and kept != _key_mark(key):
        raise WrongKey(
            f"The key does not open the {words.what} {path.name}.",
            f"Use the key or passphrase that it was made with; the {words.what.split()[-1]} was not touched.",
        )


@contextmanager
def in_words(path: Path, words: FileWords) -> Iterator[None]:
    """Turn what the library and the system say into DeskError kinds."""
    try:
        yield
    except dbapi2.Error as error:
        raise _said(path, words, error) from error
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise _full(path, words) from error
        raise


def _said(path: Path, words: FileWords, error: Any) -> DeskError | Exception:
    name = str(getattr(error, "sqlite_errorname", "") or "")
    if name.startswith("SQLITE_FULL") or "disk is full" in str(error):
        return _full(path, words)
    if name.startswith("SQLITE_IOERR") and _takes_no_more(path):
        return _full(path, words)
    if name.startswith("SQLITE_NOTADB"):
        if key_mark_file(path).is_file():
            return damaged(path, words, "what it holds does not agree with its checks")
        return WrongKey(
            f"The key does not open {path.name}, or the file is damaged.",
            words.if_not_opened,
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_IOERR")):
        return damaged(path, words, name.removeprefix("SQLITE_").lower())
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DeskError(f"{path.name} is being written by another program.", "Try again in a moment.", code="busy")
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
        return DeskError(f"{path.name} cannot be opened or written.", "See to its access rights.", code="no_access")
    if name.startswith("SQLITE_INTERRUPT"):
        return InterruptedError("the query was interrupted")
    return error if isinstance(error, Exception) else DeskError(str(error))


def _takes_no_more(path: Path) -> bool:
    """Whether a file of this size could not grow here. The library tells of a full disk only; a quota or a limit on
    files is a failure of reading or writing to it, which a damaged file is as well."""
    probe = Path(f"{path}-probe")
    size = max((each.stat().st_size for each in (path, Path(f"{path}-wal")) if each.exists()), default=0)
    try:
        with probe.open("wb", buffering=0) as file:
            file.seek(size)
            return file.write(b"\0" * _PROBE) < _PROBE
    except OSError as error:
        return error.errno in _NO_ROOM
    finally:
        probe.unlink(missing_ok=True)


def _full(path: Path, words: FileWords) -> DiskFull:
    return DiskFull(f"There is no room on the disk for {path.name}.", words.if_full)
