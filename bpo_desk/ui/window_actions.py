"""What the actions do that concern one part of the window; the window itself adds its own."""

from __future__ import annotations

from collections.abc import Callable

from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.copying_place import copying_actions
from bpo_desk.ui.navigation import Navigation
from bpo_desk.ui.queue.queue_screen import QueueScreen
from bpo_desk.ui.top_bar import TopBar


def parts_actions(
    queue: QueueScreen, places: Navigation, top: TopBar, appearance: Appearance
) -> dict[str, Callable[[], object]]:
    """By name of `actions.DECLARED`."""

    return {
        **copying_actions(queue, places),
        "copy": queue.copy,
        "select_all": queue.table.selectAll,
        "clear_filter": queue.clear_filter,
        "columns": queue.choose_columns,
        "groups": queue.toggle_groups,
        "as_of": queue.ask_moment,
        "team": places.show_team,
        "peek": places.peek.toggle,
        "open": queue.open_current,
        "queue": places.show_queue,
        "case": places.show_last_case,
        "process": places.show_process,
        "next": lambda: places.walk(1),
        "previous": lambda: places.walk(-1),
        "back": places.back,
        "forward": places.forward,
        "jump": top.jump.begin,
        "light": lambda: appearance.set_dark(False),
        "dark": lambda: appearance.set_dark(True),
        "larger": lambda: appearance.step(1),
        "smaller": lambda: appearance.step(-1),
        "usual_size": lambda: appearance.set_percent(100),
    }
