"""The desk speaks the language of its settings, or of the system; English loads nothing for it."""

import json
import os
import subprocess
import sys

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QDialogButtonBox

from bpo_desk.settings import Profile, local_places, read_settings, save_settings, with_profile
from bpo_desk.ui.number_words import number
from bpo_desk.ui.queue.cell import COLUMNS
from bpo_desk.ui.queue.chips_bar import ChipsBar
from bpo_desk.ui.queue.queue_cells import Moment, cells
from bpo_desk.ui.time_words import DAY, HOUR, MINUTE, local, span
from bpo_desk.ui.widgets.chip import Chip
from tests.flows.desk_commands import Installation
from tests.flows.windows import opened_desk, opened_window
from tests.german import in_german
from tests.shared_data import REPOSITORY

NOV_22 = 1_795_338_300_000_000  # 2026-11-22 08:25 UTC

_START = """
import json, sys
from bpo_desk.app.desktop import new_application, speak
application = new_application(["test"])
speak(application, sys.argv[1])
from PySide6.QtCore import QCoreApplication
print(json.dumps([QCoreApplication.translate("queue", "In whose hands"), "bpo_desk.app.language" in sys.modules]))
"""


def started(language: str, **system: str) -> list:
    """How a desk of this setting on such a system says a column, and whether it loaded what speaks other languages."""
    variables = {name: text for name, text in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    variables |= {"PYTHONPATH": str(REPOSITORY), **system}
    words = [sys.executable, "-c", _START, language]
    return json.loads(subprocess.run(words, env=variables, capture_output=True, text=True, check=True).stdout)


def test_the_setting_wins_and_the_system_decides_where_it_says_nothing() -> None:
    assert started("de", LANG="C.UTF-8") == ["In wessen Händen", True]
    assert started("", LANG="de_AT.UTF-8") == ["In wessen Händen", True]
    assert started("en", LANG="de_DE.UTF-8") == ["In whose hands", False]
    assert started("", LANG="fr_FR.UTF-8") == ["In whose hands", False]


def test_words_numbers_and_times_are_german_and_english_again(qapp) -> None:
    english = [local(NOV_22), span(2 * DAY + 4 * HOUR), number(1_204), COLUMNS[5].title]
    with in_german(qapp):
        assert local(NOV_22).startswith("22.11.2026 ")
        assert [span(2 * DAY + 4 * HOUR), span(3 * HOUR + 10 * MINUTE)] == ["2 T 4 h", "3 h 10 m"]
        assert number(1_204) == "1.204"
        assert COLUMNS[5].title == "In wessen Händen"
    assert [local(NOV_22), span(2 * DAY + 4 * HOUR), number(1_204), COLUMNS[5].title] == english


def test_words_of_qt_itself_are_german(qtbot, qapp) -> None:
    with in_german(qapp):
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        qtbot.addWidget(box)
        assert box.buttons()[0].text().replace("&", "") == "Abbrechen"


def test_a_class_says_its_own_texts_and_a_class_made_of_it_does_too(qtbot, qapp) -> None:
    class OtherChips(ChipsBar):
        pass

    with in_german(qapp):
        bar = OtherChips()
        qtbot.addWidget(bar)
        assert "Überfällig" in {chip.text() for chip in bar.findChildren(Chip)}


def test_cells_of_fixed_words_are_german_and_data_stays_as_it_is(qapp) -> None:
    facts = {
        "number": "A-1",
        "status": "open",
        "title": "unknown",
        "client": "",
        "sla": "breached",
        "waiting_for": "work",
    }
    seen = Moment(NOV_22, HOUR)
    with in_german(qapp):
        shown = {column.key: cell.text for column, cell in zip(COLUMNS, cells(facts, seen), strict=True)}
    assert shown["title"] == "unknown", "what somebody wrote is not ours to translate"
    assert [shown[key] for key in ("client", "sla", "waiting")] == ["unbekannt", "verletzt", "Bearbeitung"]


def test_what_is_for_machines_is_not_translated(qapp) -> None:
    from bpo_desk.reports.words import span as span_of_reports

    with in_german(qapp):
        assert QLocale().decimalPoint() == ","
        assert span_of_reports(2 * DAY + 4 * HOUR) == "2 d 4:00:00"
        assert QCoreApplication.translate("queue", "no such text") == "no such text"


def test_a_language_is_chosen_in_the_window_and_kept_beside_what_others_wrote(qtbot, tmp_path, monkeypatch) -> None:
    installation = Installation(tmp_path / "home")
    places = local_places({"BPO_DESK_HOME": str(installation.home)})
    with opened_desk(installation, monkeypatch) as workspace, opened_window(workspace, qtbot) as window:
        save_settings(places, with_profile(read_settings(places), Profile("other", "sqlite:///other.db")))
        language = window.overlays.language
        said: list[str] = []
        language.said.connect(said.append)
        menu = language.begin()
        assert [action.text() for action in menu.actions() if action.isChecked()] == ["As the system"]
        menu.actions()[2].trigger()
        menu.close()
        qtbot.waitUntil(lambda: bool(said), timeout=20_000)
        assert said == ["The desk speaks Deutsch from its next start on."]
        kept = read_settings(places)
        assert kept.language == "de"
        assert kept.profile_named("other").shared_url == "sqlite:///other.db"


def test_a_policy_decides_the_language(qtbot, tmp_path, monkeypatch) -> None:
    installation = Installation(tmp_path / "home")
    installation.home.mkdir()
    (installation.home / "policy.toml").write_text('language = "en"\n', encoding="utf-8")
    with opened_desk(installation, monkeypatch) as workspace, opened_window(workspace, qtbot) as window:
        said: list[str] = []
        window.overlays.language.said.connect(said.append)
        assert window.overlays.language.begin() is None
        assert "policy" in said[0]
