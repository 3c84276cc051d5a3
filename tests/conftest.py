"""What every test stands on: its own local files, a fixed look, real databases, and nothing left behind.

Qt is touched only by the fixtures that need it. `expect_log(pattern)` foresees a warning; `shared_url` gives a real
shared database, `pg_url`, `pg_database` and `empty_url` real empty ones; `qapp` and pytest-qt's `qtbot` give a
QApplication with a fixed look.
"""

import gc
import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.leaks import ExpectedLogs, QtLeaks, RecordTaker, new_threads
from tests.postgres_server import PostgresServer, running_postgres

pytest_plugins = ("tests.run_counts", "tests.run_order")

# Before anything imports Qt: no screen is needed, and a pixel is a pixel.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("BPO_DESK_TEST_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ.pop("QT_STYLE_OVERRIDE", None)
os.environ.pop("BPO_DESK_KEY", None)
# And an hour is an hour: wherever the machine stands, and whatever language it speaks.
os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()

# How long an example takes says more about the machine than about the code.
# The gate tries the same examples each time, so that a landing does not hang on a die; people's runs try new ones.
GATE = bool(os.environ.get("CI"))
hypothesis.settings.register_profile(
    "desk", deadline=None, print_blob=True, derandomize=GATE, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("desk")

# A key for encrypted files of tests that go through the environment, as servers without a keyring do.
TEST_KEY = "0123456789abcdef" * 4


@pytest.fixture(autouse=True)
def desk_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for every local file of the desk (BPO_DESK_HOME)."""
    home = tmp_path / "desk-home"
    monkeypatch.setenv("BPO_DESK_HOME", str(home))
    return home


@pytest.fixture
def memory_key() -> bytes:
    """A raw cache key of 32 bytes that no key store knows."""
    return bytes.fromhex(TEST_KEY)


@pytest.fixture(autouse=True)
def expect_log() -> Iterator[ExpectedLogs]:
    """Fail the test on a log record of WARNING or above, unless it said `expect_log("pattern")`."""
    expected = ExpectedLogs()
    taker = RecordTaker(expected)
    logging.getLogger().addHandler(taker)
    yield expected
    logging.getLogger().removeHandler(taker)
    if differences := expected.differences():
        pytest.fail("\n".join(differences), pytrace=False)


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a thread, a running QTimer, a pool job or a window behind."""
    threads = threading.enumerate()
    qt = None  # looked for where Qt is asked for: to go through all objects of a long run takes a tenth of a second
    if {"qapp", "qtbot"} & set(request.fixturenames):
        request.getfixturevalue("qapp")
        qt = QtLeaks()
    yield
    left = [f"thread {name}" for name in new_threads(threads)]
    if qt is not None:
        left += qt.found()
    if left:
        pytest.fail("left behind: " + ", ".join(left), pytrace=False)


@pytest.fixture(scope="session")
def qapp(qapp):  # type: ignore[no-untyped-def]  # pytest-qt's application, with a look that is the same everywhere
    """The one QApplication: Fusion, the bundled font, a fixed locale."""
    from PySide6.QtCore import QLocale
    from PySide6.QtGui import QFontDatabase

    from bpo_desk.resources_path import resource

    for file in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf"):
        QFontDatabase.addApplicationFont(str(resource("fonts", file)))
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    give_fixed_look(qapp)
    return qapp


@pytest.fixture
def qtbot(qapp, request):  # type: ignore[no-untyped-def]  # Qt is not imported here
    """pytest-qt's `qtbot`, whose waits end only where nothing will come any more."""
    from tests.patience import PatientBot

    return PatientBot(request)


def give_fixed_look(application) -> None:  # type: ignore[no-untyped-def]  # Qt is not imported here
    """Set style, palette and font to what every picture is compared with."""
    from PySide6.QtGui import QFont

    application.setStyleSheet("")
    application.setStyle("Fusion")
    application.setPalette(application.style().standardPalette())
    application.setFont(QFont("DejaVu Sans", 10))


@pytest.fixture(autouse=True)
def same_look_for_the_next_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take back a palette, style sheet or font that a test has set."""
    yield
    if "qapp" in request.fixturenames:
        give_fixed_look(request.getfixturevalue("qapp"))


@pytest.fixture(scope="session")
def pg_server() -> Iterator[PostgresServer]:
    """One PostgreSQL for the whole run, started by the first test that asks."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def pg_database(pg_server: PostgresServer) -> Iterator[Callable[..., str]]:
    """A function that makes a database, empty or a copy of another (`template=name`), and returns its name."""
    made: list[str] = []

    def make(template: str | None = None) -> str:
        made.append(pg_server.create_database(template))
        return made[-1]

    yield make
    for name in made:
        pg_server.drop_database(name)


@pytest.fixture
def pg_url(pg_server: PostgresServer, pg_database: Callable[..., str]) -> str:
    """The SQLAlchemy URL of an empty PostgreSQL database that only this test knows."""
    return pg_server.url(pg_database())


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once as a SQLite file and once on PostgreSQL."""
    return _sqlite(tmp_path / "shared.db") if request.param == "sqlite" else str(request.getfixturevalue("pg_url"))


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file as `admin init` leaves it, to be copied."""
    file = tmp_path_factory.mktemp("with-tables") / "shared.db"
    _make_tables(_sqlite(file))
    return file


@pytest.fixture(scope="session")
def pg_with_tables(pg_server: PostgresServer) -> str:
    """The name of a PostgreSQL database as `admin init` leaves it, to be copied."""
    name = pg_server.create_database()
    _make_tables(pg_server.url(name))
    return name


@pytest.fixture
def pg_shared_url(pg_server: PostgresServer, pg_database: Callable[..., str], pg_with_tables: str) -> str:
    """The URL of a shared database on PostgreSQL that has its tables and rules and no engagement. Its group roles
    belong to the whole server and are those of all such databases."""
    return pg_server.url(pg_database(template=pg_with_tables))


@pytest.fixture(params=["sqlite", "postgresql"])
def shared_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a shared database that has its tables and no engagement, once SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        file = tmp_path / "shared.db"
        shutil.copy(request.getfixturevalue("sqlite_with_tables"), file)
        return _sqlite(file)
    return str(request.getfixturevalue("pg_shared_url"))


def _sqlite(file: Path) -> str:
    return f"sqlite:///{file.as_posix()}"


def _make_tables(url: str) -> None:
    from bpo_desk.shared.admin import init
    from bpo_desk.shared.engine import open_engine

    engine = open_engine(url)
    init(engine)
    engine.dispose()


def pytest_collection_finish() -> None:
    """Take what was imported out of the reach of the garbage collector: none of it goes before the end, and going
    through it (some 300,000 objects) at each collection and each search for timers takes longer than most tests."""
    gc.collect()
    gc.freeze()


_EXIT_STATUS: list[int] = []


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Note how the run ended."""
    _EXIT_STATUS.append(int(exitstatus))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End without the interpreter's own clearing up where Qt was used: widgets that the tracebacks of failed tests keep
    alive would be destroyed after the application, which crashes after the last line and hides how the run ended."""
    if _EXIT_STATUS and "PySide6.QtWidgets" in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_EXIT_STATUS[-1])
