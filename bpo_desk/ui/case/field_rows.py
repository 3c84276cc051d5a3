"""The rows of the Fields tab: every field with its value at a moment, and the history of one. Pure; no widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.capability import Capability
from bpo_desk.models.event import EventKind
from bpo_desk.models.ids import NONE
from bpo_desk.models.withheld import is_withheld
from bpo_desk.state.field_history import FieldChange, FieldHistory, FieldKey
from bpo_desk.ui.case.case_moment import CaseMoment
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.fact_rows import FactRow, FactRows, field_headers
from bpo_desk.ui.case.words import one_line, step_words, unknown

translate = QCoreApplication.translate


def field_words(view: CaseView, key: FieldKey) -> str:
    """The name of a field."""
    if key.kind == EventKind.PRIORITY_CHANGED:
        return translate("case", "Priority")
    if key.kind == EventKind.DUE_CHANGED:
        return translate("case", "Due date")
    return view.file.dictionaries.fields[key.field].name if key.field > 0 else unknown()


def field_rows(view: CaseView, moment: CaseMoment, histories: Sequence[FieldHistory]) -> FactRows:
    """The value of each field at the moment, since when and by whom, and how often it has changed until then. A field
    that is set later says so; one row a history, in the same order."""
    rows = []
    for history in histories:
        name, change = field_words(view, history.key), history.at(moment.step)
        if change is None:
            later = translate("case", "not set yet")
            rows.append(FactRow((name, later, "", "", "0"), tip=f"{name}: {later}", weak=True))
            continue
        value = view.words.new(change.row)
        changes = sum(each.row < moment.step for each in history.changes)
        cells = (name, one_line(value), view.words.when(change.row), view.words.who(change.row), str(changes))
        weak = is_withheld(value) or value == unknown()
        rows.append(FactRow(cells, event=change.row, tip=f"{name}: {value}", weak=weak))
    return FactRows(field_headers(), tuple(rows), translate("case", "No field has been set in this case."))


def history_rows(view: CaseView, moment: CaseMoment, history: FieldHistory) -> FactRows:
    """The changes of one field, oldest first: when, by whom, from what, to what, at which step, why. What comes after
    the moment is weak."""
    headers = (
        translate("case", "When"),
        translate("case", "By"),
        translate("case", "Old"),
        translate("case", "New"),
        translate("case", "Step, reason"),
    )
    rows = []
    for change in history.changes:
        words = view.words
        old, new = _old_words(view, change), words.new(change.row)
        where = step_words(view.file.dictionaries, change.step)
        why = ", ".join(part for part in (where, one_line(words.comment(change.row))) if part)
        tip = "\n".join(part for part in (f"{old} → {new}", why, _gap_words(change)) if part)
        cells = (words.when(change.row), words.who(change.row), one_line(old), one_line(new), why)
        rows.append(FactRow(cells, event=change.row, tip=tip, weak=change.row >= moment.step))
    return FactRows(headers, tuple(rows))


def history_words(view: CaseView, history: FieldHistory) -> str:
    """Created and last changed, by whom, and what is missing: "created 19 Oct 2026 09:02 by Mail gateway; ..."."""
    first, last = history.changes[0], history.changes[-1]
    words = view.words
    if first.old != NONE:
        created = translate("case", "created before the first record: it had a value then")
    elif not _tells_old(view, first):
        created = translate("case", "first recorded {when} by {who}; the source does not record the value before")
    else:
        created = translate("case", "created {when} by {who}")
    parts = [f"{field_words(view, history.key)}: {_with_who(view, created, first.row)}"]
    if last is not first:
        parts.append(_with_who(view, translate("case", "last changed {when} by {who}"), last.row))
    gaps = sum(change.gap for change in history.changes)
    if gaps:
        form = translate("case", "a change is missing in {n} places: the old value is not the one recorded before")
        parts.append(form.format(n=gaps))
    pending = sum(change.row in words.pending for change in history.changes)
    return "; ".join(parts) + (f" ({pending} pending)" if pending else "")


def _with_who(view: CaseView, form: str, row: int) -> str:
    return form.format(when=view.words.when(row), who=view.words.who(row) or translate("case", "nobody named"))


def _old_words(view: CaseView, change: FieldChange) -> str:
    old = view.words.old(change.row)
    return f"{old} (!)" if change.gap else old


def _gap_words(change: FieldChange) -> str:
    if not change.gap:
        return ""
    return translate("case", "(!) The old value is not the one recorded before: a change between them is missing.")


def _tells_old(view: CaseView, change: FieldChange) -> bool:
    source = max(int(view.file.events.source[change.row]), 0)
    return bool(view.file.dictionaries.sources[source].capability & Capability.OLD_VALUES)


def value_of(view: CaseView, change: FieldChange) -> str | None:
    """The text that a change set, as it is stored: "" where the source left it unknown, None for nothing."""
    return view.file.dictionaries.value(change.new)
