"""What the tests of faults share."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory where that is possible: nobody has to wait for a disk that is flushed."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="bpo-desk-faults-", dir=memory) as name:
        yield Path(name)
