"""A draw is performed again by anyone with the same cases: order of input, size and time change nothing."""

import hashlib
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.errors import WrongUsage
from bpo_desk.quality.sampling import Method, Pick, differences, draw, population_digest, rank_key, ranked, shares

NUMBERS = [f"CASE-{number:04d}" for number in range(1, 11)]
numbers = st.lists(st.text("ABC-0123456789é", min_size=1, max_size=8).map(str.strip).filter(bool), max_size=60,
                   unique_by=lambda text: unicodedata.normalize("NFC", text))  # fmt: skip
populations = numbers.flatmap(
    lambda names: st.lists(st.sampled_from(["Ann", "Bo", "queue", ""]), min_size=len(names), max_size=len(names)).map(
        lambda strata: dict(zip(names, strata, strict=True))
    )
)
seeds = st.text(min_size=1).filter(lambda text: bool(text.strip()))


def test_the_published_example_is_drawn_as_published() -> None:
    # domain reference 1.6: seed, ten numbers, the order of their ranks and the digest of the population
    order = ranked("2026-11|INV|7f3a", NUMBERS)
    assert [int(number[-4:]) for number in order] == [7, 10, 4, 5, 3, 2, 8, 1, 9, 6]
    digest = population_digest(NUMBERS)
    assert digest.startswith("d3a40a8d")
    assert digest.endswith("e082e66d")


def test_a_few_lines_outside_of_the_desk_draw_the_same() -> None:
    seed = "2026-11-22 4711"
    outside = sorted(NUMBERS, key=lambda n: hashlib.sha256((seed + "\x1f" + n).encode()).hexdigest())[:4]
    assert [each.number for each in draw(dict.fromkeys(NUMBERS, ""), seed, Method.SIMPLE, 4)] == outside


@given(populations, seeds, st.sampled_from(Method), st.integers(1, 80), st.randoms(use_true_random=False))
def test_a_draw_performed_again_is_the_same(
    population: dict[str, str], seed: str, method: Method, size: int, chance: random.Random
) -> None:
    first = draw(population, seed, method, size)
    shuffled = list(population.items())
    chance.shuffle(shuffled)
    assert draw(dict(shuffled), seed, method, size) == first
    assert differences(first, draw(dict(shuffled), seed, method, size)) == []
    assert len({each.number for each in first}) == len(first)
    assert {each.number for each in first} <= {unicodedata.normalize("NFC", number).strip() for number in population}
    if method is not Method.EACH:
        assert len(first) == min(size, len(population))


@given(populations, seeds, st.sampled_from([Method.SIMPLE, Method.EACH]), st.integers(1, 40))
def test_a_larger_sample_keeps_the_picks_of_a_smaller_one(
    population: dict[str, str], seed: str, method: Method, size: int
) -> None:
    small, large = (draw(population, seed, method, n) for n in (size, size + 1))
    assert set(small) <= set(large)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 500), max_size=8), st.integers(0, 600))
def test_shares_sum_exactly_and_round_by_largest_remainder(sizes: dict[str, int], total: int) -> None:
    given_ = shares(sizes, total)
    whole = sum(sizes.values())
    assert sum(given_.values()) == min(total, whole)
    for name, count in given_.items():
        assert count <= sizes[name]
        assert abs(count * whole - min(total, whole) * sizes[name]) < max(whole, 1), "never a whole case off its share"


def test_equal_remainders_go_to_the_larger_stratum_then_by_name() -> None:
    assert shares({"b": 1, "a": 1, "c": 1}, 2) == {"a": 1, "b": 1, "c": 0}
    assert shares({"Ann": 50, "Bo": 30, "Cy": 20}, 7) == {"Ann": 4, "Bo": 2, "Cy": 1}
    assert shares({"Ann": 6, "Bo": 2}, 2) == {"Ann": 2, "Bo": 0}, "6:2 of 2 is 1.5 and 0.5: a tie, to the larger"
    assert shares({}, 5) == {}


def test_each_stratum_gives_as_many_as_it_has() -> None:
    population = {"C1": "Ann", "C2": "Ann", "C3": "Ann", "C4": "Bo"}
    found = draw(population, "x", Method.EACH, 2)
    assert [each.stratum for each in found] == ["Ann", "Ann", "Bo"]
    assert [each.rank for each in found] == [1, 2, 1]


def test_numbers_are_compared_in_one_form() -> None:
    composed, apart = "CAF\u00c9-1", "CAFE\u0301-1 "
    assert rank_key("s", composed) == rank_key("s", apart)
    assert population_digest([composed]) == population_digest([apart])
    with pytest.raises(WrongUsage, match="one number"):
        draw({composed: "", apart: ""}, "s", Method.SIMPLE, 1)


def test_no_seed_and_no_size_are_refused() -> None:
    for seed, size in (("", 1), ("  ", 1), ("s", 0)):
        with pytest.raises(WrongUsage):
            draw({"C1": ""}, seed, Method.SIMPLE, size)


def test_what_differs_between_two_draws_is_named() -> None:
    mine = [Pick("C1", 1), Pick("C2", 2)]
    assert differences(mine, [Pick("C1", 2), Pick("C3", 1)]) == [
        "C1 has rank 1, and had 2", "C2 is drawn, and was not", "C3 is not drawn",
    ]  # fmt: skip
