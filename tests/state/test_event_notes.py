"""What was noted about single events: pins and tags come and go, comments stay, following is by person."""

import json

from bpo_desk.models.event import EventKind as K
from bpo_desk.models.event_columns import LAYOUT, EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.mutation import FOLLOWED
from bpo_desk.state.event_notes import event_ids, event_notes

VALUES = ["", "late", "fraud", FOLLOWED, "late", "a text"]


class Case:
    """Events of one case, in order."""

    def __init__(self) -> None:
        self.rows: list[dict[str, int]] = []
        self.data: list[str | None] = []

    def add(self, kind: int, data: object = None, **given: int) -> int:
        n = len(self.rows)
        row = dict.fromkeys(LAYOUT, NONE) | {"occurred_at": n, "id_hi": 0x0199, "id_lo": n + 1, "kind": int(kind)}
        self.rows.append(row | given)
        self.data.append(json.dumps(data) if isinstance(data, dict) else data if isinstance(data, str) else None)
        return n

    def about(self, row: int, **more: object) -> dict[str, object]:
        return {"event_id": f"{0x0199:016x}{row + 1:016x}", **more}

    def notes(self, upto: int | None = None):  # type: ignore[no-untyped-def]
        events = EventColumns.of({name: [row[name] for row in self.rows] for name in LAYOUT}, len(self.rows))
        return event_notes(events, self.data, VALUES, upto)


def test_a_pin_holds_until_it_is_taken_away():
    case = Case()
    case.add(K.OPENED)
    case.add(K.PINNED, case.about(0))
    assert case.notes().pinned.tolist() == [True, False]
    case.add(K.PINNED, case.about(0, removed=True))
    assert not case.notes().pinned.any()
    assert case.notes(upto=2).pinned.tolist() == [True, False, False]
    assert case.notes().about.tolist() == [NONE, 0, 0]
    assert case.notes().removes.tolist() == [False, False, True]


def test_the_same_tag_twice_is_one_tag_and_goes_with_one_removal():
    case = Case()
    case.add(K.OPENED)
    case.add(K.TAGGED, case.about(0), new_value=1)
    case.add(K.TAGGED, case.about(0), new_value=2)
    case.add(K.TAGGED, case.about(0), new_value=4)
    assert case.notes().tags == {0: (1, 2)}
    case.add(K.TAGGED, case.about(0, removed=True), new_value=4)
    assert case.notes().tags == {0: (2,)}


def test_comments_are_listed_under_the_event_that_they_are_about():
    case = Case()
    case.add(K.OPENED)
    case.add(K.COMMENT_ADDED, case.about(0), new_value=5)
    case.add(K.COMMENT_ADDED, new_value=5)
    case.add(K.COMMENT_ADDED, case.about(0), new_value=5)
    assert case.notes().comments == {0: (1, 3)}


def test_followers_are_persons_in_the_order_in_which_they_began():
    case = Case()
    case.add(K.OPENED)
    for actor, more in ((7, {}), (8, {}), (7, {"removed": True}), (9, {})):
        case.add(K.TAGGED, case.about(0, **more), new_value=3, actor=actor)
    assert case.notes().followers == (8, 9)
    assert case.notes().tags == {}


def test_a_note_about_an_event_that_is_not_there_marks_nothing():
    case = Case()
    case.add(K.OPENED)
    case.add(K.PINNED, {"event_id": "f" * 32})
    case.add(K.PINNED, "no JSON")
    case.add(K.PINNED, "[1, 2]")
    case.add(K.TAGGED, None, new_value=1)
    notes = case.notes()
    assert not notes.pinned.any()
    assert notes.tags == {}
    assert notes.about.tolist() == [NONE] * 5


def test_an_id_with_dashes_means_the_same_event():
    case = Case()
    case.add(K.OPENED)
    text = case.about(0)["event_id"]
    assert isinstance(text, str)
    dashed = f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
    case.add(K.PINNED, {"event_id": dashed.upper()})
    assert case.notes().pinned[0]


def test_ids_are_32_hex_digits():
    case = Case()
    case.add(K.OPENED)
    events = EventColumns.of({name: [row[name] for row in case.rows] for name in LAYOUT}, 1)
    assert event_ids(events) == [f"{0x0199:016x}{1:016x}"]
