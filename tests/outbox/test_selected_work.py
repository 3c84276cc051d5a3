"""Work on many cases at once: who gets it, who is left out and why, and what the shared database makes of it."""

import json
from itertools import count

import numpy as np
import pytest

from bpo_desk.cache import read
from bpo_desk.errors import WrongUsage
from bpo_desk.models.capability import Capability
from bpo_desk.models.deeds import Deed, DeedKind
from bpo_desk.models.filters import ASKED, FieldIs
from bpo_desk.models.mutation import (
    FLAG,
    CommentAdded,
    EventTagged,
    Mutation,
    Outcome,
    Payload,
    Refusal,
    Requested,
    RequestWithdrawn,
    check,
)
from bpo_desk.models.mutation_effects import effect_id
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import writing
from bpo_desk.shared.escalation import store_path
from bpo_desk.state.requests import RequestState, requests, standing
from bpo_desk.workspace.finding import cases_that_answer
from bpo_desk.workspace.past_queue import NotWanted
from bpo_desk.workspace.selected_work import BATCH, Basis, LeftOut, basis_of, plan, write_plan
from tests.outbox.desks import NOW, Desk, Office, event_key, note
from tests.shared.batches import batch_of, one_event, small_dictionaries


def basis(desk: Desk, who: str = "Ada") -> Basis:
    queue = read.queue(desk.cache, 1)
    return basis_of(desk.cache, desk.outbox, queue, np.arange(len(queue)), who)


CLOCK = count(NOW, 1000)


def make(code: str, number: str, payload: Payload) -> Mutation:
    return note(payload, case=number, engagement=code, at=next(CLOCK))


def carry_out(desk: Desk, deed: Deed) -> list[str]:
    """The numbers of the cases that got the deed."""
    found = basis(desk)
    wanted = plan(found, deed)
    write_plan(found, wanted, make, desk.outbox.add_all, lambda _batch: True)
    return [each.number for each in wanted.cases]


def close(office: Office, case: int, number: int = 50) -> None:
    events = [one_event(number, case=case, occurred_at=NOW + number, source=1, actor=1, kind=7)]
    with writing(office.engine) as connection:
        append(connection, office.engagement, batch_of(events, ["C-1", "C-2", "C-3"],
                                                       dictionaries=small_dictionaries()), NOW)  # fmt: skip


def test_following_many_leaves_out_those_that_are_followed_already(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    assert carry_out(desk, Deed(DeedKind.FOLLOW)) == ["C-1", "C-2", "C-3"]
    left = plan(basis(desk), Deed(DeedKind.FOLLOW)).left
    assert [each.number for each in left[LeftOut.FOLLOWED]] == ["C-1", "C-2", "C-3"], "what waits counts as well"
    desk.sync()
    assert set(desk.states().values()) == {"ok"}
    assert not plan(basis(desk), Deed(DeedKind.FOLLOW)).cases
    assert len(plan(basis(desk, who="Bo"), Deed(DeedKind.FOLLOW)).cases) == 3, "Bo follows none of them"
    assert carry_out(desk, Deed(DeedKind.UNFOLLOW)) == ["C-1", "C-2", "C-3"]
    desk.sync()
    assert len(plan(basis(desk), Deed(DeedKind.UNFOLLOW)).left[LeftOut.NOT_FOLLOWED]) == 3


def test_a_flag_is_put_on_the_first_event_and_only_once(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    carry_out(desk, Deed(DeedKind.FLAG, reason="check the address"))
    desk.sync()
    tags = office.rows(
        "SELECT case_id, new_value, reason, CAST(data AS text) FROM event WHERE kind = 82 ORDER BY case_id"
    )
    assert [(row[1], row[2]) for row in tags] == [("flag", "check the address")] * 3
    assert [json.loads(row[3])["event_id"] for row in tags] == [event_key(1), event_key(3), event_key(5)]
    assert len(plan(basis(desk, who="Bo"), Deed(DeedKind.FLAG)).left[LeftOut.FLAGGED]) == 3, "whoever flagged them"


def test_flags_of_many_cases_are_taken_away_whoever_put_them(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    carry_out(desk, Deed(DeedKind.FLAG))
    second = note(EventTagged(event_key(2), FLAG), who="Bo")  # another event of C-1
    desk.outbox.add(second)
    desk.outbox.add(note(EventTagged(event_key(5), FLAG, removed=True), case="C-3", at=next(CLOCK)))
    desk.sync()
    found = plan(basis(desk), Deed(DeedKind.UNFLAG))
    assert [each.number for each in found.cases] == ["C-1", "C-2"]
    assert [each.number for each in found.left[LeftOut.NOT_FLAGGED]] == ["C-3"]
    assert set(basis(desk).events_for(found.deed, found.cases[0].case)) == {event_key(1), event_key(2)}
    carry_out(desk, Deed(DeedKind.UNFLAG, reason="looked at"))
    assert not plan(basis(desk), Deed(DeedKind.UNFLAG)).cases, "what waits counts as well"
    desk.sync()
    assert set(desk.states().values()) == {"ok"}
    assert not basis(desk).tags.flagged
    gone = office.rows("SELECT count(*) FROM event WHERE kind = 82 AND reason = 'looked at'")
    assert gone == [(3,)], "three flags on two cases, each with who took it away"


def test_requests_that_are_pending_are_taken_back_and_stay_in_the_log(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    carry_out(desk, Deed(DeedKind.REASSIGN, to="Bo", reason="Ada is away"))
    desk.sync()
    close(office, case=2, number=10**6)
    desk.sync()
    found = plan(basis(desk), Deed(DeedKind.WITHDRAW, reason="Ada is back"))
    assert [each.number for each in found.cases] == ["C-1", "C-2"]
    assert [each.number for each in found.left[LeftOut.NOTHING_ASKED]] == ["C-3"], "it was closed without it"
    carry_out(desk, Deed(DeedKind.WITHDRAW, reason="Ada is back"))
    for _time in range(2):  # while it waits, and when it has come back
        file = desk.case("C-1")
        asked = requests(file.events, file.data, file.dictionaries)[0]
        assert (asked.state, asked.met) == (RequestState.WITHDRAWN, len(file.events) - 1)
        desk.sync()
    assert not plan(basis(desk), Deed(DeedKind.WITHDRAW, reason="x")).cases
    assert office.rows("SELECT kind, reason FROM event WHERE kind = 91") == [(91, "Ada is back")] * 2


def test_a_request_is_taken_back_once_and_only_a_request(office: Office) -> None:
    asked = note(Requested("reassign", "Bo", "crm", "away"))
    assert office.apply(asked).outcome is Outcome.OK
    own = effect_id(asked.mutation_id, 0)
    assert office.apply(note(RequestWithdrawn(own, "back"), at=next(CLOCK))).outcome is Outcome.OK
    late = office.apply(note(RequestWithdrawn(own, "back"), who="Bo", at=next(CLOCK)))
    assert late.outcome is Outcome.CONFLICT
    assert "Ada took this request back before" in late.words
    other = office.apply(note(RequestWithdrawn(event_key(1), "x"), at=next(CLOCK)))
    assert (other.outcome, other.refusal) == (Outcome.REJECTED, Refusal.VALIDATION)


def test_what_makes_no_sense_for_a_case_that_is_over_leaves_it_out(office: Office) -> None:
    close(office, case=1)
    desk = office.desk()
    desk.sync()
    for deed in (
        Deed(DeedKind.TASK, step="Call back"),
        Deed(DeedKind.REASSIGN, to="Bo", reason="holiday"),
        Deed(DeedKind.ESCALATE, to="Team lead", reason="late"),
    ):
        found = plan(basis(desk), deed)
        assert [each.number for each in found.left[LeftOut.OVER]] == ["C-2"]
        assert [each.number for each in found.cases] == ["C-1", "C-3"]
    assert not plan(basis(desk), Deed(DeedKind.NOTE, text="x")).left, "a note may be written on any case"


def test_a_request_names_who_must_act_and_changes_no_holder(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    before = desk.case("C-1").state
    assert carry_out(desk, Deed(DeedKind.REASSIGN, to="Bo", reason="Ada is away")) == ["C-1", "C-2", "C-3"]
    found = desk.case("C-1")
    asked = requests(found.events, found.data, found.dictionaries)
    assert [(each.what, each.to, each.reason, each.state) for each in asked] == [
        ("reassign", "Bo", "Ada is away", RequestState.PENDING)
    ]
    assert asked[0].system == small_dictionaries().sources[1].name
    desk.sync()
    after = desk.case("C-1").state
    for column in ("holder_kind", "holder", "waiting_for", "last_activity_at", "handovers", "status"):
        assert after[column].tolist() == before[column].tolist(), column
    kinds = office.rows("SELECT kind, holder_id, queue_id FROM event WHERE kind = 90")
    assert kinds == [(90, None, None)] * 3


def test_a_request_is_met_when_the_log_shows_it(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    names = desk.case("C-1").dictionaries
    person = next(each.name for each in names.persons[1:] if each.name)
    carry_out(desk, Deed(DeedKind.REASSIGN, to=person, reason="knows the client"))
    desk.sync()
    events = [one_event(60, case=0, occurred_at=NOW + 10**6, source=1, actor=1, kind=22, work_item=1, step=1, holder=1)]
    with writing(office.engine) as connection:
        append(connection, office.engagement, batch_of(events, ["C-1"], dictionaries=small_dictionaries()), NOW)
    desk.sync()
    found = desk.case("C-1")
    asked = requests(found.events, found.data, found.dictionaries)[0]
    assert asked.state is RequestState.MET
    assert asked.met == len(found.events) - 1
    until = requests(found.events, found.data, found.dictionaries, upto=asked.met)
    assert until[0].state is RequestState.PENDING


def standings(desk: Desk) -> dict[str, str]:
    """How requests stand by number, as the queue tells it; the same as each opened case says."""
    questions = [FieldIs("asked", word) for word in ASKED]
    told = cases_that_answer(desk.cache, desk.outbox, 1, questions, "Ada")
    found = {desk.case(number).case: number for number in ("C-1", "C-2", "C-3")}
    queue = {found[case]: each.asked.value for each in told for case in each.cases.tolist()}
    alone = {}
    for number in found.values():
        file = desk.case(number)
        if said := requests(file.events, file.data, file.dictionaries):
            alone[number] = standing(said).value
    assert queue == alone
    return queue


def test_the_queue_and_each_case_agree_on_how_requests_stand(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    assert standings(desk) == {}
    person = next(each.name for each in desk.case("C-1").dictionaries.persons[1:] if each.name)
    carry_out(desk, Deed(DeedKind.REASSIGN, to=person, reason="knows the client"))
    for _time in range(2):  # while it waits, and when it has come back
        assert standings(desk) == dict.fromkeys(("C-1", "C-2", "C-3"), "pending")
        desk.sync()
    events = [one_event(60, case=0, occurred_at=NOW + 10**6, source=1, actor=1, kind=22, work_item=1, step=1, holder=1)]
    with writing(office.engine) as connection:
        append(connection, office.engagement, batch_of(events, ["C-1"], dictionaries=small_dictionaries()), NOW)
    close(office, case=2, number=10**6)
    desk.sync()
    assert standings(desk) == {"C-1": "done", "C-2": "pending", "C-3": "over"}
    carry_out(desk, Deed(DeedKind.WITHDRAW, reason="Ada is back"))
    for _time in range(2):
        assert standings(desk) == {"C-1": "done", "C-2": "taken_back", "C-3": "over"}
        desk.sync()
    desk.write(Requested("reassign", "Bo", "crm", "again"), case="C-2", at=next(CLOCK))
    assert standings(desk)["C-2"] == "pending"


def test_an_escalation_goes_along_the_defined_path_alone(office: Office) -> None:
    asked = Requested("escalate", "Team lead", "crm", "late")
    refused = office.apply(note(asked))
    assert refused.outcome is Outcome.REJECTED
    assert "None is defined" in refused.words
    with writing(office.engine) as connection:
        store_path(connection, office.engagement, ["Team lead", "Director"])
        store_path(connection, office.engagement, ["Team lead", "Head of operations"])
    assert office.apply(note(asked)).outcome is Outcome.OK
    off = office.apply(note(Requested("escalate", "Director", "crm", "late")))
    assert off.outcome is Outcome.REJECTED
    assert "Team lead, Head of operations" in off.words
    assert office.apply(note(Requested("reassign", "anybody", "crm", "late"))).outcome is Outcome.OK
    desk = office.desk()
    desk.sync()
    assert basis(desk).path == ("Team lead", "Head of operations")


@pytest.mark.parametrize("levels", [[], ["Team lead", " "], ["Team lead", "Team lead"]])
def test_a_path_without_names_is_refused(office: Office, levels: list[str]) -> None:
    with pytest.raises(WrongUsage), writing(office.engine) as connection:
        store_path(connection, office.engagement, levels)


def test_writing_goes_in_batches_and_can_be_stopped(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    found = basis(desk)
    many = Basis(found.engagement, found.chosen * (2 * BATCH), found.firsts, found.tags)
    sizes: list[int] = []

    def told(batch: object) -> bool:
        sizes.append(len(batch))  # type: ignore[arg-type]
        return len(sizes) < 3

    write_plan(many, plan(many, Deed(DeedKind.NOTE, text="x")), make, desk.outbox.add_all, told)
    assert sizes == [BATCH] * 3
    assert desk.outbox.status().unsent == 3 * BATCH, "what was written stays"


def test_looking_at_chosen_cases_tells_how_far_it_is_and_can_be_ended(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    carry_out(desk, Deed(DeedKind.REASSIGN, to="Bo", reason="Ada is away"))
    queue = read.queue(desk.cache, 1)
    shares: list[float] = []

    def told(share: float) -> bool:
        shares.append(share)
        return True

    basis_of(desk.cache, desk.outbox, queue, np.arange(3), "Ada", told)
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] == 1
    with pytest.raises(NotWanted):
        basis_of(desk.cache, desk.outbox, queue, np.arange(3), "Ada", lambda share: share < 0.5)


def test_requests_of_many_cases_that_wait_stand_each_with_its_own(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    asked = {number: desk.write(Requested("reassign", to, "crm", "x"), case=number)
             for number, to in (("C-1", "Bo"), ("C-2", "Cy"), ("C-3", "Bo"))}  # fmt: skip
    desk.write(Requested("reassign", "Di", "crm", "y"), case="C-2")
    gone = RequestWithdrawn(effect_id(asked["C-3"].mutation_id, 0))
    desk.outbox.add(note(gone, case="C-3", at=asked["C-3"].created_at + 1))
    found = basis(desk)
    pending = {number: len(found.asked.get(each.case, ())) for each in found.chosen for number in (each.number,)}
    assert pending == {"C-1": 1, "C-2": 2, "C-3": 0}
    assert found.asked[found.chosen[0].case] == (effect_id(asked["C-1"].mutation_id, 0),)


def test_the_result_of_each_is_found_by_its_id(office: Office) -> None:
    desk = office.desk()
    fine, wrong = desk.write(CommentAdded("x")), desk.write(CommentAdded("y"), case="C-99")
    desk.sync()
    later = desk.write(CommentAdded("z"))
    elsewhere = note(CommentAdded("never written here"))
    found = desk.outbox.entries_of([later, wrong, fine, elsewhere])
    assert [each.state.value for each in found] == ["ok", "rejected", "pending"]
    assert [each.mutation.payload for each in found] == [CommentAdded("x"), CommentAdded("y"), CommentAdded("z")]
    assert found[1:] == [each for each in desk.outbox.everything() if each.mutation in (wrong, later)]
    assert "C-99" in found[1].words


def test_what_cannot_be_asked_for_is_refused_by_name() -> None:
    with pytest.raises(WrongUsage, match="asked for"):
        check(note(Requested("delete", "Bo", "crm")))


def test_a_source_of_the_desk_is_never_who_must_act(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    desk.write(CommentAdded("x"), case="C-1")
    desk.sync()
    found = basis(desk)
    own = small_dictionaries().sources[1]
    assert found.systems(found.chosen) == [(own.name, 3)]
    assert own.capability != Capability(0)
