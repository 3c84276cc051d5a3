"""Icons of the first paint are kept as images for the next start: the same pixels, or drawn anew."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_data import REPOSITORY

CODE = """
import sys
from pathlib import Path
from PySide6.QtGui import QColor, QGuiApplication
from bpo_desk import resources_path
from bpo_desk.ui import icons
application = QGuiApplication([])
kept, resources = Path(sys.argv[1]), sys.argv[2]
if resources:
    resources_path._CANDIDATES = (Path(resources),)
icons.take(kept)
red, green = QColor("#b0121d"), QColor("#1a6b36")
shown = [icons.pixmap(name, colour, 18).toImage() for name in ("user", "check") for colour in (red, green)]
drawn = icons.keep(kept)
icons.pixmap("x", QColor("#b0121d"), 18)
import json
print(json.dumps([drawn, [bytes(image.constBits()).hex() for image in shown]]))
"""


def paint(kept: Path, resources: str = "") -> list:
    """(how many icons a fresh Python had to draw for its first paint, the pixels of all of them)."""
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY), "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-c", CODE, str(kept), resources]
    done = subprocess.run(words, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> tuple[Path, list]:
    """What a first start keeps, and what it painted."""
    kept = tmp_path_factory.mktemp("profile") / "window.icons"
    return kept, paint(kept)


def test_the_next_start_paints_the_same_pixels_and_draws_nothing(first):
    kept, painted = first
    assert painted[0] == 4
    assert len(set(painted[1])) == 4
    assert paint(kept) == [0, painted[1]]


def test_an_icon_that_is_another_by_now_is_drawn_anew(first, tmp_path):
    kept, painted = first
    mine = tmp_path / "window.icons"
    shutil.copy(kept, mine)
    resources = tmp_path / "resources"
    shutil.copytree(REPOSITORY / "resources" / "icons", resources / "icons")
    (resources / "icons" / "user.svg").write_bytes((resources / "icons" / "x.svg").read_bytes())
    drawn, pixels = paint(mine, str(resources))
    assert drawn == 2
    assert pixels[:2] != painted[1][:2]
    assert pixels[2:] == painted[1][2:]


@pytest.mark.parametrize("content", ["", "[1]", "{broken", "not ascii \N{EURO SIGN}"])
def test_a_file_that_cannot_be_read_is_made_anew(first, tmp_path, content):
    kept = tmp_path / "window.icons"
    kept.write_text(content, "utf-8")
    assert paint(kept) == first[1]
    assert json.loads(kept.read_text("ascii")).keys() == json.loads(first[0].read_text("ascii")).keys()


def test_an_image_that_is_not_whole_is_drawn_anew(first, tmp_path):
    kept = tmp_path / "window.icons"
    images = json.loads(first[0].read_text("ascii"))
    looks = list(images)
    kept.write_text(json.dumps({**images, looks[0]: "AAAA", looks[1]: "no base 64!", looks[2]: 3}), "ascii")
    assert paint(kept) == [3, first[1][1]]


def test_where_nothing_can_be_kept_all_is_painted_all_the_same(first, tmp_path):
    assert paint(tmp_path / "no folder" / "window.icons") == first[1]
