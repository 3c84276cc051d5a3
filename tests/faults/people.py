"""What people at simulated desks do with rows that several change, and what must hold of it: they change what they see,
offline or not, and decide about what was refused. Somebody without a desk changes rows as well.

The desks use the product's own outbox, its own picture of a row and its own tray; the properties are said here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bpo_desk.cache import bookmarks, cases, records
from bpo_desk.cache.case_reviews import case_reviews, row_ver_of
from bpo_desk.cache.outbox import Entry, EntryState, Outbox
from bpo_desk.cache.shared_views import shared_views
from bpo_desk.errors import NotFound
from bpo_desk.models.mutation import Mutation, Outcome, Payload
from bpo_desk.models.review import Review, ReviewKept
from bpo_desk.models.row_seen import NOTHING_SEEN, RowSeen
from bpo_desk.models.shared_view import SharedView, ViewShared
from bpo_desk.workspace.attention import Attention, Refused
from tests.faults import rows
from tests.faults.rows import Made, Place, Said
from tests.faults.server import SMALL_COLUMNS, Server

if TYPE_CHECKING:
    from tests.faults.desk import Desk
    from tests.faults.world import World

WAITING = (EntryState.PENDING, EntryState.SENT)
_BY_AN_EARLIER_VERSION = 0.1
"""Of the changes of rows: those that an outbox held already when the desk was updated."""


class Wrong(AssertionError):
    """A promise was broken."""


@dataclass(frozen=True)
class _Lent:
    """Stands where the workspace lends the files of a running desk: these are open already."""

    file: Any

    @contextmanager
    def lent(self) -> Iterator[Any]:
        yield self.file

    seen = lent


def picture(desk: Desk, place: Place, outbox: Outbox | None) -> Review | SharedView | None:
    """A row as the desk shows it, with what waits in this outbox; None where it has none, or not its case. Raises
    NotFound where it has not the engagement."""
    table, one, names = place
    code = bookmarks.engagement_by_code(desk.cache, f"E{one}").code
    with desk.cache.read() as connection:
        if table == "saved_view":
            views = shared_views(connection, one, code, outbox)
            return next((each for each in views if each.name == names[1]), None)
        number = f"C-{one}-{names[0]}"
        case = cases.find_number(connection, one, number)
        reviews = () if case is None else case_reviews(connection, one, case, code, number, outbox)
        of_place = ((each.kept.reviewer, each.kept.round) == names[1:] for each in reviews)
        return next((each for each, same in zip(reviews, of_place, strict=True) if same), None)


def says(shown: Review | SharedView | None) -> Said | None:
    """What it says; None where nothing is there."""
    if shown is None:
        return None
    return rows.said_by(shown.kept if isinstance(shown, Review) else shown)


def change_a_row(world: World, desk: Desk) -> None:
    """Somebody changes a row as they see it, or makes it."""
    chance = world.chance
    one = chance.choice((1, 2))
    text = chance.choice(("the same", f"{desk.name} {len(desk.written)}", f"{desk.name} {len(desk.written)}"))
    if chance.random() < 0.5:
        case, payload = "", ViewShared(chance.choice(("late", "mine")), text)
    else:
        state = chance.choice(("draft", "draft", "submitted"))
        case, payload = f"C-{one}-{chance.randint(1, 2)}", ReviewKept("Ada", state=state, text=text)  # type: ignore[assignment]
    mutation = world.new_mutation(desk, f"E{one}", case, payload)
    place = rows.place_of(mutation)
    assert place is not None
    try:
        shown = picture(desk, place, desk.outbox)
        with desk.cache.read() as connection:
            if case and cases.find_number(connection, one, case) is None:
                return
    except NotFound:
        return  # nobody can open it here
    mutation = world.new_mutation(desk, f"E{one}", case, payload, NOTHING_SEEN if shown is None else shown.seen)
    desk.outbox.add(mutation)
    if chance.random() < _BY_AN_EARLIER_VERSION:  # which named the version alone
        with desk.outbox.write() as connection:
            connection.execute("update entry set seen = '' where mutation_id = ?", (mutation.mutation_id,))
    _wrote(desk, mutation, says(shown))
    world.tally["rows changed"] += 1


def _wrote(desk: Desk, mutation: Mutation, seen: Said | None) -> None:
    desk.written.append(mutation)
    desk.seen[mutation.mutation_id] = seen
    after = desk.outbox.rows("select after from entry where mutation_id = ?", (mutation.mutation_id,))[0][0]
    if after:
        below = next(each for each in desk.written if each.mutation_id == after)
        desk.seen[mutation.mutation_id] = rows.said_by(below.payload)


def decide(world: World, desk: Desk) -> None:
    """Somebody goes through the tray: theirs stays, or theirs is taken as read and mine is written again."""
    made: list[Mutation] = []

    def make(engagement: str, case: str, payload: Payload, seen: RowSeen | None) -> Mutation:
        made.append(world.new_mutation(desk, engagement, case, payload, seen))
        return made[-1]

    attention = Attention(_Lent(desk.cache), _Lent(desk.outbox), make, lambda: None)  # type: ignore[arg-type]
    for refused in attention.tray().refused:
        entry = refused.entry
        own = entry.mutation.mutation_id
        if not refused.may_send or world.chance.random() < 0.4:
            attention.keep_theirs(own)
            world.tally["theirs kept"] += 1
        else:
            attention.send_again(own, {"text": "note"} if rows.place_of(entry.mutation) is None else None)
            _wrote_again(desk, refused, made[-1])
            world.tally["mine sent again"] += 1
        desk.decided.add(own)


def _wrote_again(desk: Desk, refused: Refused, again: Mutation) -> None:
    place = rows.place_of(again)
    if place is None:
        desk.written.append(again)
        return
    held = refused.held
    there = held is not None and held.row_ver
    _wrote(desk, again, tuple(held.fields[each] for each in rows.FIELDS[place[0]]) if held and there else None)


def somebody_elsewhere(world: World) -> None:
    """A row is changed by somebody whose desk is not looked at, or leaves with its case for the other engagement, so
    that its key may be taken by the next one."""
    server, chance = world.server, world.chance
    one, case, text = chance.choice((1, 2)), chance.randint(1, 2), f"else {chance.getrandbits(16)}"
    others = [key for key, row in server.now.small.items() if key[1] == "review" and row.columns["reviewer"] == "Cy"]
    world.tally["rows changed elsewhere"] += 1
    if others and chance.random() < 0.5:
        here, table, key = chance.choice(others)
        there = 1 + max((k[2] for k in server.now.small if k[:2] == (3 - here, table)), default=0)
        writer = server.begin()
        writer.move_row(here, table, key, 3 - here, there)
        writer.commit()
        rows.change(server, ("review", here, (case, "Cy", 200)), ("draft", "", "", text), "elsewhere")
        return
    places: list[tuple[Place, Said]] = [
        (("review", one, (case, "Ada", 1)), ("draft", "", "", text)),
        (("saved_view", one, ("", chance.choice(("late", "mine")))), (text, "")),
        (("review", one, (case, "Cy", chance.randint(1, 99))), ("draft", "", "", text)),
    ]
    rows.change(server, *chance.choice(places), "elsewhere")


def rows_of_before(server: Server, one: int) -> None:
    """What others had written before anybody looked: a review and a view."""
    rows.change(server, ("review", one, (1, "Ada", 1)), ("draft", "", "", "of before"), "elsewhere")
    rows.change(server, ("saved_view", one, ("", "late")), ("of before", ""), "elsewhere")


def others_write_what_waits(world: World) -> None:
    """Rows that desks have changed and not sent yet are changed by others first, up to the versions that they name."""
    waiting = [entry.mutation for desk in world.desks for entry in desk.outbox.to_send()]
    for place in sorted({rows.place_of(each) for each in waiting} - {None}, key=str):
        assert place is not None
        for _ in range(world.chance.randrange(3)):
            text = f"else {world.chance.getrandbits(16)}"
            rows.change(world.server, place, ("draft", "", "", text) if place[0] == "review" else (text, ""), "else")
            world.tally["rows changed elsewhere"] += 1


# what must hold


def look_at_rows(desk: Desk) -> None:
    """At any moment: the last thing written here that was not refused is what is shown, until a later one is there."""
    newest: dict[Place, Entry] = {}
    for entry in desk.outbox.everything():
        place = rows.place_of(entry.mutation)
        if place is not None and entry.state in (*WAITING, EntryState.OK):
            newest[place] = entry
    for place, entry in newest.items():
        try:
            with desk.cache.read() as connection:
                if place[0] == "review" and cases.find_number(connection, place[1], entry.mutation.case) is None:
                    continue
            shown = picture(desk, place, desk.outbox)
        except NotFound:
            continue
        if entry.state in WAITING and says(shown) != rows.said_by(entry.mutation.payload):
            raise Wrong(f"what waits at {desk.name} is not what is shown")
        if shown is None or shown.row_ver < row_ver_of(entry):
            raise Wrong(f"what {desk.name} was told is there is not shown")


def rows_settled(world: World, desk: Desk) -> None:
    """Every change took effect once or is refused; none was made on what its writer had not seen, none refused that
    was made on what they had; and what is shown is what is there."""
    server, kept = world.server, desk.outbox.everything()
    times = Counter(each.mutation_id for each in server.now.made)
    for entry in kept:
        if rows.place_of(entry.mutation) and times[entry.mutation.mutation_id] != (entry.state is EntryState.OK):
            raise Wrong("a change of a row did not take effect exactly once")
    _made_on_what_was_seen(server.now.made, server.now.refused, desk, kept)
    visible = {int(each.engagement_id) for each in server.now.engagements}
    for place in {rows.place_of(each) for each in desk.written} - {None}:
        assert place is not None
        if place[1] in visible:
            _shows_what_stands(world, desk, place)
    for one in visible:
        for table in SMALL_COLUMNS.keys() - {"case"}:
            with desk.cache.read() as connection:
                held = records.read(connection, one, table)
            there = server.small_rows(one, table).items()
            if held != {str(key): {**row.columns, "row_ver": server.told(row).row_ver} for key, row in there}:
                raise Wrong(f"the rows of {table} at {desk.name} are not those of the server")


def _made_on_what_was_seen(made: list[Made], refused: dict[str, Said | None], desk: Desk, kept: list[Entry]) -> None:
    state = {each.mutation.mutation_id: each for each in kept}
    for each in made:
        if each.mutation_id in desk.seen and each.before not in (each.after, desk.seen[each.mutation_id]):
            raise Wrong("a change went over something that its writer had not seen")
    for own, before in refused.items():
        entry = state.get(own)
        if entry is None or own not in desk.seen:
            continue
        below = state.get(entry.mutation.after)
        built_on_nothing = entry.mutation.after and (below is None or below.state is not EntryState.OK)
        named = entry.mutation.seen or desk.seen[own] is None
        if desk.seen[own] == before and named and not built_on_nothing:
            raise Wrong("a change was refused although its writer had seen what was there")


def _shows_what_stands(world: World, desk: Desk, place: Place) -> None:
    found = rows.stands(world.server, place)
    if place[0] == "review":
        key = (place[1], "case", place[2][0])
        if world.server.now.small[key].columns["left_at"] is not None:
            return
    shown = picture(desk, place, desk.outbox)
    if says(shown) != (rows.said_in(place[0], found[1].columns) if found else None):
        raise Wrong(f"{desk.name} shows another {place[0]} than the server has")
    if shown is not None and shown.pending:
        raise Wrong(f"a {place[0]} of {desk.name} still waits")


def final_state(desk: Desk, own: str, outcome: Outcome | None, state: str) -> bool:
    """Whether an entry is as the server answered: refusals may have been decided about since."""
    if state == EntryState.DISCARDED:
        return own in desk.decided and outcome is not Outcome.OK
    return outcome is not None and state == outcome.value
