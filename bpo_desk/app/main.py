"""The desktop's words: open, demo, snapshot, diagram, report. Each is imported only when it is asked for.

`open` is the start that a person waits for: without options it needs no parser, and its log is opened when the window
has painted, because its parts take longer to load than the window to paint.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bpo_desk import logs
from bpo_desk.errors import DeskError
from bpo_desk.settings import DEFAULT_PROFILE, local_places

if TYPE_CHECKING:
    import argparse

    from bpo_desk.ui.desk import LookAsClient
    from bpo_desk.workspace.client_view import ClientView
    from bpo_desk.workspace.desk import Workspace


def main(words: Sequence[str]) -> int:
    """Run one of the desktop's words; returns the exit code (0 done, 1 failed, 2 wrong usage, 3 machine lacks)."""
    with _log() as start_log:
        try:
            if list(words) == ["open"]:
                return _open(DEFAULT_PROFILE, "", start_log)
            from bpo_desk.app.arguments import desktop_parser

            given = desktop_parser(words).parse_args(list(words))
            if given.word == "open":
                return _open(given.profile, given.link or given.case, start_log)
            start_log()
            return _WORDS[given.word](given)
        except DeskError as error:
            print(error.message, file=sys.stderr)
            if error.next_step:
                print(error.next_step, file=sys.stderr)
            return error.exit_code


@contextmanager
def _log() -> Iterator[Callable[[], None]]:
    """Gives a function that opens the log of this run; opened in any case for what nobody caught."""
    sessions: list[logs.LogSession] = []

    def start() -> None:
        if not sessions:
            sessions.append(logs.start(local_places(), "desk"))

    try:
        yield start
    except Exception:
        start()
        logs.channel("uncaught").critical("uncaught exception", exc_info=True)
        raise
    finally:
        for session in sessions:
            session.close()


def _open(profile: str, case: str, start_log: Callable[[], None]) -> int:
    gc.disable()  # until the first paint: the start makes many objects and no rubbish
    from bpo_desk.app.binding import import_binding

    import_binding()
    from bpo_desk.app import desktop
    from bpo_desk.workspace.desk import Workspace

    workspace = Workspace.begun(profile)
    try:
        file = workspace.places.window_file(profile)
        return desktop.run(workspace, file, case, painted=start_log, look=_look_as_client(workspace))
    finally:
        workspace.close()


def _look_as_client(workspace: Workspace) -> LookAsClient:
    def look(engagement: str, told: Callable[[int, int], None], stopped: Callable[[], bool], number: str) -> ClientView:
        from bpo_desk.workspace.client_view import look_as_client  # not before the first paint

        return look_as_client(workspace, engagement, told, stopped, number)

    return look


def _demo(given: argparse.Namespace) -> int:
    from bpo_desk.app import desktop
    from bpo_desk.app.demo import PROFILE, demo_workspace

    workspace = demo_workspace(given.seed, given.cases, given.anchor)
    try:
        return desktop.run(workspace, workspace.places.window_file(PROFILE), look=_look_as_client(workspace))
    finally:
        workspace.close()


def _snapshot(given: argparse.Namespace) -> int:
    from bpo_desk.app.demo import demo_workspace
    from bpo_desk.app.snapshot import take_pictures
    from bpo_desk.workspace.desk import Workspace

    workspace = demo_workspace(given.seed, given.cases, given.anchor) if given.demo else Workspace.open(given.profile)
    try:
        themes = ("dark",) if given.dark else ("light", "dark")
        code = take_pictures(workspace, given.out, given.size, themes, given.language)
        if given.reports and code == 0:
            from bpo_desk.app.demo_reports import write_reports

            print("\n".join(map(str, write_reports(workspace, given.out))))
        return code
    finally:
        workspace.close()


def _diagram(given: argparse.Namespace) -> int:
    from bpo_desk.app import diagram_command

    return diagram_command.run(given)


def _report(given: argparse.Namespace) -> int:
    from bpo_desk.app import report_command

    return report_command.run(given)


_WORDS = {"demo": _demo, "snapshot": _snapshot, "diagram": _diagram, "report": _report}
