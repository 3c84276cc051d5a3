"""Every page of an encrypted file, decrypted by hand: free pages and slack included, which no query shows."""

from pathlib import Path

import pytest

from bpo_desk.cache.store import PAGE_SIZE

_RESERVED = 80  # initialisation vector 16, HMAC-SHA512 64 (SQLCipher 4)


def decrypted(path: Path, key: bytes) -> bytes:
    """The plain content of the file and of the frames in its write-ahead log."""
    ciphers = pytest.importorskip("cryptography.hazmat.primitives.ciphers", reason="no AES to decrypt pages with")
    out = []
    pages = _pages(path.read_bytes(), 0, PAGE_SIZE)
    log = Path(f"{path}-wal")
    if log.exists():
        pages += [frame[24:] for frame in _pages(log.read_bytes(), 32, PAGE_SIZE + 24)]
    for number, page in enumerate(pages):
        start = 16 if number == 0 else 0
        vector = page[-_RESERVED : -_RESERVED + 16]
        aes = ciphers.Cipher(ciphers.algorithms.AES(key), ciphers.modes.CBC(vector)).decryptor()
        out.append(aes.update(page[start:-_RESERVED]) + aes.finalize())
    return b"".join(out)


def _pages(content: bytes, at: int, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(at, len(content) - size + 1, size)]
