"""Looks every answer of a shared database over before anything of it is believed: kinds, counts, lengths, ranges.

What an answer says is not judged here; only that the parts of the sync may take it as what it claims to be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, Final

import numpy as np

from bpo_desk.errors import DeskError
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event_block import BLOCK_COLUMNS, TEXT_COLUMNS, EventBlock, TextColumn
from bpo_desk.models.event_columns import LAYOUT
from bpo_desk.models.ids import LAST_TIME, MOST_KEY
from bpo_desk.models.sides import Side
from bpo_desk.shared.requests import (
    Answer,
    ApplyMutation,
    CountAnswer,
    CountEvents,
    Digest,
    DigestAnswer,
    Hello,
    HelloAnswer,
    LetGo,
    LetGoAnswer,
    LoadAnswer,
    LoadBlock,
    Mark,
    MutationAnswer,
    Pull,
    PullAnswer,
    Request,
    Rows,
    Tombstone,
)

_KINDS: Final = {
    Hello: HelloAnswer, CountEvents: CountAnswer, LoadBlock: LoadAnswer, Pull: PullAnswer, Digest: DigestAnswer,
    ApplyMutation: MutationAnswer, LetGo: LetGoAnswer,
}  # fmt: skip
_LONG: Final = 2**63
_ENTRIES: Final = ("actor", "holder", "on_behalf_of", "queue", "step", "field", "source", "person")
_VALUES: Final = {int, float, str, bytes, bytearray, memoryview, bool, type(None)}
_SINCE: Final = ("left_at", "back_at")
_WHOLE: Final = frozenset(("row_ver", "side", "capability"))


def checked(request: Request, answer: Answer) -> Answer:
    """The answer itself. Raises DeskError (code "malformed_answer") for one that cannot be what was asked for."""
    wrong = _wrong(request, answer)
    if wrong:
        raise DeskError(
            f"The shared database answered {type(request).__name__} with something that cannot be: {wrong}. Nothing of"
            " it was taken.",
            "Try again; if it stays so, ask whoever runs the database to look it over: bpo-desk admin doctor.",
            code="malformed_answer",
        )
    return answer


def _wrong(request: Request, answer: Answer) -> str:
    """What is wrong with it; "" where nothing is."""
    if not isinstance(answer, _KINDS[type(request)]):
        return f"an answer of the kind {type(answer).__name__}"
    match answer:
        case HelloAnswer():
            return _wrong_hello(answer)
        case CountAnswer():
            return _wrong_mark(answer.mark) or _not_counts(
                {"events": answer.events, "last_seq": answer.last_seq, "span": answer.span}
            )
        case LoadAnswer():
            after = request.after_seq if isinstance(request, LoadBlock) else 0
            if not _is_count(answer.last_seq) or answer.last_seq <= after:
                return "a load that does not get on"
            return _wrong_block(answer.block)
        case PullAnswer():
            return _wrong_pull(answer)
        case LetGoAnswer():
            return "" if _is_whole(answer.cases) and isinstance(answer.more, bool) else "cases that are no count"
        case DigestAnswer():
            numbers = {"events": answer.events, "versions": answer.versions}
            halves = (answer.xor_hi, answer.xor_lo)
            return _wrong_mark(answer.mark) or _not_counts(numbers) or ("" if all(map(_is_whole, halves)) else "halves")
    return ""


def _is_whole(value: object) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool) and bool(-_LONG <= value < 2 * _LONG)


def _is_count(value: object) -> bool:
    return _is_whole(value) and 0 <= value < _LONG  # type: ignore[operator]


def _not_counts(numbers: Mapping[str, object]) -> str:
    return next((f"{name} is no count" for name, value in numbers.items() if not _is_count(value)), "")


def _is_text(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in value


def _wrong_mark(mark: Any) -> str:
    if not isinstance(mark, Mark) or not _is_text(mark.epoch) or not _is_text(mark.incarnation):
        return "a mark that says no history"
    if not _is_count(mark.at) or mark.at > LAST_TIME:
        return "a mark at no time"
    return _not_counts({"xmin": mark.xmin, "lsn": mark.lsn, "flushed": mark.flushed})


def _wrong_hello(answer: HelloAnswer) -> str:
    shown: list[Any] = list(answer.engagements)
    ids = [each.engagement_id if isinstance(each, Engagement) else -1 for each in shown]
    if not all(_is_count(one) and one < 2**31 for one in ids) or len(set(ids)) != len(ids):
        return "engagements without keys of their own"
    texts = [
        getattr(each, name) for each in answer.engagements for name in ("code", "name", "client", "provider", "zone")
    ]
    if not all(map(_is_text, texts)) or len({each.code for each in answer.engagements}) != len(ids):
        return "engagements without names of their own"
    if not all(_is_whole(one) and _is_text(scope) for one, scope in answer.scopes.items()):
        return "scopes that are no words"
    return _wrong_mark(answer.mark) or _not_counts({"schema": answer.schema_version})


def _wrong_pull(answer: PullAnswer) -> str:
    return (
        _wrong_mark(answer.mark)
        or next(filter(None, map(_wrong_rows, answer.tables)), "")
        or next(filter(None, map(_wrong_stone, answer.tombstones)), "")
        or next(filter(None, map(_wrong_block, (*answer.events, *answer.back))), "")
    )


def _wrong_rows(table: Any) -> str:
    if not isinstance(table, Rows) or not _is_text(table.table) or len(set(table.columns)) != len(table.columns):
        return "a table without a name or with columns of one name"
    own_key = {f"{table.table.rstrip('_')}_id", "definition_id"}
    if table.table != "engagement" and not own_key & set(table.columns):
        return f"{table.table} without its key"
    if set(map(len, table.rows)) - {len(table.columns)}:
        return f"a row of {table.table} with other columns"
    for name, column in zip(table.columns, zip(*table.rows, strict=True), strict=False):
        if wrong := _wrong_column(name, column):
            return f"{table.table} with {wrong} in {name}"
        if table.table == "case" and name in _SINCE and not set(map(type, column)) <= {int, type(None)}:
            return f"case with no time in {name}"
    if table.table == "case" and len(set(_SINCE) & set(table.columns)) == 1:
        return "case with one half of its retention"
    return ""


def _wrong_column(name: str, column: tuple[Any, ...]) -> str:
    """By column, not by value: a table of cases may have a million rows."""
    kinds = set(map(type, column))
    if not kinds <= _VALUES:
        return "a value of no kind that is known"
    if str in kinds and not _is_text(
        "".join(column if len(kinds) == 1 else [one for one in column if type(one) is str])
    ):
        return "a text that is none"
    numbers: Sequence[float] = column if kinds == {int} else ()
    if not numbers and {int, float} & kinds:
        numbers = [one for one in column if type(one) in (int, float)]
    if name in _WHOLE or name.endswith("_id"):
        if float in kinds or (numbers and not -1 <= min(numbers) <= max(numbers) < _LONG):
            return "a number out of range"
        if name.removesuffix("_id") in _ENTRIES and numbers and max(numbers) > MOST_KEY:
            return "a key out of range"
    elif numbers and not (
        (float not in kinds or all(map(isfinite, numbers))) and -_LONG <= min(numbers) <= max(numbers) < _LONG
    ):
        return "a number out of range"
    return ""


def _wrong_stone(stone: Any) -> str:
    if not isinstance(stone, Tombstone) or not all(map(_is_text, (stone.table, stone.key, stone.reason))):
        return "a tombstone without a name"
    if stone.table == "event" and not (len(stone.key) == 32 and set(stone.key) <= set("0123456789abcdef")):
        return "a tombstone of an event without its id"
    return "" if _is_whole(stone.case_id) and _is_count(stone.row_ver) else "a tombstone without its version"


def _wrong_block(block: Any) -> str:
    positions: Any = getattr(block, "sync_seq", None)
    if not isinstance(block, EventBlock) or not isinstance(positions, np.ndarray) or positions.ndim != 1:
        return "a block without positions"
    count = len(positions)
    columns: Mapping[str, Any] = block.ints
    if set(block.ints) != set(BLOCK_COLUMNS) or set(block.texts) != set(TEXT_COLUMNS):
        return "a block with other columns"
    for name, column in columns.items():
        if not isinstance(column, np.ndarray) or column.dtype != np.dtype(LAYOUT[name]) or column.shape != (count,):
            return f"a column {name} of another kind or length"
    return _wrong_ranges(block, count) or next(
        filter(None, (_wrong_texts(name, block.texts[name], count) for name in TEXT_COLUMNS)), ""
    )


def _wrong_ranges(block: EventBlock, count: int) -> str:
    if not count:
        return ""
    limits = {
        "case": (0, 2**31 - 2),
        "side": (0, max(Side)),
        "ad_hoc": (0, 1),
        "kind": (0, 2**15 - 1),
        "row_ver": (1, _LONG - 1),
    }
    for name, (least, most) in {**limits, **dict.fromkeys(_ENTRIES[:-1], (-1, MOST_KEY))}.items():
        column: Any = block.ints[name]
        if int(column.min()) < least or int(column.max()) > most:
            return f"{name} out of range"
    return ""


def _wrong_texts(name: str, texts: Any, count: int) -> str:
    if not isinstance(texts, TextColumn) or len(texts.lengths) != count or not isinstance(texts.data, bytes):
        return f"texts {name} of another length"
    if not count:
        return ""
    lengths = np.asarray(texts.lengths, dtype=np.int64)
    if int(lengths.min()) < -1 or int(lengths[lengths > 0].sum()) != len(texts.data):
        return f"texts {name} with other lengths than bytes"
    if texts.data.isascii():
        return ""
    try:
        texts.data.decode()
    except UnicodeDecodeError:
        return f"texts {name} that are no UTF-8"
    ends = np.cumsum(np.maximum(lengths, 0))
    begins = (ends - np.maximum(lengths, 0))[lengths > 0]
    first = np.frombuffer(texts.data, dtype=np.uint8)[begins]
    return f"texts {name} cut within a letter" if bool(((first & 0xC0) == 0x80).any()) else ""
