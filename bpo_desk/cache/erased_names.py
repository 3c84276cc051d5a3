"""Names of persons that the shared database erased, taken out of what this desk keeps beside the cases: remembered
filters and views, and what was sent and is kept in the outbox for a while.

The names themselves wait in the copy from the transaction that brought the erasure until that is done, so that a kill
loses nothing. The dictionaries are exchanged by sync itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from bpo_desk.models.erased_names import is_erased, names_person, without_name
from bpo_desk.models.mutation import payload_json

if TYPE_CHECKING:
    from bpo_desk.cache.outbox import Entry, Outbox
    from bpo_desk.cache.store import Cache

WAITING: Final = "erased names"
"""The remembered text that holds the names to be forgotten: [[name, what stands in its place], ...]."""


def note(connection: Any, engagement_id: int, persons: Sequence[dict[str, Any]]) -> None:
    """Before rows of persons are stored, inside that transaction: keep the names that some of them take away."""
    new = {str(row["person_id"]): str(row["name"] or "") for row in persons if is_erased(str(row["name"] or ""))}
    gone = []
    for key, instead in new.items():
        row = connection.execute(
            "select body from record where engagement_id = ? and tbl = 'person' and key = ?", (engagement_id, key)
        ).fetchone()
        before = "" if row is None else str(json.loads(row[0]).get("name") or "")
        if before and not is_erased(before):
            gone.append([before, instead])
    if gone:
        connection.execute(
            "insert or replace into remembered (name, body) values (?, ?)",
            (WAITING, json.dumps([*_waiting(connection), *gone])),
        )


def forget(cache: Cache, outbox: Outbox) -> None:
    """Take the names that wait out of everything, and forget them."""
    with cache.read() as connection:
        names = _waiting(connection)
    if not names:
        return
    outbox.forget([each.mutation.mutation_id for each in outbox.everything() if _says_one(each, names)])
    with cache.write() as connection:
        connection.execute("delete from remembered where name = ?", (WAITING,))
        for table, key, column in (("remembered", "name", "body"), ("first_view", "one", "view")):
            for place, body in connection.execute(f"select {key}, {column} from {table}").fetchall():
                said = str(body)
                for name, instead in names:
                    said = without_name(said, name, instead)
                if said != body:
                    connection.execute(f"update {table} set {column} = ? where {key} = ?", (said, place))
    cache.tidy()  # the log still held the pages of before


def _waiting(connection: Any) -> list[list[str]]:
    row = connection.execute("select body from remembered where name = ?", (WAITING,)).fetchone()
    return [] if row is None else list(json.loads(row[0]))


def _says_one(entry: Entry, names: Sequence[Sequence[str]]) -> bool:
    said = (payload_json(entry.mutation.payload), entry.words, entry.theirs)
    return any(names_person(text, name) for text in said for name, _ in names)
