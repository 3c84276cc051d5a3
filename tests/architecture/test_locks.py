"""The lock files name no host, carry a hash for every file, and hold what pyproject.toml asks for."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.shared_data import REPOSITORY

LOCKS = {"run.lock": None, "dev.lock": "dev", "bundle.lock": "bundle"}
_ENTRY = re.compile(r"^(?P<name>[a-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>\S+)(?P<marker> ; [^\\]+?)? ?\\?$")


@dataclass(frozen=True, slots=True)
class Locked:
    version: Version
    marker: str
    hashes: int


@cache
def locked(name: str) -> dict[str, Locked]:
    """Read a lock file; fails on a line of any other shape."""
    found: dict[str, Locked] = {}
    current = ""
    for line in (REPOSITORY / name).read_text(encoding="utf-8").splitlines():
        if entry := _ENTRY.match(line):
            current = entry["name"]
            assert current not in found, f"{name} pins {current} twice"
            found[current] = Locked(Version(entry["version"]), (entry["marker"] or "").strip(), 0)
        elif re.match(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$", line):
            before = found[current]
            found[current] = Locked(before.version, before.marker, before.hashes + 1)
        else:
            assert re.match(r"^ +# ", line), f"{name} has an unknown line: {line}"
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_is_hashed(name: str) -> None:
    assert [package for package, entry in locked(name).items() if entry.hashes == 0] == []
    assert len(locked(name)) > 20


@pytest.mark.parametrize(("name", "group"), LOCKS.items())
def test_a_lock_satisfies_the_project(name: str, group: str | None) -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(project["project"]["dependencies"])
    if group is not None:
        wanted += project["dependency-groups"][group]
    for text in wanted:
        requirement = Requirement(text)
        entry = locked(name).get(canonicalize_name(requirement.name))
        assert entry is not None, f"{name} lacks {text}"
        assert requirement.specifier.contains(entry.version), f"{name} has {entry.version}, the project wants {text}"


@pytest.mark.parametrize("name", ["dev.lock", "bundle.lock"])
def test_tools_change_no_version_of_what_runs(name: str) -> None:
    more = locked(name)
    assert {package: more[package].version for package in locked("run.lock")} == {
        package: entry.version for package, entry in locked("run.lock").items()
    }


def test_the_broken_qt_stays_out() -> None:
    # 6.12.0 loses references to None on Python 3.11 (docs/decisions/0002).
    assert locked("run.lock")["pyside6-essentials"].version < Version("6.12")
