"""Texts that attack whoever shows, filters or logs them: shown as they are, found as they are, run nowhere."""

import ast
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTextBrowser, QTextEdit
from pytestqt.qtbot import QtBot

from bpo_desk.errors import DeskError
from bpo_desk.logs import JsonLines
from bpo_desk.models.filter_text import parse
from bpo_desk.models.filters import FilterError
from bpo_desk.models.shared_view import shared_view_of
from bpo_desk.models.spreadsheet_text import harmless
from bpo_desk.models.visible_text import visible
from bpo_desk.reports import html
from bpo_desk.reports.table_files import Sheet, write_csv, write_xlsx
from bpo_desk.ui.queue.queue_cells import one_line as queue_line
from bpo_desk.ui.queue.queue_state import QueueState
from tests.flows.desk_commands import Installation, sqlite_url
from tests.flows.windows import opened_desk, opened_window
from tests.intake.files import event, trace, xes
from tests.shared_data import REPOSITORY
from tests.work_counted import calls_of

IMAGE, LINK, TABLE = '<img src="//host/x.png">', "<a href=file:///etc/passwd>here</a>", "Approved<table><tr><td>yes"
HOSTILE = [IMAGE, LINK, TABLE, "\u202eevil\u202c", "zero\u200bwidth", "e" + "\u0301" * 100_000, '"; } QLabel {',
           "' OR 1=1--", "%_%_%", "{0.__class__}", "%n%s%x", "\x1b[31mred"]  # fmt: skip


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A desk over cases whose number, title, step, person and comment are such texts."""
    from xml.sax.saxutils import escape

    tmp_path: Path = tmp_path_factory.mktemp("attacked")
    desk, url = Installation(tmp_path / "home"), sqlite_url(tmp_path / "shared.db")
    desk.done("admin", "init", "--to", url)
    texts = [escape(text.replace("\x1b", "ESC"), {'"': "&quot;"}) for text in HOSTILE]
    traces = [
        trace(f"C-{number}", event(text, "2026-03-02T08:00:00Z", org__resource=text, title=text, comment=text))
        for number, text in enumerate(texts)
    ]
    desk.import_json(url, xes(tmp_path, *traces))
    desk.sync(url)
    return desk


def _rich(words: str) -> bool:
    """Whether Qt takes a text for markup: a tag in its first line (QTextDocument's own rule, Qt::mightBeRichText)."""
    return re.match(r"\s*[^<\n]*<\s*[/!?]?[A-Za-z]", words) is not None and not words.startswith("<qt>")


def _tips_and_labels() -> Iterator[str]:
    """Every text that Qt may take for markup."""
    for widget in QApplication.allWidgets():
        yield widget.toolTip()
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            yield widget.text()
        if isinstance(widget, QTextBrowser | QTextEdit) and widget.acceptRichText() and not widget.isReadOnly():
            yield widget.toHtml()
    models = {each for window in QApplication.topLevelWidgets() for each in window.findChildren(QAbstractItemModel)}
    for model in models:
        for row in range(min(model.rowCount(), 40)):
            for column in range(model.columnCount()):
                yield str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")


def test_no_name_or_text_of_a_case_becomes_markup_anywhere(
    attacked: Installation, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_desk(attacked, monkeypatch) as workspace, opened_window(workspace, qtbot) as window:
        qtbot.waitUntil(lambda: window.queue.is_read, timeout=20_000)
        for number in range(len(HOSTILE)):
            window.whole.jumps.jump(f"C-{number}")
            qtbot.waitUntil(lambda: window.whole.places.at_case, timeout=20_000)
            assert not window.grab().isNull()
            seen = list(_tips_and_labels())
            assert [words for words in seen if _rich(words)] == []
            assert not [words for words in seen if words.startswith("<qt>") and re.search(r"<(img|a|table)\b", words)]
            window.whole.places.show_queue()
        window.close()


def _shown() -> Iterator[str]:
    """What the window shows as text: labels, cells, tips, and what it tells to who listens."""
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for widget in QApplication.allWidgets():
        yield from (widget.toolTip(), widget.windowTitle(), widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        if isinstance(widget, QTextBrowser | QTextEdit) and widget.isReadOnly():
            yield widget.toPlainText()
    for window in QApplication.topLevelWidgets():
        for model in window.findChildren(QAbstractItemModel):
            for row in range(min(model.rowCount(), 40)):
                for column in range(model.columnCount()):
                    yield from (str(model.index(row, column).data(role) or "") for role in roles)


def test_what_nobody_sees_in_a_text_stands_as_its_number_wherever_it_is_shown(
    attacked: Installation, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_desk(attacked, monkeypatch) as workspace, opened_window(workspace, qtbot) as window:
        qtbot.waitUntil(lambda: window.queue.is_read, timeout=20_000)
        seen = list(_shown())
        for text in ("\u202eevil\u202c", "zero\u200bwidth"):
            window.whole.jumps.jump(f"C-{HOSTILE.index(text)}")
            qtbot.waitUntil(lambda: window.whole.places.at_case, timeout=20_000)
            assert not window.grab().isNull()
            seen += _shown()
            window.whole.places.show_queue()
        window.close()
    assert [words for words in seen if re.search("[\u200b-\u200f\u202a-\u202e]", words)] == []
    assert any("\u27e8U+202E\u27e9evil\u27e8U+202C\u27e9" in words for words in seen)
    assert any("zero\u27e8U+200B\u27e9width" in words for words in seen)
    told = attacked.run("case", f"C-{HOSTILE.index(HOSTILE[3])}").out + attacked.run("cases").out
    assert "\u202e" not in told
    assert "\u27e8U+202E\u27e9evil" in told


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ann Berger", "Ann Berger"), ("Zoë 李 עברית हिन्दी", "Zoë 李 עברית हिन्दी"),
        ("葛\U000e0100城", "葛\U000e0100城"), ("two\nlines\tand", "two\nlines\tand"),
        ("a\u202eb", "a⟨U+202E⟩b"), ("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"), ("Ad\u200bmin", "Ad⟨U+200B⟩min"),
        ("Ad\u200dmin", "Ad⟨U+200D⟩min"), ("می\u200cخواهم", "می\u200cخواهم"), ("👩\u200d💻", "👩\u200d💻"),
        ("❤\ufe0f", "❤\ufe0f"), ("1\ufe0f\u20e3", "1\ufe0f\u20e3"), ("Ada\ufe0f", "Ada⟨U+FE0F⟩"),
        ("x\x1b[31m", "x⟨U+001B⟩[31m"),
        ("\x00\x7f\x85", "⟨U+0000⟩⟨U+007F⟩⟨U+0085⟩"), ("a\u3164b", "a⟨U+3164⟩b"), ("\U000e0041", "⟨U+E0041⟩"),
        ("sof\u00adt", "sof⟨U+00AD⟩t"), ("\u200dx", "⟨U+200D⟩x"), ("a\u2028b", "a⟨U+2028⟩b"),
    ],
)  # fmt: skip
def test_a_character_that_nobody_sees_is_shown_and_what_scripts_need_is_left(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert queue_line(text) == visible(
        " ".join(text.split())
    )  # the same in the queue, which knows most texts at a glance


def test_files_for_reading_show_it_too(tmp_path: Path) -> None:
    assert harmless("\u202e=1") == "⟨U+202E⟩=1"
    assert harmless("=\u200b1") == "'=⟨U+200B⟩1"
    assert html.escape("<\u202e>") == "&lt;⟨U+202E⟩&gt;"
    sheet = Sheet("t", (), ("a",), [["x\u202ey"]])
    for write in (write_csv, write_xlsx):
        with (tmp_path / "out").open("wb") as out:
            write(out, sheet)
        raw = (tmp_path / "out").read_bytes()
        if write is write_xlsx:
            with zipfile.ZipFile(tmp_path / "out") as packed:
                raw = packed.read("xl/sharedStrings.xml")
        assert "x⟨U+202E⟩y".encode() in raw
        assert "\u202e".encode() not in raw


def test_hostile_texts_are_found_as_they_stand_and_nothing_else_is(attacked: Installation) -> None:
    whole = len(attacked.cases()["cases"])
    assert whole == len(HOSTILE)
    for where in ("' OR 1=1--", "%", "_", "%_%_%_%", "*", "' UNION SELECT 1"):
        found = attacked.run("cases", "--json", "--limit", "0", "--where", where)
        assert found.code in (0, 2), found.err
        if found.code == 0:
            assert len(found.json()["cases"]) < whole
    assert attacked.run("cases", "--json", "--where", "%" * 50_000).code in (0, 2)


@pytest.mark.parametrize("order", ["(select 1)", "due; drop table event", "due desc", "1", "__class__", "due--"])
def test_a_sort_by_something_else_than_a_column_is_wrong_usage(attacked: Installation, order: str) -> None:
    refused = attacked.run("cases", "--json", "--order", order)
    assert refused.code in (1, 2)
    assert refused.json()["error"]["next_step"]


@pytest.mark.parametrize("text", ["(" * 10_000 + "x" + ")" * 10_000, "-" * 10_000 + "x", "x or " * 10_000 + "x"])
def test_a_filter_nested_ten_thousand_deep_is_read_or_refused(text: str) -> None:
    found: list[object] = []

    def read_it() -> None:
        try:
            found.append(parse(text))
        except FilterError as error:
            found.append(error.next_step)

    assert calls_of(read_it) < 50 * len(text), "more and more work for each letter"
    assert found[0]


@pytest.mark.parametrize(
    "stored",
    [
        "[" * 100_000, '{"view": ' + "[" * 100_000, '{"at": 1e999, "view": {"op": "explode"}}', '{"at": "x"}', "",
        "NaN", '{"at": -1}', '{"at": [1]}', "\x00", '{"view": null, "role": 7, "by": {}}',
    ],
)  # fmt: skip
def test_a_saved_view_with_unknown_or_endless_parts_is_a_view_without_harm(stored: str) -> None:
    view = shared_view_of("name", stored, 3)
    assert isinstance(view.content, str)
    assert view.at >= 0
    QueueState.of_json(view.content)
    assert QueueState.of_json(stored) == QueueState()


@pytest.mark.parametrize(
    "content",
    [
        '{"text":"","chips":[],"sort":[],"header":"","selected":[1e999],"current":null,"top":0}', "[" * 100_000,
        '{"text": {}}',
    ],
)  # fmt: skip
def test_a_remembered_view_of_something_else_is_the_usual_one(content: str) -> None:
    assert QueueState.of_json(content) == QueueState()


def test_a_log_line_stays_one_line_whatever_it_is_about() -> None:
    forged = "forged\r\n{} critical \x1b[2J\u2028"
    record = logging.LogRecord("bpo_desk.x", logging.INFO, "f", 1, forged, (), None)
    record.ids = {"case": "1\n2"}
    line = JsonLines().format(record)
    assert "\n" not in line
    assert "\r" not in line
    assert "\x1b" not in line
    assert json.loads(line)["level"] == "info"


def test_no_style_sheet_is_put_together_from_texts() -> None:
    found = []
    for path in (REPOSITORY / "bpo_desk").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)) if "setStyleSheet" in source else ():
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "setStyleSheet"
            ):
                found.append(f"{path.name}:{node.lineno}")
    assert found == []


def test_every_refusal_of_a_command_is_words_and_never_a_traceback(attacked: Installation) -> None:
    for words in (("case", IMAGE), ("case", "\x00"), ("cases", "--where", "holder:"), ("case", "C-1", "--as-of", "-1")):
        refused = attacked.run(*words)
        assert refused.code in (1, 2)
        assert "Traceback" not in refused.err
    with pytest.raises(DeskError):
        parse("due<<")
