"""Cells made for a page at once are those that each row alone would show: no fact is missed, none taken for another."""

import numpy as np

from bpo_desk.models.capability import Capability
from bpo_desk.state.queue_facts import fact_lists, facts_of_rows
from bpo_desk.ui.queue.queue_cells import NEEDED_FACTS, Moment, cells, cells_of_lists
from tests.state.queues import a_queue
from tests.ui_queue.synthetic import DAY, NOW, synthetic


def test_a_page_shows_what_each_row_alone_shows():
    little = int(Capability.TIMES | Capability.RESOURCES)
    queues = [synthetic(400), synthetic(400, german=True), synthetic(200, capability=little)]
    queues += [a_queue(seed) for seed in range(20)]
    for queue in queues:
        rows = np.random.default_rng(3).permutation(len(queue))
        for now in (NOW, NOW + 3 * DAY):
            seen = Moment(now, DAY // 6)
            lists = fact_lists(queue, rows, NEEDED_FACTS)
            page = cells_of_lists({**lists, "asked": [None] * len(rows)}, seen)
            assert page == [cells(facts, seen) for facts in facts_of_rows(queue, rows)]
