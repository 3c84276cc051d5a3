"""The mark that stands where a text is withheld from somebody: typed, so that nothing takes it for what was said."""

from __future__ import annotations

from typing import Final

WITHHELD: Final = "\u27e8withheld\u27e9"
"""Stands in the place of a value, reason or name that the reader may not have. It says nothing about what is behind it:
not its length, not whether it is known."""


def is_withheld(text: str | None) -> bool:
    """Whether a text is the mark."""
    return text == WITHHELD
