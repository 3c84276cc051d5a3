"""Imports the Qt binding: its support modules as compiled code that the last start kept, some of them when wanted.

The wheel carries those modules as source inside a library; each start compiles and runs all of them, which is a third
of the time until a bare window has painted. What Python does for other modules is done here for these: their code is
kept beside our own compiled modules and taken only where it was made from the very same source (as PEP 552 does it).
Those that only say signatures and words of errors, or write stub files, run when somebody asks them for a name.

The binding also looks for its own name in the source of each module that is imported after it, to know which may ask it
for other spellings of its names, and Python's cache of source lines keeps what was read: 22 MB for a desk. No module of
the desk asks for another spelling, so none is read.
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
_LATER: Final = frozenset(
    f"{_SUPPORT}signature/{name}.py"
    for name in ("errorhandler", "layout", "parser", "lib/enum_sig", "lib/pyi_generator")
)
"""Those that a start does not need; others are run at once."""
_STAND_IN: Final = """
def __getattr__(name):
    from bpo_desk.app.binding import run_support
    return run_support(globals(), name)
"""

Kept = dict[str, tuple[bytes, CodeType]]
"""Name of a module -> hash of its source, its code."""

_waiting: Final[dict[str, CodeType]] = {}


def import_binding(file: Path | None = None) -> int:
    """Import PySide6.QtCore; returns how many of its modules had to be compiled. They are kept in `file` (None: beside
    our compiled modules) for the next start, unless Python itself is to keep none or that place cannot be written."""
    file = Path(cache_from_source(__file__)).with_suffix(".support") if file is None else file
    kept, made = _read(file), {}
    plain = builtins.compile
    stand_in = plain(_STAND_IN, __file__, "exec")

    def compiled(source: Any, name: Any, mode: str, *more: Any, **named: Any) -> Any:
        if mode != "exec" or more or named or not isinstance(source, bytes) or not str(name).startswith(_SUPPORT):
            return plain(source, name, mode, *more, **named)
        found = kept.get(name)
        if found is None or found[0] != source_hash(source):
            found = made[name] = source_hash(source), plain(source, name, mode)
        if name not in _LATER:
            return found[1]
        _waiting[name] = found[1]
        return stand_in

    builtins.compile = compiled  # type: ignore[assignment]  # for this import only
    try:
        import PySide6.QtCore  # noqa: F401
    finally:
        builtins.compile = plain
    _read_no_sources()
    if made and not sys.dont_write_bytecode:
        _write(file, kept | made)
    return len(made)


def _read_no_sources() -> None:
    """Tell the binding of each module imported from here on that it asks for no other spelling of names."""
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):  # else this binding does it in another way, or not at all
        feature._mod_uses_pyside = lambda module: False  # type: ignore[union-attr]


def run_support(module: dict[str, Any], name: str) -> object:
    """Run a module whose code waits, if that has not been done, and give back one of its names. Raises AttributeError
    where it has no such name."""
    if name.startswith("__"):  # what Python asks each module for
        raise AttributeError(name)
    code = _waiting.get(module["__file__"])
    if code is not None:
        exec(code, module)  # another thread that asks meanwhile runs it as well, which only defines the same again
        _waiting.pop(module["__file__"], None)
    if name not in module:
        raise AttributeError(f"module {module['__name__']!r} has no attribute {name!r}")
    return module[name]


def waiting() -> frozenset[str]:
    """The modules whose code has not been run yet."""
    return frozenset(_waiting)


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
