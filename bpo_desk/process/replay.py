"""What a log does to the tokens of a definition: which flows were taken, where tokens are now, and what comes next.

Keeps every marking that the events allow, cheapest way each, so that a later event decides which silent choice was
made. Where no marking allows an event, steps are left out (a skip) or the event stays without a place; both are told.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bpo_desk.models.process import FLOW_NODE_FAMILIES, Family, ProcessDefinition
from bpo_desk.process.names import normalised
from bpo_desk.process.token_net import token_net
from bpo_desk.process.tokens import RARE, SKIP, USUAL, Move, Net, Phase, Way, places

_WIDEST, _WIDEST_ASTRAY = 64, 8
_WORSE = 4 * SKIP
_UNPLACED = SKIP + SKIP // 2
_UNPLACED_OPEN = 10 * SKIP
_ANOTHER_OF_THE_NAME = 5
_ENDS_TRIED = 64
_KEPT = 12


@dataclass(frozen=True, slots=True)
class StepEvent:
    """One event of a log about a flow node. `open_end` marks a start whose end is not recorded because the step is
    still at work."""

    node: str
    phase: Phase
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Replayed:
    """The likeliest reading of a log.

    `flows` and `passed`: how often a sequence flow was taken and a silent node passed; `at_work` activities with a
    token inside; `waiting` flows with a token; `placed` the node of each event, None where it fits nowhere; `skipped`
    the steps that were left out. `fits` tells that nothing was left out or misplaced; `over` that every token has come
    to an end, silent moves counted (told of closed cases only). `ways` are the moves before and with each event, and
    last those to the end.
    """

    flows: dict[str, int]
    passed: dict[str, int]
    at_work: tuple[str, ...]
    waiting: tuple[str, ...]
    placed: tuple[str | None, ...]
    skipped: dict[str, int]
    fits: bool
    over: bool
    ways: tuple[Way, ...] = field(default=(), compare=False, repr=False)


@dataclass(slots=True)
class Past:
    """How a marking was reached: the past before, the moves since, and the node of the event (None: no place)."""

    before: Past | None
    way: Way
    node: str | None


Layer = dict[int, tuple[int, Past]]


@dataclass(slots=True)
class Replay:
    """The tokens of one definition under a growing or shrinking list of events."""

    net: Net
    alike: dict[str, tuple[str, ...]]
    events: list[StepEvent] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)

    def follow(self, events: Sequence[StepEvent]) -> None:
        """Take in these events; what they share with the last ones is not computed again."""
        same = 0
        for known, wanted in zip(self.events, events, strict=False):
            if known != wanted:
                break
            same += 1
        del self.layers[same + 1 :]
        if not self.layers:
            self.layers.append({self.net.start: (0, Past(None, (), None))})
        for event in events[same:]:
            self.layers.append(self.advanced(self.layers[-1], event))
        self.events = list(events)

    def likeliest(self, *, closed: bool = False) -> Replayed:
        """The cheapest marking and how it came about; with `closed` the way to the end is added where there is one."""
        layer = self.layers[-1]
        marking, last, over = self.taken_end(layer, closed=closed)
        cost, past = layer[marking]
        return self._told(marking, past, last, fits=cost < SKIP and (over or not closed), over=over)

    def taken_end(self, layer: Layer, *, closed: bool) -> tuple[int, Way, bool]:
        """Of a layer the marking that is taken for the likeliest; with `closed` the moves from it to an end, and
        whether every token comes to one."""
        cheapest = sorted(layer, key=lambda m: layer[m][0])
        marking = cheapest[0]
        if not closed:
            return marking, (), False
        end = self._ending(marking)
        if end is None:
            for other in cheapest[1:_ENDS_TRIED]:
                if layer[other][0] < layer[marking][0] + SKIP and (found := self._ending(other)) is not None:
                    marking, end = other, found
                    break
        return marking, end[1] if end is not None else self._some_end(marking), end is not None

    def advanced(self, layer: Layer, event: StepEvent) -> Layer:
        """The layer after one event."""
        return _advanced(self.net, self.alike, layer, event)

    def next_steps(self) -> list[str]:
        """The activities and recorded events that the tokens allow next, in the order of the net."""
        layer = self.layers[-1]
        least = min(cost for cost, _ in layer.values())
        allowed: dict[str, None] = {}
        for marking, (cost, _) in layer.items():
            if cost > least + RARE // 2:
                continue
            for reached in self.net.closure(marking, USUAL):
                for (node, phase), transitions in self.net.steps.items():
                    if phase is Phase.COMPLETE and (node, Phase.START) in self.net.steps:
                        continue
                    if node not in allowed and any(t.enabled(reached) and t.consume | t.produce for t in transitions):
                        allowed[node] = None
        return [node for node, _ in self.net.steps if node in allowed and allowed.pop(node, 0) is None]

    def _ending(self, marking: int) -> tuple[int, Way] | None:
        ends = [found for m, found in self.net.closure(marking).items() if self.net.is_over(m)]
        return min(ends, key=lambda found: found[0]) if ends else None

    def _some_end(self, marking: int) -> Way:
        """The cheapest way to an end of the process although other tokens stay behind; empty where there is none."""
        for _, way in self.net.closure(marking).values():
            if way and not way[-1].transition.produce and way[-1].taken:
                return way
        return ()

    def _told(self, marking: int, past: Past, last: Way, *, fits: bool, over: bool) -> Replayed:
        placed: list[str | None] = []
        ways: list[Way] = [last]
        at: Past | None = past
        while at is not None and at.before is not None:
            placed.append(at.node)
            ways.append(at.way)
            at = at.before
        flows: dict[str, int] = {}
        passed: dict[str, int] = {}
        skipped: dict[str, int] = {}
        for way in reversed(ways):
            for move in way:
                self._count(move, flows, passed, skipped)
        now = marking
        for move in last:
            now = move.transition.fired(now)
        return Replayed(
            flows=flows,
            passed=passed,
            at_work=tuple(self.net.node_of[p] for p in places(now) if p in self.net.node_of),
            waiting=tuple(self.net.flows(now)),
            placed=tuple(reversed(placed)),
            skipped=skipped,
            fits=fits,
            over=over,
            ways=tuple(reversed(ways)),
        )

    def _count(self, move: Move, flows: dict[str, int], passed: dict[str, int], skipped: dict[str, int]) -> None:
        for flow in self.net.flows(move.taken):
            flows[flow] = flows.get(flow, 0) + 1
        into = skipped if move.transition.cost == SKIP else passed
        for node in move.transition.nodes:
            into[node] = into.get(node, 0) + 1


def _advanced(net: Net, alike: dict[str, tuple[str, ...]], layer: Layer, event: StepEvent) -> Layer:
    """The layer after one event."""
    made: Layer = {}
    strays: list[int] = []
    nodes = (event.node, *alike.get(event.node, ()))
    known = {phase for phase in Phase if any((node, phase) in net.steps for node in nodes)}
    if event.phase is Phase.START and known == {Phase.COMPLETE}:
        # An event of the process has no extent: it happens when it is complete.
        return {marking: (cost, Past(past, (), None)) for marking, (cost, past) in layer.items()}
    for marking, (cost, past) in layer.items():
        if not _synchronised(net, nodes, event.phase, marking, cost, past, made):
            strays.append(marking)
    if event.phase is Phase.COMPLETE and (event.node, Phase.START) in net.steps:
        # Its start had no place either: nothing new to tell.
        for marking in strays:
            cost, past = layer[marking]
            _keep(made, marking, cost, Past(past, (), None))
        return _narrowed(made)
    if not made:
        for marking in sorted(strays, key=lambda m: layer[m][0])[:4]:
            cost, past = layer[marking]
            _leave_out(net, nodes, event.phase, marking, cost, past, made)
    price = _UNPLACED_OPEN if event.open_end else _UNPLACED
    for marking in strays:
        cost, past = layer[marking]
        _keep(made, marking, cost + price, Past(past, (), None))
    return _narrowed(made)


def _synchronised(
    net: Net, nodes: tuple[str, ...], phase: Phase, marking: int, cost: int, past: Past, made: Layer
) -> bool:
    found = False
    for number, node in enumerate(nodes):
        for transition in net.steps.get((node, phase), ()):
            for reached, (further, way) in net.closure(marking, toward=(node, phase)).items():
                if transition.enabled(reached):
                    found = True
                    move = Move(transition, reached & transition.consume)
                    price = cost + further + transition.cost - USUAL + number * _ANOTHER_OF_THE_NAME
                    _keep(made, transition.fired(reached), price, Past(past, (*way, move), node))
    return found


def _leave_out(
    net: Net, nodes: tuple[str, ...], phase: Phase, marking: int, cost: int, past: Past, made: Layer
) -> None:
    """Come to the event by leaving out the fewest steps, or, from where the process can end, by beginning it anew."""
    ending = min(
        (found for m, found in net.closure(marking).items() if net.is_over(m)), key=lambda found: found[0], default=None
    )
    if ending is not None:
        again: Layer = {}
        past_end = Past(past, ending[1], None)
        if _synchronised(net, nodes, phase, net.start, cost + SKIP, past_end, again):
            for after, (price, made_so) in again.items():
                # The end and the event are one step of the log.
                _keep(made, after, price, Past(past, (*ending[1], *made_so.way), made_so.node))
    for node in nodes:
        for transition in net.steps.get((node, phase), ()):
            found = net.nearest(marking, transition)
            if found is not None:
                further, way = found
                at = marking
                for move in way:
                    at = move.transition.fired(at)
                last = Move(transition, transition.consume if not transition.join else at & transition.consume)
                price = cost + max(further, SKIP)
                _keep(made, transition.fired(at), price, Past(past, (*way, last), node))


def _keep(made: Layer, marking: int, cost: int, past: Past) -> None:
    if marking not in made or cost < made[marking][0]:
        made[marking] = cost, past


def _narrowed(made: Layer) -> Layer:
    """Without what is much dearer than the cheapest, and at most so many."""
    least = min(cost for cost, _ in made.values())
    kept = {marking: found for marking, found in made.items() if found[0] <= least + _WORSE}
    widest = _WIDEST if least < SKIP else _WIDEST_ASTRAY
    if len(kept) > widest:
        kept = dict(sorted(kept.items(), key=lambda pair: pair[1][0])[:widest])
    return kept


_replays: OrderedDict[tuple[str, frozenset[str], bool], Replay] = OrderedDict()


def replay_of(definition: ProcessDefinition, recorded: frozenset[str], *, starts: bool) -> Replay:
    """A replay of a definition with no events yet, or one that was used before (same digest); see `token_net`."""
    # Activities are steps anyway; without them the same net serves every prefix of a case.
    activities = {node.id for node in definition.nodes if node.kind.family is Family.ACTIVITY}
    recorded -= activities
    key = definition.digest, recorded, starts
    found = _replays.get(key) if definition.digest else None
    if found is None:
        found = Replay(token_net(definition, recorded, starts=starts), same_named(definition))
        if definition.digest:
            _replays[key] = found
            while len(_replays) > _KEPT:
                _replays.popitem(last=False)
    return found


def same_named(definition: ProcessDefinition) -> dict[str, tuple[str, ...]]:
    """For each node the others of its family with its name: a log that has only names may mean any of them."""
    groups: dict[tuple[Family, str, str], list[str]] = {}
    for node in definition.nodes:
        if node.kind.family in FLOW_NODE_FAMILIES and normalised(node.name):
            groups.setdefault((node.kind.family, normalised(node.name), node.process_id), []).append(node.id)
    return {
        one: tuple(other for other in group if other != one)
        for group in groups.values()
        if len(group) > 1
        for one in group
    }


def completions(visited: Sequence[str]) -> list[StepEvent]:
    """The events of a log that only records that steps were done."""
    return [StepEvent(node, phase) for node in visited for phase in Phase]


def enabled_next(definition: ProcessDefinition, visited: Sequence[str]) -> tuple[str, ...]:
    """The steps that a definition allows after the given steps (element ids, done in this order), by file order.

    For logs that only record completions; a parallel branch that waits is among them, what an exception would bring
    (boundary event, event sub-process) is not.
    """
    if not visited:
        return ()
    replay = replay_of(definition, frozenset(visited), starts=False)
    replay.follow(completions(visited))
    return tuple(replay.next_steps())


def fits(definition: ProcessDefinition, visited: Sequence[str], recorded: frozenset[str] | None = None) -> bool:
    """Whether the definition allows exactly these steps, from a start to an end (element ids in order)."""
    replay = replay_of(definition, frozenset(visited) if recorded is None else recorded, starts=False)
    replay.follow(completions(visited))
    return replay.likeliest(closed=True).fits
