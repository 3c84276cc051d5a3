"""Work off the UI thread: the latest question wins, failures arrive, the end waits."""

import threading

import pytest

from bpo_desk.ui.background import Background
from tests.patience import PATIENCE


@pytest.fixture
def background(qapp):
    made = Background()
    yield made
    made.shutdown()


def test_work_runs_in_another_thread_and_answers_in_this_one(background, qtbot):
    found = []
    background.ask("a", threading.get_ident, lambda answer: found.extend([answer, threading.get_ident()]), found.append)
    qtbot.waitUntil(lambda: len(found) == 2)
    assert found[0] != found[1] == threading.get_ident()


def test_only_the_latest_question_of_a_key_is_answered(background, qtbot):
    gate, found, interrupted = threading.Event(), [], []
    background.ask(
        "a", lambda: gate.wait(PATIENCE), lambda _x: found.append("old"), found.append, lambda: interrupted.append(1)
    )
    background.ask("a", lambda: "new", found.append, found.append)
    gate.set()
    qtbot.waitUntil(lambda: found == ["new"])
    qtbot.wait(30)
    assert found == ["new"]
    assert interrupted == [1]


def test_questions_of_different_keys_are_all_answered(background, qtbot):
    found = []
    for number in range(20):
        background.ask(str(number), lambda number=number: number, found.append, found.append)
    qtbot.waitUntil(lambda: sorted(found) == list(range(20)))


def test_a_failure_is_delivered_to_who_asked(background, qtbot):
    failed = []
    background.ask("a", lambda: 1 // 0, lambda _x: None, failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], ZeroDivisionError)


def test_the_end_waits_for_running_work_and_delivers_nothing_after(qapp, qtbot):
    background, done, found = Background(), [], []
    started = threading.Event()

    def work():
        started.set()
        threading.Event().wait(0.1)
        done.append(True)

    background.ask("a", work, found.append, found.append)
    qtbot.waitUntil(started.is_set)
    background.shutdown()
    assert done == [True]
    qtbot.wait(20)
    assert found == []
    with pytest.raises(RuntimeError, match="shut down"):
        background.ask("a", work, found.append, found.append)


def test_busy_is_said_once_for_overlapping_work(background, qtbot):
    said = []
    background.busy_changed.connect(said.append)
    for key in "abc":
        background.ask(key, lambda: None, lambda _x: None, lambda _x: None)
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said == [True, False]
