"""Which of several business calendars of an engagement a case works by: the one that is meant for it most narrowly.

What a calendar says of itself is `applies` of measures/calendar.py; which hours it opens is not asked here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from bpo_desk.errors import DeskError
from bpo_desk.measures.calendar import Applies
from bpo_desk.measures.calendar_text import calendar_from_text
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.engagement import StoredCalendar
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns


@dataclass(frozen=True, slots=True)
class CaseTraits:
    """What calendars look at: key and name of the process, the client ("" unknown), and the fields by name with the
    value that each has now."""

    process: tuple[str, ...] = ()
    client: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def fields_now(events: EventColumns, names: Dictionaries) -> dict[str, str]:
    """The fields of one case (ordered events) by name, with the last value that was set and is known."""
    found: dict[str, str] = {}
    rows = np.flatnonzero((events.kind == EventKind.FIELD_CHANGED) & (events.field > 0))
    for code, value in zip(events.field[rows].tolist(), events.new_value[rows].tolist(), strict=True):
        found[names.fields[code].name] = names.values[value] if value >= 0 else ""
    return found


def calendar_for(
    calendars: Sequence[StoredCalendar], traits_of: Callable[[], CaseTraits]
) -> tuple[StoredCalendar | None, str]:
    """The calendar that a case works by, and why that is not known ("" where it is, or where none applies).

    Of those whose conditions all hold, the one with most conditions; two with equally many leave it unknown."""
    if not calendars:
        return None, ""
    if len(calendars) == 1 and "applies" not in calendars[0].rules:
        return calendars[0], ""
    traits = traits_of()
    fitting: list[tuple[int, StoredCalendar]] = []
    for each in calendars:
        try:
            applies = _applies(each)
        except (DeskError, ValueError) as error:
            if len(calendars) == 1:
                return each, ""  # whoever asks for its hours is told what is wrong with it
            return None, f"{each.name}: {error.message if isinstance(error, DeskError) else error}"
        if _fits(applies, traits):
            fitting.append((applies.conditions, each))
    best = max((conditions for conditions, _ in fitting), default=0)
    narrowest = [each for conditions, each in fitting if conditions == best]
    if len(narrowest) > 1:
        names = ", ".join(each.name for each in narrowest)
        return None, f"{names} apply alike, and nothing tells which of them is meant"
    return (narrowest[0], "") if narrowest else (None, "")


@lru_cache(maxsize=64)
def _applies(stored: StoredCalendar) -> Applies:
    return calendar_from_text(stored.rules, name=stored.name, zone=stored.zone).applies


def _fits(applies: Applies, traits: CaseTraits) -> bool:
    fields = {name.casefold(): value.casefold() for name, value in traits.fields.items()}
    asked = (
        (applies.process, {each.casefold() for each in traits.process}),
        (applies.client, {traits.client.casefold()}),
        *((values, {fields.get(name.casefold(), "")}) for name, values in applies.fields),
    )
    return all(not values or {each.casefold() for each in values} & (have - {""}) for values, have in asked)
