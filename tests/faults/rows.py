"""Rows that several people change, reviews and views of the team, on the simulated server: a change is taken where what
it was made on still stands there, else its writer is told what does.

It shares no code with `shared/reviews.py` and `shared/saved_views.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bpo_desk.models.mutation import Mutation, MutationResult, Outcome
from bpo_desk.models.review import ReviewKept
from bpo_desk.models.shared_view import ViewShared

if TYPE_CHECKING:
    from tests.faults.server import Row, Server

Place = tuple[str, int, tuple[Any, ...]]
"""Table, engagement, and what names the row there."""
Said = tuple[str, ...]
"""What a row says: the fields that people write."""
FIELDS = {"review": ("state", "score", "findings", "text"), "saved_view": ("content", "role")}
_NAMED_BY = {"review": ("case_id", "reviewer", "round"), "saved_view": ("owner", "name")}


@dataclass(frozen=True)
class Made:
    """One change that took effect: what stood there before (None: nothing) and what does since."""

    mutation_id: str
    place: Place
    before: Said | None
    after: Said


def place_of(mutation: Mutation) -> Place | None:
    """The row that a mutation of these schedules changes; None where it changes none."""
    match mutation.payload:
        case ReviewKept(reviewer, round_):
            return "review", int(mutation.engagement[1:]), (int(mutation.case.split("-")[2]), reviewer, round_)
        case ViewShared(name):
            return "saved_view", int(mutation.engagement[1:]), ("", name)
    return None


def said_by(payload: Any) -> Said:
    """What a payload would have the row say."""
    table = "review" if isinstance(payload, ReviewKept) else "saved_view"
    return tuple(getattr(payload, name) for name in FIELDS[table])


def said_in(table: str, columns: Mapping[str, Any]) -> Said:
    """What a stored row says."""
    if table == "review":
        draft = json.loads(columns["draft"])
        return columns["state"], draft["score"], draft["findings"], draft["text"]
    view = json.loads(columns["content"])
    return view["view"], view["role"]


def stands(server: Server, place: Place) -> tuple[int, Row] | None:
    """The key and the row of a place, as committed."""
    table, one, names = place
    for key, row in server.now.small.items():
        if key[:2] == (one, table) and tuple(row.columns[each] for each in _NAMED_BY[table]) == names:
            return key[2], row
    return None


def change(server: Server, place: Place, after: Said, who: str) -> int:
    """Somebody changes a row, or makes it, in a transaction of its own; its version then."""
    table, one, names = place
    found = stands(server, place)
    key = found[0] if found else 1 + max((k[2] for k in server.now.small if k[:2] == (one, table)), default=0)
    version = found[1].row_ver + 1 if found else 1
    about = {"by": who, "at": server.clock}
    if table == "review":
        told = dict(zip(FIELDS[table][1:], after[1:], strict=True))
        columns = {"state": after[0], "draft": json.dumps({**told, **about})}
    else:
        columns = {"content": json.dumps({"view": after[0], "role": after[1], **about})}
    writer = server.begin()
    writer.row(one, table, key, version, **dict(zip(_NAMED_BY[table], names, strict=True)), **columns)
    writer.commit()
    return version


def keep(server: Server, place: Place, mutation: Mutation) -> MutationResult:
    """Take a change that was made on what stands there; the result, without its effects on the case."""
    table, found = place[0], stands(server, place)
    before = said_in(table, found[1].columns) if found else None
    version, after = found[1].row_ver if found else 0, said_by(mutation.payload)
    if before != after:
        if server.overtaken(mutation, before, version):
            server.now.refused[mutation.mutation_id] = before
            told = dict(zip(FIELDS[table], before or (), strict=False))
            theirs = {"who": "somebody", "at": None, **told, "row_ver": version}
            return MutationResult(Outcome.CONFLICT, words="overtaken", theirs=json.dumps(theirs))
        version = change(server, place, after, mutation.actor.name)
    server.now.made.append(Made(mutation.mutation_id, place, before, after))
    return MutationResult(Outcome.OK, theirs=json.dumps({"row_ver": version}))
