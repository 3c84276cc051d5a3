"""What a client gets, taken out of rows that were read whole: for databases without functions and logins (SQLite).

On PostgreSQL the database itself does this (client_functions.py); a test holds the two equal, field by field.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.client_rules import (
    CASE_FACTS,
    HIDDEN_SIDES,
    NOT_OF_LISTS,
    OWN_SOURCES,
    PSEUDONYM,
    PSEUDONYM_DIGITS,
    SHOWN_DATA,
    STEP_MAPPINGS,
    masks,
)
from bpo_desk.models.escalation import ROW_NAME, path_content, path_of
from bpo_desk.models.event import Visibility
from bpo_desk.models.event_block import EventBlock, TextColumn
from bpo_desk.models.ids import NONE
from bpo_desk.models.sides import Side
from bpo_desk.models.withheld import WITHHELD
from bpo_desk.shared.requests import Rows, Tombstone
from bpo_desk.shared.shown import KEYED

_T = TypeVar("_T", dict[str, Any], list[Any])

_VALUES: Final = ("old_value", "new_value", "reason")
_NOT_THEIRS: Final = ("membership", "saved_view", "review")
"""Small tables of which a client gets at most what is its own; who only looks as a client has nothing of its own."""
_PARTS: Final = {
    "person": "persons", "queue": "queues", "step": "steps", "field": "fields", "source": "sources", "case": "cases",
}  # fmt: skip
"""Table in the protocol -> the part of shown.KEYED that it is."""


@dataclass(frozen=True, slots=True)
class ClientRules:
    """What an engagement withholds from its client: keys of fields, kinds of events, whether staff go by pseudonyms,
    the names of that staff, the keys of the sources that the desk itself writes; `key`: the pseudonyms' secret."""

    fields: frozenset[int]
    kinds: frozenset[int]
    hides_staff: bool
    staff: frozenset[str]
    own_sources: frozenset[int]
    key: bytes
    codes: Mapping[str, Mapping[int, int]]
    """Part of shown.KEYED -> clients' keys by keys: of what they get to know, and of nothing else."""
    steps: frozenset[str]
    """The names of the steps among it."""


def client_rules(tables: Mapping[str, Rows], key: bytes, codes: Mapping[str, Mapping[int, int]]) -> ClientRules:
    """The rules, from the rows of engagement, field, person, source and step and from the clients' keys."""
    [engagement] = _records(tables["engagement"])
    known = ((row["field_id"], row["name"], row["role"]) for row in _records(tables["field"]))
    fields, kinds = masks(json.loads(engagement["masked"]), known)
    persons, sources = _records(tables["person"]), _records(tables["source"])
    staff = {row["name"] for row in persons if row["name"] and row["side"] in HIDDEN_SIDES}
    own = {row["source_id"] for row in sources if row["name"] in OWN_SOURCES}
    steps = frozenset(row["name"] for row in _records(tables["step"]) if row["step_id"] in codes["steps"])
    return ClientRules(
        fields, kinds, bool(engagement["pseudonyms"]), frozenset(staff), frozenset(own), key, codes, steps
    )


def _records(rows: Rows) -> list[dict[str, Any]]:
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]


def pseudonym(key: bytes, name: str) -> str:
    """The name under which a client knows a member of staff: HMAC-SHA-256 of the real one (RFC 2104)."""
    digits = hmac.digest(key, name.encode(), hashlib.sha256).hex()
    return PSEUDONYM + digits[:PSEUDONYM_DIGITS].upper()


def client_table(rows: Rows, rules: ClientRules) -> Rows:
    """Rows of one small table as a client gets them."""
    if rows.table in _NOT_THEIRS:
        return replace(rows, rows=[])
    made = []
    for row in _records(rows):
        if _known(rows.table, row, rules) and (rows.table != "mapping" or _is_shared(row["name"])):
            made.append(row)
            _cover(rows.table, row, rules)
    if rows.table == "mapping":
        for place, row in enumerate(made):
            row["mapping_id"] = place + 1
    return replace(rows, rows=[tuple(row.values()) for row in made])


def _known(table: str, row: dict[str, Any], rules: ClientRules) -> bool:
    """Whether a client knows a row; it is then under the client's key."""
    part = _PARTS.get(table)
    if part is None:
        return True
    key = rules.codes[part].get(row[f"{table}_id"])
    if key is not None:
        row[f"{table}_id"] = key
    return key is not None


def _is_shared(mapping: str) -> bool:
    return mapping == ROW_NAME or mapping.startswith(STEP_MAPPINGS)


def _cover(table: str, row: dict[str, Any], rules: ClientRules) -> None:
    """Put what a client gets into a row."""
    match table:
        case "source":
            row["description"] = ""
        case "case":
            row["held"], row["row_ver"] = 0, 1
        case "process_definition":
            row["xml"] = row["xml"] if b"\0" in row["xml"] else re.sub(rb"<!--.*?-->", b"", row["xml"], flags=re.DOTALL)
        case "list_export":
            row["said"] = row["said"] if row["side"] == Side.CLIENT else _without_filter(row["said"])
            row["actor_id"] = rules.codes["persons"].get(row["actor_id"], 0)
        case "mapping" if row["name"] == ROW_NAME:
            hidden = rules.staff if rules.hides_staff else frozenset()
            row["content"] = path_content([each for each in path_of(row["content"]) if each not in hidden])
        case "mapping":
            row["content"] = _without_names(row["content"], rules.steps)
        case "person" if rules.hides_staff and row["person_id"] > 0 and row["side"] in HIDDEN_SIDES:
            row["name"], row["role"] = pseudonym(rules.key, row["name"]), ""


def _part(said: str | None, name: str | None, kind: type[_T]) -> _T:
    """A part of a text that somebody may have written as he likes, empty where it is not as it should be."""
    try:
        found = json.loads(said or "")
    except (ValueError, RecursionError):
        return kind()
    if name is not None:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, kind) else kind()


def _without_filter(said: str) -> str:
    """What is noted of a list without what it was chosen by."""
    return json.dumps({name: told for name, told in _part(said, None, dict).items() if name not in NOT_OF_LISTS})


def _without_names(content: str, known: frozenset[str]) -> str:
    """Where the steps that clients know stand in a drawing, and since when, without who said so."""
    kinds: dict[str, type | tuple[type, ...]] = {"element": str, "at": (int, float)}
    steps = {
        step: {"by": "", **{name: said[name] for name, kind in kinds.items() if _is_a(said.get(name), kind)}}
        for step, said in _part(content, "steps", dict).items()
        if isinstance(said, dict) and step in known
    }
    return json.dumps({"steps": steps}, ensure_ascii=False)


def _is_a(value: object, kind: type | tuple[type, ...]) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool)


def client_stones(stones: Sequence[Tombstone], rules: ClientRules) -> list[Tombstone]:
    """The tombstones of what clients had, under their keys of the cases."""
    cases = rules.codes["cases"]
    kept = [each for each in stones if each.table in ("event", "process_definition", "calendar")]
    return [replace(each, case_id=cases.get(each.case_id, 0)) for each in kept]


def _recoded(column: NDArray[Any], codes: Mapping[int, int]) -> NDArray[Any]:
    """A column of keys as clients know them; what says nothing stays so, what they do not know is unknown."""
    table = np.zeros(max(int(column.max(initial=0)), 0) + 2, dtype=column.dtype)
    table[-1] = NONE
    for key, known in codes.items():
        if key < len(table) - 1:
            table[key] = known
    recoded: NDArray[Any] = table[column]
    return recoded


def client_block(block: EventBlock, rules: ClientRules) -> EventBlock:
    """The events of a block that a client gets, with the mark in the place of what is withheld."""
    rows = np.flatnonzero(block.ints["visibility"] == Visibility.SHARED)
    ints = {name: column[rows] for name, column in block.ints.items()}
    masked = np.isin(ints["field"], list(rules.fields)) | np.isin(ints["kind"], list(rules.kinds))
    facts = np.isin(ints["kind"], CASE_FACTS) & rules.hides_staff
    said = {name: block.texts[name].texts() for name in (*_VALUES, "data")}
    texts: dict[str, TextColumn] = {}
    for name in _VALUES:
        column: list[str | None] = []
        for row, hit, fact in zip(rows.tolist(), masked.tolist(), facts.tolist(), strict=True):
            text = said[name][row]
            column.append(WITHHELD if text is not None and (hit or (fact and text in rules.staff)) else text)
        texts[name] = TextColumn.of(column)
    own = np.isin(ints["source"], list(rules.own_sources)).tolist()
    kept = [_data(said["data"][row]) if mine else None for row, mine in zip(rows.tolist(), own, strict=True)]
    texts["data"] = TextColumn.of(kept)
    texts["source_record"] = TextColumn.of([None] * len(rows))
    for part, (_table, names) in KEYED.items():
        for name in names:
            ints[name] = _recoded(ints[name], rules.codes[part])
    return EventBlock(ints, texts, block.sync_seq[rows])


def _data(text: str | None) -> str | None:
    """What a client gets of the data of an event that the desk wrote."""
    if text is None:
        return None
    shown = {key: value for key, value in _part(text, None, dict).items() if key in SHOWN_DATA}
    return json.dumps(shown, ensure_ascii=False) if shown else None
