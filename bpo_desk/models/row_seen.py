"""What somebody saw of a row that several change, when they changed it: the base of an optimistic lock that holds after
a restore of the shared database as well.

The version of a row is counted anew by a restored database, so the same number may stand for another text. What the row
says is the same whoever counts: a change is taken where what its writer saw still stands there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self


@dataclass(frozen=True, slots=True)
class RowSeen:
    """`row_ver`: the version of the row that was shown, 0 where the copy had none; `said`: the digest of what was shown
    there, "" where nothing was."""

    row_ver: int = 0
    said: str = ""

    @classmethod
    def of(cls, row_ver: int, said: Sequence[str]) -> Self:
        """Of a row that says this."""
        return cls(row_ver, said_digest(said))


def said_digest(said: Sequence[str]) -> str:
    """SHA-256 (hex) of what people write in a row, in the order of its fields: without who and when."""
    return hashlib.sha256(json.dumps(list(said), ensure_ascii=True).encode("ascii")).hexdigest()


NOTHING_SEEN: Final = RowSeen()
"""No row was there."""
