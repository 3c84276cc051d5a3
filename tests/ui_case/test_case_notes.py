"""Writing on the case screen: what is wanted, what is kept while typing, and how notes are shown."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMenu, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from bpo_desk.cache.outbox import Entry, EntryState
from bpo_desk.cache.outbox_overlay import Overlay, with_pending
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.event import Visibility
from bpo_desk.models.mutation import (
    FOLLOWED,
    Actor,
    CommentAdded,
    EventPinned,
    EventTagged,
    Mutation,
    Payload,
    new_mutation_id,
)
from bpo_desk.state.event_notes import event_ids
from bpo_desk.ui.case.case_notes import Wish
from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.ui.case.case_view import prepare_case
from bpo_desk.ui.case.event_table import EventTable
from bpo_desk.ui.case.event_table_model import COMMENT, ICON, WHAT
from bpo_desk.ui.case.fact_rows import facts
from bpo_desk.ui.case.write_pane import WritePane
from tests.ui_case import stories

CONTROL = Qt.KeyboardModifier.ControlModifier


def noted(file: CaseFile, *payloads: Payload, who: str = "Ada") -> CaseFile:
    """The case with payloads that wait in the outbox, as the cache shows it."""
    entries = [
        Entry(i, Mutation(new_mutation_id(stories.NOW + i), "NORD", file.number, payload, stories.NOW + i,
                          Actor(who.lower(), who)), EntryState.PENDING)
        for i, payload in enumerate(payloads)
    ]  # fmt: skip
    shown = Overlay(file.events, file.data, file.source_record, file.dictionaries, frozenset())
    found = with_pending(file.case, shown, entries, set(), as_of=None)
    return replace(
        file, events=found.events, data=found.data, source_record=found.source_record,
        dictionaries=found.dictionaries, pending=found.pending,
    )  # fmt: skip


@pytest.fixture
def screen(qtbot: QtBot) -> CaseScreen:
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.resize(1440, 900)
    screen.know_writer("Ada")
    screen.show_view(prepare_case(stories.replaced_card(), stories.NOW))
    screen.show()
    qtbot.waitExposed(screen)
    return screen


def _pane(screen: CaseScreen) -> WritePane:
    return screen.findChild(WritePane)


def _wishes(screen: CaseScreen) -> list[Wish]:
    found: list[Wish] = []
    screen.notes.wanted.connect(found.append)
    return found


def _id(screen: CaseScreen, row: int) -> str:
    assert screen.view is not None
    return event_ids(screen.view.file.events)[row]


def test_a_note_on_the_case_is_typed_and_kept_with_control_enter(screen: CaseScreen, qtbot: QtBot) -> None:
    wishes = _wishes(screen)
    screen.notes.note()
    text = _pane(screen).findChild(QPlainTextEdit)
    qtbot.keyClicks(text, "called the branch [again]")
    qtbot.keyClick(text, Qt.Key.Key_Return, CONTROL)
    (wish,) = wishes
    assert (wish.engagement, wish.case) == ("NORD", "CARD-2026-004711")
    assert wish.payload == CommentAdded("called the branch [again]", Visibility.INTERNAL)
    assert _pane(screen).isVisible(), "it stays until the note is safe"
    screen.notes.kept(wish)
    assert not _pane(screen).isVisible()
    assert screen.notes.unkept() == []


def test_a_comment_on_an_event_names_it_and_who_may_read_it(screen: CaseScreen, qtbot: QtBot) -> None:
    wishes = _wishes(screen)
    screen.choose_event(5)
    screen.notes.comment()
    pane = _pane(screen)
    assert any("Comment on" in label.text() for label in pane.findChildren(QLabel))
    screen.choose_event(8)  # looking elsewhere meanwhile does not move the comment
    qtbot.keyClicks(pane.findChild(QPlainTextEdit), "why?")
    pane.findChild(QComboBox).setCurrentIndex(1)
    pane.keep()
    assert wishes[0].payload == CommentAdded("why?", Visibility.SHARED, _id(screen, 5))


def test_what_could_not_be_kept_stays_typed_with_the_reason(screen: CaseScreen, qtbot: QtBot) -> None:
    wishes = _wishes(screen)
    screen.notes.note()
    text = _pane(screen).findChild(QPlainTextEdit)
    qtbot.keyClicks(text, "important")
    _pane(screen).keep()
    screen.notes.not_kept(wishes[0], "The disk is full.\nFree some room.")
    assert text.toPlainText() == "important"
    assert _pane(screen).isEnabled()
    assert any("disk is full" in label.text() for label in _pane(screen).findChildren(QLabel) if label.isVisible())
    assert screen.notes.unkept() == ["CARD-2026-004711"]


def test_escape_puts_a_draft_aside_and_it_is_there_again(screen: CaseScreen, qtbot: QtBot) -> None:
    screen.notes.note()
    text = _pane(screen).findChild(QPlainTextEdit)
    qtbot.keyClicks(text, "half a")
    qtbot.keyClick(text, Qt.Key.Key_Escape)
    assert not _pane(screen).isVisible()
    screen.notes.note()
    assert text.toPlainText() == "half a"


def test_a_draft_waits_at_its_case_while_another_is_shown(screen: CaseScreen, qtbot: QtBot) -> None:
    screen.notes.note()
    text = _pane(screen).findChild(QPlainTextEdit)
    qtbot.keyClicks(text, "half a")
    screen.show_view(prepare_case(replace(stories.closed_case(), case=8), stories.NOW))
    assert not _pane(screen).isVisible()
    assert screen.notes.unkept() == ["CARD-2026-004711"]
    screen.show_view(prepare_case(stories.replaced_card(), stories.NOW))
    assert _pane(screen).isVisible()
    assert text.toPlainText() == "half a"
    screen.show_view(prepare_case(stories.replaced_card(), stories.NOW + 1))
    assert text.toPlainText() == "half a", "a refresh never touches what is being typed"


def test_discarding_forgets_the_draft(screen: CaseScreen, qtbot: QtBot) -> None:
    screen.notes.note()
    qtbot.keyClicks(_pane(screen).findChild(QPlainTextEdit), "never mind")
    next(b for b in _pane(screen).findChildren(QPushButton) if b.text() == "Discard").click()
    assert screen.notes.unkept() == []


def test_nothing_but_blanks_is_not_kept(screen: CaseScreen, qtbot: QtBot) -> None:
    wishes = _wishes(screen)
    screen.notes.note()
    text = _pane(screen).findChild(QPlainTextEdit)
    qtbot.keyClicks(text, "   ")
    qtbot.keyClick(text, Qt.Key.Key_Return, CONTROL)
    assert wishes == []


def test_pins_tags_and_following_are_turned_on_and_off(screen: CaseScreen, qtbot: QtBot) -> None:
    wishes = _wishes(screen)
    file = stories.replaced_card()
    target, first = event_ids(file.events)[5], event_ids(file.events)[0]
    screen.choose_event(5)
    screen.notes.pin()
    screen.notes.follow()
    screen.notes.tag()
    line = _pane(screen).findChild(QLineEdit)
    qtbot.keyClicks(line, "#late  again")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    put = [EventPinned(target), EventTagged(first, FOLLOWED), EventTagged(target, "late again")]
    assert [wish.payload for wish in wishes] == put
    screen.show_view(prepare_case(noted(file, *put), stories.NOW))
    assert screen.notes.follows
    screen.choose_event(5)
    screen.notes.pin()
    screen.notes.follow()
    screen.notes.set_tag("late again", on=False)
    assert [wish.payload for wish in wishes[3:]] == [
        EventPinned(target, pinned=False),
        EventTagged(first, FOLLOWED, removed=True),
        EventTagged(target, "late again", removed=True),
    ]


def test_notes_are_shown_at_their_event_and_as_pending_events(screen: CaseScreen) -> None:
    file = stories.replaced_card()
    target = event_ids(file.events)[5]
    written = noted(file, EventPinned(target), EventTagged(target, "late"), CommentAdded("why?", 0, target))
    screen.show_view(prepare_case(written, stories.NOW))
    assert screen.view is not None
    n = len(file.events)
    model = screen.findChild(EventTable).model()
    assert model.index(5, COMMENT).data().startswith("#late, 1 comment")
    assert model.index(5, WHAT).data(ICON)[0] == "pinned"
    what = screen.view.words.what(5)
    assert [model.index(row, WHAT).data() for row in range(n, n + 3)] == [
        f"pending: pinned on: {what}",
        f"pending: tagged #late on: {what}",
        f"pending: comment on: {what}",
    ]
    assert all(model.index(row, WHAT).data(ICON)[0] == "hourglass" for row in range(n, n + 3))
    assert "pending" in screen.view.words.sentence(n)
    screen.choose_event(5)
    shown = [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
    assert "#late" in shown
    assert any("Ada" in text and "(pending): why?" in text for text in shown)


def test_who_follows_a_case_stands_among_its_facts() -> None:
    file = stories.replaced_card()
    first = event_ids(file.events)[0]
    view = prepare_case(noted(file, EventTagged(first, FOLLOWED), who="Ben"), stories.NOW)
    rows = {row.cells[0]: row.cells[1] for row in facts(view, view.live).rows}
    assert rows["Followed by"] == "Ben"
    assert view.words.what(len(file.events)) == "follows the case"


def test_the_menu_of_an_event_offers_what_can_be_noted(screen: CaseScreen, qtbot: QtBot) -> None:
    file = stories.replaced_card()
    target = event_ids(file.events)[5]
    screen.show_view(prepare_case(noted(file, EventTagged(target, "late & <b>bold</b>")), stories.NOW))
    table = screen.findChild(EventTable)
    table.select(5)
    screen.choose_event(5)
    place = table.viewport().rect().center()
    QApplication.sendEvent(
        table.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, QPoint(10, 10))
    )
    menu = next(menu for menu in screen.findChildren(QMenu) if menu.actions())
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == [
        "Comment on this event", "Pin this event", "#late && <b>bold</b>", "New tag ...", "Note on the case",
    ]  # fmt: skip
    assert [action.isChecked() for action in menu.actions() if action.isCheckable()] == [True]
    menu.close()
