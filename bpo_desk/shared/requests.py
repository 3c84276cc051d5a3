"""What a session of sync may ask of a shared database, and the answers: the whole protocol in one place.

A puller or pusher is a generator that yields these requests and is sent the answers; `shared.feed` answers them on
PostgreSQL and SQLite, the fault simulator in tests. No I/O here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event_block import EventBlock
from bpo_desk.models.mutation import Mutation, MutationResult


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the server stood at an instant (sync_security.md 1.4). `epoch`: identity of this history of the server;
    another epoch means that nothing cached can be trusted. `incarnation`: since when this server process runs.
    `xmin`: every transaction below it is over. `lsn`/`flushed`: WAL written and WAL safe on disk when the mark was
    read. On SQLite xmin is the change counter + 1, and lsn = flushed = 0. `at`: microseconds UTC of the server."""

    epoch: str
    incarnation: str
    xmin: int
    lsn: int
    flushed: int
    at: int


@dataclass(frozen=True, slots=True)
class Hello:
    """First question of a session: who are you, and which engagements may I see?"""


@dataclass(frozen=True, slots=True)
class HelloAnswer:
    mark: Mark
    schema_version: int
    dialect: str  # "postgresql" or "sqlite"
    engagements: list[Engagement]
    guarded: bool = False  # whether it is the login that decides which engagements there are
    scopes: dict[int, str] = field(default_factory=dict)
    """Engagement -> how much of it this login gets: "" (or absent) = all, else a word that changes whenever what it
    gets changes, so that a copy made under another one is made anew."""


@dataclass(frozen=True, slots=True)
class CountEvents:
    """How many events does the engagement hold (the total of a progress bar), and up to which position?"""

    engagement_id: int


@dataclass(frozen=True, slots=True)
class CountAnswer:
    mark: Mark
    events: int
    last_seq: int
    span: int = 0
    """How many positions a block of the load should cover; 0: as the puller likes."""


@dataclass(frozen=True, slots=True)
class LoadBlock:
    """The events with after_seq < position <= after_seq + span (a key range, not a count), in any order. The position
    is the sync_seq of an event; for clients the key of its case, and all positions of `events` that travel are 0."""

    engagement_id: int
    after_seq: int
    span: int


@dataclass(frozen=True, slots=True)
class LoadAnswer:
    block: EventBlock
    last_seq: int  # go on after this


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A row that left an engagement. `reason`: deleted | moved | erased. `key` is the row's key as text (an event's
    id as 32 hex digits); for events case_id says which case must be derived again."""

    table: str
    key: str
    case_id: int
    row_ver: int
    reason: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one small synced table (case, person, queue, step, field, source, process_definition, ...)."""

    table: str
    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Pull:
    """Everything of an engagement at or above the cursor, read in one snapshot. cursor 0 with `tables_only` asks for
    the small tables alone (the start of an initial load)."""

    engagement_id: int
    cursor: int
    tables_only: bool = False


@dataclass(frozen=True, slots=True)
class PullAnswer:
    """`mark` was read in the same snapshot as the rows. `events` is one block per 65,536 rows at most. `back`: of cases
    that came back since (retention.py), the events below the cursor, so that they are whole."""

    mark: Mark
    tables: list[Rows]
    tombstones: list[Tombstone]
    events: list[EventBlock] = field(default_factory=list)
    back: list[EventBlock] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Digest:
    """What are count, sum(row_ver) and the xor of the id halves over the engagement's events, without those of cases
    that left the local copies?"""

    engagement_id: int


@dataclass(frozen=True, slots=True)
class DigestAnswer:
    mark: Mark
    events: int
    versions: int
    xor_hi: int
    xor_lo: int


@dataclass(frozen=True, slots=True)
class ApplyMutation:
    """Append the effects of a mutation, or say again what became of it. The only request that writes: whole or not at
    all, and as often as it is asked with the same effect as once."""

    mutation: Mutation


@dataclass(frozen=True, slots=True)
class MutationAnswer:
    result: MutationResult


@dataclass(frozen=True, slots=True)
class LetGo:
    """Apply the engagement's rule of retention, should it be due by the server's clock."""

    engagement_id: int


@dataclass(frozen=True, slots=True)
class LetGoAnswer:
    cases: int  # that left; -1: others write just now, another session will do it
    more: bool = False  # there are more


Request = Hello | CountEvents | LoadBlock | Pull | Digest | ApplyMutation | LetGo
Answer = HelloAnswer | CountAnswer | LoadAnswer | PullAnswer | DigestAnswer | MutationAnswer | LetGoAnswer
