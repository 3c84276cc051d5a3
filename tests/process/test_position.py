"""Where a case stands: steps matched to nodes, visits numbered, taken flows lit, the rest dimmed."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.demo.batch import batch
from bpo_desk.demo.world import ENGAGEMENTS, engagement_cases
from bpo_desk.models.process import NodeKind, ProcessDefinition, Repetition, Trigger
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.process.names import normalised
from bpo_desk.process.position import CasePosition, case_markers, map_steps
from bpo_desk.process.replay import StepEvent, replay_of
from bpo_desk.process.tokens import Phase
from bpo_desk.process.visits import case_visits
from bpo_desk.resources_path import resource
from tests.process.bpmn_files import definition
from tests.process.small_processes import SITUATIONS, E, S, activity, boundary, event, process, scope


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


# Each kind of element, with beginnings recorded ("a+" begins, "a-" ends) and with completions only ("a")


def stands(made: ProcessDefinition, *told: str, closed: bool = False) -> dict[str, Marker]:
    """The markers after some moments of a log."""
    visited: list[str] = []
    log: list[tuple[int, Phase]] = []
    at_work: dict[str, list[int]] = {}
    for moment in told:
        node, sign = (moment[:-1], moment[-1]) if moment[-1] in "+-" else (moment, "")
        if sign == "-":
            log.append((at_work[node].pop(0), Phase.COMPLETE))
            continue
        log.append((len(visited), Phase.START))
        if sign == "+":
            at_work.setdefault(node, []).append(len(visited))
        else:
            log.append((len(visited), Phase.COMPLETE))
        visited.append(node)
    exact = all(moment[-1] in "+-" for moment in told)
    current = {node: len(numbers) for node, numbers in at_work.items() if numbers}
    return case_markers(made, CasePosition(visited, current, closed=closed, log=log, exact=exact))


def those(markers: dict[str, Marker], wanted: MarkerState) -> set[str]:
    return {element_id for element_id, marker in markers.items() if marker.state is wanted}


def taken(markers: dict[str, Marker]) -> set[str]:
    return {element_id for element_id in those(markers, MarkerState.DONE) if "-" in element_id}


BRANCHES = process("s-p", "p-a", "p-b", "a-q", "b-q", "q-c", "c-e", s=S, e=E,
                   p=NodeKind.PARALLEL_GATEWAY, q=NodeKind.PARALLEL_GATEWAY)  # fmt: skip


def test_the_other_branch_is_due_while_one_is_at_work_and_the_join_waits_for_both() -> None:
    markers = stands(BRANCHES, "a+")
    assert those(markers, MarkerState.CURRENT) == {"a"}
    assert those(markers, MarkerState.NEXT) == {"b"}
    markers = stands(BRANCHES, "a+", "b+", "a-")
    assert those(markers, MarkerState.CURRENT) == {"b"}
    assert those(markers, MarkerState.NEXT) == set()
    assert taken(markers) == {"s-p", "p-a", "p-b", "a-q"}
    assert markers["q"].state is MarkerState.NOT_REACHED
    assert those(stands(BRANCHES, "a+", "b+", "a-", "b-"), MarkerState.NEXT) == {"c"}
    assert those(stands(BRANCHES, "a"), MarkerState.NEXT) == {"b"}


def test_an_exclusive_gateway_takes_one_way_and_what_comes_next_may_be_either() -> None:
    made = process("s-a", "a-x", "x-b", "x-c", "b-e", "c-e", s=S, e=E, x=NodeKind.EXCLUSIVE_GATEWAY)
    assert those(stands(made, "a+", "a-"), MarkerState.NEXT) == {"b", "c"}
    markers = stands(made, "a+", "a-", "c+")
    assert those(markers, MarkerState.NEXT) == set()
    assert taken(markers) == {"s-a", "a-x", "x-c"}


def test_an_inclusive_join_waits_for_the_branches_that_were_taken() -> None:
    made = process("s-a", "a-o", "o-b", "o-c", "b-j", "c-j", "j-d", "d-e", s=S, e=E,
                   o=NodeKind.INCLUSIVE_GATEWAY, j=NodeKind.INCLUSIVE_GATEWAY)  # fmt: skip
    markers = stands(made, "a+", "a-", "b+", "c+", "b-")
    assert those(markers, MarkerState.CURRENT) == {"c"}
    assert those(markers, MarkerState.NEXT) == set()
    assert those(stands(made, "a+", "a-", "b+", "b-"), MarkerState.NEXT) == {"c", "d"}


def test_after_an_event_based_gateway_whatever_happens_first_may_come() -> None:
    made = process("s-a", "a-g", "g-m", "g-w", "m-b", "w-c", "b-e", "c-e", s=S, e=E,
                   g=NodeKind.EVENT_GATEWAY, m=NodeKind.CATCH_EVENT, w=NodeKind.CATCH_EVENT)  # fmt: skip
    assert those(stands(made, "a+", "a-"), MarkerState.NEXT) == {"b", "c"}
    markers = stands(made, "a+", "a-", "c+")
    assert markers["w"] == Marker(MarkerState.DONE, times=1, inferred=True)
    assert markers["m"].state is MarkerState.NOT_REACHED


def test_a_reminder_leaves_its_step_at_work() -> None:
    made = process("s-a", "a-b", "b-e", "t-c", "c-f", nodes=(boundary("t", "a", interrupting=False),), s=S, e=E, f=E)
    markers = stands(made, "a+", "c+")
    assert those(markers, MarkerState.CURRENT) == {"a", "c"}
    assert markers["t"] == Marker(MarkerState.DONE, times=1, inferred=True)
    assert taken(markers) == {"s-a", "t-c"}
    assert those(stands(made, "a+", "c+", "c-", "a-"), MarkerState.NEXT) == {"b"}


def test_a_time_out_takes_the_step_away_and_the_way_out_is_the_events() -> None:
    made = process("s-a", "a-b", "b-e", "t-c", "c-f", nodes=(boundary("t", "a"),), s=S, e=E, f=E)
    markers = stands(made, "a+", "a-", "c+")
    assert those(markers, MarkerState.CURRENT) == {"c"}
    assert taken(markers) == {"s-a", "t-c"}
    recorded = stands(made, "a+", "t", "a-", "c+")
    assert those(recorded, MarkerState.CURRENT) == {"c"}
    assert recorded["t"].path == (2,)


def test_several_instances_stand_at_their_step_together_and_leave_it_once() -> None:
    made = process("s-a", "a-b", "b-e", nodes=(activity("a", repetition=Repetition.PARALLEL),), s=S, e=E)
    markers = stands(made, "a+", "a+", "a+", "a-")
    assert markers["a"] == Marker(MarkerState.CURRENT, tokens=2, times=3, path=(1, 2, 3))
    assert those(markers, MarkerState.NEXT) == set()
    after = stands(made, "a+", "a+", "a-", "a-", "b+")
    assert after["a-b"] == Marker(MarkerState.DONE, times=1)
    assert after["a"] == Marker(MarkerState.DONE, times=2, path=(1, 2))


def test_a_loop_step_may_come_again_or_be_left() -> None:
    made = process("s-a", "a-b", "b-e", nodes=(activity("a", repetition=Repetition.LOOP),), s=S, e=E)
    markers = stands(made, "a+", "a-", "a+", "a-")
    assert markers["a"] == Marker(MarkerState.DONE, times=2, path=(1, 2))
    assert those(markers, MarkerState.NEXT) == {"b"}


def test_a_sub_process_is_current_while_one_of_its_branches_is_at_work() -> None:
    inner = (scope("sub"), activity("a", parent="sub"), activity("b", parent="sub"))
    made = process("s-sub", "sub-c", "c-e", nodes=inner, s=S, e=E)
    markers = stands(made, "a+", "b+", "a-")
    assert markers["sub"] == Marker(MarkerState.CURRENT, inferred=True)
    assert those(markers, MarkerState.CURRENT) == {"sub", "b"}
    after = stands(made, "a+", "b+", "a-", "b-", "c+")
    assert after["sub"].state is MarkerState.DONE
    assert after["sub-c"].state is MarkerState.DONE


def test_a_complaint_runs_beside_the_process_it_interrupts_or_not() -> None:
    for interrupting in (False, True):
        start = event("i", S, parent="sub", trigger=Trigger.MESSAGE, interrupting=interrupting)
        end = event("k", E, parent="sub")
        nodes = (scope("sub", event=True), start, activity("c", parent="sub"), end)
        made = process("s-a", "a-b", "b-e", "i-c", "c-k", nodes=nodes, s=S, e=E)
        markers = stands(made, "a+", "c+", "a-") if not interrupting else stands(made, "a+", "a-", "c+")
        assert "c" in those(markers, MarkerState.CURRENT)
        assert those(markers, MarkerState.NEXT) == ({"b"} if not interrupting else set())


def test_what_happened_and_fits_no_token_keeps_its_visit() -> None:
    made = process("s-a", "a-b", "b-c", "c-e", s=S, e=E)
    markers = stands(made, "a+", "a-", "b+", "b-", "a+", "a-", "c+")
    assert markers["a"].path == (1, 3)
    assert markers["c"] == Marker(MarkerState.CURRENT, tokens=1, times=1, path=(4,))
    assert taken(markers) >= {"s-a", "a-b", "b-c"}


@given(st.sampled_from(sorted(SITUATIONS)), st.data())
def test_whatever_a_log_says_every_visit_is_numbered_once_and_every_open_step_is_current(
    name: str, data: st.DataObject
) -> None:
    made, _ = SITUATIONS[name]
    steps = [node.id for node in made.nodes if node.kind is NodeKind.TASK]
    open_now: list[str] = []
    told: list[str] = []
    for _ in range(data.draw(st.integers(0, 8))):
        if open_now and data.draw(st.booleans()):
            told.append(open_now.pop(data.draw(st.integers(0, len(open_now) - 1))) + "-")
        else:
            open_now.append(data.draw(st.sampled_from(steps)))
            told.append(open_now[-1] + "+")
    markers = stands(made, *told)
    numbers = sorted(number for marker in markers.values() for number in marker.path)
    assert numbers == list(range(1, sum(moment.endswith("+") for moment in told) + 1))
    assert {node: m.tokens for node, m in markers.items() if m.tokens} == Counter(open_now)


def test_where_every_case_of_the_demo_stands_is_where_its_open_work_items_are() -> None:
    for engagement in ENGAGEMENTS:
        made = batch(engagement_cases(engagement, 1, 60, date(2026, 11, 20)), engagement.code)
        steps = made.dictionaries.steps
        for case, process_key in enumerate(made.case_process):
            events = made.columns.take(made.columns.case == case)
            model, _ = read_definition(resource("processes", f"{process_key}.bpmn").read_bytes(), process_key)
            elements, _ = map_steps(model, [(n, s.name, s.element or None) for n, s in enumerate(steps) if n])
            found = case_visits(events)
            visited, log = found.on(elements)
            ended = {number for number, phase in log if phase is Phase.COMPLETE}
            still_open = Counter(node for number, node in enumerate(visited) if number not in ended)
            markers = case_markers(model, CasePosition(visited, still_open, log=log, exact=found.exact))
            assert {n for n, m in markers.items() if m.state is MarkerState.CURRENT} == set(still_open)
            replay = replay_of(model, frozenset(visited), starts=found.exact)
            replay.follow([StepEvent(visited[n], phase, phase is Phase.START and n not in ended) for n, phase in log])
            assert sorted(replay.likeliest().at_work) == sorted(still_open), (process_key, case)


def test_work_that_was_called_off_keeps_its_number_and_is_not_done() -> None:
    made = process("s-a", "a-b", "b-e", s=S, e=E)
    position = CasePosition(["a", "b"], {}, withdrawn=["b"], exited=["a"])
    markers = case_markers(made, position)
    assert markers["b"] == Marker(MarkerState.NOT_REACHED, path=(2,))
    assert markers["a"] == Marker(MarkerState.EXITED, times=1, path=(1,))
