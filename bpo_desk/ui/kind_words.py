"""What the kinds of events are called where no case is at hand to say more: in tables of many cases, in search hits."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from bpo_desk.models.event import EventKind, kind_word

translate = QCoreApplication.translate

KIND_WORDS: Final = {int(kind): kind.word.replace("_", " ") for kind in EventKind}


def plain_kind(code: int) -> str:
    """What happened, for a stored kind code ("kind 97" for one of a newer program)."""
    return translate("kind", KIND_WORDS[code]) if code in KIND_WORDS else kind_word(code)
