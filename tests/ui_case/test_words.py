"""What the screen says of people, values and times; unknown is said as unknown."""

from datetime import UTC, datetime, timedelta

from bpo_desk.models.event import EventKind as K
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_micros
from bpo_desk.ui.case import fact_rows
from bpo_desk.ui.case.case_view import prepare_case
from bpo_desk.ui.case.event_detail import data_lines
from bpo_desk.ui.case.header_facts import header_facts
from bpo_desk.ui.case.words import EventWords, tooltip
from bpo_desk.ui.theme import Status
from bpo_desk.ui.timeline.local_time import LocalTime, zone_named
from tests.ui_case import stories


def _words(story: stories.Story) -> EventWords:
    file = story.file()
    return EventWords(file, LocalTime(zone_named(file.engagement.zone)))


def test_a_time_is_shown_in_the_zone_of_the_engagement() -> None:
    words = _words(_one(K.OPENED))
    assert words.when(0) == "19 Oct 2026 09:02:00"
    assert words.time.zoned(to_micros(stories.START)) == "19 Oct 2026 09:02:00 CEST"
    assert words.time.zoned(to_micros(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))).endswith("02:30:00 CET")
    assert words.time.zoned(TIME_UNKNOWN) == "time unknown"


def _one(kind: int, **given: int) -> stories.Story:
    story = stories.Story()
    story.add(stories.START, kind, **given)
    return story


def test_a_typed_time_is_read_in_the_local_zone() -> None:
    time = LocalTime(zone_named("Europe/Berlin"))
    expected = to_micros(stories.START)
    for text in ("2026-10-19 09:02", "19 Oct 2026 09:02", "19.10.2026 09:02", " 2026-10-19T07:02Z "):
        assert time.micros_of(text) == expected, text
    assert time.micros_of("yesterday") is None


def test_a_zone_that_is_not_known_falls_back_to_utc_and_says_so() -> None:
    time = LocalTime(zone_named("Mars/Olympus"))
    assert time.zoned(to_micros(stories.START)) == "19 Oct 2026 07:02:00 UTC"


def test_a_blank_value_is_unknown_and_a_silent_one_is_nothing() -> None:
    story = stories.Story()
    field = story.field("Limit")
    story.add(stories.START, K.FIELD_CHANGED, field=field, old_value=story.value("5"), new_value=0)
    story.add(stories.START, K.FIELD_CHANGED, field=field, new_value=story.value("7"))
    words = _words(story)
    assert words.change(0) == "5 → unknown"
    assert words.change(1) == "nothing → 7"


def test_an_old_value_that_the_source_cannot_tell_is_not_recorded() -> None:
    story = stories.Story(capability=stories.COMPLETE_ONLY)
    story.add(stories.START, K.FIELD_CHANGED, field=story.field("Limit"), new_value=story.value("7"))
    assert _words(story).change(0) == "not recorded → 7"


def test_nobody_named_is_empty_and_a_blank_name_is_unknown() -> None:
    assert _words(_one(K.STARTED)).who(0) == ""
    assert _words(_one(K.STARTED, actor=0)).who(0) == "unknown"


def test_who_acted_for_whom_is_said() -> None:
    story = stories.Story()
    ann, ben = story.person("Ann", Side.PROVIDER), story.person("Ben", Side.PROVIDER)
    story.add(stories.START, K.STARTED, actor=ann, on_behalf_of=ben)
    assert _words(story).who(0) == "Ann for Ben"


def test_a_pause_names_the_side_it_waits_for_and_not_the_side_of_its_actor() -> None:
    story = stories.Story()
    story.add(stories.START, K.CLOCK_PAUSED, actor=story.person("Ann", Side.PROVIDER), side=int(Side.CUSTOMER))
    words = _words(story)
    assert words.what(0) == "clock paused for customer"
    assert words.side(0) is Side.PROVIDER


def test_a_kind_of_a_newer_program_is_shown_by_its_code() -> None:
    assert _words(_one(97)).what(0) == "kind 97"


def test_data_is_never_markup() -> None:
    assert tooltip("<b>bold</b> & more\nnext") == "<qt>&lt;b&gt;bold&lt;/b&gt; &amp; more<br>next</qt>"


def test_data_of_an_event_is_shown_as_keys_and_values() -> None:
    assert data_lines('{"form": "B-12", "pages": 3, "checked": ["name"]}') == [
        "form: B-12",
        "pages: 3",
        'checked: ["name"]',
    ]
    assert data_lines("no json") == ["no json"]
    assert data_lines("[1]") == ["[1]"]
    assert data_lines(None) == []


def test_the_header_of_an_open_case_tells_hands_step_and_time_left() -> None:
    view = prepare_case(stories.replaced_card(), stories.NOW)
    facts = header_facts(view, view.live)
    assert facts.number == "CARD-2026-004711"
    assert facts.title == "Card replaced to wrong address"
    assert facts.holder.text.startswith("with Ben Okafor (Provider), 5 d")
    assert facts.step.text == "at: Inform customer, 2 h 20 m"
    assert facts.due.text == "due today 17:30 (4 h 8 m left)"
    assert facts.waiting.text == "waiting for: work"
    assert facts.blind == ""


def test_an_overdue_case_says_by_how_much() -> None:
    late = stories.NOW + 86_400_000_000
    view = prepare_case(stories.replaced_card(), late)
    due = header_facts(view, view.live).due
    assert due.status is Status.OVERDUE
    assert due.text.startswith("overdue by 19 h 52 m")


def test_while_the_clock_is_paused_the_header_says_for_whom_and_how_long() -> None:
    file = stories.replaced_card()
    view = prepare_case(file, stories.NOW)
    paused = int((file.events.kind == K.CLOCK_PAUSED).nonzero()[0][0])
    facts = header_facts(view, view.moment(paused + 2))
    assert facts.waiting.text == "waiting for: the customer, clock paused 4 min"
    assert "waiting for the customer's documents" in facts.waiting.tip
    assert facts.moment.text.startswith("as of 19 Oct 2026")


def test_a_closed_case_tells_with_whom_it_was_last_and_how_late_it_was() -> None:
    view = prepare_case(stories.closed_case(), stories.NOW)
    facts = header_facts(view, view.live)
    assert facts.status.text == "Closed: solved"
    assert facts.holder.text == "last with Ann Berger (Provider)"
    assert facts.step.text == "ended after: Answer"
    assert facts.due.text.endswith("1 h 2 m late")


def test_what_a_source_cannot_tell_is_unknown_on_the_header() -> None:
    view = prepare_case(stories.completions_only(), stories.NOW)
    facts = header_facts(view, view.live)
    for fact in (facts.status, facts.holder, facts.due, facts.waiting):
        assert "unknown" in fact.text.lower()
        assert fact.status is Status.UNKNOWN
    assert facts.step.text.startswith("after: T10 Determine")
    assert "hand-offs between people" in facts.blind


def test_counts_that_a_source_cannot_tell_are_unknown_and_never_zero() -> None:
    view = prepare_case(stories.completions_only(), stories.NOW)
    rows = {row.cells[0]: row for row in fact_rows.facts(view, view.live).rows}
    for label in ("Contacts", "Repeat contacts", "Re-openings", "Clock pauses", "SLA"):
        assert rows[label].cells[1] == "unknown"
        assert rows[label].weak
    assert rows["Events"].cells[1] == "13"


def test_empty_lists_say_why_they_are_empty() -> None:
    blind = prepare_case(stories.completions_only(), stories.NOW)
    assert fact_rows.tasks(blind, blind.live).empty == "The source does not record ad-hoc tasks."
    assert fact_rows.feedback(blind, blind.live).empty == "The source does not record customer feedback."
    seeing = prepare_case(stories.closed_case(), stories.NOW)
    assert fact_rows.tasks(seeing, seeing.live).empty == "No ad-hoc task up to this moment."


def test_the_lists_of_a_case_grow_with_the_moment() -> None:
    file = stories.replaced_card()
    view = prepare_case(file, stories.NOW)
    answered = int((file.events.kind == K.FEEDBACK_ANSWERED).nonzero()[0][0])
    assert len(fact_rows.feedback(view, view.moment(answered)).rows) == 1
    assert len(fact_rows.feedback(view, view.moment(answered + 1)).rows) == 2
    assert [row.cells[1] for row in fact_rows.tasks(view, view.live).rows] == ["done", "in progress"]
    [left] = fact_rows.exits(view, view.live).rows
    assert left.cells[3] == "approved without the second signature"
    assert left.cells[2].endswith("small limit, policy 4.2")
    accepted = int((file.events.kind == K.EXIT_ACCEPTED).nonzero()[0][0])
    [before] = fact_rows.exits(view, view.moment(accepted)).rows
    assert before.cells[2] == "not accepted"
    assert len(view.live.exits) == view.live.value("exits"), "as many as the queue says"


def test_a_case_that_is_still_loading_says_so() -> None:
    from dataclasses import replace

    view = prepare_case(replace(stories.replaced_card(), partial=True), stories.NOW)
    assert "still loading" in header_facts(view, view.live).moment.text


def test_durations_are_measured_to_the_moment_and_not_to_now() -> None:
    file = stories.replaced_card()
    view = prepare_case(file, stories.NOW + int(timedelta(days=900) / timedelta(microseconds=1)))
    assert (
        header_facts(view, view.moment(30)).status.text
        == header_facts(prepare_case(file, stories.NOW), prepare_case(file, stories.NOW).moment(30)).status.text
    )


def test_the_outcome_of_a_closing_that_was_taken_back_is_called_the_former_one() -> None:
    story = stories.Story()
    story.add(stories.START, K.OPENED)
    story.add(stories.START + timedelta(hours=1), K.CLOSED, new_value=story.value("Paid"))
    story.add(stories.START + timedelta(hours=2), K.REOPENED)
    view = prepare_case(story.file(), stories.NOW)
    closed, reopened = (fact_rows.facts(view, view.moment(step)).rows for step in (2, 3))
    assert ("Outcome", "Paid") in [row.cells for row in closed]
    assert ("Former outcome", "Paid") in [row.cells for row in reopened]
