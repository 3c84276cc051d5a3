"""The window's memory as versions before kept it, in an INI file of Qt: its texts, and nothing that Qt would make into
objects. Only read, once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_LONGEST: Final = 10_000_000
_ESCAPE: Final = re.compile(r"\\(x[0-9A-Fa-f]{1,6}|.)|\"")
_SIGNS: Final = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def read_before(file: Path) -> dict[str, str]:
    """Name -> text of the lines of the one section that was written; {} where there is no such file."""
    try:
        if file.stat().st_size > _LONGEST:
            return {}
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    found = {}
    for line in lines:
        name, sign, value = line.partition("=")
        text = _ESCAPE.sub(_unescaped, value)
        if not sign or name.startswith(("[", ";")):
            continue
        if text.startswith("@") and not text.startswith("@@"):
            continue  # an object of Qt's or Python's: never of ours
        found[name] = text[1:] if text.startswith("@@") else text
    return found


def _unescaped(sign: re.Match[str]) -> str:
    what = sign[1]
    if what is None:
        return ""  # a quotation mark around the whole
    if what.startswith("x") and len(what) > 1:
        code = int(what[1:], 16)
        return chr(code) if code < 0x110000 else ""
    return _SIGNS.get(what, what)
