"""`desk sync`: the shared database mirrored into the encrypted cache, once or as the process that follows."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import set_aside
from bpo_desk.errors import AccessRevoked, DeskError
from bpo_desk.settings import local_places
from bpo_desk.workspace.connecting import refuse_another_database
from bpo_desk.workspace.desk import Workspace
from bpo_desk.workspace.passwords import password_for
from bpo_desk.workspace.profiles import remember_url

if TYPE_CHECKING:
    from bpo_desk.shared.engine import Engine

Tell: TypeAlias = Callable[[Mapping[str, object]], None]


def run(given: argparse.Namespace) -> int:
    """Sync once, or follow until standard input closes. With --json a failure is one more line of progress."""
    from bpo_desk.sync.steps import error_line

    if not given.json:
        return _sync(given, tell_words)
    told: list[object] = []

    def tell(line: Mapping[str, object]) -> None:
        told[:] = [line["event"]]
        tell_json(line)

    try:
        return _sync(given, tell)
    except DeskError as error:
        if told != ["error"]:  # who follows has said it already
            tell_json(error_line(error))
        for words in filter(None, (error.message, error.next_step)):
            print(words, file=sys.stderr)
        return error.exit_code


def _sync(given: argparse.Namespace, tell: Tell) -> int:
    from bpo_desk.shared.engine import open_engine, reading

    if given.as_client:
        from bpo_desk.cli.client_view import fill

        return fill(given, tell)
    engine = None
    if given.url:
        # what was written for one database must not be sent to another, nor its engagements taken for the other's
        refuse_another_database(local_places(), given.profile, given.url, moved=given.moved)
        engine = open_engine(given.url, password_for(given.url, given.password_stdin))
        with reading(engine):  # a mistyped address is refused here, and not remembered
            pass
        remember_url(given.profile, given.url)
    if given.rebuild:
        _rebuild(given.profile)
    workspace = Workspace.open(given.profile, create_key=True)
    if engine is None:
        engine = open_engine(workspace.shared_url, password_for(workspace.shared_url, given.password_stdin))
    _look_after_what_was_kept(workspace)
    try:
        return _session(given, workspace, engine, tell)
    except AccessRevoked as error:
        if given.of_desk:  # it closes its window first, and knows where the key is kept
            raise
        raise _wiped(workspace, error) from error


def _look_after_what_was_kept(workspace: Workspace) -> None:
    """Where access was lost before: what a wipe left undone is done, and what waited too long goes."""
    from bpo_desk.workspace import wiping

    if wiping.lost_access(workspace.places, workspace.profile) is not None:
        wiping.finish(workspace.places.outbox_file(workspace.profile))
        source = workspace.key_kept_in
        wiping.drop_what_waited_too_long(workspace.places, workspace.profile, source, time.time())


def _wiped(workspace: Workspace, error: AccessRevoked) -> AccessRevoked:
    """The copies are wiped; the failure says so too."""
    wiped = workspace.wipe()
    return AccessRevoked(f"{error.message} {wiped.words()}", error.next_step)


def _session(given: argparse.Namespace, workspace: Workspace, engine: Engine, told: Tell) -> int:
    from bpo_desk.shared.feed import Feed
    from bpo_desk.sync.run import sync_once
    from bpo_desk.workspace.wiping import access_is_back

    def tell(line: Mapping[str, object]) -> None:
        if line["event"] == "synced":
            access_is_back(workspace.places, workspace.profile)
        told(line)

    cache = workspace.writable_copy()
    outbox = _outbox(workspace, tell)
    try:
        if given.follow:
            from bpo_desk.shared.hints import HintLine, may_hint
            from bpo_desk.sync.follow import Listener, follow
            from bpo_desk.sync.hint_watch import HintWatch

            every = workspace.settings.sync_every_seconds
            listener = Listener(sys.stdin)
            listener.start()
            line = partial(HintLine, engine)
            hints = HintWatch(line, listener.hint, listener.look) if may_hint(engine) else None
            follow(cache, Feed(engine), tell, listener, outbox=outbox, every=every, hints=hints)
        else:
            sync_once(cache, Feed(engine), tell, outbox=outbox, verify=given.verify)
    finally:
        if outbox is not None:
            outbox.close()
        cache.close()
        engine.dispose()
        workspace.close()
    return 0 if outbox is not None else 1


def tell_json(line: Mapping[str, object]) -> None:
    """One step of progress as a line of JSON."""
    print(json.dumps(line, ensure_ascii=False), flush=True)


def tell_words(line: Mapping[str, object]) -> None:
    """One step of progress for people."""
    rest = ", ".join(f"{name} {value}" for name, value in line.items() if name != "event")
    print(f"{line['event']}: {rest}", file=sys.stderr, flush=True)


def _outbox(workspace: Workspace, tell: Callable[[Mapping[str, object]], None]) -> Outbox | None:
    """The outbox; one that cannot be opened is told of, and what others wrote is read all the same."""
    from bpo_desk.sync.steps import error_line

    try:
        return workspace.own_outbox()
    except DeskError as error:
        tell(error_line(error))
        return None


def _rebuild(profile: str) -> None:
    path = local_places().cache_file(profile)
    if path.exists():
        print(f"The old copy lies in {set_aside(path)}.", file=sys.stderr)
