"""What needs a person: refused and overtaken writes of this desk with what stands there instead, and the decisions.

How each is worded is said in `ui/attention`; nothing leaves the outbox but by `keep_theirs` or `send_again`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpo_desk.cache import bookmarks, lease
from bpo_desk.cache.outbox import Entry, EntryState
from bpo_desk.cache.outbox_decisions import Decision
from bpo_desk.cache.outbox_held import held_instead
from bpo_desk.errors import DeskError, NotFound
from bpo_desk.models.mutation import ExitAccepted, Refusal, TaskAssigned, TaskCompleted
from bpo_desk.models.mutation_kinds import ACCESS_KINDS
from bpo_desk.models.refused import Held, once_more

if TYPE_CHECKING:
    from bpo_desk.cache.store import Cache
    from bpo_desk.models.mutation import Mutation, Payload
    from bpo_desk.models.row_seen import RowSeen
    from bpo_desk.workspace.profiles import Connections
    from bpo_desk.workspace.writing import Writing

_ONCE = (ExitAccepted, TaskAssigned, TaskCompleted)
"""What can be done once: whoever came second cannot do it again, whatever they write."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One write that was not taken, and what the shared database holds instead (None: nothing that this desk knows)."""

    entry: Entry
    held: Held | None

    @property
    def may_send(self) -> bool:
        """Whether writing it again can end in another way."""
        erased = self.entry.refusal == Refusal.ERASED
        settled = self.entry.state is EntryState.CONFLICT and isinstance(self.entry.mutation.payload, _ONCE)
        return not erased and not settled


@dataclass(frozen=True, slots=True)
class Tray:
    """All that needs attention, in the order of writing, and what was decided before, the latest first."""

    refused: tuple[Refused, ...] = ()
    decided: tuple[tuple[Decision, Entry], ...] = ()


class Attention:
    """What a running desk does with refusals. `make` is how it writes, `sent` is called when something waits. Slow."""

    def __init__(
        self,
        connections: Connections,
        writing: Writing,
        make: Callable[[str, str, Payload, RowSeen | None], Mutation],
        sent: Callable[[], None],
    ) -> None:
        self._connections, self._writing, self._make, self._sent = connections, writing, make, sent

    def tray(self) -> Tray:
        """Everything, as it is now. Raises the DeskError kinds of a file that cannot be opened."""
        with self._writing.seen() as outbox:
            entries = [] if outbox is None else outbox.needing_attention()
            decided = [] if outbox is None else outbox.decisions()
        return Tray(tuple(Refused(each, self._shown(each)) for each in entries), tuple(decided))

    def _shown(self, entry: Entry) -> Held | None:
        """What is there instead; nothing of a copy that may not be used any longer."""
        try:
            return self._held(entry)
        except DeskError as error:
            if error.code != "lease_over":
                raise
            return None

    def _held(self, entry: Entry) -> Held | None:
        if entry.mutation.kind in ACCESS_KINDS:
            return None
        try:
            with self._connections.lent() as cache:
                self._check_lease(cache, entry.mutation.engagement)
                return held_instead(cache, entry)
        except NotFound:  # there is no copy
            return None

    @staticmethod
    def _check_lease(cache: Cache, code: str) -> None:
        for each in bookmarks.engagements(cache):
            if each.code == code:
                lease.check(cache, each.engagement_id, time.time_ns() // 1000)

    def keep_theirs(self, mutation_id: str) -> None:
        """Let what is there stay; what was written is kept with this decision."""
        with self._writing.lent() as outbox:
            outbox.discard(mutation_id)

    def send_again(self, mutation_id: str, texts: Mapping[str, str] | None = None) -> Mutation:
        """Write it again under a new id, on what is there now; `texts` are fields typed anew. Raises
        NotFound where it was decided already, WrongUsage for what no database would take, and as the lease does: on top
        of what may not be seen nothing is written."""
        with self._writing.lent() as outbox:
            waiting = {each.mutation.mutation_id: each for each in outbox.needing_attention()}
        if mutation_id not in waiting:
            raise NotFound("What was refused has been decided already.", "Look at the list again.")
        entry = waiting[mutation_id]
        payload, seen = once_more(entry.mutation, self._held(entry), texts or {})
        again = self._make(entry.mutation.engagement, entry.mutation.case, payload, seen)
        edited = payload != once_more(entry.mutation, self._held(entry), {})[0]
        with self._writing.lent() as outbox:
            outbox.write_again(mutation_id, again, edited=edited, at=time.time_ns() // 1000)
        self._sent()
        return again
