"""The connection wizard: the form, the steps of its test, and what is done with a connection that works.

Opens no connection itself: `ui/connection_place.py` has the test made and the address kept.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from bpo_desk.errors import DeskError, WrongUsage
from bpo_desk.models.connection_step import Mark, Step, StepName, steps_for
from bpo_desk.models.shared_address import SharedAddress
from bpo_desk.ui import theme
from bpo_desk.ui.connection.connection_form import ConnectionForm
from bpo_desk.ui.connection.step_list import StepList
from bpo_desk.ui.failures import words_for
from bpo_desk.ui.widgets.check_box import CheckBox
from bpo_desk.ui.widgets.icon_button import IconPushButton
from bpo_desk.ui.widgets.notice import Notice


class ConnectionDialog(QDialog):
    """`test_wanted(url, password)`, `stop_wanted()`, `use_wanted(url, password, moved)`; the password is "" where none
    was typed."""

    test_wanted = Signal(str, str)
    stop_wanted = Signal()
    use_wanted = Signal(str, str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running = False
        self._good = ("", "")  # url and password of the last test that found all well
        self._tried = ("", "")
        self._failed = self._warned = False
        self.setWindowTitle(self.tr("Connect to a shared database"))
        self.form, self.steps, self.notice = ConnectionForm(self), StepList(self), Notice(self)
        self.moved = CheckBox(self.tr("It is the &same database as before, at a new address"), self)
        self.test = IconPushButton("player-play", self.tr("&Test"), self)
        self.stop = IconPushButton("x", self.tr("&Stop"), self)
        self.use = IconPushButton("check", self.tr("&Use it"), self)
        self.leave = IconPushButton("", self.tr("&Close"), self)
        self._lay_out()
        self.form.changed.connect(self._changed)
        self.form.confirmed.connect(self._test)
        self.test.clicked.connect(self._test)
        self.stop.clicked.connect(self._stop)
        self.use.clicked.connect(self._use)
        self.leave.clicked.connect(self.close)
        self._changed()

    def _lay_out(self) -> None:
        self.moved.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self.test)
        buttons.addWidget(self.stop)
        buttons.addStretch(1)
        buttons.addWidget(self.use)
        buttons.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self.form)
        layout.addWidget(self.steps, 1)
        layout.addWidget(self.notice)
        layout.addWidget(self.moved)
        layout.addLayout(buttons)
        digit = self.fontMetrics().horizontalAdvance("0")
        wanted = QSize(96 * digit, 38 * self.fontMetrics().lineSpacing())
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.95))

    def begin(self, address: SharedAddress) -> None:
        """Show it with what is known so far."""
        if not self.isVisible():
            self.form.show_address(address)
            self.notice.hide()
            self.moved.hide()
            self.moved.setChecked(False)
            self.steps.begin(steps_for(address.is_file))
            self._good = "", ""
        self.open()
        self.raise_()
        self.form.first_field().setFocus()

    def show_step(self, step: Step) -> None:
        """One step of the test that runs."""
        self._failed = self._failed or step.mark is Mark.FAILED
        self._warned = self._warned or step.mark is Mark.WARNED
        self.steps.show_step(step)

    def end_test(self, well: bool) -> None:
        """The test is over."""
        self._running = False
        self.steps.end()
        if well and not self._failed:
            self._good = self._tried
            words = self.tr("This works. Use it, and the first sync begins.")
            remarks = self.tr("See the steps with a sign of warning before.") if self._warned else ""
            self.notice.say(words, remarks, theme.Status.AT_RISK if self._warned else theme.Status.DONE)
        elif not self._failed:
            words = self.tr("The test ended before it was done.")
            self.notice.say(words, self.tr("Test again; the log folder may say why."))
        self._show_buttons()
        if self.use.isEnabled():
            self.use.setFocus()

    def show_failure(self, error: Exception) -> None:
        """Why it is not used."""
        if isinstance(error, DeskError) and error.code == "other_database":
            self.moved.show()
        self.notice.say(*words_for(error))
        self._show_buttons()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A test that runs is of no use any more."""
        self._stop()
        super().closeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """No field keeps a password."""
        self.form.password.clear()
        self._good = self._tried = "", ""
        super().hideEvent(event)

    def reject(self) -> None:
        """Esc stops the test first, then closes."""
        if self._running:
            self._stop()
        else:
            super().reject()

    def _test(self) -> None:
        if self._running:
            return
        address = self.form.address()
        self.notice.hide()
        self._failed = self._warned = False
        self.steps.begin(steps_for(address.is_file), running=True)
        try:
            url = self._url(address)
        except WrongUsage as error:
            self.show_step(Step(StepName.ADDRESS, Mark.FAILED, error.message, error.next_step, error.code))
            self.steps.end()
            return
        self._tried = url, self.form.password.text()
        self._running = True
        self._show_buttons()
        self.stop.setFocus()
        self.test_wanted.emit(*self._tried)

    def _url(self, address: SharedAddress) -> str:
        if not address.is_file and self.form.wants_file:
            raise WrongUsage(self.tr("No file is named."), self.tr("Write its path, or choose it."))
        return address.url()

    def _stop(self) -> None:
        if self._running:
            self._running = False
            self.stop_wanted.emit()
            self.steps.end()
            self.notice.say(self.tr("The test was stopped."), status=theme.Status.UNKNOWN)
            self._show_buttons()

    def _use(self) -> None:
        self.use.setEnabled(False)
        self.use_wanted.emit(*self._good, self.moved.isChecked())

    def _changed(self) -> None:
        if not self._running:
            self._show_buttons()

    def _show_buttons(self) -> None:
        for button, shown in ((self.test, not self._running), (self.stop, self._running)):
            button.setVisible(shown)
        self.form.setEnabled(not self._running)
        self.use.setEnabled(not self._running and bool(self._good[0]) and self._said() == self._good)
        self.use.setDefault(self.use.isEnabled())

    def _said(self) -> tuple[str, str]:
        try:
            return self._url(self.form.address()), self.form.password.text()
        except WrongUsage:
            return "", ""
