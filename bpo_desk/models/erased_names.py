"""Names of persons that were erased: what stands in their place, and where a name stands in a text.

Pure; the shared database is changed by `shared/erasure.py`, local files by `cache/erased_names.py`.
"""

from __future__ import annotations

import json
import re
from typing import Final

_MARK: Final = "erased-person-"


def erased_name(key: int) -> str:
    """The name of a person after its erasure, by the key of the entry: one word, so that filters stay filters."""
    return f"{_MARK}{key}"


def is_erased(name: str) -> bool:
    """Whether a name is one of those."""
    return name.startswith(_MARK) and name[len(_MARK) :].isdigit()


def spellings(name: str) -> tuple[str, ...]:
    """How a name may stand in a text: as it is, and as JSON writes it, with and without letters beyond ASCII."""
    return tuple(dict.fromkeys((name, *(json.dumps(name, ensure_ascii=ascii)[1:-1] for ascii in (False, True)))))


def names_person(text: str | None, name: str) -> bool:
    """Whether a name stands in a text, not as a part of a longer word."""
    return text is not None and any(_whole(each).search(text) is not None for each in spellings(name))


def without_name(text: str, name: str, instead: str) -> str:
    """The text with something else in the place of a name."""
    for each in spellings(name):
        text = _whole(each).sub(lambda _found: instead, text)
    return text


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
