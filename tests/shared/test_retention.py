"""Which closed cases leave the local copies by the rule of an engagement, and how a feed tells of them."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest
from sqlalchemy import text

from bpo_desk.errors import NotFound, WrongUsage
from bpo_desk.models.case_columns import CaseStatus
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventBatch
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.shared import members
from bpo_desk.shared.admin import create_engagement
from bpo_desk.shared.changes import Deed, erase_events, move_case
from bpo_desk.shared.engine import reading, writing
from bpo_desk.shared.requests import Digest, DigestAnswer, LetGo, LetGoAnswer
from bpo_desk.shared.retention import bring_back, hold, let_go, retention, set_rule
from bpo_desk.shared.retention_rules import DAY
from bpo_desk.state import StateContext, states
from tests.shared.batches import batch_of, one_event
from tests.shared.conftest import Desk

NOW = time.time_ns() // 1000
OPENED, CLOSED = EventKind.OPENED, EventKind.CLOSED


def story(*events: tuple[EventKind, float], case: int = 0, first: int = 1) -> list[dict[str, object]]:
    """Events of one case: (kind, days ago)."""
    return [
        one_event(first + number, case, kind=kind, occurred_at=int(NOW - days * DAY), source_seq=number)
        for number, (kind, days) in enumerate(events)
    ]


def of_stories(*stories: tuple[tuple[EventKind, float], ...]) -> EventBatch:
    rows: list[dict[str, object]] = []
    for case, told in enumerate(stories):
        rows += story(*told, case=case, first=1 + 100 * case)
    return batch_of(rows, [f"N-{case}" for case in range(len(stories))])


def left(desk: Desk) -> set[str]:
    return {row["number"] for row in desk.small()["case"] if row["left_at"] is not None}


def rule(desk: Desk, days: int = 90) -> None:
    with writing(desk.engine) as connection:
        set_rule(connection, desk.engagement, days)


def apply(desk: Desk) -> int:
    return let_go(desk.engine, int(desk.engagement.engagement_id))


def test_a_case_closed_longer_ago_than_the_rule_says_leaves_and_others_stay(desk: Desk) -> None:
    desk.append(
        of_stories(
            ((OPENED, 200), (CLOSED, 100)),
            ((OPENED, 200), (CLOSED, 80)),
            ((OPENED, 200),),
            ((OPENED, 200), (EventKind.CANCELLED, 91)),
            ((OPENED, 200), (CLOSED, 190), (EventKind.REOPENED, 180)),
            ((OPENED, 200), (CLOSED, 190), (EventKind.REOPENED, 180), (CLOSED, 170)),
        )
    )
    assert apply(desk) == 0  # no rule, nobody leaves
    rule(desk)
    assert apply(desk) == 3
    assert left(desk) == {"N-0", "N-3", "N-5"}
    assert apply(desk) == 0
    with reading(desk.engine) as connection:
        found = retention(connection, desk.engagement)
        log = members.changes(connection, desk.engagement)
    assert (found.days, found.left, found.held) == (90, 3, ())
    assert found.left_before is not None
    assert abs(found.left_before - (time.time_ns() // 1000 - 90 * DAY)) < DAY
    assert [each.said["cases"] for each in log if each.what == "let_go"] == [3]
    assert "settings" in {each.what for each in log}


BUSY = {
    "a comment after it was closed": ((EventKind.COMMENT_ADDED, 5),),
    "a sample that nobody reviewed": ((EventKind.SAMPLE_DRAWN, 95),),
    "a second sample": ((EventKind.SAMPLE_DRAWN, 99), (EventKind.REVIEW_SUBMITTED, 98), (EventKind.SAMPLE_DRAWN, 97)),
    "a dispute": ((EventKind.DISPUTE_RAISED, 95),),
    "a request after it was closed": ((EventKind.REQUESTED, 95),),
}


def test_a_closed_case_in_which_something_waits_stays(desk: Desk) -> None:
    closed = ((OPENED, 200), (CLOSED, 100))
    desk.append(of_stories(closed, *((*closed, *more) for more in BUSY.values())))
    rule(desk)
    apply(desk)
    assert left(desk) == {"N-0"}


def test_what_is_done_or_only_looked_at_keeps_no_case(desk: Desk) -> None:
    desk.append(
        of_stories(
            ((OPENED, 200), (CLOSED, 100), (EventKind.SAMPLE_DRAWN, 99), (EventKind.REVIEW_SUBMITTED, 98)),
            ((OPENED, 200), (CLOSED, 100), (EventKind.DISPUTE_RAISED, 99), (EventKind.DISPUTE_SETTLED, 98)),
            ((OPENED, 200), (EventKind.REQUESTED, 150), (CLOSED, 100)),
            ((OPENED, 200), (CLOSED, 100), (EventKind.REQUESTED, 99), (EventKind.REQUEST_WITHDRAWN, 98)),
            ((OPENED, 200), (CLOSED, 100), (EventKind.VIEWED, 1), (EventKind.EXPORTED, 1)),
        )
    )
    rule(desk)
    assert apply(desk) == 5


def test_an_open_task_of_the_desk_keeps_a_closed_case(desk: Desk) -> None:
    def task(case: int, kind: EventKind, number: int) -> dict[str, object]:
        days = 99 - number
        return one_event(50 + number + 10 * case, case, kind=kind, ad_hoc=1, work_item=7,
                         occurred_at=int(NOW - days * DAY))  # fmt: skip

    closed = [*story((OPENED, 200), (CLOSED, 100)), *story((OPENED, 200), (CLOSED, 100), case=1, first=11)]
    tasks = [task(0, EventKind.SCHEDULED, 0), task(1, EventKind.SCHEDULED, 1), task(1, EventKind.COMPLETED, 2)]
    desk.append(batch_of([*closed, *tasks], ["OPEN TASK", "DONE"]))
    rule(desk)
    apply(desk)
    assert left(desk) == {"DONE"}


def test_a_case_is_over_for_the_rule_exactly_when_its_state_says_so(desk: Desk) -> None:
    chance = random.Random(5)
    rows, number = [], 0
    for case in range(200):
        for _ in range(chance.randint(1, 5)):
            number += 1
            when = chance.choice((TIME_UNKNOWN, *(int(NOW - days * DAY) for days in (100, 110, 120))))
            kind = chance.choice((OPENED, CLOSED, EventKind.REOPENED, EventKind.CANCELLED, EventKind.COMMENT_ADDED))
            rows.append(one_event(number, case, kind=kind, occurred_at=when, source_seq=chance.randint(0, 2)))
    batch = batch_of(rows, [f"N-{case}" for case in range(200)])
    desk.append(batch)
    derived = states(batch.columns.ordered(), StateContext.of(batch.dictionaries))
    known = derived["closed_at"] != TIME_UNKNOWN  # nobody knows for how long the others have been over
    over = np.isin(derived["status"], (CaseStatus.CLOSED, CaseStatus.CANCELLED)) & known
    assert 30 < over.sum() < 170
    rule(desk)
    apply(desk)
    assert left(desk) == {f"N-{case}" for case in derived["case"][over].tolist()}


def test_a_held_case_stays_until_it_is_released(desk: Desk) -> None:
    desk.append(of_stories(((OPENED, 200), (CLOSED, 100)), ((OPENED, 200), (CLOSED, 100))))
    with writing(desk.engine) as connection:
        assert hold(connection, desk.engagement, ["N-1"], keep=True) == 1
        assert hold(connection, desk.engagement, ["N-1"], keep=True) == 0
        with pytest.raises(NotFound):
            hold(connection, desk.engagement, ["N-0", "N-9"], keep=True)
    rule(desk)
    assert apply(desk) == 1
    assert left(desk) == {"N-0"}
    with writing(desk.engine) as connection:
        assert hold(connection, desk.engagement, ["N-1"], keep=False) == 1
        log = [each.what for each in members.changes(connection, desk.engagement)]
    assert [each for each in log if each in ("held", "released")] == ["held", "released"]
    rule(desk)  # asked for: not only once a day
    assert apply(desk) == 1


def test_the_rule_is_applied_once_a_day_unless_somebody_asks(desk: Desk) -> None:
    rule(desk)
    assert apply(desk) == 0
    desk.append(of_stories(((OPENED, 200), (CLOSED, 100))))
    assert apply(desk) == 0
    assert desk.feed.answer(LetGo(desk.engagement.engagement_id)) == LetGoAnswer(0)
    rule(desk)
    if desk.engine.dialect.name == "sqlite":  # a file has no clock but the desk's, which is not asked
        assert desk.feed.answer(LetGo(desk.engagement.engagement_id)) == LetGoAnswer(0)
        assert apply(desk) == 1
    else:
        assert desk.feed.answer(LetGo(desk.engagement.engagement_id)) == LetGoAnswer(1)


def test_a_rule_that_is_too_short_or_none_is_refused(desk: Desk) -> None:
    for days in (1, 29, -5, 100_000):
        with writing(desk.engine) as connection, pytest.raises(WrongUsage):
            set_rule(connection, desk.engagement, days)


def shown(desk: Desk) -> int:
    """Events of a full load, which must agree with the digest."""
    events = desk.load()
    answer = desk.feed.answer(Digest(desk.engagement.engagement_id))
    assert isinstance(answer, DigestAnswer)
    assert answer.events == len(events) == sum(map(len, desk.pull().events))
    return answer.events


def test_of_a_case_that_left_the_feed_tells_only_that_it_is_there(desk: Desk) -> None:
    desk.append(of_stories(((OPENED, 200), (CLOSED, 100)), ((OPENED, 200), (EventKind.COMMENT_ADDED, 3))))
    assert shown(desk) == 4
    rule(desk)
    apply(desk)
    assert shown(desk) == 2
    desk.append(batch_of([one_event(90, kind=EventKind.VIEWED, occurred_at=NOW)], ["N-0"]))
    assert shown(desk) == 2  # somebody looked at it: no news


def test_an_event_brings_its_case_back_with_all_that_lies_below_the_cursor(desk: Desk) -> None:
    desk.append(of_stories(((OPENED, 200), (CLOSED, 100)), ((OPENED, 200),)))
    rule(desk)
    apply(desk)
    cursor = desk.pull().mark.xmin
    assert desk.pull(cursor).back == []
    desk.append(batch_of([one_event(77, kind=EventKind.REOPENED, occurred_at=NOW)], ["N-0"]))
    answer = desk.pull(cursor)
    assert left(desk) == set()
    assert sum(map(len, answer.events)) == 1
    assert sorted(int(hi) for block in answer.back for hi in block.ints["id_hi"]) == [1, 2]
    assert shown(desk) == 4
    rule(desk)
    assert apply(desk) == 0  # it is open, and came back just now


def test_what_is_brought_back_leaves_again_only_after_so_many_days(desk: Desk) -> None:
    desk.append(of_stories(((OPENED, 200), (CLOSED, 100))))
    rule(desk)
    apply(desk)
    with writing(desk.engine) as connection:
        assert bring_back(connection, desk.engagement, ["N-0"]) == 1
        assert bring_back(connection, desk.engagement, ["N-0"]) == 0
    rule(desk)
    assert apply(desk) == 0
    with writing(desk.engine) as connection:
        connection.execute(text("UPDATE case_ SET back_at = back_at - :days"), {"days": 91 * DAY})
    rule(desk)
    assert apply(desk) == 1


def test_an_erasure_brings_no_case_back_and_a_move_does(desk: Desk) -> None:
    desk.append(of_stories(((OPENED, 200), (CLOSED, 100))))
    rule(desk)
    apply(desk)
    deed = Deed("operator", "asked for", NOW)
    with writing(desk.engine) as connection:
        erase_events(connection, desk.engagement, [f"{1:016x}{8:016x}"], deed)
    assert left(desk) == {"N-0"}
    other = create_engagement(desk.engine, "other", "Other")
    with writing(desk.engine) as connection:
        move_case(connection, desk.engagement, "N-0", other, deed)
    assert [row["left_at"] for row in desk.small(other)["case"]] == [None]
    assert len(desk.load(engagement=other)) == 4


def test_events_that_came_in_by_plain_sql_are_news_at_the_next_application(desk: Desk) -> None:
    desk.append(of_stories(((OPENED, 200), (CLOSED, 100))))
    rule(desk)
    apply(desk)
    with writing(desk.engine) as connection:
        connection.execute(
            text("INSERT INTO event_readable (engagement, case_number, kind, occurred_at)"
                 " VALUES ('acme', 'N-0', 'reopened', '2026-01-01T00:00:00')")
        )  # fmt: skip
    rule(desk)
    apply(desk)
    assert left(desk) == set()
