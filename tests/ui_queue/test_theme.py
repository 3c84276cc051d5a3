"""Colours: readable on every ground they meet, one meaning each, the same table for light and dark."""

import pytest
from PySide6.QtGui import QColor, QPalette

from bpo_desk.models.sides import Side
from bpo_desk.resources_path import resource
from bpo_desk.ui import icons, theme


def _channel(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of WCAG 2.2, 1.4.3."""
    lights = []
    for colour in (one, other):
        red, green, blue = (_channel(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


GROUNDS = (
    QPalette.ColorRole.Base,
    QPalette.ColorRole.AlternateBase,
    QPalette.ColorRole.Window,
    QPalette.ColorRole.Highlight,
)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("status", list(theme.Status))
def test_status_colours_are_readable_on_every_ground(qapp, status, dark):
    palette = theme.palette(dark)
    for ground in GROUNDS:
        assert contrast(theme.look(status, palette).colour, palette.color(ground)) >= 4.5, ground


@pytest.mark.parametrize("dark", [False, True])
def test_sides_have_colours_of_their_own_that_are_seen_on_every_ground(qapp, dark):
    palette = theme.palette(dark)
    colours = [theme.side_colour(side, palette) for side in Side]
    for colour in colours:
        assert contrast(colour, palette.color(QPalette.ColorRole.Base)) >= 4.5
    statuses = {theme.look(status, palette).colour.name() for status in theme.Status if status.value != "unknown"}
    names = {colour.name() for colour in colours}
    assert len(names) == len(colours)
    assert not names & statuses


@pytest.mark.parametrize("dark", [False, True])
def test_plain_and_muted_text_are_readable_on_every_ground(qapp, dark):
    palette = theme.palette(dark)
    for ground in GROUNDS:
        assert contrast(palette.color(QPalette.ColorRole.Text), palette.color(ground)) >= 7
        assert contrast(theme.muted(palette), palette.color(ground)) >= 4.5, ground


@pytest.mark.parametrize("dark", [False, True])
def test_no_two_statuses_share_a_colour_or_an_icon(qapp, dark):
    looks = [theme.look(status, theme.palette(dark)) for status in theme.Status]
    assert len({look.colour.name() for look in looks}) == len(looks)
    assert len({look.icon for look in looks}) == len(looks)


def test_each_palette_knows_whether_it_is_dark(qapp):
    assert theme.is_dark(theme.palette(True))
    assert not theme.is_dark(theme.palette(False))


def test_every_icon_in_the_resources_can_be_drawn_in_any_colour(qapp):
    for file in sorted(resource("icons").glob("*.svg")):
        image = icons.pixmap(file.stem, QColor("#ff0000"), 20).toImage()
        found = {
            image.pixelColor(x, y).name() for x in range(20) for y in range(20) if image.pixelColor(x, y).alpha() > 200
        }
        assert found <= {"#ff0000", "#fe0000"}, file.stem
        assert found, file.stem
