"""A desk that holds one case, read from the shared database for as long as somebody looks: for cases that have left the
copy. Its copy lies under a random key that only this process has. That somebody looked is noted as on any desk.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bpo_desk.cache.key import KEY_BYTES
from bpo_desk.cache.store import Cache, remove_files
from bpo_desk.workspace.desk import Workspace
from bpo_desk.workspace.passwords import password_for
from bpo_desk.workspace.profiles import Connections

_NAME: Final = "one-case-"
_LEFT_BEHIND: Final = 24 * 3600.0
"""Seconds after which a copy counts as left behind by a process that was killed."""


class OneCase(Workspace):
    """The desk of a profile over another copy."""

    def __init__(self, own: Workspace, file: Path, key: bytes) -> None:
        super().__init__(own.places, own.settings, own.profile, own.key, own.key_note)
        self._connections = Connections(file, key)


@contextmanager
def one_case(profile: str, engagement: str, number: str, password_stdin: bool = False) -> Iterator[OneCase]:
    """The desk of a profile over one case (code of its engagement, number). Asks the shared database, so it must
    answer. Raises DeskError kinds; nothing is left behind."""
    from bpo_desk.shared.engine import open_engine
    from bpo_desk.shared.one_case_feed import OneCaseFeed
    from bpo_desk.sync.run import sync_once

    own = Workspace.open(profile)
    for left in own.places.profile_folder(profile).glob(f"{_NAME}*.db"):  # nobody has the key any more
        if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
            remove_files(left)
    key = secrets.token_bytes(KEY_BYTES)
    file = own.places.profile_folder(profile) / f"{_NAME}{os.getpid()}-{secrets.token_hex(4)}.db"
    try:
        engine = open_engine(own.shared_url, password_for(own.shared_url, password_stdin))
        cache = Cache.create(file, key)
        try:
            sync_once(cache, OneCaseFeed(engine, engagement, number))
        finally:
            cache.close()
            engine.dispose()
        desk = OneCase(own, file, key)
        try:
            yield desk
        finally:
            desk.close()
    finally:
        remove_files(file)
        own.close()
