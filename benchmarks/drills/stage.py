"""What every drill stands on: a server, a shared database with a small log, desks of their own, steps and checks."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bpo_desk.cache.outbox import Entry
from bpo_desk.models.mutation import CommentAdded, Payload
from bpo_desk.models.row_seen import RowSeen
from bpo_desk.shared.engine import open_engine, reading, writing
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.flows.small_logs import write_csv
from tests.postgres_server import PostgresServer

KEY = "5eed" * 16
CODE = "acme"


class Failed(Exception):
    """A check came out otherwise than promised."""


@dataclass
class Stage:
    """One drill in its own folder; `told` is every line that it printed."""

    name: str
    server: PostgresServer
    folder: Path
    quiet: bool = False
    database: str = ""
    told: list[dict[str, Any]] = field(default_factory=list)
    _started: float = field(default_factory=time.monotonic)

    @property
    def url(self) -> str:
        """The shared database as its owner."""
        return self.server.url(self.database)

    def say(self, **line: object) -> None:
        """Print a line."""
        self.told.append({"drill": self.name, "at": round(self._seconds(), 1), **line})
        if not self.quiet:
            print(json.dumps(self.told[-1], ensure_ascii=False), flush=True)

    def step(self, words: str, **more: object) -> None:
        """Say what is done now."""
        self.say(step=words, **more)

    def check(self, promise: str, held: bool, **found: object) -> None:
        """Say whether a promise is kept. Raises Failed where it is not."""
        self.say(check=promise, ok=held, **found)
        if not held:
            raise Failed(promise)

    def end(self, *, ok: bool) -> None:
        """The last line."""
        self.say(ok=ok, checks=sum("check" in line for line in self.told))

    def _seconds(self) -> float:
        return time.monotonic() - self._started

    # the shared database

    def make(self, rows: Any = None) -> None:
        """A shared database with three small cases of the engagement."""
        self.database = self.server.create_database()
        owner = self.desk("operator")
        owner.done("admin", "init", "--to", self.url)
        log = self.folder / "log.csv"
        report = owner.import_json(self.url, write_csv(log) if rows is None else write_csv(log, rows))
        self.step("a shared database with a small log", cases=report["cases"], events=report["events"])

    def program(self, name: str, *words: object) -> None:
        """Run one of PostgreSQL's own programs."""
        command = [str(self.server.programs / name), *map(str, words)]
        done = subprocess.run(command, cwd=self.server.folder, capture_output=True, check=False, **self.server.run_as)
        if done.returncode:
            raise RuntimeError(f"{name} failed:\n{done.stderr.decode(errors='replace')}")

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What the shared database answers."""
        engine = open_engine(self.url)
        try:
            with reading(engine) as connection:
                return [tuple(row) for row in connection.exec_driver_sql(statement)]
        finally:
            engine.dispose()

    def change(self, statement: str) -> None:
        """Change the shared database as its owner."""
        engine = open_engine(self.url)
        try:
            with writing(engine) as connection:
                connection.exec_driver_sql(statement)
        finally:
            engine.dispose()

    def notes(self) -> list[str]:
        """The texts of all comments there, sorted."""
        return sorted(str(row[0]) for row in self.rows("SELECT new_value FROM event WHERE kind = 41"))

    # desks

    def desk(self, name: str, key: str = KEY) -> Installation:
        """A desk with files of its own."""
        return Installation(self.folder / name, key)

    @contextmanager
    def opened(self, desk: Installation, writer: str) -> Iterator[Workspace]:
        """The running desk of somebody."""
        with desk.environment():
            workspace = Workspace.open()
            try:
                workspace.with_settings(display_name=writer)
                yield workspace
            finally:
                workspace.close()

    def write(
        self, desk: Installation, writer: str, *said: Payload, case: str = "C-1", seen: RowSeen | None = None
    ) -> None:
        """Write at a desk, offline."""
        with self.opened(desk, writer) as workspace:
            for payload in said:
                workspace.write(workspace.new_mutation(CODE, case, payload, seen))

    def entries(self, desk: Installation, writer: str = "Ada") -> list[Entry]:
        """What a desk wrote, with what became of it."""
        with self.opened(desk, writer) as workspace:
            return workspace.written()

    def states(self, desk: Installation) -> list[str]:
        """How far what a desk wrote is, in the order of writing."""
        return [each.state.value for each in self.entries(desk)]

    def agrees(self, desk: Installation, who: str) -> None:
        """Check that the copy of a desk equals the shared database, and that it shows every note there once."""
        lines = desk.sync(self.url, "--verify")
        verified = [line for line in lines if line.get("event") == "synced" and line.get("verified_at")]
        self.check(f"the copy of {who} equals the shared database", len(verified) == 1)
        told = [
            event
            for number in ("C-1", "C-2", "C-3")
            for event in desk.case(number)["events"]
            if event["kind"] == "comment_added"
        ]
        self.check(f"{who} sees each note once", len(told) == len(self.notes()), notes=len(told))


def comment(text: str) -> CommentAdded:
    """A note."""
    return CommentAdded(text)


def copied(server: PostgresServer, folder: Path) -> PostgresServer:
    """A second server that runs as the first does, in another folder."""
    return replace(server, folder=folder, port=0, _process=None)
