"""The panel of work on chosen cases: form, what it would do, progress while it is written, and the result per case.

Not modal; reads and writes nothing itself. Asks with signals, is told with calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from bpo_desk.cache.outbox import Entry
from bpo_desk.models.deeds import Deed, DeedKind
from bpo_desk.models.mutation import Mutation
from bpo_desk.ui import theme
from bpo_desk.ui.work.deed_form import DeedForm
from bpo_desk.ui.work.result_table import ResultTable
from bpo_desk.ui.work.work_words import (
    LOOKS,
    cases_words,
    effect_lines,
    missing_words,
    outcome_words,
    stopped_words,
    too_many_words,
)
from bpo_desk.workspace.selected_work import MOST_CASES, Basis, Plan, plan

translate = QCoreApplication.translate

_LOOKED_AT_ONCE: Final = 500
"""So many cases are looked at before anybody notices."""


class WorkPanel(QDialog):
    """`wanted(basis, plan)` when the plan is to be written, `stop_wanted()` to stop writing, `case_wanted(engagement
    code, case number)` when a row of the result is opened, `left()` when the panel is closed."""

    wanted = Signal(object, object)
    stop_wanted = Signal()
    case_wanted = Signal(str, str)
    left = Signal()

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Work on chosen cases"))
        self._basis: Basis | None = None
        self._plan: Plan | None = None
        self._facts: list[str] = []  # what the plan would do, in words
        self._writing = False
        self._got_it = 0  # cases that have it by now
        self._stopped = False
        self.heading, self.effects, self.outcome = (QLabel(self) for _each in range(3))
        for label in (self.heading, self.effects, self.outcome):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        bold = QFont(self.font())
        bold.setBold(True)
        self.heading.setFont(bold)
        self.form = DeedForm(zone, self)
        self.progress = QProgressBar(self)
        self.results = ResultTable(self)
        self.go, self.stop, self.leave = (QPushButton(self) for _each in range(3))
        self.stop.setText(self.tr("Stop"))
        self.leave.setText(self.tr("Close"))
        self.go.setDefault(True)
        self._lay_out()
        self.form.changed.connect(self._show_effects)
        self.go.clicked.connect(self._ask_to_write)
        self.stop.clicked.connect(self._stop)
        self.leave.clicked.connect(self.close)
        self.finished.connect(self.left)
        self.results.activated.connect(self._open_case)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._ask_to_write)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.progress, 1)
        buttons.addStretch(0)
        for button in (self.stop, self.leave, self.go):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self.heading)
        layout.addWidget(self.form)
        layout.addWidget(self.effects)
        layout.addLayout(buttons)
        layout.addWidget(self.outcome)
        layout.addWidget(self.results, 1000)
        layout.addStretch(1)  # without results what is left over stays below
        for part in (self.progress, self.stop, self.outcome, self.results):
            part.hide()
        self.resize(self.fontMetrics().horizontalAdvance("0") * 88, self.fontMetrics().lineSpacing() * 18)

    def begin(self, kind: DeedKind, count: int) -> None:
        """Open for a deed on so many cases; `show_basis` follows when they are known."""
        if self._writing:
            self.show()
            self.raise_()
            return
        self._basis = self._plan = None
        self.form.choose(kind)
        words = too_many_words(count) if count > MOST_CASES else self.tr("Looking at {cases} ...")
        self.heading.setText(words.format(cases=cases_words(count)))
        self._show_effects()
        self.outcome.hide()
        self.results.hide()
        self.progress.setRange(0, 100)
        self.progress.setValue(0)
        self.progress.setFormat("%p %")
        for waiting in (self.progress, self.stop):
            waiting.setVisible(_LOOKED_AT_ONCE < count <= MOST_CASES)
        self.stop.setEnabled(True)
        for shown in (self.form, self.effects, self.go):
            shown.show()
        self.show()
        self.raise_()
        self.activateWindow()
        self.form.focus_field()

    def show_looked(self, percent: int) -> None:
        """So much of the chosen cases has been looked at."""
        if self._basis is None and not self._writing:
            self.progress.setValue(percent)

    @property
    def is_writing(self) -> bool:
        """Whether a plan is being written."""
        return self._writing

    def show_basis(self, basis: Basis) -> None:
        """The chosen cases are known: say what the deed would do to them."""
        self._basis, self._plan = basis, None
        for part in (self.progress, self.stop):
            part.hide()
        chosen = basis.chosen
        words = self.tr("{cases} chosen").format(cases=cases_words(len(chosen)))
        if len(chosen) == 1:
            words = chosen[0].number
        self.heading.setText(f"{basis.engagement}: {words}")
        self.form.offer(basis.people, basis.queues, basis.path, datetime.now(UTC))
        self._show_effects()

    def show_failure(self, words: str) -> None:
        """The cases could not be read, or the work not be written."""
        self._end_writing()
        self.effects.setText(words)

    def show_written(self, batch: Sequence[Mutation]) -> None:
        """These are safe, too."""
        self._got_it += len({each.case for each in batch})
        self.progress.setValue(self._got_it)

    def _stop(self) -> None:
        """Write no further; where nothing is written yet, look no further."""
        if self._writing:
            self._stopped = True
            self.stop.setEnabled(False)
            self.stop_wanted.emit()
        else:
            self.close()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """How what was written stands now."""
        self.results.show_entries(entries)
        self.outcome.setText(outcome_words(entries))
        self.outcome.show()
        if not self.results.isVisibleTo(self):
            self.results.show()
            self.resize(self.width(), max(self.height(), self.fontMetrics().lineSpacing() * 30))

    def end_writing(self) -> None:
        """All is written, or it was stopped: then it is said how far it came."""
        self._end_writing()
        wanted = 0 if self._plan is None else len(self._plan.cases)
        cut = self._stopped and self._got_it < wanted
        self.form.clear()
        self._basis = self._plan = None
        for part in (self.form, self.go):
            part.hide()
        self.effects.setText(stopped_words(self._got_it, wanted))
        self.effects.setVisible(cut)
        self.outcome.setText(self.tr("{cases} written").format(cases=cases_words(self._got_it)))
        self.outcome.show()
        self.results.setFocus()

    def _end_writing(self) -> None:
        self._writing = False
        self.form.setEnabled(True)
        for part in (self.progress, self.stop):
            part.hide()

    def _show_effects(self) -> None:
        deed, basis = self.form.deed(), self._basis
        look = LOOKS[deed.kind]
        self._make_plan(deed)
        count = 0 if self._plan is None else len(self._plan.cases)
        self.go.setText(translate("work", look.button).format(cases=cases_words(count)))
        lines = [*self._facts]
        missing = deed.missing
        if basis is not None and deed.kind is DeedKind.ESCALATE and not basis.path:
            missing = ""
            lines = [self.tr("No escalation path is defined for this engagement: bpo-desk admin escalation says it.")]
            count = 0
        elif missing and basis is not None:
            lines.append(missing_words(missing))
        self.effects.setText("\n".join(lines))
        self.go.setEnabled(bool(count) and not missing and not self._writing)

    def _make_plan(self, deed: Deed) -> None:
        """Who gets a deed is found again only where that may be others: not with each letter of a note."""
        basis, before = self._basis, self._plan
        if basis is None:
            self._plan, self._facts = None, []
        elif before is not None and before.deed.kind is deed.kind and before.deed.to == deed.to:
            self._plan = replace(before, deed=deed)
        else:
            self._plan = plan(basis, deed)
            self._facts = effect_lines(basis, self._plan)

    def _ask_to_write(self) -> None:
        if self.go.isEnabled() and self._basis is not None and self._plan is not None:
            self._writing, self._stopped, self._got_it = True, False, 0
            self.form.setEnabled(False)
            self.go.setEnabled(False)
            self.progress.setRange(0, len(self._plan.cases))
            self.progress.setValue(0)
            self.progress.setFormat(self.tr("%v of %m cases (%p %)"))
            self.stop.setEnabled(True)
            for part in (self.progress, self.stop):
                part.show()
            self.results.show_entries([])
            self.wanted.emit(self._basis, self._plan)

    def _open_case(self) -> None:
        entry = self.results.results.entries[self.results.currentIndex().row()]
        self.case_wanted.emit(entry.mutation.engagement, entry.mutation.case)
