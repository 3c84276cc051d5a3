"""Rules of the house that no linter knows: names, sizes, docstrings, what may be imported or committed."""

import ast
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared_data import REPOSITORY

PACKAGE = REPOSITORY / "bpo_desk"
MODULES = sorted(PACKAGE.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "services", "service", "manager", "managers"}
LONG, TOO_LONG = 400, 500
# Put together here, so that this file does not contain what it looks for.
NEVER_COMMITTED = re.compile(
    "|".join(
        [
            r"(?<![\w.])/" + "work/",
            r"(?<![\w.])/" + "root/",
            "pypi" + r"\.org",
            "python" + r"hosted\.org",
            "npm" + r"js\.(org|com)",
            "deb" + r"\.debian\.org",
        ]
    )
)
TEXT = {
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".lock",
    ".svg",
    ".cfg",
    ".json",
    ".csv",
    ".spec",
    ".yml",
    ".qss",
    ".ts",
    ".bpmn",
}
THREAD_NAMES = {"QThread", "QThreadPool", "QRunnable", "QProcess", "QtConcurrent"}


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(REPOSITORY).as_posix() for path in paths]


def committed_files() -> list[Path]:
    """Files that are, or would be, committed; without git, everything that is not built."""
    if (REPOSITORY / ".git").exists():
        listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        done = subprocess.run(listing, cwd=REPOSITORY, capture_output=True, text=True, check=True)
        return [path for line in done.stdout.splitlines() if (path := REPOSITORY / line).is_file()]
    kept = (path.relative_to(REPOSITORY) for path in REPOSITORY.rglob("*") if path.is_file())
    return [REPOSITORY / path for path in kept if not any(map(_is_built, path.parts[:-1]))]


def _is_built(folder: str) -> bool:
    return folder in {"out", "build", "dist", "__pycache__"} or (folder.startswith(".") and folder != ".ci")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.lineno


def misplaced_imports(path: Path, *, numpy: bool) -> list[str]:
    """Imports of a models module that are neither the standard library, nor models and errors, nor (allowed) numpy."""
    return [
        f"{path.name}:{line} {module}"
        for module, line in imports(path)
        if (root := module.partition(".")[0]) not in sys.stdlib_module_names
        and not (root == "numpy" and numpy)
        and not module.startswith(("bpo_desk.models", "bpo_desk.errors"))
    ]


def thread_names(path: Path) -> list[str]:
    """Qt's threads and processes that a file uses."""
    text = path.read_text(encoding="utf-8")
    if not any(name in text for name in THREAD_NAMES):
        return []
    tree = ast.parse(text)
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    used |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return sorted(used & THREAD_NAMES)


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert names([path for path in MODULES if {path.stem, *path.relative_to(PACKAGE).parts} & FORBIDDEN_NAMES]) == []


IMPATIENT = re.compile(r"(process_time|perf_counter)\(|(?<!qtbot)(?<!qt)\.wait\((\d|timeout=\d)")
"""A limit of seconds, and a wait for an event of so many: on a busy machine both fail what is well."""


def test_no_test_hangs_on_how_fast_the_machine_is() -> None:
    found = [
        f"{path.relative_to(REPOSITORY)}: {line.strip()}"
        for path in sorted((REPOSITORY / "tests").rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if IMPATIENT.search(line) and not _is_short_on_purpose(path, line)
    ]
    assert found == []


def _is_short_on_purpose(path: Path, line: str) -> bool:
    """A turn of a line for hints, a thread's pause, and the simulated ones: nothing fails where it is over."""
    return path.parent.name == "faults" or path == Path(__file__) or "wait(0." in line


def test_every_module_says_at_its_top_what_it_is_for() -> None:
    silent = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if tree.body and not ast.get_docstring(tree):
            silent.append(path)
    assert names(silent) == []


@pytest.mark.filterwarnings("default")  # long modules are listed at the end of the run; too long ones fail
def test_no_module_is_too_long() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    for path, count in lines.items():
        if LONG < count <= TOO_LONG:
            warnings.warn(f"{names([path])[0]} has {count} lines", stacklevel=1)
    # a migration is one file a version that imports nothing of ours, so it cannot be cut in two
    long = [path for path, count in lines.items() if count > TOO_LONG and path.parent.name != "versions"]
    assert names(long) == []


def test_models_import_only_the_standard_library_and_numpy_in_the_column_layouts() -> None:
    found = [
        line
        for path in (PACKAGE / "models").rglob("*.py")
        for line in misplaced_imports(path, numpy=path.stem.endswith(("_columns", "_block")))
    ]
    assert found == []


def test_a_planted_import_in_models_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "event.py"
    planted.write_text("import json\nimport numpy as np\nfrom msgspec import json\nimport bpo_desk.models.case\n")
    assert misplaced_imports(planted, numpy=False) == ["event.py:2 numpy", "event.py:3 msgspec"]
    assert misplaced_imports(planted, numpy=True) == ["event.py:3 msgspec"]


def test_qt_threads_and_processes_are_used_in_the_background_module_only() -> None:
    allowed = PACKAGE / "ui" / "background.py"
    found = {path: thread_names(path) for path in MODULES if path != allowed}
    assert {str(path.relative_to(REPOSITORY)): used for path, used in found.items() if used} == {}


def test_a_planted_qt_thread_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "view.py"
    planted.write_text("from PySide6.QtCore import QThread\nfrom PySide6 import QtCore\nQtCore.QProcess()\n")
    assert thread_names(planted) == ["QProcess", "QThread"]


def test_nothing_committed_names_a_registry_or_a_path_of_one_machine() -> None:
    found = [
        f"{path.relative_to(REPOSITORY)}: {match.group()}"
        for path in committed_files()
        if path.suffix in TEXT or not path.suffix
        for match in NEVER_COMMITTED.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_the_packaging_folder_is_no_package() -> None:
    # With an __init__.py it would shadow the library of that name.
    assert not (REPOSITORY / "packaging" / "__init__.py").exists()


def test_every_decision_says_how_it_is_confirmed() -> None:
    records = sorted((REPOSITORY / "docs" / "decisions").glob("[0-9][0-9][0-9][0-9]-*.md"))
    assert len(records) >= 3
    without = [path for path in records if not re.search(r"^### Confirmation\n+\S", path.read_text("utf-8"), re.M)]
    assert names(without) == []
    assert [path.name[:4] for path in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
