"""The words and options of the desktop's front door. What a word does is in `app.main`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bpo_desk.settings import DEFAULT_PROFILE, LANGUAGES

MOST_WIDE, MOST_HIGH = 7_680, 4_320
"""The largest picture, as of an 8K screen; Qt paints nothing into a much larger one."""


def desktop_parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the desktop's words, for the given command line; `word` will be its word."""
    parser = argparse.ArgumentParser(prog="bpo-desk")
    words = parser.add_subparsers(dest="word", required=True)
    opening = words.add_parser("open", help="Open the desktop.")
    opening.add_argument("--profile", default=DEFAULT_PROFILE)
    opening.add_argument("--case", default="", metavar="NO", help="a case to open at once")
    opening.add_argument("link", nargs="?", default="", help="a bpodesk:// link to a case or a filtered queue")
    demo = words.add_parser("demo", help="Make, once, and open a believable demo engagement.")
    _demo_options(demo)
    pictures = words.add_parser("snapshot", help="Pictures of every screen on real data, headless.")
    pictures.add_argument("--profile", default=DEFAULT_PROFILE)
    pictures.add_argument("--demo", action="store_true", help="on the demo engagement")
    pictures.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    pictures.add_argument("--size", type=_size, default=(1440, 900), metavar="WxH")
    pictures.add_argument("--dark", action="store_true", help="only dark pictures (default: light and dark)")
    pictures.add_argument("--language", default="", choices=LANGUAGES, help="en, de (default: as the settings say)")
    pictures.add_argument("--reports", action="store_true", help="the report of one case in every format too")
    _demo_options(pictures)
    diagram = words.add_parser("diagram", help="Draw a BPMN file, or a process with a case's state on it.")
    if "diagram" in given:  # its module reads XML, which the other words do not need
        from bpo_desk.app import diagram_command

        diagram_command.add_options(diagram)
    report = words.add_parser("report", help="The audit-trail report of one or several cases.")
    if "report" in given:
        from bpo_desk.app import report_command

        report_command.add_options(report)
    return parser


def _demo_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--cases", type=int, default=2_000, metavar="N")
    parser.add_argument("--anchor", type=date.fromisoformat, metavar="DATE", help="the demo's today (default: today)")


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    # isdecimal: a power such as "²" is a digit too; and the length, because a number can be too long to be read
    if all(part.isdecimal() and len(part) <= 5 for part in (width, height)):
        size = int(width), int(height)
        if size[0] in range(640, MOST_WIDE + 1) and size[1] in range(480, MOST_HIGH + 1):
            return size
    raise argparse.ArgumentTypeError(f"{text!r} is no size from 640x480 to {MOST_WIDE}x{MOST_HIGH}, such as 1440x900")
