"""What no column of a case answers and somebody else tells: taken in where it comes, asked anew where it may be old.

Which questions those are is said in `models/filters.py`; who reads the answers, in `queue_reading.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance

from bpo_desk.ui.queue.queue_rows import QueueRows
from bpo_desk.ui.queue.queue_table import QueueTable
from bpo_desk.ui.queue.queue_view import Question, QueueView

if TYPE_CHECKING:
    from bpo_desk.workspace.finding import Told


class Listing(Protocol):
    """What lists the rows: the queue screen."""

    table: QueueTable

    @property
    def view(self) -> QueueView | None:
        """The view that is shown."""
        ...

    @property
    def rows(self) -> QueueRows | None:
        """The rows in the table."""
        ...

    @property
    def question(self) -> Question | None:
        """What the rows answer."""
        ...

    @property
    def elsewhere_wanted(self) -> SignalInstance:
        """Emitted with the questions that are to be answered."""
        ...

    def asked_now(self) -> Question:
        """What filter, chips and sort ask now."""
        ...

    def ask(self) -> None:
        """List anew."""
        ...


def take(screen: Listing, told: Iterable[Told]) -> None:
    """Learn the answers. Rows that are listed stay in their order and are shown anew, unless filter or sort rest on the
    answers: then it is listed anew."""
    view, rows = screen.view, screen.rows
    if view is None:
        return
    for each in told:
        view.tell(each.asked, each.cases, complete=each.complete)
    if rows is None or screen.question != (question := screen.asked_now()) or view.elsewhere(question):
        screen.ask()
        return
    rows.look_at(rows.seen)
    screen.table.viewport().update()


def written(screen: Listing) -> None:
    """Somebody followed or asked for something here: what was told before that counts no longer. What is shown rests on
    it until it has been told anew."""
    view, question = screen.view, screen.question
    if view is not None and question is not None:
        view.lookup.forget_told(view.elsewhere(question, screen.table.shown_columns()))
        renew(screen)


def renew(screen: Listing) -> None:
    """Ask anew where something that is shown rests on the answers."""
    view, question = screen.view, screen.question
    if view is not None and question is not None:
        asked = view.elsewhere(question, screen.table.shown_columns())
        if asked:
            screen.elsewhere_wanted.emit(asked)


def renew_column(screen: Listing) -> None:
    """The same where only a column rests on them: the rows stay in their order."""
    view, question = screen.view, screen.question
    if view is not None and question is not None and not view.elsewhere(question):
        renew(screen)
