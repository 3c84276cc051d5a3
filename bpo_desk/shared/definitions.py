"""Process definitions of an engagement: stored by key and version, and which cases run on which."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from bpo_desk.errors import NotFound, RefusedFile
from bpo_desk.models.engagement import Engagement
from bpo_desk.shared import tables
from bpo_desk.shared.keys import hold_engagement

_AT = tables.event.c.occurred_at


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


def put_into_use(
    connection: Connection,
    engagement: Engagement,
    key: str,
    version: str,
    name: str,
    xml: bytes,
    after: int | None = None,
) -> int:
    """Store a version of a process and let those cases of it run on it that began later than `after` (microseconds UTC)
    and run on none or on the version before; earlier ones that run on none run on the version before. Without `after` a
    first version is for all cases, a further one for those that begin from now on. How many cases run on it then.

    To do the same again gives cases that have come since their version. Raises as `store_definition`.
    """
    columns = tables.process_definition.c
    here = (columns.engagement_id == engagement.engagement_id) & (columns.key == key)
    others = select(func.max(columns.definition_id)).where(here, columns.version != version)
    definition = store_definition(connection, engagement, key, version, name, xml, cases=())
    before = connection.execute(others).scalar()
    if before is None or before < definition:
        of = () if before is None or after is None else (int(before),)
        if before is not None and after is None:
            after = time.time_ns() // 1000
        if before is not None:
            _begun(connection, engagement, key, int(before), func.coalesce(func.min(_AT), 0) <= after)
        _begun(connection, engagement, key, definition, None if after is None else func.min(_AT) > after, of)
    cases = tables.case_.c
    runs = (cases.engagement_id == engagement.engagement_id) & (cases.definition_id == definition)
    return int(connection.execute(select(func.count()).select_from(tables.case_).where(runs)).scalar_one())


def chosen_process(connection: Connection, engagement: Engagement, wanted: str) -> str:
    """The key of the process meant by what was `wanted` ("": the only one that cases run on). Where no case names
    another process, those that name none are of this one from then on. Raises NotFound, naming what there is."""
    hold_engagement(connection, engagement.engagement_id)
    columns = tables.case_.c
    here = columns.engagement_id == engagement.engagement_id
    found = connection.execute(select(func.coalesce(columns.process_key, "")).where(here).distinct())
    named = sorted(str(row[0]) for row in found if row[0])
    key = named[0] if not wanted and len(named) == 1 else wanted
    if key and named in ([], [key]):
        unnamed = func.coalesce(columns.process_key, "") == ""
        connection.execute(update(tables.case_).where(here, unnamed).values(process_key=key))
    if key in named or (key and not named):
        return key
    if wanted:
        message = f"No case of {engagement.code} runs on a process {wanted!r}."
    else:
        message = f"The cases of {engagement.code} run on several processes." if named else "No case names a process."
    raise NotFound(message, f"Name one with --process: {', '.join(named) or 'any key, such as claims'}.")


def _begun(
    connection: Connection,
    engagement: Engagement,
    key: str,
    definition: int,
    when: ColumnElement[bool] | None,
    of: Sequence[int] = (),
) -> None:
    """Let the cases of a process that run on no version, or on one `of` some, and whose beginning (their first event)
    is so, run on another."""
    cases, events = tables.case_.c, tables.event.c
    here = (cases.engagement_id == engagement.engagement_id) & (cases.process_key == key)
    here &= cases.definition_id.is_(None) | cases.definition_id.in_(of)
    if when is not None:
        begun = select(events.case_id).where(events.engagement_id == engagement.engagement_id)
        here &= cases.case_id.in_(begun.group_by(events.case_id).having(when))
    connection.execute(update(tables.case_).where(here).values(definition_id=definition))
