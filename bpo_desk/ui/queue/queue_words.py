"""What the queue says about itself: how many cases it lists, in what order, and why there may be none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from bpo_desk.ui.number_words import counted, number, some_of
from bpo_desk.ui.queue.cell import COLUMN_INDEX, COLUMNS
from bpo_desk.ui.time_words import display_zone, local

if TYPE_CHECKING:
    from bpo_desk.models.queue_columns import QueueColumns

translate = QCoreApplication.translate
_HELPED: Final = 10  # numbers not found that get a nearest match


def no_engagement() -> tuple[str, str, str]:
    """Title, reason and button where there is nothing at all. The shared database does not tell a login of engagements
    that it may not see."""
    reason = translate(
        "queue",
        "Nothing has been synced yet, nothing was imported into the shared database, or this login has no role in any\n"
        "engagement there: whoever administers the shared database gives it one.",
    )
    title = translate("queue", "There is no engagement in the local copy yet")
    return title, reason, translate("queue", "Connect to a shared database")


def cases_words(count: int) -> str:
    """ "1 case", "2,041 cases"."""
    return counted(count, translate("queue", "case"), translate("queue", "cases"))


def status_words(shown: int, queue: QueueColumns, sort: tuple[tuple[str, bool], ...], zone: str) -> str:
    """How many cases of all are listed, which are not in the copy, and what they are sorted by (column key,
    descending)."""
    count = cases_words(len(queue))
    if shown != len(queue):
        count = translate("queue", "{shown} of {cases}").format(shown=number(shown), cases=count)
    titles = [COLUMNS[COLUMN_INDEX[key]].inside for key, _descending in sort]
    sorted_by = translate("queue", "sorted by {columns}").format(columns=", ".join(titles))
    return " \N{MIDDLE DOT} ".join(each for each in (count, _left(queue, zone), sorted_by) if each)


def _left(queue: QueueColumns, zone: str) -> str:
    if not queue.retained.left:
        return ""
    from bpo_desk.ui.retention_words import left_words  # most copies hold all: not before the first paint

    return left_words(queue.retained, zone)


def with_nearest(number: str, near: list[str]) -> str:
    """A number that no case has, with the one that may have been meant."""
    return f"{number} ({translate('queue', 'nearest: {near}').format(near=', '.join(near))})" if near else number


def with_nearest_each(missing: Sequence[str], nearest: Callable[[str, int], list[str]]) -> list[str]:
    """Numbers that no case has; the first of them with the one that each may have meant."""
    helped = [with_nearest(number, nearest(number, 1)) for number in missing[:_HELPED]]
    return [*helped, *missing[_HELPED:]]


def why_empty(queue: QueueColumns, near: list[str], zone: str, alone: Sequence[str] = ()) -> tuple[str, str, str, str]:
    """Icon, title, reason and button for a queue that lists no case. `near`: case numbers that the filter may mean;
    `alone`: the parts of it that no case answers, whatever the others say."""
    left = _left(queue, zone)
    retained = [translate("queue", "By the engagement's rule: {words}.").format(words=left)] if left else []
    if len(queue):
        hidden = translate("queue", "Hidden by the filter: {cases}.").format(cases=cases_words(len(queue)))
        if alone:
            said = translate("queue", "No case of {engagement} has: {parts}")
            hidden += "\n" + said.format(engagement=queue.engagement.code, parts=some_of(alone))
        if near:
            hidden += "\n" + translate("queue", "Numbers like it: {near}.").format(near=", ".join(near))
        hidden = "\n".join((hidden, *retained))
        return "filter-off", translate("queue", "No case matches"), hidden, translate("queue", "Show all cases")
    if queue.partial:
        reason = translate("queue", "The first load from the shared database is still running.")
        return "download", translate("queue", "No cases here yet"), reason, ""
    if retained:
        return "list-details", translate("queue", "This copy holds no case"), retained[0], ""
    reason = translate("queue", "Nothing has been imported for this engagement, or nothing has been synced yet.")
    return "list-details", translate("queue", "This engagement has no cases here"), reason, ""


def narrowed(before: str, words: str) -> str:
    """A filter text narrowed by more words, also where it says OR; one that cannot be read is only lengthened."""
    from bpo_desk.models.filter_text import parse  # not before the first paint
    from bpo_desk.models.filters import FilterError, Or

    try:
        either = isinstance(parse(before), Or)
    except FilterError:
        either = False
    return f"({before}) {words}" if either else f"{before} {words}".strip()


def filter_and_chips(text: str, chips: Iterable[str], hours: float) -> str:
    """Filter and chips as one filter text; "no movement" is said by its own number of hours."""
    for chip in sorted(chips):
        text = narrowed(text, f"last>{hours:g}h -status:closed,cancelled" if chip == "no_movement" else f"is:{chip}")
    return text


def shown_words(text: str, chips: Iterable[str], as_of: int | None, listed: int | None, zone: str) -> list[str]:
    """What says which cases are shown, for an export: filter, chips, moment, and how many a list of cases names."""
    words = [text, *sorted(chips)]
    if as_of is not None:
        words.append(translate("queue", "the queue as of {when}").format(when=local(as_of, display_zone(zone))))
    if listed is not None:
        words.append(translate("queue", "a list of {cases}").format(cases=cases_words(listed)))
    return words
