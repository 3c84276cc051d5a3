"""An encrypted file under another key: a whole copy is made beside it, checked, and put in its place in one step.

Not SQLCipher's own rekey: a copy leaves the file untouched until the last moment, and one that is cut off is just
thrown away. Which keys, and where they are kept, is decided in `workspace/key_rotation.py`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from bpo_desk.cache.encrypted_file import (
    PAGE_SIZE,
    EncryptedFile,
    FileWords,
    check_key_mark,
    connect,
    connected,
    in_words,
    key_mark_file,
    refuse_plain_file,
    remove_files,
    write_key_mark,
)
from bpo_desk.errors import DeskError, WrongKey

_BUSY_MS: Final = 3_000


def is_there(path: Path) -> bool:
    """Whether there is anything to change the key of."""
    return path.is_file() and path.stat().st_size > 0


def opens(path: Path, key: bytes, words: FileWords) -> bool:
    """Whether the key opens the file. Raises CacheDamaged for one that lies there in plain text, and as files do that
    cannot be read."""
    refuse_plain_file(path, words)
    try:
        with in_words(path, words):
            connect(path, key).close()
    except WrongKey:
        return False
    except DeskError:
        if _marked_for(path, key, words):
            raise
        return False
    return True


def rekeyed_beside(path: Path, old: bytes, new: bytes, words: FileWords) -> Path:
    """Write the whole file under the new key beside it and check every page; the path of the copy.

    Raises WrongKey, CacheDamaged, DiskFull, and DeskError (code "in_use") where a desk or a sync has the file open; the
    file itself is left as it was.
    """
    beside = path.with_name(f"{path.name}.rekeyed")
    remove_files(beside)
    try:
        with in_words(path, words):
            os.close(os.open(beside, os.O_RDWR | os.O_CREAT, 0o600))
            source = connected(path, old, words, "full")
            try:
                _alone(source, path, words)
                _export(source, beside, new)
            finally:
                source.close()
            copy = _Copy(beside, connected(beside, new, words, "full"))
            try:
                copy.check()
                copy.tidy()
            finally:
                copy.close()
    except BaseException:
        remove_files(beside)
        raise
    return beside


def put_in_place(beside: Path, path: Path, new: bytes) -> None:
    """Let the copy take the place of the file, and the mark of its key with it."""
    # Whoever opened the file meanwhile waits or fails; a log that belongs to the old file must not meet the new one.
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
        Path(f"{beside}{suffix}").unlink(missing_ok=True)
    beside.replace(path)
    write_key_mark(path, new)


def _alone(source: Any, path: Path, words: FileWords) -> None:
    """Fold the log in and hold the file for this connection only."""
    source.execute(f"pragma busy_timeout = {_BUSY_MS}").fetchall()
    try:
        mode = source.execute("pragma journal_mode = delete").fetchone()[0]
        source.execute("pragma locking_mode = exclusive").fetchall()
        source.execute("begin exclusive")
        source.execute("commit")
    except dbapi2.OperationalError as error:
        if not str(getattr(error, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise
        mode = "wal"
    if mode != "delete":
        raise DeskError(
            f"The {words.what} {path.name} is in use, so its key cannot be changed now.",
            "Close the desk and end every sync of this profile, then try again. Nothing was changed.",
            code="in_use",
        )


def _export(source: Any, beside: Path, new: bytes) -> None:
    version = int(source.execute("pragma user_version").fetchone()[0])
    source.execute(f"attach database ? as fresh key \"x'{new.hex()}'\"", (str(beside),))
    source.execute(f"pragma fresh.cipher_page_size = {PAGE_SIZE}").fetchall()
    source.execute("begin")
    source.execute("select sqlcipher_export('fresh')").fetchall()
    source.execute(f"pragma fresh.user_version = {version}")
    source.execute("commit")
    source.execute("detach database fresh")


def _marked_for(path: Path, key: bytes, words: FileWords) -> bool:
    """Whether the mark beside the file says that this key opens it: then what went wrong is not the key."""
    try:
        check_key_mark(path, key, words)
    except WrongKey:
        return False
    return key_mark_file(path).is_file()


class _Copy(EncryptedFile):
    words = FileWords(
        "new file", "Try again; the old file is as it was.", "Free some room; the old file is as it was.", ""
    )
