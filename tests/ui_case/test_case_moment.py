"""Every step of the slider is the fold of exactly that prefix of the log."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bpo_desk.models.case_columns import HolderKind
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.event import EventKind
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.process.ad_hoc import task_element_id
from bpo_desk.process.markers import MarkerState
from bpo_desk.state.context import StateContext
from bpo_desk.state.states import states
from bpo_desk.ui.case.case_view import prepare_case
from tests.ui_case import stories


@pytest.mark.parametrize(
    "make", [stories.replaced_card, stories.completions_only, stories.closed_case, stories.long_texts]
)
def test_a_moment_is_the_state_of_its_prefix(make) -> None:  # type: ignore[no-untyped-def]
    file: CaseFile = make()
    view = prepare_case(file, stories.NOW)
    context = StateContext.of(file.dictionaries)
    for step in range(1, len(file.events) + 1):
        expected = states(file.events.take(slice(0, step)), context)
        moment = view.moment(step)
        assert moment.step == step
        for name, column in expected.columns.items():
            assert moment.state[name].tolist() == column.tolist(), (step, name)


def test_an_instant_takes_all_events_of_that_instant() -> None:
    file = stories.replaced_card()
    view = prepare_case(file, stories.NOW)
    at = int(file.events.occurred_at[3])
    assert (file.events.occurred_at == at).sum() > 1
    step = view.step_at(at)
    assert step == int((file.events.occurred_at <= at).sum())
    assert len(file.events.as_of(at)) == step


def test_events_of_unknown_time_belong_to_every_moment() -> None:
    file = stories.completions_only()
    view = prepare_case(file, stories.NOW)
    assert file.events.occurred_at[0] == TIME_UNKNOWN
    assert view.step_at(0) == 1


def test_before_the_first_event_nothing_is_known() -> None:
    moment = prepare_case(stories.replaced_card(), stories.NOW).moment(0)
    assert len(moment.state) == 0
    assert moment.fields == ()
    assert {marker.state for marker in moment.markers.values()} <= {MarkerState.NOT_REACHED}


def test_field_values_are_those_of_the_moment_and_not_later_ones() -> None:
    file = stories.replaced_card()
    view = prepare_case(file, stories.NOW)
    address = next(i for i, f in enumerate(file.dictionaries.fields) if f.name == "Delivery address")
    set_at = int(np.flatnonzero(file.events.field == address)[0])
    before = {found.field for found in view.moment(set_at).fields}
    after = {found.field: found for found in view.moment(set_at + 1).fields}
    assert address not in before
    assert file.dictionaries.values[after[address].value] == "Elbchaussee 120, 22763 Hamburg"
    status = next(i for i, f in enumerate(file.dictionaries.fields) if f.name == "Ticket state")
    live = {found.field: found for found in view.live.fields}
    assert live[status].changes == 3
    assert file.dictionaries.values[live[status].value] == "Card ordered"


def test_a_blank_field_value_is_unknown_and_not_missing() -> None:
    file = stories.replaced_card()
    limit = next(i for i, f in enumerate(file.dictionaries.fields) if f.name == "Card limit")
    found = {f.field: f.value for f in prepare_case(file, stories.NOW).live.fields}
    assert found[limit] == 0


def test_markers_follow_the_moment() -> None:
    file = stories.replaced_card()
    view = prepare_case(file, stories.NOW)
    started = int(np.flatnonzero((file.events.kind == EventKind.STARTED) & (file.events.work_item == 2))[0])
    moment = view.moment(started + 1)
    assert moment.markers["T_verify"].state is MarkerState.CURRENT
    assert moment.markers["T_register"].state is MarkerState.DONE
    assert moment.markers["T_fraud"].state is MarkerState.NOT_REACHED
    paused = int(np.flatnonzero(file.events.kind == EventKind.CLOCK_PAUSED)[0])
    assert view.moment(paused + 1).markers["T_verify"].state is MarkerState.WAITING
    assert view.live.markers["T_fraud"].path == (3, 5)
    assert view.live.markers["T_approve"].state is MarkerState.EXITED
    assert view.live.markers["T_approve"].detour == "approved without the second signature"
    assert view.live.markers["T_approve"].returned


def test_open_work_items_of_one_step_are_counted_and_work_that_broke_off_is_not_done() -> None:
    story = stories.Story()
    ann = story.person("Ann")
    collect, check, ask = (story.step(name) for name in ("Collect", "Check", "Ask"))
    for minute, (item, step, kind) in enumerate(
        [
            (1, collect, EventKind.STARTED), (2, collect, EventKind.STARTED), (3, collect, EventKind.STARTED),
            (1, collect, EventKind.COMPLETED), (4, check, EventKind.STARTED), (4, check, EventKind.ABORTED),
            (5, ask, EventKind.SCHEDULED), (5, ask, EventKind.WITHDRAWN),
        ]
    ):  # fmt: skip
        story.add(stories.START + timedelta(minutes=minute), kind, step=step, work_item=item, holder=ann)
    markers = prepare_case(story.file(), stories.NOW).live.markers
    assert (markers[f"step-{collect}"].state, markers[f"step-{collect}"].tokens) == (MarkerState.CURRENT, 2)
    assert markers[f"step-{check}"].state is MarkerState.FAILED
    assert markers[f"step-{ask}"].state is MarkerState.NOT_REACHED
    assert markers[f"step-{ask}"].path == (5,)


def test_an_ad_hoc_task_is_drawn_beneath_and_not_reached_before_it_began() -> None:
    file = stories.replaced_card()
    view = prepare_case(file, stories.NOW)
    element = task_element_id("3")
    first = int(np.flatnonzero(file.events.work_item == 3)[0])
    assert view.diagram.drawing is not None
    assert element in view.diagram.drawing.shapes
    assert view.moment(first).markers[element].state is MarkerState.NOT_REACHED
    assert view.moment(first + 1).markers[element].state is MarkerState.CURRENT
    assert view.live.markers[element].state is MarkerState.DONE
    assert view.live.markers[element].badge == "Cara Lindqvist"
    assert view.diagram.unmapped == ()


def test_a_source_of_completions_only_has_no_known_holder() -> None:
    moment = prepare_case(stories.completions_only(), stories.NOW).live
    assert moment.value("holder_kind") == HolderKind.UNKNOWN
    assert not any(marker.tokens for marker in moment.markers.values())


def test_a_case_without_a_definition_is_drawn_as_a_map_of_what_it_did() -> None:
    view = prepare_case(stories.completions_only(), stories.NOW)
    assert view.diagram.drawing is not None
    names = {shape.name for shape in view.diagram.drawing.shapes.values()}
    assert "T05 Print and send" in names
    assert len(view.diagram.elements) == 6


def test_an_unreadable_definition_is_said_and_the_rest_is_shown() -> None:
    story = stories.Story()
    story.xml = b"<notbpmn/>"
    story.add(stories.START, EventKind.OPENED)
    view = prepare_case(story.file(), stories.NOW)
    assert view.diagram.drawing is None
    assert "cannot be drawn" in view.diagram.note
    assert len(view.live.state) == 1


@pytest.mark.parametrize("make", [stories.replaced_card, stories.completions_only])
def test_a_file_of_a_time_before_its_first_event_can_be_prepared(make) -> None:  # type: ignore[no-untyped-def]
    file: CaseFile = make()
    nothing = file.events.take(slice(0, 0))
    early = replace(
        file, events=nothing, data=[], source_record=[], state=states(nothing, StateContext.of(file.dictionaries))
    )
    view = prepare_case(early, stories.NOW)
    assert len(view.live.state) == 0
    assert view.live.fields == ()
    assert view.step_at(stories.NOW) == 0
    assert {marker.state for marker in view.live.markers.values()} <= {MarkerState.NOT_REACHED}
