"""An office on both dialects."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outbox.desks import Office


@pytest.fixture
def office(shared_url: str, tmp_path: Path) -> Iterator[Office]:
    found = Office.open(shared_url, tmp_path)
    yield found
    found.close()
