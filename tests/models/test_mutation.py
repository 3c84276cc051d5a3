"""Mutations are stored and sent as text and make the same events everywhere, in this version and in later ones."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.errors import WrongUsage
from bpo_desk.models.event import EventKind
from bpo_desk.models.mutation import (
    PAYLOADS,
    Actor,
    CommentAdded,
    Mutation,
    Payload,
    TaskScheduled,
    check,
    is_task_number,
    login_mark,
    new_mutation_id,
    payload_json,
    payload_of,
    task_number,
)
from bpo_desk.models.mutation_effects import effect_id, effects
from bpo_desk.models.mutation_kinds import MutationKind
from bpo_desk.models.review import ReviewKept

OWN = "0199c82cc0007bae975add57b395c0d0"
payloads = st.one_of(*[st.builds(form) for form in PAYLOADS.values()])


def test_every_kind_has_its_payload() -> None:
    assert set(PAYLOADS) == set(MutationKind)


@given(payloads)
def test_a_payload_comes_back_from_its_text_as_it_was(payload: Payload) -> None:
    assert payload_of(payload.kind, payload_json(payload)) == payload


def test_a_kind_or_field_of_a_newer_program_is_named() -> None:
    for kind, text in (("review_saved", "{}"), ("comment_added", '{"text": "x", "mood": "fine"}')):
        with pytest.raises(WrongUsage, match="does not know"):
            payload_of(kind, text)


def test_a_task_without_a_due_time_is_stored_as_before_there_was_one() -> None:
    # else what an earlier version sent, and this one sends again, would have two hashes and be refused
    stored = '{"holder":"","queue":"","step":"Call back","text":""}'
    task = payload_of("task_scheduled", stored)
    assert task == TaskScheduled("Call back")
    assert payload_json(task) == stored


def test_a_due_time_of_a_task_becomes_an_event_of_that_task() -> None:
    due = "2026-11-24T16:00:00Z"
    told = effects(Mutation(OWN, "acme", "C-1", TaskScheduled("Call back", due=due), 5, Actor("ada", "Ada")))
    assert [(each.kind, each.new_value, each.ad_hoc) for each in told] == [
        (EventKind.SCHEDULED, None, True),
        (EventKind.DUE_CHANGED, due, True),
    ]
    assert {each.work_item for each in told} == {task_number(OWN)}


@pytest.mark.parametrize("due", ["soon", "2026-11-24", "2026-11-24T16:00:00"])
def test_a_due_time_without_a_place_on_the_line_of_time_is_refused(due: str) -> None:
    with pytest.raises(WrongUsage, match="no instant"):
        check(Mutation(OWN, "acme", "C-1", TaskScheduled("Call back", due=due), 5, Actor("ada", "Ada")))


def test_ids_of_events_never_change_between_versions() -> None:
    # another id for the same mutation would append it a second time after a restore
    assert effect_id(OWN, 0) == "0199c82cc0007baea62efb59f4b13e60"
    assert task_number(OWN) == 394147644


def test_ids_are_of_version_seven_and_rise_with_time() -> None:
    ids = [new_mutation_id(1_760_000_000_000_000 + 1000 * step) for step in range(50)]
    assert sorted(ids) == ids
    assert {each[12] for each in ids} == {"7"}
    assert {each[16] for each in ids} <= set("89ab")
    events = {effect_id(each, index) for each in ids for index in range(3)}
    assert len(events) == 150
    assert {each[16] for each in events} <= set("89ab")
    assert all(is_task_number(task_number(each)) for each in ids)


def test_ids_of_a_login_rise_with_time_and_say_for_whom_they_are() -> None:
    ids = [new_mutation_id(1_760_000_000_000_000 + 1000 * step, "änne") for step in range(50)]
    assert sorted(ids) == ids
    assert len(set(ids)) == 50
    assert {(len(each), each[12], each[16] in "89ab") for each in ids} == {(32, "8", True)}
    assert all(each[23:] == login_mark(each[:23], "änne") != login_mark(each[:23], "bo") for each in ids)


@given(payloads)
def test_whatever_passes_the_check_has_effects_that_are_valid_json(payload: Payload) -> None:
    mutation = Mutation(OWN, "acme", "C-1", payload, 5, Actor("ada", "Ada"))
    try:
        check(mutation)
    except WrongUsage:
        return
    found = effects(mutation)
    assert found or isinstance(payload, ReviewKept)  # the draft of a review is a row and no event
    assert len({each.event_id for each in found}) == len(found)
    assert all(json.loads(each.data)["mutation"] == OWN for each in found)


def test_the_hash_covers_everything_but_the_id() -> None:
    first = Mutation(OWN, "acme", "C-1", CommentAdded("x"), 5, Actor("ada", "Ada"))
    others = [
        Mutation(OWN, "acme", "C-1", CommentAdded("y"), 5, Actor("ada", "Ada")),
        Mutation(OWN, "acme", "C-2", CommentAdded("x"), 5, Actor("ada", "Ada")),
        Mutation(OWN, "other", "C-1", CommentAdded("x"), 5, Actor("ada", "Ada")),
        Mutation(OWN, "acme", "C-1", TaskScheduled("x"), 5, Actor("ada", "Ada")),
        Mutation(OWN, "acme", "C-1", CommentAdded("x"), 5, Actor("ada", "Bo")),
        Mutation(OWN, "acme", "C-1", CommentAdded("x"), 5, Actor("ada", "Ada"), 3),
        Mutation(OWN, "acme", "C-1", CommentAdded("x"), 5, Actor("ada", "Ada"), after=OWN),
    ]
    assert len({each.payload_hash() for each in (first, *others)}) == 8


def test_what_was_written_on_nothing_else_has_the_hash_of_earlier_versions() -> None:
    # else what they sent, and this version sends again after a restore, would be refused as something else
    said = Mutation(OWN, "acme", "C-1", CommentAdded("x"), 5, Actor("ada", "Ada"))
    assert said.payload_hash() == "b2e718446482bad7162aac8bc9b7b05067b61b397f0b797d5bee291eaa45face"
