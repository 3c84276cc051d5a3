"""dev.py repairs what an interruption left, leaves alone what is not its own, and says what a machine lacks.

What needs a whole machine (a bare Debian, root or not, no network) is tried by hand before a release.
"""

import importlib.util
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType

import pytest

from tests.shared_data import REPOSITORY


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A copy of dev.py in a checkout of its own, whose locks ask for no packages, so that no network is needed."""
    monkeypatch.delenv("BPO_DESK_VENV", raising=False)
    checkout = tmp_path / "my désk"
    checkout.mkdir()
    shutil.copy(REPOSITORY / "dev.py", checkout)
    for lock in ("run.lock", "dev.lock"):
        (checkout / lock).write_text(f"# {lock}: nothing\n", encoding="utf-8")
    spec = importlib.util.spec_from_file_location(f"dev_of_{tmp_path.name}", checkout / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_an_environment_is_made_once_and_thrown_away_when_something_changed(dev: ModuleType) -> None:
    environment = dev.Environment(dev.ROOT / ".venv")
    assert environment.state("run.lock") == "absent"
    environment.ensure("run.lock")
    assert environment.state("run.lock") == "whole"
    assert environment.state("dev.lock") == "smaller"

    mark = environment.folder / "mark"
    mark.touch()
    environment.ensure("dev.lock")
    assert mark.exists(), "dev.lock only adds to run.lock"
    assert [environment.state(lock) for lock in ("run.lock", "dev.lock")] == ["whole", "whole"]

    (dev.ROOT / "run.lock").write_text("# other\n", encoding="utf-8")
    assert environment.state("run.lock") == "stale"
    environment.unfinished.touch()
    assert environment.state("dev.lock") == "stale", "an interrupted installation is not trusted"
    environment.ensure("dev.lock")
    assert not mark.exists()
    assert environment.state("run.lock") == "whole"

    environment.python.unlink()
    assert environment.state("run.lock") == "stale", "the Python that it was made from is gone"


def test_a_folder_that_is_no_environment_is_never_removed(dev: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("Dear Ann")
    with pytest.raises(SystemExit) as ended:
        dev.Environment(tmp_path / "letters").ensure("run.lock")
    assert ended.value.code == 3
    assert (tmp_path / "letters" / "letter.txt").read_text() == "Dear Ann"


def test_an_environment_of_somebody_else_is_used_only_if_it_holds_the_lock(
    dev: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "theirs"
    venv.create(folder, with_pip=False)
    environment = dev.Environment(folder)
    before = sorted(folder.rglob("*"))
    environment.ensure("run.lock")
    (dev.ROOT / "run.lock").write_text(f"pytest==0.1 \\\n    --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        environment.ensure("run.lock")
    assert ended.value.code == 3
    assert "does not hold what run.lock says" in capsys.readouterr().err
    assert sorted(folder.rglob("*")) == before


def test_a_missing_library_is_told_with_its_package(dev: ModuleType) -> None:
    assert dev.missing_libraries({"libno-such-thing.so.7": "libno-such-thing7"}) == {
        "libno-such-thing.so.7": "libno-such-thing7"
    }


@pytest.mark.parametrize("words", [[], ["fly"], ["lint", "x"], ["shots", "--all"], ["bundle", "x"]])
def test_wrong_usage_ends_with_two(words: list[str]) -> None:
    done = subprocess.run([sys.executable, REPOSITORY / "dev.py", *words], capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stdout == b""


def test_help_lists_every_command(dev: ModuleType) -> None:
    done = subprocess.run([sys.executable, REPOSITORY / "dev.py", "--help"], capture_output=True, text=True, check=True)
    assert [command for command in dev.COMMANDS if f"dev.py {command} " not in done.stdout] == []
