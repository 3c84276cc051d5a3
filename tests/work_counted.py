"""Counts work instead of timing it: a count is the same on every machine and beside whatever else it does.

What is slow in Python makes many calls: one for each row or event, where a few for all of them would do.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls_of(work: Callable[[], object]) -> int:
    """How many functions, ours and built-in ones, Python called in this thread during the work; those that Qt called
    back are among them."""
    count = 0

    def seen(_frame: FrameType, what: str, _argument: Any) -> None:
        nonlocal count
        count += what in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
