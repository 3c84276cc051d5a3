"""Every page of an encrypted file in plain bytes, free pages and the write-ahead log among them: decrypted here,
without SQLite, by the format of SQLCipher 4 (AES-256-CBC, the IV and a tag of 64 bytes at the end of each page)."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGE = 8192
_RESERVED, _IV, _SALT = 80, 16, 16
_LOG_HEADER, _FRAME_HEADER = 32, 24
_ZLIB = b"\x78\x01"


def plain_pages(file: Path, key: bytes) -> Iterator[bytes]:
    """The pages of a file and of its log, each as plain bytes with whatever is compressed in it inflated beside."""
    ciphers = pytest.importorskip("cryptography.hazmat.primitives.ciphers", reason="no AES here to look with")
    aes = ciphers.algorithms.AES(key)

    def decrypted(page: bytes, start: int) -> bytes:
        at = PAGE - _RESERVED
        run = ciphers.Cipher(aes, ciphers.modes.CBC(page[at : at + _IV])).decryptor()
        return bytes(run.update(page[start:at]) + run.finalize())

    content = file.read_bytes()
    for at in range(0, len(content), PAGE):
        yield _inflated(decrypted(content[at : at + PAGE], _SALT if at == 0 else 0))
    log = Path(f"{file}-wal")
    frames = log.read_bytes()[_LOG_HEADER:] if log.exists() else b""
    for at in range(_FRAME_HEADER, len(frames) - PAGE + 1, _FRAME_HEADER + PAGE):
        page = frames[at : at + PAGE]
        yield _inflated(decrypted(page, 0)) + decrypted(page, _SALT)


def _inflated(page: bytes) -> bytes:
    parts, at = [page], page.find(_ZLIB)
    while at >= 0:
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(page[at:]))
        at = page.find(_ZLIB, at + 1)
    return b"\n".join(parts)


def found_in(file: Path, key: bytes, words: list[str]) -> set[str]:
    """Which of some words lie anywhere in a file."""
    left = {word: word.encode() for word in words}
    found: set[str] = set()
    for page in plain_pages(file, key):
        found |= {word for word, said in left.items() if said in page}
    return found
