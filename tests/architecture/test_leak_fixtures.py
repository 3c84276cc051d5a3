"""The fixtures that every test stands on really fail a test that leaves something behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_data import REPOSITORY

LEAVING = {
    "thread": (
        "import threading\nfrom tests import leaks\nleaks._GRACE_SECONDS = 0.5\nstop = threading.Event()\n"
        "def test_it():\n    threading.Thread(target=stop.wait, name='forgotten', daemon=True).start()\n",
        "left behind: thread forgotten",
    ),
    "timer": (
        "from PySide6.QtCore import QTimer\nkept = []\n"
        "def test_it(qapp):\n    kept.append(QTimer())\n    kept[0].start(1000)\n",
        "left behind: timer",
    ),
    "window": (
        "from PySide6.QtWidgets import QWidget\nkept = []\n"
        "def test_it(qapp):\n    kept.append(QWidget())\n    kept[0].show()\n",
        "left behind: window",
    ),
    "warning": (
        "import logging\ndef test_it():\n    logging.getLogger('bpo_desk.sync').warning('page came twice')\n",
        "unexpected log record: bpo_desk.sync: page came twice",
    ),
    "absent warning": (
        "def test_it(expect_log):\n    expect_log('page came twice')\n",
        "expected log record did not come: page came twice",
    ),
    "python warning": (
        "import warnings\ndef test_it():\n    warnings.warn('old', DeprecationWarning)\n",
        "DeprecationWarning: old",
    ),
    "exception in a slot": (
        "from PySide6.QtCore import QTimer\n"
        "def test_it(qtbot):\n    QTimer.singleShot(0, lambda: 1 / 0)\n    qtbot.wait(50)\n",
        "Exceptions caught in Qt event loop",
    ),
}
CLEAN = """
import logging
import threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

def test_thread():
    thread = threading.Thread(target=int)
    thread.start()

def test_window_and_timer(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    timer = QTimer(widget)
    timer.start(1000)
    widget.show()

def test_window_without_owner(qapp):
    QWidget().show()

def test_foreseen_warning(expect_log):
    expect_log("sync: page came twice")
    logging.getLogger("bpo_desk.sync").warning("page came twice")

def test_dark(qapp):
    from PySide6.QtGui import QColor, QFont, QPalette
    qapp.setPalette(QPalette(QColor("black")))
    qapp.setFont(QFont("DejaVu Sans Mono", 20))
    qapp.setStyleSheet("QWidget { color: red }")

def test_look(qapp):
    assert qapp.styleSheet() == ""
    assert qapp.palette().window().color().name() == "#efefef"
    assert qapp.font().pointSize() == 10
    assert qapp.style().objectName().lower() == "fusion"
    assert qapp.font().family() == "DejaVu Sans"
    assert qapp.platformName() == "offscreen"
    assert QWidget().devicePixelRatio() == 1
"""


def run_tests(folder: Path, sources: dict[str, str]) -> tuple[int, str]:
    """Run test files with our fixtures in a pytest of their own; return exit code and report."""
    (folder / "conftest.py").write_text("from tests.conftest import *\n", encoding="utf-8")
    for name, source in sources.items():
        (folder / f"test_{name.replace(' ', '_')}.py").write_text(source, encoding="utf-8")
    settings = ["-c", str(REPOSITORY / "pyproject.toml"), "-p", "no:cacheprovider", "-q", "--tb=short"]
    command = [sys.executable, "-m", "pytest", *settings, "--basetemp", str(folder / "temporary"), str(folder)]
    wide = {**os.environ, "COLUMNS": "400"}  # so that the reasons in the summary are not cut
    done = subprocess.run(command, cwd=REPOSITORY, env=wide, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says about all the tests that leave something behind."""
    code, report = run_tests(
        tmp_path_factory.mktemp("leaving"), {name: source for name, (source, _) in LEAVING.items()}
    )
    assert code == 1, report
    return report


@pytest.mark.parametrize("what", LEAVING)
def test_what_a_test_leaves_behind_fails_it(report: str, what: str) -> None:
    summary = [line for line in report.splitlines() if line.startswith(("FAILED", "ERROR"))]
    (line,) = [line for line in summary if f"test_{what.replace(' ', '_')}.py" in line]
    assert LEAVING[what][1] in line


def test_a_test_that_cleans_up_passes(tmp_path: Path) -> None:
    code, report = run_tests(tmp_path, {"clean": CLEAN})
    assert code == 0, report
    assert "6 passed" in report
