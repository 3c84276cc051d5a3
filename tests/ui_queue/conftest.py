"""A desk made of synthetic cases, and the window on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from bpo_desk.cache.bookmarks import Stage
from bpo_desk.cache.case_firsts import CaseFirst
from bpo_desk.cache.case_tags import TaggedCases
from bpo_desk.cache.outbox import Entry, EntryState, OutboxStatus
from bpo_desk.cache.queue_changes import QueueChange
from bpo_desk.cache.read import CopyStatus
from bpo_desk.errors import DatabaseUnreachable, DiskFull, NotFound
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.lease import Standing
from bpo_desk.models.mutation import Actor, Mutation, new_mutation_id
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.shared_view import SharedView
from bpo_desk.models.step_mapping import StepMapping
from bpo_desk.models.text_hits import TextHit
from bpo_desk.settings import Settings
from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.background import Background
from bpo_desk.ui.case.case_notes import CaseNotes
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.write_pane import WritePane
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.ui.window_memory import WindowMemory
from bpo_desk.workspace.attention import Refused, Tray
from bpo_desk.workspace.finding import Said, Told
from bpo_desk.workspace.selected_work import Basis, chosen_cases, write_plan
from tests.ui_queue.synthetic import NOW, synthetic


@dataclass
class Status:
    """The state of the copy."""

    data_as_of: int | None = None
    partial: bool = False
    problem: str = ""


@dataclass
class Page:
    """A stored first page."""

    engagement_id: int
    view: str
    cases: list[int]
    rows: list[dict]


@dataclass
class SyntheticDesk:
    """A desk over queues in memory, one an engagement."""

    queues: list[QueueColumns]
    settings: Settings = field(default_factory=Settings)
    key_note: str = ""
    client_view: str = ""
    one_case: str = ""
    page: Page | None = None
    status: Status = field(default_factory=lambda: Status(NOW - 5 * 60_000_000))
    unreachable: bool = False
    syncs: list[Callable[[str], None]] = field(default_factory=list)
    told_open: list[bool] = field(default_factory=list)
    written: list[Mutation] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    full: bool = False
    team: list[SharedView] = field(default_factory=list)
    roles: tuple[str, ...] = ()
    looks: dict = field(default_factory=dict)
    followed: set[int] = field(default_factory=set)
    looked: Callable[[Callable[[float], bool]], object] = lambda _told: None
    asked: dict[int, str] = field(default_factory=dict)
    said: dict[int, str] = field(default_factory=dict)
    searched_all: bool = True
    searches: list[str] = field(default_factory=list)
    path: tuple[str, ...] = ("Team lead", "Operations manager")
    asked_as_of: list[int | None] = field(default_factory=list)
    opened_as_of: list[int | None] = field(default_factory=list)
    noted_copies: list[tuple] = field(default_factory=list)

    def engagements(self):
        return [queue.engagement for queue in self.queues]

    def queue(self, engagement_id, as_of=None, told=lambda _events, _of: True):
        self.asked_as_of.append(as_of)
        for step in range(1, 4) if as_of is not None else ():
            told(step, 4)
        if self.unreachable:
            raise DatabaseUnreachable("The local copy cannot be read.", "Close the other program.")
        return next(queue for queue in self.queues if queue.engagement.engagement_id == engagement_id)

    def changed_queue(self, queue, cases):
        now = self.queue(queue.engagement.engagement_id)
        keys = np.array(sorted(cases))
        keys = keys[np.isin(keys, queue.cases["case"])]
        rows, there = np.searchsorted(queue.cases["case"], keys), np.searchsorted(now.cases["case"], keys)
        after = replace(queue, cases=queue.cases.patched(rows, now.cases.take(there)))
        return QueueChange(after, rows, others=len(keys) < len(cases))

    def open_case(self, engagement_id, case, as_of=None, known_at=None):
        self.opened_as_of.append(as_of)
        queue = self.queue(engagement_id)
        row = queue.cases.row_of(case)
        return CaseFile(
            queue.engagement, case, queue.numbers.text(row), EventColumns.empty(), [], [],
            queue.cases.take(np.array([row])), queue.dictionaries,
        )  # fmt: skip

    def note_copy(self, engagement, numbers, form, what, digest, where, as_of):
        self.noted_copies.append((engagement, tuple(numbers), form, what))

    def events(self, engagement_id):
        return EventColumns.empty()

    def process_drawing(self, engagement_id, process_key, version=None):
        return None

    def process_mark(self, engagement_id):
        return ()

    def any_of_process(self, engagement_id, process_key, cases):
        queue = self.queue(engagement_id)
        rows = [queue.cases.row_of(case) for case in cases]
        return any(queue.process_keys[queue.process[row]] == process_key for row in rows)

    def step_mapping(self, engagement, process_key, version):
        return StepMapping(process_key, version)

    def first_page(self):
        return self.page

    def save_first_page(self, engagement_id, view, rows):
        self.page = Page(engagement_id, view, [case for case, _facts in rows], [dict(facts) for _case, facts in rows])

    def lease(self, engagement_id, passed):
        return Standing()

    def sync_status(self, engagement_id):
        return self.status

    def start_sync(self, on_line):
        self.syncs.append(on_line)

    connection_url = "sqlite:///somewhere.db"

    def test_connection(self, url, password, on_line):
        raise AssertionError("no test is made here")

    def connect_to(self, url, password, moved):
        raise AssertionError("nothing is connected here")

    def tell_case_open(self, is_open):
        self.told_open.append(is_open)

    def find_case(self, engagement_id, number):
        for row in range(len(self.queue(engagement_id))):
            if self.queue(engagement_id).numbers.text(row) == number:
                return int(self.queue(engagement_id).cases["case"][row])
        raise NotFound(f"The local copy has no case {number!r}.", "Check the number, or sync first.")

    def cases_with_value(self, engagement_id, kind, field, value):
        return self.queue(engagement_id).cases["case"][3:5].astype(np.int64)

    def texts_with(self, engagement_id, text, most):
        self.searches.append(text)
        queue = self.queue(engagement_id)
        hits = [TextHit(case, said, 41, -1) for case, said in self.said.items() if text.lower() in said.lower()]
        return Said(tuple(hits[:most]), self.searched_all) if len(queue) else Said((), True)

    def cases_that_answer(self, engagement_id, asked):
        return [self._told(each) for each in asked]

    def _told(self, asked):
        self.searches.append(asked.value)
        if asked.field == "asked":
            return Told(asked, np.array(sorted(case for case, state in self.asked.items() if state == asked.value)))
        found = [case for case, said in self.said.items() if asked.value.lower() in said.lower()]
        return Told(asked, np.array(sorted(self.followed if asked.field == "followed" else found)), self.searched_all)

    def copies(self):
        return [
            CopyStatus(queue.engagement, Stage.READY, self.status.partial, self.status.data_as_of,
                       self.status.data_as_of, 12_000, len(queue), 0, 12_000, 12_000)
            for queue in self.queues
        ]  # fmt: skip

    def writer_name(self):
        return "Ada"

    def new_mutation(self, engagement, case, payload, seen=None):
        base, said = (None, "") if seen is None else (seen.row_ver, seen.said)
        who = Actor("ada", "Ada")
        return Mutation(new_mutation_id(NOW), engagement, case, payload, NOW, who, base, seen=said)

    def shared_views(self, engagement):
        return list(self.team)

    def followed_cases(self, engagement_id, now, at_risk):
        return dict(self.looks)

    def own_roles(self, engagement):
        return self.roles

    def write(self, mutation):
        if self.full:
            raise DiskFull("The outbox cannot be written: the disk is full.", "Free some room and write again.")
        self.written.append(mutation)
        self.entries.append(Entry(len(self.entries), mutation, EntryState.PENDING))

    def work_basis(self, queue, rows, told=lambda _share: True):
        self.looked(told)
        chosen = chosen_cases(queue, rows)
        firsts = {each.case: CaseFirst("0" * 32, "crm") for each in chosen}
        tags = TaggedCases(frozenset(self.followed), frozenset())
        return Basis("NWB", chosen, firsts, tags, self.path, ("Ann Okafor", "Bilal Rahman"), ("Back office",))

    def write_work(self, basis, wanted, told):
        def keep(batch):
            for each in batch:
                self.write(each)

        write_plan(basis, wanted, self.new_mutation, keep, told)

    def entries_of(self, mutations):
        wanted = {each.mutation_id for each in mutations}
        return [each for each in self.entries if each.mutation.mutation_id in wanted]

    def outbox_status(self):
        waiting = [each for each in self.entries if each.state is EntryState.PENDING]
        oldest = min((each.mutation.created_at for each in waiting), default=None)
        return OutboxStatus(len(waiting), 0, oldest, len(self.entries) - len(waiting))

    def outbox_entries(self):
        return list(self.entries)

    @property
    def attention(self):
        return self

    def tray(self):
        refused = [each for each in self.entries if each.state in (EntryState.CONFLICT, EntryState.REJECTED)]
        return Tray(tuple(Refused(each, None) for each in refused))

    def discard(self, mutation_id):
        self.entries = [each for each in self.entries if each.mutation.mutation_id != mutation_id]


class NumberScreen(QWidget):
    """A case screen that shows the number of the case, and has the real pane for notes."""

    back_wanted = Signal()
    time_wanted = Signal(object, object)
    other_wanted = Signal(object, str)
    same_wanted = Signal(object)
    failed = Signal(object)

    def __init__(self):
        super().__init__()
        self.label = QLabel()
        self.pane = WritePane(self)
        self.notes = CaseNotes(self.pane, self)
        self.others: list[str] = []
        layout = QVBoxLayout(self)
        layout.addWidget(self.label)
        layout.addWidget(self.pane)

    def show_view(self, view: CaseView) -> None:
        self.label.setText(view.file.number)
        self.notes.show_view(view)

    def deny(self, why) -> None:
        self.denied = dict(why)

    def know_writer(self, name: str) -> None:
        self.notes.writer = name

    def show_other(self, view: CaseView, time) -> None:
        self.others.append(view.file.number)

    def show_no_other(self, words: str) -> None:
        self.others.append(words)


@pytest.fixture
def desk() -> SyntheticDesk:
    return SyntheticDesk([synthetic(300)])


@pytest.fixture
def open_window(qtbot, desk, tmp_path) -> Iterator[Callable[..., MainWindow]]:
    """A function that opens a window on the desk and, unless told otherwise, waits for its rows."""
    backgrounds = []
    application = QApplication.instance()
    before = application.palette(), application.font()

    def open_one(dark: bool = False, percent: int = 100, wait: bool = True, start: bool = True) -> MainWindow:
        background = Background()
        backgrounds.append(background)
        memory = WindowMemory(tmp_path / "window.ini")
        window = MainWindow(desk, background, Appearance(application, dark, percent), memory, NumberScreen, lambda: NOW)
        qtbot.addWidget(window)
        window.show_first_page(desk.first_page())
        window.show()
        if start:
            window.start()
        if wait and start:
            qtbot.waitUntil(lambda: window.queue.is_read)
            qtbot.waitUntil(lambda: not background.is_busy("first page"))
        return window

    yield open_one
    for background in backgrounds:
        background.shutdown()
    application.setPalette(before[0])
    application.setFont(before[1])


@pytest.fixture
def window(open_window) -> MainWindow:
    return open_window()
