"""`desk selftest`: what an installed copy checks of itself. Exit 0, or the fault by name."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError
from bpo_desk.resources_path import resource
from bpo_desk.settings import ENGLISH, LANGUAGES


def run(given: argparse.Namespace) -> int:
    """Run every check; say which failed."""
    results: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="bpo-desk-selftest-") as folder:
        for name, check in CHECKS.items():
            try:
                check(Path(folder))
            except DeskError as error:
                results[name] = str(error)
            except (ImportError, OSError, ValueError, AssertionError) as error:
                results[name] = f"{type(error).__name__}: {error}"
            else:
                results[name] = "ok"
    failed = [name for name, result in results.items() if result != "ok"]
    if given.json:
        print(json.dumps({"ok": not failed, "checks": results}, ensure_ascii=False))
    else:
        for name, result in results.items():
            print(f"{name}: {result}", file=sys.stderr)
    return 1 if failed else 0


def _resources(_folder: Path) -> None:
    for parts in (("icons", "user.svg"), ("fonts", "DejaVuSans.ttf"), ("processes", "motor-claim.bpmn")):
        resource(*parts)
    for language in LANGUAGES:
        if language != ENGLISH:
            resource("translations", f"bpo_desk_{language}.qm")


def _encrypted_copy(folder: Path) -> None:
    Cache.create(folder / "selftest.db", secrets.token_bytes(32)).close()
    if (folder / "selftest.db").read_bytes()[:15] == b"SQLite format 3":
        raise ValueError("the local copy is not encrypted")


def _bpmn(_folder: Path) -> None:
    from bpo_desk.process.bpmn import read_definition
    from bpo_desk.process.display_list import display_list

    definition, _ = read_definition(resource("processes", "motor-claim.bpmn").read_bytes(), "motor-claim.bpmn")
    display_list(definition)


def _from_source_to_case(folder: Path) -> None:
    """The whole way: a demo world into a shared database, synced into an encrypted copy, a case read."""
    from bpo_desk.cache import bookmarks, read
    from bpo_desk.demo.make import make_demo
    from bpo_desk.shared.engine import open_engine
    from bpo_desk.shared.feed import Feed
    from bpo_desk.sync.run import sync_once

    engine = open_engine(f"sqlite:///{(folder / 'shared.db').as_posix()}")
    cache = Cache.create(folder / "cache.db", secrets.token_bytes(32))
    try:
        made = make_demo(engine, cases=20, anchor=date(2026, 11, 20))
        sync_once(cache, Feed(engine), verify=True)
        found = 0
        for engagement in bookmarks.engagements(cache):
            queue = read.queue(cache, engagement.engagement_id)
            for case in queue.cases["case"].tolist():
                found += len(read.open_case(cache, engagement.engagement_id, case).events)
        if found != made.events:
            raise ValueError(f"{made.events} events went in and {found} came out")
    finally:
        cache.close()
        engine.dispose()


CHECKS: Final[dict[str, Callable[[Path], None]]] = {
    "resources": _resources,
    "encrypted local copy": _encrypted_copy,
    "diagrams": _bpmn,
    "from a source to a case": _from_source_to_case,
}
"""Check name -> what is checked; each gets an empty folder and raises where something is wrong."""
