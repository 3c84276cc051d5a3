"""What a person says about a step of the log reaches every desk, once, and is never silently overwritten."""

import json

import pytest

from bpo_desk.cache import read
from bpo_desk.cache.step_mappings import step_mapping
from bpo_desk.errors import WrongUsage
from bpo_desk.models.mutation import CommentAdded, Mutation, MutationResult, Outcome, Refusal, StepMapped
from bpo_desk.models.step_mapping import AUTOMATIC, NOWHERE, StepMapping
from bpo_desk.shared.admin import new_epoch
from bpo_desk.shared.definitions import store_definition
from bpo_desk.shared.engine import writing
from tests.outbox.desks import NOW, Desk, Office, note

BPMN = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
    b'<startEvent id="s"/><task id="a" name="Do"/><task id="b" name="Look"/></process></definitions>'
)


@pytest.fixture
def mapped_office(office: Office) -> Office:
    """The office with a process of two versions; C-1 runs on the first."""
    with writing(office.engine) as connection:
        store_definition(connection, office.engagement, "claims", "1", "Claims", BPMN, cases=[1])
        store_definition(connection, office.engagement, "claims", "2", "Claims", BPMN + b" ", cases=[])
    return office


def steps_of(office: Office) -> list[str]:
    return [row[0] for row in office.rows("SELECT name FROM step WHERE step_id > 0 ORDER BY step_id")]


def said(element: str, before: str = AUTOMATIC, *, step: str, who: str = "Ada", version: str = "1") -> Mutation:
    return note(StepMapped("claims", version, step, element, before), case="", who=who)


def seen(desk: Desk, version: str = "1") -> StepMapping:
    with desk.cache.read() as connection:
        return step_mapping(connection, 1, "acme", "claims", version, desk.outbox)


def write(desk: Desk, mutation: Mutation) -> Mutation:
    desk.outbox.add(mutation)
    return mutation


def test_it_is_seen_at_once_then_by_every_desk_and_in_the_cases(mapped_office: Office) -> None:
    office = mapped_office
    mine, theirs = office.desk(), office.desk()
    for each in (mine, theirs):
        each.sync()
    step = steps_of(office)[0]
    write(mine, said("b", step=step))
    assert seen(mine).elements == {step: "b"}
    assert seen(mine).pending == {step}
    assert seen(theirs).elements == {}
    mine.sync()
    lines = theirs.sync()
    for each in (mine, theirs):
        assert seen(each).elements == {step: "b"}
        assert seen(each).pending == frozenset()
        assert seen(each).steps[step].by == "Ada"
        assert dict(each.case("C-1").mapped) == {step: "b"}
        assert seen(each, "2").elements == {}, "another version is another mapping"
    assert [line for line in lines if line["event"] == "changed"], "whoever shows the process is told"


def test_what_was_acknowledged_is_shown_until_it_comes_back_and_never_over_what_others_said_since(
    mapped_office: Office,
) -> None:
    office = mapped_office
    desk = office.desk()
    desk.sync()
    step = steps_of(office)[0]
    mutation = write(desk, said("b", step=step))
    desk.outbox.sending([mutation.mutation_id])
    desk.outbox.answered(mutation.mutation_id, office.apply(mutation), "epoch", NOW)
    assert seen(desk).elements == {step: "b"}, "the copy does not have the row yet"
    assert office.apply(said("a", "b", who="Bo", step=step)).outcome is Outcome.OK
    desk.sync()
    assert seen(desk).elements == {step: "a"}


def test_who_comes_second_is_told_what_the_first_said(mapped_office: Office) -> None:
    office = mapped_office
    step = steps_of(office)[0]
    assert office.apply(said("a", step=step)).outcome is Outcome.OK
    late = office.apply(said("b", who="Bo", step=step))
    assert late.outcome is Outcome.CONFLICT
    assert "Ada" in late.words
    assert json.loads(late.theirs)["element"] == "a"
    assert office.apply(said("a", who="Bo", step=step)).outcome is Outcome.OK, "to say the same is no conflict"
    assert office.apply(said("b", "a", who="Bo", step=step)).outcome is Outcome.OK
    assert office.apply(said(AUTOMATIC, "b", step=step)).outcome is Outcome.OK
    gone = office.apply(said("a", "b", step=step))
    assert gone.outcome is Outcome.CONFLICT
    assert "took away" in gone.words


def test_sent_again_it_changes_nothing_and_gets_the_same_answer(mapped_office: Office) -> None:
    office = mapped_office
    mutation = said("a", step=steps_of(office)[0])
    first = office.apply(mutation)
    stored = office.rows("SELECT name, content, row_ver FROM mapping")
    assert office.apply(mutation) == first
    assert office.rows("SELECT name, content, row_ver FROM mapping") == stored
    assert len(stored) == 1


def test_an_undone_step_is_matched_by_itself_again(mapped_office: Office) -> None:
    office = mapped_office
    desk = office.desk()
    desk.sync()
    first, second = steps_of(office)[:2]
    for each in (said("b", step=first), said(NOWHERE, step=second), said(AUTOMATIC, "b", step=first)):
        write(desk, each)
    assert seen(desk).elements == {second: NOWHERE}
    desk.sync()
    assert seen(desk).elements == {second: NOWHERE}
    assert set(desk.states().values()) == {"ok"}
    assert office.rows("SELECT count(*) FROM event WHERE kind > 30 AND kind < 50") == [(1,)], "no case has a part in it"


def test_a_restored_database_gets_it_again(mapped_office: Office) -> None:
    office = mapped_office
    desk = office.desk()
    step = steps_of(office)[0]
    write(desk, said("b", step=step))
    desk.sync()
    new_epoch(office.engine)
    office.change("DELETE FROM mapping", "DELETE FROM applied_mutation")
    desk.sync()
    assert seen(desk).elements == {step: "b"}


@pytest.mark.parametrize(
    ("role", "outcome"), [("reviewer", "ok"), ("owner", "ok"), ("viewer", "rejected"), ("client", "rejected")]
)
def test_only_those_who_run_or_check_the_process_say_what_its_steps_are(
    mapped_office: Office, role: str, outcome: str
) -> None:
    office = mapped_office
    office.change(
        "INSERT INTO membership (engagement_id, membership_id, login, role)"
        f" VALUES (1, 1, {'session_user' if office.engine.dialect.name == 'postgresql' else repr('ada')}, '{role}')"
    )
    result: MutationResult = office.apply(said("a", step=steps_of(office)[0]))
    assert result.outcome == outcome
    assert result.refusal == ("" if outcome == "ok" else Refusal.PERMISSION)


def test_what_the_database_does_not_know_is_refused_in_words(mapped_office: Office) -> None:
    office = mapped_office
    step = steps_of(office)[0]
    for mutation, word in ((said("a", version="9", step=step), "version"), (said("a", step="Dream"), "Dream")):
        result = office.apply(mutation)
        assert (result.outcome, result.refusal) == (Outcome.REJECTED, Refusal.VALIDATION)
        assert word in result.words
    assert office.rows("SELECT count(*) FROM mapping") == [(0,)]


def test_it_names_no_case_and_whatever_is_about_a_case_names_one(mapped_office: Office) -> None:
    desk = mapped_office.desk()
    for wrong in (
        note(StepMapped("claims", "1", "Check", "a"), case="C-1"),
        note(CommentAdded("x"), case=""),
        note(StepMapped("", "1", "Check", "a"), case=""),
    ):
        with pytest.raises(WrongUsage):
            desk.outbox.add(wrong)


def test_each_case_tells_the_version_that_it_is_drawn_on(mapped_office: Office) -> None:
    desk = mapped_office.desk()
    desk.sync()
    mapped_office.change("UPDATE case_ SET process_key = 'claims' WHERE number = 'C-2'")
    desk.sync()
    queue = read.queue(desk.cache, 1)
    drawn = {
        queue.numbers.text(row): queue.versions[place].version if place >= 0 else None
        for row, place in enumerate(queue.definition.tolist())
    }
    assert drawn == {"C-1": "1", "C-2": "2", "C-3": None}
    for number, version in drawn.items():
        assert desk.case(number).process_version == (version or "")
