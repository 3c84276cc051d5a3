"""The sync process as the desk sees it: started, read line by line, stopped. What it does is in `sync`."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Final

_STOP_SECONDS: Final = 5.0


def own_command(*words: str) -> list[str]:
    """The command line that starts this same program with other words, from a checkout, a wheel or a frozen build."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [sys.executable, "-m", "bpo_desk", *words]


def start_own(words: Sequence[str], extra_environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start this same program with other words; what it reads and says are lines of UTF-8 text."""
    return subprocess.Popen(
        own_command(*words),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env={**os.environ, **extra_environment, "PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


class SyncProcess:
    """One `sync` process. Its lines of JSON go to `on_line`, from a thread of its own; closing its input ends it."""

    def __init__(
        self,
        words: list[str],
        extra_environment: Mapping[str, str],
        on_line: Callable[[str], None],
        password: str = "",
    ) -> None:
        """`password`: of the shared database where no key store has it; it goes through the pipe."""
        words = [*words, "--password-stdin"] if password else words
        self._process = start_own(words, extra_environment)
        self._saying = threading.Lock()
        if password:
            self._say(password)
        self._thread = threading.Thread(target=self._read, args=(on_line,), name="sync-lines", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether the process is still there."""
        return self._process.poll() is None

    def ask_now(self) -> None:
        """Ask a following process to sync at once."""
        self._say("now")

    def tell_case_open(self, is_open: bool) -> None:
        """Say whether a case is open: then it syncs more often."""
        self._say(json.dumps({"case_open": is_open}))

    def _say(self, line: str) -> None:
        if self.running and self._process.stdin is not None:
            with self._saying, contextlib.suppress(OSError):  # it may have ended meanwhile; its last line said why
                self._process.stdin.write(line + "\n")
                self._process.stdin.flush()

    def stop(self, patience: float = _STOP_SECONDS) -> None:
        """End the process: by closing its input, and after some seconds by ending it."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):  # it may have ended first
                self._process.stdin.close()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.terminate()
            self._process.wait(_STOP_SECONDS)
        self._thread.join(_STOP_SECONDS)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _read(self, on_line: Callable[[str], None]) -> None:
        output = self._process.stdout
        assert output is not None
        for line in output:
            if line.strip():
                on_line(line.strip())
