"""Batches of events for the tests of the shared database, and what a feed must answer for them, row by row."""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from bpo_desk.models.capability import Capability
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_block import BLOCK_COLUMNS, TEXT_COLUMNS, EventBlock
from bpo_desk.models.event_columns import EventBatch, EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.sides import Side

RECORDED = 1_700_000_000_123_456

# Everything a text of the world may hold; NUL and halves of surrogate pairs are refused and tested apart.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30) | st.sampled_from(
    ["", " ", "\t\r\n", "\x01\x7f\x1b", "Ünïcode ✓", "𝄞", "a'b\"c\\d", "%s {x} :y", "NULL", "\u202e"]
)
names = texts.filter(lambda text: text != "")
times = st.just(TIME_UNKNOWN) | st.integers(-(2**53), 2**53)


def one_event(number: int, case: int = 0, **given: Any) -> dict[str, Any]:
    """One event as a dict of columns; `number` becomes its id."""
    return {"id_hi": number, "id_lo": number * 7 + 1, "case": case, "kind": EventKind.OPENED, **given}


def batch_of(events: Iterable[dict[str, Any]], numbers: list[str], **given: Any) -> EventBatch:
    """A batch of events given as dicts; `given` are the further fields of EventBatch."""
    rows = list(events)
    names_of_columns = {name for row in rows for name in row}
    dictionaries = given.pop("dictionaries", None) or small_dictionaries()
    defaults = {"occurred_at": TIME_UNKNOWN, "source_seq": 0, "side": 0, "ad_hoc": 0, "visibility": 1, "source": 0}
    columns = {name: [row.get(name, defaults.get(name, NONE)) for row in rows] for name in names_of_columns}
    return EventBatch(EventColumns.of(columns, len(rows)), dictionaries, numbers, **given)


def small_dictionaries() -> Dictionaries:
    """Two persons, a queue, two steps, a field, a source and three values, after the unknown entries."""
    return Dictionaries(
        persons=[Person(""), Person("Ada", Side.PROVIDER), Person("Bo")],
        queues=[Queue(""), Queue("Intake", Side.PROVIDER)],
        steps=[Step(""), Step("Check"), Step("Pay", "Task_2")],
        fields=[Field(""), Field("status", FieldRole.STATUS)],
        sources=[Source(""), Source("log", Capability.TIMES)],
        values=["", "open", "closed", "late"],
    )


@st.composite
def batches(draw: st.DrawFn) -> EventBatch:
    """Any batch that the contract allows: every column, unknown and absent codes, texts of all kinds."""
    dictionaries = Dictionaries(
        persons=[Person("")] + [Person(n, draw(st.sampled_from(Side))) for n in draw(st.lists(names, max_size=4))],
        queues=[Queue("")] + [Queue(n) for n in draw(st.lists(names, max_size=3))],
        steps=[Step("")] + [Step(n, draw(texts)) for n in draw(st.lists(names, max_size=3))],
        fields=[Field("")] + [Field(n) for n in draw(st.lists(names, max_size=3))],
        sources=[Source("")] + [Source(n, Capability.TIMES) for n in draw(st.lists(names, max_size=2))],
        values=["", *draw(st.lists(texts, max_size=6))],
    )
    numbers = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    ids = draw(st.lists(st.tuples(*[st.integers(0, 2**64 - 1)] * 2), max_size=12, unique=True))

    def code(entries: list[Any]) -> st.SearchStrategy[int]:
        return st.integers(NONE, len(entries) - 1)

    rows = [
        {
            "id_hi": hi,
            "id_lo": lo,
            "case": draw(st.integers(0, len(numbers) - 1)),
            "occurred_at": draw(times),
            "source_seq": draw(st.integers(-(2**63), 2**63 - 1)),
            "kind": draw(st.sampled_from(EventKind) | st.integers(0, 32767)),
            "side": draw(st.sampled_from(Side)),
            "actor": draw(code(dictionaries.persons)),
            "holder": draw(code(dictionaries.persons)),
            "on_behalf_of": draw(code(dictionaries.persons)),
            "queue": draw(code(dictionaries.queues)),
            "step": draw(code(dictionaries.steps)),
            "work_item": draw(st.just(NONE) | st.integers(1, 2**31 - 1)),
            "ad_hoc": draw(st.integers(0, 1)),
            "field": draw(code(dictionaries.fields)),
            "old_value": draw(code(dictionaries.values)),
            "new_value": draw(code(dictionaries.values)),
            "reason": draw(code(dictionaries.values)),
            "visibility": draw(st.integers(0, 1)),
            "source": draw(st.integers(0, len(dictionaries.sources) - 1)),
        }
        for hi, lo in ids
    ]
    json_texts = st.none() | texts.map(_as_json)
    return batch_of(
        rows,
        numbers,
        dictionaries=dictionaries,
        data=[draw(json_texts) for _ in rows] if draw(st.booleans()) else [],
        source_record=[draw(st.none() | texts) for _ in rows] if draw(st.booleans()) else [],
    )


def _as_json(text: str) -> str:
    import json

    # spaces, order and escapes as a source may write them: what is stored is what was written
    return ' {"z":' + json.dumps(text) + ', "a" :1.50}'


def expected_rows(batch: EventBatch) -> dict[tuple[int, int], dict[str, Any]]:
    """Event id -> what the event says in words, straight from the batch."""
    meaning = _meaning_of_codes(batch.dictionaries, batch.case_numbers)
    out: dict[tuple[int, int], dict[str, Any]] = {}
    columns = batch.columns.columns()
    for row in range(len(batch.columns)):
        said = {name: int(column[row]) for name, column in columns.items()}  # type: ignore[call-overload]
        said["recorded_at"] = RECORDED
        for name in ("old_value", "new_value", "reason"):
            said[name] = batch.dictionaries.value(said[name])
        said["data"] = batch.data[row] if batch.data else None
        said["source_record"] = batch.source_record[row] if batch.source_record else None
        out[said["id_hi"], said["id_lo"]] = _in_words(said, meaning)
    return out


def rows_of(blocks: Iterable[EventBlock], small: dict[str, list[dict[str, Any]]]) -> dict[tuple[int, int], Any]:
    """Event id -> what the event says in words, from blocks and the rows of the small tables."""
    meaning = {
        name: {row[key]: row["number" if table == "case" else "name"] for row in small[table]}
        for name, table, key in _CODED
    }
    out: dict[tuple[int, int], Any] = {}
    for block in blocks:
        texts_of = {name: block.texts[name].texts() for name in TEXT_COLUMNS}
        for row in range(len(block)):
            said: dict[str, Any] = {name: int(block.ints[name][row]) for name in BLOCK_COLUMNS}  # type: ignore[call-overload]
            said.update({name: texts_of[name][row] for name in TEXT_COLUMNS})
            out[said["id_hi"], said["id_lo"]] = _in_words(said, meaning)
    return out


_CODED = [
    ("case", "case", "case_id"),
    ("actor", "person", "person_id"),
    ("holder", "person", "person_id"),
    ("on_behalf_of", "person", "person_id"),
    ("queue", "queue", "queue_id"),
    ("step", "step", "step_id"),
    ("field", "field", "field_id"),
    ("source", "source", "source_id"),
]


def _meaning_of_codes(dictionaries: Dictionaries, numbers: list[str]) -> dict[str, dict[int, str]]:
    lists = {
        "case": numbers,
        "actor": [p.name for p in dictionaries.persons],
        "holder": [p.name for p in dictionaries.persons],
        "on_behalf_of": [p.name for p in dictionaries.persons],
        "queue": [q.name for q in dictionaries.queues],
        "step": [s.name for s in dictionaries.steps],
        "field": [f.name for f in dictionaries.fields],
        "source": [s.name for s in dictionaries.sources],
    }
    return {name: dict(enumerate(entries)) for name, entries in lists.items()}


def _in_words(said: dict[str, Any], meaning: dict[str, dict[int, str]]) -> dict[str, Any]:
    return {
        name: (None if value == NONE else meaning[name][value]) if name in meaning else value
        for name, value in said.items()
    }
