"""The migrations make what the tables say, from nothing, as often as they are run, and stand alone."""

import ast
import warnings
from pathlib import Path

from sqlalchemy import inspect, text

from bpo_desk.models.event import EventKind
from bpo_desk.models.sides import Side
from bpo_desk.shared import migrations, tables
from bpo_desk.shared.admin import init, migrate, migrate_on
from bpo_desk.shared.engine import SCHEMA_VERSION, open_engine, reading
from tests.shared.batches import batch_of, one_event
from tests.shared.conftest import Desk

VERSIONS = sorted((Path(migrations.__file__).parent / "versions").glob("0*.py"))


def test_running_the_migrations_again_changes_nothing(desk: Desk) -> None:
    desk.append(batch_of([one_event(1)], ["A"]))
    before = desk.pull()
    init(desk.engine)
    assert migrate(desk.engine) == SCHEMA_VERSION
    after = desk.pull()
    assert after.mark.epoch == before.mark.epoch
    assert after.tables == before.tables


def test_the_tables_have_the_columns_that_the_program_expects(desk: Desk) -> None:
    with reading(desk.engine) as connection:
        look = inspect(connection)
        for table in tables.metadata.tables.values():
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Did not recognize type 'xid8'")
                stored = {column["name"]: column for column in look.get_columns(table.name)}
            extra = {"v", "change", "entry_from", "entry_to"} if table.name == "sync_meta" else set()
            assert {c.name for c in table.columns} == set(stored) - extra, table.name
            by_hand = {"sync_txid", "sync_seq"}  # kept by triggers on SQLite
            for column in table.columns:
                if column.name not in by_hand:
                    assert stored[column.name]["nullable"] == column.nullable, f"{table.name}.{column.name}"


def test_every_kind_and_side_has_its_word_in_the_database(desk: Desk) -> None:
    with reading(desk.engine) as connection:
        kinds = dict(connection.execute(text("SELECT kind, word FROM event_kind")).all())
        sides = dict(connection.execute(text("SELECT side, word FROM side_word")).all())
    assert kinds == {int(kind): kind.word for kind in EventKind}
    assert sides == {int(side): side.word for side in Side}


def test_the_newest_migration_is_the_schema_of_the_program() -> None:
    assert [int(path.name[:4]) for path in VERSIONS] == list(range(1, SCHEMA_VERSION + 1))


def test_migrations_import_nothing_of_ours() -> None:
    for path in VERSIONS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.startswith("bpo_desk")], path.name


def test_an_interrupted_first_migration_leaves_an_empty_database(empty_url: str) -> None:
    engine = open_engine(empty_url)
    if engine.dialect.name == "sqlite":
        Path(str(engine.url.database)).touch()
    with engine.connect() as connection, connection.begin() as transaction:
        migrate_on(connection)
        assert inspect(connection).has_table("event")
        transaction.rollback()
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    init(engine)
    engine.dispose()
