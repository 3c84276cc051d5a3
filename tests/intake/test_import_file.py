"""Importing into a shared database: once, again, grown, and not at all; on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bpo_desk.errors import RefusedFile
from bpo_desk.intake.import_file import import_file
from bpo_desk.models.engagement import Engagement
from bpo_desk.shared.admin import create_engagement, init
from bpo_desk.shared.engine import open_engine, reading
from tests.intake.files import event, ids, mapping, read, trace, written, xes
from tests.intake.test_row_changes import MAPPING, ROWS
from tests.shared_data import shared_data


@dataclass
class Shared:
    engine: Engine
    engagement: Engagement

    def items(self) -> list[tuple[str, str, int]]:
        """(case, step, work item) of every stored work event, in order."""
        with reading(self.engine) as connection:
            rows = connection.execute(
                text(
                    "SELECT c.number, s.name, e.work_item FROM event e JOIN case_ c ON c.engagement_id = "
                    "e.engagement_id AND c.case_id = e.case_id JOIN step s ON s.engagement_id = e.engagement_id "
                    "AND s.step_id = e.step_id WHERE e.work_item > 0 ORDER BY c.number, e.occurred_at, e.source_seq"
                )
            )
            return [(str(number), str(step), int(item)) for number, step, item in rows]

    def count(self) -> int:
        with reading(self.engine) as connection:
            return int(connection.execute(text("SELECT count(*) FROM event")).scalar_one())


@pytest.fixture
def shared(shared_url: str) -> Iterator[Shared]:
    engine = open_engine(shared_url)
    yield Shared(engine, create_engagement(engine, "acme", "Acme"))
    engine.dispose()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Shared]:
    engine = open_engine(f"sqlite:///{tmp_path / 'shared.db'}")
    init(engine)
    yield Shared(engine, create_engagement(engine, "acme", "Acme"))
    engine.dispose()


def test_a_second_import_adds_nothing(shared: Shared, tmp_path: Path) -> None:
    own = mapping(tmp_path, MAPPING)
    path = written(tmp_path / "tickets.csv", ROWS.encode())
    first = import_file(shared.engine, shared.engagement, path, own)
    assert first.events == first.made == shared.count() > 0
    again = import_file(shared.engine, shared.engagement, path, own)
    assert (again.events, again.already_there) == (0, first.events)
    assert shared.count() == first.events


def test_a_grown_file_adds_only_what_is_new_and_keeps_the_numbers_of_work_items(shared: Shared, tmp_path: Path) -> None:
    lines = ["case,activity,time,lifecycle", "A,x,2024-01-02,start", "A,y,2024-01-03,start"]
    path = written(tmp_path / "log.csv", "\n".join(lines).encode())
    import_file(shared.engine, shared.engagement, path)
    # A record before the others would number all items of the case anew.
    lines[1:1] = ["A,w,2024-01-01,start"]
    lines += ["A,x,2024-01-04,complete", "B,x,2024-01-01,start"]
    report = import_file(shared.engine, shared.engagement, written(path, "\n".join(lines).encode()))
    assert (report.events, report.already_there) == (3, 2)
    assert shared.items() == [("A", "w", 3), ("A", "x", 1), ("A", "y", 2), ("A", "x", 1), ("B", "x", 1)]


def test_two_sources_of_one_case_never_share_a_work_item(shared: Shared, tmp_path: Path) -> None:
    rows = "case,activity,time\nA,x,2024-01-0{}\nA,y,2024-01-0{}\nB,x,2024-01-0{}\n"
    for name, days in (("one.csv", (1, 2, 3)), ("two.csv", (4, 5, 6)), ("two.csv", (4, 5, 6))):
        import_file(shared.engine, shared.engagement, written(tmp_path / name, rows.format(*days).encode()))
    assert shared.items() == [
        ("A", "x", 1), ("A", "y", 2), ("A", "x", 3), ("A", "y", 4), ("B", "x", 1), ("B", "x", 2),
    ]  # fmt: skip


def test_late_columns_that_are_filled_in_by_a_later_export_leave_the_old_records_as_they_are(
    sqlite: Shared, tmp_path: Path
) -> None:
    own = mapping(tmp_path, MAPPING)
    rows = ROWS.splitlines()
    before = [row.replace("2024-01-05 10:00,C7,n", "?,?,?") for row in rows[:7]]
    path = written(tmp_path / "tickets.csv", "\n".join(before).encode())
    import_file(sqlite.engine, sqlite.engagement, path, own)
    report = import_file(sqlite.engine, sqlite.engagement, written(path, "\n".join(rows[:8]).encode()), own)
    # the last row of case 1, its closing, outcome and SLA; nothing of the rows before
    assert (report.events, report.already_there) == (5, sqlite.count() - 5)


def test_a_refused_file_leaves_the_database_as_it_was(shared: Shared, tmp_path: Path) -> None:
    good = xes(tmp_path, trace("A", event("x", "2024-01-01T10:00:00Z")))
    import_file(shared.engine, shared.engagement, good)
    bad = written(tmp_path / "bad.xes", good.read_bytes()[:-20])
    with pytest.raises(RefusedFile):
        import_file(shared.engine, shared.engagement, bad)
    unstorable = written(tmp_path / "nul.csv", b"case,activity,time\nB,y,2024-01-01\nB,x\x01\x00,2024-01-01\n")
    with pytest.raises(RefusedFile):
        import_file(shared.engine, shared.engagement, unstorable)
    assert shared.count() == 1


def test_equal_records_are_told_apart_by_their_number(tmp_path: Path) -> None:
    rows = b"case,activity,time\nA,x,2024-01-01\nA,x,2024-01-01\nB,x,2024-01-01\n"
    assert len(ids(read(written(tmp_path / "log.csv", rows)))) == 3


ROW = st.tuples(
    st.sampled_from("AB"), st.sampled_from("xyz"), st.integers(1, 9), st.sampled_from(["start", "complete"])
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, min_size=1, max_size=12), keep=st.integers(1, 12))
def test_the_ids_of_a_file_are_among_those_of_any_longer_one(
    tmp_path: Path, rows: list[tuple[str, str, int, str]], keep: int
) -> None:
    lines = [f"{case},{activity},2024-01-0{day},{mark}" for case, activity, day, mark in rows]
    header = "case,activity,time,lifecycle"
    whole = read(written(tmp_path / "log.csv", "\n".join([header, *lines]).encode()))
    part = read(written(tmp_path / "log.csv", "\n".join([header, *lines[:keep]]).encode()))
    assert ids(part) <= ids(whole)
    assert len(ids(whole)) == len(whole.batch.columns)


def test_a_record_with_an_id_of_its_own_is_known_by_it(tmp_path: Path) -> None:
    own = mapping(tmp_path, '[columns]\ncase = "c"\nactivity = "a"\ntime = "t"\nrecord_id = "id"\n')
    first = read(written(tmp_path / "log.csv", b"c,a,t,id,note\nA,x,2024-01-01,7,one\n"), own)
    again = read(written(tmp_path / "log.csv", b"c,a,t,id,note\nA,x,2024-01-01,7,two\nA,x,2024-01-01,8,two\n"), own)
    assert ids(first) < ids(again)
    assert first.batch.source_record == ["7"]


def test_the_receipt_log_is_stored_as_it_was_counted(sqlite: Shared) -> None:
    path = shared_data("logs", "receipt.xes.gz")
    report = import_file(sqlite.engine, sqlite.engagement, path)
    assert (report.records, report.cases, report.activities, report.actors) == (8577, 1434, 27, 48)
    assert import_file(sqlite.engine, sqlite.engagement, path).events == 0
