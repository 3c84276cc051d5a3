"""The data part of a report: what the events say, as canonical JSON, so that a digest proves that nothing was changed.

Nothing that depends on when or by whom the report was made belongs here: the same events give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

from bpo_desk.models.case_file import CaseFile
from bpo_desk.reports.case_document import case_json

FORMAT: Final = "bpo_desk case data 1"
_OF_THE_MAKING: Final = ("as_of", "known_at", "data_as_of", "partial")
"""Keys of the case document that tell of the copy and of the question, not of the case."""


def data_part(files: Sequence[CaseFile]) -> dict[str, Any]:
    """The cases as plain values, in the shape of `desk case NO --json`."""
    cases = []
    for file in files:
        case = case_json(file) if len(file.events) else {"engagement": file.engagement.code, "number": file.number}
        cases.append({key: value for key, value in case.items() if key not in _OF_THE_MAKING})
    return {"format": FORMAT, "cases": cases}


def canonical(document: dict[str, Any]) -> bytes:
    """JSON with sorted keys, no blanks and every character beyond ASCII escaped: one form for one content."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def digest_of(data: bytes) -> str:
    """SHA-256 as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()
