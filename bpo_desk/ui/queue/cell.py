"""What one cell of the queue shows, and the columns of the queue in their default order.

Imported before the first paint: no numpy, and of Qt only what says another language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple, Protocol

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


class Cell(NamedTuple):
    """Text with an icon (name in resources/icons, "" = none) and a tone: "" plain, "muted", or a `theme.Status` value.

    The tone colours the icon; the text only where the status asks for attention, so that a full page stays calm.
    """

    text: str
    icon: str = ""
    tone: str = ""
    tip: str = ""


class Column(NamedTuple):
    """One column: stable key, its name and what it means as the source says them, width in digits, whether it stands
    right, and whether it is there before somebody chooses columns."""

    key: str
    name: str
    characters: int
    right: bool
    about: str
    usual: bool = True

    @property
    def title(self) -> str:
        """What stands over the column."""
        return translate("queue", self.name)

    @property
    def inside(self) -> str:
        """The title within a sentence."""
        return translate("queue", INSIDE[self.key])

    @property
    def meaning(self) -> str:
        """What the column tells."""
        return translate("queue", self.about)


UNKNOWN: Final = Cell("unknown", "question-mark", "unknown", "The source does not record this, or left it unknown.")
NOT_SAID: Final = Cell("\N{EN DASH}", "", "muted", "The source says nothing about this.")


@cache
def here(cell: Cell) -> Cell:
    """A cell whose words are the desk's own, in the language in use."""
    tip = translate("cell", cell.tip) if cell.tip else ""
    return cell._replace(text=translate("cell", cell.text), tip=tip)


COLUMNS: Final[tuple[Column, ...]] = (
    Column("number", "Case", 13, False, "Number of the case in its source"),
    Column("title", "Title", 22, False, "Title of the case"),
    Column("client", "Client", 11, False, "Whose customer or account the case is about"),
    Column("process", "Process", 10, False, "Process definition that the case runs on"),
    Column("step", "Current step", 19, False, "Where the case is in its process"),
    Column("holder", "In whose hands", 17, False, "Person, queue or side that has the case now"),
    Column("since", "Since", 9, True, "How long this holder has had it without interruption"),
    Column("waiting", "Waiting for", 11, False, "What has to happen next for the case to move"),
    Column("due", "Time left", 12, True, "Time until the case is due"),
    Column("sla", "SLA", 10, False, "State of the SLA as the source says it"),
    Column("exits", "Exits", 5, True, "How often the case left its defined process"),
    Column("adhoc", "Ad hoc", 6, True, "Ad-hoc tasks: open / all"),
    Column("activity", "Last activity", 11, True, "How long ago the last event was"),
    Column("age", "Age", 9, True, "Time since the case was opened, or from opening to closing"),
    Column("priority", "Priority", 10, False, "Priority as the source names it"),
    Column("contacts", "Contacts", 8, True, "How often the customer got in touch about it", False),
    Column("reopened", "Re-opened", 9, True, "How often the case was over and was opened again", False),
    Column("asked", "Asked for", 14, False, "How what was asked of the system that owns the case stands", False),
)

INSIDE: Final = {column.key: column.name.lower() for column in COLUMNS}
"""How a column is called within a sentence."""
COLUMN_INDEX: Final[dict[str, int]] = {column.key: i for i, column in enumerate(COLUMNS)}


class Rows(Protocol):
    """The rows that a table shows, in their order. Asked only for what is visible."""

    def __len__(self) -> int: ...

    def case(self, row: int) -> int:
        """The case key of a row."""
        ...

    def cells(self, row: int) -> Sequence[Cell]:
        """The cells of a row, one a column of COLUMNS."""
        ...

    def several(self, rows: Sequence[int]) -> Callable[[], Iterable[Sequence[Cell]]]:
        """What makes the cells of some rows, one after the other; it may be called in any thread."""
        ...

    def tip(self, row: int, column: int) -> str:
        """More about one cell, plain text."""
        ...
