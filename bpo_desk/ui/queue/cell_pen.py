"""Draws the cells of the queue: each look is laid out and drawn a few times, then kept as an image.

What a cell says is in queue_cells.py; which cells are painted, in queue_table.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QImage, QPainter, QPalette

from bpo_desk.ui import icons, theme
from bpo_desk.ui.queue.cell import Cell

MARGIN: Final = 4
"""Pixels left and right of a cell's content."""
ICON_GAP: Final = 4
_OVERHANGS: Final = 12
"""A letter such as J may reach out of its place by this part of its height: a kept image has room for it."""
_CALM: Final = ("", theme.Status.CURRENT.value, theme.Status.WAITING.value, theme.Status.DONE.value)
"""Tones whose text is plain; only their icon has the colour."""
_KEPT_TEXTS: Final = 4_000
_KEPT_IMAGES: Final = 1_500  # about 8 MB, and as many of before
_KEPT_WIDTHS: Final = 200
_SCRATCH: Final = QSize(512, 64)
_OFTEN: Final = 3
_COUNTED: Final = 6_000

_AS_ZERO: Final = str.maketrans("123456789", "0" * 9)
_UNEVEN: Final = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "01", "11", "17", "71", "74")

Look = tuple[str, str, str, int, bool]
"""What makes two cells look the same: text, icon, tone, pixels that the text is cut to (0: it is whole), and whether
the row is selected."""
Ready = dict[Cell, tuple[int, QImage]]
"""Where in its column a cell's image begins, and the image."""
Place = tuple[int, int, int, bool]
"""A column that is visible: its place among COLUMNS, left edge and width in pixels, whether its cells stand right."""


class Mark(NamedTuple):
    """How visible the tint and the corner of a row are that changed a moment ago, each from 0 to 1."""

    tint: float
    corner: float


class _Colours(NamedTuple):
    """What rows are painted with; `tones`: of each but the plain one."""

    plain: QColor
    on_selection: QColor
    base: QColor
    selection: QColor
    accent: QColor
    line: QBrush
    tones: dict[str, QColor]


class KeptLooks:
    """Widths of texts and images of cells, for one font, palette and resolution. Two generations of each: what was not
    used since the last change of generations goes with the next, so that never all has to be made anew at once."""

    def __init__(self) -> None:
        self._ready: dict[tuple[int, bool, bool], Ready] = {}
        self.scratch = QImage()  # that images are drawn on
        self.images: dict[Look, QImage] = {}
        self._images_before: dict[Look, QImage] = {}
        self._seen: dict[Look, int] = {}
        self._advances: dict[str, int] = {}
        self._advances_before: dict[str, int] = {}
        self._ratio = 1.0
        self._even: bool | None = None
        self._colours: _Colours | None = None

    def clear(self) -> None:
        """Forget all of it: the font or the colours are others."""
        for kept in (self.images, self._images_before, self._seen, self._advances, self._advances_before):
            kept.clear()
        self._forget_ready()
        self._colours = None
        self._even = None

    def ready(self, width: int, right: bool, selected: bool) -> Ready:
        """The cells whose image and place in a column so wide are known; they stand right in it or left."""
        return self._ready.setdefault((width, right, selected), {})

    def _forget_ready(self) -> None:
        for ready in self._ready.values():
            ready.clear()  # in place: whoever paints holds on to it
        if len(self._ready) > _KEPT_WIDTHS:
            self._ready.clear()

    def suit(self, ratio: float) -> None:
        """The images are for a screen with so many pixels for each of ours."""
        if ratio != self._ratio:
            self._ratio = ratio
            self.clear()

    def colours(self, palette: QPalette) -> _Colours:
        """The colours of a palette, kept until it is another."""
        if self._colours is None:
            role = QPalette.ColorRole
            tones = {status.value: theme.look(status, palette).colour for status in theme.Status}
            self._colours = _Colours(
                palette.color(role.Text),
                palette.color(role.HighlightedText),
                palette.color(role.Base),
                palette.color(role.Highlight),
                palette.color(role.Accent),
                theme.line_brush(palette),
                {"muted": theme.muted(palette), **tones},
            )
        return self._colours

    def image(self, look: Look) -> QImage | None:
        """The kept image, taken over from the generation before where it stands there; None where there is none."""
        image = self.images.get(look)
        if image is not None:
            return image
        image = self._images_before.pop(look, None)
        if image is not None:
            self.keep(look, image)
        return image

    def keep(self, look: Look, image: QImage) -> None:
        """Keep an image."""
        if len(self.images) >= _KEPT_IMAGES:
            self._images_before.clear()
            self._images_before.update(self.images)
            self.images.clear()
            self._forget_ready()
        self.images[look] = image

    def is_seen_often(self, look: Look) -> bool:
        """Count one more drawing of a look; whether an image of it is worth it."""
        times = self._seen.pop(look, 0) + 1
        if times >= _OFTEN:
            return True
        if len(self._seen) >= _COUNTED:
            self._seen.clear()
        self._seen[look] = times
        return False

    def advance(self, text: str, metrics: QFontMetrics) -> int:
        """Width of a text in pixels. Where all digits are equally wide, texts that differ in digits only are too."""
        if self._even is None:
            digit = metrics.horizontalAdvance("0")
            self._even = all(metrics.horizontalAdvance(each) == digit * len(each) for each in _UNEVEN)
        if self._even:
            text = text.translate(_AS_ZERO)
        advance = self._advances.get(text)
        if advance is None:
            advance = self._advances_before.pop(text, None)
            if advance is None:
                advance = metrics.horizontalAdvance(text)
            if len(self._advances) >= _KEPT_TEXTS:
                self._advances_before, self._advances = self._advances, {}
            self._advances[text] = advance
        return advance


class CellPen:
    """Draws one row after the other with the fewest calls into Qt; to be ended before its painter is."""

    def __init__(
        self, painter: QPainter, palette: QPalette, metrics: QFontMetrics, kept: KeptLooks, columns: Sequence[Place]
    ) -> None:
        self._ratio = painter.deviceTransform().m11()
        kept.suit(self._ratio)
        self._painter, self._metrics, self._kept = painter, metrics, kept
        self._scratch: QPainter | None = None
        self._columns = {
            selected: [(*column, kept.ready(column[2], column[3], selected)) for column in columns]
            for selected in (False, True)
        }
        self._plain, self._on_selection, self._base, self._selection, self._accent, line, tones = kept.colours(palette)
        painter.setBackground(line)
        self._icon = min(metrics.height(), theme.row_height(metrics) - 6)
        self._tones = {"": self._plain, **tones}
        self._texts = self._tones | dict.fromkeys(_CALM, self._plain)
        self._rise, self._text_height = metrics.ascent(), metrics.height()
        self._overhang = min(1 + self._text_height // _OVERHANGS, MARGIN)
        self._top = 0
        self._selected = False

    def end(self) -> None:
        """Draw no more."""
        if self._scratch is not None:
            self._scratch.end()

    def row(self, top: int, width: int, height: int, selected: bool) -> None:
        """The ground of a row, on which its cells are drawn next."""
        painter = self._painter
        self._top = top + (height - self._text_height) // 2
        if selected != self._selected:
            self._selected = selected
            plain = self._on_selection if selected else self._plain
            self._tones[""] = plain
            self._texts.update(dict.fromkeys(_CALM, plain))
        if selected:
            painter.fillRect(0, top, width, height, self._selection)
        painter.eraseRect(0, top + height - 1, width, 1)  # with the line's colour; ten times as fast as a line

    def current(self, top: int, height: int) -> None:
        """Over a row that was drawn: the bar at the beginning of the current one."""
        self._painter.fillRect(0, top, 3, height - 1, self._accent)

    def mark(self, top: int, width: int, height: int, mark: Mark) -> None:
        """Over a row that was drawn: a tint, and a corner at its beginning that says without colour that it changed."""
        tint, corner = QColor(self._accent), QColor(self._on_selection if self._selected else self._accent)
        if mark.tint > 0:
            tint.setAlphaF(mark.tint)
            self._painter.fillRect(0, top, width, height - 1, tint)
        if mark.corner > 0:
            corner.setAlphaF(mark.corner)
            side = height // 3
            for line in range(side):
                self._painter.fillRect(0, top + line, side - line, 1, corner)

    def cells(self, cells: Sequence[Cell]) -> None:
        """Draw the cells of the row."""
        draw, top = self._painter.drawImage, self._top
        for column, left, width, right, known in self._columns[self._selected]:
            ready = known.get(cells[column])
            if ready is None:
                self._cell(cells[column], left, width, right, known)
            else:
                draw(left + ready[0], top, ready[1])

    def _cell(self, cell: Cell, left: int, width: int, right: bool, ready: Ready) -> None:
        """Draw a cell the first times as it is; later on as the kept image of its like."""
        text, icon, tone, _tip = cell
        if not text and not icon:
            return
        space = width - 2 * MARGIN
        taken = self._icon + ICON_GAP if icon else 0
        advance, limit = self._kept.advance(text, self._metrics), 0
        if advance > space - taken:
            if tone == "unknown" and icon:
                text, advance = "", 0  # the mark alone says it; half a word would not
            else:
                advance = limit = max(space - taken, 1)
        at = MARGIN + (space - advance - taken if right else 0)
        look = (text, icon, tone, limit, self._selected)
        image = self._kept.image(look)
        if image is None and self._kept.is_seen_often(look):
            image = self._image(look, taken + advance)
            self._kept.keep(look, image)
        if image is None:
            self._draw(self._painter, look, left + at, self._top)
        else:
            ready[cell] = (at - self._overhang, image)
            self._painter.drawImage(left + at - self._overhang, self._top, image)

    def _image(self, look: Look, width: int) -> QImage:
        """On the colour of its row, so that the letters are smoothed as they are on the row itself. Drawn on a larger
        image and copied: to begin and end a painter for each takes several times as long as the drawing."""
        size = (QSizeF(width + 2 * self._overhang, self._text_height) * self._ratio).toSize()
        painter = self._scratch_for(size)
        around = QRect(0, 0, width + 2 * self._overhang + 1, self._text_height + 1)
        painter.fillRect(around, self._selection if self._selected else self._base)
        self._draw(painter, look, self._overhang, 0)
        return self._kept.scratch.copy(QRect(QPoint(), size))

    def _scratch_for(self, size: QSize) -> QPainter:
        scratch = self._kept.scratch
        if scratch.width() < size.width() or scratch.height() < size.height():
            self.end()
            self._scratch = None
            self._kept.scratch = scratch = QImage(size.expandedTo(_SCRATCH), QImage.Format.Format_RGB32)
        if self._scratch is None:
            scratch.setDevicePixelRatio(self._ratio)
            self._scratch = QPainter(scratch)
            self._scratch.setFont(self._painter.font())
        return self._scratch

    def _draw(self, painter: QPainter, look: Look, at: int, top: int) -> None:
        text, icon, tone, limit, _selected = look
        if icon:
            icons.draw(painter, icon, self._tones[tone], at, top, self._icon)
            at += self._icon + ICON_GAP
        if text:
            if limit:
                text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, limit)
            painter.setPen(self._texts[tone])
            painter.drawText(at, top + self._rise, text)
