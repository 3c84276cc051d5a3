"""Full text of the copy: what is said is found, what is gone is gone for good, and half an index says so."""

from pathlib import Path

import numpy as np
import pytest

from bpo_desk.cache import full_text, read
from bpo_desk.cache.full_text import TextHits, question
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventBatch
from bpo_desk.shared.changes import Deed, erase_events, move_case
from bpo_desk.shared.engine import writing
from bpo_desk.sync import text_index
from bpo_desk.sync.run import sync_once
from tests.sync.conftest import AT, Mirror
from tests.sync.logs import log
from tests.sync.stored_pages import decrypted

DEED = Deed("Root", "asked for", AT)
CANARY = "zeisigcanary51c0"


def said(texts: dict[int, str], rows: int = 60, cases: int = 6, offset: int = 0) -> EventBatch:
    """A log in which some rows are comments with these texts."""
    batch = log(rows, cases, offset=offset)
    words: Dictionaries = batch.dictionaries
    for row, text in texts.items():
        batch.columns.kind[row] = EventKind.COMMENT_ADDED
        batch.columns.new_value[row] = len(words.values)
        words.values.append(text)
    return batch


def found(mirror: Mirror, text: str, one: int = 1, **given: object) -> set[str]:
    """Numbers of the cases that are found, the same whether a few or all are asked for."""
    with mirror.cache.read() as connection:
        hits: TextHits = full_text.search(connection, one, text, **given)  # type: ignore[arg-type]
        few = full_text.search(connection, one, text, most=10_000, **given)  # type: ignore[arg-type]
        described = full_text.described(connection, one, few)
    assert few.cases.tolist() == hits.cases.tolist() == [each.case for each in described]
    assert hits.complete
    queue = read.queue(mirror.cache, one)
    rows = [queue.cases.row_of(case) for case in hits.cases.tolist()]
    return {queue.numbers.text(row) for row in rows if row is not None}


def number_of(batch: EventBatch, row: int) -> str:
    return batch.case_numbers[int(batch.columns.case[row])]


def event_key(batch: EventBatch, row: int) -> str:
    return f"{int(batch.columns.id_hi[row]):016x}{int(batch.columns.id_lo[row]):016x}"


def test_a_comment_is_found_by_its_words_in_the_case_that_has_it(mirror: Mirror) -> None:
    batch = said({3: "The card went to the WRONG address", 8: "address is right", 11: "Über die Brücke"})
    mirror.append(batch)
    mirror.sync()
    assert found(mirror, "wrong addr") == {number_of(batch, 3)}
    assert found(mirror, "address") == {number_of(batch, 3), number_of(batch, 8)}
    assert found(mirror, "address wrong", phrase=True) == set()
    assert found(mirror, "wrong address", phrase=True) == {number_of(batch, 3)}
    assert found(mirror, "uber brucke") == {number_of(batch, 11)}
    assert found(mirror, "-!") == found(mirror, "nowhere") == set()
    with mirror.cache.read() as connection:
        hit = full_text.described(connection, 1, full_text.search(connection, 1, "wrong", most=5))[0]
    assert (hit.text, hit.kind) == ("The card went to the WRONG address", EventKind.COMMENT_ADDED)


def test_what_comes_later_is_found_at_once_and_what_is_erased_never_again(mirror: Mirror) -> None:
    mirror.append(said({3: f"{CANARY} one", 20: "said by another"}))
    mirror.sync()
    later = said({5: f"and {CANARY} again", 6: "said by another"}, offset=500)
    mirror.append(later)
    mirror.sync()
    assert len(found(mirror, CANARY)) == 2
    assert CANARY.encode() in decrypted(Path(mirror.cache.path), mirror.key)
    first = said({3: f"{CANARY} one"})
    with writing(mirror.engine) as connection:
        erase_events(
            connection, mirror.first, [event_key(first, 3), event_key(later, 5), event_key(later, 6)], DEED
        )  # fmt: skip
    mirror.sync()
    assert found(mirror, CANARY) == set()
    assert found(mirror, "said by another") == {number_of(first, 20)}
    mirror.cache.tidy()
    assert CANARY.encode() not in decrypted(Path(mirror.cache.path), mirror.key)


def test_a_case_that_moved_is_found_where_it_is(mirror: Mirror) -> None:
    batch = said({3: "looking for shelter"})
    mirror.append(batch)
    mirror.sync()
    with writing(mirror.engine) as connection:
        move_case(connection, mirror.first, number_of(batch, 3), mirror.second, DEED)
    mirror.sync()
    assert found(mirror, "shelter") == set()
    assert found(mirror, "shelter", one=2) == {number_of(batch, 3)}


def test_an_index_that_is_being_made_says_so_and_goes_on_where_it_stopped(
    mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_index, "_TEXTS", 3)
    monkeypatch.setattr(text_index, "_EVENTS", 20)
    monkeypatch.setattr(full_text, "_COMMON", 4)
    batch = said({3: "seldom said", **dict.fromkeys((8, 9, 17, 29, 41), "often said")}, rows=200, cases=40)
    mirror.append(batch)
    mirror.sync(patience=0.0)
    with mirror.cache.read() as connection:
        nothing = full_text.search(connection, 1, "said")
    assert not nothing.complete
    assert not len(nothing.cases)
    states = []
    for _session in range(200):
        with mirror.cache.write() as connection:
            from bpo_desk.cache.dictionaries import Values

            more = text_index.build(connection, 1, Values.load(connection, 1))
            states.append(full_text.search(connection, 1, "said"))
        if not more:
            break
    assert [state.complete for state in states] == [False] * (len(states) - 1) + [True]
    assert len(states) > 4
    assert found(mirror, "seldom") == {number_of(batch, 3)}
    assert found(mirror, "often said") == {number_of(batch, row) for row in (8, 9, 17, 29, 41)}


def test_news_without_a_pause_keep_no_session_from_bringing_the_index_to_its_end(mirror: Mirror) -> None:
    mirror.append(said({3: "seldom said"}))
    whole = [sync_once(mirror.cache, mirror.feed, wanted=lambda: True) for _session in range(6)]
    assert not whole[0]
    assert whole[-2:] == [True, True]


def test_a_text_of_very_many_cases_is_found_in_all_of_them(mirror: Mirror) -> None:
    batch = log(400, 200)
    batch.columns.new_value[:] = 3
    mirror.append(batch)
    mirror.sync()
    with mirror.cache.read() as connection:
        assert full_text._common(connection, 1)
        some = full_text.search(connection, 1, "parts", most=7)
    assert len(some.cases) == 7
    assert len(found(mirror, "waiting for parts")) == len(np.unique(batch.columns.case))


def test_access_that_is_lost_takes_the_words_along(mirror: Mirror) -> None:
    mirror.append(said({3: CANARY}))
    mirror.sync()
    with mirror.cache.write() as connection:
        full_text.forget(connection, 1)
        assert full_text.state(connection, 1) is None
        assert not len(full_text.search(connection, 1, CANARY).cases)
    mirror.sync()
    assert len(found(mirror, CANARY)) == 1


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ('a" OR "b', '"a" AND "OR" AND "b"'),
        ("card*", '"card"'),
        ("card ", '"card"'),
        ("wrong addr", '"wrong" AND "addr"*'),
        ("NEAR(x, 2) {y}: ^z", '"NEAR" AND "x" AND "2" AND "y" AND "z"'),
        ("", ""),
    ],
)
def test_nothing_but_words_gets_into_the_question(text: str, asked: str) -> None:
    assert question(text) == asked
