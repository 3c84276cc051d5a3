"""Self-made case files: a believable case, one of a source that records completions only, an almost empty and a long
one. Names and numbers are invented."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from bpo_desk.models.capability import Capability
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event import EventKind as K
from bpo_desk.models.event_columns import LAYOUT, EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN, EngagementId
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_micros
from bpo_desk.state.context import StateContext
from bpo_desk.state.states import states

START = datetime(2026, 10, 19, 7, 2, tzinfo=UTC)  # the clocks in Berlin go back on the 25th
ALL = Capability((1 << 18) - 1)
COMPLETE_ONLY = Capability.TIMES | Capability.RESOURCES


class Story:
    """Collects events of one case and makes a CaseFile of them."""

    def __init__(
        self, number: str = "CARD-2026-004711", capability: Capability = ALL, zone: str = "Europe/Berlin"
    ) -> None:
        self.number = number
        self.zone = zone
        self.names = Dictionaries()
        self.names.sources.append(Source("Case desk export", capability))
        self.columns: dict[str, list[int]] = {name: [] for name in LAYOUT}
        self.data: list[str | None] = []
        self.records: list[str | None] = []
        self.xml: bytes | None = None
        self.process = ("", "")

    def person(self, name: str, side: Side = Side.UNKNOWN) -> int:
        return _code(self.names.persons, Person(name, side))

    def queue(self, name: str, side: Side = Side.UNKNOWN) -> int:
        return _code(self.names.queues, Queue(name, side))

    def step(self, name: str, element: str = "") -> int:
        return _code(self.names.steps, Step(name, element))

    def field(self, name: str, role: FieldRole | None = None) -> int:
        return _code(self.names.fields, Field(name, role))

    def value(self, text: str | None) -> int:
        if text is None:
            return NONE
        return _code(self.names.values, text) if text else 0

    def add(
        self, at: datetime | None, kind: int, *, data: dict[str, object] | None = None, record: str = "", **given: int
    ) -> int:
        """Add an event; columns by name. The number of events so far is its source_seq."""
        micros = to_micros(at)
        n = len(self.columns["case"])
        row = dict.fromkeys(LAYOUT, NONE) | {
            "case": 7,
            "occurred_at": micros,
            "recorded_at": micros + 90_000_000 if at is not None else to_micros(START),
            "id_hi": 0x0199A5C000007000,
            "id_lo": n + 1,
            "source_seq": n,
            "kind": int(kind),
            "side": 0,
            "ad_hoc": 0,
            "visibility": 1,
            "source": 1,
            "row_ver": 1,
        }
        row.update(given)
        for name, value in row.items():
            self.columns[name].append(value)
        self.data.append(None if data is None else json.dumps(data))
        self.records.append(record or None)
        return n

    def file(self) -> CaseFile:
        """The case file, events in order."""
        events = EventColumns.of(self.columns, len(self.data))
        order = events.order()
        events = events.take(order)
        return CaseFile(
            engagement=Engagement(EngagementId(1), "NORD", "Nordbank cards", "Nordbank", "Helio Services", self.zone),
            case=7,
            number=self.number,
            events=events,
            data=[self.data[i] for i in order],
            source_record=[self.records[i] for i in order],
            state=states(events, StateContext.of(self.names)),
            dictionaries=self.names,
            process_key=self.process[0],
            process_version=self.process[1],
            definition_xml=self.xml,
            data_as_of=to_micros(START + timedelta(days=12, hours=5)),
        )


def _code(entries, entry) -> int:  # type: ignore[no-untyped-def]
    if entry not in entries[1:]:
        entries.append(entry)
    return entries.index(entry, 1)


NOW = to_micros(START + timedelta(days=12, hours=5, minutes=20))


def replaced_card() -> CaseFile:
    """About sixty events: intake, handovers between two teams, a pause for the customer, ad-hoc tasks, an exit that
    the client accepts, feedback that is answered, a change of priority and due date; still open."""
    s = Story()
    s.process = ("card-replacement", "3")
    ann, ben = s.person("Ann Berger", Side.PROVIDER), s.person("Ben Okafor", Side.PROVIDER)
    cara, dan = s.person("Cara Lindqvist", Side.PROVIDER), s.person("Dan Petrov", Side.CLIENT)
    eve, robot = s.person("Eve Moreau", Side.CUSTOMER), s.person("Mail gateway", Side.SYSTEM)
    intake, back = s.queue("Card intake", Side.PROVIDER), s.queue("Fraud back office", Side.PROVIDER)
    risk = s.queue("Nordbank risk desk", Side.CLIENT)
    receive, verify = s.step("Register request", "T_register"), s.step("Verify identity", "T_verify")
    fraud, approve = s.step("Check for fraud", "T_fraud"), s.step("Approve replacement", "T_approve")
    order, inform = s.step("Order card", "T_order"), s.step("Inform customer", "T_inform")
    call_back, scan = s.step("Call the branch"), s.step("Rescan the form")
    title, client = s.field("Subject", FieldRole.TITLE), s.field("Client", FieldRole.CLIENT)
    reference, status = s.field("Bank reference", FieldRole.REFERENCE), s.field("Ticket state", FieldRole.STATUS)
    address, limit = s.field("Delivery address"), s.field("Card limit")
    at = START

    def tick(**delta: float) -> datetime:
        nonlocal at
        at += timedelta(**delta)
        return at

    def work(item: int, step: int, who: int, minutes: float, queue: int = NONE, ad_hoc: int = 0) -> None:
        """Assigned, started, completed by one person."""
        same = {"work_item": item, "step": step, "ad_hoc": ad_hoc}
        s.add(tick(minutes=7), K.ASSIGNED, actor=who, holder=who, queue=queue, side=side_of(who), **same)
        s.add(tick(minutes=11), K.STARTED, actor=who, side=side_of(who), **same)
        s.add(tick(minutes=minutes), K.COMPLETED, actor=who, side=side_of(who), **same)

    def side_of(person: int) -> int:
        return int(s.names.persons[person].side)

    s.add(at, K.CONTACT_RECEIVED, actor=eve, side=3, new_value=s.value("phone"), record="call 88123")
    s.add(tick(seconds=40), K.OPENED, actor=robot, side=5, queue=intake, record="INC0042")
    for field, text in ((title, "Card replaced to wrong address"), (client, "Nordbank AG"), (reference, "NB-88-2041")):
        s.add(at, K.FIELD_CHANGED, actor=robot, side=5, field=field, new_value=s.value(text), record="INC0042/1")
    s.add(at, K.FIELD_CHANGED, actor=robot, side=5, field=status, new_value=s.value("New"))
    s.add(at, K.FIELD_CHANGED, actor=robot, side=5, field=limit, new_value=s.value(""))
    s.add(at, K.DUE_CHANGED, actor=robot, side=5, new_value=s.value("2026-10-30T15:30:00Z"))
    s.add(at, K.PRIORITY_CHANGED, actor=robot, side=5, new_value=s.value("3 - normal"))
    s.add(tick(minutes=2), K.SCHEDULED, work_item=1, step=receive, queue=intake)
    work(1, receive, ann, 24, intake)
    s.add(tick(minutes=1), K.FIELD_CHANGED, actor=ann, side=1, field=status, old_value=s.value("New"),
          new_value=s.value("In work"))  # fmt: skip
    s.add(tick(minutes=1), K.SCHEDULED, work_item=2, step=verify, queue=intake)
    s.add(tick(minutes=35), K.ASSIGNED, actor=ann, holder=ben, queue=intake, side=1, work_item=2, step=verify)
    s.add(tick(hours=2), K.STARTED, actor=ben, side=1, work_item=2, step=verify)
    s.add(tick(minutes=48), K.SUSPENDED, actor=ben, side=1, work_item=2, step=verify,
          reason=s.value("copy of the passport is missing"))  # fmt: skip
    s.add(tick(minutes=1), K.CLOCK_PAUSED, actor=ben, side=3, reason=s.value("waiting for the customer's documents"))
    s.add(tick(minutes=4), K.COMMENT_ADDED, actor=ben, side=1,
          new_value=s.value("Asked for a copy of the passport by mail.\nReminder on Thursday."))  # fmt: skip
    s.add(tick(days=1, hours=20), K.CONTACT_RECEIVED, actor=eve, side=3, new_value=s.value("e-mail"))
    s.add(tick(seconds=10), K.DOCUMENT_ADDED, actor=eve, side=3, new_value=s.value("passport.pdf"))
    s.add(tick(hours=1), K.CLOCK_RESUMED, actor=robot, side=5, reason=s.value("documents received"))
    s.add(tick(minutes=12), K.RESUMED, actor=ben, side=1, work_item=2, step=verify)
    s.add(tick(minutes=3), K.SCHEDULED, work_item=3, step=scan, ad_hoc=1, actor=ben, side=1, queue=back)
    work(3, scan, cara, 22, back, ad_hoc=1)
    s.add(tick(minutes=31), K.COMPLETED, actor=ben, side=1, work_item=2, step=verify)
    s.add(tick(minutes=2), K.SCHEDULED, work_item=4, step=fraud, queue=back)
    s.add(tick(hours=16), K.ASSIGNED, actor=cara, holder=cara, queue=back, side=1, work_item=4, step=fraud)
    s.add(tick(minutes=20), K.STARTED, actor=cara, side=1, work_item=4, step=fraud)
    s.add(tick(minutes=25), K.FIELD_CHANGED, actor=cara, side=1, field=address,
          old_value=s.value("Hafenstrasse 4, 20457 Hamburg"), new_value=s.value("Elbchaussee 120, 22763 Hamburg"),
          reason=s.value("confirmed with the branch"), data={"form": "B-12", "pages": 3, "checked": ["name", "seal"]},
          record="AUD-991")  # fmt: skip
    s.add(tick(minutes=5), K.SCHEDULED, work_item=5, step=call_back, ad_hoc=1, actor=cara, side=1, queue=back)
    s.add(tick(minutes=2), K.STARTED, actor=cara, side=1, work_item=5, step=call_back, ad_hoc=1)
    s.add(tick(minutes=40), K.COMPLETED, actor=cara, side=1, work_item=4, step=fraud)
    s.add(tick(minutes=3), K.SCHEDULED, work_item=6, step=approve, queue=risk)
    s.add(tick(hours=3), K.ASSIGNED, actor=dan, holder=dan, queue=risk, side=2, work_item=6, step=approve)
    s.add(tick(hours=18), K.STARTED, actor=dan, side=2, work_item=6, step=approve)
    s.add(tick(minutes=55), K.COMMENT_ADDED, actor=dan, side=2, visibility=0,
          new_value=s.value("Internal: needs a second pair of eyes. <b>Do not</b> tell the customer."))  # fmt: skip
    s.add(tick(minutes=10), K.EXIT_RECORDED, actor=dan, side=2, step=approve,
          reason=s.value("approved without the second signature"))  # fmt: skip
    s.add(tick(minutes=2), K.COMPLETED, actor=dan, side=2, work_item=6, step=approve)
    s.add(tick(hours=5), K.EXIT_ACCEPTED, actor=dan, side=2, step=approve, reason=s.value("small limit, policy 4.2"))
    s.add(tick(minutes=1), K.PRIORITY_CHANGED, actor=dan, side=2, old_value=s.value("3 - normal"),
          new_value=s.value("2 - high"))  # fmt: skip
    s.add(tick(minutes=3), K.DUE_CHANGED, actor=dan, side=2, old_value=s.value("2026-10-30T15:30:00Z"),
          new_value=s.value("2026-10-31T16:30:00Z"))  # fmt: skip
    s.add(tick(minutes=5), K.SCHEDULED, work_item=7, step=fraud, queue=back)
    work(7, fraud, cara, 35, back)
    s.add(
        tick(days=2, hours=4), K.FEEDBACK_RECEIVED, actor=eve, side=3, new_value=s.value("2 of 5: takes far too long")
    )
    s.add(tick(hours=1), K.FEEDBACK_ANSWERED, actor=ann, side=1, new_value=s.value("Apologised, card is on its way."))
    s.add(tick(minutes=5), K.SCHEDULED, work_item=8, step=order, queue=intake)
    work(8, order, ann, 18, intake)
    s.add(tick(minutes=4), K.FIELD_CHANGED, actor=ann, side=1, field=status, old_value=s.value("In work"),
          new_value=s.value("Card ordered"))  # fmt: skip
    s.add(tick(minutes=1), K.SCHEDULED, work_item=9, step=inform, queue=intake)
    s.add(tick(hours=2), K.ASSIGNED, actor=ann, holder=ben, queue=intake, side=1, work_item=9, step=inform)
    s.add(START + timedelta(days=12, hours=3), K.STARTED, actor=ben, side=1, work_item=9, step=inform)
    s.xml = CARD_PROCESS
    return s.file()


def completions_only(number: str = "case-9289") -> CaseFile:
    """Twelve completions by role-like names; no starts, no hand-offs, no end, no sides. One resource left blank, one
    event without a time."""
    s = Story(number, COMPLETE_ONLY, "Europe/Amsterdam")
    steps = ("Confirmation of receipt", "T02 Check confirmation", "T04 Determine confirmation", "T05 Print and send",
             "T06 Determine necessity of stop advice", "T10 Determine necessity to stop indication")  # fmt: skip
    at = START
    for i in range(12):
        who = s.person(f"Resource{[21, 10, 21, 6, 2][i % 5]:02}")
        at += timedelta(hours=[1, 26, 0.02, 3, 70][i % 5])
        s.add(at, K.COMPLETED, actor=0 if i == 6 else who, work_item=i + 1, step=s.step(steps[i % len(steps)]))
    s.add(None, K.NOTED, actor=0, step=s.step(steps[0]), work_item=13)
    return s.file()


def closed_case() -> CaseFile:
    """Opened, worked on by one person, closed after its due date."""
    s = Story("INC-7", ALL)
    ann, step = s.person("Ann Berger", Side.PROVIDER), s.step("Answer")
    s.add(START, K.OPENED, actor=ann, side=1)
    s.add(START, K.DUE_CHANGED, actor=ann, side=1, new_value=s.value("2026-10-19T09:00:00Z"))
    s.add(START + timedelta(hours=1), K.STARTED, actor=ann, side=1, work_item=1, step=step)
    s.add(START + timedelta(hours=3), K.COMPLETED, actor=ann, side=1, work_item=1, step=step)
    s.add(START + timedelta(hours=3), K.CLOSED, actor=ann, side=1, new_value=s.value("solved"))
    return s.file()


def almost_empty() -> CaseFile:
    """One event of unknown kind and unknown time, by nobody."""
    s = Story("E-1", Capability(0))
    s.add(None, 97)
    return s.file()


def long_texts() -> CaseFile:
    """Names, titles and values longer than any column, with markup and line breaks in them."""
    s = Story("CASE-" + "0123456789" * 4)
    long = "Reklamationsbearbeitungsabschlussbestätigung & <b>Nachkontrolle</b> "
    who = s.person("Dr. Annegret-Wilhelmine von Hohenstein-Oldenburg " * 2, Side.PROVIDER)
    queue = s.queue(long * 2, Side.CLIENT)
    s.add(START, K.OPENED, actor=who, side=1, queue=queue)
    s.add(
        START, K.FIELD_CHANGED, actor=who, field=s.field("Betreff " * 6, FieldRole.TITLE), new_value=s.value(long * 6)
    )
    s.add(START + timedelta(hours=1), K.SCHEDULED, work_item=1, step=s.step(long * 2), queue=queue)
    s.add(START + timedelta(hours=2), K.STARTED, work_item=1, step=s.step(long * 2), actor=who, side=1)
    s.add(START + timedelta(hours=2), K.COMMENT_ADDED, actor=who, side=1, new_value=s.value(long * 40 + "\n" + long))
    s.add(START + timedelta(hours=3), K.FIELD_CHANGED, actor=who, field=s.field("Betreff " * 6, FieldRole.TITLE),
          old_value=s.value(long * 6), new_value=s.value(long * 7))  # fmt: skip
    return s.file()


def many_events(count: int = 10_000) -> CaseFile:
    """A long case: work items one after the other by twenty people over some years."""
    s = Story("LONG-1", ALL & ~Capability.SCHEDULES)
    people = [s.person(f"Agent {i:02}", Side.PROVIDER if i % 3 else Side.CLIENT) for i in range(20)]
    steps = [s.step(f"Step {i}", f"T_{i}") for i in range(9)]
    at = START - timedelta(days=1000)
    s.add(at, K.OPENED, actor=people[0], side=1)
    item = 0
    while len(s.data) < count:
        item += 1
        who, step = people[item * 7 % 20], steps[item * 5 % 9]
        for kind in (K.ASSIGNED, K.STARTED, K.COMPLETED):
            at += timedelta(minutes=30 + item * 37 % 300)
            s.add(at, kind, actor=who, holder=who if kind == K.ASSIGNED else NONE, work_item=item, step=step)
    return s.file()


def without_time(file: CaseFile) -> int:
    """How many events of a case have no known time."""
    return int((file.events.occurred_at == TIME_UNKNOWN).sum())


def _process() -> bytes:
    steps = [
        ("S", "startEvent", "", 40, 40), ("T_register", "userTask", "Register request", 130, 40),
        ("T_verify", "userTask", "Verify identity", 290, 40), ("T_fraud", "userTask", "Check for fraud", 450, 40),
        ("G", "exclusiveGateway", "Suspicious?", 610, 40), ("T_approve", "userTask", "Approve replacement", 710, 40),
        ("T_order", "userTask", "Order card", 870, 40), ("T_inform", "userTask", "Inform customer", 1030, 40),
        ("E", "endEvent", "", 1190, 40), ("T_block", "userTask", "Block card", 710, 170),
    ]  # fmt: skip
    flows = [("S", "T_register"), ("T_register", "T_verify"), ("T_verify", "T_fraud"), ("T_fraud", "G"),
             ("G", "T_approve"), ("G", "T_block"), ("T_approve", "T_order"), ("T_order", "T_inform"),
             ("T_inform", "E"), ("T_block", "T_inform")]  # fmt: skip
    size = {"startEvent": (36, 36), "endEvent": (36, 36), "exclusiveGateway": (50, 50), "userTask": (110, 70)}
    place = {i: (x, y + 40 - size[kind][1] / 2, *size[kind]) for i, kind, _, x, y in steps}
    parts = [f'<bpmn:{kind} id="{i}" name="{name}"/>' for i, kind, name, _, _ in steps]
    parts += [f'<bpmn:sequenceFlow id="F_{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows]
    shapes = [
        f'<bpmndi:BPMNShape bpmnElement="{i}"><dc:Bounds x="{x}" y="{y}" width="{w}" height="{h}"/></bpmndi:BPMNShape>'
        for i, (x, y, w, h) in place.items()
    ]
    for a, b in flows:
        (ax, ay, aw, ah), (bx, by, _, bh) = place[a], place[b]
        points = [(ax + aw, ay + ah / 2), (bx, by + bh / 2)]
        if abs(points[0][1] - points[1][1]) > 1:
            middle = ax + aw + 22
            points[1:1] = [(middle, points[0][1]), (middle, points[1][1])]
        line = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
        shapes.append(f'<bpmndi:BPMNEdge bpmnElement="F_{a}_{b}">{line}</bpmndi:BPMNEdge>')
    return (
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
        'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"><bpmn:process id="card-replacement" '
        f'name="Card replacement">{"".join(parts)}</bpmn:process><bpmndi:BPMNDiagram>'
        f'<bpmndi:BPMNPlane bpmnElement="card-replacement">{"".join(shapes)}</bpmndi:BPMNPlane>'
        "</bpmndi:BPMNDiagram></bpmn:definitions>"
    ).encode()


CARD_PROCESS = _process()
