"""Takes the key of the local files away from where it is kept, for ever: what it opened cannot be read any more.

Where keys come from is in `key.py`; which files go with one is decided in `workspace/wiping.py`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from bpo_desk.cache.key import KEY_SERVICE, KeyringKey, KeySource, PassphraseKey
from bpo_desk.cache.key_store import forget, store_words, system_store

_BLOCK: Final = 1 << 20


def can_replace_key(source: KeySource) -> bool:
    """Whether another key can be put in the place of the one that is kept there, without asking anybody."""
    return isinstance(source, KeyringKey)


def replace_key(source: KeySource, key: bytes) -> None:
    """Put another key in the place of the one in the key store; nobody has that one afterwards. Raises MachineLacks
    where the store does not answer, TypeError for a source that `can_replace_key` denies."""
    if not isinstance(source, KeyringKey):
        raise TypeError("only what a key store keeps can be replaced")
    with store_words():
        (source.store or system_store)().set_password(KEY_SERVICE, source.profile, key.hex())


def forget_key(source: KeySource) -> bool:
    """Delete the kept key; False where it is not kept by the desk (a variable of the environment, a key in memory).
    Raises MachineLacks where the key store does not answer."""
    if isinstance(source, PassphraseKey):
        destroy_file(source.file)
        return True
    if not isinstance(source, KeyringKey):
        return False
    with store_words():
        forget((source.store or system_store)(), KEY_SERVICE, source.profile)
    return True


def destroy_file(path: Path) -> None:
    """Write zeros over a file, as far as the disk lets that take hold, and delete it. Nothing where there is none."""
    if not path.is_file():
        return
    left = path.stat().st_size
    with path.open("r+b") as file:
        while left > 0:
            left -= file.write(bytes(min(left, _BLOCK)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)
