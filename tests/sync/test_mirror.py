"""The copy of a real shared database, on both dialects: equal after every change, nothing left after an erasure."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bpo_desk.cache import read
from bpo_desk.cache.first_page import read_first_page
from bpo_desk.errors import NotFound
from bpo_desk.models.capability import Capability
from bpo_desk.models.case_columns import CaseColumns
from bpo_desk.models.event_columns import LAYOUT, EventBatch
from bpo_desk.models.filter_text import parse
from bpo_desk.shared.changes import Deed, erase_events, move_case
from bpo_desk.shared.engine import writing
from bpo_desk.state import StateContext, states
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.filter_mask import filter_mask
from bpo_desk.state.queue_facts import queue_facts
from bpo_desk.sync import pull as pulling
from bpo_desk.sync import settle
from bpo_desk.sync.verify import digest
from tests.faults.copy import agrees, contents, derived_from_scratch, same_cases
from tests.sync.conftest import AT, Mirror
from tests.sync.logs import log
from tests.sync.stored_pages import decrypted

DEED = Deed("Root", "asked for", AT)
CANARY = "Zeisig-canary-51c0"


def event_key(batch: EventBatch, row: int) -> str:
    return f"{int(batch.columns.id_hi[row]):016x}{int(batch.columns.id_lo[row]):016x}"


def whole(mirror: Mirror) -> None:
    """The copy is equal to the database by its digest, and its states are those of its events."""
    for engagement in (mirror.first, mirror.second):
        one = engagement.engagement_id
        with mirror.cache.read() as connection:
            assert digest(connection, one).equals(mirror.digest(engagement))
        agrees(mirror.cache, one, contents(mirror.cache, one))


def test_every_column_and_text_arrives_as_it_was_appended(mirror: Mirror) -> None:
    batch = log(300, 20)
    mirror.append(batch)
    mirror.sync()
    one = mirror.first.engagement_id
    found = contents(mirror.cache, one)
    queue = read.queue(mirror.cache, one)
    number_of = {int(queue.cases["case"][row]): queue.numbers.text(row) for row in range(len(queue))}
    for row in range(300):
        columns = batch.columns
        stored = found[int(columns.id_hi[row]), int(columns.id_lo[row])]
        assert number_of[stored["case"]] == batch.case_numbers[columns.case[row]]
        for name in ("occurred_at", "source_seq", "kind", "side", "work_item", "ad_hoc", "visibility"):
            assert stored[name] == getattr(columns, name)[row]
        assert stored["new_value"] == batch.dictionaries.value(int(columns.new_value[row]))
        assert stored["data"] == batch.data[row]
        actor = int(columns.actor[row])
        assert stored["actor"] == -1 if actor < 0 else (
            queue.dictionaries.persons[stored["actor"]] == batch.dictionaries.persons[actor]
        )  # fmt: skip
    whole(mirror)


def test_a_case_reads_as_its_events_in_order_with_texts(mirror: Mirror) -> None:
    batch = log(400, 11)
    mirror.append(batch)
    mirror.sync()
    one = mirror.first.engagement_id
    case = read.find_case(mirror.cache, one, "N-0007")
    file = read.open_case(mirror.cache, one, case)
    mine = np.flatnonzero(batch.columns.case == 7)
    assert file.number == "N-0007"
    assert file.events.is_ordered()
    assert file.events.id_lo.tolist() == batch.columns.id_lo[mine].tolist()
    assert file.data == [batch.data[row] for row in mine]
    values = [file.dictionaries.value(int(code)) for code in file.events.new_value]
    assert values == [batch.dictionaries.value(int(code)) for code in batch.columns.new_value[mine]]
    queue = read.queue(mirror.cache, one)
    row = queue.cases.row_of(case)
    assert row is not None
    shown = queue_facts(queue, row)
    title = int(file.state["title"][0])
    assert shown["title"] == (file.dictionaries.value(title) if title >= 0 else None)
    assert file.state["status"][0] == queue.cases["status"][row]


def test_a_case_as_of_each_of_its_times_is_the_state_of_that_prefix(mirror: Mirror) -> None:
    mirror.append(log(200, 5))
    mirror.sync()
    one = mirror.first.engagement_id
    now = read.open_case(mirror.cache, one, 1)
    context = StateContext.of(now.dictionaries)
    for count, moment in enumerate(now.events.occurred_at.tolist(), start=1):
        then = read.open_case(mirror.cache, one, 1, as_of=moment)
        assert len(then.events) == len(then.data) == count
        prefix = states(now.events.take(slice(0, count)), context)
        for name in ("status", "holder", "holder_kind", "step", "last_activity_at", "contradictions", "waiting_for"):
            assert then.state[name].tolist() == prefix[name].tolist()
        said = then.dictionaries.value(int(then.state["priority"][0]))
        assert said == now.dictionaries.value(int(prefix["priority"][0]))
    before = read.open_case(mirror.cache, one, 1, as_of=int(now.events.occurred_at[0]) - 1)
    assert len(before.events) == len(before.state) == 0
    assert len(read.open_case(mirror.cache, one, 1, known_at=10**15 - 1).events) == 0


def test_what_is_appended_later_is_there_after_the_next_session(mirror: Mirror) -> None:
    mirror.append(log(100, 10))
    mirror.sync()
    for part in range(1, 4):
        mirror.append(log(30, 12, part, offset=1000 * part))
        mirror.append(log(20, 3, part, offset=1000 * part), mirror.second)
        lines = mirror.sync()
        assert {line["engagement"] for line in lines if line["event"] == "changed"} == {1, 2}
        whole(mirror)
    assert not [line for line in mirror.sync() if line["event"] == "changed"]


def test_many_small_sessions_leave_few_runs(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settle, "SETTLE_AT", 8)
    monkeypatch.setattr(pulling, "SETTLE_AT", 8)
    mirror.append(log(100, 10))
    mirror.sync()
    for part in range(1, 25):
        mirror.append(log(12, 10, part, offset=1000 * part))
        mirror.sync()
    runs = mirror.cache.rows("select count(distinct run), sum(events) from segment where engagement_id = 1")
    assert runs[0][0] <= 6
    assert runs[0][1] > 350
    assert read.status(mirror.cache, 1).events == 100 + 24 * 12
    whole(mirror)


def test_nothing_of_an_erased_event_is_left_in_the_file(mirror: Mirror) -> None:
    dictionaries = log(1, 1).dictionaries
    dictionaries.values.append(f"{CANARY} value")
    batch = log(50, 4, dictionaries=dictionaries)
    batch.columns.new_value[:] = np.where(batch.columns.field == 2, len(dictionaries.values) - 1, 1)
    batch.data[7] = f'{{"note": "{CANARY} data"}}'
    batch.source_record.extend([f"{CANARY} record" if row == 7 else None for row in range(50)])
    mirror.append(batch)
    mirror.sync()
    path = Path(mirror.cache.path)
    assert CANARY.encode() not in path.read_bytes()
    assert CANARY.encode() in decrypted(path, mirror.key)
    told = [row for row in range(50) if batch.columns.field[row] == 2 or row == 7]
    with writing(mirror.engine) as connection:
        erase_events(connection, mirror.first, [event_key(batch, row) for row in told], DEED)
    mirror.sync()
    for texts in contents(mirror.cache, 1).values():
        assert CANARY not in str(texts)
    assert CANARY not in str(read.queue(mirror.cache, 1).dictionaries.values)
    assert CANARY not in str(read_first_page(mirror.cache))
    mirror.cache.tidy()
    assert CANARY.encode() not in decrypted(path, mirror.key)
    whole(mirror)


def test_a_text_that_another_event_still_says_stays(mirror: Mirror) -> None:
    batch = log(60, 4)
    batch.columns.new_value[:] = 3
    mirror.append(batch)
    mirror.sync()
    with writing(mirror.engine) as connection:
        erase_events(connection, mirror.first, [event_key(batch, 0)], DEED)
    mirror.sync()
    found = contents(mirror.cache, 1)
    assert found[int(batch.columns.id_hi[0]), int(batch.columns.id_lo[0])]["new_value"] is None
    assert found[int(batch.columns.id_hi[1]), int(batch.columns.id_lo[1])]["new_value"] == "waiting for parts"


def test_a_moved_case_leaves_the_one_copy_and_enters_the_other(mirror: Mirror) -> None:
    mirror.append(log(120, 6))
    mirror.append(log(40, 3, 5, offset=7000, dictionaries=None), mirror.second)
    mirror.sync()
    count = len(read.open_case(mirror.cache, 1, read.find_case(mirror.cache, 1, "N-0004")).events)
    with writing(mirror.engine) as connection:
        move_case(connection, mirror.first, "N-0004", mirror.second, DEED)
    mirror.sync()
    with pytest.raises(NotFound, match="N-0004"):
        read.find_case(mirror.cache, 1, "N-0004")
    moved = read.open_case(mirror.cache, 2, read.find_case(mirror.cache, 2, "N-0004"))
    assert len(moved.events) == count + 1  # and the entry that says so
    whole(mirror)


def test_a_source_that_turns_out_to_record_more_changes_the_states_of_all_its_cases(mirror: Mirror) -> None:
    mirror.append(log(150, 9))
    mirror.sync()
    before = derived_from_scratch(mirror.cache, 1)
    more = log(1, 1, 3, offset=9000)
    more.dictionaries.sources[1] = type(more.dictionaries.sources[1])("log", Capability(2**18 - 1))
    mirror.append(more)
    mirror.sync()
    whole(mirror)
    after: CaseColumns = derived_from_scratch(mirror.cache, 1)
    assert not same_cases(before, after)
    assert set(after["capability"].tolist()) == {2**18 - 1}


def test_the_first_page_is_of_the_latest_activity_until_the_desk_stores_a_view(mirror: Mirror) -> None:
    mirror.append(log(300, 100))
    mirror.sync()
    page = read_first_page(mirror.cache)
    assert page is not None
    latest = np.sort(read.queue(mirror.cache, 1).cases["last_activity_at"])[::-1][:64]
    assert [row["last_activity_at"] for row in page.rows] == latest.tolist()


def test_a_first_page_that_sync_wrote_says_what_the_rows_of_the_queue_say(mirror: Mirror) -> None:
    mirror.append(log(300, 100))
    mirror.sync()
    page, queue = read_first_page(mirror.cache), read.queue(mirror.cache, 1)
    assert page is not None
    rows = [queue.cases.row_of(case) for case in page.cases]
    assert page.rows == [queue_facts(queue, row) for row in rows if row is not None]
    assert len(page.rows) == 64
    assert {"process", "steps", "exits", "ad_hoc_total", "capability"} <= set(page.rows[0])


def test_a_case_that_names_no_client_has_that_of_its_engagement(mirror: Mirror) -> None:
    mirror.append(log(60, 6))
    mirror.sync()
    queue = read.queue(mirror.cache, 1)
    assert {queue_facts(queue, row)["client"] for row in range(len(queue))} == {None}
    own = queue.cases.columns["client"].copy()
    own[0] = queue.dictionaries.values.index("waiting for parts")
    some = replace(queue.cases, columns={**queue.cases.columns, "client": own})
    cases, words = read.with_client(replace(queue.engagement, client="Northwind"), some, queue.dictionaries)
    named = replace(queue, cases=cases, dictionaries=words)
    shown = [queue_facts(named, row)["client"] for row in range(len(named))]
    assert shown == ["waiting for parts", *["Northwind"] * (len(named) - 1)]
    found = filter_mask(parse("client:northwind"), FilterLookup(named), AT)
    assert found.tolist() == [text == "Northwind" for text in shown]


def test_a_block_holds_every_column_of_the_layout(mirror: Mirror) -> None:
    mirror.append(log(5, 1))
    mirror.sync()
    columns = {row[1] for row in mirror.cache.rows("pragma table_info(segment)")}
    assert {"case_key" if name == "case" else name for name in LAYOUT} <= columns
