"""Before the first paint only Qt and SQLCipher are loaded; everything heavier comes later, when it is needed.

The desk honours BPO_DESK_EXIT_AFTER_FIRST_PAINT=1: once the window has painted its first rows it prints one line of
JSON, {"modules": [names in sys.modules], "qt_classes": [names], "painted_rows": n, "icons_drawn": n}, and ends.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import TEST_KEY
from tests.shared_data import REPOSITORY

HEAVY = {"sqlalchemy", "psycopg", "numpy", "pyqtgraph", "networkx", "lxml", "alembic", "holidays", "fast_sugiyama"}
QT = {"PySide6", "shiboken6"}
SLOW = {"dataclasses", "_hashlib", "html", "logging.handlers", "socket", "secrets"}
"""Of the standard library: together they cost a fifth of the time until a bare window has painted."""
OWN_AT_MOST = 63
"""Modules of our own, about a millisecond each. Who needs more takes others out first, or loads with the first use."""


LEFT_AT_MOST = 4
"""Modules of other layers that the case screen may still bring to the UI thread."""
QT_CLASSES_AT_MOST = 155
"""Of the binding, which makes each, with its enumerations, when it is first named. Where it must find out what a widget
is that Qt made by itself (the viewport of a header, say), it makes 70 at once: an eighth of a bare start."""


def run_python(*words: str, **environment: str) -> str:
    """Run a Python of its own from the checkout and return what it printed."""
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY), **environment}
    done = subprocess.run([sys.executable, *words], env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def packages_after(statement: str) -> set[str]:
    """Top-level packages that are loaded once a fresh Python has run the statement."""
    report = "import json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    return set(json.loads(run_python("-c", f"{statement}\n{report}")))


def needs(module: str, because: str) -> pytest.MarkDecorator:
    """Skip while a part of the product is not there yet."""
    path = REPOSITORY.joinpath(*module.split("."))
    absent = not path.with_suffix(".py").is_file() and not path.is_dir()
    return pytest.mark.skipif(absent, reason=f"{module} {because}")


def test_the_guard_sees_a_heavy_package() -> None:
    assert "networkx" in packages_after("import networkx")


def test_settings_logs_and_errors_load_nothing_but_the_standard_library() -> None:
    loaded = packages_after("import bpo_desk.settings, bpo_desk.logs, bpo_desk.errors, bpo_desk.resources_path")
    assert loaded & (HEAVY | QT | {"platformdirs", "keyring", "msgspec"}) == set()


@needs("bpo_desk.__main__", "is not there yet")
def test_the_front_door_loads_nothing_heavy() -> None:
    assert packages_after("import bpo_desk.__main__") & (HEAVY | QT) == set()


@needs("bpo_desk.app.desktop", "is not there yet: the desk cannot open")
def test_nothing_heavy_is_loaded_before_the_first_paint() -> None:
    headless = {"QT_QPA_PLATFORM": "offscreen", "BPO_DESK_KEY": TEST_KEY, "BPO_DESK_EXIT_AFTER_FIRST_PAINT": "1"}
    run_python("-m", "bpo_desk", "demo", "--cases", "40", **headless)  # making the world may load everything
    report = json.loads(run_python("-m", "bpo_desk", "open", "--profile", "demo", **headless).splitlines()[-1])
    assert report["icons_drawn"] == 0  # the demo itself has painted and kept them
    loaded = {name.partition(".")[0] for name in report["modules"]}
    assert loaded & HEAVY == set()
    assert set(report["modules"]) & SLOW == set()
    assert len([name for name in report["modules"] if name.partition(".")[0] == "bpo_desk"]) <= OWN_AT_MOST
    assert {"PySide6", "sqlcipher3"} <= loaded
    assert "QCalendarWidget" not in report["qt_classes"]
    assert len(report["qt_classes"]) <= QT_CLASSES_AT_MOST
    assert report["painted_rows"] > 0


@needs("bpo_desk.ui.case_parts", "is not there yet")
def test_what_is_loaded_beside_the_ui_thread_for_the_first_case_brings_no_qt() -> None:
    assert packages_after("from bpo_desk.ui.case_parts import import_without_qt\nimport_without_qt()") & QT == set()


@needs("bpo_desk.ui.case_parts", "is not there yet")
def test_the_parts_of_the_case_screen_leave_little_of_other_layers_to_the_ui_thread() -> None:
    code = """
import json, sys
from bpo_desk.ui import case_parts, main_window
case_parts.import_without_qt()
before = set(sys.modules)
from bpo_desk.ui.case.case_screen import CaseScreen
print(json.dumps(sorted(name for name in sys.modules if name.startswith("bpo_desk.") and name not in before)))
"""
    left = [name for name in json.loads(run_python("-c", code)) if not name.startswith("bpo_desk.ui")]
    assert len(left) <= LEFT_AT_MOST, f"name them in ui/case_parts.py: {left}"
