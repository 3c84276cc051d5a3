"""What the queue says about itself: how many cases it lists, in what order, and why there may be none."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bpo_desk.ui.number_words import counted, number
from bpo_desk.ui.queue.cell import COLUMN_INDEX, COLUMNS

translate = QCoreApplication.translate


def cases_words(count: int) -> str:
    """ "1 case", "2,041 cases"."""
    return counted(count, translate("queue", "case"), translate("queue", "cases"))


def status_words(shown: int, all_cases: int, sort: tuple[tuple[str, bool], ...]) -> str:
    """How many cases of all are listed, and what they are sorted by (column key, descending)."""
    count = cases_words(all_cases)
    if shown != all_cases:
        count = translate("queue", "{shown} of {cases}").format(shown=number(shown), cases=count)
    titles = [COLUMNS[COLUMN_INDEX[key]].title.lower() for key, _descending in sort]
    return f"{count} \N{MIDDLE DOT} " + translate("queue", "sorted by {columns}").format(columns=", ".join(titles))


def with_nearest(number: str, near: list[str]) -> str:
    """A number that no case has, with the one that may have been meant."""
    return f"{number} ({translate('queue', 'nearest: {near}').format(near=', '.join(near))})" if near else number


def why_empty(all_cases: int, partial: bool, near: list[str]) -> tuple[str, str, str, str]:
    """Icon, title, reason and button for a queue that lists no case. `near`: case numbers that the filter may mean."""
    if all_cases:
        hidden = translate("queue", "Hidden by the filter: {cases}.").format(cases=cases_words(all_cases))
        if near:
            hidden += "\n" + translate("queue", "Numbers like it: {near}.").format(near=", ".join(near))
        return "filter-off", translate("queue", "No case matches"), hidden, translate("queue", "Show all cases")
    if partial:
        reason = translate("queue", "The first load from the shared database is still running.")
        return "download", translate("queue", "No cases here yet"), reason, ""
    reason = translate("queue", "Nothing has been imported for this engagement, or nothing has been synced yet.")
    return "list-details", translate("queue", "This engagement has no cases here"), reason, ""
