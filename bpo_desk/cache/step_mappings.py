"""The mapping of log steps to the elements of a process version as this desk sees it: what came with the feed, and over
it what was written here and has not come back yet."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bpo_desk.cache import records
from bpo_desk.cache.outbox import Entry, EntryState, Outbox
from bpo_desk.models.mutation import StepMapped
from bpo_desk.models.step_mapping import MappedStep, StepMapping, mapping_name, mapping_of


def step_mapping(
    connection: Any, engagement_id: int, code: str, process: str, version: str, outbox: Outbox | None
) -> StepMapping:
    """What people said about the steps of a process version; `code` is the engagement's.

    What waits in the outbox is shown as pending. What was acknowledged is shown until the copy has the version of the
    row that the answer names: then the row itself tells, and what others said since.
    """
    found = _stored(connection, engagement_id, process, version)
    pending: set[str] = set()
    for entry in outbox.shown_in(code, "") if outbox is not None else ():
        said = entry.mutation.payload
        if not isinstance(said, StepMapped) or (said.process, said.version) != (process, version):
            continue
        if entry.state is EntryState.OK and _row_ver(entry) <= found.row_ver:
            continue
        mutation = entry.mutation
        found = found.with_step(said.step, MappedStep(said.element, mutation.actor.name, mutation.created_at))
        pending.add(said.step)
    return replace(found, pending=frozenset(pending))


def _stored(connection: Any, engagement_id: int, process: str, version: str) -> StepMapping:
    name = mapping_name(process, version)
    for row in records.read(connection, engagement_id, "mapping").values():
        if row["name"] == name:
            return mapping_of(process, version, row["content"], int(row["row_ver"]))
    return StepMapping(process, version)


def _row_ver(entry: Entry) -> int:
    """The version of the row that took an acknowledged entry; 0 where the answer does not say."""
    return int(json.loads(entry.theirs).get("row_ver", 0)) if entry.theirs else 0
