"""Pictures of the access log: what a lead reads, light and dark."""

from datetime import UTC

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpo_desk.cache.access_log import Access, AccessLog
from bpo_desk.models.sides import Side
from bpo_desk.ui import theme
from bpo_desk.ui.access_log_panel import AccessLogPanel
from tests.screens.pictures import check_picture

AT = 1_795_000_000_000_000
MINUTE = 60_000_000


def entries() -> tuple[Access, ...]:
    export = {"format": "pdf", "what": "report", "recipient": "Northwind audit", "cases": 1, "digest": "ab" * 32}
    sheet = {"format": "xlsx", "what": "queue", "cases": 120, "digest": "cd" * 32}
    rows = [
        ("Ann Okafor", Side.PROVIDER, "viewed", "INC0000277", "", {}),
        ("Jonas Weber", Side.CLIENT, "viewed", "INC0000277", "", {}),
        ("Ann Okafor", Side.PROVIDER, "exported", "INC0000277", "monthly review", export),
        ("Staff 3F2A9C1B07", Side.PROVIDER, "exported", "INC0000113", "", sheet),
        ("", Side.UNKNOWN, "unmasked", "INC0000113", "fraud check", {}),
    ]
    return tuple(
        Access(AT - n * 47 * MINUTE, AT - n * 48 * MINUTE, who, side, what, n, number, reason, details)
        for n, (who, side, what, number, reason, details) in enumerate(rows)
    )


@pytest.mark.parametrize("dark", [False, True])
def test_the_access_log(qtbot: QtBot, dark: bool) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setPalette(theme.palette(dark))
    panel = AccessLogPanel(UTC)
    qtbot.addWidget(panel)
    panel.show_log(AccessLog(entries(), 5))
    panel.resize(980, 300)
    panel.show()
    qtbot.waitExposed(panel)
    panel.table.setFocus()
    qtbot.wait(200)
    check_picture(panel, f"access-log-{'dark' if dark else 'light'}")
