"""An office, and an installed desk with a small log, on both dialects."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.flows.small_logs import THREE_CASES, write_csv
from tests.outbox.desks import Office


@pytest.fixture
def office(shared_url: str, tmp_path: Path) -> Iterator[Office]:
    found = Office.open(shared_url, tmp_path)
    yield found
    found.close()


@pytest.fixture
def desk(tmp_path: Path, shared_url: str) -> Installation:
    """A desk with a copy of a small log."""
    desk = Installation(tmp_path / "home")
    desk.import_json(shared_url, write_csv(tmp_path / "log.csv", THREE_CASES))
    desk.sync(shared_url)
    return desk


@pytest.fixture
def workspace(desk: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    for name, value in desk._variables().items():
        monkeypatch.setenv(name, value)
    workspace = Workspace.open()
    yield workspace
    workspace.close()
