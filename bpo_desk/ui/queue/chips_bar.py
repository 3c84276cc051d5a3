"""The chips above the queue: ready-made filters with live counts, which combine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.number_words import counted, some_of
from bpo_desk.ui.queue.queue_state import CaseList
from bpo_desk.ui.widgets.chip import Chip
from bpo_desk.ui.widgets.flow_layout import FlowLayout


class ChipLook(NamedTuple):
    """How one named filter shows."""

    key: str
    word: str
    icon: str
    status: theme.Status | None
    meaning: str


CHIPS: Final[tuple[ChipLook, ...]] = (
    ChipLook("unassigned", "Unassigned", "circle-dashed", theme.Status.AT_RISK, "Open, and no person has it"),
    ChipLook("overdue", "Overdue", "urgent", theme.Status.OVERDUE, "Open, and the due time is over"),
    ChipLook("due_today", "Due today", "calendar", theme.Status.AT_RISK, "Open, and due before the day ends"),
    ChipLook("at_risk", "At risk", "alert-triangle", theme.Status.AT_RISK, "Open, and at risk as the source says"),
    ChipLook("no_movement", "No movement", "hourglass", theme.Status.WAITING, "Open, and nothing happened for long"),
    ChipLook("with_client", "With client", "building", theme.Status.WAITING, "Waiting for the client"),
    ChipLook("with_customer", "With customer", "user-circle", theme.Status.WAITING, "Waiting for the customer"),
    ChipLook("in_exception", "In exception", "door-exit", theme.Status.EXITED, "Left its process, not accepted yet"),
    ChipLook("repeat_contact", "Repeat contact", "repeat", None, "The customer came back about it"),
    ChipLook("reopened", "Re-opened", "arrow-back-up", None, "Was over and was opened again"),
    ChipLook("adhoc_open", "Ad-hoc open", "checklist", None, "Has an ad-hoc task that is not done"),
    ChipLook("holder_absent", "Holder absent", "user", None, "Who has it is away: no source records that yet"),
)


_NAMED: Final = 40
"""Numbers without a case that a tool tip names."""


class ChipsBar(QWidget):
    """All chips; `changed` when the set of those that are on is another, `list_dropped` when the pasted list goes,
    `said(words)` for the status bar."""

    changed = Signal()
    list_dropped = Signal()
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = layout = FlowLayout(self)
        self._chips: dict[str, Chip] = {}
        for each in CHIPS:
            chip = Chip(self.tr(each.word), each.icon, each.status, self)
            chip.setToolTip(self.tr(each.meaning))
            chip.clicked.connect(self.changed)
            layout.addWidget(chip)
            self._chips[each.key] = chip
        self._list = Chip(self.tr("Pasted list"), "x", None, self)
        self._list.setToolTip(self.tr("Only these cases; a click shows all again"))
        self._list.clicked.connect(self.list_dropped)
        self._list.hide()
        layout.addWidget(self._list)
        self._not_found: Chip | None = None
        self.listed: CaseList | None = None

    def add(self, chip: QWidget) -> None:
        """Put something that is no filter behind the chips."""
        self._flow.addWidget(chip)

    def chosen(self) -> frozenset[str]:
        """Keys of the chips that are on."""
        return frozenset(key for key, chip in self._chips.items() if chip.isChecked())

    def choose(self, keys: Iterable[str]) -> None:
        """Switch on exactly these; does not say `changed`."""
        wanted = set(keys)
        for key, chip in self._chips.items():
            chip.setChecked(key in wanted)

    def last_chosen(self) -> str | None:
        """The last chip, in their order, that is on."""
        on = [key for key, chip in self._chips.items() if chip.isChecked()]
        return on[-1] if on else None

    def show_counts(self, counts: Mapping[str, int | None]) -> None:
        """Put a count on each chip; None or absent: the source cannot tell."""
        for key, chip in self._chips.items():
            chip.set_count(counts.get(key))

    def show_list(self, listed: CaseList | None) -> None:
        """Say that only the cases of a list are shown, and which of its numbers no case has; None: no such list."""
        self.listed = listed
        if listed is not None:
            self._list.setText(listed.words)
            self._list.set_count(len(listed.cases))
        self._list.setChecked(listed is not None)
        self._list.setVisible(listed is not None)
        self._show_missing(() if listed is None else listed.missing)

    def _show_missing(self, numbers: Sequence[str]) -> None:
        if self._not_found is None and numbers:
            self._not_found = chip = Chip(self.tr("Not found"), "question-mark", theme.Status.UNKNOWN, self)
            chip.setCheckable(False)
            chip.clicked.connect(self._copy_missing)
            self._flow.addWidget(chip)
        if self._not_found is not None:
            self._not_found.set_count(len(numbers))
            self._not_found.setToolTip(
                self.tr("No case has: {numbers}\nA click copies all of them.").format(numbers=some_of(numbers, _NAMED))
            )
            self._not_found.setVisible(bool(numbers))

    def _copy_missing(self) -> None:
        from PySide6.QtGui import QGuiApplication  # not before the first paint

        missing = () if self.listed is None else self.listed.missing
        QGuiApplication.clipboard().setText("\n".join(missing))
        words = counted(len(missing), self.tr("number"), self.tr("numbers"))
        self.said.emit(self.tr("Copied {numbers} that no case has").format(numbers=words))
