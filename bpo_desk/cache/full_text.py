"""Full text of an engagement: which value texts have some words, and which cases say these texts.

The words stand in an FTS5 table of each engagement that keeps no texts itself (rowid: value code; the texts are in
`cache/dictionaries.py`); which cases use a code, in `text_use`. A code that very many cases share is only marked as
common: its cases are found in the segments. When what is added here, is decided in `sync/text_index.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import segments, tail
from bpo_desk.cache.dictionaries import read_texts
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.text_hits import TextHit

_COMMON: Final = 64
"""Cases of one part that share a code, from which it is common."""
_WORDS: Final = re.compile(r"\w+")
_SHORTEST: Final = 3
"""Letters from which the last word may go on."""
_SEVERAL_A_CASE: Final = 8
"""Texts with the same words that one case may say, in a search for a few cases."""
_SAYING: Final = ("new_value", "reason")


@dataclass(frozen=True, slots=True)
class Indexed:
    """How far the index is: the texts of codes below `texts` are in, and what is said in cases up to `case`; `done`: in
    all cases."""

    texts: int
    case: int
    done: bool


@dataclass(frozen=True, slots=True)
class TextHits:
    """`cases`: keys, ascending, int64. `complete`: everything was searched; else only what is indexed so far. `codes`:
    for each case the value code of a text that has the words, where the search was for a few cases."""

    cases: NDArray[np.int64]
    complete: bool
    codes: tuple[int, ...] = ()


def state(connection: Any, one: int) -> Indexed | None:
    """How far the index of an engagement is; None before it was begun."""
    found = connection.execute(
        "select texts, case_key, done from text_state where engagement_id = ?", (one,)
    ).fetchone()
    return None if found is None else Indexed(found[0], found[1], bool(found[2]))


def put_state(connection: Any, one: int, indexed: Indexed) -> None:
    """Write how far the index is, in the transaction that brought it there."""
    connection.execute(
        "insert or replace into text_state (engagement_id, texts, case_key, done) values (?, ?, ?, ?)",
        (one, indexed.texts, indexed.case, int(indexed.done)),
    )


def begin(connection: Any, one: int) -> Indexed:
    """Make an empty index."""
    forget(connection, one)
    connection.execute(
        f"create virtual table {_table(one)} using fts5("
        "text, content='', columnsize=0, prefix='3 4', tokenize='unicode61 remove_diacritics 2')"
    )
    # What is deleted leaves the pages at once, not with a later merge.
    connection.execute(f"insert into {_table(one)} ({_table(one)}, rank) values ('secure-delete', 1)")
    indexed = Indexed(1, -1, done=False)
    put_state(connection, one, indexed)
    return indexed


def forget(connection: Any, one: int) -> None:
    """Delete the whole index of an engagement."""
    connection.execute(f"drop table if exists {_table(one)}")
    for table in ("text_use", "text_common", "text_state"):
        connection.execute(f"delete from {table} where engagement_id = ?", (one,))


def _table(one: int) -> str:
    return f"text_{int(one)}"


def add_texts(connection: Any, one: int, first: int, texts: Sequence[str]) -> None:
    """Add the texts of the codes from `first` on; empty ones are left out."""
    connection.executemany(
        f"insert into {_table(one)} (rowid, text) values (?, ?)",
        ((code, text) for code, text in enumerate(texts, start=first) if text),
    )


def drop_texts(connection: Any, one: int, indexed: Indexed, codes: Sequence[int], texts: Sequence[str]) -> None:
    """Take the words of codes out for ever, and their uses; `texts` are exactly those that were added."""
    gone = [(code, text) for code, text in zip(codes, texts, strict=True) if code < indexed.texts and text]
    connection.executemany(
        f"insert into {_table(one)} ({_table(one)}, rowid, text) values ('delete', ?, ?)", gone
    )  # fmt: skip
    _drop_uses(connection, one, codes)


def _drop_uses(connection: Any, one: int, codes: Iterable[int]) -> None:
    rows = [(one, code) for code in codes]
    for table in ("text_use", "text_common"):
        connection.executemany(f"delete from {table} where engagement_id = ? and code = ?", rows)


def drop_cases(connection: Any, one: int, events: EventColumns) -> None:
    """Some cases say nothing any more; `events` are all that they had."""
    if len(events):
        connection.executemany(
            "delete from text_use where engagement_id = ? and code = ? and case_key = ?",
            [(one, code, case) for code, case in _pairs(events).tolist()],
        )


def add_uses(connection: Any, one: int, events: EventColumns, only: Iterable[int] | None = None) -> None:
    """Note which cases say which codes; of `only` these codes, where given."""
    pairs = _pairs(events)
    if only is not None:
        pairs = pairs[np.isin(pairs[:, 0], np.fromiter(only, np.int64))]
    if not len(pairs):
        return
    codes, counts = np.unique(pairs[:, 0], return_counts=True)
    shared = {int(code) for code in codes[counts >= _COMMON].tolist()}
    connection.executemany("insert or ignore into text_common values (?, ?)", [(one, code) for code in sorted(shared)])
    common = np.array(_common(connection, one), np.int64)
    rare = pairs[~np.isin(pairs[:, 0], common)]
    connection.executemany(
        "insert or ignore into text_use (engagement_id, code, case_key) values (?, ?, ?)",
        ((one, code, case) for code, case in rare.tolist()),
    )


def _common(connection: Any, one: int) -> list[int]:
    return [row[0] for row in connection.execute("select code from text_common where engagement_id = ?", (one,))]


def _pairs(events: EventColumns) -> NDArray[np.int64]:
    """int64[n, 2]: (code, case) of what events say, each once, ascending."""
    packed = np.concatenate(
        [
            (getattr(events, name)[rows].astype(np.int64) << 32) | events.case[rows].astype(np.int64)
            for name in _SAYING
            for rows in [np.flatnonzero(getattr(events, name) > 0)]
        ]
    )
    packed = np.unique(packed)
    return np.stack((packed >> 32, packed & 0xFFFFFFFF), axis=1)


def recount(connection: Any, one: int, codes: set[int]) -> None:
    """Find the cases of some codes anew, because one of them may no longer say it."""
    _drop_uses(connection, one, codes)
    for place in segments.places(connection, one):
        found = segments.read_columns(connection, place, ("case", *_SAYING))
        add_uses(connection, one, EventColumns.of(found), codes)
    add_uses(connection, one, tail.read(connection, one).events, codes)


# searching


def question(text: str, *, phrase: bool = False) -> str:
    """The words of a text as an FTS5 query: all of them, the last one may go on; as a `phrase`, one behind the other.
    "" where there is no word in it. Nothing of the text but its letters and digits gets in."""
    words = _WORDS.findall(text)
    if not words:
        return ""
    if phrase:
        return '"' + " ".join(words) + '"'
    goes_on = "*" if len(words[-1]) >= _SHORTEST and text[-1:].isalnum() else ""
    return " AND ".join(f'"{word}"' for word in words) + goes_on


def search(
    connection: Any, one: int, text: str, *, phrase: bool = False, most: int | None = None
) -> TextHits:  # fmt: skip
    """The cases in which somebody said these words in one text; up to `most` of them. Each event's new value and reason
    counts: titles, comments, names of documents, values of fields, also those of the past."""
    indexed, asked = state(connection, one), question(text, phrase=phrase)
    if indexed is None or not asked:
        return TextHits(np.empty(0, np.int64), complete=indexed is not None and indexed.done, codes=())
    cases: dict[int, int] = {}
    # For a few hits whole words come first: of words that only begin so there may be very many to be put in order.
    for words in (asked,) if most is None else dict.fromkeys((asked.removesuffix("*"), asked)):
        if most is None or len(cases) < most:
            _find(connection, one, words, most, cases)
    keys = np.array(sorted(cases), np.int64)
    shown = keys if most is None else keys[:most]
    return TextHits(shown, complete=indexed.done, codes=tuple(cases[int(case)] for case in shown) if most else ())


def _find(connection: Any, one: int, asked: str, most: int | None, cases: dict[int, int]) -> None:
    """Put the cases that a query finds into `cases`, each with the code that says the words; up to about `most`."""
    hits = connection.execute(
        f"""select f.rowid, u.case_key from {_table(one)} f cross join text_use u
            on u.engagement_id = ? and u.code = f.rowid where f.{_table(one)} match ? limit ?""",
        (one, asked, -1 if most is None else _SEVERAL_A_CASE * most),
    )
    for code, case in hits:
        cases.setdefault(case, code)
        if most is not None and len(cases) >= most:
            return
    for case, code in _in_common(connection, one, asked, None if most is None else most - len(cases)):
        cases.setdefault(case, code)


def _in_common(connection: Any, one: int, asked: str, most: int | None) -> Iterator[tuple[int, int]]:
    """(case, code) of the common codes that have the words; at least `most` cases where there are as many."""
    codes = [
        row[0]
        for row in connection.execute(
            f"""select c.code from text_common c where c.engagement_id = ?
                and c.code in (select rowid from {_table(one)} where {_table(one)} match ?)""",
            (one, asked),
        )
    ]
    if not codes:
        return
    wanted, found = np.array(codes, np.int64), 0
    parts = (segments.read_columns(connection, place, ("case", *_SAYING)) for place in segments.places(connection, one))
    late = tail.read(connection, one).events
    newest: dict[str, NDArray[Any]] = {name: getattr(late, name) for name in ("case", *_SAYING)}
    for part in chain((newest,), parts):  # a segment is read only when those before it were not enough
        for name in _SAYING:
            rows = np.flatnonzero(np.isin(part[name], wanted))
            _cases, first = np.unique(part["case"][rows], return_index=True)
            for row in rows[first].tolist():
                yield int(part["case"][row]), int(part[name][row])
            found += len(first)
        if most is not None and found >= most:
            return


def described(connection: Any, one: int, hits: TextHits) -> list[TextHit]:
    """What was said in each case of a search with `most`: the text, kind and field of the event that says it."""
    codes = np.unique(np.array(hits.codes, np.int64))
    texts = dict(zip(codes.tolist(), read_texts(connection, one, codes), strict=True))
    found = []
    places = segments.places(connection, one)
    for case, code in zip(hits.cases.tolist(), hits.codes, strict=True):
        key = np.array([case])
        parts = [tail.read_cases(connection, one, key).events]
        for place in (each for each in places if each.case_lo <= case <= each.case_hi):
            columns = segments.read_columns(connection, place, ("case", "kind", "field", *_SAYING))
            parts.append(EventColumns.of(columns).take(columns["case"] == case))
        events = EventColumns.concat(parts)
        rows = np.flatnonzero((events.new_value == code) | (events.reason == code))
        if len(rows):
            row = int(rows[0])
            said = bool(events.new_value[row] == code)
            found.append(TextHit(case, texts[code], int(events.kind[row]), int(events.field[row]), reason=not said))
    return found
