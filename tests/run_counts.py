"""Counts that tests keep with `record_property`, added up over all workers and printed at the end of a run."""

from __future__ import annotations

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each name that tests counted under."""
    told: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                told.update({name: value for name, value in report.user_properties if isinstance(value, int)})
    for name, count in sorted(told.items()):
        terminalreporter.write_line(f"{name}: {count:,}")
