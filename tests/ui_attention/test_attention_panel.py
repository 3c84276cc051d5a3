"""The tray shows theirs and mine side by side, and each deed goes where it says."""

from datetime import UTC

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from bpo_desk.models.mutation import Refusal
from bpo_desk.ui.attention.attention_panel import AttentionPanel
from bpo_desk.ui.attention.attention_words import lines
from bpo_desk.workspace.attention import Tray
from tests.outbox.desks import NOW
from tests.ui_attention.stories import MINE, a_note, a_review, a_tray, an_exit


@pytest.fixture
def panel(qtbot) -> AttentionPanel:
    found = AttentionPanel(UTC, lambda: NOW)
    qtbot.addWidget(found)
    found.begin()
    qtbot.waitExposed(found)
    return found


def shown(panel: AttentionPanel) -> list[list[str]]:
    """The texts of the comparison, row by row."""
    tree = panel.comparison
    return [
        [tree.topLevelItem(row).text(column) for column in range(4)] for row in range(tree.topLevelItemCount())
    ]  # fmt: skip


def test_an_empty_tray_says_why_it_is_empty_and_offers_nothing(panel):
    panel.show_tray(Tray())
    assert "Nothing needs attention" in panel.heading.text()
    for part in (panel.entries, panel.comparison, panel.leave, panel.send, panel.change):
        assert not part.isVisible()


def test_a_conflict_stands_side_by_side_with_what_differs_first(panel):
    panel.show_tray(a_tray())
    assert panel.heading.text() == "3 writes need attention"
    rows = shown(panel)
    assert rows[0] == ["Score", "3 of 5", "4 of 5", "differs"]
    assert {row[0] for row in rows if row[3]} == {"Score", "Findings", "Text"}
    assert [row for row in rows if row[0] == "State"] == [["State", "draft", "draft", ""]]
    headers = [panel.comparison.headerItem().text(column) for column in (1, 2)]
    assert "Ada" in headers[0]
    assert "1 h ago" in headers[0]
    assert "Bo Lindqvist" in headers[1]
    assert "15 min ago" in headers[1]
    assert "changed this review" in panel.why.text()


def test_what_can_be_done_only_once_cannot_be_sent_again_and_says_so(panel):
    panel.show_tray(Tray((an_exit(),)))
    assert not panel.send.isEnabled()
    assert not panel.change.isEnabled()
    assert panel.leave.isEnabled()
    assert "only once" in panel.why.text()


@pytest.mark.parametrize(("refusal", "may"), [(Refusal.PERMISSION, True), (Refusal.ERASED, False)])
def test_a_refusal_without_theirs_shows_mine_alone(panel, refusal, may):
    panel.show_tray(Tray((a_note(refusal),)))
    assert panel.comparison.isColumnHidden(2)
    assert panel.send.isEnabled() is may
    assert "Take note" in panel.leave.text()
    panel.copy.click()
    assert QGuiApplication.clipboard().text() == "Call back before noon\nThe old number is dead"


def test_each_deed_names_the_write_that_is_chosen(panel, qtbot):
    panel.show_tray(a_tray())
    first, second = (each.entry.mutation for each in a_tray().refused[:2])
    said = []
    panel.leave_wanted.connect(lambda own: said.append(("leave", own)))
    panel.send_wanted.connect(lambda own, texts: said.append(("send", own, texts)))
    panel.case_wanted.connect(lambda *case: said.append(case))
    chosen = panel.chosen().entry.mutation.mutation_id
    panel.send.click()
    panel.open_case.click()
    qtbot.keyClick(panel.entries, Qt.Key.Key_Down)
    other = panel.chosen().entry.mutation.mutation_id
    panel.leave.click()
    assert said == [("send", chosen, {}), (first.engagement, first.case), ("leave", other)]
    assert panel.chosen().entry.mutation.case == second.case


def test_mine_is_edited_then_sent_with_the_keys_alone(panel, qtbot):
    panel.show_tray(Tray((a_review(),)))
    sent = []
    panel.send_wanted.connect(lambda own, texts: sent.append(texts))
    panel.change.setFocus()
    qtbot.keyClick(panel.change, Qt.Key.Key_Space)
    assert panel.edit.isVisible()
    assert not panel.comparison.isVisible()
    text = panel.edit.fields["text"]
    assert text.toPlainText() == MINE.text
    text.setPlainText("Both of us found the same")
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent == [{"score": MINE.score, "findings": MINE.findings, "text": "Both of us found the same"}]
    assert panel.comparison.isVisible()


def test_what_is_typed_survives_the_next_reading_of_the_tray(panel):
    tray = a_tray()
    panel.show_tray(tray)
    panel.change.click()
    panel.edit.fields["text"].setPlainText("half a sen")
    panel.show_tray(tray)
    assert panel.edit.fields["text"].toPlainText() == "half a sen"
    assert panel.edit.isVisible()


def test_the_log_of_decisions_opens_and_closes(panel):
    panel.show_tray(a_tray())
    assert not panel.decided.isVisible()
    panel.log.click()
    assert panel.decided.isVisible()
    item = panel.decided.topLevelItem(0)
    assert item.text(1) == "theirs stays"
    assert "Call back" in item.text(3)


def test_every_control_has_a_name_and_a_place_in_the_order_of_keys(panel):
    panel.show_tray(a_tray())
    for button in panel.findChildren(QAbstractButton):
        if button.isVisibleTo(panel):
            assert button.text() or button.accessibleName()
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    for part in (panel.entries, panel.comparison, panel.decided):
        assert part.accessibleName()


def test_a_row_is_spoken_with_both_sides():
    rows = lines(a_review())
    assert [each.name for each in rows if each.differs] == ["Score", "Findings", "Text"]


def test_tab_goes_through_the_fields_that_are_edited_before_the_buttons_below(panel, qtbot):
    panel.show_tray(a_tray())
    panel.change.click()
    expected = [*panel.edit.fields.values(), panel.edit.send, panel.edit.back, panel.open_case]
    panel.entries.setFocus()
    came = []
    for _each in expected:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        came.append(QApplication.focusWidget())
    assert came == expected
