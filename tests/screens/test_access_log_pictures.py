"""Pictures of the access log: what a lead reads, light and dark."""

from datetime import UTC

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpo_desk.cache.access_log import Access, AccessLog
from bpo_desk.models.sides import Side
from bpo_desk.ui.access_log_panel import AccessLogPanel
from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.case.unmask_dialog import UnmaskDialog
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
    copy = {"format": "clipboard", "what": "rows", "cases": 12, "digest": "ef" * 32}
    listed = {"format": "csv", "what": "queue", "cases": 4_211, "filter": "side:client due<2d"}
    last = (
        Access(AT - 300 * MINUTE, AT, "Ann Okafor", Side.PROVIDER, "exported", 3, "INC0000017", "", copy, 12),
        Access(AT - 400 * MINUTE, AT, "Jonas Weber", Side.CLIENT, "exported", -1, "", "", listed, 4_211),
    )
    first = tuple(
        Access(AT - n * 47 * MINUTE, AT - n * 48 * MINUTE, who, side, what, n, number, reason, details)
        for n, (who, side, what, number, reason, details) in enumerate(rows)
    )
    return first + last


def themed(dark: bool, percent: int) -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    Appearance(application, dark, percent).ensure_font()
    return application


@pytest.mark.parametrize(("name", "dark", "percent"), [("light", False, 100), ("dark", True, 100), ("200", False, 200)])
def test_the_access_log(qtbot: QtBot, name: str, dark: bool, percent: int) -> None:
    application = themed(dark, percent)
    panel = AccessLogPanel(UTC)
    panel.setFont(application.font())
    qtbot.addWidget(panel)
    panel.show_log(AccessLog(entries(), 7))
    panel.resize(1060 * percent // 100, 300 * percent // 100)
    panel.show()
    qtbot.waitExposed(panel)
    panel.table.setFocus()
    qtbot.wait(200)
    check_picture(panel, f"access-log-{name}")


@pytest.mark.parametrize(("name", "dark", "percent"), [("light", False, 100), ("dark", True, 100), ("200", False, 200)])
def test_asking_why_a_value_is_unmasked(qtbot: QtBot, name: str, dark: bool, percent: int) -> None:
    themed(dark, percent)
    about = "21 Nov 2026 13:55 UTC, Ann Okafor (provider), IBAN changed"
    dialog = UnmaskDialog(about, [("old", "the old value"), ("new", "the new value")])
    qtbot.addWidget(dialog)
    dialog.reason.setText("The customer asks whether the new account is right")
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.which.setFocus()
    qtbot.wait(200)
    check_picture(dialog, f"unmask-{name}")
