"""Log files of one running program: named channels, one JSON object a line, rotated; crashes to a file beside.

Records carry ids and counts only, never names or case content. An exception is therefore written as its kind and the
lines it passed, without its message.
"""

import faulthandler
import json
import logging
import sys
import threading
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple

from bpo_desk.errors import DeskError
from bpo_desk.settings import Places, make_private_folder

_ROOT = "bpo_desk"
_FILE_BYTES = 2_000_000
_KEPT_FILES = 5


def channel(name: str) -> logging.Logger:
    """Return the log channel of one part of the desk, such as channel("sync"), a child of "bpo_desk".

    Ids go in as `extra={"ids": {"engagement": 3, "case": 17}}`.
    """
    return logging.getLogger(f"{_ROOT}.{name}")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON: at (UTC), level, channel, what, ids, error."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "channel": record.name.removeprefix(f"{_ROOT}."),
            "what": record.getMessage(),
        }
        ids = getattr(record, "ids", None)
        if isinstance(ids, Mapping):
            line["ids"] = dict(ids)
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _error(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)
    found: dict[str, object] = {
        "kind": type(error).__qualname__,
        "at": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(error, DeskError):
        found["code"] = error.code
    return found


def _rotating(log_file: Path) -> logging.Handler:
    # Imported here: it brings socket and pickle, and the desk opens its log after the first paint.
    from logging.handlers import RotatingFileHandler

    class RotatingFile(RotatingFileHandler):
        """Rotates, and keeps writing to the same file where another process holds it open (Windows)."""

        def rotate(self, source: str, dest: str) -> None:
            try:
                super().rotate(source, dest)
            except PermissionError:
                return

    return RotatingFile(log_file, maxBytes=_FILE_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True)


class LogSession(NamedTuple):
    """The open log and crash files of this process. `previous_fault` is what the last run left when it crashed."""

    log_file: Path
    fault_file: Path
    previous_fault: Path | None
    handler: logging.Handler
    fault_stream: IO[str]

    def close(self) -> None:
        """Put everything back as it was before `start`."""
        logging.getLogger(_ROOT).removeHandler(self.handler)
        self.handler.close()
        faulthandler.disable()
        self.fault_stream.close()
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__


def start(places: Places, program: str, level: int = logging.INFO) -> LogSession:
    """Open `<program>.jsonl` and `<program>-fault.txt` in the log folder and catch what nobody caught.

    Each program kind ("desk", "sync", "cli") has its own files, so that two processes never rotate the same one.
    """
    make_private_folder(places.logs)
    log_file = places.logs / f"{program}.jsonl"
    handler = _rotating(log_file)
    handler.setFormatter(JsonLines())
    root = logging.getLogger(_ROOT)
    root.setLevel(level)
    root.addHandler(handler)
    fault_file = places.logs / f"{program}-fault.txt"
    previous = _set_aside(fault_file)
    fault_stream = fault_file.open("w", encoding="utf-8")
    faulthandler.enable(fault_stream)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    return LogSession(log_file, fault_file, previous, handler, fault_stream)


def _set_aside(fault_file: Path) -> Path | None:
    if not fault_file.is_file() or fault_file.stat().st_size == 0:
        return None
    previous = fault_file.with_name(f"{fault_file.stem}-previous.txt")
    fault_file.replace(previous)
    return previous


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        channel("uncaught").critical("uncaught exception", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)


def _uncaught_in_thread(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is not None:
        channel("uncaught").critical(
            "uncaught exception in a thread", exc_info=(found.exc_type, found.exc_value, found.exc_traceback)
        )
    threading.__excepthook__(found)
