"""What a person notes on the case screen: comments, pins, tags, following. Makes payloads; keeping them is not here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from bpo_desk.models.mutation import FOLLOWED, CommentAdded, EventPinned, EventTagged, Payload
from bpo_desk.state.event_notes import event_ids
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.words import tag_words
from bpo_desk.ui.case.write_pane import Draft, Drafts, Subject, WritePane
from bpo_desk.ui.icons import icon


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be kept in the outbox about a case, by engagement code and case number; `subject` what was typed in
    the pane, None where nothing was."""

    engagement: str
    case: str
    payload: Payload
    subject: Subject | None = None


class CaseNotes(QObject):
    """`wanted(Wish)` when a person wrote something, `unmask_wanted()` for a value of the chosen event; `kept` and
    `not_kept` say what became of a wish."""

    wanted = Signal(object)
    unmask_wanted = Signal()

    def __init__(self, pane: WritePane, parent: QObject) -> None:
        super().__init__(parent)
        self._pane = pane
        self._view: CaseView | None = None
        self._row = -1
        self._denied: Mapping[str, str] = {}
        self.writer = ""  # the name that this desk writes under
        pane.keep_wanted.connect(self._keep_typed)

    def show_view(self, view: CaseView | None) -> None:
        """Another case, or another form of the same, is shown."""
        self._view, self._row = view, -1
        if view is not None:
            self._pane.show_case(view.file.engagement.code, view.file.number)

    def show_selection(self, row: int) -> None:
        """Another event is selected, -1 none."""
        self._row = row

    @property
    def follows(self) -> bool:
        """Whether this desk's writer follows the case that is shown."""
        return self._view is not None and self.writer in follower_names(self._view)

    def note(self) -> None:
        """Type a note about the case."""
        self._begin("", self.tr("Note on the case"))

    def comment(self) -> None:
        """Type a comment on the selected event; without one, about the case."""
        if self._view is None or self._row < 0:
            self.note()
            return
        self._begin(self._event_id(), self._title(self.tr("Comment on: {what}")))

    def pin(self) -> None:
        """Pin the selected event, or take its pin away."""
        if self._view is not None and self._row >= 0:
            pinned = bool(self._view.words.notes.pinned[self._row])
            self._want(EventPinned(self._event_id(), pinned=not pinned))

    def tag(self) -> None:
        """Type a tag for the selected event."""
        if self._view is not None and self._row >= 0:
            title = self._title(self.tr("Tag: {what}"))
            self._begin(self._event_id(), title, known_tags(self._view), is_tag=True)

    def set_tag(self, tag: str, on: bool) -> None:
        """Put a tag on the selected event or take it away."""
        if self._view is not None and self._row >= 0:
            self._want(EventTagged(self._event_id(), tag, removed=not on))

    def follow(self) -> None:
        """Follow the case, or no longer."""
        if self._view is not None and len(self._view.file.events):
            first = event_ids(self._view.file.events.take(slice(0, 1)))[0]
            self._want(EventTagged(first, FOLLOWED, removed=self.follows))

    def menu(self, at: QPoint, parent: QMenu) -> None:
        """Show what can be noted about the selected event, at a place on the screen."""
        view, row = self._view, self._row
        if view is None or row < 0:
            return
        notes, values = view.words.notes, view.file.dictionaries.values
        parent.clear()
        parent.setToolTipsVisible(True)  # why something is not for this login
        self._allow(parent.addAction(icon("message"), self.tr("Comment on this event"), self.comment), "comment")
        pin = self.tr("Take the pin away") if notes.pinned[row] else self.tr("Pin this event")
        self._allow(parent.addAction(icon("pinned" if notes.pinned[row] else "pin"), pin, self.pin), "pin")
        own = {values[code] for code in notes.tags.get(row, ())}
        for tag in sorted(own | set(known_tags(view))):
            action = parent.addAction(icon("tag"), tag_words(tag).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(tag in own)
            action.triggered.connect(lambda on, tag=tag: self.set_tag(tag, on))
            self._allow(action, "tag")
        self._allow(parent.addAction(icon("tag"), self.tr("New tag ..."), self.tag), "tag")
        if view.file.covers and view.words.covered(row):
            unmask = parent.addAction(icon("lock-open"), self.tr("Unmask a value ..."), self.unmask_wanted.emit)
            self._allow(unmask, "unmask")
        parent.addSeparator()
        self._allow(parent.addAction(icon("note"), self.tr("Note on the case"), self.note), "note")
        parent.popup(at)

    def deny(self, why: Mapping[str, str]) -> None:
        """What this login may not write, by the name of its action, with the reason."""
        self._denied = why

    def _allow(self, action: QAction, name: str) -> None:
        action.setEnabled(name not in self._denied)
        action.setToolTip(self._denied.get(name, ""))

    def offer_internal(self, on: bool) -> None:
        """Whether notes may be internal."""
        self._pane.offer_internal(on)

    def unkept(self) -> list[str]:
        """The numbers of the cases about which something is typed and not kept."""
        return self._pane.unkept()

    def take_drafts(self) -> Drafts:
        """What is typed and not kept; it is here no longer."""
        return self._pane.take_drafts()

    def give_drafts(self, drafts: Drafts) -> None:
        """What was taken elsewhere."""
        self._pane.give_drafts(drafts)

    def kept(self, wish: Wish) -> None:
        """A wish is safe in the outbox."""
        if wish.subject is not None:
            self._pane.kept(wish.subject)

    def not_kept(self, wish: Wish, why: str) -> None:
        """A wish could not be kept; what was typed is still there."""
        if wish.subject is not None:
            self._pane.not_kept(wish.subject, why)

    def _begin(self, event_id: str, title: str, tags: tuple[str, ...] = (), *, is_tag: bool = False) -> None:
        if self._view is not None:
            file = self._view.file
            self._pane.begin(Subject(file.engagement.code, file.number, event_id, is_tag), title, tags)

    def _keep_typed(self, subject: Subject, draft: Draft) -> None:
        payload: Payload
        if subject.is_tag:
            payload = EventTagged(subject.event_id, " ".join(draft.text.lstrip("# ").split()))
        else:
            payload = CommentAdded(draft.text.strip(), draft.visibility, subject.event_id)
        self.wanted.emit(Wish(subject.engagement, subject.case, payload, subject))

    def _want(self, payload: Payload) -> None:
        if self._view is not None:
            self.wanted.emit(Wish(self._view.file.engagement.code, self._view.file.number, payload))

    def _event_id(self) -> str:
        assert self._view is not None
        return event_ids(self._view.file.events.take(slice(self._row, self._row + 1)))[0]

    def _title(self, form: str) -> str:
        assert self._view is not None
        words = self._view.words
        return form.format(what=f"{words.what(self._row)}, {words.when(self._row)}")


def known_tags(view: CaseView) -> tuple[str, ...]:
    """The tags that events of the case have."""
    values = view.file.dictionaries.values
    return tuple(sorted({values[code] for codes in view.words.notes.tags.values() for code in codes}))


def follower_names(view: CaseView) -> list[str]:
    """Who follows the case."""
    persons = view.file.dictionaries.persons
    return [persons[code].name for code in view.words.notes.followers if code > 0]
