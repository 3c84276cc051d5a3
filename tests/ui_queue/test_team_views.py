"""Views of the team in the menu: shown, shared, changed, taken away, theirs and mine; none drops a status silently."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.cache.outbox import Entry, EntryState
from bpo_desk.models.case_columns import CaseStatus
from bpo_desk.models.filter_statuses import left_out
from bpo_desk.models.filter_text import parse
from bpo_desk.models.filters import And, Compare, FieldIn, FieldIs, Not, Or, Span
from bpo_desk.models.row_seen import RowSeen, said_digest
from bpo_desk.models.shared_view import SharedView, ViewShared
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.filter_mask import filter_mask
from bpo_desk.ui.queue.queue_state import QueueState
from bpo_desk.ui.queue.saved_views import BUILT_IN, SavedView, one_of_json, one_to_json, statuses_left_out
from tests.screens.pictures import check_picture
from tests.ui_queue.synthetic import NOW, synthetic

MORNING = one_to_json(SavedView(QueueState(text="side:client", chips=frozenset({"overdue"}), sort=(("age", True),)),
                                "step"))  # fmt: skip
LOOKUP = FilterLookup(synthetic(200, seed=3))
leaves = st.one_of(
    st.sampled_from([status.word for status in CaseStatus]).map(lambda word: FieldIs("status", word)),
    st.just(FieldIn("status", ("open", "closed"))),
    st.sampled_from(["overdue", "reopened"]).map(lambda chip: FieldIs("is", chip)),
    st.just(Compare("closed", "<", Span(7 * 24 * 3600))),
    st.just(FieldIs("side", "client")),
)
filters = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=6,
)


@given(filters)
def test_of_a_status_that_is_said_to_be_left_out_no_case_is_kept(asked):
    kept = LOOKUP.cases["status"][filter_mask(asked, LOOKUP, NOW)]
    assert not set(np.unique(kept).tolist()) & {int(status) for status in left_out(asked)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("side:client", []),
        ("-status:closed,cancelled", ["closed", "cancelled"]),
        ("status:closed closed<7d", ["unknown", "open", "cancelled"]),
        ("status:open OR side:client", []),
        ("is:overdue", ["closed", "cancelled"]),
        ("closed<7d", ["unknown", "open"]),
        ("-closed<7d", []),
    ],
)
def test_the_statuses_that_a_view_leaves_out_are_named(text, words):
    assert [status.word for status in left_out(parse(text))] == words
    assert statuses_left_out(SavedView(QueueState(text=text))) == words


def test_showing_a_view_says_which_statuses_it_leaves_out(window):
    said: list[str] = []
    window.queue.status_changed.connect(said.append)
    menu = window.overlays.views.menu(window.overlays.views._team(([], [], ())))
    menu.show_view(BUILT_IN["Supervisor: least time left"])
    assert said[-1] == "This view shows no case that is closed or cancelled"


def opened(window, qtbot):
    window.actions_by_name["views"].trigger()
    qtbot.waitUntil(lambda: window.overlays.views.shown is not None)
    menu = window.overlays.views.shown
    window.overlays.views.shown = None
    return {action.text(): action for action in menu.actions() if action.text()}


def test_a_view_of_the_team_is_shown_with_who_kept_it_and_whose_default_it_is(window, desk, qtbot):
    desk.team = [
        SharedView("Mornings & more", MORNING, "reviewer", "Ann", NOW, 2),
        SharedView("Old", "", "", "Bo", NOW, 4),
        SharedView("Mine", MORNING, by="Ada", pending=True),
    ]
    actions = opened(window, qtbot)
    assert "Mornings && more  (by Ann, default of reviewer)" in actions
    assert "Mine  (by Ada, waits to be sent)" in actions
    assert not [text for text in actions if text.startswith("Old")], "it was taken away"
    actions["Mornings && more  (by Ann, default of reviewer)"].trigger()
    state = window.queue.state()
    assert (state.text, state.chips, state.sort) == ("side:client", frozenset({"overdue"}), (("age", True),))
    assert window.queue.sides.group_by == "step"


def test_sharing_keeps_what_is_shown_over_the_version_that_was_seen(window, desk, qtbot):
    desk.team = [SharedView("Mornings", MORNING, "viewer", "Ann", NOW, 7)]
    window.queue.filter_by("side:provider")
    actions = opened(window, qtbot)
    change = actions["Change a view of the team to what is shown"].menu().actions()[0]
    change.trigger()
    qtbot.waitUntil(lambda: len(desk.written) == 1)
    found = desk.written[0]
    assert found.case == ""
    assert RowSeen(found.base_row_ver, found.seen) == desk.team[0].seen
    assert found.base_row_ver == 7
    assert isinstance(found.payload, ViewShared)
    assert found.payload.role == "viewer"
    assert one_of_json(found.payload.content).state.text == "side:provider"


def test_a_default_of_a_role_has_one_view(window, desk, qtbot):
    desk.team = [SharedView("A", MORNING, "viewer", "Ann", NOW, 1), SharedView("B", MORNING, "", "Ann", NOW, 2)]
    actions = opened(window, qtbot)
    of_b = actions["Default view of a role"].menu().actions()[1].menu()
    next(action for action in of_b.actions() if action.text() == "viewer").trigger()
    qtbot.waitUntil(lambda: len(desk.written) == 2)
    assert {(each.payload.name, each.payload.role, each.base_row_ver) for each in desk.written} == {
        ("A", "", 1), ("B", "viewer", 2),
    }  # fmt: skip


def test_taking_away_names_the_version_that_was_seen(window, desk, qtbot):
    desk.team = [SharedView("A", MORNING, "", "Ann", NOW, 3)]
    opened(window, qtbot)["Take a view away from the team"].menu().actions()[0].trigger()
    qtbot.waitUntil(lambda: len(desk.written) == 1)
    assert (desk.written[0].payload, desk.written[0].base_row_ver) == (ViewShared("A"), 3)


def test_theirs_and_mine_stand_side_by_side_and_mine_can_be_kept_over_theirs(window, desk, qtbot):
    mine = ViewShared("A", one_to_json(SavedView(QueueState(text="side:provider"))))
    theirs = json.dumps({"who": "Bo", "content": MORNING, "role": "", "row_ver": 5})
    mutation = replace(desk.new_mutation("NWB", "", mine), base_row_ver=4)
    words = "Bo, at 10:40, changed this view after you had looked at it."
    desk.entries = [Entry(1, mutation, EntryState.CONFLICT, words=words, theirs=theirs)]
    title = "A: changed by somebody else first"
    both = {action.text(): action for action in opened(window, qtbot)[title].menu().actions()}
    assert words in both
    both["Show theirs"].trigger()
    assert window.queue.filter_line.text() == "side:client"
    both["Show mine"].trigger()
    assert window.queue.filter_line.text() == "side:provider"
    both["Keep mine"].trigger()
    qtbot.waitUntil(lambda: len(desk.written) == 1)
    qtbot.waitUntil(lambda: mutation.mutation_id not in {each.mutation.mutation_id for each in desk.entries})
    assert (desk.written[0].payload, desk.written[0].base_row_ver) == (mine, 5)
    assert desk.written[0].seen == said_digest((MORNING, ""))


def test_the_first_start_shows_the_default_view_of_the_role_and_later_ones_what_was_left(open_window, desk, qtbot):
    desk.team = [SharedView("Mornings", MORNING, "reviewer", "Ann", NOW, 2)]
    desk.roles = ("reviewer",)
    first = open_window()
    qtbot.waitUntil(lambda: first.queue.filter_line.text() == "side:client")
    first.queue.clear_filter()
    first.close()
    again = open_window()
    qtbot.wait(200)
    assert again.queue.filter_line.text() == ""


def test_a_view_that_cannot_be_read_is_said(window, desk, qtbot):
    desk.team = [SharedView("A", "[1]", "", "Ann", NOW, 3)]
    said: list[str] = []
    window.queue.status_changed.connect(said.append)
    opened(window, qtbot)["A  (by Ann)"].trigger()
    assert "not shown" in said[-1]


@pytest.mark.parametrize("look", ["", "-dark", "-200"])
def test_pictures_of_the_menu(open_window, desk, qtbot, look):
    desk.team = [
        SharedView("Mornings & more", MORNING, "reviewer", "Ann", NOW, 2),
        SharedView("Waiting for Northwind", MORNING, by="Ada", pending=True),
    ]
    mine = ViewShared("Month end", MORNING)
    entry = Entry(1, desk.new_mutation("NWB", "", mine), EntryState.CONFLICT, words="Bo was first.", theirs="")
    desk.entries = [entry]
    window = open_window(dark=look == "-dark", percent=200 if look == "-200" else 100)
    window.actions_by_name["views"].trigger()
    qtbot.waitUntil(lambda: window.overlays.views.shown is not None)
    check_picture(window.overlays.views.shown, f"views-menu{look}")
    window.overlays.views.shown.close()
