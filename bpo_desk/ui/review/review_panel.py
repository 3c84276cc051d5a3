"""The panel of one's own review of a case: score, findings, text; kept as a draft or submitted.

Not modal; reads and writes nothing itself. Asks with a signal, is told with calls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bpo_desk.models.review import Review, ReviewKept, ReviewState
from bpo_desk.ui import theme
from bpo_desk.ui.time_words import local


class ReviewPanel(QDialog):
    """`keep_wanted(ReviewKept, RowSeen that was shown)` when it is to be kept as it is typed."""

    keep_wanted = Signal(object, object)

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Review of the case"))
        self._zone = zone
        self._review: Review | None = None
        self._warned = False
        self.heading, self.told = (QLabel(self) for _each in range(2))
        for label in (self.heading, self.told):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.score = QLineEdit(self)
        self.findings, self.text = (QPlainTextEdit(self) for _each in range(2))
        self.draft = self._button(self.tr("Keep the &draft"), lambda: self._keep(ReviewState.DRAFT))
        self.submit = self._button(self.tr("&Submit (Ctrl+Enter)"), self._submit)
        self.shut = self._button(self.tr("Close"), self.close)
        self._lay_out()
        QShortcut(QKeySequence("Ctrl+Return"), self, self._submit)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, field in (
            (self.tr("Score"), self.score),
            (self.tr("Findings, one a line"), self.findings),
            (self.tr("Text"), self.text),
        ):
            form.addRow(name, field)
            field.setAccessibleName(name)
            if isinstance(field, QPlainTextEdit):
                field.setTabChangesFocus(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.draft, self.submit, self.shut):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self.heading)
        layout.addLayout(form, 1)
        layout.addWidget(self.told)
        layout.addLayout(buttons)
        self.resize(self.fontMetrics().horizontalAdvance("0") * 80, self.fontMetrics().lineSpacing() * 22)

    def show_review(self, number: str, review: Review) -> None:
        """Open for the review of a case (its number) as it stands."""
        kept = review.kept
        self._review, self._warned = review, False
        form = self.tr("{number}: review by {who}, round {n}")
        self.heading.setText(form.format(number=number, who=kept.reviewer, n=kept.round))
        self.score.setText(kept.score)
        self.findings.setPlainText(kept.findings)
        self.text.setPlainText(kept.text)
        self.told.setText(self._standing(review))
        # what was submitted stays submitted: it is revised, and the log has both
        self.draft.setVisible(kept.state == ReviewState.DRAFT)
        self.show()
        self.raise_()
        self.activateWindow()
        self.score.setFocus()

    def show_kept(self, review: Review) -> None:
        """It is safe."""
        self._review, self._warned = review, False
        self.told.setText(self._standing(review))
        self.draft.setVisible(review.kept.state == ReviewState.DRAFT)

    def show_failure(self, words: str) -> None:
        """It could not be kept; what is typed stays."""
        self.told.setText(words)

    def _standing(self, review: Review) -> str:
        states = {
            ReviewState.DRAFT: self.tr("Draft, kept {when} by {who}."),
            ReviewState.SUBMITTED: self.tr("Submitted {when} by {who}."),
            ReviewState.REVISED: self.tr("Revised {when} by {who}."),
        }
        if not review.at:
            return self.tr("Nothing is kept yet. A draft is seen by reviewers alone, what is submitted is in the log.")
        words = states.get(ReviewState(review.kept.state), "").format(
            when=local(review.at, self._zone), who=review.by or self.tr("somebody")
        )
        return f"{words} {self.tr('It waits to be sent.')}" if review.pending else words

    def typed(self, state: ReviewState) -> ReviewKept:
        """What is typed, in a state."""
        assert self._review is not None
        return replace(
            self._review.kept, state=state.value, score=self.score.text().strip(),
            findings=self.findings.toPlainText().strip(), text=self.text.toPlainText().strip(),
        )  # fmt: skip

    def _submit(self) -> None:
        if self._review is not None:
            was = self._review.kept.state
            self._keep(ReviewState.SUBMITTED if was == ReviewState.DRAFT else ReviewState.REVISED)

    def _keep(self, state: ReviewState) -> None:
        if self._review is None:
            return
        kept = self.typed(state)
        if not (kept.score or kept.findings or kept.text):
            self.told.setText(self.tr("Write a score, a finding or a text first."))
            return
        self.keep_wanted.emit(kept, self._review.seen)

    def reject(self) -> None:
        """Close, by Esc, button or window; say once where something is typed and not kept."""
        review = self._review
        if review is not None and not self._warned and self.typed(ReviewState(review.kept.state)) != review.kept:
            self._warned = True
            self.told.setText(self.tr("What is typed is not kept yet. Keep it, or close again to drop it."))
            return
        super().reject()

    def _button(self, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button
