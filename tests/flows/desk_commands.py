"""One installation of the desk as a person at a terminal has it: its own local files, a key, and commands that answer.

Commands run through the program's own front door in this process; `process` starts it for real.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bpo_desk.__main__ import main
from tests.conftest import TEST_KEY
from tests.patience import PATIENCE
from tests.shared_data import REPOSITORY


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one command did: exit code, what it printed, what it said on stderr."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The one JSON document that stdout holds; raises where it holds anything else."""
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        """The JSON lines of a stream."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, slots=True)
class Installation:
    """A desk with all local files under `home`. `key` None: no BPO_DESK_KEY is set."""

    home: Path
    key: str | None = TEST_KEY

    def run(self, *words: object, stdin: str = "") -> Outcome:
        """Run one command in this process."""
        out, err = io.StringIO(), io.StringIO()
        with self.environment(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _input(stdin):
            try:
                code = main([str(word) for word in words])
            except SystemExit as end:  # how argparse ends
                code = end.code if isinstance(end.code, int) else 2
        return Outcome(code, out.getvalue(), err.getvalue())

    def done(self, *words: object, stdin: str = "") -> Outcome:
        """The same for a command that must succeed."""
        outcome = self.run(*words, stdin=stdin)
        assert outcome.code == 0, f"{words} ended with {outcome.code}:\n{outcome.err}"
        return outcome

    def start(self, *words: object, **given: Any) -> subprocess.Popen[str]:
        """Start a real process, with pipes for all three streams."""
        return subprocess.Popen(
            [sys.executable, "-m", "bpo_desk", *map(str, words)],
            cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", env=self._variables(), **given,
        )  # fmt: skip

    def process(self, *words: object, stdin: str = "") -> Outcome:
        """Run a real process to its end."""
        with self.start(*words) as process:
            out, err = process.communicate(stdin, timeout=2 * PATIENCE)
        return Outcome(process.returncode, out, err)

    def import_json(self, url: str, *files: Path, engagement: str = "acme", mapping: Path | None = None) -> Any:
        """The report of an import that must succeed."""
        chosen = ["--mapping", mapping] if mapping else []
        return self.done("import", *files, "--to", url, "--engagement", engagement, *chosen, "--json").json()

    def sync(self, url: str, *more: object) -> list[Any]:
        """The lines of a sync that must succeed."""
        return self.done("sync", "--from", url, "--json", *more).lines()

    def case(self, number: str, *more: object) -> Any:
        """The JSON of one case."""
        return self.done("case", number, "--json", *more).json()

    def cases(self, *more: object) -> Any:
        """The JSON of the queue, all cases."""
        return self.done("cases", "--json", "--limit", "0", *more).json()

    @property
    def cache_file(self) -> Path:
        """The encrypted local copy of the default profile."""
        return self.home / "profiles" / "default" / "cache.db"

    def _variables(self) -> dict[str, str]:
        variables = {**os.environ, "BPO_DESK_HOME": str(self.home), "PYTHONUTF8": "1"}
        variables.pop("BPO_DESK_KEY", None)
        return variables if self.key is None else {**variables, "BPO_DESK_KEY": self.key}

    @contextlib.contextmanager
    def environment(self) -> Iterator[None]:
        """This process with the variables of this desk, for the length of a `with`."""
        before = dict(os.environ)
        wanted = self._variables()
        os.environ.clear()
        os.environ.update(wanted)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextlib.contextmanager
def _input(text: str) -> Iterator[None]:
    before = sys.stdin
    sys.stdin = io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before


def sqlite_url(path: Path) -> str:
    """The URL of a shared database in a SQLite file."""
    return f"sqlite:///{path.as_posix()}"
