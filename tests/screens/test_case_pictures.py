"""Pictures of the case screen's own panels: explained time, fields, comparison, a note being typed; the sync panel."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget

from bpo_desk.cache.outbox import Entry, EntryState
from bpo_desk.models.mutation import Actor, CommentAdded, EventPinned, EventTagged, Mutation
from bpo_desk.state.event_notes import event_ids
from bpo_desk.ui import theme
from bpo_desk.ui.case.case_notes import CaseNotes
from bpo_desk.ui.case.case_view import prepare_case
from bpo_desk.ui.case.event_detail import EventDetail
from bpo_desk.ui.case.facts_panel import FactsPanel
from bpo_desk.ui.case.time_bar import TimeBar
from bpo_desk.ui.case.write_pane import WritePane
from tests.screens.pictures import check_picture
from tests.screens.test_queue_pictures import a_cursor_that_stands_still, picture, zone_of_the_pictures  # noqa: F401
from tests.state.test_case_time import OFFICE
from tests.ui_case import stories
from tests.ui_case.test_case_notes import noted
from tests.ui_queue.conftest import desk, open_window  # noqa: F401  # fixtures
from tests.ui_queue.synthetic import NOW

OPEN_OFFICE = replace(stories.replaced_card(), calendar=OFFICE)


def _check(whole: QWidget, name: str) -> None:
    """Compare when sizes that follow from texts have settled."""
    QTest.qWait(50)
    check_picture(whole, name)


@pytest.fixture
def stacked(qtbot):
    """A function that makes widgets, one beneath the other, in a theme and text size; none has the focus. Gives back
    the whole and each of them."""

    def show(*kinds: type[QWidget], dark: bool = False, percent: int = 100, size: tuple[int, int] = (460, 560)):
        application = QApplication.instance()
        application.setPalette(theme.palette(dark))
        application.setFont(theme.sized(application.font(), percent))
        whole = QWidget()
        whole.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        qtbot.addWidget(whole)
        layout = QVBoxLayout(whole)
        widgets = [kind() for kind in kinds]
        for widget in widgets:
            layout.addWidget(widget)
        whole.resize(*size)
        whole.show()
        qtbot.waitExposed(whole)
        whole.setFocus()
        return whole, *widgets

    return show


@pytest.mark.parametrize(("name", "dark", "percent"), [("light", False, 100), ("dark", True, 100), ("200", False, 200)])
def test_explained_time(stacked, name, dark, percent):
    view = prepare_case(OPEN_OFFICE, stories.NOW)
    whole, bar, panel = stacked(TimeBar, FactsPanel, dark=dark, percent=percent, size=(760, 560))
    panel.show_moment(view, view.live)
    panel.come_to(panel.time)
    bar.show_time(view, view.explained(view.live))
    panel.show_time(view, view.explained(view.live))
    panel.time.show_part(view.explained(view.live).parts[0][0])
    _check(whole, f"case-time-{name}")


def test_time_of_a_source_that_tells_little(stacked):
    view = prepare_case(stories.completions_only(), stories.NOW)
    whole, bar, panel = stacked(TimeBar, FactsPanel, dark=True, size=(760, 460))
    panel.show_moment(view, view.live)
    panel.come_to(panel.time)
    bar.show_time(view, view.explained(view.live))
    panel.show_time(view, view.explained(view.live))
    _check(whole, "case-time-unknown")


def test_the_history_of_a_field(stacked):
    view = prepare_case(stories.replaced_card(), stories.NOW)
    whole, panel = stacked(FactsPanel, size=(760, 460))
    panel.show_moment(view, view.moment(40))
    panel.come_to(panel.fields)
    panel.fields.fields.row_chosen.emit(0)
    _check(whole, "case-fields")


def test_two_moments(stacked):
    view = prepare_case(OPEN_OFFICE, stories.NOW)
    whole, panel = stacked(FactsPanel, dark=True, size=(560, 620))
    panel.show_moment(view, view.moment(20))
    panel.mark_moment()
    panel.show_moment(view, view.moment(45))
    panel.show_time(view, view.explained(view.moment(45)))
    _check(whole, "case-compare")


def test_a_note_that_is_typed_beside_an_event_with_notes(stacked):
    file = stories.replaced_card()
    target = event_ids(file.events)[30]
    said = CommentAdded("Why did this take two days?", 0, target)
    view = prepare_case(noted(file, EventPinned(target), EventTagged(target, "late"), said), stories.NOW)
    whole, detail, pane = stacked(EventDetail, WritePane)
    notes = CaseNotes(pane, detail)
    notes.show_view(view)
    notes.show_selection(30)
    detail.show_event(view, 30)
    notes.comment()
    pane.findChild(QPlainTextEdit).setPlainText("Half a note that is being typed")
    _check(whole, "case-note")


@pytest.mark.parametrize(("name", "look"), [("", {}), ("-dark", {"dark": True}), ("-200", {"percent": 200})])
def test_the_sync_panel(picture, desk, name, look):  # noqa: F811
    def entry(number: int, state: EntryState, **given: str) -> Entry:
        text = CommentAdded("The supplier asks for the credit note again; call them on Monday.")
        mutation = Mutation(f"{number:032x}", "NWB", f"INC000000{number}", text, NOW - number * 60_000_000,
                            Actor("ada", "Ada"))  # fmt: skip
        return replace(Entry(number, mutation, state), **given)

    desk.entries = [
        entry(1, EntryState.PENDING),
        entry(2, EntryState.REJECTED, words="The login may read this engagement but not write into it."),
    ]

    def act(window):
        window.sync.problem = ("The shared database does not answer.", "The desk tries again by itself.")
        window.sync.read_outbox()
        panel = window.overlays.show_sync()
        panel.refresh()

    picture(f"sync-panel{name}", act, **look)
