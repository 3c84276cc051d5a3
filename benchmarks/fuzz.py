"""Fuzzes everything that comes from outside for as long as one likes: files, texts, links, the pages of a server.

    FUZZ_SECONDS=300 python -m benchmarks.fuzz

Prints JSON lines: examples and seconds of each target, and what was found; ends with 1 where something was found.
"""

from __future__ import annotations

import os
import time
import traceback
from itertools import cycle
from typing import Any

from hypothesis import HealthCheck, given, seed, settings

from benchmarks.measure import exit_with, report

_EXAMPLES = 200


def main() -> None:
    """Go round the targets, each time with another seed, until the time is over."""
    from tests.bad_inputs.fuzzing import TARGETS

    until = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "300"))
    tried = dict.fromkeys(TARGETS, 0)
    spent = dict.fromkeys(TARGETS, 0.0)
    found: dict[str, str] = {}
    for number, name in enumerate(cycle(TARGETS)):
        if time.monotonic() >= until or set(found) == set(TARGETS):
            break
        if name in found:
            continue
        before = time.process_time()
        if words := _fuzzed(TARGETS[name], number):
            found[name] = words
        spent[name] += time.process_time() - before
        tried[name] += _EXAMPLES
    exit_with([
        report(f"fuzz {name}", float(name in found), "found", at_most=0, examples=tried[name], cpu=spent[name],
               words=found.get(name, ""))
        for name in TARGETS
    ])  # fmt: skip


def _fuzzed(target: Any, number: int) -> str:
    """The traceback of the smallest example that breaks the target, "" where none does."""

    @seed(number)
    @settings(max_examples=_EXAMPLES, suppress_health_check=list(HealthCheck), database=None, deadline=None)
    @given(target.strategy)
    def run(value: Any) -> None:
        target.check(value)

    try:
        run()
    except Exception:  # noqa: BLE001  # whatever it is, it is what is looked for
        return traceback.format_exc()[-2_000:]
    return ""


if __name__ == "__main__":
    main()
