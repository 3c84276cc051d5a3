"""The views of the team as this desk sees them: what came with the feed, and over it what was written here."""

from __future__ import annotations

from typing import Any

from bpo_desk.cache import records
from bpo_desk.cache.case_reviews import row_ver_of
from bpo_desk.cache.outbox import Outbox
from bpo_desk.models.shared_view import TEAM, SharedView, ViewShared, shared_view_of


def shared_views(connection: Any, engagement_id: int, code: str, outbox: Outbox | None) -> list[SharedView]:
    """The views by name, also those taken away, whose version is needed to bring them back; `code`: the engagement's.

    What waits in the outbox is shown as pending; what was acknowledged until the copy has the version that the answer
    names: then the row itself tells."""
    found = {
        row["name"]: shared_view_of(row["name"], row["content"] or "", int(row["row_ver"]))
        for row in records.read(connection, engagement_id, "saved_view").values()
        if (row["owner"] or "") == TEAM
    }
    for entry in outbox.shown_in(code, "") if outbox is not None else ():
        said = entry.mutation.payload
        if not isinstance(said, ViewShared):
            continue
        before = found.get(said.name, SharedView(said.name))
        answered = row_ver_of(entry)
        if answered and answered <= before.row_ver:
            continue
        mutation = entry.mutation
        found[said.name] = SharedView(
            said.name, said.content, said.role, mutation.actor.name, mutation.created_at,
            answered or before.row_ver, pending=not answered,
        )  # fmt: skip
    return [found[name] for name in sorted(found, key=str.casefold)]
