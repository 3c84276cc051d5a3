"""The jump box at work: offers what a text may mean while it is typed, opens the case or asks the queue.

What is offered is found in `ui/queue/jump_offers.py`; texts that somebody said are asked for in the background.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from bpo_desk.errors import WrongUsage
from bpo_desk.ui.background import Background
from bpo_desk.ui.jump_box import JumpBox
from bpo_desk.ui.navigation import Navigation
from bpo_desk.ui.number_words import number, some_of
from bpo_desk.ui.queue import queue_words
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.theme import Status
from bpo_desk.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.queue.jump_offers import JumpOffer
    from bpo_desk.ui.widgets.offers_popup import Offered
    from bpo_desk.workspace.finding import Said

_SAID: Final = 6
_SHORTEST: Final = 3  # letters that are searched for in what was said
_NAMED: Final = 40
"""Numbers without a case that the notice names; the chip beside the list has them all."""
_LIKE_A_NUMBER: Final = re.compile(r"[\w./#-]*\d[\w./#-]*")
_ICONS: Final = {
    "case": "folder", "nearest": "question-mark", "reference": "tag", "person": "user", "queue": "users-group",
    "step": "sitemap", "said": "message", "filter": "filter",
}  # fmt: skip


class JumpPlace(QObject):
    """Serves a jump box on the queue of the engagement that is shown. `elsewhere(engagement code, text)` when a link
    names an engagement, `failed(exception)` for a link that cannot be read."""

    elsewhere = Signal(str, str)
    failed = Signal(object)

    def __init__(
        self,
        desk: Desk,
        background: Background,
        places: Navigation,
        queue: QueueScreen,
        box: JumpBox,
        notice: Notice,
        engagement: Callable[[], int | None],
    ) -> None:
        super().__init__(box)
        self._desk, self._background, self._places, self._queue = desk, background, places, queue
        self._box, self._notice = box, notice
        self._engagement = engagement
        self._found: list[JumpOffer] = []
        self._of_link: str | None = None  # the filter that a link wants
        box.typed.connect(self._offer)
        box.chosen.connect(self._take)
        box.asked.connect(self.jump)
        box.many_asked.connect(self.list_numbers)
        queue.chips.said.connect(queue.status_changed)

    def jump(self, text: str) -> None:
        """Open the case of that number, else filter the queue by the text; a link goes where it says."""
        self._background.drop("jump")
        self._box.clear()
        if text.lower().startswith("bpodesk:"):
            self._follow(text)
            return
        if text == self._of_link:
            self._of_link = None
            self._queue.clear_filter()  # a link lists what it listed for who copied it: no chip of one's own narrows it
            self._places.show_queue()
            self._queue.filter_by(text.strip())
            return
        view = self._queue.view
        case = None if view is None else view.case_of_number(text)
        if case is not None:
            self._places.open_case(case)
            return
        numbers = numbers_in(text)
        if view is not None and numbers and view.cases_of_numbers(numbers)[0]:
            self.list_numbers(numbers)
            return
        self._places.show_queue()
        self._queue.filter_by(text)
        one = self._engagement()
        if one is not None and text.strip():
            # A number that the queue does not list may be that of a case that has left the copy: it says so itself.
            self._background.ask(
                "jump", lambda: self._desk.find_case(one, text.strip()), self._places.open_case, lambda _not_here: None
            )

    def _follow(self, text: str) -> None:
        from bpo_desk.models.desk_link import read_link  # not before the first paint

        try:
            link = read_link(text)
        except WrongUsage as error:
            self.failed.emit(error)
            return
        self._of_link = None if link.case else link.where or " "  # of everything
        self.elsewhere.emit(link.engagement, link.case or self._of_link)

    def list_numbers(self, numbers: Sequence[str]) -> None:
        """List the cases of these numbers in the queue, and name those that no case has."""
        self._box.clear()
        self._places.show_queue()
        view = self._queue.view
        if view is None:
            self._notice.say(self.tr("The queue is still being read"), status=Status.UNKNOWN)
            return
        cases, missing = view.cases_of_numbers(numbers)
        self._queue.list_cases(self.tr("Pasted list"), cases, missing)
        if missing:
            near = queue_words.with_nearest_each(missing[:_NAMED], view.nearest)
            words = self.tr("{missing} of {all} numbers are of no case here: {numbers}")
            named = some_of([*near, *missing[_NAMED:]], _NAMED)
            words = words.format(missing=number(len(missing)), all=number(len(numbers)), numbers=named)
            self._notice.say(words, self.tr('The chip "Not found" copies all of them.'), Status.UNKNOWN)

    def _offer(self, text: str) -> None:
        from bpo_desk.ui.queue.jump_offers import offers  # needs numpy: not before the first paint

        lookup, engagement = self._queue.lookup, self._engagement()
        if lookup is None:
            self._box.show_offers([self._saying(self.tr("The queue is still being read"))] if text else [])
            return
        self._found = offers(lookup, text)
        searched = engagement is not None and len(text) >= _SHORTEST
        self._show(self.tr("Searching what was said ...") if searched else "")
        if engagement is not None and searched:
            one = engagement
            self._background.ask(
                "jump",
                lambda: self._desk.texts_with(one, text, _SAID),
                lambda said: self._add(text, said),
                lambda _error: self._show(self.tr("What was said cannot be searched now")),
            )
        else:
            self._background.drop("jump")

    def _add(self, text: str, said: Said) -> None:
        from bpo_desk.ui.queue.jump_offers import said_offers

        lookup = self._queue.lookup
        if lookup is None or text != self._box.text().strip():
            return
        known = {each.case for each in self._found if each.case is not None}
        more = [each for each in said_offers(lookup, text, said.hits) if each.case not in known]
        self._found = [*self._found[:-1], *more, *self._found[-1:]]
        note = "" if said.complete else self.tr("Of what was said only the indexed part is searched so far")
        if not note and len(self._found) == 1:
            note = self.tr("No case, reference, person, step or text has this")
        self._show(note)

    def _show(self, note: str) -> None:
        rows = [self._row(each) for each in self._found]
        self._box.show_offers([*rows, *([self._saying(note)] if note else [])])

    def _row(self, offer: JumpOffer) -> Offered:
        from bpo_desk.ui.widgets.offers_popup import Offered

        kinds = {
            "case": self.tr("Case"), "nearest": self.tr("Nearest number"), "reference": self.tr("Reference of case"),
            "person": self.tr("Cases of"), "queue": self.tr("Cases in"), "step": self.tr("Cases at step"),
            "said": self.tr("Said in case"), "filter": self.tr("Filter the queue by"),
        }  # fmt: skip
        words = f"{kinds[offer.kind]}  {offer.title}"
        if offer.detail:
            words += f"  \N{EN DASH}  {offer.detail}"
        return Offered(words, _ICONS[offer.kind], offer)

    def _saying(self, words: str) -> Offered:
        from bpo_desk.ui.widgets.offers_popup import Offered

        return Offered(words)

    def _take(self, offer: JumpOffer) -> None:
        self._background.drop("jump")
        if offer.case is not None:
            self._box.clear()
            self._places.open_case(offer.case)
        elif offer.kind == "filter":
            self.jump(offer.filter)  # a number that was typed whole opens its case
        else:
            self._box.clear()
            self._places.show_queue()
            self._queue.filter_by(offer.filter)


def numbers_in(text: str) -> list[str]:
    """The parts of a typed text with blanks or commas between, each once, if all of at least two look like numbers of
    cases; none else."""
    parts = list(dict.fromkeys(part for part in re.split(r"[,;\s]+", text.strip()) if part))
    return parts if len(parts) > 1 and all(_LIKE_A_NUMBER.fullmatch(part) for part in parts) else []
