"""A quicker constructor changes nothing but the time."""

import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from inspect import signature

import pytest

from bpo_desk.models.process import DrawnEdge, DrawnShape, Flow, Node, NodeKind
from bpo_desk.models.quick_init import quick_init
from bpo_desk.process.display_list import EdgeItem, LabelItem, ShapeItem
from bpo_desk.process.markers import Marker, MarkerState


@pytest.mark.parametrize("cls", [Node, Flow, DrawnShape, DrawnEdge, ShapeItem, EdgeItem, LabelItem, Marker])
def test_every_field_is_taken_by_name_and_place_and_has_its_default(cls: type) -> None:
    names = [each.name for each in fields(cls)]
    assert list(signature(cls).parameters) == names
    made = cls(*names)
    assert [getattr(made, name) for name in names] == names
    assert cls(**dict(zip(names, names, strict=True))) == made


def test_what_is_made_stays_frozen_equal_hashed_replaced_and_pickled() -> None:
    node = Node("a", NodeKind.TASK, "A", "p")
    with pytest.raises(FrozenInstanceError):
        node.name = "B"  # type: ignore[misc]
    assert {node, Node("a", NodeKind.TASK, "A", "p")} == {node}
    assert replace(node, name="B") != node
    assert pickle.loads(pickle.dumps(node)) == node
    assert Marker(MarkerState.DONE) == Marker(MarkerState.DONE, tokens=0, path=())
    with pytest.raises(TypeError):
        Node("a")  # type: ignore[call-arg]


def test_classes_that_it_would_not_serve_are_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class WithFactory:
        items: list[int] = field(default_factory=list)

    @dataclass(frozen=True)
    class WithoutSlots:
        item: int

    for cls in (WithFactory, WithoutSlots):
        with pytest.raises(TypeError):
            quick_init(cls)
