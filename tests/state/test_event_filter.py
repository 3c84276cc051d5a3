"""Which events a filter keeps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.event import EventKind as K
from bpo_desk.models.sides import Side
from bpo_desk.state.event_filter import EventFilter, Topic, events_kept, with_neighbours
from tests.ui_case import stories

FILE = stories.replaced_card()
EVENTS, NAMES = FILE.events, FILE.dictionaries


def _kinds(wanted: EventFilter) -> set[int]:
    return set(EVENTS.kind[events_kept(wanted, EVENTS, NAMES)].tolist())


def test_no_condition_keeps_every_event() -> None:
    assert EventFilter(around=5).is_empty
    assert events_kept(EventFilter(), EVENTS, NAMES).all()


def test_topics_name_what_an_event_is_about() -> None:
    assert _kinds(EventFilter(topics=frozenset({Topic.EXIT}))) == {K.EXIT_RECORDED, K.EXIT_ACCEPTED}
    assert _kinds(EventFilter(topics=frozenset({Topic.FEEDBACK, Topic.COMMENT}))) == {
        K.FEEDBACK_RECEIVED, K.FEEDBACK_ANSWERED, K.COMMENT_ADDED, K.DOCUMENT_ADDED,
    }  # fmt: skip


def test_a_person_is_found_as_actor_and_as_holder() -> None:
    ben = next(k for k, p in enumerate(NAMES.persons) if p.name == "Ben Okafor")
    kept = events_kept(EventFilter(persons=frozenset({ben})), EVENTS, NAMES)
    assert (kept == ((EVENTS.actor == ben) | (EVENTS.holder == ben))).all()
    assert (kept & (EVENTS.actor != ben)).any()


def test_a_side_is_that_of_who_acted_not_of_whom_the_clock_waits_for() -> None:
    kept = events_kept(EventFilter(sides=frozenset({Side.CUSTOMER})), EVENTS, NAMES)
    assert set(EVENTS.kind[kept].tolist()) == {K.CONTACT_RECEIVED, K.DOCUMENT_ADDED, K.FEEDBACK_RECEIVED}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("passport.PDF", {K.DOCUMENT_ADDED}),
        ("second signature", {K.EXIT_RECORDED}),
        ("exit accepted", {K.EXIT_ACCEPTED}),
        ("no such words", set()),
    ],
)
def test_every_word_must_stand_in_a_name_a_value_or_the_kind(text: str, kinds: set[int]) -> None:
    assert _kinds(EventFilter(text=text)) == kinds


def test_business_events_are_without_what_systems_leave_behind() -> None:
    kept = events_kept(EventFilter(business=True), EVENTS, NAMES)
    gone = EVENTS.take(~kept)
    assert len(gone)
    assert set(gone.kind.tolist()) <= {K.FIELD_CHANGED, K.PRIORITY_CHANGED, K.DUE_CHANGED}
    assert {NAMES.persons[actor].side for actor in gone.actor.tolist()} == {Side.SYSTEM}


def test_bounds_include_their_instant_and_leave_out_what_has_no_time() -> None:
    at = int(EVENTS.occurred_at[20])
    kept = events_kept(EventFilter(after=at, before=at), EVENTS, NAMES)
    assert kept[20]
    assert (EVENTS.occurred_at[kept] == at).all()
    other = stories.completions_only()
    assert stories.without_time(other) == 1
    assert not events_kept(EventFilter(after=0), other.events, other.dictionaries).all()


def test_only_pinned_events_and_none_where_nothing_is_pinned() -> None:
    pinned = np.zeros(len(EVENTS), dtype=bool)
    pinned[[3, 9]] = True
    assert np.flatnonzero(events_kept(EventFilter(pinned=True), EVENTS, NAMES, pinned)).tolist() == [3, 9]
    assert not events_kept(EventFilter(pinned=True), EVENTS, NAMES).any()


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=30), st.integers(1, 4))
def test_neighbours_are_those_of_the_same_case_only(rows: list[tuple[bool, int]], around: int) -> None:
    rows = sorted(rows, key=lambda row: row[1])
    hits, case = np.array([r[0] for r in rows], bool), np.array([r[1] for r in rows], np.int32)
    expected = [
        any(hits[j] and case[j] == case[i] for j in range(max(i - around, 0), min(i + around + 1, len(rows))))
        for i in range(len(rows))
    ]
    assert with_neighbours(hits, case, around).tolist() == expected
