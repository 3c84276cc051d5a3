"""What left an engagement frees its key: the next case or review may get it, and must not be taken for what left."""

from bpo_desk.cache import cases
from bpo_desk.cache.case_reviews import case_reviews
from bpo_desk.models.review import Review, ReviewKept
from bpo_desk.models.row_seen import NOTHING_SEEN, RowSeen
from bpo_desk.shared.admin import create_engagement
from bpo_desk.shared.append import append
from bpo_desk.shared.changes import Deed, move_case
from bpo_desk.shared.engine import reading, writing
from tests.faults.copy import contents
from tests.faults.shared_rows import shared_rows
from tests.outbox.desks import NOW, Desk, Office, note, on
from tests.shared.batches import batch_of, one_event, small_dictionaries

MOVED = Deed("Root", "it is theirs", NOW)


def appended(office: Office, number: str, first: int) -> None:
    events = [one_event(n, occurred_at=NOW - 10**9 + n, source=1, actor=1) for n in range(first, first + 2)]
    with writing(office.engine) as connection:
        append(connection, office.engagement, batch_of(events, [number], dictionaries=small_dictionaries()), NOW)


def reviewed(desk: Desk, case: str, text: str, seen: RowSeen = NOTHING_SEEN) -> None:
    desk.outbox.add(on(note(ReviewKept("Ada", text=text), case=case), seen))
    desk.sync()


def reviews(desk: Desk, number: str) -> list[Review]:
    with desk.cache.read() as connection:
        case = cases.find_number(connection, 1, number)
        assert case is not None, f"{number} is not in the copy"
        return case_reviews(connection, 1, case, "acme", number, None)


def test_a_new_case_and_a_new_review_under_the_keys_of_what_moved_away_are_in_the_copy(office: Office) -> None:
    other = create_engagement(office.engine, "other", "Other")
    desk, away = office.desk(), office.desk()
    for each in (desk, away):
        each.sync()
    for text in ("one", "two", "three"):
        seen = reviews(desk, "C-3")[0].seen if reviews(desk, "C-3") else NOTHING_SEEN
        reviewed(desk, "C-3", text, seen)
    away.sync()
    with writing(office.engine) as connection:
        move_case(connection, office.engagement, "C-3", other, MOVED)
    appended(office, "C-9", 40)
    reviewed(desk, "C-9", "of the new case")
    with reading(office.engine) as connection:
        key = cases.find_number(desk.cache.connection, 1, "C-9")
        stones = connection.exec_driver_sql("select key from sync_tombstone where table_name = 'case'").scalars().all()
    assert str(key) in stones, "the key was not given anew; this test tells nothing"
    for each in (desk, away):
        for _ in range(3):  # the overlap of pulls brings both again
            each.sync()
            assert [found.kept.text for found in reviews(each, "C-9")] == ["of the new case"]
            assert cases.find_number(each.cache.connection, 1, "C-3") is None
            assert len(each.case("C-9").events) == 2


def test_events_that_are_imported_again_after_their_case_moved_away_are_in_the_copy(office: Office) -> None:
    other = create_engagement(office.engine, "other", "Other")
    desk = office.desk()
    desk.sync()
    appended(office, "C-7", 60)
    desk.sync()
    with writing(office.engine) as connection:
        move_case(connection, office.engagement, "C-7", other, MOVED)
    appended(office, "C-7", 60)
    for _ in range(3):
        desk.sync()
        assert contents(desk.cache, 1) == shared_rows(office.engine, 1)
        assert contents(desk.cache, 2) == shared_rows(office.engine, 2)
        assert len(desk.case("C-7").events) == 2
