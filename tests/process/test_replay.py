"""Tokens: what a log does to them agrees with the language of small processes, and with others on real logs."""

from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.process import Flow, Node, NodeKind, ProcessDefinition, Repetition, Trigger
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.position import map_steps
from bpo_desk.process.replay import Replayed, StepEvent, enabled_next, fits, replay_of
from bpo_desk.process.tokens import Phase
from tests.process.bpmn_files import definition
from tests.process.process_trees import DONE, NONE, Block, after, as_definition, nullable, steps_of
from tests.process.real_logs import recorded_fit, traces
from tests.process.small_processes import E, S, process
from tests.shared_data import shared_data


def numbered(block: Block, names: list[str] | None = None) -> Block:
    """The same block with a name of its own for each step."""
    used = [] if names is None else names
    if block == DONE:
        return block
    kind, *parts = block
    if kind == "step":
        used.append("")
        return "step", f"t{len(used)}"
    return kind, *(numbered(part, used) for part in parts)


def blocks() -> st.SearchStrategy[Block]:
    step = st.just(("step", ""))
    return st.recursive(
        step,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(["seq", "xor", "and", "or"]), inner, inner),
            st.tuples(st.sampled_from(["and", "or", "xor"]), inner, inner, inner),
            st.tuples(st.just("xor"), inner, st.just(DONE)),
            st.tuples(st.just("loop"), inner, inner),
        ),
        max_leaves=6,
    ).map(numbered)


@given(blocks(), st.data())
def test_steps_that_are_enabled_and_traces_that_fit_are_those_of_the_language(
    block: Block, data: st.DataObject
) -> None:
    process, left = as_definition(block), block
    trace: list[str] = []
    for _ in range(data.draw(st.integers(0, 8))):
        allowed = sorted(step for step in steps_of(block) if after(left, step) != NONE)
        if trace and left != NONE:
            assert sorted(enabled_next(process, trace)) == allowed, trace
        wrong = data.draw(st.booleans()) and data.draw(st.booleans())
        choice = sorted(steps_of(block)) if wrong else allowed
        if not choice:
            break
        trace.append(data.draw(st.sampled_from(choice)))
        left = after(left, trace[-1])
    if trace:
        assert fits(process, trace) == (left != NONE and nullable(left)), trace


def test_real_logs_fit_their_models_exactly_where_token_replay_and_alignments_said_so() -> None:
    # Not compared: how badly a trace fits; what is counted there (missing tokens, moves) is another measure.
    for log, by_number in (("receipt", False), ("helpdesk", False), ("BPI2020_DomesticDeclarations", True)):
        model, _ = read_definition(shared_data("models", f"{log}.bpmn").read_bytes(), log)
        found, recorded = traces(log), recorded_fit(log)
        names = sorted({step for trace in found.values() for step in trace})
        mapped, _ = map_steps(model, [(code, name, None) for code, name in enumerate(names)])
        element = {name: mapped.get(code, f"unmapped {code}") for code, name in enumerate(names)}
        cases = list(recorded)
        if by_number:  # this file lists its names as texts and its verdicts by number
            cases.sort(key=lambda case: int(case.split()[-1]))
        known: dict[tuple[str, ...], bool] = {}
        for case, verdict in zip(cases, recorded.values(), strict=True):
            trace = found[case]
            if trace not in known:
                known[trace] = fits(model, [element[step] for step in trace], frozenset())
            assert known[trace] == verdict, (log, case)


# Situations of BPMN, each as small as it can be


X, A, OR = NodeKind.EXCLUSIVE_GATEWAY, NodeKind.PARALLEL_GATEWAY, NodeKind.INCLUSIVE_GATEWAY


def told(made: ProcessDefinition, *visited: str, closed: bool = True) -> Replayed:
    replay = replay_of(made, frozenset(visited), starts=False)
    replay.follow([StepEvent(node, phase) for node in visited for phase in Phase])
    return replay.likeliest(closed=closed)


def test_a_later_event_decides_which_way_an_exclusive_gateway_took() -> None:
    made = process("s-x", "x-a", "x-y", "y-b", "y-c", s=S, x=X, y=X)
    assert told(made, "b", closed=False).flows == {"s-x": 1, "x-y": 1, "y-b": 1}


def test_an_inclusive_join_waits_only_for_branches_that_were_taken() -> None:
    made = process("s-o", "o-a", "o-b", "o-c", "a-j", "b-j", "c-j", "j-d", "d-e", s=S, o=OR, j=OR, e=E)
    assert enabled_next(made, ["a"]) == ("b", "c", "d")
    assert fits(made, ["a", "c", "d"])
    assert not fits(made, ["a", "d", "c"])


def test_an_interrupting_boundary_event_ends_its_step_and_a_non_interrupting_one_does_not() -> None:
    for interrupting in (True, False):
        timer = Node("t", NodeKind.BOUNDARY_EVENT, "", "p", trigger=Trigger.TIMER, attached_to="a",
                     interrupting=interrupting)  # fmt: skip
        made = process("s-a", "a-b", "b-e", "t-c", "c-f", nodes=(timer,), s=S, e=E, f=E)
        assert fits(made, ["a", "c"]) is interrupting
        assert fits(made, ["a", "c", "b"]) is not interrupting
        assert fits(made, ["c"]) is interrupting, "a log of completions does not show the step that was interrupted"
        assert enabled_next(made, ["a"]) == ("b",), "an exception is not what comes next"


def test_with_starts_recorded_a_boundary_event_needs_its_step_at_work() -> None:
    timer = Node("t", NodeKind.BOUNDARY_EVENT, "", "p", attached_to="a")
    made = process("s-a", "a-b", "t-c", nodes=(timer,), s=S)
    replay = replay_of(made, frozenset(), starts=True)
    replay.follow([StepEvent("c", Phase.START)])
    assert not replay.likeliest().fits
    replay.follow([StepEvent("a", Phase.START), StepEvent("c", Phase.START)])
    assert replay.likeliest().fits
    assert replay.likeliest().at_work == ("c",)


def sub_process(*inner: Node) -> tuple[Node, ...]:
    return (Node("sub", NodeKind.SUB_PROCESS, "Sub", "p"), *inner)


def test_a_process_with_several_beginnings_is_over_when_all_of_them_are() -> None:
    made = process("a-e", "b-f", e=E, f=E)
    assert fits(made, ["b", "a"])
    assert not fits(made, ["a"])


def test_a_sub_process_is_left_when_all_its_branches_have_ended() -> None:
    inner = tuple(Node(i, NodeKind.TASK, i, "p", parent="sub") for i in "ab")
    made = process("s-sub", "sub-c", "c-e", nodes=sub_process(*inner), s=S, e=E)
    assert fits(made, ["a", "b", "c"])
    assert not fits(made, ["a", "c", "b"])
    assert enabled_next(made, ["a"]) == ("b",)


def test_an_error_end_leaves_its_sub_process_by_the_boundary_event() -> None:
    nodes = sub_process(
        Node("i", S, "", "p", parent="sub"),
        Node("a", NodeKind.TASK, "a", "p", parent="sub"),
        Node("z", E, "", "p", parent="sub", trigger=Trigger.ERROR),
        Node("caught", NodeKind.BOUNDARY_EVENT, "", "p", trigger=Trigger.ERROR, attached_to="sub"),
    )
    made = process("s-sub", "i-a", "a-z", "sub-b", "caught-c", nodes=nodes, s=S)
    assert fits(made, ["a", "c"])
    assert not fits(made, ["a", "b"])


def test_a_terminating_end_takes_all_tokens_of_its_process() -> None:
    stop = Node("z", E, "", "p", trigger=Trigger.TERMINATE)
    made = process("s-p", "p-a", "p-b", "a-z", "b-e", nodes=(stop,), s=S, p=A, e=E)
    assert fits(made, ["a"])
    assert not fits(made, ["b"])


def test_ad_hoc_steps_run_in_any_order_and_number() -> None:
    nodes = (
        Node("sub", NodeKind.AD_HOC_SUB_PROCESS, "", "p"),
        Node("a", NodeKind.TASK, "a", "p", parent="sub"),
        Node("b", NodeKind.TASK, "b", "p", parent="sub"),
    )
    made = process("s-sub", "sub-c", nodes=nodes, s=S)
    for trace in ("bac", "aabc", "c"):
        assert fits(made, list(trace))
    assert not fits(made, list("ca"))


def test_loops_and_multiple_instances_repeat_their_step() -> None:
    for repetition in Repetition:
        step = Node("a", NodeKind.TASK, "a", "p", repetition=repetition)
        made = process("s-a", "a-b", nodes=(step,), s=S)
        assert fits(made, ["a", "b"])
        assert fits(made, ["a", "a", "a", "b"]) is (repetition is not Repetition.NONE)


def test_of_several_steps_of_one_name_the_one_that_is_due_is_meant() -> None:
    twins = (Node("one", NodeKind.TASK, "Check", "p"), Node("two", NodeKind.TASK, "check", "p"))
    made = process("s-one", "one-b", "b-two", "two-e", nodes=twins, s=S, e=E)
    assert told(made, "one", "b", "one").placed[::2] == ("one", "b", "two")
    assert fits(made, ["one", "b", "one"])


def test_a_step_that_was_left_out_moves_the_token_on_and_one_out_of_place_does_not() -> None:
    made = process("s-a", "a-b", "b-c", "c-d", "d-e", s=S, e=E)
    left_out = told(made, "a", "c", closed=False)
    assert (left_out.skipped, left_out.fits) == ({"b": 1}, False)
    assert enabled_next(made, ["a", "c"]) == ("d",)
    astray = told(made, "a", "a", "b", closed=False)
    assert astray.placed[::2] == ("a", None, "b")
    assert enabled_next(made, ["a", "a", "b"]) == ("c",)


def test_a_case_that_was_over_and_begins_anew_takes_the_flows_a_second_time_and_does_not_fit() -> None:
    made = process("s-a", "a-b", "b-e", s=S, e=E)
    again = told(made, "a", "b", "a", "b")
    assert again.flows == {"s-a": 2, "a-b": 2, "b-e": 2}
    assert again.placed[::2] == ("a", "b", "a", "b")
    assert not again.fits


def test_a_step_that_no_flow_reaches_fits_nowhere() -> None:
    made = process("s-a", "a-e", s=S, e=E)
    assert told(made, "a", "stranger").placed[::2] == ("a", None)


def test_a_discovered_map_takes_one_of_its_ways_at_a_time() -> None:
    made = process("s-a", "a-b", "a-c", "b-a", "c-e", s=S, e=E)
    flows = tuple(Flow(f.id, f.kind, f.source, f.target, process_id="p", count=3) for f in made.flows)
    a_map = ProcessDefinition("p", "", "p", made.nodes, flows)
    assert fits(a_map, ["a", "b", "a", "c"])
    assert enabled_next(a_map, ["a"]) == ("b", "c")


def test_after_the_check_the_claim_is_checked_again_or_paid_inside_its_sub_process() -> None:
    assert enabled_next(definition("claim.bpmn"), ["check"]) == ("check", "transfer")


def test_a_shorter_list_of_events_gives_the_same_as_if_there_had_been_no_longer_one() -> None:
    made = process("s-x", "x-a", "x-y", "y-b", "y-c", "a-x", s=S, x=X, y=X)
    replay = replay_of(made, frozenset(), starts=False)
    events = [StepEvent(node, phase) for node in "aab" for phase in Phase]
    seen = []
    for length in range(len(events) + 1):
        replay.follow(events[:length])
        seen.append(replay.likeliest())
    for length in range(len(events), -1, -1):
        replay.follow(events[:length])
        assert replay.likeliest() == seen[length]
