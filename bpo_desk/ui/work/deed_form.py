"""The form of a deed: what is to be done and the fields that it needs. Makes a Deed; writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final, cast

from PySide6.QtCore import QCoreApplication, QDateTime, QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDateTimeEdit,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from bpo_desk.models.deeds import Deed, DeedKind
from bpo_desk.models.event import Visibility
from bpo_desk.ui import icons, theme
from bpo_desk.ui.widgets.check_box import CheckBox
from bpo_desk.ui.work.work_words import LOOKS

translate = QCoreApplication.translate

_FIELDS: Final = {
    DeedKind.NOTE: ("text", "seen"),
    DeedKind.FOLLOW: (),
    DeedKind.UNFOLLOW: (),
    DeedKind.FLAG: ("reason",),
    DeedKind.UNFLAG: ("reason",),
    DeedKind.TASK: ("step", "to", "due", "text"),
    DeedKind.REASSIGN: ("to", "reason"),
    DeedKind.ESCALATE: ("level", "reason"),
    DeedKind.WITHDRAW: ("reason",),
}
"""The fields of each deed, top down."""
_LINES: Final = 4


class DeedForm(QWidget):
    """`changed()` when the deed is another one."""

    changed = Signal()

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._zone = zone
        self._queues: frozenset[str] = frozenset()
        self.kind = QComboBox(self)
        for each, look in LOOKS.items():
            self.kind.addItem(icons.icon(look.icon), translate("work", look.name), each)
        self.step, self.reason = QLineEdit(self), QLineEdit(self)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.to, self.level, self.seen = QComboBox(self), QComboBox(self), QComboBox(self)
        self.to.setEditable(True)
        self.to.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.seen.addItem(self.tr("internal: our side only"), Visibility.INTERNAL)
        self.seen.addItem(self.tr("both sides may read it"), Visibility.SHARED)
        for box in (self.to, self.level):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(16)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.has_due = CheckBox(self.tr("by"), self)
        self.due = QDateTimeEdit(self)
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat(self.tr("yyyy-MM-dd HH:mm"))
        self.due.setEnabled(False)
        self._layout = QFormLayout(self)
        self._rows: dict[str, QWidget] = {}
        self._lay_out()
        self._connect()
        self._show_fields()

    def _lay_out(self) -> None:
        layout = self._layout
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        layout.setVerticalSpacing(theme.SMALL_GAP)
        due = QWidget(self)
        across = QHBoxLayout(due)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.has_due)
        across.addWidget(self.due)
        across.addStretch(1)
        layout.addRow(self.tr("What"), self.kind)
        for name, label, field in (
            ("step", self.tr("Task"), self.step),
            ("to", self.tr("To"), self.to),
            ("level", self.tr("Level"), self.level),
            ("due", self.tr("Due"), due),
            ("reason", self.tr("Reason"), self.reason),
            ("text", self.tr("Text"), self.text),
            ("seen", self.tr("Seen by"), self.seen),
        ):
            layout.addRow(label, field)
            field.setAccessibleName(label)
            self._rows[name] = field
        self.due.setAccessibleName(self.tr("Due"))
        self.kind.setAccessibleName(self.tr("What"))
        self._size_text()

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._show_fields)
        self.has_due.toggled.connect(self.due.setEnabled)
        for signal in (
            self.step.textChanged, self.reason.textChanged, self.text.textChanged, self.to.editTextChanged,
            self.level.currentIndexChanged, self.seen.currentIndexChanged, self.has_due.toggled,
            self.due.dateTimeChanged,
        ):  # fmt: skip
            signal.connect(lambda *_what: self.changed.emit())

    def offer(self, people: Sequence[str], queues: Sequence[str], path: Sequence[str], now: datetime) -> None:
        """Offer whom work can go to and the levels of the escalation path; the due time begins at this time tomorrow.
        What is typed stays."""
        typed = self.to.currentText()
        self._queues = frozenset(queues)
        self.to.clear()
        for name in people:
            self.to.addItem(icons.icon("user"), name)
        for name in queues:
            self.to.addItem(icons.icon("users-group"), name)
        completer = QCompleter(self.to.model(), self.to)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.to.setCompleter(completer)
        self.to.setEditText(typed)
        self.level.clear()
        self.level.addItems(list(path))
        self.level.setEnabled(bool(path))
        if not self.has_due.isChecked():
            there = now.astimezone(self._zone)
            self.due.setDateTime(QDateTime(there.year, there.month, there.day, 17, 0, 0).addDays(1))

    def choose(self, kind: DeedKind) -> None:
        """Choose what is to be done."""
        self.kind.setCurrentIndex(self.kind.findData(kind))

    def clear(self) -> None:
        """Forget what is typed."""
        for line in (self.step, self.reason):
            line.clear()
        self.text.clear()
        self.to.setEditText("")
        self.has_due.setChecked(False)

    def focus_field(self) -> None:
        """Put the cursor into the first field."""
        names = _FIELDS[self._kind()]
        (self._rows[names[0]] if names else self.kind).setFocus()

    def deed(self) -> Deed:
        """What is to be done, as the fields say now."""
        kind = self._kind()
        shown = _FIELDS[kind]
        to = self.level.currentText() if "level" in shown else self.to.currentText().strip() if "to" in shown else ""
        return Deed(
            kind,
            text=self.text.toPlainText() if "text" in shown else "",
            reason=self.reason.text() if "reason" in shown else "",
            step=self.step.text() if "step" in shown else "",
            to=to,
            to_queue=to in self._queues,
            due=self._due() if "due" in shown else "",
            visibility=Visibility(self.seen.currentData()) if "seen" in shown else Visibility.INTERNAL,
        )

    def _kind(self) -> DeedKind:
        return DeedKind(self.kind.currentData())

    def _due(self) -> str:
        if not self.has_due.isChecked():
            return ""
        typed = cast(datetime, self.due.dateTime().toPython())
        return typed.replace(second=0, microsecond=0, tzinfo=self._zone).isoformat()

    def _show_fields(self) -> None:
        shown = _FIELDS[self._kind()]
        for name, field in self._rows.items():
            self._layout.setRowVisible(field, name in shown)
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_text()

    def _size_text(self) -> None:
        side = self.fontMetrics().height()
        for box in (self.kind, self.to):
            box.setIconSize(QSize(side, side))
        line = self.fontMetrics().lineSpacing()
        self.text.setMinimumHeight(line * 2 + 2 * theme.GAP)
        self.text.setMaximumHeight(line * _LINES + 2 * theme.GAP)
