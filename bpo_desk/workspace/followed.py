"""The cases that the user of this desk follows, as they are now: what notices are made from."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from bpo_desk.cache import bookmarks, cases, read, records
from bpo_desk.cache.case_tags import tagged_cases
from bpo_desk.cache.dictionaries import localise, read_texts
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.models.case_columns import CaseStatus, SlaState
from bpo_desk.models.event import EventKind
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.sides import Side
from bpo_desk.state.context import StateContext
from bpo_desk.state.followed_changes import Seen
from bpo_desk.state.states import states

MOST_FOLLOWED: Final = 5_000
"""Cases that are looked at; who follows more is told of the first of them by key."""


def followed_cases(
    cache: Cache, outbox: Outbox | None, engagement_id: int, who: str, now: int, at_risk: int
) -> dict[int, Seen]:
    """By case key; `who` follows them. An open case is at risk where the source says so, or where it is due less than
    `at_risk` microseconds after `now`. Raises NotFound (slow)."""
    code = bookmarks.engagement(cache, engagement_id).code
    with cache.read() as connection:
        waiting = set() if outbox is None else {entry.mutation.case for entry in outbox.tags_shown(code)}
        found = {number: cases.find_number(connection, engagement_id, number) for number in waiting}
        keys = {number: case for number, case in found.items() if case is not None}
        tags = tagged_cases(connection, engagement_id, who, None, outbox, code, keys)
        wanted = np.array(sorted(tags.followed)[:MOST_FOLLOWED], dtype=np.int64)
        if not len(wanted):
            return {}
        events, used = localise(read.case_rows(connection, engagement_id, wanted, with_texts=False).events)
        words = records.dictionaries(connection, engagement_id, read_texts(connection, engagement_id, used))
        columns = states(events, StateContext.of(words))
        rows = [cases.read_case(connection, engagement_id, int(case)) for case in columns["case"]]
    said = (events.kind == EventKind.COMMENT_ADDED) & (events.side == int(Side.CLIENT))
    comments = Counter(events.case[said].tolist())
    answer = {}
    for at, row in enumerate(rows):
        case = int(columns["case"][at])
        due, open_now = int(columns["due_at"][at]), int(columns["status"][at]) < CaseStatus.CLOSED
        near = due != TIME_UNKNOWN and due - now < at_risk
        told = int(columns["sla"][at]) in (SlaState.AT_RISK, SlaState.BREACHED)
        hands = tuple(int(columns[name][at]) for name in ("holder_kind", "holder", "holder_queue", "holder_side"))
        answer[case] = Seen(
            case, "" if row is None else row.number, (hands[0], hands[1], hands[2], hands[3]),
            int(columns["exits"][at]), open_now and (near or told), comments[case],
        )  # fmt: skip
    return answer
