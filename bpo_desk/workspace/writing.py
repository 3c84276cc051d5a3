"""The outbox as the running desk uses it: one connection, one thread at a time, opened when it is first needed.

The outbox itself is imported with its first use: the desk makes a Writing before its first paint.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bpo_desk.errors import DeskError
from bpo_desk.logs import channel

if TYPE_CHECKING:
    from bpo_desk.cache.outbox import Entry, Outbox, OutboxStatus
    from bpo_desk.models.mutation import Actor, Mutation, Payload
    from bpo_desk.models.row_seen import RowSeen


class Writing:
    """What one running desk writes."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._outbox: Outbox | None = None
        self._lock = threading.RLock()

    def opened(self) -> Outbox:
        """A connection that the caller closes; the file is made where there is none."""
        from bpo_desk.cache.outbox import Outbox

        return Outbox.open_or_create(self._path, self._key)

    @contextmanager
    def lent(self) -> Iterator[Outbox]:
        """The connection for the length of a `with`; closed if the work failed."""
        with self._lock:
            if self._outbox is None:
                self._outbox = self.opened()
            try:
                yield self._outbox
            except BaseException:
                self.close()
                raise

    @contextmanager
    def seen(self) -> Iterator[Outbox | None]:
        """The same for reading; None where nothing was ever written here, or where the file cannot be opened: the
        status says so, and the case can still be read."""
        with self._lock:
            try:
                if self._outbox is None and self._path.exists():
                    self._outbox = self.opened()
            except DeskError as error:
                channel("workspace").info("outbox not opened: %s", error.code)
            yield self._outbox

    def status(self) -> OutboxStatus:
        """What waits."""
        from bpo_desk.cache.outbox import OutboxStatus

        if not self._path.exists():
            return OutboxStatus()
        with self.lent() as outbox:
            return outbox.status()

    def needing_attention(self) -> list[Entry]:
        """What was refused."""
        if not self._path.exists():
            return []
        with self.lent() as outbox:
            return outbox.needing_attention()

    def entries(self) -> list[Entry]:
        """What waits or was refused, in the order of writing."""
        if not self._path.exists():
            return []
        with self.lent() as outbox:
            found = [*outbox.to_send(), *outbox.needing_attention()]
        return sorted(found, key=lambda each: each.position)

    def written(self) -> list[Entry]:
        """All that is kept, in the order of writing."""
        if not self._path.exists():
            return []
        with self.lent() as outbox:
            return outbox.everything()

    def mutation(
        self, engagement: str, case: str, payload: Payload, url: str, name: str = "", seen: RowSeen | None = None
    ) -> Mutation:
        """What the user of this desk writes now; `url` is the shared database's, `name` what the settings call them,
        `seen` what was shown of the row that it changes."""
        from bpo_desk.models.mutation import Mutation, new_mutation_id

        at = time.time_ns() // 1000
        base, said = (None, "") if seen is None else (seen.row_ver, seen.said)
        who = own_actor(url, name)
        return Mutation(new_mutation_id(at, who.login), engagement, case, payload, at, who, base, seen=said)

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._outbox is not None:
                self._outbox.close()
                self._outbox = None


def own_actor(url: str, name: str = "") -> Actor:
    """Who writes here: the login of the shared database's URL, else the user of this system; shown under `name`, or as
    the login where that is empty."""
    from bpo_desk.models.mutation import Actor

    login = unquote(urlsplit(url).username or "")
    if not login:
        import getpass  # with all of a terminal behind it

        try:
            login = getpass.getuser()
        except (OSError, KeyError, ImportError):  # a system without user names
            login = "unknown user"
    return Actor(login, name.strip() or login)
