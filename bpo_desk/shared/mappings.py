"""Mappings of log steps to the elements of a process version: what one desk says about a step, kept for all of them.

Runs inside the transaction of `mutations.py`, which has looked at the rights of the writer.
"""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from bpo_desk.models.engagement import Engagement
from bpo_desk.models.mutation import MutationResult, Outcome, Refusal, StepMapped
from bpo_desk.models.step_mapping import AUTOMATIC, NOWHERE, MappedStep, StepMapping, mapping_name, mapping_of
from bpo_desk.models.times import to_iso
from bpo_desk.shared import tables
from bpo_desk.shared.keys import hold_engagement

ROW_VER: Final = "row_ver"
"""Key in the answer to a mapping that was taken: the version of the row that holds it."""


def store_step(
    connection: Connection, engagement: Engagement, payload: StepMapped, who: str, recorded_at: int
) -> MutationResult:
    """Keep what `who` says about a step, or answer why not: CONFLICT where somebody else has spoken about it since the
    writer looked (unless they said the same). Writes nothing where it refuses."""
    hold_engagement(connection, engagement.engagement_id)  # of two who speak about a step, the second sees the first
    refusal = _unknown(connection, engagement, payload)
    if refusal:
        return MutationResult(Outcome.REJECTED, Refusal.VALIDATION, refusal)
    before = _stored(connection, engagement, payload)
    said = before.element(payload.step)
    if said not in (payload.before, payload.element):
        return _overtaken(before, payload)
    after = before
    if said != payload.element:
        after = before.with_step(payload.step, MappedStep(payload.element, who, recorded_at))
    version = _keep(connection, engagement, after) if after is not before else before.row_ver
    return MutationResult(Outcome.OK, theirs=json.dumps({ROW_VER: version}))


def _unknown(connection: Connection, engagement: Engagement, payload: StepMapped) -> str:
    """Why the shared database cannot take this, "" if it can."""
    versions, steps = tables.process_definition.c, tables.step.c
    version = select(versions.definition_id).where(
        versions.engagement_id == engagement.engagement_id,
        versions.key == payload.process,
        versions.version == payload.version,
    )
    if connection.execute(version).first() is None:
        return f"The process {payload.process} has no version {payload.version!r} in {engagement.code} (any more)."
    step = select(steps.step_id).where(
        steps.engagement_id == engagement.engagement_id, steps.name == payload.step, steps.step_id > 0
    )
    if connection.execute(step).first() is None:
        return f"No case of {engagement.code} has the step {payload.step!r} (any more)."
    return ""


def _row(connection: Connection, engagement: Engagement, name: str) -> Any:
    columns = tables.mapping.c
    return connection.execute(
        select(columns.mapping_id, columns.content, columns.row_ver).where(
            columns.engagement_id == engagement.engagement_id, columns.name == name
        )
    ).first()


def _stored(connection: Connection, engagement: Engagement, payload: StepMapped) -> StepMapping:
    row = _row(connection, engagement, mapping_name(payload.process, payload.version))
    if row is None:
        return StepMapping(payload.process, payload.version)
    return mapping_of(payload.process, payload.version, row.content, int(row.row_ver))


def _keep(connection: Connection, engagement: Engagement, mapping: StepMapping) -> int:
    """Write the row; its version afterwards (counted by a trigger)."""
    columns, name = tables.mapping.c, mapping_name(mapping.process, mapping.version)
    here = columns.engagement_id == engagement.engagement_id
    if mapping.row_ver:
        connection.execute(
            update(tables.mapping).where(here, columns.name == name).values(content=mapping.content())
        )  # fmt: skip
    else:
        last = connection.execute(select(func.max(columns.mapping_id)).where(here)).scalar()
        connection.execute(
            insert(tables.mapping).values(
                engagement_id=engagement.engagement_id,
                mapping_id=int(last or 0) + 1,
                name=name,
                content=mapping.content(),
            )
        )
    return int(_row(connection, engagement, name).row_ver)


def _overtaken(before: StepMapping, payload: StepMapped) -> MutationResult:
    theirs = before.steps.get(payload.step)
    if theirs is None:
        words = f"Somebody took away what was said about the step {payload.step!r} before."
        return MutationResult(Outcome.CONFLICT, words=words, theirs=json.dumps({"element": AUTOMATIC}))
    where = "not on the diagram" if theirs.element == NOWHERE else f"the element {theirs.element}"
    words = f"{theirs.by or 'Somebody'} said before, at {to_iso(theirs.at)}, that {payload.step!r} is {where}."
    found = {"who": theirs.by, "at": to_iso(theirs.at), "element": theirs.element}
    return MutationResult(Outcome.CONFLICT, words=words, theirs=json.dumps(found, ensure_ascii=False))
