"""Marks and bars drawn one by one: few as shapes, many as stamps; none is left out."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPalette
from PySide6.QtSvg import QSvgGenerator

from bpo_desk.ui.timeline.geometry import Geometry
from bpo_desk.ui.timeline.lane_layout import MarkKind, Marks, kinds_among
from bpo_desk.ui.timeline.mark_paint import paint_marks
from bpo_desk.ui.timeline.timeline_colours import TimelineColours

WIDTH, LINE, ROWS = 900, 20, 12
GEOMETRY = Geometry(0, 0, WIDTH, LINE * ROWS, LINE, 0, 0.0, 1e9)


def some_marks(n: int, kind: MarkKind) -> Marks:
    random = np.random.default_rng(7)
    time = np.sort(random.integers(10**7, 10**9 - 10**7, n))
    line = random.integers(0, ROWS, n).astype(np.int32)
    return Marks(time, line, np.full(n, kind, np.int8), np.arange(n))


def lit(marks: Marks, seen: NDArray[np.int64]) -> NDArray[np.bool_]:
    colours = TimelineColours.of(QPalette())
    image = QImage(WIDTH, LINE * ROWS, QImage.Format.Format_RGB32)
    image.fill(colours.base)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_marks(painter, GEOMETRY, colours, marks, seen)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(LINE * ROWS, WIDTH)
    return pixels != colours.base.rgb()


@pytest.mark.parametrize("kind", [kind for kind in MarkKind if kind is not MarkKind.CLOCK])
@pytest.mark.parametrize("n", [30, 700])
@pytest.mark.usefixtures("qapp")
def test_every_mark_leaves_ink_where_it_stands_and_there_is_none_elsewhere(n: int, kind: MarkKind) -> None:
    marks = some_marks(n, kind)
    pixels = lit(marks, np.arange(n))
    xs, ys = GEOMETRY.xs(marks.time), (marks.line + 0.5) * LINE
    near = np.zeros_like(pixels)
    for x, y in zip(xs.astype(int).tolist(), ys.astype(int).tolist(), strict=True):
        around = slice(max(y - 8, 0), y + 8), slice(max(x - 8, 0), x + 9)
        near[around] = True
        assert pixels[around].any()
    assert not pixels[~near].any()


@pytest.mark.usefixtures("qapp")
def test_a_hundred_stamps_stand_where_the_shapes_would_within_a_pixel() -> None:
    marks = some_marks(150, MarkKind.EXIT)
    stamped = lit(marks, np.arange(150))
    shapes = np.zeros_like(stamped)
    for begin in range(0, 150, 50):
        shapes |= lit(marks, np.arange(begin, begin + 50))
    wide = np.zeros_like(shapes)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            wide |= np.roll(shapes, (dy, dx), axis=(0, 1))
    assert not (stamped & ~wide).any()
    assert abs(int(stamped.sum()) - int(shapes.sum())) < 0.1 * shapes.sum()


@pytest.mark.usefixtures("qapp")
def test_a_drawing_of_shapes_holds_no_picture_however_many_marks_there_are() -> None:
    marks, buffer = some_marks(500, MarkKind.DONE), QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(WIDTH, LINE * ROWS))
    generator.setViewBox(QRectF(0, 0, WIDTH, LINE * ROWS))
    painter = QPainter(generator)
    paint_marks(painter, GEOMETRY, TimelineColours.of(QPalette()), marks, np.arange(500))
    painter.end()
    assert b"<image" not in bytes(buffer.data().data())


def test_the_kinds_among_a_column_are_those_that_stand_in_it() -> None:
    assert kinds_among(np.array([3, 0, 3], np.int8), 5) == {0, 3}
    assert kinds_among(np.zeros(0, np.int8), 5) == frozenset()
