"""Names of steps made comparable."""

from __future__ import annotations

import re
import unicodedata

_APART = re.compile(r"[\W_]+")


def normalised(name: str) -> str:
    """A name for comparison: compatibility form, case folded, everything but letters and digits as one blank."""
    return _APART.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()
