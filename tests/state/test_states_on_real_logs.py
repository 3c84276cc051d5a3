"""On every real log, `states` of all cases and of half their story are what the row-by-row reference says."""

import numpy as np
import pytest

from bpo_desk.errors import RefusedFile, WrongUsage
from bpo_desk.intake.reading import read
from bpo_desk.models.event_columns import LAYOUT
from bpo_desk.state import StateContext, states
from tests.shared_data import REPOSITORY, shared_data
from tests.state import reference
from tests.state.test_states_against_reference import agree

MOST_CASES = 250
"""Cases of a log that the reference works through, spread over the whole log; `states` works on all of them."""


def _logs() -> list[str]:
    for above in (REPOSITORY.parent, REPOSITORY.parent.parent):
        folder = above / "shared" / "data" / "logs"
        if folder.is_dir():
            return sorted(path.name for path in folder.iterdir())
    return ["receipt.xes.gz"]  # skips with the reason


@pytest.mark.slow
@pytest.mark.parametrize("name", _logs())
def test_states_of_a_real_log_are_what_the_reference_says(name: str) -> None:
    try:
        batch = read(shared_data("logs", name)).batch
    except (RefusedFile, WrongUsage) as refused:
        pytest.skip(f"not a log of events: {refused.message}")
    events, context = batch.columns, StateContext.of(batch.dictionaries)
    result = states(events, context)
    cases = np.unique(events.case)
    assert result["case"].tolist() == cases.tolist()
    chosen = cases[np.linspace(0, len(cases) - 1, min(MOST_CASES, len(cases))).astype(int)]
    some = events.take(np.isin(events.case, chosen))
    rows = [
        dict(zip(LAYOUT, row, strict=True)) for row in zip(*(some.columns()[n].tolist() for n in LAYOUT), strict=True)
    ]
    agree(result.take(np.searchsorted(cases, chosen)), reference.case_states(rows, batch.dictionaries))
    half = int(np.median(some.occurred_at))
    early = [row for row in rows if row["occurred_at"] <= half]
    agree(states(some.as_of(half), context), reference.case_states(early, batch.dictionaries))
