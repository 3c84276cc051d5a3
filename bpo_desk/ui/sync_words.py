"""How the sync panel says copies and entries of the outbox. Pure; the widgets are sync_panel's."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from PySide6.QtCore import QCoreApplication

from bpo_desk.cache.outbox import Entry, EntryState
from bpo_desk.cache.read import CopyStatus
from bpo_desk.models.mutation import (
    FLAG,
    FOLLOWED,
    CommentAdded,
    EventPinned,
    EventTagged,
    ExitAccepted,
    Exported,
    FeedbackAnswered,
    ListExported,
    Mutation,
    Requested,
    RequestWithdrawn,
    StepMapped,
    TaskAssigned,
    TaskCompleted,
    TaskScheduled,
    Unmasked,
    Viewed,
)
from bpo_desk.models.review import ReviewKept, ReviewState
from bpo_desk.models.sample_payloads import SampleDrawn, SampleNoted
from bpo_desk.models.shared_view import ViewShared
from bpo_desk.ui.number_words import number
from bpo_desk.ui.retention_words import left_words
from bpo_desk.ui.theme import Status
from bpo_desk.ui.time_words import display_zone, local, span

translate = QCoreApplication.translate

_STATES: Final = {
    EntryState.PENDING: ("hourglass", Status.WAITING, "waits to be sent"),
    EntryState.SENT: ("cloud-upload", Status.WAITING, "on its way"),
    EntryState.OK: ("check", Status.DONE, "acknowledged"),
    EntryState.CONFLICT: ("alert-triangle", Status.AT_RISK, "somebody was faster"),
    EntryState.REJECTED: ("circle-x", Status.FAILED, "refused"),
    EntryState.DISCARDED: ("x", Status.UNKNOWN, "discarded"),
}
_REVIEWS: Final[dict[str, str]] = {
    ReviewState.DRAFT: "draft of the review by {who}, round {n}",
    ReviewState.SUBMITTED: "review by {who} submitted, round {n}",
    ReviewState.REVISED: "review by {who} revised, round {n}",
    "": "review by {who}, round {n}",  # of a newer program
}


def state_look(entry: Entry) -> tuple[str, Status, str]:
    """Icon, status and words of how far an entry is."""
    icon, status, words = _STATES[entry.state]
    return icon, status, translate("sync", words)


def why_words(entry: Entry) -> str:
    """Why an entry was not taken, or why it still waits; "" where it simply waits."""
    if isinstance(entry.mutation.payload, ViewShared):  # theirs is a whole view: the menu of views shows it
        menu = translate("sync", "Theirs and yours stand in the menu of views (Ctrl+S).")
        return " ".join((entry.words, menu)) if entry.state is EntryState.CONFLICT else entry.words
    if entry.state in (EntryState.CONFLICT, EntryState.REJECTED):
        return " ".join(part for part in (entry.words, entry.theirs) if part)
    if entry.last_error:
        return translate("sync", "tried {n}x: {error}").format(n=entry.tries, error=entry.last_error)
    return ""


def entry_words(mutation: Mutation) -> str:
    """What was written, with its text."""
    match mutation.payload:
        case CommentAdded() | EventPinned() | EventTagged():
            return _note_words(mutation.payload)
        case TaskScheduled() | TaskAssigned() | TaskCompleted():
            return _task_words(mutation.payload)
        case ExitAccepted(_, reason):
            return translate("sync", "exit accepted: {reason}").format(reason=reason)
        case FeedbackAnswered(_, text):
            return translate("sync", "feedback answered: {text}").format(text=text)
        case Viewed() | Unmasked():
            return translate("sync", "case viewed" if isinstance(mutation.payload, Viewed) else "value unmasked")
        case ListExported(form, count):
            words = translate("sync", "list of {count} cases exported as {form}")
            return words.format(count=number(count), form=form)
        case Exported(form):
            return translate("sync", "case exported as {form}").format(form=form)
        case StepMapped(process, _, step):
            return translate("sync", "{process}: step {step} put onto the diagram").format(process=process, step=step)
        case Requested() | RequestWithdrawn() | SampleDrawn() | SampleNoted() | ViewShared() | ReviewKept():
            return _later_words(mutation.payload)


def _note_words(payload: CommentAdded | EventPinned | EventTagged) -> str:
    match payload:
        case CommentAdded(text, _, about):
            form = translate("sync", "comment on an event: {text}" if about else "note: {text}")
            return form.format(text=text)
        case EventPinned(_, pinned):
            return translate("sync", "event pinned" if pinned else "pin taken away")
        case EventTagged(_, tag, _, removed):
            if tag == FOLLOWED:
                return translate("sync", "follows the case no longer" if removed else "follows the case")
            form = translate(
                "sync",
                "tag taken away: {tag}" if removed else "event flagged" if tag == FLAG else "event tagged: {tag}",
            )
            return form.format(tag=tag)


def _later_words(payload: Requested | RequestWithdrawn | SampleDrawn | SampleNoted | ViewShared | ReviewKept) -> str:
    match payload:
        case Requested(what, to, system):
            return translate("sync", "asked {system}: {what} to {to}").format(system=system, what=what, to=to)
        case RequestWithdrawn(_, reason):
            return translate("sync", "request taken back: {reason}").format(reason=reason)
        case SampleDrawn(sample):
            return translate("sync", "drawn into the sample {sample}").format(sample=sample)
        case SampleNoted(_, text):
            return translate("sync", "note in a review: {text}").format(text=text)
        case ReviewKept(reviewer, round_, state):
            form = _REVIEWS.get(state, _REVIEWS[""])
            return translate("sync", form).format(who=reviewer, n=round_)
        case ViewShared(name, content):
            form = translate("sync", "view of the team: {name}" if content else "view of the team taken away: {name}")
            return form.format(name=name)


def _task_words(payload: TaskScheduled | TaskAssigned | TaskCompleted) -> str:
    match payload:
        case TaskScheduled(step, text):
            return translate("sync", "ad-hoc task: {text}").format(text=text or step)
        case TaskAssigned(step):
            return translate("sync", "task handed over: {step}").format(step=step)
        case TaskCompleted(step):
            return translate("sync", "task done: {step}").format(step=step)


def own_text(mutation: Mutation) -> str:
    """What a person typed, for the clipboard: a refused note is not to be typed again."""
    for name in ("text", "reason", "tag"):
        found = getattr(mutation.payload, name, "")
        if found:
            return str(found)
    return entry_words(mutation)


def written_words(entry: Entry, now: int, zone: tzinfo) -> str:
    """When it was written and how long ago."""
    at = entry.mutation.created_at
    return translate("sync", "{when} ({age} ago)").format(when=local(at, zone), age=span(max(now - at, 0)))


def copy_cells(copy: CopyStatus, now: int, zone_name: str) -> tuple[str, str, str, str, str]:
    """Engagement, as of, cases, events, and how the copy stands; `zone_name`: as the settings name it."""
    zone = display_zone(zone_name)
    who = f"{copy.engagement.code}  {copy.engagement.name}".strip()
    as_of = (
        translate("sync", "never")
        if copy.data_as_of is None
        else translate("sync", "{when} ({age} ago)").format(
            when=local(copy.data_as_of, zone), age=span(max(now - copy.data_as_of, 0))
        )
    )
    if copy.partial:
        stage = translate("sync", "first load: {done} of {of} events").format(
            done=number(copy.loaded), of=number(copy.to_load)
        )
    elif copy.verified_at is not None:
        stage = translate("sync", "complete, compared {when}").format(when=local(copy.verified_at, zone))
    else:
        stage = translate("sync", "complete")
    if left := left_words(copy.retained, zone_name):
        stage += f"; {left}"
    return who, as_of, number(copy.cases), number(copy.events), stage
