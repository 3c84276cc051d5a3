"""Small and odd logs that were counted by others: what intake counts agrees, number by number.

The real logs are counted where they go all the way: tests/flows/test_real_logs.py.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bpo_desk.intake.reading import read
from tests.shared_data import REPOSITORY, shared_data


def _truths() -> list[str]:
    for above in (REPOSITORY.parent, REPOSITORY.parent.parent):
        found = above / "shared" / "data" / "truth"
        if found.is_dir():
            names = [path.name.removesuffix(".json") for path in found.glob("*.json")]
            return sorted(name for name in names if (found.parent / "edge" / name).exists())
    return ["xes_20.xes"]  # skips with the reason


def _truth(name: str) -> dict[str, object]:
    found = json.loads(shared_data("truth", f"{name}.json").read_text("utf-8"))
    if "independent" in found:
        truth: dict[str, object] = found["independent"]
        return truth
    return {  # the short form of replayed logs
        "events": found["rows"],
        "cases": found["cases"],
        "activities": found["activities"],
        "resources": found["resources"],
        "first_event": found["first"],
        "last_event": found["last"],
    }


def _instant(text: object) -> str | None:
    if text is None:
        return None
    return datetime.fromisoformat(str(text)).astimezone(UTC).isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize("name", _truths())
def test_what_is_read_agrees_with_what_others_counted(name: str) -> None:
    path = shared_data("edge", name)
    truth = _truth(name)
    report = read(path).report.to_json()
    assert report["records"] == truth["events"]
    assert report["cases"] == truth["cases"]
    assert report["activities"] == truth["activities"]
    assert report["actors"] == truth["resources"]
    assert report["first"] == _instant(truth["first_event"])
    assert report["last"] == _instant(truth["last_event"])
    for ours, theirs in (("source_order", "file_order"), ("time_order", "time_order_stable")):
        counted = truth.get(theirs)
        if isinstance(counted, dict):
            follows = report["directly_follows"]
            assert isinstance(follows, dict)
            assert follows[ours] == counted["dfg_edges"], ours
