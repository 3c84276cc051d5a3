"""Traces of the shared logs as plain lists of activity names, for tests of what a definition allows."""

import csv
import gzip
from datetime import datetime
from functools import cache

from lxml import etree

from tests.shared_data import shared_data


@cache
def traces(log: str) -> dict[str, tuple[str, ...]]:
    """Case -> activities by time, ties in the order of the file."""
    found: dict[str, tuple[str, ...]] = {}
    with gzip.open(shared_data("logs", f"{log}.xes.gz")) as stream:
        for _, trace in etree.iterparse(stream, tag="{*}trace"):
            events = []
            for event in trace.iterfind("{*}event"):
                said = {each.get("key"): each.get("value") for each in event}
                events.append((datetime.fromisoformat(said["time:timestamp"]), said["concept:name"]))
            name = next(each.get("value") for each in trace if each.get("key") == "concept:name")
            found[name] = tuple(activity for _, activity in sorted(events, key=lambda pair: pair[0]))
            trace.clear()
    return found


def recorded_fit(log: str) -> dict[str, bool]:
    """Case -> whether its trace fits the model of its log, as two independent methods recorded."""
    with shared_data("models", f"{log}_conformance.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert all((row["token_fit"] == "True") == (int(row["align_cost"]) == 0) for row in rows)
    return {row["case"]: row["token_fit"] == "True" for row in rows}
