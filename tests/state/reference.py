"""The states of cases, the slow and obvious way: one event after the other, in plain Python. Shares no code with
bpo_desk.state; written from the rules (contract of `states`), using only the words and tables of bpo_desk.models."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from bpo_desk.models.capability import Capability
from bpo_desk.models.case_columns import CaseStatus, HolderKind, SlaState, StepRelation, WaitingFor
from bpo_desk.models.dictionaries import Dictionaries, FieldRole
from bpo_desk.models.event import EventKind as K
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.lifecycle import ALLOWED, RECORDED_BY, TARGET_STATE
from bpo_desk.models.lifecycle import WorkItemState as S
from bpo_desk.models.sides import Side

Event = dict[str, int]
Hand = tuple[str, int]


def case_states(events: list[Event], dictionaries: Dictionaries) -> dict[int, dict[str, Any]]:
    """Case key -> column name -> value, with "steps" and "hands" as lists of dicts. Events in any order."""
    by_case: dict[int, list[Event]] = {}
    for event in sorted(events, key=lambda e: (e["occurred_at"], e["source_seq"], e["id_hi"], e["id_lo"])):
        by_case.setdefault(event["case"], []).append(event)
    return {case: one_case(of_case, dictionaries) for case, of_case in sorted(by_case.items())}


@dataclass
class Item:
    """What is known of one work item after some of its events."""

    number: int
    step: int = NONE
    state: S = S.NOT_STARTED
    ad_hoc: bool = False
    first_index: int = 0
    started_index: int | None = None
    first_at: int = 0
    last_at: int = 0
    scheduled_at: int | None = None
    started_at: int | None = None
    closed_at: int = TIME_UNKNOWN
    suspended_for: Side = Side.UNKNOWN
    hand: tuple[int, int] | None = None
    hand_index: int | None = None
    contradictions: int = 0
    last_source: int = 0

    @property
    def open(self) -> bool:
        return self.state not in {S.NOT_STARTED, S.CLOSED}

    def move(self, event: Event, kind: K, capability: Capability) -> None:
        """Apply a transition, legal or not."""
        if not is_legal(self.state, kind, capability):
            self.contradictions += 1
        if not (kind in {K.ASSIGNED, K.REASSIGNED} and self.state in {S.IN_PROGRESS, S.SUSPENDED}):
            self.state = TARGET_STATE[kind]
        if self.state is S.CLOSED:
            self.closed_at = event["occurred_at"]
        if kind is K.SUSPENDED:
            self.suspended_for = side_of_event(event)

    @property
    def start_index(self) -> int:
        return self.first_index if self.started_index is None else self.started_index


def is_work(event: Event) -> bool:
    return 20 <= event["kind"] <= 30


def is_due_of_task(event: Event) -> bool:
    return event["kind"] == K.DUE_CHANGED and event["ad_hoc"] == 1 and event["work_item"] > 0


def is_legal(state: S, kind: K, capability: Capability) -> bool:
    if state in {S.IN_PROGRESS, S.SUSPENDED} and kind in {K.ASSIGNED, K.REASSIGNED}:
        return True
    unseen, grew = {state}, True
    while grew:
        grew = False
        for reached in list(unseen):
            for step in ALLOWED[reached]:
                if step in RECORDED_BY and RECORDED_BY[step] not in capability and TARGET_STATE[step] not in unseen:
                    unseen.add(TARGET_STATE[step])
                    grew = True
    return any(kind in ALLOWED[reached] for reached in unseen)


def hand_key(person: int, queue: int) -> Hand:
    if person > 0:
        return ("person", person)
    if queue > 0:
        return ("queue", queue)
    return ("unknown", 0)


def fold_items(events: list[Event], dictionaries: Dictionaries) -> dict[int, Item]:
    items: dict[int, Item] = {}
    for index, event in enumerate(events):
        if not is_work(event) or event["work_item"] <= 0:
            continue
        kind, time = K(event["kind"]), event["occurred_at"]
        if event["work_item"] not in items:
            items[event["work_item"]] = Item(event["work_item"], first_index=index, first_at=time)
        item = items[event["work_item"]]
        item.last_at = time
        item.last_source = event["source"]
        item.ad_hoc = item.ad_hoc or event["ad_hoc"] == 1
        if event["step"] != NONE:
            item.step = event["step"]
        if kind in TARGET_STATE:
            item.move(event, kind, dictionaries.sources[event["source"]].capability)
        if kind is K.STARTED and item.started_index is None:
            item.started_index, item.started_at = index, time
        if kind is K.SCHEDULED and item.scheduled_at is None:
            item.scheduled_at = time
        hand = hand_of(event)
        if hand is not None:
            item.hand, item.hand_index = hand, index
    return items


def hand_of(event: Event) -> tuple[int, int] | None:
    if event["holder"] != NONE or event["queue"] != NONE:
        return event["holder"], event["queue"]
    if event["kind"] in {K.STARTED, K.RESUMED, K.COMPLETED} and event["actor"] > 0:
        return event["actor"], NONE
    return None


def side_of_event(event: Event) -> Side:
    return Side(event["side"]) if event["side"] in set(Side) else Side.UNKNOWN


def since_of_hands(events: list[Event], items: dict[int, Item]) -> dict[int, int]:
    """Index of each hand event -> since when that hand has the case."""
    out: dict[int, int] = {}
    before: tuple[Hand, int, int] | None = None  # hand, work item, since
    for index, event in enumerate(events):
        if not is_work(event) or event["work_item"] <= 0:
            continue
        said = hand_of(event)
        if said is None:
            continue
        hand, number, time = hand_key(*said), event["work_item"], event["occurred_at"]
        since = time
        if before is not None and before[0] == hand:
            previous = items[before[1]]
            interrupted = previous.state is S.CLOSED and previous.closed_at < time
            if before[1] == number or not interrupted:
                since = before[2]
        before = (hand, number, since)
        out[index] = since
    return out


def person_side(person: int, queue: int, dictionaries: Dictionaries) -> Side:
    side = dictionaries.persons[person].side if person > 0 else Side.UNKNOWN
    if side is Side.UNKNOWN and queue > 0:
        side = dictionaries.queues[queue].side
    return side


def hand_facts(item: Item, events: list[Event], since: dict[int, int], dictionaries: Dictionaries) -> dict[str, int]:
    if item.hand is None or item.hand_index is None:
        capability = dictionaries.sources[item.last_source].capability
        can_tell = Capability.HAND_OFFS in capability or Capability.RESOURCES in capability
        kind = HolderKind.NOBODY if can_tell else HolderKind.UNKNOWN
        person, queue, from_time = NONE, NONE, events[item.start_index]["occurred_at"]
    else:
        person, queue = item.hand
        word = hand_key(person, queue)[0]
        kind = {"person": HolderKind.PERSON, "queue": HolderKind.QUEUE, "unknown": HolderKind.UNKNOWN}[word]
        from_time = since[item.hand_index]
    return {
        "kind": kind,
        "person": person,
        "queue": queue,
        "side": person_side(person, queue, dictionaries),
        "since": from_time,
        "work_item": item.number,
        "step": item.step,
    }


def micros(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return TIME_UNKNOWN
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@dataclass
class Running:
    """What the events about the case itself have said so far."""

    status: CaseStatus | None = None
    opened: int | None = None
    ended: int = TIME_UNKNOWN
    pause: Event | None = None
    last_activity: int = TIME_UNKNOWN
    first_known: int = TIME_UNKNOWN
    done: Event | None = None
    fields: dict[FieldRole, int] = field(default_factory=dict)
    times: dict[K, int] = field(default_factory=dict)

    def see(self, event: Event, dictionaries: Dictionaries) -> None:
        code, time = event["kind"], event["occurred_at"]
        kind = K(code) if code in set(K) else None
        if code < 60:
            self.last_activity = time
        if self.first_known == TIME_UNKNOWN:
            self.first_known = time
        if kind is not None:
            self.times[kind] = self.times.get(kind, 0) + 1
            self.see_course(event, kind)
            self.see_fields(event, kind, dictionaries)

    def see_course(self, event: Event, kind: K) -> None:
        time = event["occurred_at"]
        if kind in {K.OPENED, K.REOPENED}:
            self.status = CaseStatus.OPEN
            if kind is K.OPENED and self.opened is None:
                self.opened = time
        if kind in {K.CLOSED, K.CANCELLED}:
            self.status = CaseStatus.CLOSED if kind is K.CLOSED else CaseStatus.CANCELLED
            self.ended = time
            self.pause = None
        if kind is K.CLOCK_PAUSED:
            self.pause = event
        if kind is K.CLOCK_RESUMED:
            self.pause = None

    def see_fields(self, event: Event, kind: K, dictionaries: Dictionaries) -> None:
        if kind is K.FIELD_CHANGED and event["field"] >= 0:
            role = dictionaries.fields[event["field"]].role
            if role is not None:
                self.fields[role] = event["new_value"]
        if kind is K.PRIORITY_CHANGED:
            self.fields[FieldRole.PRIORITY] = event["new_value"]
        if kind is K.DUE_CHANGED and not is_due_of_task(event):
            self.fields[FieldRole.DUE] = event["new_value"]
        if kind is K.CLOSED and event["new_value"] != NONE:
            self.fields[FieldRole.OUTCOME] = event["new_value"]


def one_case(events: list[Event], dictionaries: Dictionaries) -> dict[str, Any]:
    """All columns and sets of one case, from its events in order."""
    items = fold_items(events, dictionaries)
    said = Running()
    for event in events:
        said.see(event, dictionaries)
        item = items.get(event["work_item"])
        item_is_ad_hoc = item is not None and item.ad_hoc
        done = event["kind"] in {K.COMPLETED, K.NOTED} and event["step"] != NONE
        if done and event["ad_hoc"] != 1 and not item_is_ad_hoc:
            said.done = event
    capability = Capability(0)
    completions_only = False
    for event in events:
        of_source = dictionaries.sources[event["source"]].capability
        capability |= of_source
        if event["kind"] < 40 and not of_source & (
            Capability.START_TIMES | Capability.HAND_OFFS | Capability.SCHEDULES
        ):
            completions_only = True
    status = said.status
    if status is None:
        status = CaseStatus.OPEN if Capability.CASE_END in capability else CaseStatus.UNKNOWN
    over = status in {CaseStatus.CLOSED, CaseStatus.CANCELLED}
    pause = None if over else said.pause
    hands, leading = holders(events, items, pause, dictionaries)
    steps = current_steps(events, items, said.done)
    row: dict[str, Any] = {"hands": hands, "steps": steps}
    row.update(event_facts(events, said, items, dictionaries))
    row["status"] = status
    row["closed_at"] = said.ended if over else TIME_UNKNOWN
    row["capability"] = int(capability)
    row["paused_since"] = pause["occurred_at"] if pause else TIME_UNKNOWN
    row["pause_side"] = side_of_event(pause) if pause else Side.UNKNOWN
    row["pause_reason"] = pause["reason"] if pause else NONE
    row["holders"] = len(hands)
    if hands:
        row["holder_kind"], row["holder"], row["holder_queue"] = hands[0]["kind"], hands[0]["person"], hands[0]["queue"]
        row["holder_side"], row["holder_since"] = hands[0]["side"], hands[0]["since"]
    else:
        cannot_tell = completions_only and not over
        row["holder_kind"] = HolderKind.UNKNOWN if cannot_tell else HolderKind.NOBODY
        row["holder"] = row["holder_queue"] = NONE
        row["holder_side"], row["holder_since"] = Side.UNKNOWN, TIME_UNKNOWN
    row["step"] = steps[0]["step"] if steps else NONE
    row["step_relation"] = steps[0]["relation"] if steps else StepRelation.NONE
    row["step_since"] = steps[0]["since"] if steps else TIME_UNKNOWN
    row["waiting_for"] = waiting_for(row, over, pause, leading)
    return row


def holders(
    events: list[Event], items: dict[int, Item], pause: Event | None, dictionaries: Dictionaries
) -> tuple[list[dict[str, int]], list[Item]]:
    """The holders, and the items that decide about them: latest start first."""
    leading = [item for item in items.values() if item.open and not item.ad_hoc]
    leading = leading or [item for item in items.values() if item.open]
    leading.sort(key=lambda item: -item.start_index)
    since = since_of_hands(events, items)
    hands: list[dict[str, int]] = []
    seen = set()
    for item in leading:
        facts = hand_facts(item, events, since, dictionaries)
        same = (facts["kind"], hand_key(facts["person"], facts["queue"]))
        if same not in seen:
            seen.add(same)
            hands.append(facts)
    if not leading and pause is not None:
        side = {"kind": HolderKind.SIDE, "person": NONE, "queue": NONE, "side": side_of_event(pause)}
        hands.append({**side, "since": pause["occurred_at"], "work_item": NONE, "step": NONE})
    return hands, leading


def current_steps(events: list[Event], items: dict[int, Item], done: Event | None) -> list[dict[str, int]]:
    steps: list[dict[str, int]] = []
    for item in sorted(items.values(), key=lambda item: -item.start_index):
        if item.open and not item.ad_hoc and item.step not in {entry["step"] for entry in steps}:
            since = events[item.start_index]["occurred_at"]
            steps.append({"step": item.step, "since": since, "relation": StepRelation.AT, "work_item": item.number})
    if not steps and done is not None:
        number = done["work_item"] if done["work_item"] > 0 else NONE
        relation = StepRelation.AFTER
        steps.append({"step": done["step"], "since": done["occurred_at"], "relation": relation, "work_item": number})
    return steps


def waiting_for(row: dict[str, Any], over: bool, pause: Event | None, leading: list[Item]) -> WaitingFor:
    others = {
        Side.CLIENT: WaitingFor.CLIENT,
        Side.CUSTOMER: WaitingFor.CUSTOMER,
        Side.THIRD_PARTY: WaitingFor.THIRD_PARTY,
        Side.SYSTEM: WaitingFor.TIMER,
    }
    if over:
        return WaitingFor.NOTHING
    if pause is not None:
        side = side_of_event(pause)
        return others.get(side, WaitingFor.WORK if side is Side.PROVIDER else WaitingFor.UNKNOWN)
    if leading and all(item.state is S.SUSPENDED for item in leading):
        side = leading[0].suspended_for
        return others.get(side, WaitingFor.WORK if side is Side.PROVIDER else WaitingFor.UNKNOWN)
    if row["holder_kind"] == HolderKind.NOBODY:
        return WaitingFor.NOBODY
    if row["holder_kind"] == HolderKind.UNKNOWN:
        return WaitingFor.UNKNOWN
    return others.get(row["holder_side"], WaitingFor.WORK)


def event_facts(
    events: list[Event], said: Running, items: dict[int, Item], dictionaries: Dictionaries
) -> dict[str, Any]:
    times = said.times
    contacts = times.get(K.CONTACT_RECEIVED, 0)
    due, sla = said.fields.get(FieldRole.DUE, NONE), said.fields.get(FieldRole.SLA, NONE)
    sla_word = dictionaries.values[sla].strip().lower().replace("_", " ").replace("-", " ") if sla >= 0 else ""
    return {
        "case": events[0]["case"],
        "events": len(events),
        "opened_at": said.first_known if said.opened is None else said.opened,
        "last_activity_at": said.last_activity,
        "pauses": times.get(K.CLOCK_PAUSED, 0),
        "due_at": micros(dictionaries.values[due]) if due >= 0 else TIME_UNKNOWN,
        "sla": next((state for state in SlaState if state.word == sla_word), SlaState.UNKNOWN),
        "title": said.fields.get(FieldRole.TITLE, NONE),
        "client": said.fields.get(FieldRole.CLIENT, NONE),
        "reference": said.fields.get(FieldRole.REFERENCE, NONE),
        "priority": said.fields.get(FieldRole.PRIORITY, NONE),
        "source_status": said.fields.get(FieldRole.STATUS, NONE),
        "outcome": said.fields.get(FieldRole.OUTCOME, NONE),
        "handovers": handovers(events),
        "contacts": contacts,
        "repeat_contacts": max(0, contacts - 1),
        "reopenings": times.get(K.REOPENED, 0),
        "exits": times.get(K.EXIT_RECORDED, 0),
        "exits_open": max(0, times.get(K.EXIT_RECORDED, 0) - times.get(K.EXIT_ACCEPTED, 0)),
        "ad_hoc_open": sum(item.ad_hoc and item.open for item in items.values()),
        "ad_hoc_total": sum(item.ad_hoc for item in items.values()),
        "feedback": times.get(K.FEEDBACK_RECEIVED, 0),
        "feedback_open": max(0, times.get(K.FEEDBACK_RECEIVED, 0) - times.get(K.FEEDBACK_ANSWERED, 0)),
        "reviews": times.get(K.REVIEW_SUBMITTED, 0),
        "contradictions": sum(item.contradictions for item in items.values()),
    }


def handovers(events: list[Event]) -> int:
    known: list[Hand] = []
    for event in events:
        if not is_work(event):
            continue
        silent = event["holder"] == NONE and event["queue"] == NONE
        hand = hand_key(event["actor"] if silent else event["holder"], event["queue"])
        if hand[0] != "unknown":
            known.append(hand)
    if not known:
        return NONE
    return sum(before != after for before, after in pairwise(known))


def due_of_item(number: int, events: list[Event], dictionaries: Dictionaries) -> int:
    said = [each["new_value"] for each in events if is_due_of_task(each) and each["work_item"] == number]
    return micros(dictionaries.values[said[-1]]) if said and said[-1] >= 0 else TIME_UNKNOWN


def item_rows(events: list[Event], dictionaries: Dictionaries) -> list[dict[str, int]]:
    """The rows of WorkItemColumns for the events of one case, in order."""
    items = fold_items(events, dictionaries)
    since = since_of_hands(events, items)
    rows = []
    for number in sorted(items):
        item = items[number]
        hand = hand_facts(item, events, since, dictionaries)
        rows.append(
            {
                "case": events[0]["case"],
                "work_item": number,
                "step": item.step,
                "ad_hoc": int(item.ad_hoc),
                "state": item.state,
                "first_at": item.first_at,
                "last_at": item.last_at,
                "scheduled_at": TIME_UNKNOWN if item.scheduled_at is None else item.scheduled_at,
                "started_at": TIME_UNKNOWN if item.started_at is None else item.started_at,
                "ended_at": item.closed_at if item.state is S.CLOSED else TIME_UNKNOWN,
                "hand_kind": hand["kind"],
                "person": hand["person"],
                "queue": hand["queue"],
                "side": hand["side"],
                "hand_since": hand["since"],
                "due_at": due_of_item(number, events, dictionaries),
                "contradictions": item.contradictions,
            }
        )
    return rows
