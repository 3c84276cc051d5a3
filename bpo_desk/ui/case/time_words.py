"""Explained time in words: parts, exact lengths, figures with their basis, and the whole as plain text. No widgets."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from bpo_desk.measures.explained_time import Cause
from bpo_desk.models.capability import Capability
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.state.case_time import CaseTime, in_whole
from bpo_desk.ui.case.case_moment import CaseMoment
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.words import cannot_tell_words, one_line, person_words, queue_words, unknown, value_words
from bpo_desk.ui.time_words import DAY, HOUR, MINUTE, SECOND, span

translate = QCoreApplication.translate

_MOST_STRETCHES: Final = 8


def cause_words(cause: Cause) -> str:
    """What a stretch of time is put down to."""
    return translate("case", cause.word)


def exact(seconds: int) -> str:
    """A length of time to the second: "12 d 03 h 04 m 10 s", from its largest unit on."""
    days, rest = divmod(seconds, DAY // SECOND)
    hours, rest = divmod(rest, HOUR // SECOND)
    minutes, last = divmod(rest, MINUTE // SECOND)
    if days:
        return f"{days} d {hours:02} h {minutes:02} m {last:02} s"
    if hours:
        return f"{hours} h {minutes:02} m {last:02} s"
    return f"{minutes} m {last:02} s" if minutes else f"{last} s"


def exact_parts(time: CaseTime) -> list[tuple[Cause, int]]:
    """The parts in whole seconds, which sum to the elapsed whole seconds."""
    seconds = in_whole([amount for _, amount in time.parts], SECOND)
    return [(cause, amount) for (cause, _), amount in zip(time.parts, seconds, strict=True)]


def share_words(amount: int, whole: int) -> str:
    """A share with one decimal: "4.5 %"; "under 0.1 %" for what is more than nothing."""
    if not whole:
        return ""
    tenths = round(1000 * amount / whole)
    return f"{tenths / 10:.1f} %" if tenths or not amount else translate("case", "under 0.1 %")


def basis_words(time: CaseTime) -> str:
    """Which hours count."""
    if time.problem:
        return translate("case", "every hour counts: which business calendar holds is unknown ({why})").format(
            why=time.problem
        )
    if not time.calendar:
        return translate("case", "every hour counts (24x7): no business calendar applies to the case")
    return translate("case", "business calendar: {name}").format(name=one_line(time.calendar))


def short_basis(time: CaseTime) -> str:
    """Which hours count, in a few words; `basis_words` says it whole."""
    if time.problem:
        return translate("case", "24x7: calendar unknown")
    if not time.calendar:
        return translate("case", "24x7: no business calendar")
    return translate("case", "calendar: {name}").format(name=one_line(time.calendar))


def why_unknown() -> str:
    """Why there is no time to explain."""
    return translate("case", "The time cannot be explained: it is not known when the case was opened.")


def part_tip(view: CaseView, time: CaseTime, cause: Cause, amount: int) -> str:
    """A part with its figure and the longest stretches behind it."""
    lines = [f"{cause_words(cause)}: {span(amount)} ({share_words(amount, time.elapsed)})"]
    count = len(time.stretches_of(cause).start)
    found = stretch_words(view, time, cause, _MOST_STRETCHES)
    lines += [f"{when}  {length}  {who}".rstrip() for _, when, length, who in found]
    if count > _MOST_STRETCHES:
        lines.append(translate("case", "and {n} more; Enter lists them all").format(n=count - _MOST_STRETCHES))
    return "\n".join(lines)


def stretch_words(
    view: CaseView, time: CaseTime, cause: Cause | None, most: int | None = None
) -> list[tuple[int, str, str, str]]:
    """The first `most` stretches of a part (None: of all parts, all stretches), in order: its beginning (microseconds
    UTC; in words), how long, who."""
    found = time.stretches if cause is None else time.stretches_of(cause)
    names = view.file.dictionaries
    out = []
    for start, end, put, person, queue in zip(
        *(column[:most].tolist() for column in (found.start, found.end, found.cause, found.person, found.queue)),
        strict=True,
    ):
        who = person_words(names, person) or queue_words(names, queue)
        label = who if cause is not None else ", ".join(p for p in (cause_words(Cause(put)), who) if p)
        out.append((start, view.time.minute(start), span(end - start), label))
    return out


def figures(time: CaseTime) -> list[tuple[str, str, str, bool]]:
    """Further figures: name, words, basis, and whether the figure is unknown."""
    if not time.known:
        return []
    hours = basis_words(time)
    no_starts = cannot_tell_words(Capability.START_TIMES)
    out = []
    for name, label, basis in (
        ("business", translate("case", "Business time"), translate("case", "elapsed without closed hours; {hours}")),
        ("touch", translate("case", "Touch time"), translate("case", "at least one work item in progress; {hours}")),
        ("effort", translate("case", "Effort"), translate("case", "the same, summed over work items; {hours}")),
        ("waiting", translate("case", "Waiting time"), translate("case", "business time without touch time; {hours}")),
    ):
        amount = time.figure(name)
        known = amount != TIME_UNKNOWN
        words = exact(amount // SECOND) if known else unknown()
        out.append((label, words, basis.format(hours=hours) if known else no_starts, not known))
    return [*out, _handovers(time)]


def _handovers(time: CaseTime) -> tuple[str, str, str, bool]:
    persons, sides, back, waited = (
        int(column[0]) if len(column) else NONE
        for column in (time.handovers.persons, time.handovers.sides, time.handovers.ping_pong, time.handovers.waited)
    )
    label = translate("case", "Handovers")
    if persons == NONE:
        return label, unknown(), cannot_tell_words(Capability.RESOURCES), True
    words = translate("case", "{n}, {sides} of them between sides, {back} straight back").format(
        n=persons, sides=sides, back=back
    )
    if waited not in (TIME_UNKNOWN, NONE):
        words = translate("case", "{words}; waited {span}").format(words=words, span=exact(waited // SECOND))
    basis = translate("case", "changes of hands between people, from the last sign of one to the first of the next")
    return label, words, basis, False


def time_text(view: CaseView, moment: CaseMoment, time: CaseTime) -> str:
    """The explained time of a case at a moment as plain text, for a mail or a chat."""
    title = value_words(view.file.dictionaries, moment.value("title")) if len(moment.state) else ""
    lines = [" - ".join(part for part in (view.file.number, one_line(title)) if part)]
    if not time.known:
        return "\n".join([*lines, why_unknown()])
    ended = bool(time.explained.ended[0])
    form = translate(
        "case", "{elapsed} from {start} to {end} (over)" if ended else "{elapsed} from {start} to {end} (not over)"
    )
    total = time.elapsed // SECOND
    lines.append(
        form.format(elapsed=exact(total), start=view.time.zoned(time.opened_at), end=view.time.zoned(time.until))
    )
    parts = exact_parts(time)
    width = max((len(cause_words(cause)) for cause, _ in parts), default=0)
    room = len(exact(total))
    for cause, seconds in parts:
        lines.append(f"  {cause_words(cause):<{width}}  {exact(seconds):>{room}}  {share_words(seconds, total):>7}")
    lines.append(f"  {translate('case', 'together'):<{width}}  {exact(total):>{room}}")
    lines.append(basis_words(time))
    lines += [f"{label}: {words} ({basis})" for label, words, basis, _ in figures(time)[1:]]
    if not bool(time.explained.end_known[0]):
        lines.append(cannot_tell_words(Capability.CASE_END))
    if view.file.data_as_of is not None:
        lines.append(translate("case", "Data as of {when}").format(when=view.time.zoned(view.file.data_as_of)))
    return "\n".join(lines)
