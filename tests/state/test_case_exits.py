"""Exits of a case and what accepted them, told by id or by step."""

import json

from bpo_desk.models.event import EventKind as K
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.state.case_exits import CaseExit, case_exits
from bpo_desk.state.event_notes import event_ids


def events_of(*said: tuple[K, int]) -> EventColumns:
    """Events of a kind at a step, in this order."""
    kinds, steps = zip(*said, strict=True)
    return EventColumns.of({"id_lo": range(len(said)), "kind": kinds, "step": steps}, len(said))


def test_an_acceptance_that_names_its_exit_is_of_that_one():
    events = events_of((K.EXIT_RECORDED, 1), (K.EXIT_RECORDED, 1), (K.EXIT_ACCEPTED, 1))
    about = json.dumps({"event_id": event_ids(events)[1]})
    assert case_exits(events, [None, None, about]) == (CaseExit(0, NONE), CaseExit(1, 2))


def test_a_source_that_names_none_accepts_one_exit_of_the_step_each_time():
    events = events_of((K.EXIT_RECORDED, 1), (K.EXIT_RECORDED, 2), (K.EXIT_RECORDED, 1), (K.EXIT_ACCEPTED, 1))
    assert case_exits(events, []) == (CaseExit(0, 3), CaseExit(1, NONE), CaseExit(2, NONE))


def test_what_was_accepted_without_an_exit_is_told_behind_them():
    events = events_of((K.EXIT_ACCEPTED, 3), (K.EXIT_RECORDED, 1))
    assert case_exits(events, []) == (CaseExit(1, NONE), CaseExit(NONE, 0))
