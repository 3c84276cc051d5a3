"""Schema 2: a database of schema 1 keeps everything; a retry that races its first copy waits and gets its answer."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from bpo_desk.models.mutation import CommentAdded, MutationResult, Outcome, TaskCompleted, TaskScheduled, task_number
from bpo_desk.shared import mutations
from bpo_desk.shared.admin import doctor, migrate
from bpo_desk.shared.engine import SCHEMA_VERSION, open_engine, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.requests import ApplyMutation, Pull, PullAnswer
from tests.outbox.desks import NOW, Office, note
from tests.patience import PATIENCE
from tests.shared.batches import batch_of, one_event, rows_of
from tests.shared.conftest import Desk

MIGRATIONS = Path(mutations.__file__).parent / "migrations"


def _first_schema(url: str) -> None:
    """A database as the first version of the program made it."""
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).touch()
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text("INSERT INTO engagement (engagement_id, code, name) VALUES (1, 'acme', 'Acme')"))  # fmt: skip
        for table in ("person", "queue", "step", "field", "source"):
            connection.execute(text(f"INSERT INTO {table} (engagement_id, {table}_id, name) VALUES (1, 0, '')"))
        connection.execute(
            text("INSERT INTO event_readable (engagement, case_number, kind, occurred_at, actor, new_value)"
                 " VALUES ('acme', 'C-1', 'comment_added', '2026-01-01T00:00:00Z', 'Ada', 'old')"))  # fmt: skip
    engine.dispose()


def test_migrating_a_database_of_the_first_schema_keeps_everything(empty_url: str) -> None:
    _first_schema(empty_url)
    engine = open_engine(empty_url)
    with engine.connect() as connection:
        before = connection.execute(text("SELECT * FROM event")).all()
        mark = connection.execute(text("SELECT db_uuid, epoch, schema_version FROM sync_meta")).one()
    assert mark[2] == 1
    assert "admin migrate" in doctor(engine)[0].next_step
    assert migrate(engine) == migrate(engine) == SCHEMA_VERSION
    with engine.connect() as connection:
        later = (None,)  # what clients get in the place of source_seq
        assert connection.execute(text("SELECT * FROM event")).all() == [(*row, *later) for row in before]
        after = connection.execute(text("SELECT db_uuid, epoch, schema_version FROM sync_meta")).one()
    assert tuple(after) == (mark[0], mark[1], SCHEMA_VERSION)
    assert doctor(engine)[0].fine
    answer = Feed(engine).answer(Pull(1, 0))
    assert isinstance(answer, PullAnswer)
    small = {t.table: [dict(zip(t.columns, row, strict=True)) for row in t.rows] for t in answer.tables}
    assert [row["new_value"] for row in rows_of(answer.events, small).values()] == ["old"]
    assert Feed(engine).answer(ApplyMutation(note(CommentAdded("new")))).result.outcome is Outcome.OK  # type: ignore[union-attr]
    engine.dispose()


def test_nothing_of_a_note_lies_in_the_table_of_results(desk: Desk) -> None:
    desk.append(batch_of([one_event(1)], ["C-1"]))
    Feed(desk.engine).answer(ApplyMutation(note(CommentAdded("a secret"))))
    with desk.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM applied_mutation")).all()
    assert len(rows) == 1
    assert "a secret" not in str(rows)


def _racing(engine: object, given: list[object]) -> list[MutationResult]:
    """Apply mutations from a thread each, as near to the same time as can be."""
    results: list[MutationResult] = []
    gate = threading.Barrier(len(given))

    def one(mutation: object) -> None:
        gate.wait()
        results.append(mutations.apply_once(engine, mutation))  # type: ignore[arg-type]

    threads = [threading.Thread(target=one, args=(each,)) for each in given]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_copies_of_one_mutation_that_race_each_other_have_one_effect(shared_url: str, tmp_path: Path) -> None:
    office = Office.open(shared_url, tmp_path)
    for number in range(10):
        results = _racing(office.engine, [note(CommentAdded(f"n{number}"))] * 4)
        assert len(set(results)) == 1
    assert len(office.said()) == 10
    office.close()


def test_of_many_who_complete_a_task_at_once_one_does(shared_url: str, tmp_path: Path) -> None:
    office = Office.open(shared_url, tmp_path)
    for _ in range(5):
        task = note(TaskScheduled("Call back"))
        office.apply(task)
        done = TaskCompleted("Call back", task_number(task.mutation_id))
        results = _racing(office.engine, [note(done, who=f"P{each}", at=NOW + each) for each in range(4)])
        assert sorted(result.outcome for result in results) == ["conflict"] * 3 + ["ok"]
    office.close()


def test_a_retry_waits_for_its_first_copy_that_is_still_open(shared_url: str, tmp_path: Path) -> None:
    office = Office.open(shared_url, tmp_path)
    mutation = note(CommentAdded("x"))
    late: list[MutationResult] = []
    retry = threading.Thread(target=lambda: late.append(mutations.apply_once(office.engine, mutation)))
    with writing(office.engine) as connection:
        first = mutations.apply_mutation(connection, mutation, NOW)
        retry.start()
        retry.join(0.5)
        assert late == []
    retry.join(PATIENCE)
    assert late == [first]
    assert office.said() == ["x"]
    office.close()


def test_a_first_copy_that_was_rolled_back_leaves_the_retry_to_do_it(shared_url: str, tmp_path: Path) -> None:
    office = Office.open(shared_url, tmp_path)
    mutation = note(CommentAdded("x"))
    with office.engine.connect() as connection:
        transaction = connection.begin()
        mutations.apply_mutation(connection, mutation, NOW)
        transaction.rollback()
    assert office.said() == []
    assert office.apply(mutation).outcome is Outcome.OK
    assert office.said() == ["x"]
    office.close()
