"""`desk sync --as-client CODE`: fills the copy of a client's view, or of one case, that another process of this desk
handed over.

People do not call it: `cases`, `case` and `report` with --as-client, and the desktop, do.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from bpo_desk.cache.store import Cache
from bpo_desk.errors import WrongUsage
from bpo_desk.workspace.client_view import ViewFile
from bpo_desk.workspace.desk import Workspace
from bpo_desk.workspace.passwords import password_for


def fill(given: argparse.Namespace, tell: Callable[[Mapping[str, object]], None]) -> int:
    """Bring the handed over copy up to date with what clients of the engagement get, or with its one case. Raises
    DeskError kinds."""
    from bpo_desk.shared.client_feed import ClientFeed
    from bpo_desk.shared.engine import open_engine
    from bpo_desk.shared.one_case_feed import OneCaseFeed
    from bpo_desk.sync.run import sync_once

    view = ViewFile.handed_over()
    if view is None:
        raise WrongUsage(
            "--as-client of sync is how the desk asks itself.", "Use: bpo-desk cases --as-client --engagement CODE"
        )
    workspace = Workspace.open(given.profile)
    engine = open_engine(workspace.shared_url, password_for(workspace.shared_url, given.password_stdin))
    cache = Cache.open_or_create(view.file, view.key)
    try:
        one = OneCaseFeed(engine, view.engagement, view.number) if view.number else None
        sync_once(cache, one or ClientFeed(engine, view.engagement), tell)
    finally:
        cache.close()
        engine.dispose()
        workspace.close()
    return 0
