"""States of cases from what the cache holds: for the touched cases of a pull, and for all cases of an engagement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import derived, read, records, segments, tail
from bpo_desk.cache.dictionaries import Values, localise
from bpo_desk.cache.segments import EventRows
from bpo_desk.errors import DeskError
from bpo_desk.models.case_columns import CaseColumns
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.state import StateContext, states

VALUE_COLUMNS: Final = ("title", "client", "reference", "priority", "source_status", "outcome", "pause_reason")
"""Case columns that hold value codes."""
_GROUP: Final = 32_768  # cases whose events are in memory at a time


class Deriver:
    """Derives states with the dictionaries as they stand inside one transaction; `words` without their values, None:
    to be read."""

    def __init__(
        self, connection: Any, engagement_id: int, values: Values, words: Dictionaries | None = None
    ) -> None:  # fmt: skip
        self._connection = connection
        self._engagement_id = engagement_id
        self._values = values
        self._words = words or records.dictionaries(connection, engagement_id, [""])

    def of_events(self, events: EventColumns) -> CaseColumns:
        """The states of whole cases from their ordered events, in codes of the engagement."""
        _refuse_unknown_keys(events, self._words)
        local, used = localise(events)
        context = StateContext.of(replace(self._words, values=self._values.texts(used)))
        cases = states(local, context)
        code_of = np.append(used, np.int32(NONE))  # the last entry: NONE stays NONE
        columns = {name: code_of[col] if name in VALUE_COLUMNS else col for name, col in cases.columns.items()}
        return CaseColumns(columns, cases.sets)

    def cases(self, touched: NDArray[np.integer]) -> None:
        """Derive the sorted case keys anew and store them; a case without events is no longer there."""
        for start in range(0, len(touched), _GROUP):
            group = touched[start : start + _GROUP]
            rows = read.case_rows(self._connection, self._engagement_id, group, with_texts=False)
            found = self.of_events(rows.events)
            gone = group[~np.isin(group, found["case"])]
            derived.replace_cases(self._connection, self._engagement_id, found, gone)

    def all(self) -> None:
        """Derive every case of the engagement anew."""
        places = segments.places(self._connection, self._engagement_id)
        derived.clear(self._connection, self._engagement_id)
        for _ in self.while_passing(segments.partitions(self._connection, places, with_texts=False)):
            pass

    def while_passing(self, parts: Iterator[EventRows], after: int = -1) -> Iterator[EventRows]:
        """Hand on parts of whole cases, by rising case, and store the states of each with the tail's events put in.

        The derived columns of cases above `after` must have been cleared (those up to it are stored already); cases
        that are only in the tail come at the end.
        """
        late = tail.read(self._connection, self._engagement_id).events
        late = late.take(late.case > after)
        for part in parts:
            events = part.events
            if len(late):
                mine = late.case <= events.case[-1]
                events = EventColumns.concat((events, late.take(mine))).ordered()
                late = late.take(~mine)
            self._store(events)
            yield part
        if len(late):
            self._store(late.ordered())

    def _store(self, events: EventColumns) -> None:
        derived.put_all(self._connection, self._engagement_id, self.of_events(events))


def _refuse_unknown_keys(events: EventColumns, words: Dictionaries) -> None:
    """Raises DeskError where an event names an entry that the dictionaries do not have."""
    for entries, columns in (
        (words.persons, ("actor", "holder", "on_behalf_of")), (words.queues, ("queue",)), (words.steps, ("step",)),
        (words.fields, ("field",)), (words.sources, ("source",)),
    ):  # fmt: skip
        for name in columns:
            keys = getattr(events, name)
            if len(keys) and int(keys.max()) >= len(entries):
                raise DeskError(
                    f"The shared database names as {name} the entry {int(keys.max())}, which it does not have.",
                    "Ask whoever runs the database to look it over (bpo-desk admin doctor); then run: bpo-desk sync"
                    " --rebuild",
                    code="malformed_answer",
                )
