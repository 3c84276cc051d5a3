"""Runs one drill, or all, on a PostgreSQL of its own; exit code 1 where a promise was not kept."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.drills import keys, losses, people
from benchmarks.drills.stage import Failed, Stage
from tests.postgres_server import PostgresServer, running_postgres

DRILLS: dict[str, Callable[[Stage], None]] = {
    "restore": losses.restore,
    "failover": losses.failover,
    "erase": people.erase,
    "revoke": people.revoke,
    "rotate": keys.rotate,
    "review": people.review,
}


def run(name: str, server: PostgresServer, *, quiet: bool = False) -> Stage:
    """Run a drill on a server; what it told. Raises Failed, and whatever a command did not expect."""
    with tempfile.TemporaryDirectory(prefix="bpo-desk-drill-") as folder:
        stage = Stage(name, server, Path(folder), quiet)
        try:
            DRILLS[name](stage)
        except BaseException:
            stage.end(ok=False)
            raise
        stage.end(ok=True)
    return stage


def main(words: list[str]) -> int:
    """Run the named drills, or all."""
    if unknown := set(words) - set(DRILLS):
        print(f"There is no drill {', '.join(sorted(unknown))}; there are: {', '.join(DRILLS)}.", file=sys.stderr)
        return 2
    logging.disable(logging.WARNING)
    code = 0
    for name in words or DRILLS:
        with running_postgres() as server:
            try:
                run(name, server)
            except Failed as failed:
                print(f"{name}: not kept: {failed}", file=sys.stderr)
                code = 1
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
