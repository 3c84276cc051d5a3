"""Numbers with their nouns, as the locale writes numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale


def number(value: int) -> str:
    """A whole number as the locale writes it, thousands apart, also where the system names no locale (C)."""
    if -1_000 < value < 1_000:  # most: nothing to ask
        return str(value)
    here = QLocale()
    if here.language() == QLocale.Language.C:
        here = QLocale(QLocale.Language.English)
    return here.toString(int(value))


def counted(count: int, one: str, several: str) -> str:
    """A number with its noun: "1 case", "2,041 cases"."""
    return f"{number(count)} {one if count == 1 else several}"


def some_of(texts: Sequence[str], most: int = 10) -> str:
    """The first few of many texts, with dots where there are more."""
    return ", ".join(texts[:most]) + (" ..." if len(texts) > most else "")
