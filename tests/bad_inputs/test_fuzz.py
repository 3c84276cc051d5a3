"""A moment of fuzzing of everything that comes from outside; longer: `python3 dev.py bench fuzz`."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.bad_inputs.fuzzing import TARGETS
from tests.bad_inputs.pages import spoiled_session


@pytest.mark.parametrize("name", list(TARGETS))
def test_whatever_comes_is_read_or_refused_in_words(name: str) -> None:
    target = TARGETS[name]

    @settings(max_examples=target.examples, suppress_health_check=list(HealthCheck))
    @given(target.strategy)
    def run(value: Any) -> None:
        target.check(value)

    run()


@pytest.mark.parametrize("spoiled", [(4, 5, "value", 5)])
def test_what_long_runs_found_stays_mended(spoiled: tuple[int, int, str, int]) -> None:
    """A session with an instant that lies in no year."""
    spoiled_session(spoiled)
