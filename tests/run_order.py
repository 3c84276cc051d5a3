"""In which order several workers run the tests: what is marked slow comes first, so that they end together."""

from __future__ import annotations

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow ones. xdist's `worksteal` gives each worker one stretch of the list and takes from its end
    what another has time for, so each stretch begins with its share of them."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0"))
    if workers < 2:
        return
    slow = [each for each in items if each.get_closest_marker("slow")]
    others = [each for each in items if not each.get_closest_marker("slow")]
    left = len(items)
    items.clear()
    for worker in range(workers):
        share = slow[worker::workers]
        size = max(left // (workers - worker) - len(share), 0)
        items += [*share, *others[:size]]
        del others[:size]
        left -= len(share) + size
    items += others
