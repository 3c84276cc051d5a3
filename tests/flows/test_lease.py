"""The lease of a copy: how long it is, how it is counted, and that nothing is shown of a copy whose lease is over."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.cache import lease
from bpo_desk.cache.period_events import Wanted
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError
from bpo_desk.models.event import EventKind
from bpo_desk.models.lease import CLIENT_DAYS, DAY, STAFF_DAYS, standing
from bpo_desk.shared import members
from bpo_desk.shared.engine import writing
from bpo_desk.sync.run import sync_once
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.postgres_server import PostgresServer
from tests.shared.people import Office, office_on
from tests.ui_client_view.test_looking import make_shared


@pytest.fixture(scope="module")
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        yield found


@pytest.mark.parametrize(
    ("role", "said", "days"),
    [
        ("client", 0, CLIENT_DAYS),
        ("viewer", 0, STAFF_DAYS),
        ("superuser", 0, None),
        ("client", 3, 3),
        ("viewer", 30, 30),
    ],
)
def test_how_long_a_copy_may_be_used_is_said_by_the_server(
    office: Office, tmp_path: Path, memory_key: bytes, role: str, said: int, days: int | None
) -> None:
    with writing(office.engine) as connection:
        members.ask(connection, office.acme, lease_days=said)
    cache = Cache.create(tmp_path / "cache.db", memory_key)
    before = time.time_ns() // 1000
    with office.feed_as("postgres" if role == "superuser" else office.logins[role]) as feed:
        sync_once(cache, feed)
    after = time.time_ns() // 1000
    found = lease.lease_of(cache, int(office.acme.engagement_id), after)
    if days is None:
        assert found.until is None
    else:
        assert found.contact is not None
        assert before <= found.contact <= after
        assert found.until == found.contact + days * DAY
    cache.close()


@given(st.integers(0, 10**17), st.lists(st.tuples(st.integers(-(10**13), 10**13), st.integers(0, 10**12)), max_size=20))
def test_no_way_of_setting_the_clock_gives_more_than_the_time_lived(start: int, steps: list[tuple[int, int]]) -> None:
    """Each step: the clock is moved by some amount, and the desk runs for some time."""
    allowed, contact, known, clock, ran = 7 * DAY, start, start, start, 0
    left_before = allowed
    for moved, passed in steps:
        clock, ran = clock + moved + passed, ran + passed
        known = max(known + passed, clock)  # as lease.lived writes it
        found = standing(contact, known, allowed, clock)
        assert found.left is not None
        assert found.left <= left_before - passed  # what was run through never comes back
        assert found.left <= allowed - ran
        left_before = found.left


def test_it_is_said_two_days_before_and_in_the_last_part_of_a_short_lease() -> None:
    for days, left_when_near in ((14, 2), (7, 2), (1, 1)):
        far = standing(0, 0, days * DAY, int((days - left_when_near - 0.01) * DAY))
        near = standing(0, 0, days * DAY, int((days - left_when_near + 0.8) * DAY))
        assert not far.is_near or days == 1
        assert near.is_near
        assert not near.is_over
    assert standing(0, 0, DAY, DAY).is_over
    assert not standing(0, 0, 0, 10**18).is_over


@pytest.fixture
def desk(tmp_path: Path) -> Installation:
    """A synced desk over a SQLite file whose engagement gives copies three days."""
    url, _acme = make_shared(tmp_path / "shared.db", lease_days=3)
    installation = Installation(tmp_path / "home")
    installation.sync(url)
    return installation


def pass_by(desk: Installation, days: float, *, known: float = 0.0) -> None:
    """Let the last contact be so many days ago, and let the desk know that so many days more have come."""
    cache = Cache.open(desk.cache_file, bytes.fromhex(str(desk.key)))
    with cache.write() as connection:
        connection.execute("update contact set contact = contact - ?, lived = lived + ?", (days * DAY, known * DAY))
    cache.close()


def test_every_command_refuses_a_copy_whose_lease_is_over_until_there_is_contact(desk: Installation) -> None:
    assert desk.cases()["total"] == 1
    pass_by(desk, 2.9)
    assert desk.cases()["total"] == 1
    pass_by(desk, 0.2)
    for words in (
        ["cases"],
        ["case", "C-1"],
        ["report", "case", "C-1", "--format", "json", "--out", "-"],
        ["sample", "draw", "--size", "1", "--seed", "s"],
        ["sample", "check", "--sample", "any"],
        ["access-log"],
    ):
        refused = desk.run(*words, *([] if words[0] == "report" else ["--json"]))
        assert refused.code == 1
        assert "The copy of acme may not be used any longer" in refused.err
        assert "3 days are allowed" in refused.err
        assert "sync" in refused.err
        assert "title of the case" not in refused.out
    assert desk.done("sync").code == 0
    assert desk.cases()["total"] == 1


def test_a_clock_set_back_gives_nothing_back(desk: Installation) -> None:
    pass_by(desk, 0.5, known=2.8)  # the desk has lived 2.8 days longer than the clock says now
    assert desk.run("cases").code == 1
    desk.done("sync")  # a contact sets it right, whatever the clock says
    assert desk.run("cases").code == 0


def test_nothing_of_it_is_read_in_the_desk_either(desk: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPO_DESK_HOME", str(desk.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(desk.key))
    workspace = Workspace.open()
    assert workspace.first_page() is not None
    one = workspace.engagement("acme")
    case = workspace.find_case(one.engagement_id, "C-1")
    queue = workspace.queue(one.engagement_id)
    pass_by(desk, 3.1)
    assert workspace.first_page() is None
    for ask in (
        lambda: workspace.queue(one.engagement_id), lambda: workspace.open_case(one.engagement_id, case),
        lambda: workspace.events(one.engagement_id), lambda: workspace.find_case(one.engagement_id, "C-1"),
        lambda: workspace.texts_with(one.engagement_id, "title", 3), lambda: workspace.shared_views(one),
        lambda: workspace.changed_queue(queue, [case]), lambda: workspace.lease(one.engagement_id),
        lambda: workspace.process_drawing(one.engagement_id, "process"),
        lambda: workspace.samples.kept(one), lambda: workspace.samples.freeze(one, ""),
        lambda: workspace.own_review(one, case, "C-1"), lambda: workspace.access_log(one.engagement_id),
        lambda: workspace.followed_cases(one.engagement_id, 0, 0),
        lambda: workspace.period_events(one.engagement_id, Wanted(np.array([case]), np.array([True]), 0, 1)),
        lambda: workspace.cases_with_value(one.engagement_id, EventKind.FIELD_CHANGED, 1, None),
        lambda: workspace.process_mark(one.engagement_id),
        lambda: workspace.any_of_process(one.engagement_id, "process", [case]),
        lambda: workspace.step_mapping(one, "process", "1"), lambda: workspace.work_basis(queue, np.array([0])),
    ):  # fmt: skip
        with pytest.raises(DeskError) as refused:
            ask()
        assert refused.value.code == "lease_over"
    workspace.close()


def test_the_time_lived_is_written_down_and_goes_on_behind_a_clock_that_stands(
    desk: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BPO_DESK_HOME", str(desk.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(desk.key))
    workspace = Workspace.open()
    one = int(workspace.engagement("acme").engagement_id)
    before = workspace.lease(one).left
    after = workspace.lease(one, passed=DAY).left  # a day that the clock did not count
    assert before is not None
    assert after is not None
    assert after <= before - DAY
    workspace.close()
