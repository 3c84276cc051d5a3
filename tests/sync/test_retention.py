"""Cases that left by the rule of their engagement are gone from the copy, and come back whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from bpo_desk.cache import bookmarks, cases, read, retained
from bpo_desk.cache.case_reviews import case_reviews
from bpo_desk.cache.full_text import search
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.errors import CaseLeft, DatabaseUnreachable, DeskError, NotFound
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventBatch
from bpo_desk.models.mutation import Actor, CommentAdded, Mutation, MutationResult, Outcome, Refusal
from bpo_desk.models.review import ReviewKept
from bpo_desk.shared.engine import writing
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.mutations import apply_mutation
from bpo_desk.shared.requests import Answer, ApplyMutation, PullAnswer, Request, Rows
from bpo_desk.shared.retention import bring_back, let_go, retention, set_rule
from bpo_desk.shared.retention_rules import DAY
from bpo_desk.sync import dispose, settle
from bpo_desk.sync import pull as pulling
from bpo_desk.sync.run import sync_once
from bpo_desk.sync.verify import digest
from tests.faults.copy import agrees, contents
from tests.faults.shared_rows import shared_rows
from tests.flows.raw_pages import found_in
from tests.shared.batches import batch_of, one_event
from tests.sync.conftest import Mirror

NOW = time.time_ns() // 1000
GONE = [f"QX{name}CANARY" for name in ("TITLE", "COMMENT", "OLD", "NEW", "REASON", "DATA", "RECORD", "REVIEW")]
KEPT = ["QXSHAREDCANARY", "QXPERSONCANARY", "QXOTHERCANARY"]


def planted(first: int, number: str, texts: list[str], days: float, *, closed: bool = True) -> EventBatch:
    """A case that was over so many days ago, with texts of its own and one that others say too."""
    dictionaries = Dictionaries(
        persons=[Person(""), Person("QXPERSONCANARY")], queues=[Queue("")], steps=[Step(""), Step("Check")],
        fields=[Field(""), Field("title", FieldRole.TITLE)], sources=[Source(""), Source("log")],
        values=["", "QXSHAREDCANARY", *texts[:5]],
    )  # fmt: skip
    at = int(NOW - days * DAY)
    rows = [
        one_event(first, kind=EventKind.OPENED, actor=1, occurred_at=at - DAY, source=1),
        one_event(first + 1, kind=EventKind.FIELD_CHANGED, field=1, new_value=2, occurred_at=at - 900, source=1),
        one_event(first + 2, kind=EventKind.COMMENT_ADDED, new_value=3, occurred_at=at - 800, source=1),
        one_event(first + 3, kind=EventKind.FIELD_CHANGED, field=1, old_value=4, new_value=5, reason=6,
                  occurred_at=at - 700, source=1),
        one_event(first + 4, kind=EventKind.COMMENT_ADDED, new_value=1, occurred_at=at - 600, source=1),
    ]  # fmt: skip
    if closed:
        rows.append(one_event(first + 5, kind=EventKind.CLOSED, occurred_at=at, source=1))
    return batch_of(rows, [number], dictionaries=dictionaries, data=[f'{{"a": "{texts[5]}"}}'] * len(rows),
                    source_record=[texts[6]] * len(rows))  # fmt: skip


OTHERS = [f"{word} of another" for word in ("title", "comment", "old", "new", "QXOTHERCANARY", "data", "record")]


def fill(mirror: Mirror) -> None:
    """OLD was closed long ago, NEW lately, OPEN not at all; and a thousand events of others, so that there are runs."""
    mirror.append(planted(10, "OLD", GONE, 200))
    mirror.append(planted(110, "NEW", OTHERS, 5))
    mirror.append(planted(210, "OPEN", OTHERS, 200, closed=False))
    mirror.append(
        batch_of(
            [one_event(1_000 + n, n % 40, kind=EventKind.NOTED, step=1, occurred_at=NOW + n) for n in range(1_200)],
            [f"N-{case}" for case in range(40)],
        )
    )


def let(mirror: Mirror, days: int = 90) -> int:
    with writing(mirror.engine) as connection:
        set_rule(connection, mirror.first, days)
    return let_go(mirror.engine, int(mirror.first.engagement_id))


def whole(mirror: Mirror, *out: str) -> None:
    """The copy holds exactly what the shared database does, without the cases that are out."""
    expected = shared_rows(mirror.engine, int(mirror.first.engagement_id))
    keys = {cases.find_number(mirror.cache.connection, int(mirror.first.engagement_id), number) for number in out}
    agrees(
        mirror.cache,
        int(mirror.first.engagement_id),
        {i: row for i, row in expected.items() if row["case"] not in keys},
    )
    assert agreed(mirror)


def agreed(mirror: Mirror) -> bool:
    one = int(mirror.first.engagement_id)
    with mirror.cache.read() as connection:
        mark = bookmarks.bookmark(mirror.cache, one)
        left = cases.left_keys(connection, one) if mark.leaving else None
        return digest(connection, one, left).equals(mirror.digest(mirror.first))


def key(mirror: Mirror, number: str) -> int:
    return read.find_case(mirror.cache, int(mirror.first.engagement_id), number)


def test_of_a_case_that_left_nothing_is_in_any_page_but_its_number(mirror: Mirror) -> None:
    one = int(mirror.first.engagement_id)
    fill(mirror)
    with writing(mirror.engine) as connection:
        case = connection.execute(text("SELECT case_id FROM case_ WHERE number = 'OLD'")).scalar_one()
        connection.execute(
            text("INSERT INTO review (engagement_id, review_id, case_id, reviewer, round, state, draft)"
                 " VALUES (:e, 1, :c, 'ada', 1, 'submitted', 'QXREVIEWCANARY')"),
            {"e": one, "c": case},
        )  # fmt: skip
    mirror.sync(verify=True)
    mirror.cache.tidy()
    assert found_in(mirror.cache.path, mirror.key, [*GONE, *KEPT]) == {*GONE, *KEPT}
    assert let(mirror) == 1
    lines = mirror.sync(verify=True)
    assert found_in(mirror.cache.path, mirror.key, [*GONE, *KEPT]) == {*KEPT}
    assert {"event": "changed", "engagement": one, "cases": None} in lines
    assert not [line for line in lines if line["event"] == "cleared"]
    whole(mirror, "OLD")
    queue = read.queue(mirror.cache, one)
    assert key(mirror, "OLD") not in queue.cases["case"]
    assert len(queue) == 42
    with mirror.cache.read() as connection:
        assert len(search(connection, one, "QXCOMMENTCANARY").cases) == 0
        assert sorted(search(connection, one, "QXSHAREDCANARY").cases) == sorted(
            [key(mirror, "NEW"), key(mirror, "OPEN")]
        )
    found = retained.retained(mirror.cache, one)
    assert (found.days, found.left) == (90, 1)
    assert found.closed_before is not None


def test_a_draft_about_a_case_that_has_left_brings_it_back_to_be_worked_on(mirror: Mirror) -> None:
    fill(mirror)
    mirror.sync()
    let(mirror)
    begun = Mutation("0" * 12 + "7" + "1" * 19, mirror.first.code, "OLD", ReviewKept("Ada", text="QX"), NOW,
                     Actor("ada", "Ada"), 0)  # fmt: skip
    with writing(mirror.engine) as connection:
        assert apply_mutation(connection, begun, NOW).outcome is Outcome.OK
    mirror.sync(verify=True)
    whole(mirror)
    with mirror.cache.read() as connection:
        one = int(mirror.first.engagement_id)
        found = case_reviews(connection, one, key(mirror, "OLD"), mirror.first.code, "OLD", None)
    assert [each.kept.text for each in found] == ["QX"]
    let(mirror)
    mirror.sync(verify=True)
    whole(mirror)


def test_a_copy_that_is_made_after_they_left_never_holds_them(mirror: Mirror) -> None:
    fill(mirror)
    let(mirror)
    mirror.sync(verify=True)
    assert found_in(mirror.cache.path, mirror.key, [*GONE, *KEPT]) == {*KEPT}
    whole(mirror, "OLD")
    assert retained.retained(mirror.cache, int(mirror.first.engagement_id)).left == 1


def test_a_case_with_news_comes_back_whole_in_the_pull_that_brings_them(mirror: Mirror) -> None:
    one = int(mirror.first.engagement_id)
    fill(mirror)
    mirror.sync()
    before = contents(mirror.cache, one)
    let(mirror)
    mirror.sync()
    for _ in range(3):  # what came back must not come a second time out of the overlap of pulls
        mirror.sync()
    mirror.append(batch_of([one_event(5_000, kind=EventKind.REOPENED, occurred_at=NOW)], ["OLD"]))
    mirror.sync(verify=True)
    whole(mirror)
    assert before.items() <= contents(mirror.cache, one).items()
    opened = read.open_case(mirror.cache, one, key(mirror, "OLD"))
    assert len(opened.events) == 7
    assert "QXCOMMENTCANARY" in opened.dictionaries.values
    with mirror.cache.read() as connection:
        assert search(connection, one, "QXCOMMENTCANARY").cases.tolist() == [key(mirror, "OLD")]
    assert retained.retained(mirror.cache, one).left == 0
    for _ in range(3):
        mirror.sync(verify=True)
        whole(mirror)


def test_leaving_and_coming_back_between_two_sessions_changes_nothing(mirror: Mirror) -> None:
    fill(mirror)
    mirror.sync()
    let(mirror)
    with writing(mirror.engine) as connection:
        assert bring_back(connection, mirror.first, ["OLD"]) == 1
    mirror.sync(verify=True)
    whole(mirror)
    with writing(mirror.engine) as connection:
        assert retention(connection, mirror.first).left == 0


class Died(BaseException):
    """The process ended inside a transaction."""


@contextmanager
def dying_after(cache: Cache, commits: int, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The process dies in the transaction that follows so many others."""
    left = iter(range(commits))
    write: Callable[[], Any] = cache.write

    @contextmanager
    def mortal() -> Iterator[Any]:
        with write() as connection:
            yield connection
            if next(left, None) is None:
                raise Died

    with patch.context() as inner:
        inner.setattr(cache, "write", mortal)
        yield


def test_a_kill_at_any_commit_of_the_disposal_leaves_a_copy_that_ends_alike(
    mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = int(mirror.first.engagement_id)
    monkeypatch.setattr(dispose, "MOST_CASES", 2)
    monkeypatch.setattr(settle, "SETTLE_AT", 4)
    monkeypatch.setattr(pulling, "SETTLE_AT", 6)
    for case in range(7):
        mirror.append(planted(20_000 + 100 * case, f"OLD-{case}", [f"{word}{case}" for word in GONE], 200))
    fill(mirror)
    mirror.sync()
    assert let(mirror) == 8
    out = ["OLD", *(f"OLD-{case}" for case in range(7))]
    for commits in range(40):
        try:
            with dying_after(mirror.cache, commits, monkeypatch):
                mirror.sync()
            break
        except Died:
            held = {row["case"] for row in contents(mirror.cache, one).values()}
            shown = set(read.queue(mirror.cache, one).cases["case"].tolist())
            assert held == shown  # each case is here with all that is said of it, or not at all
            if commits >= 3:
                assert agreed(mirror)
    else:
        raise AssertionError("it never came to an end")
    mirror.cache.tidy()
    whole(mirror, *out)
    assert found_in(mirror.cache.path, mirror.key, [f"{word}{case}" for word in GONE for case in range(7)]) == set()


class Deaf:
    """A line on which nothing that a desk writes gets through."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed

    def answer(self, request: Request) -> Answer:
        if isinstance(request, ApplyMutation):
            raise DatabaseUnreachable("It takes too long.", "Wait.", code="database_busy")
        return self.feed.answer(request)


def comment_on_a_closed_case(mirror: Mirror, folder: Any, memory_key: bytes) -> tuple[Outbox, Mutation]:
    """What somebody wrote in the case that is to leave; not sent yet."""
    outbox = Outbox.open_or_create(folder / "outbox.db", memory_key)
    mirror.sync(outbox=outbox)
    told = Mutation(
        f"{NOW // 1000:012x}7{1:03x}8{1:015x}", "FIRST", "OLD", CommentAdded("wait"), NOW, Actor("ada", "Ada")
    )
    outbox.add(told)
    return outbox, told


def test_a_case_for_which_something_waits_to_be_sent_stays_until_it_is(
    mirror: Mirror, tmp_path: Any, memory_key: bytes
) -> None:
    one = int(mirror.first.engagement_id)
    fill(mirror)
    outbox, _told = comment_on_a_closed_case(mirror, tmp_path, memory_key)
    assert let(mirror) == 1
    sync_once(mirror.cache, Deaf(mirror.feed), outbox=outbox, verify=True)
    assert len(read.open_case(mirror.cache, one, key(mirror, "OLD"), outbox=outbox).events) == 7
    assert agreed(mirror)
    mirror.sync(outbox=outbox, verify=True)  # it is sent: news, so the case is not out any more
    whole(mirror)
    assert len(read.open_case(mirror.cache, one, key(mirror, "OLD"), outbox=outbox).events) == 7
    outbox.close()


def test_a_case_of_a_refused_write_stays_until_somebody_decides(
    mirror: Mirror, tmp_path: Any, memory_key: bytes
) -> None:
    one = int(mirror.first.engagement_id)
    fill(mirror)
    outbox, told = comment_on_a_closed_case(mirror, tmp_path, memory_key)
    outbox.answered(told.mutation_id, MutationResult(Outcome.REJECTED, Refusal.PERMISSION, "Not you."), "epoch", NOW)
    assert [each.mutation.case for each in outbox.needing_attention()] == ["OLD"]
    assert let(mirror) == 1
    for _session in range(2):
        mirror.sync(outbox=outbox, verify=True)
        assert len(read.open_case(mirror.cache, one, key(mirror, "OLD"), outbox=outbox).events) == 6
        assert agreed(mirror)
    outbox.discard(told.mutation_id)
    mirror.sync(outbox=outbox, verify=True)
    with pytest.raises(CaseLeft):
        read.open_case(mirror.cache, one, key(mirror, "OLD"), outbox=outbox)
    whole(mirror, "OLD")
    outbox.close()


def test_a_desk_whose_clock_is_wrong_lets_nothing_go_and_keeps_nothing(
    mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, now = int(mirror.first.engagement_id), time.time_ns
    fill(mirror)
    with writing(mirror.engine) as connection:
        set_rule(connection, mirror.first, 90)
    for years in (10, -10, 0):
        monkeypatch.setattr(time, "time_ns", lambda ahead=years * 365 * DAY * 1_000: now() + ahead)
        mirror.sync(verify=True)  # the first of them learns of the rule, the second has it applied
    if mirror.engine.dialect.name == "sqlite":  # a file has no clock: its administrator applies the rule
        whole(mirror)
    else:
        whole(mirror, "OLD")
        mirror.append(planted(8_000, "OLDER", GONE, 300))
        mirror.sync()
        assert retained.retained(mirror.cache, one).left == 1  # once a day


def test_a_case_that_left_is_said_to_have_left(mirror: Mirror) -> None:
    fill(mirror)
    mirror.sync()
    let(mirror)
    mirror.sync()
    with pytest.raises(NotFound) as refused:
        read.open_case(mirror.cache, int(mirror.first.engagement_id), key(mirror, "OLD"))
    assert refused.value.code == "case_left"
    assert "OLD" in str(refused.value)


class Saying(Feed):
    """A server that says something else of a column of a table."""

    def __init__(self, feed: Feed, table: str, column: str, value: object) -> None:
        super().__init__(feed._engine)
        self.said = table, column, value

    def answer(self, request: Request) -> Answer:
        found = super().answer(request)
        if not isinstance(found, PullAnswer):
            return found
        name, column, value = self.said
        told = [self._changed(each, column, value) if each.table == name else each for each in found.tables]
        return replace(found, tables=told)

    def _changed(self, rows: Rows, column: str, value: object) -> Rows:
        at = rows.columns.index(column)
        return replace(rows, rows=[(*row[:at], value, *row[at + 1 :]) for row in rows.rows])


def test_a_server_that_says_nonsense_of_retention_is_refused_or_not_believed(mirror: Mirror) -> None:
    fill(mirror)
    with pytest.raises(DeskError) as refused:
        sync_once(mirror.cache, Saying(mirror.feed, "case", "left_at", "soon"))
    assert refused.value.code == "malformed_answer"
    for column, value in (("let_go_at", "soon"), ("retention_days", "few"), ("left_before", 1.5)):
        sync_once(mirror.cache, Saying(mirror.feed, "engagement", column, value))
    assert len(read.queue(mirror.cache, int(mirror.first.engagement_id))) == 43
