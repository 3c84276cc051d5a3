"""Counts at pixels are exact at every zoom: no event is dropped, none is invented, none moves to the next pixel."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPalette

from bpo_desk.ui.timeline import raster
from bpo_desk.ui.timeline.density import Density, density_image
from bpo_desk.ui.timeline.geometry import Geometry
from bpo_desk.ui.timeline.raster import RunningBars, RunningCounts, pixel_edges
from bpo_desk.ui.timeline.timeline_colours import TimelineColours

ROWS = 7


def one_by_one(
    time: NDArray[np.int64], line: NDArray[np.int64], edges: NDArray[np.int64], rows: int = ROWS
) -> NDArray[np.int64]:
    """The same counts, pixel by pixel."""
    out = np.zeros((rows, len(edges) - 1), dtype=np.int64)
    for at, row in zip(time.tolist(), line.tolist(), strict=True):
        for pixel in np.flatnonzero((edges[:-1] <= at) & (at < edges[1:])).tolist():
            out[row, pixel] += 1
    return out


@pytest.fixture
def few_direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small worlds go the way of large ones: blocks of two marks, next to nothing counted one by one."""
    monkeypatch.setattr(raster, "BLOCK", 2)
    monkeypatch.setattr(raster, "FEW", 3)
    monkeypatch.setattr(raster, "_SORTED_UP_TO", 20)
    monkeypatch.setattr(raster, "_PIECE", 24)


_times = st.lists(st.tuples(st.integers(0, 60), st.integers(0, ROWS - 1)), max_size=80)


@pytest.mark.usefixtures("few_direct")
@settings(max_examples=120)
@given(_times, st.integers(-5, 50), st.integers(1, 70), st.integers(1, 40))
def test_every_pixel_counts_exactly_the_marks_between_its_edges(
    marks: list[tuple[int, int]], first: int, length: int, width: int
) -> None:
    marks = sorted(marks)
    time, line = np.array([m[0] for m in marks], np.int64), np.array([m[1] for m in marks], np.int32)
    edges = pixel_edges(first, first + length, width)
    counts = RunningCounts.of(time, line, ROWS)
    counted = counts.cells(counts.rank(edges))
    assert (one_by_one(time, line, edges) == counted).all()
    assert counted.sum() == ((time >= first) & (time <= first + length)).sum()


_bars = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30), st.integers(0, ROWS - 1)), max_size=60)


@pytest.mark.usefixtures("few_direct")
@settings(max_examples=120)
@given(_bars, st.integers(-5, 50), st.integers(1, 70), st.integers(1, 40))
def test_a_bar_covers_exactly_the_pixels_over_whose_edges_it_runs(
    bars: list[tuple[int, int, int]], first: int, length: int, width: int
) -> None:
    start = np.array([b[0] for b in bars], np.int64)
    end = start + np.array([b[1] for b in bars], np.int64)
    line = np.array([b[2] for b in bars], np.int32)
    edges = pixel_edges(first, first + length, width)
    runs = np.zeros((ROWS, width + 1), dtype=bool)
    for i in range(len(bars)):
        runs[line[i]] |= (start[i] < edges) & (end[i] >= edges)
    counted = RunningBars.of(start, end, line, ROWS)
    found = counted.cover(counted.rank(edges))
    assert (found == (runs[:, 1:] | runs[:, :-1])).all()


def test_the_image_of_half_a_million_marks_is_lit_where_there_is_a_mark_and_nowhere_else() -> None:
    random = np.random.default_rng(5)
    n, rows, width = 500_000, 60, 900
    # Bursts, empty nights and many marks at one instant.
    time = np.sort(random.choice(random.integers(0, 10**12, 3_000), n) + random.integers(0, 10**7, n))
    line = random.integers(0, rows, n).astype(np.int32)
    nothing = RunningCounts.of(np.zeros(0, np.int64), np.zeros(0, np.int32), rows)
    nobody = RunningBars.of(nothing.time, nothing.time, nothing.line, rows)
    density = Density(RunningCounts.of(time, line, rows), nothing, nobody)
    colours = TimelineColours.of(QPalette())
    for first, last in ((0.0, 1e12), (1e11, 7e11), (float(time[1000]), float(time[-1])), (5e11, 5e11 + 3e8)):
        geometry = Geometry(0, 0, width, rows, 1, 0, first, last)
        image = density_image(density, geometry, colours)
        assert image.format() == QImage.Format.Format_RGB32
        lit = np.frombuffer(image.constBits(), np.uint32).reshape(rows, width) != colours.base.rgb()
        inside = (time >= first) & (time <= last)
        pixel = np.searchsorted(pixel_edges(first, last, width), time[inside], side="right") - 1
        expected = np.zeros((rows, width), dtype=bool)
        expected[line[inside], pixel] = True
        assert (lit == expected).all()


def test_a_pixel_that_holds_more_marks_than_a_kept_count_can_tell_counts_them_all() -> None:
    burst, later = np.full(150_000, 10, np.int64), np.arange(20, 100_020)
    time = np.concatenate((burst, later))
    line = (np.arange(len(time)) % 2).astype(np.int32)
    counts = RunningCounts.of(time, line, 2)
    for edges in (np.array([0, 20, 60_020, 100_020]), np.array([20, 60_020, 100_020]), np.array([0, 10, 11, 21])):
        assert (one_by_one_sorted(time, line, edges) == counts.cells(counts.rank(edges))).all()


def one_by_one_sorted(time: NDArray[np.int64], line: NDArray[np.int32], edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same counts of two rows, row by row."""
    return np.array([np.histogram(time[line == row], [*edges[:-1], edges[-1] - 0.5])[0] for row in (0, 1)])


@given(
    st.lists(st.integers(-(2**62), 2**62) | st.integers(0, 9) | st.integers(2**61, 2**61 + 300), max_size=40),
    st.sampled_from((64, 1)),
)
def test_the_fast_order_is_that_of_a_stable_sort(keys: list[int], felt_out: int) -> None:
    given_keys = np.array(keys, dtype=np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raster, "_FELT_OUT", felt_out)
        assert (raster.stable_order(given_keys) == np.argsort(given_keys, kind="stable")).all()
