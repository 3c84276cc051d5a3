"""The panel that draws a sample: freeze the frame first, then name the seed, then draw, look, keep.

Not modal; asks with signals, is told with calls. How cases are drawn is said in `quality`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from bpo_desk.errors import DeskError
from bpo_desk.models.spreadsheet_text import harmless
from bpo_desk.quality.frames import Drawn, Frame, drawn
from bpo_desk.quality.sampling import By, Method, shares
from bpo_desk.ui import theme
from bpo_desk.ui.number_words import counted, number
from bpo_desk.ui.time_words import local
from bpo_desk.ui.widgets.icon_button import IconPushButton
from bpo_desk.workspace.samples import KeptSample

_HOW: Final = (
    ("simple: N of all", Method.SIMPLE, By.NOTHING),
    ("N of each holder", Method.EACH, By.HOLDER),
    ("N of each step", Method.EACH, By.STEP),
    ("N in all, by holder in proportion", Method.PROPORTIONAL, By.HOLDER),
    ("N in all, by step in proportion", Method.PROPORTIONAL, By.STEP),
)
_STRATA_NAMED: Final = 12


class SamplePanel(QDialog):
    """`freeze_wanted(filter text)`, `keep_wanted(Drawn)`, `walk_wanted(KeptSample)`."""

    freeze_wanted = Signal(str)
    keep_wanted = Signal(object)
    walk_wanted = Signal(object)

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._frame: Frame | None = None
        self._drawn: Drawn | None = None
        self._where = ""
        self.setWindowTitle(self.tr("A sample to review"))
        self.frame_words, self.note = QLabel(self), QLabel(self)
        for label in (self.frame_words, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.how, self.count, self.seed = QComboBox(self), QSpinBox(self), QLineEdit(self)
        for words, method, by in _HOW:
            self.how.addItem(self.tr(words), (method, by))
        self.count.setRange(1, 9_999)
        self.count.setValue(25)
        self.seed.setPlaceholderText(self.tr("fixed after the freeze, by neither side: a date and the client's number"))
        self.picks = QPlainTextEdit(self)
        self.picks.setReadOnly(True)
        self.picks.setAccessibleName(self.tr("Drawn cases"))
        self.kept = QComboBox(self)
        self.freeze = IconPushButton("lock", self.tr("1  Freeze the cases"), self)
        self.draw = IconPushButton("list-details", self.tr("2  Draw"), self)
        self.keep = IconPushButton("player-play", self.tr("3  Keep and walk"), self)
        self.walk = IconPushButton("player-play", self.tr("Walk"), self)
        self._size_tabs()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setVerticalSpacing(theme.SMALL_GAP)
        for label, field in (
            (self.tr("How"), self.how), (self.tr("N"), self.count), (self.tr("Seed"), self.seed),
        ):  # fmt: skip
            form.addRow(label, field)
            field.setAccessibleName(label)
        self.kept.setAccessibleName(self.tr("Samples that were drawn"))
        below, before = QHBoxLayout(), QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.draw)
        below.addWidget(self.keep)
        before.addWidget(self.kept, 1)
        before.addWidget(self.walk)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.GAP)
        layout.addLayout(before)
        layout.addWidget(self.frame_words)
        layout.addWidget(self.freeze, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(form)
        layout.addWidget(self.note)
        layout.addLayout(below)
        layout.addWidget(self.picks, 1)
        digit = self.fontMetrics().horizontalAdvance("0")
        self.resize(90 * digit, 30 * self.fontMetrics().lineSpacing())

    def _connect(self) -> None:
        self.freeze.clicked.connect(lambda: self.freeze_wanted.emit(self._where))
        self.draw.clicked.connect(self._draw)
        self.keep.clicked.connect(lambda: self.keep_wanted.emit(self._drawn))
        self.walk.clicked.connect(lambda: self.walk_wanted.emit(self.kept.currentData()))
        self.how.currentIndexChanged.connect(self._changed)
        self.count.valueChanged.connect(self._changed)
        self.seed.textChanged.connect(self._changed)
        self.seed.returnPressed.connect(self._draw)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_tabs()

    def _size_tabs(self) -> None:
        self.picks.setTabStopDistance(6 * self.fontMetrics().horizontalAdvance("0"))

    def begin(self, engagement: str, where: str) -> None:
        """Open for the cases of a filter."""
        self._frame = None
        self._where = where
        form = self.tr("{engagement}: the cases of the filter  {where}")
        self.frame_words.setText(form.format(engagement=engagement, where=where or self.tr("(all cases)")))
        self.seed.clear()
        self._changed()
        self.show()
        self.raise_()
        self.activateWindow()
        self.freeze.setFocus()

    def show_kept(self, kept: Sequence[KeptSample]) -> None:
        """The samples that were drawn before."""
        self.kept.clear()
        for each in kept:
            said = each.drawn.statement
            form = self.tr("{sample}: {cases}, drawn {when}")
            cases = counted(len(each.drawn.picks), self.tr("case"), self.tr("cases"))
            self.kept.addItem(form.format(sample=said.sample, cases=cases, when=local(each.at, self._zone)), each)
        for part in (self.kept, self.walk):
            part.setVisible(bool(kept))

    def show_frame(self, frame: Frame) -> None:
        """The frame is frozen: from now on a seed may be named."""
        self._frame = frame
        form = self.tr(
            "{engagement}: {cases} frozen as of {as_of}, as known at {known}\nFilter: {where}\nDigest: {digest}"
        )
        cases = counted(len(frame), self.tr("case"), self.tr("cases"))
        self.frame_words.setText(
            form.format(
                engagement=frame.engagement, cases=cases, as_of=local(frame.as_of, self._zone),
                known=local(frame.known_at, self._zone), where=frame.where or self.tr("none"),
                digest=in_groups(frame.digest),
            )
        )  # fmt: skip
        self._changed()
        self.seed.setFocus()

    def show_failure(self, words: str) -> None:
        """Something did not go well."""
        self.note.setText(words)

    def _changed(self) -> None:
        """Another question: what was drawn for the one before goes."""
        self._drawn = None
        self.picks.clear()
        frozen = self._frame is not None
        for part in (self.how, self.count, self.seed):
            part.setEnabled(frozen)
        self.draw.setEnabled(frozen and bool(self.seed.text().strip()))
        self.keep.setEnabled(False)
        self.note.setText(self._plan() if frozen else self.tr("Freeze the cases first, then name the seed."))

    def _plan(self) -> str:
        """How many of each stratum there will be."""
        assert self._frame is not None
        method, by = self.how.currentData()
        sizes = Counter(self._frame.strata(By(by)).values())
        if method == Method.SIMPLE:
            return self.tr("{n} of {all}").format(n=number(min(self.count.value(), len(self._frame))),
                                                  all=number(len(self._frame)))  # fmt: skip
        wanted = dict.fromkeys(sizes, self.count.value())
        if method == Method.PROPORTIONAL:
            wanted = shares(sizes, self.count.value())
        parts = [self.tr("{name} {n} of {all}").format(
                     name=name, n=number(min(wanted[name], sizes[name])), all=number(sizes[name]))
                 for name in sorted(sizes, key=lambda name: (-sizes[name], name))]  # fmt: skip
        more = self.tr(" and {n} more").format(n=len(parts) - _STRATA_NAMED) if len(parts) > _STRATA_NAMED else ""
        return "; ".join(parts[:_STRATA_NAMED]) + more

    def _draw(self) -> None:
        if self._frame is None or not self.draw.isEnabled():
            return
        method, by = self.how.currentData()
        try:
            found = drawn(self._frame, self.seed.text(), Method(method), By(by), self.count.value())
        except DeskError as error:
            self.note.setText(str(error))
            return
        self._drawn = found
        lines = [f"{pick.rank}\t{harmless(pick.number)}\t{harmless(pick.stratum)}".rstrip() for pick in found.picks]
        self.picks.setPlainText("\n".join(lines))
        words = self.tr("Sample {sample}: {cases} drawn. Kept, it stands in the log of each of them.")
        cases = counted(len(found.picks), self.tr("case"), self.tr("cases"))
        self.note.setText(words.format(sample=found.statement.sample, cases=cases))
        self.keep.setEnabled(bool(found.picks))
        self.keep.setFocus()


def in_groups(digest: str) -> str:
    """A digest in groups of 16 digits, so that it can be read, compared and wrapped."""
    return " ".join(digest[start : start + 16] for start in range(0, len(digest), 16))
