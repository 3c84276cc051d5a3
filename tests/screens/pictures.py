"""Pictures of screens, compared pixel by pixel with accepted ones that a person has looked at.

BPO_DESK_ACCEPT_SHOTS=1 accepts what is painted now. A difference leaves `<name>.actual.png`, `.expected.png` and
`.diff.png` in out/shots.
"""

import os
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QAbstractAnimation
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

ACCEPTED = Path(__file__).parent / "accepted"
DIFFERENCES = Path(__file__).parents[2] / "out" / "shots"
MOST_DIFFERENT_PIXELS = 0
"""Drawing is exact for one version of Qt and the bundled font; raise this only while either is being changed."""

COMES_TO_REST = 5.0
"""Seconds within which a widget looks as accepted: on a busy machine something may still be on its way to it."""


def check_picture(widget: QWidget, name: str) -> None:
    """Fail the test unless the widget looks as accepted under this name. Skips where fonts are drawn otherwise."""
    if sys.platform != "linux":
        pytest.skip("pictures are compared on Linux only: other systems draw fonts in other ways")
    image = taken(widget)
    accepted = ACCEPTED / f"{name}.png"
    if os.environ.get("BPO_DESK_ACCEPT_SHOTS") == "1":
        ACCEPTED.mkdir(exist_ok=True)
        image.save(str(accepted))
        return
    if not accepted.is_file():
        pytest.fail(f"there is no accepted picture {accepted.name}: look at one made with BPO_DESK_ACCEPT_SHOTS=1")
    expected = QImage(str(accepted)).convertToFormat(QImage.Format.Format_RGB32)
    different = difference(image, expected)
    until = time.monotonic() + COMES_TO_REST
    while (different is None or int(different.sum()) > MOST_DIFFERENT_PIXELS) and time.monotonic() < until:
        QTest.qWait(100)
        image = taken(widget)
        different = difference(image, expected)
    if different is None:
        report(name, image, expected, None)
        pytest.fail(f"{name} is {image.width()}x{image.height()}, accepted {expected.width()}x{expected.height()}")
    count = int(different.sum())
    if count > MOST_DIFFERENT_PIXELS:
        report(name, image, expected, different)
        pytest.fail(f"{name}: {count} pixels differ, see {DIFFERENCES}")


def taken(widget: QWidget) -> QImage:
    """What the widget looks like."""
    finish_animations(widget)
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def finish_animations(widget: QWidget) -> None:
    """Bring what fades in or out, such as the button that clears a line, to its end: a picture has no time."""
    for animation in widget.findChildren(QAbstractAnimation):
        if animation.state() == QAbstractAnimation.State.Running:
            animation.setCurrentTime(animation.totalDuration())


def pixels(image: QImage) -> np.ndarray:
    """The image as uint32[height, width]."""
    flat = np.frombuffer(image.constBits(), np.uint32)
    return flat.reshape(image.height(), image.bytesPerLine() // 4)[:, : image.width()]


def difference(actual: QImage, expected: QImage) -> np.ndarray | None:
    """Where two pictures differ, bool[height, width]; None where they differ in size."""
    if actual.size() != expected.size():
        return None
    return (pixels(actual) & 0xFFFFFF) != (pixels(expected) & 0xFFFFFF)


def report(name: str, actual: QImage, expected: QImage, different: np.ndarray | None) -> None:
    """Write both pictures and, in red on white, where they differ."""
    DIFFERENCES.mkdir(parents=True, exist_ok=True)
    actual.save(str(DIFFERENCES / f"{name}.actual.png"))
    expected.save(str(DIFFERENCES / f"{name}.expected.png"))
    if different is not None:
        shown = np.where(different, np.uint32(0xFFCC0000), np.uint32(0xFFFFFFFF)).copy()
        height, width = shown.shape
        picture = QImage(shown.data, width, height, width * 4, QImage.Format.Format_RGB32)
        picture.save(str(DIFFERENCES / f"{name}.diff.png"))
