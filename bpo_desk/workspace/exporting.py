"""Writes a file that leaves the desk: noted first, then there, whole or not at all. What is in it is made elsewhere."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from bpo_desk.errors import DeskError, DiskFull
from bpo_desk.models.mutation import ListExported


def write_noted(path: Path, content: bytes, note: Callable[[], None]) -> None:
    """Write `content` to `path`, having called `note` when nothing but its name was missing.

    The bytes are on disk under another name before the note is made, so that a disk that is full or a folder that may
    not be written to leaves neither note nor file. Raises DiskFull, DeskError naming the file, and what `note` raises;
    then there is no file, and one that was there before is as it was.
    """
    with _waiting(path) as waiting:
        _write(waiting, path, lambda out: out.write(content))
        note()
        _put(waiting, path)


def write_streamed(path: Path, write: Callable[[BinaryIO], None], note: Callable[[str], None]) -> None:
    """The same for what is too large to be held in memory: `write` puts it into the file that it is given, `note` gets
    the SHA-256 (hex) of all of it. Raises as `write_noted`, and what `write` raises."""
    with _waiting(path) as waiting:
        _write(waiting, path, write)
        with waiting.open("rb") as made:
            digest = hashlib.file_digest(made, "sha256").hexdigest()
        note(digest)
        _put(waiting, path)


def list_noted(told: ListExported, digest: str, numbers: Iterable[str]) -> ListExported:
    """What is noted of a list of cases whose file has this digest."""
    population = hashlib.sha256()
    for number in numbers:
        population.update(f"{number}\n".encode())
    return replace(told, digest=digest, population=population.hexdigest())


@contextmanager
def _waiting(path: Path) -> Iterator[Path]:
    """The name beside `path` under which its bytes wait; nothing is left of it, whatever happens."""
    waiting = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield waiting
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)


def _put(waiting: Path, path: Path) -> None:
    try:
        waiting.replace(path)
    except OSError as error:
        raise _failure(path, error) from error


def _write(waiting: Path, path: Path, write: Callable[[BinaryIO], object]) -> None:
    try:
        with waiting.open("xb") as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise _failure(path, error) from error


def _failure(path: Path, error: OSError) -> DeskError:
    kind = DiskFull if error.errno == errno.ENOSPC else DeskError
    return kind(
        f"{path} could not be written: {error.strerror or error}.",
        "Choose a folder that exists and that you may write to.",
    )
