"""The modules of the case screen, loaded when the desk has nothing else to do: the first case opens like others.

What draws is imported on the UI thread (the binding makes its classes when they are first named, which two threads must
not do at once), in parts small enough to come between two movements of the mouse; the rest in any thread before it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

WITHOUT_QT: Final = (
    "bpo_desk.process.layout.fill",  # with the graph libraries behind it
    "bpo_desk.models.case_file",
    "bpo_desk.models.mutation",
    "bpo_desk.models.withheld",
    "bpo_desk.state.case_steps",
    "bpo_desk.state.case_time",
    "bpo_desk.state.event_filter",
    "bpo_desk.state.event_notes",
    "bpo_desk.state.field_history",
    "bpo_desk.state.requests",
    "bpo_desk.state.reviews",
    "bpo_desk.process.ad_hoc",
    "bpo_desk.process.bpmn",
    "bpo_desk.process.discovery",
    "bpo_desk.process.drill",
    "bpo_desk.process.folded",
    "bpo_desk.process.outline",
    "bpo_desk.process.position",
    "bpo_desk.process.surroundings",
    "bpo_desk.cache.view_rules",
    "bpo_desk.workspace.view_log",
)
"""What the screen's modules need of other layers."""
PARTS: Final = (
    "bpo_desk.ui.timeline.raster",
    "bpo_desk.ui.timeline.handovers",
    "bpo_desk.ui.timeline.parallel_rows",
    "bpo_desk.ui.timeline.lane_layout",
    "bpo_desk.ui.timeline.timeline_colours",
    "bpo_desk.ui.timeline.density",
    "bpo_desk.ui.timeline.glyphs",
    "bpo_desk.ui.timeline.timeline_paint",
    "bpo_desk.ui.case.words",
    "bpo_desk.ui.case.case_diagram",
    "bpo_desk.ui.case.case_view",
    "bpo_desk.ui.diagram.view",
    "bpo_desk.ui.timeline.accessible",
    "bpo_desk.ui.timeline.frame_paint",
    "bpo_desk.ui.timeline.timeline_canvas",
    "bpo_desk.ui.timeline.timeline_view",
    "bpo_desk.ui.case.case_header",
    "bpo_desk.ui.case.diagram_pane",
    "bpo_desk.ui.case.event_table",
    "bpo_desk.ui.case.fact_rows",
    "bpo_desk.ui.case.compare_rows",
    "bpo_desk.ui.case.fact_table",
    "bpo_desk.ui.case.compare_panel",
    "bpo_desk.ui.case.field_panel",
    "bpo_desk.ui.case.facts_panel",
    "bpo_desk.ui.timeline.timeline_panel",
    "bpo_desk.ui.case.case_screen",
)
"""In an order in which each needs little that is not there yet."""


def import_without_qt() -> None:
    """Import all of WITHOUT_QT."""
    for name in WITHOUT_QT:
        import_module(name)
