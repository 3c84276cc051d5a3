"""Reviews of a case: one row that several change, so whoever saw an older version is told what stands there now."""

import json
from dataclasses import replace

import pytest

from bpo_desk.cache.case_reviews import case_reviews
from bpo_desk.errors import DeskError, WrongUsage
from bpo_desk.models.event import EventKind, Visibility
from bpo_desk.models.mutation import ListExported, Mutation, Outcome, Refusal, check
from bpo_desk.models.review import Review, ReviewKept, ReviewState, review_of
from bpo_desk.models.row_seen import NOTHING_SEEN, RowSeen
from bpo_desk.shared import admin
from bpo_desk.shared.engine import writing
from bpo_desk.state.reviews import case_reviews as told_reviews
from bpo_desk.sync.run import sync_once
from tests.outbox.desks import Desk, Office, note, on


def kept(
    text: str, seen: RowSeen = NOTHING_SEEN, who: str = "Ada", *, of: str = "Ada", state: str = "draft"
) -> Mutation:
    said = ReviewKept(of, state=state, score="3", findings="late\nno reason given", text=text)
    return on(note(said, who=who), seen)


def review(desk: Desk, case: str = "C-1") -> Review:
    return reviews(desk, case)[0]


def reviews(desk: Desk, case: str = "C-1") -> list[Review]:
    with desk.cache.read() as connection:
        return case_reviews(connection, 1, int(case[-1]), "acme", case, desk.outbox)


def test_a_draft_kept_offline_is_there_at_once_then_at_every_desk_and_no_event(office: Office) -> None:
    mine, theirs = office.desk(), office.desk()
    for each in (mine, theirs):
        each.sync()
    events = len(mine.case().events)
    mine.outbox.add(kept("to be checked"))
    assert review(mine).pending
    assert reviews(theirs) == []
    mine.sync()
    theirs.sync()
    for each in (mine, theirs):
        found = review(each)
        assert (found.kept.text, found.kept.found, found.by) == ("to be checked", ("late", "no reason given"), "Ada")
        assert not found.pending
        assert found.row_ver > 0
    assert len(theirs.case().events) == events


def test_two_desks_that_change_one_review_offline_never_overwrite_each_other(office: Office) -> None:
    first, second = office.desk(), office.desk()
    first.outbox.add(kept("begun"))
    for each in (first, second):
        each.sync()
    seen = review(second).seen
    first.outbox.add(kept("Ada's", seen))
    mine = kept("Bo's", seen, who="Bo")
    second.outbox.add(mine)
    first.sync()
    second.sync()
    late = second.outbox.needing_attention()[0]
    assert late.state.value == "conflict"
    assert "Ada" in late.words
    theirs = json.loads(late.theirs)
    assert (theirs["text"], theirs["who"]) == ("Ada's", "Ada")
    assert late.mutation.payload == mine.payload, "mine is still there"
    assert review(second).kept.text == "Ada's"
    again = kept("Bo's", review(second).seen, who="Bo")
    second.outbox.write_again(mine.mutation_id, again, edited=False)
    second.sync()
    first.sync()
    assert {review(each).kept.text for each in (first, second)} == {"Bo's"}
    assert second.outbox.needing_attention() == []
    decision, entry = second.outbox.decisions()[0]
    assert (decision.what.value, decision.again) == ("sent_again", again.mutation_id)
    assert entry.mutation.payload == mine.payload
    with pytest.raises(DeskError, match="decided already"):
        second.outbox.write_again(mine.mutation_id, kept("Bo's"), edited=False)


def test_several_changes_of_one_desk_before_the_first_is_sent_follow_each_other(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    for text in ("one", "two", "three"):
        desk.outbox.add(kept(text, review(desk).seen if reviews(desk) else NOTHING_SEEN))
    desk.sync()
    assert set(desk.states().values()) == {"ok"}
    assert review(desk).kept.text == "three"
    desk.outbox.add(kept("four", review(desk).seen))
    desk.sync()
    assert (review(desk).kept.text, review(desk).row_ver) == ("four", 4)


def test_after_a_restore_the_whole_row_of_changes_is_made_again_once(office: Office) -> None:
    desk = office.desk()
    desk.outbox.add(kept("one"))
    desk.sync()
    for text in ("two", "three"):
        desk.outbox.add(kept(text, review(desk).seen))
        desk.sync()
    office.change("DELETE FROM review", "DELETE FROM applied_mutation")
    admin.new_epoch(office.engine)
    desk.sync()
    assert set(desk.states().values()) == {"ok"}
    assert office.rows("SELECT state, row_ver FROM review") == [("draft", 3)]
    desk.sync()
    assert review(desk).kept.text == "three"
    assert office.rows("SELECT count(*) FROM applied_mutation") == [(3,)]


def test_a_change_that_waited_through_a_restore_never_goes_over_a_text_that_its_writer_has_not_seen(
    office: Office,
) -> None:
    mine, theirs = office.desk(), office.desk()
    theirs.outbox.add(kept("Bo's, before the restore", who="Bo"))
    for each in (theirs, mine):
        each.sync()
    seen = review(mine).seen
    mine.outbox.add(kept("Ada's, on top of it", seen))
    office.change("DELETE FROM review", "DELETE FROM applied_mutation")
    admin.new_epoch(office.engine)
    assert office.apply(kept("Cy's, since the restore", who="Cy")).outcome is Outcome.OK
    assert office.rows("SELECT row_ver FROM review") == [(seen.row_ver,)], "the number stands for another text now"
    mine.sync()
    (late,) = mine.outbox.needing_attention()
    assert (late.state.value, json.loads(late.theirs)["text"]) == ("conflict", "Cy's, since the restore")
    assert review(mine).kept.text == "Cy's, since the restore"


def test_a_change_of_what_the_restore_brought_back_is_taken_though_its_version_is_another(office: Office) -> None:
    mine = office.desk()
    theirs = kept("Bo's", who="Bo")
    assert office.apply(theirs).outcome is Outcome.OK
    mine.sync()
    mine.outbox.add(kept("Ada's, on top of it", review(mine).seen))
    office.change("UPDATE review SET row_ver = row_ver + 3")
    admin.new_epoch(office.engine)
    mine.sync()
    assert review(mine).kept.text == "Ada's, on top of it"
    assert mine.outbox.needing_attention() == []


def test_what_an_earlier_version_kept_names_a_number_alone_and_goes_over_nothing(office: Office) -> None:
    assert office.apply(kept("Bo's", who="Bo")).outcome is Outcome.OK
    for text, state in (("Bo's", "ok"), ("Ada's", "conflict")):
        desk = office.desk()
        desk.sync()
        old = replace(kept(text), base_row_ver=1)
        desk.outbox.add(old)
        assert desk.outbox.to_send()[0].mutation.payload_hash() == old.payload_hash()
        desk.sync()
        assert desk.states()[old.mutation_id] == state
        assert review(desk).kept.text == "Bo's"


def test_a_row_of_changes_that_an_earlier_version_kept_is_taken_one_after_the_other(office: Office) -> None:
    desk = office.desk()
    desk.outbox.add_all([kept("one"), kept("two"), kept("three")])
    with desk.outbox.write() as connection:
        connection.execute("update entry set seen = ''")
    desk.sync()
    assert set(desk.states().values()) == {"ok"}
    assert review(desk).kept.text == "three"


def test_what_was_written_on_something_refused_is_refused_as_well(office: Office) -> None:
    first, second = office.desk(), office.desk()
    first.outbox.add(kept("Ada's"))
    first.sync()
    second.outbox.add(kept("Bo's", who="Bo"))
    second.outbox.add(kept("Bo's, better", who="Bo"))
    second.sync()
    assert list(second.states().values()) == ["conflict", "conflict"]
    assert review(second).kept.text == "Ada's"


def test_nothing_is_changed_unseen_by_a_change_made_on_top_of_a_refused_one(office: Office) -> None:
    mine, theirs = office.desk(), office.desk()
    mine.outbox.add(kept("begun"))
    mine.sync()
    theirs.sync()
    mine.outbox.add(kept("mine", review(mine).seen))
    theirs.outbox.add(kept("theirs", review(theirs).seen, who="Bo"))
    theirs.sync()
    sync_once(mine.cache, mine.answerer)  # their change comes, mine has not been sent yet and is what is shown
    assert (review(mine).kept.text, review(mine).row_ver) == ("mine", 2)
    mine.outbox.add(kept("mine, better", review(mine).seen))
    mine.sync()
    assert list(mine.states().values()) == ["ok", "conflict", "conflict"]
    assert review(mine).kept.text == "theirs"


def test_submitting_and_revising_tell_the_case_once(office: Office) -> None:
    desk = office.desk()
    desk.outbox.add(kept("good", state=ReviewState.SUBMITTED))
    desk.sync()
    later = kept("not so good", review(desk).seen, state=ReviewState.REVISED)
    desk.outbox.add(replace(later, created_at=later.created_at + 1))
    desk.sync()
    file = desk.case()
    told = told_reviews(file.events, file.data, len(file.events))
    kinds = [EventKind(int(file.events.kind[each.row])) for each in told]
    assert kinds == [EventKind.REVIEW_SUBMITTED, EventKind.REVIEW_REVISED]
    assert [(each.score, each.findings, each.state) for each in told] == [
        ("3", ("late", "no reason given"), "submitted"),
        ("3", ("late", "no reason given"), "revised"),
    ]
    assert {int(file.events.visibility[each.row]) for each in told} == {int(Visibility.INTERNAL)}


@pytest.mark.parametrize(
    ("role", "taken"), [("reviewer", True), ("owner", True), ("admin", True), ("viewer", False), ("importer", False),
                        ("client", False)],
)  # fmt: skip
def test_reviews_are_written_by_reviewers(office: Office, role: str, taken: bool) -> None:
    login = "session_user" if office.engine.dialect.name == "postgresql" else "'ada'"
    office.change(
        f"INSERT INTO membership (engagement_id, membership_id, login, role) VALUES (1, 1, {login}, '{role}')"
    )
    result = office.apply(kept("x"))
    assert (result.outcome is Outcome.OK) is taken
    if not taken:
        assert result.refusal is Refusal.PERMISSION


def test_the_same_id_with_another_review_is_refused_by_desk_and_server(office: Office) -> None:
    desk = office.desk()
    first = kept("one")
    desk.outbox.add(first)
    for other in (kept("two"), replace(kept("one"), base_row_ver=4), replace(kept("one"), case="C-2")):
        with pytest.raises(DeskError, match="Something else"):
            desk.outbox.add(replace(other, mutation_id=first.mutation_id))
    assert office.apply(first).outcome is Outcome.OK
    result = office.apply(replace(kept("two"), mutation_id=first.mutation_id))
    assert result.refusal is Refusal.VALIDATION
    assert office.rows("SELECT count(*) FROM review") == [(1,)]


def test_a_review_that_no_table_takes_is_refused_before_it_is_kept() -> None:
    for said in (ReviewKept(""), ReviewKept("Ada", 0), ReviewKept("Ada", 100), ReviewKept("Ada", state="done")):
        with pytest.raises(WrongUsage):
            check(note(said))


def test_a_draft_of_another_program_says_nothing() -> None:
    for stored in ("", "[]", "no json", "{}"):
        assert review_of("Ada", 1, "draft", stored, 3) == Review(ReviewKept("Ada"), row_ver=3)


def test_a_desk_without_an_answer_is_still_exactly_once(office: Office) -> None:
    mutation = kept("one")
    first = office.apply(mutation)
    assert office.apply(mutation) == first
    with writing(office.engine) as connection:
        rows = connection.exec_driver_sql("SELECT count(*), max(row_ver) FROM review").one()
    assert tuple(rows) == (1, 1)


def test_a_list_that_left_is_noted_once_for_the_engagement_and_in_no_case(office: Office) -> None:
    desk = office.desk()
    desk.sync()
    told = ListExported("csv", 3, "a" * 64, "b" * 64, "status:open")
    desk.outbox.add(note(told, case=""))
    assert (desk.outbox.status().unsent, desk.outbox.status().access) == (0, 1), "nobody typed it"
    desk.sync()
    assert set(desk.states().values()) == {"ok"}
    ((what, said),) = office.rows("SELECT what, said FROM access_change")
    assert what == "list_exported"
    assert (json.loads(said)["cases"], json.loads(said)["population"], json.loads(said)["name"]) == (3, "b" * 64, "Ada")
    assert office.rows("SELECT count(*) FROM event WHERE kind = 71") == [(0,)]
