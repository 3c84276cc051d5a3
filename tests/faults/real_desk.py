"""A real desk for the real-stack schedules: its sync process and its files; killed, restarted, short of room."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from bpo_desk.cache import bookmarks
from bpo_desk.cache.bookmarks import Stage
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError, NotFound
from bpo_desk.models.mutation import Actor, CommentAdded, Mutation, new_mutation_id
from bpo_desk.settings import HOME_VARIABLE, Profile, local_places, read_settings, save_settings, with_profile
from tests.faults.copy import contents
from tests.faults.shared_rows import difference
from tests.patience import PATIENCE

KEY = bytes(range(32))
ROOM = 24_576
"""Bytes up to which a file may be written while the disk is "full"."""


@dataclass
class RealDesk:
    """One profile on the disk and the product's own `sync --follow` over it. A context manager."""

    home: Path
    name: str
    url: str
    written: list[Mutation] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    told: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> RealDesk:
        self.environment = {
            **os.environ, HOME_VARIABLE: str(self.home), "BPO_DESK_KEY": KEY.hex(),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }  # fmt: skip
        self.places = local_places(self.environment)
        self.places.prepare()
        save_settings(self.places, with_profile(read_settings(self.places), Profile("default", self.url)))
        text = self.places.settings_file.read_text("utf-8")
        self.places.settings_file.write_text("sync_every_seconds = 2\n" + text, "utf-8")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start the sync process; its lines are read for the failures that it tells."""
        self.told.clear()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bpo_desk", "sync", "--follow", "--json"],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,), name=f"reads-{self.name}")
        self._reader.start()

    def _read(self, lines: IO[bytes]) -> None:
        with lines:
            for line in lines:
                told = json.loads(line)
                self.told.set()
                if told["event"] == "error":
                    self.errors[told["code"]] += 1

    def kill(self) -> None:
        """End it between any two instructions."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)
        self._reader.join()
        if self.process.stdin is not None:
            self.process.stdin.close()

    def revive(self) -> bool:
        """Start it again where it has ended by itself, as the desk would; whether it had."""
        if self.process.poll() is None:
            return False
        self.kill()
        self.start()
        return True

    def no_room(self, *, full: bool) -> None:
        """From now on no file of the process may grow, as on a full disk or beyond a quota (RLIMIT_FSIZE)."""
        import resource

        limit = (ROOM if full else resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, limit)

    def write_note(self, engagement: str, case: str, at: int) -> None:
        """A person writes a comment: into the outbox, from another process than the one that syncs."""
        own = Mutation(
            new_mutation_id(at), engagement, case, CommentAdded(f"note {len(self.written)}"), at,
            Actor(self.name, self.name),
        )  # fmt: skip
        outbox = Outbox.open_or_create(self.places.outbox_file("default"), KEY)
        try:
            outbox.add(own)
        finally:
            outbox.close()
        self.written.append(own)

    def states(self) -> dict[str, str]:
        """Mutation -> state in the outbox."""
        try:
            outbox = Outbox.open(self.places.outbox_file("default"), KEY)
        except NotFound:
            return {}
        try:
            return dict(outbox.rows("select mutation_id, state from entry"))  # type: ignore[arg-type]
        finally:
            outbox.close()

    def differs(
        self, engagement: int, expected: dict[tuple[int, int], dict[str, object]], kept: Collection[int]
    ) -> str:
        """How the copy differs from what it should hold; "" where it is equal and whole. `kept`: cases that left and
        may still be here."""
        try:
            cache = Cache.open(self.places.cache_file("default"), KEY)
        except DeskError as error:
            return f"the copy of {self.name} does not open: {error.message}"
        try:
            if bookmarks.bookmark(cache, engagement).stage is not Stage.READY:
                return f"the copy of {self.name} is not whole yet"
            held = contents(cache, engagement).items()
            return difference({event: row for event, row in held if row["case"] not in kept}, expected)
        finally:
            cache.close()
