"""The values that a text field has in a queue, for whoever types a filter."""

from __future__ import annotations

from typing import Final

import numpy as np

from bpo_desk.models.case_columns import VALUE_COLUMNS
from bpo_desk.models.used_texts_block import said
from bpo_desk.state.filter_lookup import FilterLookup

_LOOKED_AT: Final = 200


def values_like(lookup: FilterLookup, field: str, typed: str, most: int) -> list[str]:
    """At most so many values of a field that have the typed text in them (letter case aside), those that begin with it
    first; none for a field that holds no texts, and for case numbers, of which there are too many to choose."""
    d = lookup.queue.dictionaries
    names: list[str] = []
    if field in ("holder", "queue", "step"):
        for of, blob, all_names in (
            (("holder",), lookup.persons, [each.name for each in d.persons]),
            (("holder", "queue"), lookup.queues, [each.name for each in d.queues]),
            (("step",), lookup.steps, [each.name for each in d.steps]),
        ):
            if field in of:
                names += [
                    all_names[code] for code in np.flatnonzero(blob.contains(typed))[:_LOOKED_AT].tolist() if code
                ]
    elif field == "process":
        keys = lookup.queue.process_keys  # shown by name; a filter takes either
        names = [each for key in keys for each in (lookup.queue.process_name(key), key)]
        names = [name for name in names if typed.casefold() in name.casefold()]
    elif field == "version":
        names = [each.version for each in lookup.queue.versions if typed.casefold() in each.version.casefold()]
    elif field in VALUE_COLUMNS and field in lookup.value_ranges:
        first, last = lookup.value_ranges[field]
        codes = np.flatnonzero(lookup.values.contains(typed)[first : last + 1])[:_LOOKED_AT] + first
        held = codes[np.isin(codes, lookup.cases[field])] if len(codes) else codes
        names = [name for name in said(d.values, held) if name]
    found = sorted(
        {name for name in names if name},
        key=lambda name: (not name.casefold().startswith(typed.casefold()), name.casefold()),
    )
    return found[:most]
