"""Explained time of one case at a moment, as the case screen and the audit-trail report show it: the same figures.

What a stretch is put down to is stretches.py's, how stretches add up measures/explained_time.py's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bpo_desk.errors import DeskError
from bpo_desk.measures.calendar_text import calendar_from_text
from bpo_desk.measures.explained_time import (
    Cause,
    ExplainedTime,
    HandoverFigures,
    Stretches,
    explain,
    handover_figures,
)
from bpo_desk.measures.open_hours import OpenHours, open_hours
from bpo_desk.models.engagement import StoredCalendar
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.state.context import StateContext
from bpo_desk.state.stretches import hand_signs, stretches

SHOWN_ORDER: Final = (
    Cause.PROVIDER,
    Cause.CLIENT,
    Cause.CUSTOMER,
    Cause.THIRD_PARTY,
    Cause.SYSTEM,
    Cause.SIDE_UNKNOWN,
    Cause.PAUSED_PROVIDER,
    Cause.PAUSED_CLIENT,
    Cause.PAUSED_CUSTOMER,
    Cause.PAUSED_THIRD_PARTY,
    Cause.PAUSED_SYSTEM,
    Cause.PAUSED_UNKNOWN,
    Cause.NOBODY,
    Cause.UNKNOWN,
    Cause.CLOSED_HOURS,
    Cause.OVER,
)
"""The order in which parts are shown: who had it, what it was paused for, what nobody had, what did not count."""


@dataclass(frozen=True, slots=True)
class CaseTime:
    """The explained time of one case from `opened_at` to `until` (microseconds UTC, TIME_UNKNOWN both where the opening
    is not known). `parts`: cause and microseconds, none of them 0, in SHOWN_ORDER, summing to `elapsed` exactly; empty
    where that is unknown. `explained`, `handovers` have one row; `stretches` are cut at closed hours. `calendar` is the
    name of the business calendar ("" = every hour counts), `problem` why it could not be used."""

    opened_at: int
    until: int
    elapsed: int
    parts: tuple[tuple[Cause, int], ...]
    explained: ExplainedTime
    stretches: Stretches
    handovers: HandoverFigures
    calendar: str = ""
    problem: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a time to explain."""
        return self.elapsed != TIME_UNKNOWN

    def figure(self, name: str) -> int:
        """A figure of `explained` by name (business, touch, effort, waiting), TIME_UNKNOWN where it cannot be told."""
        return int(getattr(self.explained, name)[0]) if len(self.explained) else TIME_UNKNOWN

    def stretches_of(self, cause: Cause) -> Stretches:
        """The stretches behind one part."""
        return self.stretches.put_down_to(cause)


def case_time(
    events: EventColumns,
    context: StateContext,
    until: int,
    calendar: StoredCalendar | None = None,
    calendar_problem: str = "",
) -> CaseTime:
    """Explain the time of the ordered events of one case up to `until`. The first call with a calendar compiles it,
    which may take a second. A calendar that cannot be read is left out and named in `problem`;
    `calendar_problem` is said there too."""
    hours, problem = hours_of(calendar)
    problem = problem or calendar_problem
    found = stretches(events, context, until)
    explained = explain(found, hours)
    signs = hand_signs(events.as_of(until), context)
    figures = handover_figures(len(found), signs.row, signs.at, signs.hand, signs.side, hours)
    some = len(explained) > 0
    parts = dict(explained.parts_of(0)) if some else {}
    return CaseTime(
        opened_at=int(found.opened_at[0]) if some else TIME_UNKNOWN,
        until=int(found.until[0]) if some else TIME_UNKNOWN,
        elapsed=int(explained.elapsed[0]) if some else TIME_UNKNOWN,
        parts=tuple((cause, parts[cause]) for cause in SHOWN_ORDER if cause in parts),
        explained=explained,
        stretches=found if hours is None else found.with_closed_hours(hours),
        handovers=figures,
        calendar="" if hours is None else hours.calendar.name,
        problem=problem,
    )


def hours_of(calendar: StoredCalendar | None) -> tuple[OpenHours | None, str]:
    """The open hours of a stored calendar, and why it cannot be used ("" where it can, or there is none)."""
    if calendar is None:
        return None, ""
    try:
        return open_hours(calendar_from_text(calendar.rules, name=calendar.name, zone=calendar.zone)), ""
    except DeskError as error:
        return None, error.message
    except ValueError as error:  # an unknown holiday set
        return None, str(error)


def in_whole(amounts: Sequence[int], unit: int) -> list[int]:
    """Amounts (microseconds, none negative) in whole units, rounded so that they sum to the rounded-down total: what is
    printed adds up. Largest remainder; ties to the earlier amount."""
    whole = [amount // unit for amount in amounts]
    missing = sum(amounts) // unit - sum(whole)
    by_rest = np.argsort([-(amount % unit) for amount in amounts], kind="stable")
    for place in by_rest[:missing].tolist():
        whole[place] += 1
    return whole
