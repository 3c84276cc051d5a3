"""The process diagram as a widget: a display list painted once per zoom, the case's state as markers over it."""

from bpo_desk.ui.diagram.colours import DiagramColours
from bpo_desk.ui.diagram.view import DiagramView

__all__ = ["DiagramColours", "DiagramView"]
