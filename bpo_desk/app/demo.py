"""The demo as a profile of its own: its shared database made once, its copy synced, its key as good as there is."""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, date, datetime
from typing import Final

from bpo_desk.cache.key import KeySource, MemoryKey, key_source
from bpo_desk.cache.store import remove_files
from bpo_desk.demo.world import STANDS_AT
from bpo_desk.errors import DeskError, MachineLacks
from bpo_desk.settings import Places, local_places
from bpo_desk.workspace.desk import Workspace
from bpo_desk.workspace.profiles import remember_url

PROFILE: Final = "demo"


def demo_workspace(seed: int, cases: int, anchor: date | None) -> Workspace:
    """The workspace of the demo, made and synced where that has not been done yet.

    Without `anchor` the demo's today is `last_full_day` when it was first made with this seed and number of cases.
    Where the machine keeps no keys, the copy gets a key for this run only: what it holds is made up.
    """
    places = local_places()
    places.prepare(PROFILE)
    url = _shared_database(places, seed, cases, anchor)
    remember_url(PROFILE, url)
    workspace = Workspace.open(PROFILE, _key(places), create_key=True)
    _synced(workspace, url)
    return workspace


def last_full_day(now: datetime) -> date:
    """The last day whose `STANDS_AT` (UTC) is over: a demo of a later day would show events that are yet to come."""
    return (now - STANDS_AT).date()


def _shared_database(places: Places, seed: int, cases: int, anchor: date | None) -> str:
    from bpo_desk.demo.make import make_demo
    from bpo_desk.shared.engine import open_engine

    day = f"-{anchor}" if anchor else ""
    file = places.demo_database_file().with_name(f"seed-{seed}-cases-{cases}{day}.db")
    url = f"sqlite:///{file.as_posix()}"
    made = file.with_suffix(".made")  # written last, so that a demo that was cut off is finished by the next start
    if not made.exists():
        print(f"Making the demo: {cases:,} cases.", file=sys.stderr)
        file.parent.mkdir(parents=True, exist_ok=True)
        engine = open_engine(url)
        try:
            make_demo(engine, seed=seed, cases=cases, anchor=anchor or last_full_day(datetime.now(UTC)))
        finally:
            engine.dispose()
        made.write_text("", encoding="ascii")
    return url


def _key(places: Places) -> KeySource:
    source = key_source(PROFILE, places.profile_folder(PROFILE))
    try:
        source.key(create=True)
    except MachineLacks:
        remove_files(places.cache_file(PROFILE))
        remove_files(places.outbox_file(PROFILE))  # made with a key that no run will ever have again
        return MemoryKey(secrets.token_bytes(32))
    return source


def _synced(workspace: Workspace, url: str) -> None:
    from bpo_desk.shared.admin import migrate
    from bpo_desk.shared.engine import open_engine
    from bpo_desk.shared.feed import Feed
    from bpo_desk.sync.run import sync_once

    engine = open_engine(url)
    cache = workspace.writable_copy()
    try:
        try:
            sync_once(cache, Feed(engine))
        except DeskError as error:
            if error.code != "schema_too_old":
                raise
            migrate(engine)  # a demo that an older version of the program made
            sync_once(cache, Feed(engine))
    finally:
        cache.close()
        engine.dispose()
