"""A month of many cases on the timeline of the queue: what is prepared beside the window, what the window waits for.

    python -m benchmarks.team [--cases 100000]

Ten events a case, 200 people, all in one month. Figures are CPU milliseconds: "prepare" and "complete" (bars and
handovers, after the marks are shown) off the UI thread (without the read of the copy), the others on it, with the
repaint. JSON lines with "ok".
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from datetime import UTC, date, datetime

import numpy as np

from benchmarks.measure import exit_with, interleaved, report
from benchmarks.queue_columns import a_queue
from bpo_desk.cache.period_events import PeriodEvents, Wanted
from bpo_desk.models.capability import Capability
from bpo_desk.models.dictionaries import Dictionaries, Person, Queue, Source, Step
from bpo_desk.models.event import EventKind as K
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_micros

DAY = 86_400_000_000
PEOPLE = 200
_KINDS = (K.OPENED, K.SCHEDULED, K.ASSIGNED, K.STARTED, K.COMPLETED, K.SCHEDULED, K.ASSIGNED, K.STARTED,
          K.COMMENT_ADDED, K.COMPLETED)  # fmt: skip
_ITEMS = (-1, 1, 1, 1, 1, 2, 2, 2, -1, 2)


def a_month(cases: int, seed: int = 1) -> tuple[EventColumns, Dictionaries]:
    """Events of so many cases, which begin in the first 24 days of November 2026 and take some days each."""
    random = np.random.default_rng(seed)
    start = to_micros(datetime(2026, 11, 1, tzinfo=UTC))
    steps = len(_KINDS)
    begin = start + random.integers(0, 24 * DAY, cases)
    at = np.repeat(begin, steps) + np.cumsum(random.integers(0, DAY * 7 // 12, (cases, steps)), axis=1).ravel()
    kinds, who = np.tile([int(kind) for kind in _KINDS], cases), random.integers(1, PEOPLE + 1, cases * steps)
    names = Dictionaries(
        persons=[Person(""), *(Person(f"Person {n}", Side(1 + n % 4)) for n in range(PEOPLE))],
        queues=[Queue(""), *(Queue(f"Queue {n}", Side.PROVIDER) for n in range(10))],
        steps=[Step(""), *(Step(f"Step {n}") for n in range(30))],
        sources=[Source(""), Source("bench", Capability((1 << 18) - 1))],
        values=["", *(f"text {n}" for n in range(1000))],
    )
    columns = {
        "case": np.repeat(np.arange(1, cases + 1), steps),
        "occurred_at": at,
        "recorded_at": at,
        "id_lo": np.arange(cases * steps) + 1,
        "source_seq": np.tile(np.arange(steps), cases),
        "kind": kinds,
        "work_item": np.tile(_ITEMS, cases),
        "actor": who,
        "holder": np.where(kinds == int(K.ASSIGNED), who, -1),
        "step": random.integers(1, 30, cases * steps),
        "source": np.ones(cases * steps),
        "new_value": np.where(kinds == int(K.COMMENT_ADDED), random.integers(1, 1000, cases * steps), -1),
    }
    return EventColumns.of(columns), names


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    cases = parser.parse_args().cases
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from bpo_desk.app.desktop import new_application
    from bpo_desk.ui.team.period import Period, PeriodKind
    from bpo_desk.ui.team.team_screen import TeamScreen
    from bpo_desk.ui.team.team_view import TeamScope, prepare_team

    application = new_application(["benchmark"])
    events, names = a_month(cases)
    november = Period(PeriodKind.MONTH, date(2026, 11, 1))
    scope = TeamScope(a_queue(cases), np.arange(cases), "")
    now = november.bounds(UTC)[1]

    def read(_wanted: Wanted) -> PeriodEvents:
        return PeriodEvents(events, names, None, None, 0)

    def prepared() -> object:
        return prepare_team(scope, PeriodKind.MONTH, november, read, UTC, now)

    view = prepare_team(scope, PeriodKind.MONTH, november, read, UTC, now)
    rest = view.rest or (lambda: view)
    screen = TeamScreen()
    screen.resize(1400, 850)
    screen.show()
    application.processEvents()
    timeline = screen.panel.view

    def painted(act: Callable[[], object]) -> Callable[[], object]:
        def run() -> None:
            act()
            application.processEvents()

        return run

    found = interleaved({"prepare": prepared, "complete": rest, "show": painted(lambda: screen.show_view(view))}, 3)
    screen.show_view(rest())
    found |= interleaved(
        {
            "zoom_in": painted(lambda: timeline.zoom(1.5)),
            "zoom_to_single_events": painted(lambda: timeline.zoom(2000)),
            "fit": painted(timeline.fit),
        },
        5,
    )
    of = {"events": view.events, "cases": len(view.cases)}
    results = [
        report(f"team.{name}", found[name].cpu * 1000, "ms cpu", at_most=most, **of)
        for name, most in (
            ("prepare", 500.0), ("complete", 1500.0), ("show", 150.0), ("zoom_in", 16.0),
            ("zoom_to_single_events", 60.0), ("fit", 16.0),
        )
    ]  # fmt: skip
    screen.close()
    exit_with(results)


if __name__ == "__main__":
    main()
