"""Memory that was let go of, given back to the system: the C library keeps what large arrays leave between others.

Where the C library has no such call, nothing is done; what is kept is used again.
"""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Give back what is free; some milliseconds, in any thread. After work that leaves much behind."""
    if not sys.platform.startswith("linux"):
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc alone
    if trim is not None:
        trim(0)
