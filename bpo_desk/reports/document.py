"""The audit-trail report as a tree of plain values: what is said, in which order. How it looks on paper is `ui/print`'s
business, how it looks in a browser `html.py`'s; what it says of a case is put together in `case_sections.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bpo_desk.process.display_list import DisplayList
from bpo_desk.process.markers import Marker


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `strong` for what must not be missed."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what is said under them."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: title, its share of the width, and whether its cells stand right (numbers, spans)."""

    title: str
    weight: float = 1.0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts, one cell a column. `nothing` is said where there is no row; `note` stands under the table."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a whole: its name, its amount in microseconds, and the amount in words."""

    label: str
    micros: int
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Parts that make up a whole, drawn as one stacked bar; a table beside it says the same in words."""

    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The diagram of a case with its state on it. `elements` gives the element id of each step code that it holds;
    `note` says what the drawing is, or why there is none (`display` is None then)."""

    display: DisplayList | None
    markers: Mapping[str, Marker] = field(default_factory=dict)
    elements: Mapping[int, str] = field(default_factory=dict)
    note: str = ""


Block = Text | Facts | Table | Bar | Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under a heading. `level` 1 begins a new page on paper, 2 stands within one."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 2


@dataclass(frozen=True, slots=True)
class Report:
    """The whole: `cover` first, then the sections. `data` is the data part, canonical JSON as UTF-8, and `digest` its
    SHA-256 in hex; `footer` stands on every page."""

    title: str
    subtitle: str
    cover: tuple[Block, ...]
    sections: tuple[Section, ...]
    data: bytes
    digest: str
    footer: str
