"""One case as lines for people on a terminal. Pure: from the JSON of the same case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def case_lines(document: dict[str, Any]) -> Iterator[str]:
    """The case in words: facts first, then one line an event."""
    title = document["title"] or ""
    yield f"{document['number']}  {title}".rstrip()
    yield f"status      {document['status']}" + (f" ({document['source_status']})" if document["source_status"] else "")
    for holder in document["holders"] or [None]:
        yield "in hands of " + _holder(holder)
    for step in document["steps_current"]:
        relation = {"at": "", "after": "after ", "next": "next: "}.get(step["relation"], "")
        yield f"step        {relation}{step['name'] or 'unknown'}, since {step['since'] or 'unknown'}"
    yield f"waiting for {document['waiting_for']}"
    yield f"due         {document['due_at'] or 'unknown'} (SLA {document['sla_state']})"
    yield f"opened      {document['opened_at'] or 'unknown'}   closed {document['closed_at'] or '-'}"
    if document["unknown"]:
        yield "the source does not record: " + ", ".join(document["unknown"])
    yield ""
    for event in document["events"]:
        yield _event(event)


def _holder(holder: dict[str, Any] | None) -> str:
    if holder is None:
        return "nobody"
    name = holder["person"] or holder["queue"] or holder["kind"]
    if holder["kind"] == "side":
        name = f"the {holder['side'].replace('_', ' ')}"
    last = " (last; the case is over)" if holder["last"] else ""
    return f"{name} [{holder['side'].replace('_', ' ')}] since {holder['since'] or 'unknown'}{last}"


def _event(event: dict[str, Any]) -> str:
    parts = [(event["occurred_at"] or "unknown time").ljust(27), event["kind"].ljust(17)]
    if event["step"]:
        parts.append(event["step"])
    if event["actor"] is not None:
        parts.append(f"by {event['actor'] or 'unknown'}")
    if event["holder"] is not None or event["queue"] is not None:
        parts.append(f"to {event['holder'] or event['queue'] or 'unknown'}")
    if event["field"]:
        parts.append(event["field"])
    if event["old"] is not None or event["new"] is not None:
        parts.append(f"{_value(event['old'])} -> {_value(event['new'])}")
    if event["reason"]:
        parts.append(f"({event['reason']})")
    return "  ".join(parts)


def _value(text: str | None) -> str:
    return "-" if text is None else repr(text) if text else "unknown"
