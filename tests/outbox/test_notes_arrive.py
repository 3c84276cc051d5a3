"""What people write at a desk is shown at once, arrives once, comes back to everybody, and is never shown twice."""

import json
import threading
from dataclasses import replace

import numpy as np
import pytest

from bpo_desk.cache.outbox import Outbox
from bpo_desk.errors import DatabaseUnreachable
from bpo_desk.models.event import EventKind, Visibility
from bpo_desk.models.event_columns import LAYOUT
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.mutation import (
    CommentAdded,
    EventPinned,
    EventTagged,
    ExitAccepted,
    Exported,
    FeedbackAnswered,
    Outcome,
    Payload,
    Refusal,
    TaskAssigned,
    TaskCompleted,
    TaskScheduled,
    Viewed,
    task_number,
)
from bpo_desk.models.mutation_effects import effects
from bpo_desk.shared.admin import new_epoch
from bpo_desk.shared.changes import Deed, erase_events, move_case
from bpo_desk.shared.engine import writing
from bpo_desk.shared.requests import Answer, ApplyMutation, Pull, Request
from bpo_desk.sync import driver
from bpo_desk.sync.keep import Keeper
from bpo_desk.sync.push import Postman, push
from bpo_desk.sync.run import silently
from bpo_desk.sync.steps import Wipe
from tests.outbox.desks import KEY, NOW, Desk, Office, event_key, note
from tests.sync.stored_pages import decrypted

DEED = Deed("Root", "asked for", NOW)
EVERY_KIND: list[tuple[str, Payload]] = [
    ("C-1", CommentAdded("spoke to the client", Visibility.SHARED)),
    ("C-1", CommentAdded("über diesen Eintrag", event_id=event_key(1))),
    ("C-1", EventPinned(event_key(1))),
    ("C-1", EventTagged(event_key(2), "flag", "odd")),
    ("C-2", TaskScheduled("Call back", "ask for the invoice", holder="Ada", queue="Intake")),
    ("C-3", ExitAccepted(event_key(5), "agreed by phone", "Check", "2027-01-01")),
    ("C-3", FeedbackAnswered(event_key(6), "sorry", Visibility.SHARED)),
    ("C-1", Viewed()),
    ("C-1", Exported("pdf", "the client", "monthly audit")),
]


def ids(desk: Desk, number: str = "C-1") -> list[str]:
    events = desk.case(number).events
    return [f"{hi:016x}{lo:016x}" for hi, lo in zip(events.id_hi.tolist(), events.id_lo.tolist(), strict=True)]


def in_words(desk: Desk, number: str) -> list[dict[str, object]]:
    """The events of a case with names for codes, without what only a database can say."""
    file = desk.case(number)
    words, out = file.dictionaries, []
    for row in range(len(file.events)):
        said: dict[str, object] = {name: getattr(file.events, name)[row].item() for name in LAYOUT}
        for name in ("old_value", "new_value", "reason"):
            said[name] = words.value(int(getattr(file.events, name)[row]))
        for name, entries in (("actor", words.persons), ("holder", words.persons), ("queue", words.queues),
                              ("step", words.steps), ("source", words.sources)):  # fmt: skip
            code = int(getattr(file.events, name)[row])
            said[name] = entries[code].name if code >= 0 else None
        said |= {"data": json.loads(file.data[row] or "{}"), "record": file.source_record[row]}
        for name in ("recorded_at", "row_ver"):
            del said[name]
        out.append(said)
    return out


@pytest.mark.parametrize(("number", "payload"), EVERY_KIND, ids=lambda given: str(getattr(given, "kind", given)))
def test_what_is_shown_as_pending_is_what_comes_back(office: Office, number: str, payload: Payload) -> None:
    desk = office.desk()
    desk.sync()
    mutation = desk.write(payload, case=number)
    file = desk.case(number)
    assert file.pending == {effect.event_id for effect in effects(mutation)}
    pending = np.isin(file.events.id_hi, [int(each[:16], 16) for each in file.pending])
    assert (file.events.recorded_at[pending] == TIME_UNKNOWN).all()
    before = in_words(desk, number)
    desk.sync()
    assert desk.case(number).pending == frozenset()
    assert in_words(desk, number) == before
    assert desk.states() == {mutation.mutation_id: "ok"}
    other = office.desk()
    other.sync()
    assert in_words(other, number) == before


def test_a_task_is_scheduled_assigned_and_completed_before_any_server_has_seen_it(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    item = task_number(desk.write(TaskScheduled("Call back")).mutation_id)
    desk.write(TaskAssigned("Call back", item, holder="Bo"), at=NOW + 1)
    assert desk.case().state["ad_hoc_open"].tolist() == [1]
    desk.write(TaskCompleted("Call back", item, "reached"), at=NOW + 2)
    for _ in range(2):
        state = desk.case().state
        assert state["ad_hoc_open"].tolist() == [0]
        assert state["contradictions"].tolist() == [0]
        desk.sync()
    assert set(desk.states().values()) == {"ok"}


def test_a_note_claims_nothing_about_what_the_sources_of_the_case_can_record(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    before = desk.case().state
    for payload in (CommentAdded("x"), TaskScheduled("Call back")):
        desk.write(payload)
    desk.sync()
    after = desk.case().state
    for name in ("status", "holder_kind", "waiting_for", "contradictions", "step_relation"):
        assert before[name].tolist() == after[name].tolist(), name
    from bpo_desk.models.capability import unknown_words

    assert unknown_words(int(before["capability"][0])) == unknown_words(int(after["capability"][0]))


def test_the_same_mutation_again_gets_the_stored_answer_and_leaves_one_effect(office: Office) -> None:
    mutation = note(CommentAdded("once"))
    first = office.apply(mutation)
    assert first.outcome is Outcome.OK
    assert office.apply(mutation) == first
    assert office.said() == ["once"]


def test_the_same_id_with_another_content_is_refused_and_changes_nothing(office: Office) -> None:
    mutation = note(CommentAdded("first"))
    office.apply(mutation)
    for other in (replace(mutation, payload=CommentAdded("second")), replace(mutation, case="C-2"),
                  replace(mutation, created_at=NOW + 1)):  # fmt: skip
        result = office.apply(other)
        assert (result.outcome, result.refusal) == (Outcome.REJECTED, Refusal.VALIDATION)
    assert office.said() == ["first"]
    assert office.apply(mutation).outcome is Outcome.OK


@pytest.mark.parametrize(
    ("payload", "given", "refusal"),
    [
        (CommentAdded("x"), {"case": "C-99"}, Refusal.VALIDATION),
        (CommentAdded("x"), {"engagement": "nobody"}, Refusal.PERMISSION),
        (CommentAdded("  "), {}, Refusal.VALIDATION),
        (CommentAdded("x", event_id=event_key(77)), {}, Refusal.VALIDATION),
        (CommentAdded("x", event_id=event_key(5)), {}, Refusal.VALIDATION),
        (FeedbackAnswered(event_key(1), "x"), {}, Refusal.VALIDATION),
        (ExitAccepted(event_key(1), "x"), {}, Refusal.VALIDATION),
        (TaskCompleted("Call", (1 << 28) + 5), {}, Refusal.VALIDATION),
        (TaskCompleted("Call", 3), {}, Refusal.VALIDATION),
        (CommentAdded("half \ud800 a pair"), {}, Refusal.VALIDATION),
        (CommentAdded("nul \0"), {}, Refusal.VALIDATION),
    ],
)
def test_what_cannot_be_applied_is_refused_in_words_with_no_effect(
    office: Office, payload: Payload, given: dict[str, str], refusal: Refusal
) -> None:
    before = office.rows("SELECT count(*) FROM event")
    people = office.rows("SELECT count(*) FROM person")
    mutation = note(payload, who="Somebody New", **given)
    result = office.apply(mutation)
    assert (result.outcome, result.refusal) == (Outcome.REJECTED, refusal)
    assert result.words
    assert office.rows("SELECT count(*) FROM event") == before
    assert office.rows("SELECT count(*) FROM person") == people
    assert office.apply(mutation) == result


def test_an_answer_to_an_erased_event_is_refused_as_erased(office: Office) -> None:
    with writing(office.engine) as connection:
        erase_events(connection, office.engagement, [event_key(6)], DEED)
    assert office.apply(note(FeedbackAnswered(event_key(6), "x"), case="C-3")).refusal is Refusal.ERASED


def test_of_two_who_settle_the_same_the_second_sees_what_the_first_did(office: Office) -> None:
    ada, bo = office.desk(), office.desk()
    for desk in (ada, bo):
        desk.sync()
    ada.write(ExitAccepted(event_key(5), "mine"), case="C-3")
    bo.write(ExitAccepted(event_key(5), "no, mine"), case="C-3", who="Bo")
    ada.sync()
    bo.sync()
    assert list(bo.states().values()) == ["conflict"]
    (entry,) = bo.outbox.needing_attention()
    assert "Ada accepted this exit before" in entry.words
    assert json.loads(entry.theirs)["who"] == "Ada"
    assert bo.case("C-3").state["exits_open"].tolist() == [0]
    assert bo.case("C-3").pending == frozenset()


def test_two_desks_write_the_same_case_and_both_see_both(office: Office) -> None:
    ada, bo = office.desk(), office.desk()
    for desk in (ada, bo):
        desk.sync()
    ada.write(CommentAdded("from ada"))
    bo.write(CommentAdded("from bo"), who="Bo")
    for desk in (ada, bo, ada):
        desk.sync()
    assert office.said() == ["from ada", "from bo"]
    assert in_words(ada, "C-1") == in_words(bo, "C-1")


def test_only_members_write_where_there_are_any_and_a_client_only_what_both_sides_see(office: Office) -> None:
    office.change(
        "INSERT INTO membership (engagement_id, membership_id, login, role, side) VALUES (1, 1, 'boss', 'owner', 1)"
    )
    assert office.apply(note(CommentAdded("x"))).refusal is Refusal.PERMISSION
    login = "session_user" if office.engine.dialect.name == "postgresql" else "'ada'"
    office.change(
        f"INSERT INTO membership (engagement_id, membership_id, login, role, side) VALUES (1, 2, {login}, 'client', 2)"
    )
    assert office.apply(note(CommentAdded("internal"))).refusal is Refusal.PERMISSION
    assert office.apply(note(CommentAdded("shared", Visibility.SHARED))).outcome is Outcome.OK
    assert office.rows("SELECT side FROM event WHERE kind = 41") == [(2,)]
    office.change("UPDATE membership SET role = 'viewer' WHERE membership_id = 2")
    assert office.apply(note(CommentAdded("shared", Visibility.SHARED))).refusal is Refusal.PERMISSION
    assert office.apply(note(Viewed())).outcome is Outcome.OK


def test_a_desk_whose_clock_is_ahead_does_not_write_into_the_future(office: Office) -> None:
    ahead = 4_000_000_000_000_000
    office.apply(note(CommentAdded("x"), at=ahead))
    ((occurred, recorded, data),) = office.rows(
        "SELECT occurred_at, recorded_at, CAST(data AS text) FROM event WHERE kind = 41"
    )
    assert occurred == recorded < ahead
    assert json.loads(data)["desk_clock"] == ahead


class Losing:
    """A connection that loses requests before, or answers after, they reached the shared database."""

    def __init__(self, office: Office, *, lose: str) -> None:
        self._feed, self._lose = office.feed, lose
        self.sent: list[str] = []

    def answer(self, request: Request) -> Answer:
        if isinstance(request, ApplyMutation):
            self.sent.append(request.mutation.mutation_id)
            if self._lose == "request":
                raise DatabaseUnreachable("Lost on the way.", "Wait.")
        answer = self._feed.answer(request)
        if isinstance(request, ApplyMutation) and self._lose == "reply":
            raise DatabaseUnreachable("Lost on the way back.", "Wait.")
        return answer


@pytest.mark.parametrize("lose", ["request", "reply"])
def test_a_lost_request_or_reply_loses_no_note_and_doubles_none(office: Office, lose: str) -> None:
    desk = office.desk()
    desk.sync()
    mutation = desk.write(CommentAdded("kept"))
    lines = desk.sync(Losing(office, lose=lose))
    assert [line["code"] for line in lines if line["event"] == "error"] == ["database_unreachable"]
    assert desk.states() == {mutation.mutation_id: "sent"}
    found = ids(desk)
    assert found.count(effects(mutation)[0].event_id) == 1, "shown once, also where the event came before the answer"
    desk.sync()
    desk.sync()
    assert desk.states() == {mutation.mutation_id: "ok"}
    assert office.said() == ["kept"]
    assert ids(desk) == found


def test_at_no_moment_of_a_session_is_a_note_missing_or_shown_twice(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    mutation = desk.write(CommentAdded("always there"))
    seen: list[int] = []

    def look() -> None:
        seen.append(ids(desk).count(effects(mutation)[0].event_id))

    class Watching:
        def answer(self, request: Request) -> Answer:
            look()
            answer = office.feed.answer(request)
            look()
            return answer

    desk.sync(Watching())
    look()
    desk.sync(Watching())
    look()
    assert len(seen) > 8
    assert set(seen) == {1}


def test_a_refused_note_never_holds_up_the_others_and_stays_until_a_person_discards_it(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    bad = desk.write(CommentAdded("nowhere"), case="C-99")
    good = desk.write(CommentAdded("goes through"))
    lines = desk.sync()
    assert desk.states() == {bad.mutation_id: "rejected", good.mutation_id: "ok"}
    assert [line["outcome"] for line in lines if line["event"] == "pushed"] == ["rejected", "ok"]
    status = desk.outbox.status()
    assert (status.unsent, status.attention) == (0, 1)
    desk.sync()
    assert [entry.words for entry in desk.outbox.needing_attention()]
    desk.outbox.discard(bad.mutation_id)
    assert desk.outbox.status().attention == 0


class Poisoned:
    """A server that fails at one mutation, each time, in a way that is no answer."""

    def __init__(self, office: Office, poison: str) -> None:
        self._feed, self._poison = office.feed, poison

    def answer(self, request: Request) -> Answer:
        if isinstance(request, ApplyMutation) and request.mutation.mutation_id == self._poison:
            raise DatabaseUnreachable("It takes too long.", "Wait.", code="database_busy")
        return self._feed.answer(request)


def test_after_ten_tries_an_entry_holds_up_its_own_case_only(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    poison = desk.write(CommentAdded("poison"))
    behind = desk.write(CommentAdded("behind it"))
    other = desk.write(CommentAdded("another case"), case="C-2")
    server = Poisoned(office, poison.mutation_id)
    for _ in range(9):
        desk.sync(server)
    assert office.said() == []
    assert desk.outbox.status().last_error
    for _ in range(2):
        desk.sync(server)
    assert office.said() == ["another case"]
    assert desk.states()[behind.mutation_id] != "ok", "the order of its case is kept"
    assert desk.outbox.status().oldest == NOW
    desk.sync()
    assert set(desk.states().values()) == {"ok"}
    assert other.mutation_id in desk.states()


def test_what_a_restored_database_has_forgotten_is_sent_again(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    mutation = desk.write(CommentAdded("acknowledged"))
    desk.sync()
    assert desk.states() == {mutation.mutation_id: "ok"}
    _restore_without_notes(office)
    desk.sync()
    assert office.said() == ["acknowledged"]
    assert ids(desk).count(effects(mutation)[0].event_id) == 1
    assert desk.states() == {mutation.mutation_id: "ok"}
    new_epoch(office.engine)  # a restore that did not forget it
    desk.sync()
    assert office.said() == ["acknowledged"]


def _restore_without_notes(office: Office) -> None:
    _lose_notes(office)
    new_epoch(office.engine)


def _lose_notes(office: Office) -> None:
    if office.engine.dialect.name == "postgresql":
        allow, take_back = "SELECT set_config('bpo_desk.change', 'deleted', true)", "SELECT 1"
    else:
        allow, take_back = "UPDATE sync_meta SET change = 'deleted'", "UPDATE sync_meta SET change = NULL"
    office.change(allow, "DELETE FROM event WHERE kind = 41", "DELETE FROM applied_mutation", take_back)


def test_where_a_copy_has_to_be_made_anew_what_was_acknowledged_is_sent_again(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    mutation = desk.write(CommentAdded("acknowledged"))
    desk.sync()
    _lose_notes(office)  # nobody said that this is another history
    Keeper(desk.cache, silently).do(Wipe(1, "digest"))  # and the session that found the difference was killed here
    desk.sync()
    assert office.said() == ["acknowledged"]
    assert desk.states() == {mutation.mutation_id: "ok"}


def test_a_note_about_a_case_that_was_moved_is_refused_not_lost(office: Office) -> None:
    from bpo_desk.shared.admin import create_engagement

    second = create_engagement(office.engine, "other", "Other")
    desk = office.desk()
    desk.sync()
    mutation = desk.write(CommentAdded("too late"))
    with writing(office.engine) as connection:
        move_case(connection, office.engagement, "C-1", second, DEED)
    desk.sync()
    assert desk.states() == {mutation.mutation_id: "rejected"}


def test_nothing_of_an_erased_note_is_left_in_the_outbox(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    mutation = desk.write(CommentAdded("a secret"))
    assert b"a secret" in _pages(desk)
    desk.sync()
    with writing(office.engine) as connection:
        erase_events(connection, office.engagement, [effects(mutation)[0].event_id], DEED)
    desk.sync()
    assert desk.states() == {}
    file = desk.case()
    assert file.pending == frozenset()
    assert "a secret" not in file.dictionaries.values
    for path in (desk.outbox.path, desk.cache.path):
        assert b"a secret" not in decrypted(path, KEY), path.name


def _pages(desk: Desk) -> bytes:
    desk.outbox.tidy()
    return decrypted(desk.outbox.path, KEY)


def test_two_processes_that_push_the_same_outbox_at_once_have_one_effect_each(office: Office) -> None:
    desk = office.desk()
    written = [desk.write(CommentAdded(f"note {number}"), case=f"C-{number % 3 + 1}") for number in range(20)]

    def push_all() -> None:
        own = Outbox.open(desk.outbox.path, KEY)
        driver.run(push(), office.feed, Postman(own, silently))
        own.close()

    threads = [threading.Thread(target=push_all) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(desk.states().values()) == {"ok"}
    assert len(office.said()) == len(written)


def test_a_note_is_not_there_before_it_was_written_nor_known_to_any_database(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    desk.write(CommentAdded("x"))
    assert desk.case(as_of=NOW - 1).pending == frozenset()
    assert len(desk.case(as_of=NOW).pending) == 1
    assert desk.case(known_at=NOW * 2).pending == frozenset()


def test_pulls_ask_for_nothing_more_when_the_outbox_is_empty(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    asked: list[Request] = []

    class Counting:
        def answer(self, request: Request) -> Answer:
            asked.append(request)
            return office.feed.answer(request)

    desk.sync(Counting())
    assert not [each for each in asked if isinstance(each, ApplyMutation)]
    assert sum(isinstance(each, Pull) for each in asked) == 1
    assert EventKind.COMMENT_ADDED not in desk.case().events.kind
