"""All that is known of one event: both times, who, old and new, reason, source and its record, the rest as text, and
what people noted about it. Tells which note is wanted."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bpo_desk.models.event import VALUE_CHANGES
from bpo_desk.models.ids import NONE
from bpo_desk.ui import theme
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.fact_label import FactLabel
from bpo_desk.ui.case.header_facts import Fact
from bpo_desk.ui.case.words import pending_words, person_words, queue_words, tag_words, tooltip
from bpo_desk.ui.icons import icon
from bpo_desk.ui.time_words import utc
from bpo_desk.ui.widgets.icon_button import IconButton


def data_lines(data: str | None) -> list[str]:
    """The remaining data of an event as "key: value" lines; text that is no JSON object as it is."""
    if data is None:
        return []
    try:
        read = json.loads(data)
    except ValueError:
        return [data]
    if not isinstance(read, dict):
        return [json.dumps(read, ensure_ascii=False)]
    return [
        f"{key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for key, value in read.items()
    ]


class EventDetail(QScrollArea):
    """The selected event, or words that none is selected."""

    note_wanted = Signal()
    pin_wanted = Signal()
    tag_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Selected event"))
        inside = QWidget()
        inside.setBackgroundRole(inside.backgroundRole().Base)
        self._title = _text_label(inside)
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setHorizontalSpacing(theme.GAP)
        self._form.setVerticalSpacing(theme.SMALL_GAP)
        self._values: dict[str, QLabel] = {}
        for key, words in self._names().items():
            name = QLabel(words, inside)
            name.setForegroundRole(name.foregroundRole().PlaceholderText)
            value = _text_label(inside)
            name.setBuddy(value)
            self._values[key] = value
            self._form.addRow(name, value)
        self._state = FactLabel(inside, framed=True)
        self._note, self._pin, self._tag = (IconButton(inside) for _each in range(3))
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        layout.addLayout(self._first_line())
        layout.addWidget(self._state, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(self._form)
        layout.addStretch(1)
        self.setWidget(inside)
        self.clear()

    def deny(self, why: Mapping[str, str]) -> None:
        """Disable what this login may not write, by the name of its action, and say why."""
        for button, name in ((self._note, "comment"), (self._pin, "pin"), (self._tag, "tag")):
            button.setEnabled(name not in why)
            button.setToolTip(why.get(name, button.accessibleName()))

    def _first_line(self) -> QHBoxLayout:
        """Title and what can be done with the event."""
        line = QHBoxLayout()
        line.addWidget(self._title, 1)
        for button, name, words, wanted in (
            (self._note, "message", self.tr("Comment on this event"), self.note_wanted),
            (self._pin, "pin", self.tr("Pin this event, or take the pin away"), self.pin_wanted),
            (self._tag, "tag", self.tr("Tag this event"), self.tag_wanted),
        ):
            button.setIcon(icon(name))
            button.setAutoRaise(True)
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(wanted)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _names(self) -> dict[str, str]:
        return {
            "occurred": self.tr("Occurred"),
            "recorded": self.tr("Recorded"),
            "who": self.tr("Who"),
            "side": self.tr("Side"),
            "holder": self.tr("Handed to"),
            "queue": self.tr("Queue"),
            "step": self.tr("Step"),
            "item": self.tr("Work item"),
            "old": self.tr("Old"),
            "new": self.tr("New"),
            "text": self.tr("Text"),
            "withheld": self.tr("Withheld"),
            "visibility": self.tr("Visible to"),
            "source": self.tr("Source"),
            "record": self.tr("Source record"),
            "about": self.tr("About"),
            "tags": self.tr("Tags"),
            "comments": self.tr("Comments"),
            "data": self.tr("More"),
        }

    def clear(self) -> None:
        """Show that nothing is selected."""
        self._set_title_bold(False)
        self._title.setText(self.tr("No event is selected. Choose one in the timeline, the table or the diagram."))
        for value in self._values.values():
            self._form.setRowVisible(value, False)
        self._state.hide()
        for button in (self._note, self._pin, self._tag):
            button.hide()

    def _set_title_bold(self, bold: bool) -> None:
        font = QFont(self.font())
        font.setBold(bold)
        self._title.setFont(font)

    def show_event(self, view: CaseView, row: int) -> None:
        """Show one event row of a case."""
        self._set_title_bold(True)
        self._show_state(view, row)
        for button in (self._note, self._pin, self._tag):
            button.show()
        self._title.setText(view.words.what(row))
        tips = {
            "occurred": utc(int(view.file.events.occurred_at[row])),
            "recorded": utc(int(view.file.events.recorded_at[row])),
        }
        texts = self._texts(view, row)
        for key, value in self._values.items():
            text = texts.get(key, "")
            value.setText(text)
            value.setToolTip(tooltip(tips.get(key, "")))
            self._form.setRowVisible(value, bool(text))
        self.verticalScrollBar().setValue(0)

    def _show_state(self, view: CaseView, row: int) -> None:
        if row in view.words.pending:
            tip = self.tr("It is kept on this machine and goes to the shared database with the next sync.")
            words = self.tr("{pending}: not yet acknowledged").format(pending=pending_words())
            self._state.show_fact(Fact("hourglass", words, tip, theme.Status.WAITING))
        elif view.words.notes.pinned[row]:
            self._state.show_fact(Fact("pinned", self.tr("pinned"), "", theme.Status.CURRENT))
        else:
            self._state.show_fact(Fact("point", ""))

    def _noted(self, view: CaseView, row: int) -> dict[str, str]:
        """What people noted about the event, and what it is a note about."""
        notes, words = view.words.notes, view.words
        about = int(notes.about[row])
        said = [
            f"{words.who(comment)}, {words.when(comment)}"
            + (f" ({pending_words()})" if comment in words.pending else "")
            + f": {words.comment(comment)}"
            for comment in notes.comments.get(row, ())
        ]
        return {
            "about": f"{words.when(about)}, {words.what(about)}" if about not in (NONE, row) else "",
            "tags": " ".join(tag_words(view.file.dictionaries.values[code]) for code in notes.tags.get(row, ())),
            "comments": "\n".join(said),
        }

    def _texts(self, view: CaseView, row: int) -> dict[str, str]:
        events, names, words = view.file.events, view.file.dictionaries, view.words
        source = int(events.source[row])
        item = int(events.work_item[row])
        is_change = int(events.kind[row]) in VALUE_CHANGES
        ad_hoc = self.tr(" (ad-hoc task)") if events.ad_hoc[row] > 0 else ""
        return {
            "occurred": view.time.zoned(int(events.occurred_at[row])),
            "recorded": self.tr("not yet") if row in words.pending else view.time.zoned(int(events.recorded_at[row])),
            "who": words.who(row) or self.tr("nobody named"),
            "side": words.side_words(row),
            "holder": person_words(names, int(events.holder[row])),
            "queue": queue_words(names, int(events.queue[row])),
            "step": words.step(row),
            "item": f"{item}{ad_hoc}" if item != NONE else "",
            "old": words.old(row) if is_change else "",
            "new": words.new(row) if is_change else "",
            "text": words.comment(row),
            "withheld": words.withheld(row),
            "visibility": words.visibility(row),
            "source": names.sources[source].name if source > 0 else "",
            "record": (view.file.source_record[row] or "") if view.file.source_record else "",
            **self._noted(view, row),
            "data": "\n".join(data_lines(view.file.data[row] if view.file.data else None)),
        }


def _text_label(parent: QWidget) -> QLabel:
    """A label that shows text from data: never markup, breaks lines, can be selected and copied."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return label
