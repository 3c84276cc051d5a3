"""Numbers with their nouns, as the locale writes numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale


def counted(number: int, one: str, several: str) -> str:
    """A number with its noun: "1 case", "2,041 cases"."""
    return f"{QLocale().toString(number)} {one if number == 1 else several}"


def some_of(texts: Sequence[str], most: int = 10) -> str:
    """The first few of many texts, with dots where there are more."""
    return ", ".join(texts[:most]) + (" ..." if len(texts) > most else "")
