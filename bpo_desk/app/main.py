"""The desktop's words: open, demo, snapshot, diagram. Each is imported only when it is asked for."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bpo_desk import logs
from bpo_desk.errors import DeskError
from bpo_desk.settings import DEFAULT_PROFILE, local_places


def main(words: Sequence[str]) -> int:
    """Run one of the desktop's words; returns the exit code (0 done, 1 failed, 2 wrong usage, 3 machine lacks)."""
    given = _parser(words).parse_args(list(words))
    session = logs.start(local_places(), "desk")
    try:
        return int(given.run(given))
    except DeskError as error:
        print(error.message, file=sys.stderr)
        if error.next_step:
            print(error.next_step, file=sys.stderr)
        return error.exit_code
    finally:
        session.close()


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bpo-desk")
    words = parser.add_subparsers(dest="word", required=True)
    opening = words.add_parser("open", help="Open the desktop.")
    opening.add_argument("--profile", default=DEFAULT_PROFILE)
    opening.add_argument("--case", default="", metavar="NO", help="a case to open at once")
    opening.set_defaults(run=_open)
    demo = words.add_parser("demo", help="Make, once, and open a believable demo engagement.")
    _demo_options(demo)
    demo.set_defaults(run=_demo)
    pictures = words.add_parser("snapshot", help="Pictures of every screen on real data, headless.")
    pictures.add_argument("--profile", default=DEFAULT_PROFILE)
    pictures.add_argument("--demo", action="store_true", help="on the demo engagement")
    pictures.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    pictures.add_argument("--size", type=_size, default=(1440, 900), metavar="WxH")
    pictures.add_argument("--dark", action="store_true", help="only dark pictures (default: light and dark)")
    _demo_options(pictures)
    pictures.set_defaults(run=_snapshot)
    diagram = words.add_parser("diagram", help="Draw a BPMN file, or a process with a case's state on it.")
    if "diagram" in given:  # its module reads XML, which the start of the desk must not load
        from bpo_desk.app import diagram_command

        diagram_command.add_options(diagram)
        diagram.set_defaults(run=diagram_command.run)
    return parser


def _demo_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--cases", type=int, default=2_000, metavar="N")
    parser.add_argument("--anchor", type=date.fromisoformat, metavar="DATE", help="the demo's today (default: today)")


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) >= 640 and int(height) >= 480):
        raise argparse.ArgumentTypeError(f"{text!r} is no size from 640x480 on, such as 1440x900")
    return int(width), int(height)


def _open(given: argparse.Namespace) -> int:
    gc.disable()  # until the first paint: the start makes many objects and no rubbish
    from bpo_desk.app import desktop
    from bpo_desk.workspace.desk import Workspace

    workspace = Workspace.open(given.profile, create_key=True)
    try:
        return desktop.run(workspace, workspace.places.window_file(given.profile), given.case)
    finally:
        workspace.close()


def _demo(given: argparse.Namespace) -> int:
    from bpo_desk.app import desktop
    from bpo_desk.app.demo import PROFILE, demo_workspace

    workspace = demo_workspace(given.seed, given.cases, given.anchor)
    try:
        return desktop.run(workspace, workspace.places.window_file(PROFILE))
    finally:
        workspace.close()


def _snapshot(given: argparse.Namespace) -> int:
    from bpo_desk.app.demo import demo_workspace
    from bpo_desk.app.snapshot import take_pictures
    from bpo_desk.workspace.desk import Workspace

    workspace = demo_workspace(given.seed, given.cases, given.anchor) if given.demo else Workspace.open(given.profile)
    try:
        return take_pictures(workspace, given.out, given.size, themes=("dark",) if given.dark else ("light", "dark"))
    finally:
        workspace.close()
