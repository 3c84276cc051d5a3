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

SAY = """
import __feature__
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QApplication
import PySide6.support.signature as signature
def wrong(call):
    try:
        call()
    except (TypeError, AttributeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
said = [
    wrong(lambda: QPoint("no number")),
    wrong(lambda: QObject().setObjectName(3)),
    wrong(lambda: QObject(nothing=1)),
    wrong(lambda: QPoint.nothing),
    wrong(lambda: signature.lib.pyi_generator.nothing),
    str(signature.get_signature(QPoint.manhattanLength)),
    str(signature.get_signature(QApplication.setStyle)),
    QPoint.__doc__,
    signature.lib.pyi_generator.generate_pyi.__name__,
    signature.lib.enum_sig.__name__,
    sorted(name for name in vars(signature.parser) if not name.startswith("__")),
    __feature__.info(),
]
"""
IMPORT = (
    """
import builtins, json, sys
from pathlib import Path
from bpo_desk.app.binding import import_binding, waiting
plain = builtins.compile
made = import_binding(Path(sys.argv[1]))
later = len(waiting())
"""
    + SAY
    + """
print(json.dumps([made, said, builtins.compile is plain, later, len(waiting())]))
"""
)
PLAIN = "import PySide6.QtCore" + SAY + "import json; print(json.dumps(said))"


def run(code: str, *words: str, **environment: str) -> list:
    """What a fresh Python says that runs the code."""
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY), **environment}
    if not environment:
        variables.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", code, *words], env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def started(file: Path, **environment: str) -> list:
    """(modules compiled, what the binding says, whether compile is Python's own, modules not run, not run at the end)
    of a fresh Python."""
    return run(IMPORT, str(file), **environment)


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> tuple[Path, list]:
    """What a first start keeps, and what that start said."""
    file = tmp_path_factory.mktemp("kept") / "folder" / "binding.support"
    return file, started(file)


def test_the_second_start_compiles_nothing(kept):
    file, first = kept
    assert first[0] > 5
    assert started(file)[0] == 0


def test_the_binding_says_the_same_as_one_that_is_imported_plainly(kept):
    file, first = kept
    plain = run(PLAIN)
    assert first[1] == started(file)[1] == plain
    assert "called with wrong argument types" in plain[0]


def test_what_a_start_does_not_need_is_run_when_it_is_asked_for(kept):
    _made, _said, compile_is_plain, later, left = kept[1]
    assert compile_is_plain
    assert (later, left) == (5, 0)


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


SOURCES = """
import linecache, sys
from pathlib import Path
from bpo_desk.app.binding import import_binding
import_binding(Path(sys.argv[1]))
linecache.clearcache()
import PySide6.QtWidgets, bpo_desk.ui.theme, html.entities
from bpo_desk.ui.frame import Frame
import json
print(json.dumps([sorted(linecache.cache), Frame.mro()[1].__name__]))
"""


def test_the_binding_keeps_no_source_of_what_is_imported_after_it(kept):
    assert run(SOURCES, str(kept[0])) == [[], "QWidget"]
