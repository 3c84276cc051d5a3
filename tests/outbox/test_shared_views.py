"""Views of the team reach every desk, also when kept offline; who changes one that changed meanwhile sees theirs."""

import json

import pytest

from bpo_desk.cache.shared_views import shared_views
from bpo_desk.models.mutation import Mutation, Outcome, Refusal
from bpo_desk.models.row_seen import NOTHING_SEEN, RowSeen
from bpo_desk.models.shared_view import SharedView, ViewShared, shared_view_of
from tests.outbox.desks import Desk, Office, note, on


def kept(name: str, content: str, seen: RowSeen = NOTHING_SEEN, who: str = "Ada", role: str = "") -> Mutation:
    return on(note(ViewShared(name, content, role), case="", who=who), seen)


def views(desk: Desk) -> dict[str, SharedView]:
    with desk.cache.read() as connection:
        return {each.name: each for each in shared_views(connection, 1, "acme", desk.outbox)}


def test_a_view_kept_offline_is_there_at_once_and_then_at_every_desk(office: Office) -> None:
    mine, theirs = office.desk(), office.desk()
    for each in (mine, theirs):
        each.sync()
    mine.outbox.add(kept("Mornings", "{1}", role="viewer"))
    assert views(mine)["Mornings"].pending
    assert views(theirs) == {}
    mine.sync()
    theirs.sync()
    for each in (mine, theirs):
        found = views(each)["Mornings"]
        assert (found.content, found.role, found.by, found.pending) == ("{1}", "viewer", "Ada", False)
        assert found.row_ver > 0


def test_two_who_change_one_view_offline_never_overwrite_each_other(office: Office) -> None:
    first, second = office.desk(), office.desk()
    first.outbox.add(kept("Mornings", "{1}"))
    for each in (first, second):
        each.sync()
    seen = views(first)["Mornings"].seen
    assert views(second)["Mornings"].seen == seen
    first.outbox.add(kept("Mornings", "{2}", seen))
    mine = kept("Mornings", "{3}", seen, who="Bo")
    second.outbox.add(mine)
    first.sync()
    second.sync()
    late = second.outbox.needing_attention()[0]
    assert late.state.value == "conflict"
    assert "Ada" in late.words
    theirs = json.loads(late.theirs)
    assert theirs["content"] == "{2}"
    assert late.mutation.payload == mine.payload, "mine is still there"
    assert views(second)["Mornings"].content == "{2}"
    second.outbox.add(kept("Mornings", "{3}", views(second)["Mornings"].seen, who="Bo"))
    second.sync()
    first.sync()
    assert {views(each)["Mornings"].content for each in (first, second)} == {"{3}"}


def test_to_say_the_same_is_no_conflict_and_a_retry_changes_nothing(office: Office) -> None:
    mutation = kept("Mornings", "{1}")
    first = office.apply(mutation)
    assert first.outcome is Outcome.OK
    stored = office.rows("SELECT name, owner, content, row_ver FROM saved_view")
    assert office.apply(mutation) == first
    assert office.apply(kept("Mornings", "{1}", who="Bo")).outcome is Outcome.OK
    assert office.rows("SELECT name, owner, content, row_ver FROM saved_view") == stored
    assert office.apply(kept("Mornings", "{2}", who="Bo")).outcome is Outcome.CONFLICT


def test_a_view_that_was_taken_away_can_be_kept_again(office: Office) -> None:
    desk = office.desk()
    desk.outbox.add(kept("Mornings", "{1}"))
    desk.sync()
    desk.outbox.add(kept("Mornings", "", views(desk)["Mornings"].seen))
    assert views(desk)["Mornings"].content == ""
    desk.sync()
    gone = views(desk)["Mornings"]
    assert (gone.content, gone.pending) == ("", False)
    blind = office.apply(kept("Mornings", "{2}", who="Bo"))
    assert blind.outcome is Outcome.CONFLICT
    assert "took this view away" in blind.words
    desk.outbox.add(kept("Mornings", "{2}", gone.seen))
    desk.sync()
    assert views(desk)["Mornings"].content == "{2}"
    assert set(desk.states().values()) == {"ok"}


@pytest.mark.parametrize(("role", "taken"), [("reviewer", True), ("owner", True), ("viewer", False), ("client", False)])
def test_readers_and_the_client_do_not_change_views_of_the_team(office: Office, role: str, taken: bool) -> None:
    login = "session_user" if office.engine.dialect.name == "postgresql" else "'ada'"
    office.change(
        f"INSERT INTO membership (engagement_id, membership_id, login, role) VALUES (1, 1, {login}, '{role}')"
    )
    result = office.apply(kept("Mornings", "{1}"))
    assert (result.outcome is Outcome.OK) is taken
    if not taken:
        assert result.refusal is Refusal.PERMISSION


def test_a_row_of_something_else_is_a_view_without_content() -> None:
    for stored in ("", "[]", "no json"):
        assert shared_view_of("x", stored, 3) == SharedView("x", row_ver=3)
