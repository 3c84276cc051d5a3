"""An initial load in small pieces that goes on step by step, for a process of its own that is killed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from bpo_desk.cache import segments
from bpo_desk.cache.store import Cache
from bpo_desk.shared.engine import open_engine
from bpo_desk.shared.feed import Feed
from bpo_desk.sync import pull, settle
from bpo_desk.sync.run import sync_once


def load(url: str, path: Path, key: bytes, told: Connection) -> None:
    """Load everything; goes on after each line when told to: how far a round comes is no matter of how fast the machine
    is. Ends when nobody tells it any more."""

    def tell(line: Mapping[str, object]) -> None:
        try:
            told.send(line["event"])
            told.recv()
        except (EOFError, ConnectionError):
            sys.exit(0)

    pull.SPAN, settle.PART_EVENTS, segments.SEGMENT_EVENTS = 40, 100, 30  # type: ignore[misc]
    sync_once(Cache.open_or_create(path, key), Feed(open_engine(url)), tell, verify=True)
