"""What the window remembers: texts only, whatever lies in the file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from bpo_desk.ui.window_memory import WindowMemory
from tests.shared_data import REPOSITORY

TEXTS = [
    "", "plain", "@home", "@@twice", 'a "quoted" word', "back\\slash", "two\nlines\tand tab", "Ünïcode ✓ 𝄞", "a=b;c,d",
    '{"text": "side:client", "chips": ["overdue"]}', "\x01\x7f", "0x41", "  spaces  ",
]  # fmt: skip


class Evil:
    """What a pickle may do when it is read."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.mkdir, (str(self.mark),)


def test_texts_and_numbers_come_back(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path / "window.json")
    for number, text in enumerate(TEXTS):
        memory.keep(f"t{number}", text)
    memory.keep("dark", 1)
    memory.write()
    again = WindowMemory(tmp_path / "window.json")
    assert [again.text(f"t{number}") for number in range(len(TEXTS))] == TEXTS
    assert again.number("dark", 0) == 1
    assert again.text("missing", "else") == "else"


def test_a_pickled_object_in_a_layout_file_is_never_run(tmp_path: Path) -> None:
    mark = tmp_path / "it-ran"
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("view", Evil(mark))
    settings.setValue("dark", "1")
    settings.sync()
    said = (tmp_path / "window.ini").read_text()
    assert "PyObject" in said
    for disguise in (said, said.replace("@Variant", "\\x40Variant"), said.replace("@Variant", '"@"Variant')):
        (tmp_path / "window.ini").write_text(disguise)
        (tmp_path / "window.json").unlink(missing_ok=True)
        assert WindowMemory(tmp_path / "window.json").number("dark", 0) == 1
        assert WindowMemory(tmp_path / "window.json").text("view") in ("", said)
        (tmp_path / "window.json").write_text(disguise)
        assert WindowMemory(tmp_path / "window.json").text("view") == ""
    assert not mark.exists()


def test_what_an_earlier_version_remembered_is_kept(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    for number, text in enumerate(TEXTS):
        settings.setValue(f"t{number}", text)
    settings.sync()
    memory = WindowMemory(tmp_path / "window.json")
    assert [memory.text(f"t{number}") for number in range(len(TEXTS))] == TEXTS


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"view": {"a": 1}, "dark": [1]}', b"[" * 100_000, b"9" * 5_000,
        b'{"dark": "99999999999999999999", "font_percent": "-", "engagement": "--1", "view": "\\ud800"}',
    ],
)  # fmt: skip
def test_a_file_of_something_else_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "window.json").write_bytes(content)
    memory = WindowMemory(tmp_path / "window.json")
    assert memory.number("dark", 7) == 7
    assert memory.number("font_percent", 100) == 100
    assert memory.number("engagement", -1) == -1


def test_a_folder_that_cannot_be_written_loses_no_more_than_the_memory(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path / "gone" / "window.json")
    memory.keep("dark", 1)
    memory.write()
    assert not (tmp_path / "gone").exists()


def test_the_desk_never_reads_what_may_hold_objects() -> None:
    """No module of the product reads pickles, nor settings of Qt, which may hold them."""
    program = (
        "import ast, pathlib, sys\n"
        "bad = {'pickle', 'shelve', 'yaml', 'joblib', 'dill', 'QSettings'}\n"
        "for path in pathlib.Path('bpo_desk').rglob('*.py'):\n"
        "    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):\n"
        "        names = [a.name for a in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []\n"
        "        names += [node.module or ''] if isinstance(node, ast.ImportFrom) else []\n"
        "        if bad & {part for name in names for part in name.split('.')}: print(path, names)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout == ""
