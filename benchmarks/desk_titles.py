"""Titles of cases as people and source systems write them, by a published seed: for copies that measure a desk."""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np

OWN: Final = 0.8
"""So many of the cases have a title that no other case has."""
_COMMON: Final = 2_000
_SYLLABLES: Final = (
    ("ka", "mo", "re", "su", "ta", "wi", "be", "do", "fe", "lin", "har", "gro", "sta", "pre", "con", "ver", "ein"),
    ("ri", "no", "ke", "ba", "lu", "men", "ter", "sch", "di", "gen", "ral", "po"),
    ("st", "m", "ndo", "x", "ung", "er", "tion", "l", "ent", "ing", "el", "ar"),
)  # fmt: skip
_NAMED: Final = ("Müller", "Nguyễn", "O'Brien", "García", "Łukasz", "Öztürk", "Søren", "Chloé")
_WORDS: Final = 4_000


def natural(count: int) -> list[str]:
    """A title a case: three to seven words of a few thousand, of which few are said often and most seldom, some with
    capitals, a name, an order number or a date; about 47 bytes; see OWN."""
    random = np.random.default_rng(11)
    words = ["".join(parts) for parts in itertools.product(*_SYLLABLES)]
    words += ["".join(parts) for parts in itertools.product(_SYLLABLES[0], _SYLLABLES[1])]
    words = [words[at] for at in random.permutation(len(words))]
    names = [word.capitalize() for word in words[:1_500]] + list(_NAMED) * 10
    own = int(OWN * count) + 1
    said = [_one(drawn, words, names) for drawn in _drawn(random, own + _COMMON, len(words), len(names))]
    common = random.integers(own, own + _COMMON, count)
    places = np.where(np.arange(count) % 5 == 4, common, np.arange(count) - np.arange(count) // 5)
    return [said[place] for place in places.tolist()]


def _drawn(random: np.random.Generator, many: int, words: int, names: int) -> list[tuple[int, ...]]:
    often = 1 / np.arange(1, words + 1)
    picked = random.choice(words, (many, 8), p=often / often.sum())
    numbers = np.column_stack((
        random.integers(3, 8, many), random.integers(0, 8, many), random.integers(0, names, many),
        random.integers(10_000, 99_999_999, many), random.integers(1, 29, many), random.integers(1, 13, many),
    ))  # fmt: skip
    return [tuple(row) for row in np.column_stack((picked, numbers)).tolist()]


def _one(drawn: tuple[int, ...], words: list[str], names: list[str]) -> str:
    *picked, many, form, name, number, day, month = drawn
    said = [words[at] for at in picked[:many]]
    said[0] = said[0].capitalize()
    text = " ".join(said)
    if form < 3:
        return f"{text}, {names[name]}"
    if form < 5:
        return f"{text} {number}"
    if form == 5:
        return f"RE: {text} ({day:02d}.{month:02d}.)"
    return f"{names[name]} {names[(name + number) % len(names)]}: {text}" if form == 6 else text
