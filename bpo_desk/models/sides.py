"""The sides that a person or a queue stands on."""

from __future__ import annotations

from enum import IntEnum


class Side(IntEnum):
    """Who a holder or an actor works for. The integer is the stored code; `word` is what files and screens show."""

    UNKNOWN = 0
    PROVIDER = 1
    CLIENT = 2
    CUSTOMER = 3
    THIRD_PARTY = 4
    SYSTEM = 5

    @property
    def word(self) -> str:
        """The lower-case word of the side, as in JSON, mappings and filters ("third_party")."""
        return self.name.lower()

    @classmethod
    def of_word(cls, word: str) -> Side:
        """The side that a word names. Raises KeyError for any other word."""
        return cls[word.strip().upper().replace(" ", "_").replace("-", "_")]
