"""Where a note or a tag is typed: not modal, and what is typed is never lost to another click. Sends nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bpo_desk.models.event import Visibility
from bpo_desk.ui import theme

_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Subject:
    """What is written about: engagement code and case number, an event id ("" = the case), and whether it is a tag."""

    engagement: str
    case: str
    event_id: str = ""
    is_tag: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, and who may read it."""

    text: str
    visibility: Visibility = Visibility.INTERNAL


Drafts = dict[Subject, tuple[str, Draft]]
"""What is typed and not kept, with the title of its pane."""


class WritePane(QFrame):
    """Hidden until `begin`. Ctrl+Enter keeps what is typed, Esc puts it aside until one comes back."""

    keep_wanted = Signal(object, object)  # Subject, Draft
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject: Subject | None = None
        self._titles: dict[Subject, str] = {}
        self._drafts: dict[Subject, Draft] = {}
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._title = _label(self)
        self._text = QPlainTextEdit(self)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(self.tr("Text of the note"))
        self._text.setPlaceholderText(self.tr("What should the next one know?"))
        self._line = QLineEdit(self)
        self._line.setAccessibleName(self.tr("Tag"))
        self._line.setPlaceholderText(self.tr("a word, such as late"))
        self._seen_by = QComboBox(self)
        self._seen_by.setAccessibleName(self.tr("Who may read it"))
        self._seen_by.addItem(self.tr("internal: our side only"), Visibility.INTERNAL)
        self._seen_by.addItem(self.tr("both sides may read it"), Visibility.SHARED)
        self._seen_by.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._seen_by.setMinimumContentsLength(12)
        self._problem = _label(self)
        self._keep = QPushButton(self.tr("Keep"), self)
        self._keep.setToolTip(self.tr("Keep it; it is sent with the next sync (Ctrl+Enter)"))
        self._drop = QPushButton(self.tr("Discard"), self)
        self._lay_out()
        for editor in (self._text, self._line):
            editor.installEventFilter(self)
        self._keep.clicked.connect(self.keep)
        self._drop.clicked.connect(self.drop)
        self._text.textChanged.connect(self._typed)
        self._line.textChanged.connect(self._typed)
        self._size_text()
        self.hide()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._drop)
        buttons.addWidget(self._keep)
        self._ends = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._ends.setSpacing(theme.SMALL_GAP)
        self._ends.addWidget(self._seen_by, 1)
        self._ends.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.SMALL_GAP, theme.GAP, theme.SMALL_GAP)
        layout.setSpacing(theme.SMALL_GAP)
        for part in (self._title, self._text, self._line, self._problem):
            layout.addWidget(part)
        layout.addLayout(self._ends)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Who may read it stands above the buttons where it would be cut beside them."""
        super().resizeEvent(event)
        metrics, line = self._seen_by.fontMetrics(), self._seen_by.sizeHint().height()
        words = max(metrics.horizontalAdvance(self._seen_by.itemText(place)) for place in range(self._seen_by.count()))
        beside = self._drop.sizeHint().width() + self._keep.sizeHint().width() + 4 * theme.GAP
        room = self.contentsRect().width() - 2 * theme.GAP - beside
        under = QBoxLayout.Direction.TopToBottom
        self._ends.setDirection(under if room < words + 2 * line else QBoxLayout.Direction.LeftToRight)

    @property
    def subject(self) -> Subject | None:
        """What is being written about; None while hidden."""
        return self._subject

    def begin(self, subject: Subject, title: str, known_tags: tuple[str, ...] = ()) -> None:
        """Show the pane for a subject, with what was typed about it before."""
        self._put_aside()
        self._subject = subject
        self._titles[subject] = title
        draft = self._drafts.get(subject, Draft(""))
        self._title.setText(title)
        self._problem.hide()
        self._text.setVisible(not subject.is_tag)
        self._line.setVisible(subject.is_tag)
        self._seen_by.setVisible(not subject.is_tag)
        self._text.setPlainText("" if subject.is_tag else draft.text)
        self._line.setText(draft.text if subject.is_tag else "")
        if subject.is_tag:
            self._line.setCompleter(QCompleter(list(known_tags), self._line))
        self._seen_by.setCurrentIndex(max(self._seen_by.findData(draft.visibility), 0))
        self.setEnabled(True)
        self._typed()
        self.show()
        self._editor().setFocus()

    def show_case(self, engagement: str, case: str) -> None:
        """Another case is shown: what is typed about the one before is put aside, what waits about this one shown."""
        if self._subject is not None and (self._subject.engagement, self._subject.case) == (engagement, case):
            return
        self._put_aside()
        self._leave()
        for subject in self._drafts:
            if (subject.engagement, subject.case) == (engagement, case):
                self.begin(subject, self._titles[subject])
                self._text.clearFocus()
                return

    def keep(self) -> None:
        """Ask for what is typed to be kept; the pane stays until `kept` or `not_kept` answers."""
        subject = self._subject
        if subject is not None and self._typed_text().strip() and self.isEnabled():
            draft = self._draft()
            self._drafts[subject] = draft
            self.setEnabled(False)
            self.keep_wanted.emit(subject, draft)

    def kept(self, subject: Subject) -> None:
        """It is safe; the pane goes."""
        self._drafts.pop(subject, None)
        if subject == self._subject:
            self._leave()

    def not_kept(self, subject: Subject, why: str) -> None:
        """It could not be kept; what was typed stays, with the reason."""
        if subject == self._subject:
            self.setEnabled(True)
            self._problem.setText(why)
            self._problem.show()
            self._editor().setFocus()

    def drop(self) -> None:
        """Forget what is typed."""
        if self._subject is not None:
            self._drafts.pop(self._subject, None)
        self._leave()

    def put_aside(self) -> None:
        """Hide, and keep what is typed for later."""
        self._put_aside()
        self._leave()

    def offer_internal(self, on: bool) -> None:
        """Whether what is typed may stay on the side that writes it; a client's may not."""
        at = self._seen_by.findData(Visibility.INTERNAL)
        if on and at < 0:
            self._seen_by.insertItem(0, self.tr("internal: our side only"), Visibility.INTERNAL)
        elif not on and at >= 0:
            self._seen_by.removeItem(at)

    def unkept(self) -> list[str]:
        """The numbers of the cases about which something is typed and not kept."""
        self._put_aside()
        return list(dict.fromkeys(subject.case for subject in self._drafts))

    def take_drafts(self) -> Drafts:
        """What is typed and not kept, with its titles; the pane has it no longer."""
        self._put_aside()
        found = {subject: (self._titles[subject], draft) for subject, draft in self._drafts.items()}
        self._drafts.clear()
        self._leave()
        return found

    def give_drafts(self, drafts: Drafts) -> None:
        """What was taken from another pane; it is shown with its case."""
        self._titles.update({subject: title for subject, (title, _draft) in drafts.items()})
        self._drafts.update({subject: draft for subject, (_title, draft) in drafts.items()})

    def _put_aside(self) -> None:
        if self._subject is not None and self._typed_text().strip():
            self._drafts[self._subject] = self._draft()
        elif self._subject is not None:
            self._drafts.pop(self._subject, None)

    def _leave(self) -> None:
        had_focus = self._text.hasFocus() or self._line.hasFocus() or self._keep.hasFocus() or self._drop.hasFocus()
        self._subject = None
        self.hide()
        if had_focus:
            self.left.emit()

    def _editor(self) -> QWidget:
        return self._line if self._line.isVisibleTo(self) else self._text

    def _typed_text(self) -> str:
        if self._subject is None:
            return ""
        return self._line.text() if self._subject.is_tag else self._text.toPlainText()

    def _draft(self) -> Draft:
        return Draft(self._typed_text(), Visibility(self._seen_by.currentData()))

    def _typed(self) -> None:
        self._keep.setEnabled(bool(self._typed_text().strip()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc and Ctrl+Enter belong to the pane while something is typed in it."""
        if isinstance(event, QKeyEvent):
            escape = event.key() == Qt.Key.Key_Escape
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            keeps = enter and (watched is self._line or event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if escape or keeps:
                if event.type() == QEvent.Type.ShortcutOverride:
                    event.accept()
                elif event.type() == QEvent.Type.KeyPress:
                    self.put_aside() if escape else self.keep()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_text()

    def _size_text(self) -> None:
        line = self.fontMetrics().lineSpacing()
        self._text.setMinimumHeight(line * 2 + 2 * theme.GAP)
        self._text.setMaximumHeight(line * _LINES + 2 * theme.GAP)


def _label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
