"""What a running desk reads from its local copy and its outbox; slow unless it says otherwise, and from any thread.

What it writes is in `desk.py`, the files themselves in `profiles.py`. Nothing heavy is imported at the top.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from bpo_desk.cache.first_page import FirstPage, read_first_page, read_remembered
from bpo_desk.errors import NotFound
from bpo_desk.workspace.profiles import OpenProfile

if TYPE_CHECKING:  # most of these need numpy, which is not loaded before the first paint
    import numpy as np
    from numpy.typing import NDArray

    from bpo_desk.cache.access_log import AccessLog
    from bpo_desk.cache.outbox import Entry, Outbox, OutboxStatus
    from bpo_desk.cache.period_events import PeriodEvents, Wanted
    from bpo_desk.cache.queue_changes import QueueChange
    from bpo_desk.cache.read import CopyStatus
    from bpo_desk.cache.store import Cache
    from bpo_desk.models.engagement import Engagement
    from bpo_desk.models.event import EventKind
    from bpo_desk.models.event_columns import EventColumns
    from bpo_desk.models.filters import FieldIs
    from bpo_desk.models.lease import Standing
    from bpo_desk.models.mutation import Mutation
    from bpo_desk.models.queue_columns import QueueColumns
    from bpo_desk.models.review import Review
    from bpo_desk.models.shared_view import SharedView
    from bpo_desk.models.step_mapping import StepMapping
    from bpo_desk.state.followed_changes import Seen
    from bpo_desk.workspace.finding import Said, Told
    from bpo_desk.workspace.selected_work import Basis


class SyncStatus(NamedTuple):
    """How the local copy of one engagement stands; `problem` is why the last sync failed, "" if it did not."""

    data_as_of: int | None
    partial: bool
    problem: str = ""


class DeskReading(OpenProfile):
    """The reading half of a running desk."""

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

    @contextmanager
    def _copy(self, engagement_id: int) -> Iterator[Cache]:
        """A connection to the copy of an engagement, for the length of a `with`. Raises DeskError (code "lease_over")
        where it may not be used without contact any longer."""
        from bpo_desk.cache import lease

        with self._connections.lent() as cache:
            lease.check(cache, engagement_id, time.time_ns() // 1000)
            yield cache

    def lease(self, engagement_id: int, passed: int = 0) -> Standing:
        """How long the copy of an engagement may be used without contact; `passed`: microseconds that the desk has run
        since it asked last, which count even where the clock was set back. Raises as `_copy` (slow)."""
        from bpo_desk.cache import lease

        now = time.time_ns() // 1000
        with self._connections.lent() as cache:
            if lease.lease_of(cache, engagement_id, now).until is not None:
                lease.lived(cache, now, passed)
            lease.check(cache, engagement_id, now)
            return lease.lease_of(cache, engagement_id, now)

    def queue(
        self,
        engagement_id: int,
        as_of: int | None = None,
        known_at: int | None = None,
        told: Callable[[int, int], bool] = lambda _events, _of: True,
    ) -> QueueColumns:
        """The work queue of an engagement, now, or as it was or was known at an instant (microseconds UTC). `told`
        hears how many events of how many have been read for a past one, and says whether to go on (else NotWanted)."""
        from bpo_desk.cache import read

        with self._copy(engagement_id) as cache:
            rules = self._covers(cache, engagement_id)
            if as_of is None and known_at is None:
                return _covered(read.queue(cache, engagement_id), rules)
        from bpo_desk.cache.queue_as_of import Moment
        from bpo_desk.workspace.past_queue import queue_of_moment

        return _covered(queue_of_moment(self._connections, engagement_id, Moment(as_of, known_at), told), rules)

    def _covers(self, cache: Cache, engagement_id: int) -> tuple[str, ...]:
        """The rules of what is covered on this desk; none where nothing is."""
        from bpo_desk.cache.read import masks_of
        from bpo_desk.cache.view_rules import is_covered
        from bpo_desk.workspace.writing import own_actor

        if not is_covered(cache, engagement_id, own_actor(self._url_or_none()).login):
            return ()
        return masks_of(cache, engagement_id)

    def changed_queue(self, queue: QueueColumns, cases: Collection[int]) -> QueueChange | None:
        """A queue with some cases (keys) as they are now; None where it must be read whole."""
        from bpo_desk.cache.queue_changes import changed_queue

        with self._copy(queue.engagement.engagement_id) as cache:
            return changed_queue(cache, queue, cases)

    def access_log(self, engagement_id: int, case: int | None = None) -> AccessLog:
        """Who looked at the cases of an engagement, or at one of them, or let them leave the desk."""
        from bpo_desk.cache.access_log import access_log

        with self._copy(engagement_id) as cache:
            return access_log(cache, engagement_id, case)

    def find_case(self, engagement_id: int, number: str) -> int:
        """The key of the case with this number; where none has exactly it, of the only one that has it without prefix,
        separators and leading zeros. Raises NotFound."""
        from bpo_desk.cache import read

        with self._copy(engagement_id) as cache:
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

        with self._copy(engagement_id) as cache:
            return whole_log(cache, engagement_id)

    def period_events(self, engagement_id: int, wanted: Wanted) -> PeriodEvents:
        """The events that a period of some cases needs, as `cache/period_events.py` says, with what waits in the outbox
        and which are pinned."""
        from bpo_desk.cache.period_events import period_events
        from bpo_desk.cache.period_notes import with_notes

        with self._copy(engagement_id) as cache, self._writing.seen() as outbox:
            return with_notes(cache, engagement_id, wanted, period_events(cache, engagement_id, wanted), outbox)

    def cases_with_value(self, engagement_id: int, kind: EventKind, field: int, value: str | None) -> NDArray[np.int64]:
        """Keys of the cases whose last event of a kind about a field set this value (its text, "" unknown, None
        nothing)."""
        from bpo_desk.cache.same_value import cases_with_value

        with self._copy(engagement_id) as cache:
            return cases_with_value(cache, engagement_id, kind, field, value)

    def texts_with(self, engagement_id: int, text: str, most: int) -> Said:
        """A few texts of cases that have these words; see `finding.texts_with` (slow)."""
        from bpo_desk.workspace.finding import texts_with

        with self._copy(engagement_id) as cache:
            return texts_with(cache, engagement_id, text, most, self._covers(cache, engagement_id))

    def cases_that_answer(self, engagement_id: int, asked: Sequence[FieldIs]) -> list[Told]:
        """All cases that answer each of some questions that no column does; see `finding.cases_that_answer` (slow)."""
        from bpo_desk.workspace.finding import cases_that_answer

        with self._copy(engagement_id) as cache, self._writing.seen() as outbox:
            return cases_that_answer(cache, outbox, engagement_id, asked, self.writer_name())

    def process_drawing(self, engagement_id: int, process_key: str, version: str | None = None) -> bytes | None:
        """The BPMN text of a version of a process (None: of the newest); None where there is none."""
        from bpo_desk.cache.whole_log import process_drawing

        with self._copy(engagement_id) as cache:
            return process_drawing(cache, engagement_id, process_key, version)

    def process_mark(self, engagement_id: int) -> tuple[int, ...]:
        """Numbers that are others when definitions, steps or their mapping were written (quick)."""
        from bpo_desk.cache.process_marks import process_mark

        with self._copy(engagement_id) as cache:
            return process_mark(cache, engagement_id)

    def any_of_process(self, engagement_id: int, process_key: str, cases: Collection[int]) -> bool:
        """Whether one of some cases (keys) runs on a process, or is not in the copy."""
        from bpo_desk.cache.process_marks import any_of_process

        with self._copy(engagement_id) as cache:
            return any_of_process(cache, engagement_id, process_key, cases)

    def step_mapping(self, engagement: Engagement, process_key: str, version: str) -> StepMapping:
        """What people said about the steps of a version of a process, what was written here included."""
        from bpo_desk.cache.step_mappings import step_mapping

        with self._copy(engagement.engagement_id) as cache, self._writing.seen() as outbox, cache.read() as connection:
            return step_mapping(connection, engagement.engagement_id, engagement.code, process_key, version, outbox)

    def shared_views(self, engagement: Engagement) -> list[SharedView]:
        """The views of the team, what was written here included."""
        from bpo_desk.cache.shared_views import shared_views

        with self._copy(engagement.engagement_id) as cache, self._writing.seen() as outbox, cache.read() as connection:
            return shared_views(connection, engagement.engagement_id, engagement.code, outbox)

    def own_review(self, engagement: Engagement, case: int, number: str) -> Review:
        """The latest review of a case by the user of this desk, what was written here included; one that says nothing
        where there is none. The reviewer is who the engagement says its login is, else the name of the desk's user."""
        from bpo_desk.cache import records
        from bpo_desk.cache.case_reviews import case_reviews
        from bpo_desk.models.review import Review, ReviewKept
        from bpo_desk.workspace.writing import own_actor

        one, login = engagement.engagement_id, own_actor(self._url_or_none()).login
        with self._copy(one) as cache, self._writing.seen() as outbox, cache.read() as connection:
            members = [row for row in records.read(connection, one, "membership").values() if row["login"] == login]
            person = next((str(row.get("person") or "") for row in members if row.get("person")), "")
            who = person or (login if members else self.writer_name())
            found = case_reviews(connection, one, case, engagement.code, number, outbox)
        return next((each for each in reversed(found) if each.kept.reviewer == who), Review(ReviewKept(who)))

    def followed_cases(self, engagement_id: int, now: int, at_risk: int) -> dict[int, Seen]:
        """The cases that the user of this desk follows, as they are at `now`; `at_risk`: microseconds before due."""
        from bpo_desk.workspace.followed import followed_cases

        with self._copy(engagement_id) as cache, self._writing.seen() as outbox:
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

    def remembered(self) -> dict[str, str]:
        """What the window left of things that may name cases or people; quick, and without numpy."""
        try:
            with self._connections.lent() as cache:
                return read_remembered(cache)
        except NotFound:
            return {}

    def work_basis(
        self, queue: QueueColumns, rows: NDArray[np.int64], told: Callable[[float], bool] = lambda _share: True
    ) -> Basis:
        """What is known of the cases at some rows of a queue, to tell what work on them would do. `told` hears the
        share that is done, 0 to 1, and says whether to go on (else NotWanted; slow)."""
        from bpo_desk.workspace.selected_work import basis_of

        with self._copy(queue.engagement.engagement_id) as cache, self._writing.seen() as outbox:
            return basis_of(cache, outbox, queue, rows, self.writer_name(), told)

    def entries_of(self, mutations: Sequence[Mutation]) -> list[Entry]:
        """What became of some of what was written here, in the order of writing (slow)."""
        with self._writing.lent() as outbox:
            return outbox.entries_of(mutations)

    def outbox_status(self) -> OutboxStatus:
        """What waits to be sent or looked at. Raises the DeskError kinds of a file that cannot be opened."""
        return self._writing.status()

    def outbox_entries(self) -> list[Entry]:
        """What waits to be sent, and what the shared database refused or others were faster with, in the order of
        writing. Raises as `outbox_status`."""
        return self._writing.entries()

    def written(self) -> list[Entry]:
        """All that was written here and is kept, in the order of writing. Raises as `outbox_status`."""
        return self._writing.written()

    def needing_attention(self) -> list[Entry]:
        """What the shared database refused, and what others were faster with."""
        return self._writing.needing_attention()

    def own_outbox(self) -> Outbox:
        """A connection of its own to the outbox, for the one who sends; made where there is none."""
        return self._writing.opened()


def _covered(queue: QueueColumns, rules: tuple[str, ...]) -> QueueColumns:
    if not rules:
        return queue
    from bpo_desk.state.masking import covered_queue

    return covered_queue(queue, rules)
