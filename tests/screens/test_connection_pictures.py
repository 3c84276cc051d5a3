"""Pictures of the connection wizard: empty, testing, each kind of failure, success, dark, at 200 % text, a file."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpo_desk.models.connection_step import Mark, Step, StepName, steps_for
from bpo_desk.models.shared_address import SharedAddress
from bpo_desk.ui import theme
from bpo_desk.ui.connection.connection_dialog import ConnectionDialog
from tests.screens.pictures import check_picture

SERVER = SharedAddress("db.example.com", 5432, "desk", "ada", "/etc/bpo-desk/ca.pem")
WELL = (
    Step(StepName.ADDRESS, Mark.OK, "The database desk at db.example.com:5432 as ada. Only a proven server, encrypted,"
         " is good enough. PGHOST, PGSSLMODE of the environment are not used."),
    Step(StepName.NAME, Mark.OK, "db.example.com is 192.0.2.17."),
    Step(StepName.PORT, Mark.OK, "Port 5432 answers."),
    Step(StepName.TLS, Mark.OK, "The line is encrypted: TLSv1.3 TLS_AES_256_GCM_SHA384."),
    Step(StepName.CERTIFICATE, Mark.WARNED, "The certificate is for db.example.com and valid until 2026-12-05.",
         "Ask the administrator of the database to renew it before 2026-12-05."),
    Step(StepName.LOGIN, Mark.OK, "The server let ada in."),
    Step(StepName.CHANNEL, Mark.OK, "The password was proven inside this very line (SCRAM, channel binding)."),
    Step(StepName.SCHEMA, Mark.OK, "The tables of the desk are there: schema 5, as this program needs."),
    Step(StepName.ACCESS, Mark.OK, "ada works in acme as reviewer, viewer; globex as viewer."),
    Step(StepName.CLOCK, Mark.OK, "The clocks of server and machine differ by 0.2 s."),
    Step(StepName.SPEED, Mark.OK, "A question and its answer take 11.4 ms."),
)  # fmt: skip
FAILURES = {
    "name": Step(StepName.NAME, Mark.FAILED, "The name db.example.com leads nowhere: no name server knows it.",
                 "Check the spelling and the network; names inside a company are often known only there or through its"
                 " VPN."),
    "certificate": Step(StepName.CERTIFICATE, Mark.FAILED, "No authority of the file /etc/bpo-desk/ca.pem has signed"
                        " the certificate of db.example.com (self-signed certificate in certificate chain).",
                        "Ask the administrator of the database for the file of its certificate authority (PEM) and name"
                        " it here. If the administrator does not know this certificate, somebody else answers in the"
                        " server's place: do not connect."),
    "login": Step(StepName.LOGIN, Mark.FAILED, "The shared database desk at db.example.com:5432 refused the user ada:"
                  " password authentication failed for user \"ada\".", "Check the user name and the password."),
    "access": Step(StepName.ACCESS, Mark.WARNED, "ada has a role in no engagement, so there is nothing to see yet.",
                   "Ask the administrator of the database for a role: bpo-desk admin grant ada viewer ENGAGEMENT."),
}  # fmt: skip


def shown(qtbot: QtBot, dark: bool = False, percent: int = 100, address: SharedAddress = SERVER) -> ConnectionDialog:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setPalette(theme.palette(dark))
    application.setFont(theme.sized(application.font(), percent))
    dialog = ConnectionDialog()
    qtbot.addWidget(dialog)
    dialog.form.show_address(address)
    dialog.steps.begin(steps_for(address.is_file))
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.setFocus()
    QApplication.sendPostedEvents()
    return dialog


def run_through(dialog: ConnectionDialog, steps: tuple[Step, ...], well: bool = True) -> None:
    dialog.form.password.setText("not shown")
    dialog.test.click()
    for step in steps:
        dialog.show_step(step)
    if well:
        dialog.end_test(True)
    dialog.leave.setFocus()
    QApplication.sendPostedEvents()  # the layout of the words that came


def test_nothing_said_yet(qtbot: QtBot) -> None:
    check_picture(shown(qtbot, address=SharedAddress()), "connection-empty")


def test_while_it_tests(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    run_through(dialog, WELL[:3], well=False)
    check_picture(dialog, "connection-testing")
    dialog.close()


@pytest.mark.parametrize("name", list(FAILURES))
def test_each_kind_of_failure(qtbot: QtBot, name: str) -> None:
    dialog = shown(qtbot)
    failed = FAILURES[name]
    names = steps_for(False)
    before = WELL[: names.index(failed.name)]
    behind = names[names.index(failed.name) + 1 :]
    words = f"Not reached: {failed.name} failed before it."
    rest = (
        tuple(Step(each, Mark.SKIPPED, words) for each in behind)
        if failed.mark is Mark.FAILED
        else WELL[-len(behind) :]
    )
    run_through(dialog, (*before, failed, *rest))
    check_picture(dialog, f"connection-failed-{name}")


@pytest.mark.parametrize(("name", "dark", "percent"), [("light", False, 100), ("dark", True, 100), ("200", False, 200)])
def test_all_well(qtbot: QtBot, name: str, dark: bool, percent: int) -> None:
    dialog = shown(qtbot, dark, percent)
    run_through(dialog, WELL)
    check_picture(dialog, f"connection-well-{name}")


def test_a_file(qtbot: QtBot) -> None:
    dialog = shown(qtbot, True, address=SharedAddress(file="/home/ada/desk/shared.db"))
    run_through(dialog, (
        Step(StepName.ADDRESS, Mark.OK, "The file /home/ada/desk/shared.db."),
        Step(StepName.FILE, Mark.WARNED, "/home/ada/desk/shared.db lies on a share of the network, where SQLite cannot"
             " lock safely.", "Use it there with one desk at a time at most; several people need a PostgreSQL server."),
        WELL[7],
        Step(StepName.ACCESS, Mark.OK, "Engagements: acme. A file knows no roles: whoever can open it sees it all."),
        WELL[-1],
    ))  # fmt: skip
    check_picture(dialog, "connection-file")
