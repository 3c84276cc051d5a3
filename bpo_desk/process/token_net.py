"""Compiles a process definition into places and transitions: what each kind of flow node does with tokens.

Exclusive, parallel, inclusive and event-based gateways, boundary events, sub-processes with their own end, loops and
multi-instance, links, terminate and error ends. A complex gateway may do what an inclusive one may, and does not wait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from bpo_desk.models.process import (
    FLOW_NODE_FAMILIES,
    Family,
    Flow,
    FlowKind,
    Node,
    NodeKind,
    ProcessDefinition,
    Repetition,
    Trigger,
)
from bpo_desk.process.tokens import RARE, SKIP, Label, Net, Phase, Transition

_MOST_SUBSETS = 8
_THROWS_UP = frozenset({Trigger.ERROR, Trigger.CANCEL})
_OR_LIKE = frozenset({NodeKind.INCLUSIVE_GATEWAY, NodeKind.COMPLEX_GATEWAY})


def token_net(definition: ProcessDefinition, recorded: frozenset[str], *, starts: bool) -> Net:
    """The net of a definition.

    Activities are steps that a log shows; of events and gateways only those in `recorded` are, all others pass
    silently. `starts` tells that the log says when a step begins: then a boundary event needs its activity at work,
    else it may also fire while the activity is only due.
    """
    return _Compiler(definition, recorded, starts).compile()


class _Compiler:
    def __init__(self, definition: ProcessDefinition, recorded: frozenset[str], starts: bool) -> None:
        self.recorded, self.starts = recorded, starts
        self.nodes: dict[str, Node] = {n.id: n for n in definition.nodes if n.kind.family in FLOW_NODE_FAMILIES}
        self.flows: dict[str, Flow] = {
            f.id: f
            for f in definition.flows
            if f.kind is FlowKind.SEQUENCE and f.source in self.nodes and f.target in self.nodes
        }
        # In a map of what was followed by what, several ways out are alternatives and not parallel branches.
        self.is_map = any(flow.count is not None for flow in self.flows.values())
        self.incoming: dict[str, list[Flow]] = defaultdict(list)
        self.outgoing: dict[str, list[Flow]] = defaultdict(list)
        for flow in self.flows.values():
            self.outgoing[flow.source].append(flow)
            self.incoming[flow.target].append(flow)
        self.boundaries: dict[str, list[Node]] = defaultdict(list)
        self.inner: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            if node.attached_to in self.nodes:
                self.boundaries[node.attached_to].append(node)
            self.inner[self._scope(node)].append(node)
        self.bits: dict[tuple[str, str], int] = {}
        self.silent: list[Transition] = []
        self.skips: list[Transition] = []
        self.steps: dict[Label, list[Transition]] = defaultdict(list)
        for flow in self.flows.values():
            self._place("flow", flow.id)

    def compile(self) -> Net:
        self.is_open: dict[str, bool] = {n: bool(self.inner.get(n)) for n in self.nodes}
        for node in self.nodes.values():
            if node.kind.family is Family.ACTIVITY:
                self._place("scope" if self.is_open[node.id] else "active", node.id)
        starts = {scope: self._starts(scope) for scope in self.inner}
        self.entries = {scope: self._entry(scope, found) for scope, found in starts.items()}
        self.begins = {node.id: scope for scope, found in starts.items() for node in found}
        for node in self.nodes.values():
            self._compile_node(node)
        top = [scope for scope in self.inner if scope not in self.nodes]
        idle = 0
        for scope in top:
            idle |= self.entries[scope]
        return Net(
            start=idle,
            idle=idle,
            entries=tuple(self.entries[scope] for scope in top if self.entries[scope]),
            flow_of={bit: name for (kind, name), bit in self.bits.items() if kind == "flow"},
            node_of={bit: name for (kind, name), bit in self.bits.items() if kind in ("active", "scope")},
            silent=self.silent,
            skips=self.skips,
            steps=dict(self.steps),
        )

    # Places

    def _place(self, kind: str, name: str) -> int:
        return self.bits.setdefault((kind, name), 1 << len(self.bits))

    def _scope(self, node: Node) -> str:
        return node.parent if node.parent in self.nodes and node.parent is not None else f"process {node.process_id}"

    def _starts(self, scope: str) -> list[Node]:
        """Where a process or sub-process begins: its start events, else every node that nothing leads to."""
        first = [n for n in self.inner[scope] if not self.incoming[n.id] and n.attached_to is None]
        events = [n for n in first if n.kind is NodeKind.START_EVENT or n.instantiate]
        if events:
            return events
        return [n for n in first if not (n.event_sub_process or n.compensation or n.trigger is Trigger.LINK)]

    def _entry(self, scope: str, starts: list[Node]) -> int:
        """The tokens with which a scope begins: one for its alternative start events, or one for each other start."""
        if scope in self.nodes and self.nodes[scope].kind is NodeKind.AD_HOC_SUB_PROCESS:
            return 0
        if any(n.kind is NodeKind.START_EVENT or n.instantiate for n in starts):
            return self._place("entry", scope)
        tokens = 0
        for node in starts:
            tokens |= self._place("entry", node.id)
        return tokens

    def _inside(self, scope: str) -> int:
        """All places inside a sub-process or process, its own not among them."""
        tokens = self.entries.get(scope, 0)
        for node in self.inner.get(scope, ()):
            for flow in self.outgoing[node.id]:
                tokens |= self.bits["flow", flow.id]
            for kind in ("active", "done", "scope", "link"):
                tokens |= self.bits.get((kind, node.id), 0)
            if self.is_open[node.id]:
                tokens |= self._inside(node.id)
        return tokens

    # Ways in and out of a node

    def _ins(self, node: Node) -> Iterator[tuple[int, int, tuple[tuple[int, int], ...]]]:
        """(require, consume, join) for each way in which tokens start a node."""
        flows = [self.bits["flow", flow.id] for flow in self.incoming[node.id]]
        together = 0
        for bit in flows:
            together |= bit
        if node.id in self.begins:
            scope = self.begins[node.id]
            own = self.bits.get(("entry", node.id)) or self.bits.get(("entry", scope))
            if own:
                yield own, own, ()
            elif scope in self.nodes:  # an ad-hoc sub-process: whatever is inside, as often as one likes
                yield self.bits["scope", scope], 0, ()
        if node.kind is NodeKind.START_EVENT or not flows:
            return
        if node.kind is NodeKind.PARALLEL_GATEWAY:
            yield together, together, ()
        elif node.kind is NodeKind.INCLUSIVE_GATEWAY and len(flows) > 1:
            join = tuple((self.bits["flow", f.id], self._upstream(f, node.id)) for f in self.incoming[node.id])
            yield 0, together, join
        else:
            for bit in flows:
                yield bit, bit, ()
            if node.kind is NodeKind.COMPLEX_GATEWAY and len(flows) > 1:
                yield together, together, ()

    def _outs(self, node: Node) -> list[int]:
        """The sets of tokens that may leave a node, one of which does."""
        flows = self.outgoing[node.id]
        if node.kind is NodeKind.THROW_EVENT and node.trigger is Trigger.LINK:
            return [self._place("link", c.id) for c in self._link_targets(node)] or [0]
        if not flows:
            return [0]
        bits = [self.bits["flow", flow.id] for flow in flows]
        alternatives = (NodeKind.EXCLUSIVE_GATEWAY, NodeKind.EVENT_GATEWAY)
        if self.is_map or node.kind in alternatives:
            return bits
        if node.kind in _OR_LIKE:
            return list(_subsets(bits))
        free = [flow for flow in flows if not flow.conditional and not flow.default]
        always = 0
        for flow in free:
            always |= self.bits["flow", flow.id]
        if len(free) == len(flows):
            return [always]
        chosen = [always | each for each in _subsets([self.bits["flow", f.id] for f in flows if f.conditional])]
        default = [always | self.bits["flow", flow.id] for flow in flows if flow.default]
        return chosen + (default or ([always] if always else []))

    def _link_targets(self, throw: Node) -> list[Node]:
        scope = self._scope(throw)
        return [
            n
            for n in self.inner[scope]
            if n.trigger is Trigger.LINK and n.kind is NodeKind.CATCH_EVENT and n.name == throw.name
        ]

    def _upstream(self, flow: Flow, join: str) -> int:
        """All places from which a token may still come to `flow` without passing `join`."""
        tokens, seen, waiting = 0, {join}, [flow.source]
        while waiting:
            at = waiting.pop()
            if at in seen:
                continue
            seen.add(at)
            node = self.nodes[at]
            for kind in ("active", "done", "scope", "link", "entry"):
                tokens |= self.bits.get((kind, at), 0)
            if at in self.begins:
                tokens |= self.bits.get(("entry", self.begins[at]), 0)
            if self.is_open[at]:
                tokens |= self._inside(at)
            if node.attached_to in self.nodes and node.attached_to is not None:
                waiting.append(node.attached_to)
            for incoming in self.incoming[at]:
                tokens |= self.bits["flow", incoming.id]
                waiting.append(incoming.source)
        return tokens

    # Transitions

    def _compile_node(self, node: Node) -> None:
        if node.kind.family is Family.ACTIVITY:
            if self.is_open[node.id]:
                self._compile_scope(node)
            else:
                self._compile_activity(node)
        elif node.kind is NodeKind.BOUNDARY_EVENT:
            self._compile_boundary(node)
        else:
            self._compile_passage(node)

    def _add(self, node: Node, phase: Phase, transition: Transition) -> None:
        if node.kind.family is Family.ACTIVITY or node.id in self.recorded:
            self.steps[node.id, phase].append(transition)
        else:
            self.silent.append(transition)

    def _compile_passage(self, node: Node) -> None:
        """Events and gateways: tokens in, tokens out at once."""
        scope = self._scope(node)
        ways = list(self._ins(node))
        if node.trigger is Trigger.LINK and node.kind is NodeKind.CATCH_EVENT:
            link = self._place("link", node.id)
            ways.append((link, link, ()))
        for require, consume, join in ways:
            any_of = consume if join else 0
            if node.kind is NodeKind.END_EVENT and node.trigger is Trigger.TERMINATE:
                inside = self._inside(scope)
                self._add(node, Phase.COMPLETE, Transition((node.id,), require, consume, 0, clear=inside))
                continue
            catcher = self._catcher(node, scope)
            if catcher is not None:
                gone = self._inside(scope) | self.bits["scope", scope]
                for out in self._outs(catcher):
                    passed = (node.id, catcher.id)
                    self._add(node, Phase.COMPLETE, Transition(passed, require, consume, out, clear=gone))
                continue
            for out in self._outs(node):
                self._add(node, Phase.COMPLETE, Transition((node.id,), require, consume, out, any_of=any_of, join=join))

    def _catcher(self, node: Node, scope: str) -> Node | None:
        """The boundary event of the sub-process around that catches what an end event throws."""
        if node.kind is not NodeKind.END_EVENT or node.trigger not in _THROWS_UP or scope not in self.nodes:
            return None
        return next((b for b in self.boundaries[scope] if b.trigger is node.trigger), None)

    def _compile_activity(self, node: Node) -> None:
        active = self.bits["active", node.id]
        outs = self._outs(node)
        repeats = node.repetition is not Repetition.NONE
        ways = list(self._ins(node))
        if node.compensation:
            ways.append((0, 0, ()))
        for require, consume, join in ways:
            any_of = consume if join else 0
            begin = Transition((node.id,), require, consume, active, any_of=any_of, join=join)
            self.steps[node.id, Phase.START].append(begin)
            if consume and not node.compensation:
                self.skips += [
                    Transition((node.id,), require, consume, out, any_of=any_of, join=join, cost=SKIP) for out in outs
                ]
        if not repeats:
            for out in outs:
                self.steps[node.id, Phase.COMPLETE].append(Transition((node.id,), active, active, out))
            return
        done = self._place("done", node.id)
        several = node.repetition is Repetition.PARALLEL
        begins, ends = self.steps[node.id, Phase.START], self.steps[node.id, Phase.COMPLETE]
        begins.append(Transition((node.id,), done, done, active))
        ends.append(Transition((node.id,), active, active, done))
        if several:
            begins.append(Transition((node.id,), active, 0, active))
            ends.append(Transition((node.id,), active, 0, done))
        for out in outs:
            self.silent.append(Transition((node.id,), done, done, out, inhibit=active))

    def _compile_scope(self, node: Node) -> None:
        """A sub-process with content: entered and left silently, an event that names it finds it entered."""
        scope, inside = self.bits["scope", node.id], self._inside(node.id)
        entry = self.entries.get(node.id, 0)
        if node.event_sub_process:
            self._compile_event_sub_process(node, scope, inside, entry)
        else:
            again = [(scope, 0, ())] if node.repetition is not Repetition.NONE else []
            for require, consume, join in [*self._ins(node), *again]:
                any_of = consume if join else 0
                self.silent.append(Transition((node.id,), require, consume, scope | entry, any_of=any_of, join=join))
        for phase in Phase:
            self.steps[node.id, phase].append(Transition((node.id,), scope, 0, 0))
        for out in self._outs(node):
            self.silent.append(Transition((node.id,), scope, scope, out, inhibit=inside))

    def _compile_event_sub_process(self, node: Node, scope: int, inside: int, entry: int) -> None:
        around = self._scope(node)
        alive = self._inside(around) & ~inside & ~scope & ~self.entries.get(around, 0)
        triggers = [n for n in self.inner[node.id] if n.kind is NodeKind.START_EVENT]
        stops = all(n.interrupting for n in triggers)
        self.silent.append(
            Transition(
                (node.id,), 0, 0, scope | entry, any_of=alive, inhibit=scope, clear=alive if stops else 0, cost=RARE
            )
        )

    def _compile_boundary(self, node: Node) -> None:
        host = self.nodes.get(node.attached_to or "")
        if host is None or node.trigger is Trigger.COMPENSATION:
            return
        opened = self.is_open[host.id]
        at_work = self.bits.get(("scope" if opened else "active", host.id), 0)
        if not at_work:  # a broken file: what it is attached to is no activity
            return
        gone = (at_work | (self._inside(host.id) if opened else 0)) if node.interrupting else 0
        for out in self._outs(node):
            self._add(node, Phase.COMPLETE, Transition((node.id,), at_work, 0, out, clear=gone, cost=RARE))
            if not opened and node.id not in self.recorded:
                # The end of a step that a log shows may have been this event.
                for other in [0] if node.interrupting else self._outs(host):
                    self.steps[host.id, Phase.COMPLETE].append(
                        Transition((host.id, node.id), at_work, at_work, out | other, cost=RARE)
                    )
            if self.starts or opened:
                continue
            for require, consume, join in self._ins(host):
                if not join:
                    taken = consume if node.interrupting else 0
                    self._add(node, Phase.COMPLETE, Transition((node.id,), require, taken, out, cost=RARE))


def _subsets(bits: list[int]) -> Iterator[int]:
    """Every choice of at least one; of many bits only single ones and all together."""
    sizes = range(1, len(bits) + 1) if len(bits) <= _MOST_SUBSETS else (1, len(bits))
    for size in sizes:
        for chosen in combinations(bits, size):
            tokens = 0
            for bit in chosen:
                tokens |= bit
            yield tokens
