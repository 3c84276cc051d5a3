"""The headless front door: parse, run one command, and turn failures into words and exit codes.

0 done, 1 refused or failed with a named reason, 2 wrong usage, 3 the machine lacks something.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

from bpo_desk.cli import (
    access,
    access_log,
    admin,
    case,
    cases,
    connect,
    erase,
    escalation,
    imports,
    outbox,
    process,
    retention,
    rotate_key,
    sample,
    selftest,
    sync,
)
from bpo_desk.cli.arguments import build_parser
from bpo_desk.errors import DeskError

_INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Run one headless command; returns the exit code."""
    parser = build_parser(
        {
            "import": imports.run,
            "sync": sync.run,
            "connect": connect.run,
            "cases": cases.run,
            "outbox": outbox.run,
            "case": case.run,
            "admin init": admin.init,
            "admin migrate": admin.migrate,
            "admin new-epoch": admin.new_epoch,
            "admin doctor": admin.doctor,
            "admin calendar": admin.calendar,
            "admin escalation": escalation.define,
            "admin process": process.store,
            "access-log": access_log.run,
            "sample draw": sample.draw,
            "sample check": sample.check,
            "admin grant": access.grant,
            "admin revoke": access.revoke,
            "admin members": access.members_,
            "admin access": access.access,
            "admin erase": erase.run,
            "admin retention": retention.retention,
            "admin rotate-key": rotate_key.run,
            "selftest": selftest.run,
        }
    )
    given = parser.parse_args(list(arguments))
    try:
        return int(given.run(given))
    except DeskError as error:
        return report_failure(error, as_json=getattr(given, "json", False))
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:  # the reader of our output went away, such as `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def report_failure(error: DeskError, as_json: bool) -> int:
    """Say what failed: words on stderr, and with --json one document on stdout. Returns the exit code."""
    print(error.message, file=sys.stderr)
    if error.next_step:
        print(error.next_step, file=sys.stderr)
    if as_json:
        print(json.dumps({"error": error.document()}))
    return error.exit_code
