"""Nearest case numbers: every single slip finds the number that was meant."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.number_nearest import nearest_numbers
from tests.ui_queue.synthetic import synthetic

LOOKUP = FilterLookup(synthetic(300))


@settings(max_examples=80, deadline=None)
@given(
    st.integers(1, 300), st.integers(0, 6), st.integers(0, 9), st.sampled_from(["wrong", "missing", "extra", "swapped"])
)
def test_one_slip_in_the_digits_still_finds_the_number(number, at, digit, slip):
    digits = f"{number:07d}"
    if slip == "wrong":
        typed = digits[:at] + str(digit) + digits[at + 1 :]
    elif slip == "missing":
        typed = digits[:at] + digits[at + 1 :]
    elif slip == "extra":
        typed = digits[:at] + str(digit) + digits[at:]
    else:
        typed = digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :]
    assert number - 1 in nearest_numbers(LOOKUP, f"inc-{typed}", most=1000)


def test_a_wrong_prefix_finds_the_same_digits():
    assert nearest_numbers(LOOKUP, "INX0000200") == [199]


def test_words_and_numbers_beyond_all_bounds_find_nothing():
    assert (
        nearest_numbers(LOOKUP, "lost card") == nearest_numbers(LOOKUP, "9" * 40) == nearest_numbers(LOOKUP, "") == []
    )


def test_no_more_rows_are_given_than_asked_for():
    assert len(nearest_numbers(LOOKUP, "INC0000100", most=3)) == 3


def test_letters_that_look_like_digits_and_a_letter_for_a_digit_are_slips():
    assert nearest_numbers(LOOKUP, "INC00002O0") == [199]
    assert nearest_numbers(LOOKUP, "inc 000oi2o") == [119]
    assert set(nearest_numbers(LOOKUP, "INC000020x", most=20)) >= {199, 200, 208}
    assert 19 in nearest_numbers(LOOKUP, "INC000002x0", most=20)
    assert nearest_numbers(LOOKUP, "INC0000200xyz") == []


def test_a_letter_in_what_stands_before_the_digits_is_no_slip_of_them():
    assert nearest_numbers(LOOKUP, "7B0000200") == [199], "the very same digits"
    assert nearest_numbers(LOOKUP, "9" * 30 + "o" + "9" * 30) == []
    assert nearest_numbers(LOOKUP, "9" * 20 + "x") == nearest_numbers(LOOKUP, "9" * 20 + "x" + "9" * 20) == []
    assert nearest_numbers(LOOKUP, "1x") == nearest_numbers(LOOKUP, "x") == []
