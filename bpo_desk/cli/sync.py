"""`desk sync`: the shared database mirrored into the encrypted cache, once or as the process that follows."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import TypeAlias

from bpo_desk.cache.store import set_aside
from bpo_desk.errors import DeskError
from bpo_desk.settings import local_places
from bpo_desk.workspace.desk import Workspace, remember_url
from bpo_desk.workspace.passwords import password_for

Tell: TypeAlias = Callable[[Mapping[str, object]], None]


def run(given: argparse.Namespace) -> int:
    """Sync once, or follow until standard input closes. With --json a failure is one more line of progress."""
    if not given.json:
        _sync(given, tell_words)
        return 0
    told: list[object] = []

    def tell(line: Mapping[str, object]) -> None:
        told[:] = [line["event"]]
        tell_json(line)

    try:
        _sync(given, tell)
    except DeskError as error:
        if told != ["error"]:  # who follows has said it already
            tell_json({"event": "error", "code": error.code, "message": error.message, "next_step": error.next_step})
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _sync(given: argparse.Namespace, tell: Tell) -> None:
    from bpo_desk.shared.engine import open_engine
    from bpo_desk.shared.feed import Feed
    from bpo_desk.sync.run import sync_once

    if given.url:
        remember_url(given.profile, given.url)
    if given.rebuild:
        _rebuild(given.profile)
    workspace = Workspace.open(given.profile, create_key=True)
    url = workspace.shared_url
    engine = open_engine(url, password_for(url, given.password_stdin))
    cache = workspace.writable_copy()
    try:
        if given.follow:
            from bpo_desk.sync.follow import Listener, follow

            listener = Listener(sys.stdin)
            listener.start()
            follow(cache, Feed(engine), tell, listener, every=workspace.settings.sync_every_seconds)
        else:
            sync_once(cache, Feed(engine), tell, verify=given.verify)
    finally:
        cache.close()
        engine.dispose()
        workspace.close()


def tell_json(line: Mapping[str, object]) -> None:
    """One step of progress as a line of JSON."""
    print(json.dumps(line, ensure_ascii=False), flush=True)


def tell_words(line: Mapping[str, object]) -> None:
    """One step of progress for people."""
    rest = ", ".join(f"{name} {value}" for name, value in line.items() if name != "event")
    print(f"{line['event']}: {rest}", file=sys.stderr, flush=True)


def _rebuild(profile: str) -> None:
    path = local_places().cache_file(profile)
    if path.exists():
        print(f"The old copy lies in {set_aside(path)}.", file=sys.stderr)
