"""The reviews of a case as this desk sees them: what came with the feed, and over it what was written here."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bpo_desk.cache import records
from bpo_desk.cache.outbox import Entry, EntryState, Outbox
from bpo_desk.models.review import Review, ReviewKept, review_of


def case_reviews(
    connection: Any, engagement_id: int, case: int, code: str, number: str, outbox: Outbox | None
) -> list[Review]:
    """The reviews by round and reviewer; `code` is the engagement's, `number` the case's.

    What waits in the outbox is shown as pending; what was acknowledged until the copy has the version that the answer
    names: then the row itself tells."""
    found = {
        (review.kept.round, review.kept.reviewer): review
        for row in records.read(connection, engagement_id, "review").values()
        if int(row["case_id"]) == case
        for review in [review_of(row["reviewer"], int(row["round"]), row["state"], row["draft"], int(row["row_ver"]))]
    }
    for entry in outbox.shown_in(code, number) if outbox is not None else ():
        kept = entry.mutation.payload
        if not isinstance(kept, ReviewKept):
            continue
        before = found.get((kept.round, kept.reviewer), Review(ReviewKept(kept.reviewer, kept.round)))
        answered = row_ver_of(entry)
        if answered and answered <= before.row_ver:
            continue
        mutation = entry.mutation
        found[kept.round, kept.reviewer] = replace(
            before, kept=kept, by=mutation.actor.name, at=mutation.created_at, row_ver=answered or before.row_ver,
            pending=not answered,
        )  # fmt: skip
    return [found[place] for place in sorted(found)]


def row_ver_of(entry: Entry) -> int:
    """The version of the row that an acknowledged entry made; 0 before."""
    said = json.loads(entry.theirs) if entry.state is EntryState.OK and entry.theirs else {}
    return int(said.get("row_ver", 0))
