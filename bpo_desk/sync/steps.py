"""What a puller or pusher yields besides requests: the steps that the driver carries out on the local copy or the
outbox, each whole or not at all, and what comes back. No I/O here."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bpo_desk.cache.bookmarks import Bookmark
from bpo_desk.cache.outbox import Entry
from bpo_desk.errors import DeskError
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event_block import EventBlock
from bpo_desk.models.mutation import MutationResult
from bpo_desk.models.mutation_kinds import MutationKind
from bpo_desk.shared.requests import Answer, DigestAnswer, PullAnswer, Request, Rows


class Answerer(Protocol):
    """Who answers requests: shared.feed.Feed, and the simulated server of the tests."""

    def answer(self, request: Request) -> Answer:
        """The answer to one request, read in one snapshot. Raises DeskError kinds."""
        ...


Tell = Callable[[Mapping[str, object]], None]
"""Takes one line of progress: a mapping with "event" and plain JSON values."""


def error_line(error: DeskError) -> dict[str, object]:
    """A failure as a line of progress."""
    return {"event": "error", **error.document()}


@dataclass(frozen=True, slots=True)
class Look:
    """Which engagements are in the copy, and where does each stand? Answered by Known."""


@dataclass(frozen=True, slots=True)
class Known:
    """Engagement id -> bookmark. `let_go`: for engagements with a rule of retention, from when on (microseconds UTC of
    the server) it may be applied again."""

    bookmarks: dict[int, Bookmark]
    let_go: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Meet:
    """Write what is known of an engagement: `guarded` whether it is the login that decides what is seen, `client`
    whether it is seen as clients see it. Answered by Done."""

    engagement: Engagement
    guarded: bool = False
    client: bool = False


@dataclass(frozen=True, slots=True)
class Forget:
    """Access to an engagement is lost: delete everything of it. Answered by Done."""

    engagement_id: int


@dataclass(frozen=True, slots=True)
class Wipe:
    """Nothing that is here of an engagement can be trusted: delete it and begin anew. `reason` is one word."""

    engagement_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class BeginLoad:
    """Start an initial load: the small tables and the first bookmark."""

    engagement_id: int
    tables: list[Rows]
    bookmark: Bookmark


@dataclass(frozen=True, slots=True)
class KeepBlock:
    """One block of an initial load and how far it brings us."""

    engagement_id: int
    block: EventBlock
    bookmark: Bookmark


@dataclass(frozen=True, slots=True)
class KeepPull:
    """One pull: rows, events, tombstones, the states that follow from them, and the cursor, in one transaction."""

    engagement_id: int
    answer: PullAnswer
    bookmark: Bookmark


@dataclass(frozen=True, slots=True)
class Settle:
    """Move what is durable from the tail into segments; after an initial load also order everything by case and derive
    all states. Done part by part, so that nobody waits long: answered by Done, to be asked again while it says more."""

    engagement_id: int


@dataclass(frozen=True, slots=True)
class Dispose:
    """Take the cases out of the copy that have left by the rule of the engagement. Done part by part: answered by
    Disposed, to be asked again while it says more."""

    engagement_id: int


@dataclass(frozen=True, slots=True)
class Disposed:
    """A part of Dispose is carried out; the bookmark as it was stored with it."""

    bookmark: Bookmark
    more: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """Does the copy agree with the digest? Answered by Agreed."""

    engagement_id: int
    digest: DigestAnswer


@dataclass(frozen=True, slots=True)
class IndexTexts:
    """Bring the full text a part further. Answered by Done, to be asked again while it says more."""

    engagement_id: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """These requests will be asked soon; whoever can may start on them now. Answered by Done."""

    requests: tuple[Request, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A step is carried out. `in_tail`: events in the tail afterwards, where the step counted them. `more`: a part of
    it, the step must be asked for again."""

    in_tail: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """The outcome of Compare."""

    equal: bool


@dataclass(frozen=True, slots=True)
class RenewOutbox:
    """The shared database has this epoch and its clock says `at` (microseconds UTC): what another one acknowledged
    waits again; old entries go. Answered by Done."""

    epoch: str
    at: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in the outbox, in the order of sending? Answered by Unsent."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """The entries without a final answer."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Sending:
    """These entries are on their way. Answered by Done."""

    mutation_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeepAnswer:
    """The final answer to an entry, given by a shared database of this epoch. Answered by Done."""

    mutation_id: str
    kind: MutationKind
    result: MutationResult
    epoch: str


@dataclass(frozen=True, slots=True)
class KeepFailure:
    """An entry got no final answer. Answered by Done."""

    mutation_id: str
    error: DeskError


@dataclass(frozen=True, slots=True)
class Failed:
    """What comes back for an ApplyMutation that got no answer; all other requests raise."""

    error: DeskError


PullStep = (
    Look | Meet | Forget | Wipe | BeginLoad | KeepBlock | KeepPull | Settle | Dispose | Compare | IndexTexts | Ahead
)
PushStep = RenewOutbox | Waiting | Sending | KeepAnswer | KeepFailure
LocalStep = PullStep | PushStep
Step = Request | LocalStep
Reply = Answer | Known | Done | Disposed | Agreed | Unsent | Failed | None
Puller = Generator[Step, Reply, None]


class Carrier(Protocol):
    """Who carries local steps out: sync.keep.Keeper on the copy, sync.push.Postman on the outbox."""

    def do(self, step: LocalStep) -> Reply:
        """Carry out one step, whole or not at all."""
        ...

    def forget_memory(self) -> None:
        """After a failed step: what is in memory may be ahead of what was stored."""
        ...
