"""The outbox: what this desk wrote, until long after the shared database has taken it. No numpy (start path).

Its own small encrypted file, which is never rebuilt and never replaced: nothing else knows what lies in it. When it is
sent is decided in `sync/push.py`; how it is shown in a case in `cache/outbox_overlay.py`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Final, Self

from bpo_desk.cache import outbox_decisions
from bpo_desk.cache.encrypted_file import (
    EncryptedFile,
    FileWords,
    assert_encrypted,
    connected,
    damaged,
    in_words,
    refuse_plain_file,
)
from bpo_desk.cache.outbox_decisions import Decision
from bpo_desk.cache.outbox_layout import ADDITIVE, LAYOUT_VERSION, WORDS, make
from bpo_desk.errors import CacheTooNew, DeskError, NotFound
from bpo_desk.models.mutation import (
    Actor,
    Mutation,
    MutationResult,
    Outcome,
    check,
    payload_json,
    payload_of,
    row_key,
    row_said,
)
from bpo_desk.models.mutation_kinds import ACCESS_KINDS, MutationKind
from bpo_desk.models.row_seen import said_digest

KEEP_ACKNOWLEDGED: Final = 30 * 24 * 3600 * 1_000_000
"""Microseconds that an acknowledged entry is kept: a shared database restored from a backup has forgotten it."""
_AT_ONCE: Final = 500  # ids in one question
MANY_TRIES: Final = 10
"""Tries after which an entry no longer holds up other cases than its own."""

_COLUMNS: Final = (
    "position, mutation_id, engagement, case_number, kind, payload, login, name, created_at, base_row_ver, state,"
    " after, seen, tries, last_error, refusal, words, theirs, answered_at, epoch"
)
_KNOWN_KINDS: Final = ", ".join(f"'{kind.value}'" for kind in MutationKind)
_TYPED_KINDS: Final = ", ".join(f"'{kind.value}'" for kind in MutationKind if kind not in ACCESS_KINDS)


class EntryState(StrEnum):
    """How far an entry is."""

    PENDING = "pending"
    SENT = "sent"  # on its way; whether it arrived is not known
    OK = "ok"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    DISCARDED = "discarded"  # a person took note of the refusal, or wrote it again


@dataclass(frozen=True, slots=True)
class Entry:
    """One mutation with what became of it. `position` is the order of writing. `answered_at`: microseconds UTC by
    whichever clock was ahead, this desk's or the shared database's; `epoch`: the history of the shared database that
    gave the answer."""

    position: int
    mutation: Mutation
    state: EntryState
    tries: int = 0
    last_error: str = ""
    refusal: str = ""
    words: str = ""
    theirs: str = ""
    answered_at: int | None = None
    epoch: str = ""


@dataclass(frozen=True, slots=True)
class OutboxStatus:
    """What waits. `unsent`: notes that people wrote, `access` entries about reading, neither acknowledged yet;
    `oldest` the time of writing of the oldest note (microseconds UTC), of the oldest entry where only access waits,
    None where nothing does; `attention`: refused or overtaken, to be looked at; `last_error` of the entry that is stuck
    longest, "" if none is."""

    unsent: int = 0
    access: int = 0
    oldest: int | None = None
    attention: int = 0
    last_error: str = ""


class Outbox(EncryptedFile):
    """One open connection to the outbox of a profile. One thread at a time; each thread opens its own."""

    words: ClassVar[FileWords] = WORDS

    def __init__(self, path: Path, connection: Any) -> None:
        super().__init__(path, connection)
        self._version = self._data_version()

    @classmethod
    def open_or_create(cls, path: Path, key: bytes) -> Self:
        """Open the outbox, made where there is none.

        Raises WrongKey, CacheDamaged, CacheTooNew, DiskFull; the file is left as it is.
        """
        if not path.exists():
            make(path, key)
        return cls.open(path, key)

    @classmethod
    def open(cls, path: Path, key: bytes) -> Self:
        """Open an outbox that is there. Raises NotFound, and the kinds of `open_or_create`."""
        if not path.is_file():
            raise NotFound(f"There is no outbox {path.name}.", "It is made with the first note.")
        if path.stat().st_size == 0:  # it was whole when it got its name
            raise damaged(path, WORDS, "it is empty")
        refuse_plain_file(path, WORDS)
        connection = None
        try:
            with in_words(path, WORDS):
                connection = connected(path, key, WORDS, "full")
                version = connection.execute("pragma user_version").fetchone()[0]
                assert_encrypted(path, WORDS, connection)
                outbox = cls(path, connection)
            if version != LAYOUT_VERSION:
                outbox._bring_forward(version)
        except BaseException:
            if connection is not None:
                connection.close()
            raise
        return outbox

    def _bring_forward(self, version: int) -> None:
        if version > LAYOUT_VERSION:
            raise CacheTooNew(
                f"{self.path.name} was written by a newer program (layout {version}, this one knows {LAYOUT_VERSION}).",
                "Update this program; the outbox was not touched.",
            )
        if version < 1 or any(step not in ADDITIVE for step in range(version + 1, LAYOUT_VERSION + 1)):
            raise damaged(self.path, WORDS, f"it has no layout that this program knows ({version})")
        with self.write() as connection:
            version = connection.execute("pragma user_version").fetchone()[0]  # another process may have been first
            for step in range(version + 1, LAYOUT_VERSION + 1):
                for statement in ADDITIVE[step]:
                    connection.execute(statement)
            connection.execute(f"pragma user_version = {LAYOUT_VERSION}")

    def add(self, mutation: Mutation) -> None:
        """Keep a mutation; when this returns it survives a power cut. Writing the same one again changes nothing.

        Raises WrongUsage for one that no database would take, and the DeskError kinds of the file.
        """
        self.add_all([mutation])

    def add_all(self, mutations: Sequence[Mutation]) -> None:
        """Keep several mutations in one go, all or none; else as `add`."""
        for mutation in mutations:
            check(mutation)
        with self.write() as connection:
            for mutation in mutations:
                _insert(connection, mutation)

    def is_empty(self) -> bool:
        """Whether there is nothing at all, neither waiting nor acknowledged."""
        return not self.rows("select 1 from entry limit 1")

    def to_send(self) -> list[Entry]:
        """What has no final answer yet, in the order of writing; the cases of an entry that failed MANY_TRIES times
        come last, each in its own order."""
        waiting = self._entries("state in ('pending', 'sent')")
        stuck = {_place(each) for each in waiting if each.tries >= MANY_TRIES}
        return sorted(waiting, key=lambda each: (_place(each) in stuck, each.position))

    def sending(self, mutation_ids: Sequence[str]) -> None:
        """Say that entries are on their way."""
        with self.write() as connection:
            connection.executemany(
                "update entry set state = 'sent' where mutation_id = ? and state = 'pending'",
                [(each,) for each in mutation_ids],
            )

    def answered(self, mutation_id: str, result: MutationResult, epoch: str, at: int) -> None:
        """Keep the final answer to an entry that waits for one."""
        state = {Outcome.OK: EntryState.OK, Outcome.CONFLICT: EntryState.CONFLICT}.get(
            result.outcome, EntryState.REJECTED
        )
        with self.write() as connection:
            connection.execute(
                "update entry set state = ?, refusal = ?, words = ?, theirs = ?, answered_at = ?, epoch = ?,"
                " last_error = '' where mutation_id = ? and state in ('pending', 'sent')",
                (state.value, result.refusal.value, result.words, result.theirs, at, epoch, mutation_id),
            )

    def failed(self, mutation_id: str, error: str) -> None:
        """Count a try that brought no final answer; the entry stays."""
        with self.write() as connection:
            connection.execute(
                "update entry set tries = tries + 1, last_error = ? where mutation_id = ? and state in"
                " ('pending', 'sent')",
                (error, mutation_id),
            )

    def renew(self, epoch: str, at: int) -> int:
        """At the start of a session with a shared database: what another history of it acknowledged waits again, what
        was acknowledged KEEP_ACKNOWLEDGED ago is dropped. How many wait again."""
        with self.write() as connection:
            connection.execute("delete from entry where state = 'ok' and answered_at < ?", (at - KEEP_ACKNOWLEDGED,))
            outbox_decisions.drop_old(connection, at)
            again = connection.execute(
                "update entry set state = 'pending', tries = 0 where state = 'ok' and epoch <> ?", (epoch,)
            )
            return int(again.rowcount)

    def send_again(self, engagement: str) -> int:
        """What was acknowledged in an engagement waits again: its copy did not agree with the shared database, which
        may have lost it. How many wait."""
        with self.write() as connection:
            found = connection.execute(
                "update entry set state = 'pending', tries = 0 where state = 'ok' and engagement = ?", (engagement,)
            )
            return int(found.rowcount)

    def forget(self, mutation_ids: Sequence[str]) -> None:
        """Delete acknowledged and decided entries for good: what they say was erased since."""
        with self.write() as connection:
            connection.executemany(
                "delete from entry where mutation_id = ? and state in ('ok', 'discarded')",
                [(each,) for each in mutation_ids],
            )
        if mutation_ids:
            self.tidy()  # the log still held the pages of before

    def everything(self) -> list[Entry]:
        """All that is kept, in the order of writing."""
        return self._entries("true")

    def acknowledged(self, engagement: str) -> list[Entry]:
        """What the shared database took in an engagement and is still kept."""
        return self._entries("state = 'ok' and engagement = ?", engagement)

    def shown_in(self, engagement: str, case: str) -> list[Entry]:
        """What is shown in a case beside its events, as long as they are not in the copy: all but the refused."""
        return self._entries(
            "engagement = ? and case_number = ? and state in ('pending', 'sent', 'ok')", engagement, case
        )

    def all_shown(self, engagement: str) -> list[Entry]:
        """The same of all cases of an engagement."""
        return self._entries("engagement = ? and state in ('pending', 'sent', 'ok')", engagement)

    def tags_shown(self, engagement: str) -> list[Entry]:
        """The taggings of cases of an engagement that count before they are in the copy: all but the refused."""
        return self.of_kind_shown(engagement, MutationKind.EVENT_TAGGED)

    def samples_shown(self, engagement: str) -> list[Entry]:
        """The drawn cases of an engagement that count before they are in the copy."""
        return self.of_kind_shown(engagement, MutationKind.SAMPLE_DRAWN)

    def of_kind_shown(self, engagement: str, kind: MutationKind) -> list[Entry]:
        """The entries of a kind about an engagement that count before they are in the copy: all but the refused."""
        where = "engagement = ? and kind = ? and state in ('pending', 'sent', 'ok')"
        return self._entries(where, engagement, kind.value)

    def entries_of(self, mutations: Sequence[Mutation]) -> list[Entry]:
        """What became of mutations, in the order of writing; those that are not there (any more) are passed over. What
        they say is not read again."""
        found: list[Entry] = []
        for start in range(0, len(mutations), _AT_ONCE):
            part = {each.mutation_id: each for each in mutations[start : start + _AT_ONCE]}
            rows = self.rows(
                "select mutation_id, position, state, tries, last_error, refusal, words, theirs, answered_at, epoch"
                f" from entry where mutation_id in ({', '.join('?' * len(part))})",
                tuple(part),
            )
            found += [Entry(at, part[own], EntryState(state), *rest) for own, at, state, *rest in rows]
        return sorted(found, key=lambda each: each.position)

    def needing_attention(self) -> list[Entry]:
        """What was refused or overtaken and nobody has discarded yet."""
        return self._entries("state in ('conflict', 'rejected')")

    def discard(self, mutation_id: str, at: int | None = None) -> None:
        """A person took note of a refusal: the entry leaves the list and is kept with the decision."""
        with self.write() as connection:
            outbox_decisions.take(connection, mutation_id, at)

    def write_again(self, mutation_id: str, again: Mutation, *, edited: bool, at: int | None = None) -> None:
        """Write something refused anew, in one go with the decision. Raises NotFound where nothing of this id waits for
        one: it may have been decided elsewhere."""
        check(again)
        with self.write() as connection:
            if not outbox_decisions.take(connection, mutation_id, at, again.mutation_id, edited=edited):
                raise NotFound("What was refused has been decided already.", "Look at the list again.")
            _insert(connection, again)

    def decisions(self) -> list[tuple[Decision, Entry]]:
        """What was decided about refusals, the latest first, with the entries as they were."""
        found = {each.mutation.mutation_id: each for each in self._entries("state = 'discarded'")}
        with self.read() as connection:
            told = outbox_decisions.told(connection)
        return [(each, found[each.mutation_id]) for each in told if each.mutation_id in found]

    def status(self) -> OutboxStatus:
        """What waits, in numbers."""
        with self.read() as connection:
            unsent, access, oldest = connection.execute(
                f"select coalesce(sum(kind in ({_TYPED_KINDS})), 0), coalesce(sum(kind not in ({_TYPED_KINDS})), 0),"
                f" coalesce(min(case when kind in ({_TYPED_KINDS}) then created_at end), min(created_at))"
                " from entry where state in ('pending', 'sent')"
            ).fetchone()
            attention = connection.execute(
                "select count(*) from entry where state in ('conflict', 'rejected')"
            ).fetchone()[0]
            stuck = connection.execute(
                "select last_error from entry where state in ('pending', 'sent') and last_error <> ''"
                " order by position limit 1"
            ).fetchone()
        return OutboxStatus(unsent, access, oldest, attention, "" if stuck is None else stuck[0])

    def written_by_others(self) -> bool:
        """Whether another connection wrote since this was asked last; cheap enough to ask every second."""
        with in_words(self.path, WORDS):
            before, self._version = self._version, self._data_version()
        return before != self._version

    def _data_version(self) -> int:
        return int(self.connection.execute("pragma data_version").fetchone()[0])

    def _entries(self, where: str, *parameters: object) -> list[Entry]:
        """Entries of the kinds that this program knows; those of a newer one are left for it."""
        found = self.rows(
            f"select {_COLUMNS} from entry where {where} and kind in ({_KNOWN_KINDS}) order by position", parameters
        )
        return [_entry(row) for row in found]


def _entry(row: tuple[Any, ...]) -> Entry:
    position, own, engagement, case, kind, payload, login, name, created_at, base, state, after, seen, *rest = row
    said = payload_of(kind, payload)
    mutation = Mutation(own, engagement, case, said, created_at, Actor(login, name), base, after, seen)
    return Entry(position, mutation, EntryState(state), *rest)


def _place(entry: Entry) -> tuple[str, str]:
    return entry.mutation.engagement, entry.mutation.case


def _insert(connection: Any, mutation: Mutation) -> None:
    known = connection.execute(
        f"select {_COLUMNS} from entry where mutation_id = ?", (mutation.mutation_id,)
    ).fetchone()  # fmt: skip
    if known is not None:
        kept = _entry(known).mutation
        if kept == (mutation if mutation.after else replace(mutation, after=kept.after, seen=kept.seen)):
            return
        raise DeskError("Something else was written under this id.", "Write it again.", code="same_id")
    mutation = mutation if mutation.after else _on_own(connection, mutation)
    connection.execute(
        "insert into entry (mutation_id, engagement, case_number, kind, payload, login, name, created_at,"
        " base_row_ver, after, seen, state) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            mutation.mutation_id, mutation.engagement, mutation.case, mutation.kind.value,
            payload_json(mutation.payload), mutation.actor.login, mutation.actor.name, mutation.created_at,
            mutation.base_row_ver, mutation.after, mutation.seen, EntryState.PENDING.value,
        ),
    )  # fmt: skip


def _on_own(connection: Any, mutation: Mutation) -> Mutation:
    """The mutation as written on the latest one of this desk about the same row: what is written here is shown here at
    once, so it is what the writer saw; unless the version that they name is a later one, which somebody else made."""
    row, seen = row_key(mutation.payload), mutation.base_row_ver or 0
    if not row:
        return mutation
    for own, payload, state, theirs in connection.execute(
        "select mutation_id, payload, state, theirs from entry where engagement = ? and case_number = ? and kind = ?"
        " and state in ('pending', 'sent', 'ok') order by position desc",
        (mutation.engagement, mutation.case, mutation.kind.value),
    ):
        below = payload_of(mutation.kind, payload)
        if row_key(below) == row:
            made = int(json.loads(theirs or "{}").get("row_ver", 0)) if state == EntryState.OK else seen
            return replace(mutation, after=own, seen=said_digest(row_said(below))) if made >= seen else mutation
    return mutation
