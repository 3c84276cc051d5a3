"""What the window asks of the running desk. `workspace` answers it; the slow ones are asked through `background`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from bpo_desk.settings import Settings
from bpo_desk.ui.queue.queue_cells import Facts

if TYPE_CHECKING:  # these need numpy or data classes, which are not loaded before the first paint
    import numpy as np
    from numpy.typing import NDArray

    from bpo_desk.cache.access_log import AccessLog
    from bpo_desk.cache.outbox import Entry, OutboxStatus
    from bpo_desk.cache.period_events import PeriodEvents, Wanted
    from bpo_desk.cache.queue_changes import QueueChange
    from bpo_desk.cache.read import CopyStatus
    from bpo_desk.models.case_file import CaseFile
    from bpo_desk.models.engagement import Engagement
    from bpo_desk.models.event import EventKind
    from bpo_desk.models.event_columns import EventColumns
    from bpo_desk.models.filters import FieldIs
    from bpo_desk.models.lease import Standing
    from bpo_desk.models.mutation import Exported, ListExported, Mutation, Payload
    from bpo_desk.models.queue_columns import QueueColumns
    from bpo_desk.models.review import Review
    from bpo_desk.models.row_seen import RowSeen
    from bpo_desk.models.shared_view import SharedView
    from bpo_desk.models.step_mapping import StepMapping
    from bpo_desk.state.followed_changes import Seen
    from bpo_desk.workspace.attention import Attention
    from bpo_desk.workspace.connecting import Remembered
    from bpo_desk.workspace.finding import Said, Told
    from bpo_desk.workspace.samples import Samples
    from bpo_desk.workspace.selected_work import Basis, Plan


class SyncStatus(Protocol):
    """How the local copy of one engagement stands to the shared database."""

    @property
    def data_as_of(self) -> int | None:
        """Microseconds UTC up to which the copy agrees; None: never synced."""
        ...

    @property
    def partial(self) -> bool:
        """Whether the first load is still running."""
        ...

    @property
    def problem(self) -> str:
        """Why the last sync failed, in words; "" if it did not."""
        ...


class FirstPage(Protocol):
    """At most 64 stored rows. `view` is the text that came with them; the facts are those of `queue_cells`."""

    @property
    def engagement_id(self) -> int:
        """Whose rows they are."""
        ...

    @property
    def view(self) -> str:
        """The `QueueState` of the view, as JSON."""
        ...

    @property
    def cases(self) -> Sequence[int]:
        """The case keys of the rows."""
        ...

    @property
    def rows(self) -> Sequence[Facts]:
        """The facts of the rows."""
        ...


class RunningTest(Protocol):
    """A test of a connection that runs."""

    def stop(self) -> None:
        """End it."""
        ...


class Desk(Protocol):
    """The running desk as the window sees it."""

    @property
    def settings(self) -> Settings:
        """What is set now."""
        ...

    def keep_language(self, language: str) -> None:
        """Keep the language of LANGUAGES ("": as the system) for the next start (slow)."""
        ...

    @property
    def key_note(self) -> str:
        """Where the key of the local copy came from, if a person should know ("key from BPO_DESK_KEY"); else ""."""
        ...

    @property
    def client_view(self) -> str:
        """The client whose view this is, by name; "" for one's own desk."""
        ...

    @property
    def one_case(self) -> str:
        """The number of the case that is only read here, from the shared database; "" on one's own desk."""
        ...

    def engagements(self) -> list[Engagement]:
        """The engagements of the local copy (slow)."""
        ...

    def queue(
        self, engagement_id: int, as_of: int | None = None, *, told: Callable[[int, int], bool] = ...
    ) -> QueueColumns:
        """The work queue of an engagement, now or as it was at an instant (microseconds UTC; slow). `told` hears how
        many events of how many have been read for a past one, and says whether to go on."""
        ...

    def changed_queue(self, queue: QueueColumns, cases: Collection[int]) -> QueueChange | None:
        """The queue with some cases (keys) as they are now; None where it must be read whole (slow)."""
        ...

    def make_report(self, words: Sequence[str]) -> object:
        """Let `report WORDS` be done by a process of its own; raises DeskError as it failed (slow)."""
        ...

    def export(self, engagement: str, numbers: Sequence[str], told: Exported, path: Path, content: bytes) -> None:
        """Note in the trail of cases that they leave the desk, then write the file; whole or not at all (slow)."""
        ...

    def export_many(
        self, engagement: str, numbers: Iterable[str], told: ListExported, path: Path, write: Callable[[BinaryIO], None]
    ) -> None:
        """The same for any number of cases and what `write` puts into the file (slow)."""
        ...

    def note_copy(
        self, engagement: str, numbers: Sequence[str], form: str, what: str, digest: str, where: str, as_of: int | None
    ) -> None:
        """Note that some cases leave by the clipboard or as a picture (slow)."""
        ...

    def open_case(
        self, engagement_id: int, case: int, as_of: int | None = None, known_at: int | None = None
    ) -> CaseFile:
        """One case, whole or as it was (slow)."""
        ...

    def unmask(self, engagement_id: int, case: int, event_id: str, what: str, reason: str) -> None:
        """Show a covered value of an event; written down first (slow)."""
        ...

    def cases_with_value(self, engagement_id: int, kind: EventKind, field: int, value: str | None) -> NDArray[np.int64]:
        """Keys of the cases whose field has a value now; see cache/same_value.py (slow)."""
        ...

    def texts_with(self, engagement_id: int, text: str, most: int) -> Said:
        """A few texts of cases that have these words (slow)."""
        ...

    def cases_that_answer(self, engagement_id: int, asked: Sequence[FieldIs]) -> list[Told]:
        """All cases that answer each of some questions that no column does; see `filters.asked_elsewhere` (slow)."""
        ...

    def access_log(self, engagement_id: int, case: int | None = None) -> AccessLog:
        """Who looked at the cases of an engagement, or at one of them, or let them leave the desk (slow)."""
        ...

    def find_case(self, engagement_id: int, number: str) -> int:
        """The key of the case with a number, else of the only one like it; raises NotFound (slow)."""
        ...

    def events(self, engagement_id: int) -> EventColumns:
        """All events of an engagement, sorted by case and order (slow)."""
        ...

    def period_events(self, engagement_id: int, wanted: Wanted) -> PeriodEvents:
        """The events that a period of some cases needs; see cache/period_events.py (slow)."""
        ...

    def process_drawing(self, engagement_id: int, process_key: str, version: str | None = None) -> bytes | None:
        """The BPMN text of a version of a process (None: of the newest), None where there is none (slow)."""
        ...

    def process_mark(self, engagement_id: int) -> tuple[int, ...]:
        """Numbers that are others when definitions, steps or their mapping were written."""
        ...

    def any_of_process(self, engagement_id: int, process_key: str, cases: Collection[int]) -> bool:
        """Whether one of some cases (keys) runs on a process, or is not in the copy (slow)."""
        ...

    def step_mapping(self, engagement: Engagement, process_key: str, version: str) -> StepMapping:
        """What people said about the steps of a version of a process, what was written here included (slow)."""
        ...

    def new_mutation(self, engagement: str, case: str, payload: Payload, seen: RowSeen | None = None) -> Mutation:
        """What the user writes now about a case (engagement code, case number; "" for the engagement itself); `seen` is
        what was shown of the row that it changes, None for what is only appended."""
        ...

    def followed_cases(self, engagement_id: int, now: int, at_risk: int) -> dict[int, Seen]:
        """The cases that the user of this desk follows, as they are now; see workspace/followed.py (slow)."""
        ...

    def shared_views(self, engagement: Engagement) -> list[SharedView]:
        """The views of the team, what was written here included (slow)."""
        ...

    def own_roles(self, engagement: Engagement) -> tuple[str, ...]:
        """The roles of the user of this desk in an engagement, as the copy knows them (slow)."""
        ...

    def write(self, mutation: Mutation) -> None:
        """Keep a mutation and have it sent; when this returns it is safe on disk (slow)."""
        ...

    def work_basis(self, queue: QueueColumns, rows: NDArray[np.int64], told: Callable[[float], bool]) -> Basis:
        """What is known of the cases at some rows of a queue, to tell what work on them would do. `told` hears the
        share that is done, 0 to 1, and says whether to go on (slow)."""
        ...

    def write_work(self, basis: Basis, wanted: Plan, told: Callable[[Sequence[Mutation]], bool]) -> None:
        """Write a plan in batches; `told` gets each batch that is safe, and says whether to go on (slow)."""
        ...

    def entries_of(self, mutations: Sequence[Mutation]) -> list[Entry]:
        """What became of some of what was written here, in the order of writing (slow)."""
        ...

    @property
    def samples(self) -> Samples:
        """Samples to review; all that it does is slow."""
        ...

    def lease(self, engagement_id: int, passed: int) -> Standing:
        """How long a copy may be used without contact; `passed`: microseconds since this was asked last. Raises
        DeskError (code "lease_over") where it may not be used any longer (slow)."""
        ...

    def remembered(self) -> dict[str, str]:
        """What the window left of things that may name cases or people; quick, and without numpy."""
        ...

    def remember(self, texts: Mapping[str, str]) -> None:
        """Keep it for the next window, encrypted."""
        ...

    def first_page(self) -> FirstPage | None:
        """The first rows of the last view; quick, and without numpy."""
        ...

    def save_first_page(self, engagement_id: int, view: str, rows: Sequence[tuple[int, Facts]]) -> None:
        """Keep the first rows of a view (case key, facts by name) for the next start (slow)."""
        ...

    def sync_status(self, engagement_id: int) -> SyncStatus:
        """How fresh the copy of an engagement is (slow)."""
        ...

    def copies(self) -> list[CopyStatus]:
        """How the copy of each engagement stands (slow)."""
        ...

    def writer_name(self) -> str:
        """The name under which the user of this desk writes (slow)."""
        ...

    def outbox_status(self) -> OutboxStatus:
        """What waits to be sent or looked at, in numbers (slow)."""
        ...

    def outbox_entries(self) -> list[Entry]:
        """What waits to be sent or looked at, in the order of writing (slow)."""
        ...

    def discard(self, mutation_id: str) -> None:
        """Take note of a refusal: the entry leaves the list (slow)."""
        ...

    def own_review(self, engagement: Engagement, case: int, number: str) -> Review:
        """The latest review of a case by the user of this desk, what was written here included (slow)."""
        ...

    @property
    def attention(self) -> Attention:
        """What was refused, with theirs and mine; all that it does is slow."""
        ...

    def start_sync(self, on_line: Callable[[str], None]) -> None:
        """Start a sync if none runs. `on_line` gets its lines of JSON, from a thread of its own."""
        ...

    @property
    def connection_url(self) -> str:
        """The shared database of the profile, "" where none is set."""
        ...

    def test_connection(
        self, url: str, password: str, on_line: Callable[[Mapping[str, object] | None], None]
    ) -> RunningTest:
        """Try a shared database in a process of its own; its lines and, at the end, None come from another thread."""
        ...

    def connect_to(self, url: str, password: str, moved: bool) -> Remembered:
        """Follow a shared database from now on; raises DeskError (slow)."""
        ...

    def tell_case_open(self, is_open: bool) -> None:
        """Say whether a case is open: the sync process then looks for news more often."""
        ...


class ClientDesk(Desk, Protocol):
    """The desk as a client sees it, or one case that the copy does not hold, for as long as somebody looks."""

    def leave(self) -> None:
        """End it; nothing of it stays on the disk."""
        ...


LookAsClient = Callable[[str, Callable[[int, int], None], Callable[[], bool], str], ClientDesk]
"""What the client of an engagement (its code) sees, or one case of it by its number ("": all that clients get):
`told(done, of)`, `stopped()` from another thread (slow)."""
