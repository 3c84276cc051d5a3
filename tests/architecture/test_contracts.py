"""Every contract of the import linter holds, and is proven by a planted violation that it must name."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.package_copy import PackageCopy, copied_package
from tests.shared_data import REPOSITORY

# contract id -> (module to plant, what it says) pairs; each of them alone must break the contract
VIOLATIONS = {
    "layers": [
        ("bpo_desk.models.planted", "import bpo_desk.state"),
        ("bpo_desk.errors", "import bpo_desk.models"),
        ("bpo_desk.reports.planted", "import bpo_desk.audit"),
        ("bpo_desk.cache.planted", "import bpo_desk.shared"),
        ("bpo_desk.cli.planted", "import bpo_desk.app"),
        ("bpo_desk.workspace.planted", "import bpo_desk.ui"),
        ("bpo_desk.planted", ""),  # a new top-level module has no place yet
    ],
    "qt": [
        ("bpo_desk.models.planted", "from PySide6.QtCore import QObject"),
        ("bpo_desk.cli.planted", "import pyqtgraph"),
        ("bpo_desk.workspace.planted", "import shiboken6"),
    ],
    "sql": [
        ("bpo_desk.ui.planted", "import sqlalchemy"),
        ("bpo_desk.state.planted", "import sqlite3"),
        ("bpo_desk.sync.planted", "from psycopg import sql"),
        ("bpo_desk.app.planted", "import sqlcipher3.dbapi2"),
        ("bpo_desk.demo.planted", "import alembic"),
    ],
    "threads": [
        ("bpo_desk.ui.planted", "import threading"),
        ("bpo_desk.cache.planted", "from concurrent.futures import ThreadPoolExecutor"),
        ("bpo_desk.cli.planted", "import subprocess"),
        ("bpo_desk.process.planted", "import multiprocessing"),
        ("bpo_desk.app.planted", "import asyncio"),
    ],
    "screens": [
        ("bpo_desk.ui.queue.planted", "import bpo_desk.ui.case"),
        ("bpo_desk.ui.case.planted", "import bpo_desk.ui.queue"),
        ("bpo_desk.ui.diagram.planted", "import bpo_desk.ui.timeline"),
        ("bpo_desk.ui.widgets.planted", "import bpo_desk.ui.diagram"),
        ("bpo_desk.ui.queue.planted", "import bpo_desk.ui.main_window"),
        ("bpo_desk.ui.theme", "import bpo_desk.ui.widgets"),
    ],
    "cycles": [
        ("bpo_desk.measures.planted_one", "import bpo_desk.measures.planted_two"),
    ],
}
CONTRACTS = {
    each["id"]: each["name"]
    for each in tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}
SCREENS = ("bpo_desk.ui.queue", "bpo_desk.ui.case", "bpo_desk.ui.diagram", "bpo_desk.ui.timeline")


def placed(copied: PackageCopy) -> PackageCopy:
    """With every room of the user interface and both halves of the planted cycle in place."""
    for module in (*SCREENS, "bpo_desk.ui.widgets"):
        copied.plant(f"{module}.placed", "")
    for module in ("bpo_desk.ui.main_window", "bpo_desk.ui.theme"):
        copied.plant(module, "")
    copied.plant("bpo_desk.measures.planted_two", "import bpo_desk.measures.planted_one")
    copied.plant("bpo_desk.measures.planted_one", "")
    return copied


@pytest.fixture(scope="module")
def empty_modules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PackageCopy]:
    """All modules of the package with nothing in them: what breaks a contract there is what was planted."""
    with copied_package(tmp_path_factory.mktemp("package"), whole=False) as copied:
        yield placed(copied)


def test_the_package_keeps_every_contract(tmp_path: Path) -> None:
    with copied_package(tmp_path, whole=True) as copied:
        code, report = placed(copied).lint()
    assert code == 0, report


def test_modules_with_nothing_in_them_keep_every_contract(empty_modules: PackageCopy) -> None:
    code, report = empty_modules.lint()
    assert code == 0, report


def test_every_contract_has_a_planted_violation() -> None:
    assert set(CONTRACTS) == set(VIOLATIONS)


@pytest.mark.parametrize(
    ("contract", "module", "source"),
    [(contract, *violation) for contract, violations in VIOLATIONS.items() for violation in violations],
)
def test_a_planted_violation_breaks_its_contract(
    empty_modules: PackageCopy, contract: str, module: str, source: str
) -> None:
    with empty_modules.planted(module, source):
        code, report = empty_modules.lint(contract)
    assert code == 1, report
    assert f"{CONTRACTS[contract]} BROKEN" in report
    assert module.rpartition(".")[2] in report
