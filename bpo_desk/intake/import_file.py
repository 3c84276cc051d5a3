"""Imports a file into an engagement of the shared database: read, number, append; all or nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping as Table
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bpo_desk.intake.build import COMPLETIONS_ONLY
from bpo_desk.intake.mapping import Mapping
from bpo_desk.intake.reading import read
from bpo_desk.intake.report import IntakeReport
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event_columns import EventBatch, EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.shared.admin import add_engagement, engagements
from bpo_desk.shared.append import append, stored_work_items
from bpo_desk.shared.engine import Connection, Engine, writing
from bpo_desk.shared.work_item_numbers import highest_of_others


def import_file(
    engine: Engine,
    engagement: Engagement | str,
    path: Path,
    mapping: Mapping | None = None,
    recorded_at: int | None = None,
) -> IntakeReport:
    """Read a log and append what is new in it, in one transaction. `recorded_at`: microseconds UTC, now by default.
    An engagement given by its code is made in that transaction where it is new.

    Raises the DeskError kinds of reading and of the database; then the database is as it was.
    """
    began = time.perf_counter()
    reading = read(path, mapping)
    with writing(engine) as connection:
        if isinstance(engagement, str):
            engagement = _engagement(connection, engagement)
        names = (reading.report.source, f"{reading.report.source}: {COMPLETIONS_ONLY}")
        taken = highest_of_others(connection, engagement, names)
        batch = _numbered(reading.batch, [stored_work_items(connection, engagement, name) for name in names], taken)
        moment = time.time_ns() // 1000 if recorded_at is None else recorded_at
        appended = append(connection, engagement, batch, moment)
    return reading.report.stored(appended.events, appended.already_there, time.perf_counter() - began)


def _engagement(connection: Connection, code: str) -> Engagement:
    known = {each.code: each for each in engagements(connection)}
    return known[code] if code in known else add_engagement(connection, code, code)


Stored = tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.int32]]
"""(id_hi, id_lo, work_item) of the stored events of a source."""


def _numbered(batch: EventBatch, found: list[Stored], taken: Table[str, int]) -> EventBatch:
    """The batch with the work item numbers that its events already have in the database. `taken`: the highest number
    that other sources use, by case number."""
    if not any(len(part[0]) for part in found) and not taken:
        return batch
    high, low = (np.concatenate([part[at] for part in found]) for at in (0, 1))
    items = np.concatenate([part[2] for part in found])
    floor = np.array([taken.get(number, 0) for number in batch.case_numbers], np.int64)
    numbers = keep_numbers(batch.columns, (high, low, items), floor)
    return replace(batch, columns=replace(batch.columns, work_item=numbers))


def keep_numbers(events: EventColumns, known: Stored, floor: NDArray[np.int64]) -> NDArray[np.int32]:
    """Work item numbers that agree with the stored events `known`: an item one event of which is stored keeps its
    number, further items of the case count on from the highest stored one and from `floor` (by case of the batch)."""
    high, low, items = known
    stored = np.full(len(events), NONE, np.int32)
    order = np.argsort(high, kind="stable")
    high, low, items = high[order], low[order], items[order]
    first = np.searchsorted(high, events.id_hi, "left")
    last = np.searchsorted(high, events.id_hi, "right")
    longest = int((last - first).max(initial=0))
    for ahead in range(longest):  # ids that share their high half stand side by side
        at = np.minimum(first + ahead, len(high) - 1)
        hit = (first + ahead < last) & (low[at] == events.id_lo)
        stored[hit] = items[at[hit]]
    work = events.work_item > 0
    keys = (events.case.astype(np.int64) << 32) | np.where(work, events.work_item, 0)
    distinct, back = np.unique(keys, return_inverse=True)
    number = np.full(len(distinct), NONE, np.int64)
    np.maximum.at(number, back[work], stored[work])
    case = distinct >> 32
    cases, case_at = np.unique(case, return_inverse=True)
    highest = floor[cases]
    np.maximum.at(highest, case_at, number)
    new = (number < 0) & ((distinct & 0xFFFFFFFF) > 0)
    # The new items of each case, in the order of their own numbers, count on.
    positions = np.cumsum(new) - 1
    begins = np.searchsorted(case, cases)
    before = np.where(begins > 0, np.cumsum(new)[begins - 1], 0)
    number[new] = (highest[case_at] + 1 + positions - before[case_at])[new]
    return np.where(work, number[back], NONE).astype(np.int32)
