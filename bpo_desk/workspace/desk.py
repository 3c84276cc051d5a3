"""Workspace: one running desk on one profile, as the window and the commands use it: what it writes, and its sync.

What it reads is in `reading.py`. Nothing heavy is imported at the top: the desk paints its first page with what stands
here (no data classes either, which are slow to make).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO, Final

from bpo_desk.cache.first_page import Cell, write_first_page, write_remembered
from bpo_desk.cache.key import KEY_VARIABLE
from bpo_desk.errors import NotFound
from bpo_desk.workspace.reading import DeskReading

if TYPE_CHECKING:  # most of these need numpy, which is not loaded before the first paint
    from pathlib import Path

    from bpo_desk.models.case_file import CaseFile
    from bpo_desk.models.mutation import Exported, ListExported, Mutation, Payload
    from bpo_desk.models.row_seen import RowSeen
    from bpo_desk.workspace.attention import Attention
    from bpo_desk.workspace.connecting import ConnectionTest, Remembered
    from bpo_desk.workspace.covering import Covering
    from bpo_desk.workspace.samples import Samples
    from bpo_desk.workspace.selected_work import Basis, Plan
    from bpo_desk.workspace.sync_process import SyncProcess
    from bpo_desk.workspace.view_log import ViewLog
    from bpo_desk.workspace.wiping import Wiped

NOTED_EACH: Final = 500
"""Cases of a list up to which the trail of each says that it left."""
FOLLOW: Final = ("sync", "--follow", "--of-desk", "--json")


class Workspace(DeskReading):
    """One profile with its sync process: settings, reading, writing. Slow questions may come from any thread."""

    client_view = ""
    """The client whose view this is, by name; one's own desk is nobody's."""
    one_case = ""
    """The number of the case that is only read here, from the shared database; "" on a desk that keeps its cases."""
    _sync: SyncProcess | None = None
    _case_open = False
    _password = ""  # of the shared database, where no key store has it; gone when the desk is locked

    @property
    def samples(self) -> Samples:
        """Samples to review: freezing, keeping, and those that were drawn."""
        from bpo_desk.workspace.samples import Samples

        return Samples(self, self._copy, self._writing)

    def open_case(
        self, engagement_id: int, case: int, as_of: int | None = None, known_at: int | None = None
    ) -> CaseFile:
        """One case, whole, or as it was or was known at an instant (microseconds UTC), with what was written here and
        is not acknowledged yet. Where the engagement asks it of this login's roles, the look is written down first;
        raises what `write` raises."""
        from bpo_desk.cache import read
        from bpo_desk.models.mutation import Viewed
        from bpo_desk.workspace.writing import own_actor

        with self._copy(engagement_id) as cache, self._writing.seen() as outbox:
            file = read.open_case(cache, engagement_id, case, as_of=as_of, known_at=known_at, outbox=outbox)
            login = own_actor(self._url_or_none()).login
            file = self._covering.seen(cache, file, login)
            due = self._views.is_due(cache, file, login)
        if due:  # before it is shown: what cannot be written down is not looked at
            self.write(self.new_mutation(file.engagement.code, file.number, Viewed()))
            self._views.noted(file)
        return file

    def unmask(self, engagement_id: int, case: int, event_id: str, what: str, reason: str) -> None:
        """Show a covered value (old, new or reason) of an event of a case until the desk is locked or ends: who did and
        why is safe in the outbox first. Raises DeskError where nothing is covered here (a client's values never came),
        WrongUsage without a reason, and what `write` raises; then it stays covered (slow)."""
        from bpo_desk.models.mutation import Unmasked
        from bpo_desk.workspace.covering import not_covered

        file = self.open_case(engagement_id, case)
        if not file.covers:
            raise not_covered(file)
        self.write(self.new_mutation(file.engagement.code, file.number, Unmasked(event_id, what, reason.strip())))
        self._covering.uncover(file, event_id, what)

    @cached_property
    def _covering(self) -> Covering:
        from bpo_desk.workspace.covering import Covering

        return Covering()

    @cached_property
    def _views(self) -> ViewLog:
        from bpo_desk.workspace.view_log import ViewLog

        return ViewLog()

    def new_mutation(self, engagement: str, case: str, payload: Payload, seen: RowSeen | None = None) -> Mutation:
        """What the user of this desk writes now about a case (engagement code, case number); `seen` is what was
        shown of the row that it changes, None for what is only appended."""
        url, name = self._url_or_none(), self.settings.display_name
        return self._writing.mutation(engagement, case, payload, url, name, seen)

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

    @property
    def attention(self) -> Attention:
        """What the shared database did not take, and what is done about it."""
        from bpo_desk.workspace.attention import Attention

        return Attention(self._connections, self._writing, self.new_mutation, self._ask_now)

    def _ask_now(self) -> None:
        if self._sync is not None:
            self._sync.ask_now()

    def discard(self, mutation_id: str) -> None:
        """Take note of a refusal: the entry leaves the list."""
        with self._writing.lent() as outbox:
            outbox.discard(mutation_id)

    def export(self, engagement: str, numbers: Sequence[str], told: Exported, path: Path, content: bytes) -> None:
        """Let cases of an engagement (its code) leave the desk as a file: noted in the outbox before the file appears,
        and neither where one of them fails. Raises as `exporting.write_noted` and the outbox do (slow)."""
        from bpo_desk.workspace.exporting import write_noted

        write_noted(path, content, lambda: self.note_export(engagement, numbers, told))

    def export_many(
        self,
        engagement: str,
        numbers: Iterable[str],
        told: ListExported,
        path: Path,
        write: Callable[[BinaryIO], None],
    ) -> None:
        """The same for any number of cases and what `write` puts into the file. Up to NOTED_EACH of them, the trail of
        each says it; more are noted once, for the engagement (slow)."""
        from bpo_desk.workspace.exporting import list_noted, write_streamed

        def note(digest: str) -> None:
            if told.cases > NOTED_EACH:
                self.write(self.new_mutation(engagement, "", list_noted(told, digest, numbers)))
            else:
                from bpo_desk.models.mutation import Exported

                each = Exported(told.format, told.recipient, told.reason, told.what, digest, told.cases)
                self.note_export(engagement, list(numbers), each)

        write_streamed(path, write, note)

    def note_export(self, engagement: str, numbers: Sequence[str], told: Exported) -> None:
        """Note in the outbox that cases of an engagement (its code) leave the desk, all or none (slow)."""
        self.write_all([self.new_mutation(engagement, number, told) for number in numbers if number])

    def note_copy(
        self, engagement: str, numbers: Sequence[str], form: str, what: str, digest: str, where: str, as_of: int | None
    ) -> None:
        """Note that some cases leave by the clipboard or as a picture: in the trail of each, or once for more than
        NOTED_EACH; `where` is the filter that was shown, `as_of` up to when the copy is known to agree (slow)."""
        from bpo_desk.models.mutation import Exported, ListExported
        from bpo_desk.models.times import to_iso
        from bpo_desk.workspace.exporting import list_noted

        if len(numbers) <= NOTED_EACH:
            told = Exported(form, what=what, digest=digest, cases=len(numbers))
            self.note_export(engagement, numbers, told)
            return
        known = "" if as_of is None else to_iso(as_of) or ""
        listed = ListExported(form, len(numbers), digest, filter=where, as_of=known, what=what)
        self.write(self.new_mutation(engagement, "", list_noted(listed, digest, numbers)))

    def make_report(self, words: Sequence[str]) -> object:
        """Let `report WORDS` be done by a process of its own. Raises DeskError as it failed (slow)."""
        from bpo_desk.workspace.report_process import run_report

        told = run_report([*words, "--profile", self.profile], {KEY_VARIABLE: self.key.hex()})
        if self._sync is not None:
            self._sync.ask_now()
        return told

    def save_first_page(self, engagement_id: int, view: str, rows: Sequence[tuple[int, Mapping[str, Cell]]]) -> None:
        """Keep the first rows of a view for the next start."""
        with self._connections.lent() as cache:
            write_first_page(cache, engagement_id, view, rows)

    def remember(self, texts: Mapping[str, str]) -> None:
        """Keep what the window remembers and may name cases or people, encrypted; not where there is no copy yet."""
        with suppress(NotFound), self._connections.lent() as cache:
            write_remembered(cache, texts)

    def start_sync(self, on_line: Callable[[str], None]) -> None:
        """Start the sync process, or ask the running one to sync now. `on_line` gets its lines, from another thread."""
        if self._sync is not None and self._sync.running:
            self._sync.ask_now()
            return
        from bpo_desk.workspace.sync_process import SyncProcess  # not before the first paint

        self.stop_sync()
        words = [*FOLLOW, "--profile", self.profile]
        self._sync = SyncProcess(words, {KEY_VARIABLE: self.key.hex()}, on_line, self._password)
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

    @property
    def typed_password(self) -> str:
        """The password of the shared database where no key store has it."""
        return self._password

    @property
    def connection_url(self) -> str:
        """The shared database of the profile, "" where none is set."""
        return self._url_or_none()

    def test_connection(
        self, url: str, password: str, on_line: Callable[[Mapping[str, object] | None], None]
    ) -> ConnectionTest:
        """Try a shared database in a process of its own; its lines and, at the end, None come from another thread."""
        from bpo_desk.workspace.connecting import ConnectionTest

        return ConnectionTest(url, password, on_line)

    def connect_to(self, url: str, password: str, moved: bool) -> Remembered:
        """Follow a shared database from now on, from the next start of the sync; raises as `remember_connection` does
        (slow)."""
        from bpo_desk.workspace.connecting import remember_connection

        done = remember_connection(self.places, self.profile, url, password or None, moved=moved)
        self._password = "" if done.password_kept else password
        self.stop_sync()
        return done

    def lock(self) -> None:
        """As for every profile, and no password is held either."""
        super().lock()
        self._password = ""
        self._covering.forget()

    def wipe(self) -> Wiped:
        """Make the local copies unreadable and delete them, because access was taken away; see `wiping.wipe` (slow)."""
        from bpo_desk.workspace.wiping import wipe

        key, source = self.key, self.key_kept_in
        self.lock()
        try:
            return wipe(self.places, self.profile, source, key)
        finally:
            self.begin_without_copy(source, key)

    def close(self) -> None:
        """End the sync process and close every connection."""
        self.stop_sync()
        super().close()
