"""Erases a person in an engagement: the name in the dictionary, every text that has it, and what was kept beside the
cases under it. Events keep their place, kind and times.

What other things are called (steps, cases, drawings) is not changed, only named. Local copies follow with their next
sync (`cache/erased_names.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlalchemy.engine import Connection

from bpo_desk.errors import NotFound, WrongCredentials, WrongUsage
from bpo_desk.models.engagement import Engagement, Role
from bpo_desk.models.erased_names import erased_name, is_erased, names_person, spellings, without_name
from bpo_desk.shared.changes import Deed, erase_events
from bpo_desk.shared.guarded import is_guarded, member
from bpo_desk.shared.keys import hold_engagement

_TEXTS: Final = ("old_value", "new_value", "reason", "data", "source_record")
_RENAMED: Final = (
    ("membership", "membership_id", ("person",)),
    ("mapping", "mapping_id", ("content",)),
    ("saved_view", "saved_view_id", ("owner", "name", "content")),
    ("review", "review_id", ("reviewer", "draft")),
    ("list_export", "list_export_id", ("said",)),
    ("applied_mutation", "mutation_id", ("words", "theirs")),
    ("access_change", "change_id", ("said",)),  # last: it writes down what became of memberships
)
"""Tables, their keys and the columns in which a name is exchanged, where the current user may change them."""
_LEFT: Final = (
    ("cases", "case_", "number"), ("steps", "step", "name"), ("queues", "queue", "name"), ("fields", "field", "name"),
    ("sources", "source", "name"), ("sources", "source", "description"), ("processes", "process_definition", "name"),
    ("calendars", "calendar", "rules"),
)  # fmt: skip
_DRAWINGS: Final = "drawings"


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: the name that stands in the place of the person's ("" where no entry had it), how many events
    lost their texts, how many other rows were changed, where the name still stands ("steps", "drawings", ...), and the
    tables in which the current user could not look for it."""

    name: str
    events: int
    rows: int
    left: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


def erase_person(connection: Connection, engagement: Engagement, name: str, deed: Deed) -> Erased:
    """Erase a person of this name. Raises NotFound where nothing in the engagement has it, WrongUsage for no name,
    WrongCredentials."""
    if len(name.strip()) < 2 or is_erased(name):
        raise WrongUsage(f"{name!r} is no name of a person.", "Say the name as it stands in the cases.")
    require_administrator(connection, engagement)
    hold_engagement(connection, engagement.engagement_id)
    one = engagement.engagement_id
    keys = connection.execute(
        text("SELECT person_id FROM person WHERE engagement_id = :e AND name = :name AND person_id > 0"),
        {"e": one, "name": name},
    ).scalars().all()  # fmt: skip
    instead = erased_name(int(keys[0]) if keys else 0)
    events = list(_events(connection, one, name))
    if events:
        erase_events(connection, engagement, events, deed)
    for key in keys:
        connection.execute(
            text("UPDATE person SET name = :new, role = '' WHERE engagement_id = :e AND person_id = :key"),
            {"new": erased_name(int(key)), "e": one, "key": key},
        )
    rows, closed = 0, []
    for table, key_column, columns in _RENAMED:
        changed = _rename(connection, one, (table, key_column, columns), (name, instead))
        rows += max(changed, 0)
        closed += [table] if changed < 0 else []
    left = [word for word, table, column in _LEFT if list(_with(connection, one, table, (column,), name))]
    left += [_DRAWINGS] if _drawn(connection, one, name) else []
    if not (keys or events or rows or left):
        raise NotFound(
            f"Nothing in {engagement.code} has the name that was given.", "Say it as it stands in the cases."
        )
    if rows or keys:
        _note(connection, one, deed, len(events), instead)
    return Erased(instead if keys else "", len(events), rows, tuple(dict.fromkeys(left)), tuple(closed))


def require_administrator(connection: Connection, engagement: Engagement) -> None:
    """Raises WrongCredentials where the login may not erase in the engagement."""
    if not is_guarded(connection):
        return
    if not member(connection, engagement.engagement_id).roles & {Role.OWNER.value, Role.ADMIN.value}:
        raise WrongCredentials(
            f"This login may not erase anything in {engagement.code}.",
            "Ask an administrator of the engagement, or the owner of the database.",
        )


def _events(connection: Connection, one: int, name: str) -> Iterator[str]:
    for row in _with(connection, one, "event", _TEXTS, name, "event_id"):
        yield row[0].hex() if isinstance(row[0], bytes) else str(row[0]).replace("-", "")


def _with(
    connection: Connection, one: int, table: str, columns: tuple[str, ...], name: str, key: str = "engagement_id"
) -> Iterator[tuple[object, ...]]:
    """(key, texts) of the rows in which a name stands."""
    postgresql = connection.dialect.name == "postgresql"
    place = "strpos" if postgresql else "instr"
    said = [f"CAST({column} AS text)" if column == "data" else column for column in columns]
    given = {f"name_{number}": each for number, each in enumerate(spellings(name))}
    any_of = " OR ".join(f"{place}({column}, :{each}) > 0" for column in said for each in given)
    found = connection.execute(
        text(f"SELECT {key}, {', '.join(said)} FROM {table} WHERE engagement_id = :e AND ({any_of})"),
        {"e": one, **given},
    ).all()
    for row in found:
        if any(names_person(each, name) for each in row[1:]):
            yield tuple(row)


def _rename(connection: Connection, one: int, where: tuple[str, str, tuple[str, ...]], names: tuple[str, str]) -> int:
    """How many rows of a table were changed; -1 where the current user may not and the name may stand in it."""
    table, key, columns = where
    if not _may_change(connection, table):
        return -1
    found = list(_with(connection, one, table, columns, names[0], key))
    for row in found:
        texts = [None if each is None else without_name(str(each), *names) for each in row[1:]]
        connection.execute(
            text(
                f"UPDATE {table} SET {', '.join(f'{column} = :{column}' for column in columns)}"
                f" WHERE engagement_id = :e AND {key} = :key"
            ),
            {**dict(zip(columns, texts, strict=True)), "e": one, "key": row[0]},
        )
    return len(found)


def _may_change(connection: Connection, table: str) -> bool:
    if connection.dialect.name != "postgresql":
        return True
    own = "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass(:name)"
    whole = bool(connection.execute(text(own), {"name": f"public.{table}"}).scalar())
    # of memberships the database writes down what they said before, where only the owner can change it
    return whole or table in ("mapping", "saved_view", "review")


def _drawn(connection: Connection, one: int, name: str) -> bool:
    found = connection.execute(
        text("SELECT xml FROM process_definition WHERE engagement_id = :e"), {"e": one}
    ).scalars()
    return any(name.encode() in bytes(xml) or name.encode("utf-16-le") in bytes(xml) for xml in found)


def _note(connection: Connection, one: int, deed: Deed, events: int, instead: str) -> None:
    """Written down without the name, where the current user may; the events are noted by the database itself."""
    if not _may_change(connection, "access_change"):
        return
    who = "session_user" if connection.dialect.name == "postgresql" else ":by"
    said = json.dumps({"as": instead, "events": events, "why": deed.why, "by": deed.by}, ensure_ascii=False)
    connection.execute(
        text(
            "INSERT INTO access_change (engagement_id, at, by_login, what, said)"
            f" VALUES (:e, :at, {who}, 'person_erased', :said)"
        ),
        {"e": one, "at": deed.at, "said": said, **({"by": deed.by} if who == ":by" else {})},
    )
