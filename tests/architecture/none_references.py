"""Counts the references to None that each common Qt call takes away; prints JSON {call: change per call}.

Run as a program of its own: a Qt that loses them kills the process in the end ("deallocating None" on Python 3.11).
"""

import ctypes
import json
import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QLineF, QModelIndex, QObject, QPointF, QRect, QRectF, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QBrush,
    QColor,
    QFont,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QStandardItemModel,
    QTransform,
)
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsRectItem,
    QGraphicsScene,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

CALLS = 500
stock = [None] * 1_000_000  # so that the process survives what it measures


class Sender(QObject):
    sent = Signal(int)


def painting() -> dict[str, Callable[[], object]]:
    """Calls of painters and paths."""
    image = QImage(50, 50, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    path = QPainterPath()
    font = QFont()
    line, other = QLineF(0, 0, 1, 1), QLineF(0, 1, 1, 0)
    return {
        "QPainter.drawRect": lambda: painter.drawRect(QRectF(0, 0, 3, 3)),
        "QPainter.fillRect": lambda: painter.fillRect(QRectF(0, 0, 3, 3), QColor("red")),
        "QPainter.drawLine": lambda: painter.drawLine(0, 0, 1, 1),
        "QPainter.drawPolyline": lambda: painter.drawPolyline([QPointF(0, 0), QPointF(1, 1)]),
        "QPainter.drawPath": lambda: painter.drawPath(path),
        "QPainter.drawText": lambda: painter.drawText(QRectF(0, 0, 30, 30), Qt.AlignmentFlag.AlignCenter, "x"),
        "QPainter.drawImage": lambda: painter.drawImage(QPointF(0, 0), image.copy()),
        "QPainter.setPen": lambda: painter.setPen(QPen(Qt.GlobalColor.black)),
        "QPainter.setBrush": lambda: painter.setBrush(QBrush(Qt.GlobalColor.red)),
        "QPainter.setFont": lambda: painter.setFont(font),
        "QPainter.save": lambda: (painter.save(), painter.restore()),
        "QPainter.translate": lambda: painter.translate(0, 0),
        "QPainter.setRenderHint": lambda: painter.setRenderHint(QPainter.RenderHint.Antialiasing),
        "QPainterPath.moveTo": lambda: path.moveTo(1, 1),
        "QLineF.intersects": lambda: line.intersects(other),
        "QRect.setX": lambda: QRect().setX(1),
    }


def widgets(app: QApplication) -> dict[str, Callable[[], object]]:
    """Calls of widgets, models, scenes, timers and signals."""
    widget, label, line = QWidget(), QLabel(), QLineEdit()
    item, scene = QGraphicsRectItem(), QGraphicsScene()
    model = QStandardItemModel(2, 2)
    action = QAction()
    table = QTableView()
    sender = Sender()
    sender.sent.connect(lambda number: None)
    return {
        "QWidget()": QWidget,
        "QVBoxLayout.addWidget": lambda: QVBoxLayout().addWidget(widget),
        "QWidget.update": widget.update,
        "QWidget.resize": lambda: widget.resize(10, 10),
        "QWidget.setEnabled": lambda: widget.setEnabled(True),
        "QWidget.setToolTip": lambda: widget.setToolTip("x"),
        "QWidget.setProperty": lambda: widget.setProperty("a", None),
        "QWidget.parent": widget.parent,
        "QLabel.setText": lambda: label.setText("x"),
        "QLineEdit.setText": lambda: line.setText("x"),
        "QTableView.setModel": lambda: table.setModel(model),
        "QHeaderView.resizeSection": lambda: table.horizontalHeader().resizeSection(0, 10),
        "QStandardItemModel.data": lambda: model.data(QModelIndex()),
        "QStandardItemModel.setData": lambda: model.setData(model.index(0, 0), "x"),
        "QGraphicsItem.setPos": lambda: item.setPos(1, 1),
        "QGraphicsItem.data": lambda: item.data(0),
        "QGraphicsScene.itemAt": lambda: scene.itemAt(QPointF(0, 0), QTransform()),
        "QSettings.value": lambda: QSettings("none.ini", QSettings.Format.IniFormat).value("x"),
        "QTimer.singleShot": lambda: QTimer.singleShot(0, lambda: None),
        "QApplication.processEvents": app.processEvents,
        "Signal.emit": lambda: sender.sent.emit(1),
        "QAction.setText": lambda: action.setText("x"),
    }


def lost_per_call(call: Callable[[], object]) -> float:
    """References to None that one call takes away (negative) or leaves (positive), over many calls."""
    call()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    return (sys.getrefcount(None) - before) / CALLS


if __name__ == "__main__":
    application = QApplication([])
    every = {**painting(), **widgets(application)}
    # One that is known to lose a reference, to show that the counting finds it.
    every["planted"] = lambda: ctypes.pythonapi.Py_DecRef(ctypes.py_object(None))
    print(json.dumps({name: lost_per_call(call) for name, call in every.items()}), flush=True)
    os._exit(0)  # leave without tearing Qt down: only the counts matter
