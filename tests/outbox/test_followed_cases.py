"""What is seen of followed cases in the copy: hands, exits, the client's comments, risk; both dialects."""

from dataclasses import replace

import pytest

from bpo_desk.models.event import EventKind
from bpo_desk.models.mutation import FOLLOWED, EventTagged
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import writing
from bpo_desk.state.followed_changes import ChangeKind, changes
from bpo_desk.workspace.followed import followed_cases
from tests.outbox.desks import NOW, Desk, Office, event_key
from tests.shared.batches import batch_of, one_event, small_dictionaries

HOUR = 3_600_000_000


def looked(desk: Desk, who: str = "Ada"):
    return followed_cases(desk.cache, desk.outbox, 1, who, NOW + 10**7, 2 * HOUR)


def more(office: Office, *events: dict) -> None:
    with writing(office.engine) as connection:
        append(connection, office.engagement, batch_of(list(events), ["C-1", "C-2", "C-3"],
                                                       dictionaries=small_dictionaries()), NOW)  # fmt: skip


def test_only_what_the_user_follows_is_seen_also_before_it_is_sent(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    assert looked(desk) == {}
    desk.write(EventTagged(event_key(1), FOLLOWED), case="C-1")
    assert [each.number for each in looked(desk).values()] == ["C-1"]
    desk.sync()
    assert [each.number for each in looked(desk).values()] == ["C-1"]
    assert looked(desk, who="Bo") == {}


@pytest.mark.parametrize("data", ["[1]", '"followed"', "null"])
def test_a_tag_with_data_that_only_its_source_understands_hides_no_other(office: Office, data: str) -> None:
    desk = office.desk()
    names = replace(small_dictionaries(), values=["", FOLLOWED])
    strange = one_event(70, case=1, occurred_at=NOW, kind=EventKind.TAGGED, new_value=1, source=1, actor=2)
    batch = batch_of([strange], ["C-1", "C-2", "C-3"], dictionaries=names, data=[data])
    with writing(office.engine) as connection:
        append(connection, office.engagement, batch, NOW)
    desk.sync()
    desk.write(EventTagged(event_key(1), FOLLOWED), case="C-1")
    assert [each.number for each in looked(desk).values()] == ["C-1"]


def test_what_happens_to_a_followed_case_is_told_by_kind(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    desk.write(EventTagged(event_key(1), FOLLOWED), case="C-1")
    desk.sync()
    before = looked(desk)
    at = {"source": 1, "actor": 1, "case": 0}
    more(
        office,
        one_event(70, occurred_at=NOW + 1, kind=41, side=2, new_value=2, **at),
        one_event(71, occurred_at=NOW + 2, kind=50, reason=1, **at),
        one_event(72, occurred_at=NOW + 3, kind=22, work_item=9, step=1, holder=1, **at),
    )
    desk.sync()
    found = changes(before, looked(desk))
    assert {each.kind for each in found} == {ChangeKind.CLIENT_COMMENT, ChangeKind.EXIT, ChangeKind.HAND_OFF}
    assert {each.number for each in found} == {"C-1"}


def test_a_comment_of_our_own_side_is_no_notice(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    desk.write(EventTagged(event_key(1), FOLLOWED), case="C-1")
    desk.sync()
    before = looked(desk)
    more(office, one_event(70, case=0, occurred_at=NOW + 1, kind=41, side=1, new_value=2, source=1, actor=1))
    desk.sync()
    assert changes(before, looked(desk)) == []
