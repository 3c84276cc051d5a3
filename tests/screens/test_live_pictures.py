"""Pictures of rows that changed a moment ago, and of the chip that says what waits; light and dark."""

import pytest

from tests.screens.test_queue_pictures import (  # noqa: F401  # fixtures
    a_cursor_that_stands_still,
    desk,
    open_window,
    picture,
    zone_of_the_pictures,
)
from tests.ui_queue.synthetic import HOUR, NOW
from tests.ui_queue.test_live_queue import change, listed, tell


@pytest.mark.parametrize("dark", [False, True])
def test_changed_rows_and_what_waits(picture, desk, qtbot, dark):  # noqa: F811
    def act(window):
        before = listed(window)
        window.queue.chips.choose({"overdue"})
        window.queue.ask()
        rows = listed(window)
        others = [case for case in before if case not in rows]
        change(desk, [rows[5], rows[9], rows[12]], last_activity_at=NOW - 1_000_000, events=31)
        change(desk, [rows[9], *others[:2]], due_at=NOW - HOUR)
        change(desk, others[:2], status=1)
        tell(window, desk, [rows[5], rows[9], rows[12], *others[:2]], qtbot)
        marks, table = window.queue.live.marks, window.queue.table
        marks._ticks.stop()
        table.marks = {5: marks._look(0), 9: marks._look(600), 12: marks._look(3_000)}
        table.viewport().update()

    picture("queue-changed-dark" if dark else "queue-changed", act, dark=dark)
