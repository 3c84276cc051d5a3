"""Completion in the filter line: what is offered under the cursor, and that taking it gives a readable filter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.filter_completion import MEANINGS, completions
from bpo_desk.models.filter_text import parse
from bpo_desk.models.filters import FIELDS, FilterError

NAMES = ["Ann Okafor", 'Ann "the" Boss', "Ännchen", "bob,jr"]


def values(field: str, typed: str) -> list[str]:
    return [name for name in NAMES if typed.lower() in name.lower()] if field == "holder" else []


def offered(text: str, cursor: int | None = None) -> list[str]:
    return [each.text for each in completions(text, len(text) if cursor is None else cursor, values)]


def test_every_field_has_a_meaning():
    assert set(MEANINGS) == set(FIELDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hol", ["holder:"]),
        ("lost -(hol", ["holder:"]),
        ("du", ["due"]),
        ("holder:ann", ['"Ann Okafor"', '"Ann \\"the\\" Boss"']),
        ('holder:"ann o', ['"Ann Okafor"']),
        ("holder:bob,ann", ['"Ann Okafor"', '"Ann \\"the\\" Boss"']),
        ("holder:un", ["unknown"]),
        ("status:clo", ["closed"]),
        ("-is:over", ["overdue"]),
        ("exi", ["exits"]),
        ("exits>", ["exits>0"]),
        ("due:", ["due:today", "due:none", "due:any", "due:1d..3d", "due:2026-05-01..2026-05-07"]),
        ("age:1", ["age:1d..3d"]),
        ("exits:1", ["exits:1..3"]),
        ("age<", ["age<2d"]),
        ("followed:", ["me"]),
        ("asked:pending,t", ["taken_back"]),
        ("title:no", ["none"]),
        ("colour:re", []),
        ('"hol', []),
        ("", []),
    ],
)
def test_what_is_offered_fits_the_word_under_the_cursor(text, expected):
    assert offered(text) == expected


def test_a_cursor_in_the_middle_completes_the_word_there():
    assert offered("status:clo lost", 10) == ["closed"]
    assert offered("ho status:closed", 2) == ["holder:"]


@given(st.text(alphabet='holderstaudiw:<>=",-() OR\\12', max_size=25), st.integers(0, 25))
def test_whatever_is_offered_for_a_filter_that_reads_reads_too(text, cursor):
    cursor = min(cursor, len(text))
    try:
        parse(text[:cursor])
        readable = True
    except FilterError:
        readable = False
    for each in completions(text, cursor, values):
        assert 0 <= each.start <= each.end == cursor
        done = text[: each.start] + each.text
        if readable and not done.endswith(":") and each.text not in FIELDS:
            parse(done)
