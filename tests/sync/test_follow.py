"""The process that follows: lines of JSON, an end with its standard input, failures told and tried again."""

import io
import json
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bpo_desk.cache.store import Cache
from bpo_desk.errors import DatabaseUnreachable, WrongCredentials
from bpo_desk.shared.requests import Answer, Hello, Request
from bpo_desk.sync.follow import Listener, follow, json_lines
from bpo_desk.sync.pace import Pace
from tests.faults.copy import agrees
from tests.faults.server import Server
from tests.patience import PATIENCE

_CHILD = """
import sys
from collections.abc import Mapping
from pathlib import Path
from bpo_desk.cache.store import Cache
from bpo_desk.sync.follow import Listener, follow, json_lines
from tests.faults.server import Server

server = Server()
server.engage(1)
listener = Listener(sys.stdin)
listener.start()
follow(Cache.open_or_create(Path(sys.argv[1]), bytes(32)), server, json_lines(sys.stdout), listener, every=600)
"""


def test_the_process_ends_when_its_standard_input_closes(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(tmp_path / "cache.db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    with child, child.stdout as out, child.stdin as commands:
        while json.loads(out.readline())["event"] != "synced":
            pass
        commands.write("now\n")
        commands.flush()
        assert json.loads(out.readline())["event"] == "synced"
        commands.close()
        assert child.wait(PATIENCE) == 0


class _Unlucky:
    """A server that cannot be reached the first few times."""

    def __init__(self, server: Server, failures: int) -> None:
        self._server = server
        self.left = failures

    def answer(self, request: Request) -> Answer:
        if isinstance(request, Hello) and self.left:
            self.left -= 1
            raise DatabaseUnreachable("The server does not answer.", "Wait.")
        return self._server.answer(request)


def test_a_server_that_is_gone_is_told_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "pause", lambda *_: 0.01)
    server = Server()
    server.engage(1)
    writer = server.begin()
    writer.insert(1, (1, 1), 1)
    writer.commit()
    out = io.StringIO()
    cache = Cache.create(tmp_path / "cache.db", bytes(32))
    listener = Listener(io.StringIO())

    def tell(line: Mapping[str, object]) -> None:
        json_lines(out)(line)
        if line["event"] == "synced":
            listener.ended.set()

    follow(cache, _Unlucky(server, 3), tell, listener, seed=1)
    agrees(cache, 1, server.contents(1))
    cache.close()
    events = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [each["code"] for each in events if each["event"] == "error"] == ["database_unreachable"] * 3
    assert events[-1]["event"] == "synced"


class _Refusing:
    def answer(self, request: Request) -> Answer:
        raise WrongCredentials("The server does not let you in.", "Check the password.")


def test_a_refused_login_ends_the_process(tmp_path: Path) -> None:
    out = io.StringIO()
    cache = Cache.create(tmp_path / "cache.db", bytes(32))
    with pytest.raises(WrongCredentials):
        follow(cache, _Refusing(), json_lines(out), Listener(io.StringIO()))
    cache.close()
    assert json.loads(out.getvalue())["next_step"] == "Check the password."


def test_pauses_spread_and_grow_but_never_beyond_five_minutes() -> None:
    pace = Pace(30, random.Random(3))
    for _ in range(200):
        pace.session_over(100.0, 0.1)
        assert 15 <= pace.pause(100.0) <= 45
    for failures in range(1, 40):
        pace.session_failed(100.0, 0.1)
        assert 0 <= pace.pause(100.0) <= min(300, 2**failures)


def test_an_open_case_and_a_hint_shorten_the_pauses_for_as_long_as_they_last() -> None:
    pace = Pace(30, random.Random(3))
    pace.session_over(100.0, 0.1)
    pace.case_open = True
    assert 2.5 <= pace.pause(100.0) <= 7.5
    pace.hinted(100.0)
    for _ in range(8):
        pace.session_over(100.0, 0.0)
        assert 0.5 <= pace.pause(100.0) <= 1.5
    pace.case_open = False
    assert pace.pause(140.0) >= 15


def test_a_slow_server_is_not_asked_without_rest_however_many_hints_come() -> None:
    pace = Pace(30, random.Random(3))
    pace.session_over(100.0, 4.0)
    pace.hinted(100.0)
    assert pace.hinted_at() == 102.0
    assert pace.next_at(100.0) >= 102.0


def test_what_the_desk_says_of_an_open_case_is_heard_and_other_lines_are_not() -> None:
    listener = Listener(io.StringIO('{"case_open": true}\n[1]\nnonsense\n{"case_open": 1}\n'))
    listener.start()
    assert listener.ended.wait(PATIENCE)
    assert listener.case_open
    assert not listener.asked.is_set()
