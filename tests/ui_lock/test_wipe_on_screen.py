"""Access that was taken away, on the screen: the window goes with all that it showed, a new one says what happened."""

import json

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpo_desk.app.locking import Locking
from bpo_desk.models.mutation import CommentAdded
from bpo_desk.workspace.desk import Workspace
from tests.ui_lock.test_lock import (  # noqa: F401  # fixtures
    _files_open,
    _has_case,
    _live_case_data,
    _open_case,
    _shown_texts,
    desk,
    locking,
    workspace,
)


def test_what_the_window_showed_goes_with_the_copy_and_a_new_one_says_why(
    locking: Locking,  # noqa: F811
    workspace: Workspace,  # noqa: F811
    qtbot: QtBot,
) -> None:
    workspace.write(workspace.new_mutation("acme", "C-1", CommentAdded("not sent yet")))
    _open_case(locking, qtbot)
    before = locking.window
    assert before is not None
    told = {"event": "error", "code": "access_revoked", "message": "This login has lost its access.",
            "next_step": "Ask whoever gave it."}  # fmt: skip
    before.sync._take_line(json.dumps(told))
    qtbot.waitUntil(lambda: locking.window is not None and locking.window is not before, timeout=20_000)
    window = locking.window
    assert window is not None
    qtbot.waitUntil(lambda: not window._background.is_busy("engagements"), timeout=20_000)
    assert window.isVisible()
    assert "This login has lost its access." in window.notice.words()
    assert "1 note that was never sent is kept encrypted" in window.notice.words()
    assert "Ask whoever gave it." in window.notice.words()
    assert QApplication.quitOnLastWindowClosed()
    qtbot.waitUntil(lambda: _live_case_data() == [])
    assert _has_case(_shown_texts()) == []
    assert _live_case_data() == []
    folder = workspace.places.profile_folder("default")
    assert not (folder / "cache.db").exists()
    assert [each for each in _files_open(folder) if "outbox" not in each] == []
