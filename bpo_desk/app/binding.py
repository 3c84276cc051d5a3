"""Imports the Qt binding, with its support modules as compiled code that the last start kept.

The wheel carries those modules as source inside a library and compiles them at every start, which is a sixth of the
time until a bare window has painted. What Python does for all other modules is done here for these: their code is kept
beside our own compiled modules and taken only where it was made from the very same source (as PEP 552 does it).
"""

from __future__ import annotations

import builtins
import marshal
import os
import sys
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path
from types import CodeType
from typing import Any, Final

_SUPPORT: Final = "shibokensupport/"
"""What the names of those modules begin with."""

Kept = dict[str, tuple[bytes, CodeType]]
"""Name of a module -> hash of its source, its code."""


def import_binding(file: Path | None = None) -> int:
    """Import PySide6.QtCore; returns how many of its modules had to be compiled. They are kept in `file` (None: beside
    our compiled modules) for the next start, unless Python itself is to keep none or that place cannot be written."""
    file = Path(cache_from_source(__file__)).with_suffix(".support") if file is None else file
    kept, made = _read(file), {}
    plain = builtins.compile

    def compiled(source: Any, name: Any, mode: str, *more: Any, **named: Any) -> Any:
        if mode != "exec" or more or named or not isinstance(source, bytes) or not str(name).startswith(_SUPPORT):
            return plain(source, name, mode, *more, **named)
        found = kept.get(name)
        if found is None or found[0] != source_hash(source):
            found = made[name] = source_hash(source), plain(source, name, mode)
        return found[1]

    builtins.compile = compiled  # type: ignore[assignment]  # for this import only
    try:
        import PySide6.QtCore  # noqa: F401
    finally:
        builtins.compile = plain
    if made and not sys.dont_write_bytecode:
        _write(file, kept | made)
    return len(made)


def _read(file: Path) -> Kept:
    """What was kept; nothing where that is not there, of another Python or no longer whole."""
    try:
        content = file.read_bytes()
        if content.startswith(MAGIC_NUMBER):
            found: Kept = marshal.loads(content[len(MAGIC_NUMBER) :])
            return found
    except (OSError, EOFError, ValueError, TypeError):
        pass
    return {}


def _write(file: Path, kept: Kept) -> None:
    """As Python keeps compiled modules: whole or not at all, and in silence where it cannot."""
    beside = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(MAGIC_NUMBER + marshal.dumps(kept))
        beside.replace(file)
    except OSError:
        pass
