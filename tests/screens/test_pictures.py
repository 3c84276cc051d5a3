"""The comparison of pictures must itself see a difference of one pixel."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel

from tests.screens import pictures


def _white() -> QImage:
    image = QImage(7, 5, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    return image


def test_one_changed_pixel_is_found_and_equal_pictures_are_equal():
    changed = _white()
    changed.setPixelColor(3, 2, QColor("#fffffe"))
    different = pictures.difference(changed, _white())
    assert different is not None
    assert different.sum() == 1
    assert different[2, 3]
    assert not pictures.difference(_white(), _white()).any()


def test_a_changed_screen_fails_and_leaves_three_pictures(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "ACCEPTED", tmp_path / "accepted")
    monkeypatch.setattr(pictures, "DIFFERENCES", tmp_path / "differences")
    monkeypatch.setattr(pictures, "COMES_TO_REST", 0.2)
    label = QLabel("holder")
    qtbot.addWidget(label)
    monkeypatch.setenv("BPO_DESK_ACCEPT_SHOTS", "1")
    pictures.check_picture(label, "label")
    monkeypatch.delenv("BPO_DESK_ACCEPT_SHOTS")
    pictures.check_picture(label, "label")
    label.setText("holdes")
    with pytest.raises(pytest.fail.Exception, match="pixels differ"):
        pictures.check_picture(label, "label")
    left = sorted(path.name for path in (tmp_path / "differences").iterdir())
    assert left == ["label.actual.png", "label.diff.png", "label.expected.png"]


def test_a_picture_that_nobody_accepted_fails(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "ACCEPTED", tmp_path)
    monkeypatch.delenv("BPO_DESK_ACCEPT_SHOTS", raising=False)
    label = QLabel("holder")
    qtbot.addWidget(label)
    with pytest.raises(pytest.fail.Exception, match="no accepted picture"):
        pictures.check_picture(label, "label")
