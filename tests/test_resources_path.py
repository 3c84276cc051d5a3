"""Resources are found from a checkout and from an installed package, and say so when they are missing."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bpo_desk.errors import MachineLacks
from bpo_desk.resources_path import resource, resources_folder
from tests.shared_data import REPOSITORY

ICONS = sorted((REPOSITORY / "resources" / "icons").glob("*.svg"))


def test_a_checkout_uses_its_own_resources() -> None:
    assert resources_folder() == REPOSITORY / "resources"
    assert resource("fonts", "DejaVuSans.ttf").is_file()


def test_an_installed_package_finds_what_the_wheel_carries(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "bpo_desk", tmp_path / "bpo_desk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPOSITORY / "resources" / "icons", tmp_path / "bpo_desk" / "_resources" / "icons")
    program = "from bpo_desk.resources_path import resource; print(resource('icons', 'user.svg'))"
    command = [sys.executable, "-c", program]
    environment = {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()) == (tmp_path / "bpo_desk" / "_resources" / "icons" / "user.svg").resolve()


def test_a_missing_resource_is_a_fault_of_the_installation() -> None:
    with pytest.raises(MachineLacks, match=r"icons/unicorn\.svg is missing"):
        resource("icons", "unicorn.svg")


def test_every_icon_can_be_recoloured_and_is_described() -> None:
    assert len(ICONS) > 60
    described = set(re.findall(r"^\| (\S+\.svg) \| \S", resource("icons", "README.md").read_text("utf-8"), re.M))
    assert described == {icon.name for icon in ICONS}
    for icon in ICONS:
        text = icon.read_text(encoding="utf-8")
        assert 'stroke="currentColor"' in text
        assert 'viewBox="0 0 24 24"' in text


@pytest.mark.parametrize("folder", ["icons", "fonts"])
def test_what_others_made_carries_their_licence(folder: str) -> None:
    assert "ermission is hereby granted, free of charge" in resource(folder, "LICENSE.txt").read_text("utf-8")
