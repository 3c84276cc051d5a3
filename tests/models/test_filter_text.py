"""The text form of filters: what it says, what it refuses, and that nothing is lost between text and tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.errors import DeskError
from bpo_desk.models.filter_text import parse, to_text
from bpo_desk.models.filters import (
    ASKED,
    CHOICES,
    EVERYTHING,
    FIELDS,
    And,
    Compare,
    FieldIn,
    FieldIs,
    FieldKind,
    FilterError,
    Moment,
    Not,
    Or,
    Span,
    Word,
    all_of,
    any_of,
)

BY_KIND = {kind: [name for name, of in FIELDS.items() if of is kind] for kind in FieldKind}
OPS = st.sampled_from(["<", "<=", ">", ">="])


def asked(kind: FieldKind, values: st.SearchStrategy[str], exact: st.SearchStrategy[bool]) -> st.SearchStrategy:
    several = st.lists(values, min_size=2, max_size=4).map(tuple)
    names = st.sampled_from(BY_KIND[kind])
    return st.one_of(st.builds(FieldIs, names, values, exact), st.builds(FieldIn, names, several, exact))


CHOICE = st.sampled_from(BY_KIND[FieldKind.CHOICE]).flatmap(
    lambda name: st.one_of(
        st.builds(FieldIs, st.just(name), st.sampled_from(CHOICES[name])),
        st.builds(FieldIn, st.just(name), st.lists(st.sampled_from(CHOICES[name]), min_size=2).map(tuple)),
    )
)
SPANS = st.builds(lambda n, unit: Span(n * unit), st.integers(-999, 999), st.sampled_from([1, 60, 3600, 86400, 604800]))
MOMENTS = st.builds(Moment, st.integers(-(10**15), 10**16))
LEAVES = st.one_of(
    st.builds(Word, st.text()),
    asked(FieldKind.TEXT, st.text(), st.booleans()),
    asked(FieldKind.SAID, st.text(), st.booleans()),
    st.builds(FieldIs, st.just("followed"), st.just("me")),
    st.builds(FieldIs, st.just("asked"), st.sampled_from(ASKED)),
    st.builds(FieldIn, st.just("asked"), st.lists(st.sampled_from(ASKED), min_size=2).map(tuple)),
    asked(FieldKind.COUNT, st.one_of(st.integers(0, 999_999_999).map(str), st.just("unknown")), st.just(False)),
    st.builds(FieldIs, st.sampled_from(BY_KIND[FieldKind.TIME]), st.sampled_from(["any", "none", "today"])),
    CHOICE,
    st.builds(Compare, st.sampled_from([f for f in BY_KIND[FieldKind.TIME] if f != "age"]), OPS, SPANS | MOMENTS),
    st.builds(Compare, st.just("age"), OPS, SPANS),
    st.builds(Compare, st.sampled_from(BY_KIND[FieldKind.COUNT]), OPS, st.integers(0, 999_999_999)),
)
FILTERS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=12,
)


@given(FILTERS)
def test_a_filter_written_and_read_again_is_the_same_filter(given_filter):
    assert parse(to_text(given_filter)) == given_filter


@given(st.text() | st.text(alphabet='ab:<>="()-\\, OR12dwsidueholder', max_size=30))
def test_any_text_is_a_filter_or_an_error_with_a_place_in_the_text(text):
    try:
        found = parse(text)
    except FilterError as error:
        fault = error
    else:
        assert parse(to_text(found)) == found
        return
    assert 0 <= fault.position <= len(text)
    assert fault.message


def test_the_line_of_the_design_says_what_it_means():
    assert parse('holder:ann step:"Verify identity" due<2d side:client -status:closed') == And(
        (
            FieldIs("holder", "ann"),
            FieldIs("step", "Verify identity"),
            Compare("due", "<", Span(172_800)),
            FieldIs("side", "client"),
            Not(FieldIs("status", "closed")),
        )
    )


def test_an_empty_line_keeps_everything():
    assert parse("  ") == EVERYTHING
    assert to_text(EVERYTHING) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INC0042", Word("INC0042")),
        ("12:30", Word("12:30")),
        ("Third-Party", Word("Third-Party")),
        ("waiting:third_party,TIMER", FieldIn("waiting", ("third_party", "timer"))),
        ('holder="Ann B"', FieldIs("holder", "Ann B", exact=True)),
        ("exits:02", FieldIs("exits", "2")),
        ("a OR b c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("(a OR b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("-(a b)", Not(And((Word("a"), Word("b"))))),
        ("opened<2026-05-01T02:00+02:00", Compare("opened", "<", Moment(1_777_593_600_000_000))),
        ("age>36h", Compare("age", ">", Span(129_600))),
        ("DUE:today", FieldIs("due", "today")),
        ("exits:1..3", And((Compare("exits", ">=", 1), Compare("exits", "<=", 3)))),
        ("due:-2d..0h", And((Compare("due", ">=", Span(-172_800)), Compare("due", "<=", Span(0))))),
        (
            "opened:2026-05-01..2026-05-01",  # the whole of a day
            And(
                (
                    Compare("opened", ">=", Moment(1_777_593_600_000_000)),
                    Compare("opened", "<", Moment(1_777_593_600_000_000 + 86_400_000_000)),
                )
            ),
        ),
        ("-age:1d..3d", Not(And((Compare("age", ">=", Span(86_400)), Compare("age", "<=", Span(259_200)))))),
        ("reference:a..b", FieldIs("reference", "a..b")),
    ],
)
def test_text_becomes_this_filter(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("a colour:red", 2, "colour"),
        ("status:shut", 7, "shut"),
        ("due<soon", 4, "soon"),
        ("due:2d", 4, "2d"),
        ("exits>many", 6, "many"),
        ("holder<3", 7, "order"),
        ('x "open', 2, "quotation"),
        ("(a b", 0, "bracket"),
        ("a) b", 1, "bracket"),
        ("a -", 2, "minus"),
        ("holder:", 7, "missing"),
        ("a OR", 4, "OR"),
        ("(" * 100, 41, "nested"),
        ("age<2026-05-01", 4, "length"),
        ("exits:1..", 6, "begin and an end"),
        ("exits:..3", 6, "begin and an end"),
        ("exits:3..1", 6, "ends before"),
        ("exits:1..3,5..7", 6, "one range"),
        ("opened:2d..2026-05-01", 7, "two of a kind"),
        ("due:1d..soon", 4, "soon"),
    ],
)
def test_a_bad_filter_says_what_is_wrong_and_where(text, position, word):
    with pytest.raises(FilterError) as caught:
        parse(text)
    assert caught.value.position == position
    assert word in caught.value.message
    assert caught.value.next_step
    assert isinstance(caught.value, DeskError)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("text", ["a exits:1..3 OR age:1d..3d", "-(b due:1d..2d)", "opened:2026-05-01..9999-12-31"])
def test_a_range_is_written_as_its_two_ends_and_reads_the_same(text):
    found = parse(text)
    assert ".." not in to_text(found)
    assert parse(to_text(found)) == found


def test_filters_put_together_stay_flat():
    assert all_of(parse("a b"), EVERYTHING, parse("c")) == And((Word("a"), Word("b"), Word("c")))
    assert all_of(Word("a")) == Word("a")
    assert all_of() == EVERYTHING
    assert any_of(Word("a")) == Word("a")
    with pytest.raises(ValueError, match="no filters"):
        any_of()
