"""Case numbers are found however people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.case_columns import CaseColumns
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.ids import EngagementId
from bpo_desk.models.queue_columns import CaseNumbers, QueueColumns
from bpo_desk.state import FilterLookup, find_numbers
from bpo_desk.state.number_search import trailing_numbers
from bpo_desk.state.text_search import TextSearch
from tests.ui_queue.synthetic import synthetic
from tests.work_counted import calls_of

NUMBERS = ["INC0000045", "INC0000046", "CHG0000045", "case-10011", "A-1", "A1", "loose", "Ref/2024/07", "0000099", "99"]


def lookup(numbers: list[str]) -> FilterLookup:
    empty = CaseColumns.empty()
    engagement = Engagement(EngagementId(1), "acme", "Acme")
    return FilterLookup(QueueColumns(engagement, empty, CaseNumbers.of(numbers), empty["case"], [], Dictionaries()))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("INC0000045", ["INC0000045"]),
        (" inc0000045 ", ["INC0000045"]),
        ("INC-45", ["INC0000045"]),
        ("inc 0045", ["INC0000045"]),
        ("45", ["INC0000045", "CHG0000045"]),
        ("0000045", ["INC0000045", "CHG0000045"]),
        ("10011", ["case-10011"]),
        ("case10011", ["case-10011"]),
        ("A-1", ["A-1"]),
        ("a 1", ["A-1", "A1"]),
        ("LOOSE", ["loose"]),
        ("loo", []),
        ("ref-2024-7", ["Ref/2024/07"]),
        ("99", ["99"]),
        ("099", ["0000099", "99"]),
        ("XYZ45", []),
        ("", []),
        ("7777777777777777777777777", []),
    ],
)
def test_a_number_is_found_as_people_write_it(asked, found):
    assert [NUMBERS[row] for row in find_numbers(lookup(NUMBERS), [asked])[0]] == found


def test_a_pasted_list_answers_in_its_own_order_with_the_missing_ones_empty():
    assert find_numbers(lookup(NUMBERS), ["46", "nothing", "loose"]) == [[1], [], [6]]


def test_no_number_is_found_among_no_cases():
    assert find_numbers(lookup([]), ["45", "loose"]) == [[], []]


@given(st.lists(st.text(alphabet="aB-0123", max_size=8), min_size=1, max_size=20))
def test_every_number_finds_itself(numbers):
    of = lookup(numbers)
    for row, answer in enumerate(find_numbers(of, numbers)):
        if numbers[row]:
            assert row in answer
            assert all(numbers[other].lower() == numbers[row].lower() for other in answer)


@given(st.lists(st.text(alphabet="a0123456789", max_size=25), max_size=20))
def test_trailing_numbers_are_the_last_digits(texts):
    def tail(text: str) -> int:
        digits = text[len(text.rstrip("0123456789")) :][-18:]
        return int(digits) if digits else -1

    assert trailing_numbers(TextSearch.of(texts)).tolist() == [tail(text) for text in texts]


def test_a_prefix_that_all_numbers_have_is_no_number_and_takes_no_time():
    lookup = FilterLookup(synthetic(200_000))
    found: list[object] = []
    calls = calls_of(lambda: found.extend(find_numbers(lookup, ["INC", "inc-"])))
    assert calls < 10_000, "the cases are compared number by number"
    assert found == [[], []]
