"""PySide6 6.12.0 loses a reference to None in most calls, which ends a Python 3.11 process; no Qt may do so again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on, so nothing can be lost")
def test_no_common_qt_call_loses_a_reference_to_none(tmp_path: Path) -> None:
    program = Path(__file__).with_name("none_references.py")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    changes = json.loads(done.stdout)
    assert changes.pop("planted") == pytest.approx(-1)
    assert len(changes) >= 30
    assert {call: change for call, change in changes.items() if change < -0.01} == {}
