"""An installation of its own for each test, and the rows that a shared database holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.desk_commands import Installation


@pytest.fixture
def desk(tmp_path: Path) -> Installation:
    """A desk with nothing in it yet."""
    return Installation(tmp_path / "home")
