"""How much a queue and what is kept beside it hold: counted, not timed. See docs/decisions/0040."""

import gc
from pathlib import Path
from types import FunctionType, ModuleType

import numpy as np
import pytest

from benchmarks.asof import BEGIN, KEY, SPREAD, build
from benchmarks.desk_titles import natural
from bpo_desk.cache import read
from bpo_desk.cache.store import Cache
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.settings import Settings
from bpo_desk.ui.queue.queue_view import Question, QueueView

CASES = 20_000
COLUMNS, TITLES, KEPT = 120, 60, 36
"""Bytes a case: columns and sets with the case numbers; texts with their codes, of 47 bytes and mostly one of a kind;
what filters, chips and two orders keep."""


@pytest.fixture(scope="module")
def queue(tmp_path_factory) -> QueueColumns:
    """As a desk reads it."""
    folder: Path = tmp_path_factory.mktemp("copy")
    build(folder, CASES, named=natural(CASES))
    cache = Cache.open(folder / "cache.db", KEY)
    found = read.queue(cache, 1)
    cache.close()
    return found


def held(*roots: object) -> dict[int, int]:
    """Bytes of the arrays and texts that can be reached from here, each counted once."""
    found: dict[int, int] = {}
    seen, left = set(), list(roots)
    while left:
        one = left.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType):
            continue
        seen.add(id(one))
        if isinstance(one, np.ndarray):
            if isinstance(one.base, np.ndarray):
                left.append(one.base)
            else:
                found[id(one)] = one.nbytes
        elif isinstance(one, bytes | bytearray | str):
            found[id(one)] = len(one)
        else:
            left += gc.get_referents(one)
    return found


def test_a_million_cases_and_their_titles_fit_beside_the_rest_of_the_desk(queue):
    values = held(queue.dictionaries.values)
    columns = held(queue)
    assert sum(values.values()) / CASES < TITLES
    assert sum(size for key, size in columns.items() if key not in values) / CASES < COLUMNS
    view = QueueView(queue, BEGIN + SPREAD, Settings())
    view.prepare((("due", False),))
    for sort in ("number", "holder", "title", "client"):
        view.answer(Question(sort=((sort, False),)))
    for text in ("a", "holder:person", "title:e", "due<2d -status:closed", "number:1"):
        view.answer(Question(text))
    view.finish()
    assert sum(size for key, size in held(view).items() if key not in columns) / CASES < KEPT
