"""Texts that go into the cells of a spreadsheet, by a file or by the clipboard: none is ever taken for a formula."""

from __future__ import annotations

import re
from typing import Final

from bpo_desk.models.visible_text import visible

_DANGEROUS: Final = frozenset("=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20")
"""First characters that spreadsheets take for the beginning of a formula or a command; full-width forms too."""
_NUMBER: Final = re.compile(r"[+-]?\d+([.,]\d+)?")


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: with a leading apostrophe where its first character begins a formula (OWASP, CSV
    injection). Plain numbers stay as they are; characters that nobody sees stand as their numbers."""
    text = visible(text)
    begins = text.lstrip(" ")[:1]
    if text[:1] in _DANGEROUS or begins in _DANGEROUS:
        return text if _NUMBER.fullmatch(text) else "'" + text
    return text
