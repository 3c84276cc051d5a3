"""A queue that was read before, brought up to date in the rows of some cases: what a live desk reads after each sync.

What does not fit into the rows that are there (new cases, other names, taken-away texts) is not done here: the queue
is then to be read whole (`cache/read.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import bookmarks, cases, definitions, derived, records
from bpo_desk.cache.cases import CHUNK_BITS
from bpo_desk.cache.dictionaries import read_texts
from bpo_desk.cache.read import with_client
from bpo_desk.cache.store import Cache
from bpo_desk.models.case_columns import VALUE_COLUMNS, CaseColumns
from bpo_desk.models.ids import NONE, UNKNOWN
from bpo_desk.models.queue_columns import CaseNumbers, QueueColumns
from bpo_desk.models.used_texts_block import UsedTexts

_SMALL: Final = ("persons", "queues", "steps", "fields", "sources")


@dataclass(frozen=True, slots=True)
class QueueChange:
    """`queue`: with the asked cases as they are now; `rows`: theirs, ascending. `others`: whether there are changes
    beside these that only a whole reading brings, such as new cases."""

    queue: QueueColumns
    rows: NDArray[np.int64]
    others: bool


def changed_queue(cache: Cache, queue: QueueColumns, keys: Iterable[int]) -> QueueChange | None:
    """The queue with those of the given cases (keys) read again that have a row in it; None where it must be read
    whole. Texts that are new are put behind the values of the dictionaries, which the queues share."""
    if queue.words_at == NONE or queue.partial:
        return None
    one = int(queue.engagement.engagement_id)
    asked = np.unique(np.fromiter(keys, np.int64))
    with cache.read() as connection:
        if bookmarks.engagement(cache, one) != queue.engagement:
            return None
        mark, counter = bookmarks.bookmark(cache, one), bookmarks.change_of(cache, one)[1]
        found = _read(connection, one, asked)
        rows = np.searchsorted(queue.cases["case"], found["case"])
        known = queue.cases["case"][np.minimum(rows, len(queue) - 1)] == found["case"] if len(queue) else rows < 0
        here = found.take(np.flatnonzero(known))
        rows = rows[known]
        gone = asked[~np.isin(asked, found["case"])]
        if len(gone) and np.isin(gone, queue.cases["case"]).any():
            return None
        if counter != queue.words_at and not _same_words(connection, queue, here, rows):
            return None
        coded = _coded(here, queue)
        if coded is None:
            return None
        _learn_texts(connection, queue, coded)
    after = replace(
        queue, cases=queue.cases.patched(rows, coded), data_as_of=mark.data_as_of, partial=mark.partial,
        words_at=counter,
    )  # fmt: skip
    return QueueChange(after, rows, others=not bool(known.all()))


def some_of_queue(cache: Cache, engagement_id: int, keys: Iterable[int]) -> QueueColumns:
    """The queue of some cases (keys) alone, those that there are; its value codes are its own. Raises NotFound."""
    with cache.read() as connection:
        who = bookmarks.engagement(cache, engagement_id)
        mark = bookmarks.bookmark(cache, engagement_id)
        found = _read(connection, engagement_id, np.unique(np.fromiter(keys, np.int64)))
        held = np.concatenate([np.zeros(1, np.int64), *(found[name].astype(np.int64) for name in VALUE_COLUMNS)])
        used = np.unique(held[held >= 0])
        words = records.dictionaries(connection, engagement_id, read_texts(connection, engagement_id, used))
        versions = definitions.versions(connection, engagement_id)
        rows = [cases.read_case(connection, engagement_id, case) for case in found["case"].tolist()]
    columns = dict(found.columns)
    for name in VALUE_COLUMNS:
        codes = columns[name].astype(np.int64)
        columns[name] = np.where(codes < 0, NONE, np.searchsorted(used, codes)).astype(np.int32)
    named, words = with_client(who, replace(found, columns=columns), words)
    known = [row or cases.CaseRow(NONE, "") for row in rows]
    processes = sorted({row.process_key for row in known} - {""})
    return QueueColumns(
        who, named, CaseNumbers.of([row.number for row in known]),
        np.array([processes.index(row.process_key) if row.process_key else NONE for row in known], np.int32),
        processes, words, mark.data_as_of, mark.partial, versions=versions,
    )  # fmt: skip


def _read(connection: Any, one: int, asked: NDArray[np.int64]) -> CaseColumns:
    parts = []
    chunks = asked >> CHUNK_BITS
    for chunk in np.unique(chunks).tolist():
        parts.append(derived.read_cases(connection, one, chunk, asked[chunks == chunk]))
    return CaseColumns.concat(parts)


def _same_words(connection: Any, queue: QueueColumns, here: CaseColumns, rows: NDArray[np.int64]) -> bool:
    """Whether persons, steps and the like, process versions, numbers and processes are as they were."""
    one = int(queue.engagement.engagement_id)
    words = records.dictionaries(connection, one, [""])
    if any(getattr(words, name) != getattr(queue.dictionaries, name) for name in _SMALL):
        return False
    if definitions.versions(connection, one) != queue.versions:
        return False
    return all(
        _same_identity(cases.read_case(connection, one, case), queue, row)
        for case, row in zip(here["case"].tolist(), rows.tolist(), strict=True)
    )


def _same_identity(now: cases.CaseRow | None, queue: QueueColumns, row: int) -> bool:
    if now is None:
        return queue.numbers.text(row) == "" and queue.process[row] == NONE
    process = int(queue.process[row])
    key = queue.process_keys[process] if process >= 0 else ""
    drawn = int(queue.definition[row]) if len(queue.definition) else NONE
    recorded = NONE if drawn < 0 else queue.versions[drawn].key
    same_version = now.definition in (NONE, recorded)
    return now.number == queue.numbers.text(row) and now.process_key == key and same_version


def _learn_texts(connection: Any, queue: QueueColumns, coded: CaseColumns) -> None:
    """Put the texts of these cases that are not known beside those that are: codes never change their text."""
    values = queue.dictionaries.values
    assert isinstance(values, UsedTexts), "as cache/read.py made them"
    missing = values.missing(np.concatenate([coded[name].astype(np.int64) for name in VALUE_COLUMNS]))
    if len(missing):
        stored = missing - ((queue.client_at != NONE) & (missing > queue.client_at))
        texts = read_texts(connection, int(queue.engagement.engagement_id), stored)
        values.learn(missing.tolist(), texts, int(missing[-1]) + 1)


def _coded(here: CaseColumns, queue: QueueColumns) -> CaseColumns | None:
    """Cases with the codes of the queue, and the engagement's client where they name none; None where there is no
    place for it yet."""
    columns, at = dict(here.columns), queue.client_at
    if at != NONE:
        for name in VALUE_COLUMNS:
            codes = columns[name].astype(np.int32)
            columns[name] = codes + (codes >= at)
    if queue.engagement.client:
        own = columns["client"].astype(np.int32)
        silent = own <= UNKNOWN
        if silent.any() and at == NONE:
            return None
        own[silent] = at
        columns["client"] = own
    return replace(here, columns=columns)
