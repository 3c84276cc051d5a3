"""What stands around an element without a name: the named ones before and behind it along the flow. No words here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Around(NamedTuple):
    """Names of the nearest named elements, in alphabetical order: what a boundary event sits on, what the flow comes
    from, what it goes to."""

    on: str
    before: tuple[str, ...]
    behind: tuple[str, ...]


def surroundings(names: Mapping[str, str], ways: Iterable[tuple[str, str]], on: Mapping[str, str]) -> dict[str, Around]:
    """By id what stands around each element of `names` (name by id, "" for none) that has no name.

    `ways` are the sequence flows as (source, target), `on` the activity by boundary event. Past elements without a name
    the flow is followed further, up to the first named ones.
    """
    coming: dict[str, list[str]] = defaultdict(list)
    going: dict[str, list[str]] = defaultdict(list)
    for source, target in ways:
        if source in names and target in names:
            coming[target].append(source)
            going[source].append(target)
    for event, activity in on.items():
        coming[event].append(activity)
    return {
        each: Around(names.get(on.get(each, ""), ""), _nearest(each, coming, names), _nearest(each, going, names))
        for each, name in names.items()
        if not name
    }


def _nearest(start: str, ways: Mapping[str, list[str]], names: Mapping[str, str]) -> tuple[str, ...]:
    """The names that are met first, all at the same distance."""
    seen, here = {start}, [start]
    while here:
        ahead = [each for at in here for each in dict.fromkeys(ways.get(at, ())) if each not in seen]
        found = dict.fromkeys(names[each] for each in ahead if names.get(each))
        if found:
            return tuple(sorted(found, key=str.casefold))
        seen.update(ahead)
        here = list(dict.fromkeys(ahead))
    return ()
