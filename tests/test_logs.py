"""Log lines are JSON with ids and never content; what crashed is found by the next run."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpo_desk import logs
from bpo_desk.errors import DatabaseUnreachable
from bpo_desk.settings import local_places
from tests.leaks import ExpectedLogs
from tests.shared_data import REPOSITORY


@pytest.fixture
def session(desk_home: Path) -> Iterator[logs.LogSession]:
    session = logs.start(local_places(), "desk")
    yield session
    session.close()


def lines(session: logs.LogSession) -> list[dict[str, object]]:
    return [json.loads(line) for line in session.log_file.read_text(encoding="utf-8").splitlines()]


def test_a_record_is_one_line_with_channel_and_ids(session: logs.LogSession) -> None:
    logs.channel("sync").info("pulled %d rows", 3, extra={"ids": {"engagement": 7}})
    (line,) = lines(session)
    assert line.pop("at")
    assert line == {"level": "info", "channel": "sync", "what": "pulled 3 rows", "ids": {"engagement": 7}}


def test_an_exception_is_logged_without_its_words(session: logs.LogSession, expect_log: ExpectedLogs) -> None:
    expect_log("sync: pull failed")
    try:
        raise DatabaseUnreachable("The database of Jane Doe is gone.", "Wait.")
    except DatabaseUnreachable:
        logs.channel("sync").exception("pull failed")
    (line,) = lines(session)
    assert "Jane" not in json.dumps(line)
    error = line["error"]
    assert isinstance(error, dict)
    assert (error["kind"], error["code"]) == ("DatabaseUnreachable", "database_unreachable")
    assert str(error["at"][0]).startswith("test_logs.py:")


def test_what_nobody_caught_in_a_thread_is_logged(
    session: logs.LogSession, expect_log: ExpectedLogs, capsys: pytest.CaptureFixture[str]
) -> None:
    expect_log("uncaught exception in a thread")

    def fail() -> None:
        raise ZeroDivisionError

    thread = threading.Thread(target=fail)
    # The thread's own hook, as `start` set it; pytest would otherwise take the exception for itself.
    hook = threading.excepthook
    assert hook is logs._uncaught_in_thread
    thread.start()
    thread.join()
    assert lines(session)[0]["level"] == "critical"
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_full_log_is_rotated(desk_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_FILE_BYTES", 500)
    session = logs.start(local_places(), "desk")
    for number in range(40):
        logs.channel("cache").info("segment %d", number)
    session.close()
    kept = sorted(session.log_file.parent.glob("desk.jsonl*"))
    assert len(kept) == 6
    assert all(file.stat().st_size <= 500 for file in kept)


def test_a_crash_is_set_aside_for_the_next_run(desk_home: Path) -> None:
    program = (
        "import faulthandler; from bpo_desk import logs, settings; "
        "session = logs.start(settings.local_places(), 'desk'); faulthandler._sigsegv()"
    )
    crashed = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, check=False)
    assert crashed.returncode != 0
    session = logs.start(local_places(), "desk")
    session.close()
    assert session.previous_fault is not None
    assert "Segmentation fault" in session.previous_fault.read_text(encoding="utf-8")


def test_after_a_quiet_run_there_is_no_crash_to_show(desk_home: Path) -> None:
    logs.start(local_places(), "desk").close()
    session = logs.start(local_places(), "desk")
    session.close()
    assert session.previous_fault is None
