"""`desk admin escalation`: to whom a case of an engagement is taken, level after level."""

from __future__ import annotations

import argparse
import json
import sys

from bpo_desk.workspace.passwords import password_for


def define(given: argparse.Namespace) -> int:
    """Keep the path in the place of the one before; desks have it with their next sync."""
    from bpo_desk.shared.admin import find_engagement
    from bpo_desk.shared.engine import open_engine, writing
    from bpo_desk.shared.escalation import store_path

    engine = open_engine(given.url, password_for(given.url, given.password_stdin))
    try:
        engagement = find_engagement(engine, given.engagement)
        with writing(engine) as connection:
            store_path(connection, engagement, given.levels)
    finally:
        engine.dispose()
    if given.json:
        print(json.dumps({"engagement": engagement.code, "levels": given.levels}, ensure_ascii=False))
    else:
        path = " > ".join(given.levels)
        print(
            f"Cases of {engagement.code} are escalated to: {path}. Desks have it with their next sync.", file=sys.stderr
        )
    return 0
