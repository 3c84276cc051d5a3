"""Workspace: one running desk on one profile, as the window and the commands use it.

Nothing heavy is imported at the top: the desk paints its first page with what stands here (no data classes either,
which are slow to make).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, Self

from bpo_desk.cache.first_page import Cell, FirstPage, read_first_page, write_first_page
from bpo_desk.cache.key import KEY_VARIABLE, KeySource, MemoryKey, key_source, wants_passphrase
from bpo_desk.cache.store import Cache
from bpo_desk.errors import NotFound
from bpo_desk.settings import (
    DEFAULT_PROFILE,
    Places,
    Settings,
    local_places,
    read_settings,
    save_settings,
)
from bpo_desk.workspace.connections import Connections, desk_is_locked
from bpo_desk.workspace.profiles import profile_url

if TYPE_CHECKING:  # most of these need numpy, which is not loaded before the first paint
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from bpo_desk.cache.outbox import Entry, Outbox, OutboxStatus
    from bpo_desk.cache.period_events import PeriodEvents, Wanted
    from bpo_desk.cache.read import CopyStatus
    from bpo_desk.models.case_file import CaseFile
    from bpo_desk.models.engagement import Engagement
    from bpo_desk.models.event import EventKind
    from bpo_desk.models.event_columns import EventColumns
    from bpo_desk.models.filters import FieldIs
    from bpo_desk.models.mutation import Exported, Mutation, Payload
    from bpo_desk.models.queue_columns import QueueColumns
    from bpo_desk.models.shared_view import SharedView
    from bpo_desk.models.step_mapping import StepMapping
    from bpo_desk.state.followed_changes import Seen
    from bpo_desk.workspace.finding import Said, Told
    from bpo_desk.workspace.samples import Samples
    from bpo_desk.workspace.selected_work import Basis, Plan
    from bpo_desk.workspace.sync_process import SyncProcess
    from bpo_desk.workspace.view_log import ViewLog
    from bpo_desk.workspace.writing import Writing

NOTED_AT_ONCE: Final = 5_000
"""Cases whose leaving is noted in one transaction of the outbox."""
FOLLOW: Final = ("sync", "--follow", "--json")


class SyncStatus(NamedTuple):
    """How the local copy of one engagement stands; `problem` is why the last sync failed, "" if it did not."""

    data_as_of: int | None
    partial: bool
    problem: str = ""


class Workspace:
    """Settings, local copy and sync of one profile. Slow questions may come from any thread."""

    def __init__(self, places: Places, settings: Settings, profile: str, key: bytes, key_note: str) -> None:
        self.places = places
        self.settings = settings
        self.profile = profile
        self.key_note = key_note
        self._key: bytes | None = key
        self._source: KeySource | None = None
        self._connections = Connections(places.cache_file(profile), key)
        self._sync: SyncProcess | None = None
        self._case_open = False

    @classmethod
    def open(cls, profile: str = DEFAULT_PROFILE, source: KeySource | None = None, *, create_key: bool = False) -> Self:
        """The workspace of a profile. `source` overrides where the cache key comes from; with `create_key` a missing
        key is made. Raises WrongKey and MachineLacks as the key sources do."""
        places = local_places()
        places.prepare(profile)
        settings = read_settings(places)
        chosen = source or key_source(profile, places.profile_folder(profile))
        opened = cls(places, settings, profile, chosen.key(create=create_key), _key_note(chosen))
        opened._source = source
        return opened

    @property
    def key(self) -> bytes:
        """The key of the local files. Raises WrongKey while the desk is locked."""
        if self._key is None:
            raise desk_is_locked()
        return self._key

    @property
    def wants_passphrase(self) -> bool:
        """Whether a person must type something to unlock the desk."""
        return self._source is None and wants_passphrase(self.places.profile_folder(self.profile))

    def lock(self) -> None:
        """End the sync process, close the local files and forget the key; Python cannot wipe the memory it was in."""
        self.close()
        self._connections.end()
        self.__dict__.pop("_writing", None)
        self._key = None

    def unlock(self, passphrase: str = "") -> None:
        """Get the key from where it came from, and look whether it opens the local copy. Raises as the key sources and
        the copy do; the desk stays locked then."""
        folder, file = self.places.profile_folder(self.profile), self.places.cache_file(self.profile)
        key = (self._source or key_source(self.profile, folder, lambda: passphrase)).key()
        if file.is_file():
            Cache.open(file, key).close()
        self._key, self._connections = key, Connections(file, key)

    @property
    def shared_url(self) -> str:
        """The shared database of the profile. Raises NotFound where none is set."""
        url = profile_url(self.profile)
        if url is None:
            raise NotFound(
                f"The profile {self.profile!r} has no shared database yet.", "Name one: bpo-desk sync --from URL"
            )
        return url

    def writable_copy(self) -> Cache:
        """A connection of its own to the local copy, for the one who writes it; made where there is none."""
        return Cache.open_or_create(self.places.cache_file(self.profile), self.key)

    def engagements(self) -> list[Engagement]:
        """The engagements of the local copy, by code; none before the first sync."""
        from bpo_desk.cache import bookmarks

        try:
            with self._connections.lent() as cache:
                return bookmarks.engagements(cache)
        except NotFound:
            return []

    def engagement(self, code: str | None) -> Engagement:
        """The engagement with a code; without one, the only one there is. Raises NotFound, naming what there is."""
        known = self.engagements()
        names = ", ".join(each.code for each in known) or "none; sync first"
        if code is None and len(known) == 1:
            return known[0]
        for each in known:
            if each.code == code:
                return each
        if code is None:
            raise NotFound("The local copy holds not exactly one engagement.", f"Name one: {names}.")
        raise NotFound(f"The local copy has no engagement {code!r}.", f"There are: {names}.")

    def queue(self, engagement_id: int, as_of: int | None = None, known_at: int | None = None) -> QueueColumns:
        """The work queue of an engagement, now, or as it was or was known at an instant (microseconds UTC)."""
        from bpo_desk.cache import queue_as_of, read

        with self._connections.lent() as cache:
            if as_of is None and known_at is None:
                return read.queue(cache, engagement_id)
            return queue_as_of.queue_as_of(cache, engagement_id, as_of=as_of, known_at=known_at)

    @property
    def samples(self) -> Samples:
        """Samples to review: freezing, keeping, and those that were drawn."""
        from bpo_desk.workspace.samples import Samples

        return Samples(self, self._connections, self._writing)

    def open_case(
        self, engagement_id: int, case: int, as_of: int | None = None, known_at: int | None = None
    ) -> CaseFile:
        """One case, whole, or as it was or was known at an instant (microseconds UTC), with what was written here and
        is not acknowledged yet. Where the engagement asks it of this login's roles, the look is written down first;
        raises what `write` raises."""
        from bpo_desk.cache import read
        from bpo_desk.models.mutation import Viewed
        from bpo_desk.workspace.writing import own_actor

        with self._connections.lent() as cache, self._writing.seen() as outbox:
            file = read.open_case(cache, engagement_id, case, as_of=as_of, known_at=known_at, outbox=outbox)
            due = self._views.is_due(cache, file, own_actor(self._url_or_none()).login)
        if due:  # before it is shown: what cannot be written down is not looked at
            self.write(self.new_mutation(file.engagement.code, file.number, Viewed()))
            self._views.noted(file)
        return file

    @cached_property
    def _views(self) -> ViewLog:
        from bpo_desk.workspace.view_log import ViewLog

        return ViewLog()

    @cached_property
    def _writing(self) -> Writing:
        from bpo_desk.workspace.writing import Writing  # not before the first paint

        return Writing(self.places.outbox_file(self.profile), self.key)

    def new_mutation(self, engagement: str, case: str, payload: Payload, seen: int | None = None) -> Mutation:
        """What the user of this desk writes now about a case (engagement code, case number); `seen` is the version of
        the row that it changes, None for what is only appended."""
        url, name = self._url_or_none(), self.settings.display_name
        return self._writing.mutation(engagement, case, payload, url, name, seen)

    def writer_name(self) -> str:
        """The name under which the user of this desk writes."""
        from bpo_desk.workspace.writing import own_actor

        return own_actor(self._url_or_none(), self.settings.display_name).name

    def write(self, mutation: Mutation) -> None:
        """Keep a mutation in the outbox and ask the sync process to send it; when this returns it is safe on disk.

        Raises WrongUsage for what no database would take, and the DeskError kinds of the file (slow: waits for the
        disk)."""
        with self._writing.lent() as outbox:
            outbox.add(mutation)
        if self._sync is not None:
            self._sync.ask_now()

    def write_all(self, mutations: Sequence[Mutation]) -> None:
        """Keep several mutations, all or none; else as `write`."""
        with self._writing.lent() as outbox:
            outbox.add_all(mutations)
        if self._sync is not None:
            self._sync.ask_now()

    def work_basis(self, queue: QueueColumns, rows: NDArray[np.int64]) -> Basis:
        """What is known of the cases at some rows of a queue, to tell what work on them would do (slow)."""
        from bpo_desk.workspace.selected_work import basis_of

        with self._connections.lent() as cache, self._writing.seen() as outbox:
            return basis_of(cache, outbox, queue, rows, self.writer_name())

    def write_work(self, basis: Basis, wanted: Plan, told: Callable[[Sequence[Mutation]], bool]) -> None:
        """Write a plan for many cases in batches; see `selected_work.write_plan` (slow)."""
        from bpo_desk.workspace.selected_work import write_plan

        def keep(batch: Sequence[Mutation]) -> None:
            with self._writing.lent() as outbox:
                outbox.add_all(batch)

        url, name = self._url_or_none(), self.settings.display_name  # read once, not for each of thousands

        def make(engagement: str, case: str, payload: Payload) -> Mutation:
            return self._writing.mutation(engagement, case, payload, url, name)

        try:
            write_plan(basis, wanted, make, keep, told)
        finally:  # what was written before a failure is sent as well
            if self._sync is not None:
                self._sync.ask_now()

    def entries_of(self, mutation_ids: Sequence[str]) -> list[Entry]:
        """What became of some of what was written here, in the order of writing (slow)."""
        with self._writing.lent() as outbox:
            return outbox.of_ids(mutation_ids)

    def export(self, engagement: str, numbers: Sequence[str], told: Exported, path: Path, content: bytes) -> None:
        """Let cases of an engagement (its code) leave the desk as a file: noted in the outbox before the file appears,
        and neither where one of them fails. Raises as `exporting.write_noted` and the outbox do (slow)."""
        from bpo_desk.workspace.exporting import write_noted

        write_noted(path, content, lambda: self.note_export(engagement, numbers, told))

    def export_many(
        self,
        engagement: str,
        numbers: Iterable[str],
        told: Exported,
        path: Path,
        write: Callable[[BinaryIO], None],
    ) -> None:
        """The same for any number of cases and what `write` puts into the file. The notes are kept in batches: where
        one of them fails there is no file, and the cases before it say that they were to leave (slow)."""
        from dataclasses import replace

        from bpo_desk.workspace.exporting import write_streamed

        def note(digest: str) -> None:
            left = iter(numbers)
            while batch := list(islice(left, NOTED_AT_ONCE)):
                self.note_export(engagement, batch, replace(told, digest=digest))

        write_streamed(path, write, note)

    def note_export(self, engagement: str, numbers: Sequence[str], told: Exported) -> None:
        """Note in the outbox that cases of an engagement (its code) leave the desk, all or none (slow)."""
        self.write_all([self.new_mutation(engagement, number, told) for number in numbers if number])

    def make_report(self, words: Sequence[str]) -> object:
        """Let `report WORDS` be done by a process of its own. Raises DeskError as it failed (slow)."""
        from bpo_desk.workspace.report_process import run_report

        told = run_report([*words, "--profile", self.profile], {KEY_VARIABLE: self.key.hex()})
        if self._sync is not None:
            self._sync.ask_now()
        return told

    def outbox_status(self) -> OutboxStatus:
        """What waits to be sent or looked at. Raises the DeskError kinds of a file that cannot be opened."""
        return self._writing.status()

    def outbox_entries(self) -> list[Entry]:
        """What waits to be sent, and what the shared database refused or others were faster with, in the order of
        writing. Raises as `outbox_status`."""
        return self._writing.entries()

    def needing_attention(self) -> list[Entry]:
        """What the shared database refused, and what others were faster with."""
        return self._writing.needing_attention()

    def discard(self, mutation_id: str) -> None:
        """Take note of a refusal: the entry leaves the list."""
        with self._writing.lent() as outbox:
            outbox.discard(mutation_id)

    def own_outbox(self) -> Outbox:
        """A connection of its own to the outbox, for the one who sends; made where there is none."""
        return self._writing.opened()

    def cases_with_value(self, engagement_id: int, kind: EventKind, field: int, value: str | None) -> NDArray[np.int64]:
        """Keys of the cases whose last event of a kind about a field set this value (its text, "" unknown, None
        nothing)."""
        from bpo_desk.cache.same_value import cases_with_value

        with self._connections.lent() as cache:
            return cases_with_value(cache, engagement_id, kind, field, value)

    def texts_with(self, engagement_id: int, text: str, most: int) -> Said:
        """A few texts of cases that have these words; see `finding.texts_with` (slow)."""
        from bpo_desk.workspace.finding import texts_with

        with self._connections.lent() as cache:
            return texts_with(cache, engagement_id, text, most)

    def cases_that_answer(self, engagement_id: int, asked: FieldIs) -> Told:
        """All cases that answer a question that no column answers; see `finding.cases_that_answer` (slow)."""
        from bpo_desk.workspace.finding import cases_that_answer

        with self._connections.lent() as cache, self._writing.seen() as outbox:
            return cases_that_answer(cache, outbox, engagement_id, asked, self.writer_name())

    def find_case(self, engagement_id: int, number: str) -> int:
        """The key of the case with this number; where none has exactly it, of the only one that has it without prefix,
        separators and leading zeros. Raises NotFound."""
        from bpo_desk.cache import read

        with self._connections.lent() as cache:
            try:
                return read.find_case(cache, engagement_id, number)
            except NotFound:
                queue = read.queue(cache, engagement_id)
        from bpo_desk.state import FilterLookup, find_numbers

        rows = find_numbers(FilterLookup(queue), [number])[0]
        if len(rows) != 1:
            near = ", ".join(queue.numbers.text(row) for row in rows[:5])
            raise NotFound(
                f"The local copy has no case {number!r}.",
                f"Several are like it: {near}." if near else "Check the number, or sync first.",
            )
        return int(queue.cases["case"][rows[0]])

    def events(self, engagement_id: int) -> EventColumns:
        """All events of an engagement, sorted by case and order."""
        from bpo_desk.cache.whole_log import whole_log

        with self._connections.lent() as cache:
            return whole_log(cache, engagement_id)

    def period_events(self, engagement_id: int, wanted: Wanted) -> PeriodEvents:
        """The events that a period of some cases needs, as `cache/period_events.py` says."""
        from bpo_desk.cache.period_events import period_events

        with self._connections.lent() as cache:
            return period_events(cache, engagement_id, wanted)

    def process_drawing(self, engagement_id: int, process_key: str, version: str | None = None) -> bytes | None:
        """The BPMN text of a version of a process (None: of the newest); None where there is none."""
        from bpo_desk.cache.whole_log import process_drawing

        with self._connections.lent() as cache:
            return process_drawing(cache, engagement_id, process_key, version)

    def step_mapping(self, engagement: Engagement, process_key: str, version: str) -> StepMapping:
        """What people said about the steps of a version of a process, what was written here included."""
        from bpo_desk.cache.step_mappings import step_mapping

        with self._connections.lent() as cache, self._writing.seen() as outbox, cache.read() as connection:
            return step_mapping(connection, engagement.engagement_id, engagement.code, process_key, version, outbox)

    def shared_views(self, engagement: Engagement) -> list[SharedView]:
        """The views of the team, what was written here included."""
        from bpo_desk.cache.shared_views import shared_views

        with self._connections.lent() as cache, self._writing.seen() as outbox, cache.read() as connection:
            return shared_views(connection, engagement.engagement_id, engagement.code, outbox)

    def followed_cases(self, engagement_id: int, now: int, at_risk: int) -> dict[int, Seen]:
        """The cases that the user of this desk follows, as they are at `now`; `at_risk`: microseconds before due."""
        from bpo_desk.workspace.followed import followed_cases

        with self._connections.lent() as cache, self._writing.seen() as outbox:
            return followed_cases(cache, outbox, engagement_id, self.writer_name(), now, at_risk)

    def own_roles(self, engagement: Engagement) -> tuple[str, ...]:
        """The roles of the user of this desk in an engagement, as the copy knows them."""
        from bpo_desk.cache import records
        from bpo_desk.workspace.writing import own_actor

        login = own_actor(self._url_or_none()).login
        with self._connections.lent() as cache, cache.read() as connection:
            rows = records.read(connection, engagement.engagement_id, "membership").values()
        return tuple(sorted({str(row["role"]) for row in rows if row["login"] == login}))

    def copies(self) -> list[CopyStatus]:
        """How the copy of each engagement stands, with its counts; none before the first sync."""
        from bpo_desk.cache import bookmarks, read

        try:
            with self._connections.lent() as cache:
                return [read.status(cache, each.engagement_id) for each in bookmarks.engagements(cache)]
        except NotFound:
            return []

    def sync_status(self, engagement_id: int) -> SyncStatus:
        """How fresh the copy of an engagement is."""
        from bpo_desk.cache import read

        with self._connections.lent() as cache:
            found = read.status(cache, engagement_id)
        return SyncStatus(found.data_as_of, found.partial)

    def first_page(self) -> FirstPage | None:
        """The stored first rows of the last view; quick, and without numpy. None where there is no copy yet."""
        try:
            with self._connections.lent() as cache:
                return read_first_page(cache)
        except NotFound:
            return None

    def save_first_page(self, engagement_id: int, view: str, rows: Sequence[tuple[int, Mapping[str, Cell]]]) -> None:
        """Keep the first rows of a view for the next start."""
        with self._connections.lent() as cache:
            write_first_page(cache, engagement_id, view, rows)

    def start_sync(self, on_line: Callable[[str], None]) -> None:
        """Start the sync process, or ask the running one to sync now. `on_line` gets its lines, from another thread."""
        if self._sync is not None and self._sync.running:
            self._sync.ask_now()
            return
        from bpo_desk.workspace.sync_process import SyncProcess  # not before the first paint

        self.stop_sync()
        words = [*FOLLOW, "--profile", self.profile]
        self._sync = SyncProcess(words, {KEY_VARIABLE: self.key.hex()}, on_line)
        self.tell_case_open(self._case_open)

    def tell_case_open(self, is_open: bool) -> None:
        """Say whether a case is open in the desk: a sync process that runs, or one that is started, syncs more often
        then."""
        self._case_open = is_open
        if self._sync is not None:
            self._sync.tell_case_open(is_open)

    def stop_sync(self) -> None:
        """End the sync process, if there is one."""
        if self._sync is not None:
            self._sync.stop()
            self._sync = None

    def close(self) -> None:
        """End the sync process and close every connection."""
        self.stop_sync()
        self._connections.close()
        if "_writing" in self.__dict__:
            self._writing.close()

    def _url_or_none(self) -> str:
        return profile_url(self.profile) or ""

    def with_settings(self, **changes: object) -> None:
        """Change settings and keep them."""
        self.settings = self.settings._replace(**changes)  # type: ignore[arg-type]
        save_settings(self.places, self.settings)


def _key_note(source: KeySource) -> str:
    if os.environ.get(KEY_VARIABLE):
        return f"cache key from {KEY_VARIABLE}"
    return "cache key for this run only" if isinstance(source, MemoryKey) else ""
