"""Versions of a process: each case counts on the one that it is drawn on, and the filter lists the same cases."""

from dataclasses import replace

import numpy as np
import pytest

from bpo_desk.models.filter_text import parse, to_text
from bpo_desk.models.ids import NONE
from bpo_desk.models.queue_columns import ProcessVersion, QueueColumns
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.filter_mask import filter_mask
from bpo_desk.ui.process.process_view import prepare_process
from bpo_desk.ui.process.scope import EVERYTHING, ProcessScope, first_scope, versions_of
from tests.ui_process.test_process_screen import CLAIM, log
from tests.ui_queue.synthetic import NOW, synthetic


@pytest.fixture(scope="module")
def queue() -> QueueColumns:
    """Disputes on two versions, of which the older has most open cases; card service on one; the rest on none."""
    found = synthetic(400)
    keys = found.process_keys
    versions = [
        ProcessVersion(1, "dispute", "1"),
        ProcessVersion(2, "card-service", "1"),
        ProcessVersion(3, "dispute", ""),
    ]
    own = np.where(np.arange(400) % 4 == 0, 2, 0)
    definition = np.select(
        [found.process == keys.index("dispute"), found.process == keys.index("card-service")], [own, 1], NONE
    )
    return replace(found, definition=definition.astype(np.int32), versions=versions)


@pytest.mark.parametrize(
    "scope",
    [EVERYTHING, ProcessScope("dispute"), ProcessScope("dispute", "1"), ProcessScope("dispute", ""),
     ProcessScope("card-service", "1"), ProcessScope("onboarding")],
)  # fmt: skip
def test_the_filter_of_a_version_lists_its_cases(queue: QueueColumns, scope: ProcessScope) -> None:
    lookup = FilterLookup(queue)
    for wanted, rows in ((scope.filter(), scope.rows(queue)), (scope.open_filter(), scope.open_rows(queue))):
        assert len(rows)
        assert np.flatnonzero(filter_mask(parse(to_text(wanted)), lookup, NOW)).tolist() == rows.tolist()


def test_every_case_of_a_process_is_on_one_of_its_versions(queue: QueueColumns) -> None:
    found = versions_of(queue, "dispute")
    assert [each.version for each in found] == ["1", ""]
    assert sum(each.cases for each in found) == len(ProcessScope("dispute").rows(queue))
    assert versions_of(queue, "onboarding") == ()


def test_the_version_with_most_open_cases_is_shown_first(queue: QueueColumns) -> None:
    assert first_scope(queue, "dispute") == ProcessScope("dispute", "1")
    assert first_scope(queue, "dispute", "") == ProcessScope("dispute", "")
    assert first_scope(queue, "dispute", "gone") == ProcessScope("dispute", "1")
    assert first_scope(queue, "card-service") == ProcessScope("card-service"), "one version is no choice"


def test_figures_and_paths_are_those_of_the_version(queue: QueueColumns) -> None:
    lookup = FilterLookup(queue)
    whole = 0
    for version in ("1", ""):
        scope = ProcessScope("dispute", version)
        view = prepare_process(queue, lambda: log(queue), scope, definition_xml=CLAIM, now=NOW)
        for each in view.figures:
            assert each.cases == filter_mask(parse(each.filter_text), lookup, NOW).sum()
        assert view.path_cases == len(scope.rows(queue))
        for number, path in enumerate(view.paths):
            assert len(view.cases_of_path(number)) == path.cases
            assert np.isin(view.cases_of_path(number), queue.cases["case"][scope.rows(queue)]).all()
        whole += view.path_cases
    assert whole == len(ProcessScope("dispute").rows(queue))
