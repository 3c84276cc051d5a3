"""A report made by a process of its own, so that the desk stays free: the same command that a person can type."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from bpo_desk.errors import DeskError
from bpo_desk.workspace.sync_process import own_command


def run_report(words: Sequence[str], extra_environment: Mapping[str, str]) -> dict[str, Any]:
    """What `report WORDS --json` says it wrote; waits for it. Raises DeskError as the command failed."""
    done = subprocess.run(
        own_command("report", *words, "--json"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env={**os.environ, **extra_environment, "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        check=False,
    )
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        told = {}
    failure = told.get("error")
    if failure:
        raise DeskError(failure["message"], failure["next_step"], code=failure["code"])
    if done.returncode or "written" not in told:
        raise DeskError("The report could not be made.", "The log folder holds the details.", code="report")
    return told
