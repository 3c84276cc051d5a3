"""A file that leaves the desk is there whole and noted, or neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo_desk.errors import DeskError, WrongUsage
from bpo_desk.workspace.exporting import write_noted


def test_the_note_is_made_before_the_file_has_its_name(tmp_path: Path) -> None:
    path, seen = tmp_path / "report.pdf", []
    write_noted(path, b"whole", lambda: seen.append(path.exists()))
    assert seen == [False]
    assert path.read_bytes() == b"whole"
    assert [each.name for each in tmp_path.iterdir()] == ["report.pdf"]


def test_a_note_that_fails_leaves_what_was_there_before(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"older")

    def refuse() -> None:
        raise WrongUsage("The outbox says no.", "Write less.")

    with pytest.raises(WrongUsage):
        write_noted(path, b"newer", refuse)
    assert path.read_bytes() == b"older"
    assert [each.name for each in tmp_path.iterdir()] == ["report.pdf"]


def test_a_folder_that_is_not_there_is_named_and_nothing_is_noted(tmp_path: Path) -> None:
    noted: list[int] = []
    with pytest.raises(DeskError, match="could not be written"):
        write_noted(tmp_path / "missing" / "report.pdf", b"x", lambda: noted.append(1))
    assert not noted
