"""Where a case stands: steps matched to nodes, visits numbered, taken flows lit, the rest dimmed."""

from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.process.names import normalised
from bpo_desk.process.position import CasePosition, case_markers, map_steps
from tests.process.bpmn_files import definition


def state(markers: dict[str, Marker], *element_ids: str) -> list[MarkerState]:
    return [markers[element_id].state for element_id in element_ids]


def test_steps_are_matched_by_id_before_name_and_the_rest_is_listed() -> None:
    plain = definition("no_drawing.bpmn")
    steps = [(0, "whatever", "c"), (1, "CHECK_balance ", None), (2, "e", None), (3, "Feed the cat", None)]
    assert map_steps(plain, steps) == ({0: "c", 1: "d", 2: "e"}, [3])


def test_names_compare_without_case_punctuation_and_width() -> None:
    assert normalised(" Check—Ｂalance_(2) ") == normalised("check balance 2")


def test_a_loop_is_counted_and_its_visits_are_numbered() -> None:
    plain = definition("no_drawing.bpmn")
    markers = case_markers(plain, CasePosition(["b", "c", "d", "b", "c"], {"c": 1}))
    assert markers["b"] == Marker(MarkerState.DONE, times=2, path=(1, 4))
    assert markers["c"] == Marker(MarkerState.CURRENT, tokens=1, times=2, path=(2, 5))
    assert state(markers, "s9", "e", "z", "s10") == [
        MarkerState.DONE,
        MarkerState.NOT_REACHED,
        MarkerState.NOT_REACHED,
        MarkerState.NOT_REACHED,
    ]
    assert markers["s1"] == Marker(MarkerState.DONE, times=1)
    assert markers["s9"].inferred


def test_parallel_branches_light_both_ways_into_their_join() -> None:
    markers = case_markers(definition("no_drawing.bpmn"), CasePosition(["b", "c", "d", "e"], {"e": 1}))
    assert state(markers, "s3", "s4", "s5", "s6", "s7", "s8") == [MarkerState.DONE] * 6
    assert markers["join"] == Marker(MarkerState.DONE, times=1, inferred=True)


def test_what_comes_next_is_inferred_and_never_hides_a_visit() -> None:
    markers = case_markers(definition("no_drawing.bpmn"), CasePosition(["b"], {}, next_steps=["c", "d", "b"]))
    assert markers["c"] == Marker(MarkerState.NEXT, inferred=True)
    assert markers["b"].state is MarkerState.DONE


def test_a_closed_case_has_taken_the_way_to_the_end() -> None:
    plain = definition("no_drawing.bpmn")
    visited = ["b", "c", "d", "e"]
    assert state(case_markers(plain, CasePosition(visited, {}, closed=True)), "s10", "z") == [MarkerState.DONE] * 2
    assert state(case_markers(plain, CasePosition(visited, {})), "s10", "z") == [MarkerState.NOT_REACHED] * 2


def test_the_worst_state_of_a_step_wins() -> None:
    position = CasePosition(["b"], {"b": 2}, waiting=["b"], overdue=["b"])
    assert case_markers(definition("no_drawing.bpmn"), position)["b"] == Marker(
        MarkerState.OVERDUE, tokens=2, times=1, path=(1,)
    )


def test_a_step_inside_a_sub_process_is_reached_through_it_and_marks_it() -> None:
    markers = case_markers(definition("claim.bpmn"), CasePosition(["check", "transfer"], {"transfer": 1}))
    assert markers["pay"] == Marker(MarkerState.CURRENT, inferred=True)
    assert state(markers, "f2", "f3", "p1", "f1", "f5") == [
        MarkerState.DONE,
        MarkerState.DONE,
        MarkerState.DONE,
        MarkerState.DONE,
        MarkerState.NOT_REACHED,
    ]


def test_a_visit_that_no_flow_explains_is_marked_without_a_path() -> None:
    markers = case_markers(definition("no_drawing.bpmn"), CasePosition(["e", "c"], {"c": 1}))
    assert markers["c"].path == (2,)
    assert markers["e"].path == (1,)
