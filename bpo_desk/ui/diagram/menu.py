"""What can be done with a diagram besides looking at it: copy it, save it as PNG, SVG or PDF, zoom, find."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Protocol, cast

from PySide6.QtCore import QCoreApplication, Qt, SignalInstance
from PySide6.QtGui import QFont, QGuiApplication, QKeySequence, QPageSize
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from bpo_desk.process.display_list import DisplayList
from bpo_desk.process.markers import Marker
from bpo_desk.ui.diagram.colours import DiagramColours
from bpo_desk.ui.diagram.picture import image_of, write_pdf, write_svg
from bpo_desk.ui.widgets.leaving import Leaving, leave

translate = QCoreApplication.translate
_SHARP = 2.0


class Shown(Protocol):
    """What the menu needs of the view that it belongs to, which is a QWidget."""

    saved: SignalInstance
    table_wanted: SignalInstance

    @property
    def display_list(self) -> DisplayList:
        """What is drawn."""
        ...

    @property
    def markers(self) -> Mapping[str, Marker]:
        """What the case says about it."""
        ...

    @property
    def colours(self) -> DiagramColours:
        """The colours in use."""
        ...

    def font(self) -> QFont:
        """The font in use."""
        ...

    def open_find(self) -> None:
        """Open the line for finding."""
        ...

    def zoom_to(self, scale: float) -> None:
        """Zoom; 1.0 is 100 %."""
        ...

    def fit(self) -> None:
        """Show the whole."""
        ...


def diagram_menu(parent: QWidget, view: Shown) -> QMenu:
    """The menu of a view; closed for good when it goes away."""
    menu = QMenu(parent)
    add = menu.addAction
    add(translate("Diagram", "Copy as image"), QKeySequence("Ctrl+C"), lambda: copy_image(view))
    for word, suffix, page in (
        (translate("Diagram", "Save as PNG ..."), ".png", None),
        (translate("Diagram", "Save as SVG ..."), ".svg", None),
        (translate("Diagram", "Save as PDF, sheets of A4 ..."), ".pdf", QPageSize.PageSizeId.A4),
        (translate("Diagram", "Save as PDF, sheets of A3 ..."), ".pdf", QPageSize.PageSizeId.A3),
    ):
        add(word, partial(ask_and_save, parent, view, suffix, page))
    menu.addSeparator()
    add(translate("Diagram", "Find an element"), QKeySequence("Ctrl+F"), view.open_find)
    add(translate("Diagram", "As a table"), QKeySequence("Ctrl+Shift+T"), view.table_wanted.emit)
    add(translate("Diagram", "100 %"), QKeySequence("Ctrl+0"), lambda: view.zoom_to(1.0))
    add(translate("Diagram", "Whole diagram"), QKeySequence("Ctrl+Shift+0"), view.fit)
    return menu


def copy_image(view: Shown) -> None:
    """Put the whole diagram with its state on the clipboard, sharp enough for a report."""
    image = image_of(view.display_list, view.markers, view.colours, view.font(), _SHARP)
    leave(cast("QWidget", view), Leaving("diagram", lambda: QGuiApplication.clipboard().setImage(image)))


def ask_and_save(parent: QWidget, view: Shown, suffix: str, page: QPageSize.PageSizeId | None) -> None:
    """Ask for a file and write the diagram there."""
    dialog = QFileDialog(parent, translate("Diagram", "Save the diagram"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix.removeprefix("."))
    dialog.setNameFilter(f"*{suffix}")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    widget, form = cast("QWidget", view), suffix.removeprefix(".")
    dialog.fileSelected.connect(
        lambda name: leave(
            widget, Leaving("diagram", lambda: view.saved.emit(name, save(view, Path(name), page)), form, content=name)
        )
    )
    dialog.open()


def save(view: Shown, file: Path, page: QPageSize.PageSizeId | None = None) -> bool:
    """Write the diagram with its state as the file's ending says (.png, .svg, .pdf), in light colours; False where the
    file cannot be written."""
    shown, colours = view.display_list, DiagramColours.light()
    title = shown.name or file.stem
    if file.suffix.lower() == ".svg":
        return write_svg(file, shown, view.markers, colours, view.font(), title)
    if file.suffix.lower() == ".pdf":
        return write_pdf(file, [(title, shown, view.markers)], view.font(), page or QPageSize.PageSizeId.A4)
    return bool(image_of(shown, view.markers, colours, view.font(), _SHARP).save(str(file)))
