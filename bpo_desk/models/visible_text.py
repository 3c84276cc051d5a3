"""Texts from data as they are shown: characters that nobody sees, or that turn the order of what is beside them, stand
as their numbers, so that no text can look like another. What is stored, searched, sent and exchanged stays as it is."""

from __future__ import annotations

import re
from typing import Final

_NEVER: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 without tab and line breaks, DEL, C1
    "\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
"""Controls, fillers without width, marks, embeddings, overrides and isolates of direction, tags."""
_JOINING: Final = "\u034f\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Joiners and variants, which some scripts and pictures need: shown where a letter that needs none stands beside."""
_HIDDEN: Final = re.compile(f"[{_NEVER}]|(?:^|(?<=[\x00-\u02ff]))[{_JOINING}](?!\u20e3)|[{_JOINING}](?=[\x00-\u02ff])")


def visible(text: str) -> str:
    """The text with each such character as ⟨U+202E⟩; the text itself where there is none."""
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(lambda found: f"\u27e8U+{ord(found[0]):04X}\u27e9", text)
