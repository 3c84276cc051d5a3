"""Cases that left the copy by the rule of their engagement: the commands and the window say so, never silently."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from bpo_desk.models.event import EventKind
from bpo_desk.models.queue_columns import Retained
from bpo_desk.shared.admin import create_engagement, init
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.shared.retention_rules import DAY
from bpo_desk.ui.queue.queue_words import status_words, why_empty
from bpo_desk.ui.retention_words import left_words
from tests.conftest import TEST_KEY
from tests.flows.desk_commands import Installation
from tests.flows.windows import opened_desk, opened_window
from tests.shared.batches import batch_of, one_event
from tests.state.queues import a_queue

NOW = time.time_ns() // 1000
SAID = "1 closed case not in this copy (closed before "


@pytest.fixture
def desk(tmp_path: Path) -> Installation:
    """Synced: OLD-1 was closed 200 days ago, NEW-2 is open."""
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    engine = open_engine(url)
    init(engine)
    one = create_engagement(engine, "acme", "Acme")
    days = {1: 201, 2: 200, 3: 10}
    kinds = {1: EventKind.OPENED, 2: EventKind.CLOSED, 3: EventKind.OPENED}
    rows = [one_event(n, int(n == 3), kind=kinds[n], occurred_at=NOW - days[n] * DAY) for n in days]
    with writing(engine) as connection:
        append(connection, one, batch_of(rows, ["OLD-1", "NEW-2"]), NOW)
    engine.dispose()
    desk = Installation(tmp_path / "home", TEST_KEY)
    desk.done("sync", "--from", url)
    told = desk.done("admin", "retention", "acme", "--closed-after", "90d", "--to", url, "--json").json()
    assert (told["closed_after_days"], told["left"], told["left_now"], told["held"]) == (90, 1, 1, [])
    desk.done("sync", "--from", url)
    return desk


def test_the_commands_say_what_left_and_when(desk: Installation, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    cases = desk.done("cases", "--json").json()
    assert (cases["total"], cases["left"]["cases"]) == (1, 1)
    assert cases["left"]["closed_before"] < cases["data_as_of"]
    assert "1 closed cases are not in this copy (closed before " in desk.done("cases").out
    refused = desk.run("case", "OLD-1", "--json")
    assert refused.code == 1
    assert "OLD-1 left this copy on " in refused.err
    assert "admin retention acme --back OLD-1" in refused.err
    before = sorted(each.name for each in (desk.home / "profiles" / "default").iterdir())
    assert desk.run("case", "OLD-1", "--from-shared").code == 2
    read = desk.done("case", "OLD-1", "--engagement", "acme", "--from-shared", "--json").json()
    assert (read["status"], len(read["events"])) == ("closed", 2)
    assert desk.run("case", "OLD-9", "--engagement", "acme", "--from-shared").code == 1
    assert sorted(each.name for each in (desk.home / "profiles" / "default").iterdir()) == before
    assert desk.run("case", "OLD-1").code == 1  # it was only read
    report = desk.run("report", "case", "OLD-1", "--format", "html", "--out", tmp_path / "r.html")
    assert report.code == 1
    assert "left this copy on " in report.err
    assert desk.run("report", "case", "OLD-1", "--from-shared", "--format", "json").code == 2
    shared = ("report", "case", "OLD-1", "--engagement", "acme", "--from-shared", "--format", "csv")
    desk.done(*shared, "--out", tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_text(encoding="utf-8").count("OLD-1") >= 2
    entries = desk.done("outbox", "--json").json()["entries"]
    assert [each["kind"] for each in entries] == ["exported"]
    assert desk.run("admin", "retention", "acme", "--closed-after", "3d", "--to", url).code == 2
    held = desk.done("admin", "retention", "acme", "--hold", "NEW-2", "--to", url)
    assert "Held whatever the rule says: NEW-2." in held.err
    back = desk.done("admin", "retention", "acme", "--back", "OLD-1", "--to", url, "--json").json()
    assert (back["changed"]["brought_back"], back["left"]) == (1, 0)
    desk.done("sync", "--from", url)
    assert desk.done("case", "OLD-1", "--json").json()["status"] == "closed"
    assert desk.done("cases", "--json").json()["left"] == {"cases": 0, "closed_before": cases["left"]["closed_before"]}


def test_the_window_says_that_cases_left_and_of_a_number_when(
    desk: Installation, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with opened_desk(desk, monkeypatch) as workspace, opened_window(workspace, qtbot) as window:
        qtbot.waitUntil(lambda: window.queue.is_read, timeout=20_000)
        window.reading.remembers = False  # nobody waits here until the view is stored for the next start

        def said(words: str) -> bool:
            return any(words in label.text() for label in window.findChildren(QLabel) if label.isVisible())

        qtbot.waitUntil(lambda: said(SAID), timeout=20_000)
        window.queue.filter_by("status:closed")
        qtbot.waitUntil(lambda: said(f"By the engagement's rule: {SAID}"), timeout=20_000)
        window.jump("OLD-1")
        qtbot.waitUntil(lambda: said("OLD-1 left this copy on "), timeout=20_000)


def test_an_empty_queue_says_whether_the_rule_or_the_filter_emptied_it() -> None:
    queue = a_queue(1).take(np.empty(0, np.int64))
    assert "left" not in " ".join(why_empty(queue, [], "UTC"))
    out = replace(queue, retained=Retained(90, 12_000, 1_790_000_000_000_000))
    assert "12,000 closed cases not in this copy (closed before 2026-09-21)" in why_empty(out, [], "UTC")[2]
    assert "not in this copy" in status_words(0, out, (("due", False),), "UTC")
    assert left_words(Retained(90, 3, None)) == "3 closed cases not in this copy"
