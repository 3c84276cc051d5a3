"""What a diagram keeps painted: as much as is looked at again, and no more however many cases are opened."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont

from bpo_desk.process.display_list import DisplayList, display_list
from bpo_desk.ui.diagram.colours import DiagramColours
from bpo_desk.ui.diagram.kept_layers import KeptLayers
from bpo_desk.ui.diagram.stamps import Stamps
from tests.process.bpmn_files import definition

SEEN = QRect(0, 0, 800, 400)


@pytest.fixture
def drawings(qapp) -> list[DisplayList]:
    """Drawings that are no other's, as of cases that are a map of their own."""
    drawn = display_list(definition("claim.bpmn"))
    return [replace(drawn, items=(*drawn.items,)) for _ in range(30)]


def stamps(scale: float) -> Stamps:
    return Stamps(scale, DiagramColours.light(), QFont())


def kept_pixels(layers: KeptLayers) -> int:
    return sum(each.place.width() * each.place.height() for each in layers._kept)


def test_a_drawing_that_was_looked_at_is_not_painted_again(drawings):
    layers, one_zoom = KeptLayers(), stamps(1.0)
    first = layers.layer(drawings[0], one_zoom, QFont(), SEEN)
    layers.layer(drawings[1], one_zoom, QFont(), SEEN)
    assert layers.layer(drawings[0], one_zoom, QFont(), SEEN) is first


def test_layers_of_another_zoom_are_let_go(drawings):
    layers = KeptLayers()
    for place, drawing in enumerate(drawings):
        layers.layer(drawing, stamps(1.0 + place / 100), QFont(), SEEN)
    assert len(layers._kept) == 1


def test_many_drawings_at_one_zoom_take_no_more_than_a_few_megabytes(drawings):
    layers, one_zoom = KeptLayers(), stamps(1.5)
    for drawing in drawings:
        layers.layer(drawing, one_zoom, QFont(), SEEN)
    assert 1 < len(layers._kept) < len(drawings)
    assert kept_pixels(layers) <= 4_000_000
