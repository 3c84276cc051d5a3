"""Small processes made of blocks: as a definition, and as the language they allow, told without any tokens.

The language is decided by derivatives (what is left of a block after one step), which shares nothing with the code
under test: slow, and plainly right.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

from bpo_desk.models.process import Flow, FlowKind, Node, NodeKind, ProcessDefinition

Block = tuple[Any, ...]
"""A step with its name; a sequence, choice, parallel or inclusive group with its blocks; a loop with what is done and
what leads back; nothing left to do; nothing allowed. The kind comes first, as a word."""
DONE: Block = ("done",)
NONE: Block = ("none",)


def nullable(block: Block) -> bool:
    """Whether a block may end here and now."""
    kind, *parts = block
    if kind in ("seq", "and"):
        return all(map(nullable, parts))
    if kind in ("xor", "or"):
        return any(map(nullable, parts))
    if kind == "loop":
        return nullable(parts[0])
    return bool(kind == "done")


def after(block: Block, step: str) -> Block:
    """What is left of a block after a step; NONE when it does not allow it."""
    kind, *parts = block
    if kind == "step":
        return DONE if parts[0] == step else NONE
    if kind == "seq":
        return either(*_after_sequence(parts, step))
    if kind == "xor":
        return either(*(after(part, step) for part in parts))
    if kind == "and":
        return either(*(_together([*parts[:i], after(part, step), *parts[i + 1 :]]) for i, part in enumerate(parts)))
    if kind == "or":
        choices = (list(c) for size in range(1, len(parts) + 1) for c in combinations(parts, size))
        return either(*(after(_together(choice), step) for choice in choices))
    if kind == "loop":
        do, redo = parts
        again = ("xor", DONE, ("seq", redo, block))
        found = [_then(after(do, step), again)]
        if nullable(do):
            found.append(_then(after(redo, step), block))
            if nullable(redo):
                found.append(NONE)
        return either(*found)
    return NONE


def _after_sequence(parts: list[Block], step: str) -> Iterator[Block]:
    for i, part in enumerate(parts):
        left = after(part, step)
        for later in parts[i + 1 :]:
            left = _then(left, later)
        yield left
        if not nullable(part):
            return


def _then(first: Block, second: Block) -> Block:
    if NONE in (first, second):
        return NONE
    return second if first == DONE else first if second == DONE else ("seq", first, second)


def _together(parts: list[Block]) -> Block:
    if NONE in parts:
        return NONE
    left = [part for part in parts if part != DONE]
    return DONE if not left else left[0] if len(left) == 1 else ("and", *left)


def either(*parts: Block) -> Block:
    """Any of some blocks."""
    flat: dict[Block, None] = {}
    for part in parts:
        for each in part[1:] if part[0] == "xor" else (part,):
            if each != NONE:
                flat[each] = None
    return NONE if not flat else next(iter(flat)) if len(flat) == 1 else ("xor", *flat)


def steps_of(block: Block) -> set[str]:
    """The steps that occur in a block."""
    kind, *parts = block
    if kind == "step":
        return {parts[0]}
    return set().union(*map(steps_of, parts)) if parts else set()


class Drawn:
    """A block as nodes and flows."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []

    def node(self, kind: NodeKind, name: str = "") -> str:
        found = name or f"n{len(self.nodes)}"
        self.nodes.append(Node(found, kind, name, "p"))
        return found

    def flow(self, source: str, target: str) -> None:
        self.flows.append(Flow(f"f{len(self.flows)}", FlowKind.SEQUENCE, source, target, process_id="p"))

    def draw(self, block: Block) -> tuple[str, str]:
        """First and last node of a block."""
        kind, *parts = block
        if kind == "step":
            task = self.node(NodeKind.TASK, parts[0])
            return task, task
        if kind == "seq":
            ends = [self.draw(part) for part in parts]
            for (_, one), (other, _) in pairwise(ends):
                self.flow(one, other)
            return ends[0][0], ends[-1][1]
        if kind == "loop":
            into, out = self.node(NodeKind.EXCLUSIVE_GATEWAY), self.node(NodeKind.EXCLUSIVE_GATEWAY)
            for source, part, target in ((into, parts[0], out), (out, parts[1], into)):
                first, last = self.draw(part)
                self.flow(source, first)
                self.flow(last, target)
            return into, out
        gateway = {
            "xor": NodeKind.EXCLUSIVE_GATEWAY,
            "and": NodeKind.PARALLEL_GATEWAY,
            "or": NodeKind.INCLUSIVE_GATEWAY,
        }[kind]
        split, join = self.node(gateway), self.node(gateway)
        for part in parts:
            if part == DONE:
                self.flow(split, join)
                continue
            first, last = self.draw(part)
            self.flow(split, first)
            self.flow(last, join)
        return split, join


def as_definition(block: Block) -> ProcessDefinition:
    """A block between a start and an end."""
    drawn = Drawn()
    start = drawn.node(NodeKind.START_EVENT)
    first, last = drawn.draw(block)
    drawn.flow(start, first)
    drawn.flow(last, drawn.node(NodeKind.END_EVENT))
    return ProcessDefinition("p", "", "p", tuple(drawn.nodes), tuple(drawn.flows))
