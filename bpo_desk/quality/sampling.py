"""Drawing a sample that anyone can draw again: population digest, ranks by SHA-256, strata. Pure, no database.

Cases are ranked by SHA-256 over `seed + U+001F + case number`, the smallest first (consistent sampling, as Rivest's): a
larger sample keeps the picks of a smaller one. Numbers are compared in Unicode NFC without surrounding blanks.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bpo_desk.errors import WrongUsage

_BETWEEN: Final = "\x1f"


class Method(StrEnum):
    """How the picks are spread. The words are stored."""

    SIMPLE = "simple"  # the first N of all
    EACH = "each"  # the first N of each stratum
    PROPORTIONAL = "proportional"  # N in all, each stratum its share by largest remainder


class By(StrEnum):
    """What a stratum is. The words are stored."""

    NOTHING = ""
    HOLDER = "holder"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Pick:
    """One drawn case: its rank among all of its stratum (of the population where there are none), 1 = the first."""

    number: str
    rank: int
    stratum: str = ""


def normal(number: str) -> str:
    """A case number as it is hashed and compared."""
    return unicodedata.normalize("NFC", number).strip()


def population_digest(numbers: Iterable[str]) -> str:
    """SHA-256 (hex) over the sorted case numbers, joined by line feeds, as UTF-8."""
    return hashlib.sha256("\n".join(sorted(map(normal, numbers))).encode("utf-8")).hexdigest()


def rank_key(seed: str, number: str) -> str:
    """The ticket of a case: SHA-256 (hex) over seed, U+001F and number."""
    return hashlib.sha256(f"{seed}{_BETWEEN}{normal(number)}".encode()).hexdigest()


def ranked(seed: str, numbers: Iterable[str]) -> list[str]:
    """The numbers by their tickets, the smallest first; equal tickets by number."""
    return sorted(map(normal, numbers), key=lambda number: (rank_key(seed, number), number))


def shares(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """How many of `total` each stratum of a size gets: proportional, rounded by largest remainder, ties to the larger
    stratum and then to the first by name; never more than it has. Sums to `total`, or to all there are."""
    whole = sum(sizes.values())
    total = min(total, whole)
    if not whole:
        return dict.fromkeys(sizes, 0)
    given = {name: total * size // whole for name, size in sizes.items()}
    left = total - sum(given.values())
    order = sorted(sizes, key=lambda name: (-(total * sizes[name] % whole), -sizes[name], name))
    for name in order[:left]:
        given[name] += 1
    return given


def draw(strata: Mapping[str, str], seed: str, method: Method, size: int) -> list[Pick]:
    """Draw from a population (case number -> its stratum) by a seed. Picks come by stratum, then by rank.

    Raises WrongUsage for no seed, no size, or numbers that are one after normalising."""
    if not seed.strip():
        raise WrongUsage(
            "A sample needs a seed.", "Agree on one that neither side controls, such as a date and a number."
        )
    if size < 1:
        raise WrongUsage("A sample has at least one case.", "Name how many.")
    plain = {normal(number): stratum for number, stratum in strata.items()}
    if len(plain) < len(strata):
        raise WrongUsage(
            "Two cases of the population have one number.", "They differ only in blanks or in Unicode form."
        )
    if method is Method.SIMPLE:
        return [Pick(number, rank) for rank, number in enumerate(ranked(seed, plain)[:size], 1)]
    sizes = Counter(plain.values())
    wanted = shares(sizes, size) if method is Method.PROPORTIONAL else dict.fromkeys(sizes, size)
    found = []
    for name in sorted(sizes):
        among = ranked(seed, [number for number, stratum in plain.items() if stratum == name])
        found += [Pick(number, rank, name) for rank, number in enumerate(among[: wanted[name]], 1)]
    return found


def differences(mine: Sequence[Pick], theirs: Sequence[Pick]) -> list[str]:
    """What differs between two draws, in words; nothing where they agree."""
    here, there = ({each.number: each for each in picks} for picks in (mine, theirs))
    words = [f"{number} is not drawn" for number in there if number not in here]
    words += [f"{number} is drawn, and was not" for number in here if number not in there]
    for number in here.keys() & there.keys():
        if here[number] != there[number]:
            words.append(f"{number} has rank {here[number].rank}, and had {there[number].rank}")
    return sorted(words)
