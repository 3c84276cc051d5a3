"""The program: decides which front door a command line wants. Heavy parts are imported only behind the door."""

from __future__ import annotations

import sys
from collections.abc import Sequence

DESKTOP_WORDS = ("open", "demo", "snapshot", "diagram", "report")
"""Words that need the desktop; without any word the desk opens."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run bpo_desk with the given words (those of the process by default); returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and words[0] not in DESKTOP_WORDS:
        from bpo_desk.cli.main import main as command

        return command(words)
    from bpo_desk.app.main import main as desktop

    return desktop(words or ["open"])


if __name__ == "__main__":
    sys.exit(main())
