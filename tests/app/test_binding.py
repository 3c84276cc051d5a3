"""The binding is imported with its support modules as compiled code: kept, checked against its source, optional."""

import json
import marshal
import os
import subprocess
import sys
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import pytest

from tests.shared_data import REPOSITORY

IMPORT = """
import builtins, json, sys
from pathlib import Path
from bpo_desk.app.binding import import_binding
plain = builtins.compile
made = import_binding(Path(sys.argv[1]))
from PySide6.QtCore import QPoint
from shibokensupport.signature import get_signature
try:
    QPoint("no number")
except TypeError as error:
    said = str(error)
print(json.dumps([made, said, str(get_signature(QPoint.manhattanLength)), builtins.compile is plain]))
"""


def started(file: Path, **environment: str) -> list:
    """(modules compiled, words of an error, a signature, whether compile is Python's own) of a fresh Python."""
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY), **environment}
    if not environment:
        variables.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(file)], env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> tuple[Path, list]:
    """What a first start keeps, and what that start said."""
    file = tmp_path_factory.mktemp("kept") / "folder" / "binding.support"
    return file, started(file)


def test_the_second_start_compiles_nothing_and_the_binding_is_the_same(kept):
    file, first = kept
    second = started(file)
    assert (first[0] > 5, second[0]) == (True, 0)
    assert first[1:] == second[1:]
    assert "QPoint" in second[1]
    assert second[3]


def test_code_of_another_source_is_not_taken(kept, tmp_path):
    file = tmp_path / "binding.support"
    modules = marshal.loads(kept[0].read_bytes()[len(MAGIC_NUMBER) :])
    name = next(iter(modules))
    modules[name] = (b"\0" * 8, compile("raise SystemExit('code of another source')", name, "exec"))
    file.write_bytes(MAGIC_NUMBER + marshal.dumps(modules))
    assert started(file)[0] == 1
    assert started(file)[0] == 0


@pytest.mark.parametrize("content", [b"", MAGIC_NUMBER, MAGIC_NUMBER + b"{broken", b"code of another Python"])
def test_a_file_that_cannot_be_read_is_made_anew(tmp_path, content):
    file = tmp_path / "binding.support"
    file.write_bytes(content)
    assert started(file)[0] > 5
    assert file.read_bytes().startswith(MAGIC_NUMBER)


def test_where_nothing_can_be_kept_it_starts_all_the_same(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    assert started(in_the_way / "binding.support")[0] > 5


def test_nothing_is_kept_where_python_is_to_keep_nothing(tmp_path):
    file = tmp_path / "binding.support"
    assert started(file, PYTHONDONTWRITEBYTECODE="1")[0] > 5
    assert not file.exists()
