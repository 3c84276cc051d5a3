"""Process definitions of an engagement: stored by key and version, and which cases run on which."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.engine import Connection

from bpo_desk.errors import RefusedFile
from bpo_desk.models.engagement import Engagement
from bpo_desk.shared import tables
from bpo_desk.shared.keys import hold_engagement


def store_definition(
    connection: Connection,
    engagement: Engagement,
    key: str,
    version: str,
    name: str,
    xml: bytes,
    *,
    cases: Sequence[int] | None = None,
) -> int:
    """Store a version of a process and let cases run on it; its definition key in the engagement.

    `cases` are case keys; None means every case of the process `key` that runs on no version yet. Storing the same
    again changes nothing. Raises RefusedFile where the version is stored with another content: cases were judged by it.
    """
    hold_engagement(connection, engagement.engagement_id)
    columns = tables.process_definition.c
    here = columns.engagement_id == engagement.engagement_id
    stored = connection.execute(
        select(columns.definition_id, columns.xml).where(here, columns.key == key, columns.version == version)
    ).first()
    if stored is None:
        last = connection.execute(select(func.max(columns.definition_id)).where(here)).scalar()
        definition = int(last or 0) + 1
        connection.execute(
            insert(tables.process_definition).values(
                engagement_id=engagement.engagement_id,
                definition_id=definition,
                key=key,
                version=version,
                name=name,
                xml=xml,
            )
        )
    elif bytes(stored.xml) != xml:
        raise RefusedFile(
            f"Version {version} of the process {key} is stored already, with another content.",
            "Give the changed process a new version.",
        )
    else:
        definition = int(stored.definition_id)
    _run_on(connection, engagement, key, definition, cases)
    return definition


def _run_on(
    connection: Connection, engagement: Engagement, key: str, definition: int, cases: Sequence[int] | None
) -> None:
    columns = tables.case_.c
    change = update(tables.case_).where(columns.engagement_id == engagement.engagement_id)
    if cases is None:
        connection.execute(
            change.where(columns.process_key == key, columns.definition_id.is_(None)).values(definition_id=definition)
        )
    elif cases:
        connection.execute(
            change.where(
                columns.case_id == bindparam("of_case"), columns.definition_id.is_distinct_from(definition)
            ).values(definition_id=definition, process_key=key),
            [{"of_case": int(case)} for case in cases],
        )
