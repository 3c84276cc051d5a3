"""Qt's own messages go into the log, as kinds and counts: their texts may name files, never cases."""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from bpo_desk import logs

_LEVELS: Final[dict[QtMsgType, int]] = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_EXPECTED: Final = ("This plugin does not support",)


def install() -> None:
    """Take Qt's messages from now on."""
    qInstallMessageHandler(_log)


def _log(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if message.startswith(_EXPECTED):
        return
    logs.channel("qt").log(_LEVELS[kind], "qt: %s", message)
