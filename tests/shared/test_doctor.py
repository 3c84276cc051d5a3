"""The doctor calls a healthy database healthy and names each planted fault."""

import pytest
from sqlalchemy import text

from bpo_desk.shared.admin import doctor, init, new_epoch
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import open_engine, writing
from tests.shared.batches import batch_of, one_event
from tests.shared.conftest import Desk


def faults(desk: Desk) -> dict[str, str]:
    """Check -> words, without the durability of the test server, which waits for no disk on purpose."""
    found = [finding for finding in doctor(desk.engine) if not finding.fine]
    assert all(finding.words and finding.next_step for finding in found)
    return {f.check: f.words for f in found if not (f.check == "durability" and "is off" in f.words)}


def plant(desk: Desk, *statements: str) -> None:
    with writing(desk.engine) as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def healthy(desk: Desk) -> Desk:
    desk.append(batch_of([one_event(n, actor=1, step=1) for n in range(3)], ["A", "B"]))
    return desk


def test_a_healthy_database_has_no_fault(healthy: Desk) -> None:
    assert faults(healthy) == {}
    checks = {finding.check for finding in doctor(healthy.engine)}
    assert checks >= {"schema", "triggers", "orphans", "unknown entries", "positions", "durability", "clock"}


def test_the_doctor_reports_that_the_test_server_does_not_wait_for_the_disk(healthy: Desk) -> None:
    words = [f.words for f in doctor(healthy.engine) if f.check == "durability"]
    if healthy.engine.dialect.name == "postgresql":
        assert "fsync is off, not on." in words
    else:
        assert words == ["The file is whole and survives a power cut."]


def test_a_switched_off_guard_is_found(healthy: Desk) -> None:
    if healthy.engine.dialect.name == "postgresql":
        plant(healthy, "ALTER TABLE event DISABLE TRIGGER append_only")
    else:
        plant(healthy, "DROP TRIGGER event_append_only_update")
    assert list(faults(healthy)) == ["triggers"]
    assert "append_only" in faults(healthy)["triggers"]


def test_keys_without_rows_are_found(healthy: Desk) -> None:
    plant(healthy, "DELETE FROM person WHERE name = 'Ada'", "DELETE FROM case_ WHERE number = 'A'")
    assert "1 keys in event.actor_id have no row in person" in faults(healthy)["orphans"]


def test_a_missing_unknown_entry_is_found(healthy: Desk) -> None:
    plant(healthy, "DELETE FROM queue WHERE queue_id = 0")
    assert faults(healthy) == {"unknown entries": "1 engagements have no unknown entry in queue."}


def test_a_counter_behind_its_rows_is_found_and_a_new_epoch_mends_it(healthy: Desk) -> None:
    before = healthy.pull().mark.epoch
    if healthy.engine.dialect.name == "postgresql":
        plant(healthy, "SELECT setval('sync_seq_counter', 1)")
    else:
        plant(healthy, "UPDATE sync_meta SET v = 1")
    assert "positions" in faults(healthy)
    new_epoch(healthy.engine)
    assert faults(healthy) == {}
    after = healthy.pull()
    assert after.mark.epoch != before
    healthy.append(batch_of([one_event(50)], ["C"]))
    assert sum(map(len, healthy.pull(after.mark.xmin).events)) == 1


def test_rows_of_another_servers_future_are_found_and_stamped_again(healthy: Desk) -> None:
    if healthy.engine.dialect.name != "postgresql":
        pytest.skip("transaction ids are a matter of PostgreSQL")
    plant(
        healthy,
        "ALTER TABLE event DISABLE TRIGGER append_only",
        "ALTER TABLE event DISABLE TRIGGER sync_touch",
        "UPDATE event SET sync_txid = '99999999'",
        "ALTER TABLE event ENABLE ALWAYS TRIGGER append_only",
        "ALTER TABLE event ENABLE ALWAYS TRIGGER sync_touch",
    )
    assert list(faults(healthy)) == ["transactions"]
    new_epoch(healthy.engine)
    assert faults(healthy) == {}
    mark = healthy.pull().mark
    assert healthy.pull(mark.xmin).events == []


def test_a_clock_that_recorded_the_future_is_found(desk: Desk) -> None:
    with writing(desk.engine) as connection:
        append(connection, desk.engagement, batch_of([one_event(1)], ["A"]), 4_000_000_000_000_000)
    assert faults(desk) == {"clock": "Events were recorded in the future."}


def test_an_older_schema_and_an_empty_database_are_told_apart(shared_url: str, desk: Desk) -> None:
    plant(desk, "UPDATE sync_meta SET schema_version = 0")
    (finding,) = doctor(desk.engine)
    assert (finding.fine, finding.next_step) == (False, "Run: bpo-desk admin migrate")


def test_a_database_without_tables_is_told_to_be_made(pg_url: str) -> None:
    engine = open_engine(pg_url)
    (finding,) = doctor(engine)
    assert (finding.check, finding.next_step) == ("schema", "Run: bpo-desk admin init")
    init(engine)
    assert doctor(engine)[0].fine
    engine.dispose()
