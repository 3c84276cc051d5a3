"""Saved views: kept whole, shown whole, never with less than they say."""

from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.filter_text import parse
from bpo_desk.ui.queue.chips_bar import CHIPS
from bpo_desk.ui.queue.queue_state import QueueState
from bpo_desk.ui.queue.saved_views import BUILT_IN, SavedView, of_json, to_json
from bpo_desk.ui.queue.views_menu import ViewsMenu

CHIP_KEYS = [each.key for each in CHIPS]
VIEWS = st.builds(
    SavedView,
    st.builds(
        QueueState,
        st.text(),
        st.frozensets(st.sampled_from(CHIP_KEYS)),
        st.lists(st.tuples(st.sampled_from(["due", "age"]), st.booleans()), min_size=1).map(tuple),
        selected=st.just(()),
        current=st.none(),
        top=st.just(0),
        listed=st.none(),
    ),
    st.sampled_from(["", "holder"]),
)


@given(st.dictionaries(st.text(), VIEWS, max_size=4))
def test_views_come_back_as_they_were_kept(views):
    assert of_json(to_json(views)) == views


def test_a_file_of_something_else_has_no_views():
    for text in ("", "[]", "{}", '{"a": 1}', '{"a": {"state": 1}}'):
        assert of_json(text) == {}


def a_menu(window, kept):
    return ViewsMenu(window.queue, lambda: kept[-1] if kept else "", kept.append)


def test_a_saved_view_brings_filter_chips_sort_columns_and_groups_back(window, qtbot):
    kept: list[str] = []
    queue = window.queue
    queue.chips.choose({"overdue", "no_movement"})
    queue.sort_by("age")
    queue.filter_by("side:client OR side:provider")
    queue.table.setColumnWidth(3, 222)
    queue.table.setColumnHidden(9, True)
    queue.sides.show_grouping("client")
    before, rows = queue.state(), len(queue.table.queue_model.rows)
    a_menu(window, kept).save("Mine")
    queue.clear_filter()
    queue.sort_by("number")
    queue.table.setColumnHidden(9, False)
    queue.sides.show_grouping("")
    menu = a_menu(window, kept)
    menu.show_view(menu.own["Mine"])
    assert queue.state()[:3] == before[:3]
    assert queue.table.isColumnHidden(9)
    assert queue.table.columnWidth(3) == 222
    assert queue.sides.groups_shown
    assert queue.sides.group_by == "client"
    assert len(queue.table.queue_model.rows) == rows


def test_a_view_with_a_chip_that_this_desk_lacks_is_refused_and_named(window):
    said: list[str] = []
    window.queue.status_changed.connect(said.append)
    window.queue.filter_by("sla:met")
    a_menu(window, []).show_view(SavedView(QueueState(chips=frozenset({"chip_of_next_year"}))))
    assert "chip_of_next_year" in said[-1]
    assert window.queue.filter_line.text() == "sla:met"


def test_the_built_in_views_are_filters_that_can_be_read(window):
    for view in BUILT_IN.values():
        parse(view.state.text)
        a_menu(window, []).show_view(view)
        assert window.queue.filter_line.error == ""


def test_a_view_of_open_cases_leaves_out_only_what_its_filter_names(window):
    a_menu(window, []).show_view(BUILT_IN["Supervisor: least time left"])
    status = window.queue._view.queue.cases["status"]
    rows = window.queue.table.queue_model.rows
    assert len(rows) == int((status < 2).sum())


def test_the_menu_offers_saving_and_deleting(window):
    kept: list[str] = []
    a_menu(window, kept).save("Mine & yours")
    menu = a_menu(window, kept)
    shown = menu.popup()
    assert "Mine && yours" in [action.text() for action in shown.actions()]
    shown.close()
    menu.delete("Mine & yours")
    assert of_json(kept[-1]) == {}
