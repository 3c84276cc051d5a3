"""Two engagements of one provider on a real PostgreSQL, with a login for each role in the first and none in the second.

Everything of the second engagement holds the word BOLT, so that one look at any answer finds a leak. In the first,
texts that a client must never get hold QXINTERNAL, QXMASKED or the name of a member of staff.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy.engine import Engine

from bpo_desk.models.capability import Capability
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.engagement import Engagement, Role
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventBatch
from bpo_desk.models.sides import Side
from bpo_desk.shared import members
from bpo_desk.shared.admin import create_engagement, init
from bpo_desk.shared.append import append
from bpo_desk.shared.definitions import store_definition
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.shared.feed import Feed
from tests.postgres_server import PostgresServer
from tests.shared.batches import RECORDED, batch_of, one_event

STAFF = ("Ada Lovelace", "Grace Hopper", "Alan Turing")
"""Staff of the provider; of the last one nobody said whose side he is on."""
FORBIDDEN_TO_CLIENTS = ("QXINTERNAL", "QXMASKED", "BOLT", *STAFF)
FACTS = 6
"""Events of the first engagement that both sides see."""


def story(secret: str = "") -> EventBatch:
    """One case with what is shared, internal, masked and written by staff; `secret` stands in every text."""
    values = [
        f"{secret}shared comment", f"{secret}QXINTERNAL comment", f"{secret}QXMASKED account",
        f"{secret}title of the case",
        f"{secret}QXINTERNAL reason", f"{secret}QXMASKED reference", secret if secret else STAFF[0],
    ]  # fmt: skip
    dictionaries = Dictionaries(
        persons=[Person(""), *(Person(secret + name, side, f"{secret}QXMASKED job") for name, side in (
            (STAFF[0], Side.PROVIDER), (STAFF[1], Side.PROVIDER), (STAFF[2], Side.UNKNOWN))),
            Person(f"{secret}Carl Client", Side.CLIENT)],
        queues=[Queue(""), Queue(f"{secret}Intake", Side.PROVIDER)],
        steps=[Step(""), Step(f"{secret}Check")],
        fields=[Field(""), Field(f"{secret}IBAN"), Field(f"{secret}Title", FieldRole.TITLE),
                Field(f"{secret}Ref", FieldRole.REFERENCE), Field(f"{secret}Agent")],
        sources=[Source(""), Source(f"{secret}log", Capability.TIMES, f"{secret}QXINTERNAL description")],
        values=["", *values],
    )  # fmt: skip
    given: list[dict[str, Any]] = [
        {"kind": EventKind.OPENED, "actor": 1, "queue": 1, "step": 1, "holder": 2},
        {"kind": EventKind.COMMENT_ADDED, "actor": 1, "new_value": 1},
        {"kind": EventKind.COMMENT_ADDED, "actor": 2, "new_value": 2, "reason": 5, "visibility": 0},
        {"kind": EventKind.FIELD_CHANGED, "actor": 3, "field": 1, "old_value": 3, "new_value": 3, "reason": 3},
        {"kind": EventKind.FIELD_CHANGED, "actor": 1, "field": 2, "new_value": 4},
        {"kind": EventKind.FIELD_CHANGED, "actor": 4, "field": 3, "new_value": 6},
        {"kind": EventKind.FIELD_CHANGED, "actor": 1, "field": 4, "new_value": 7},
        {"kind": EventKind.TAGGED, "actor": 2, "new_value": 2, "visibility": 0},
    ]
    rows = [
        one_event(number + (500 if secret else 1), source=1, source_seq=number, occurred_at=RECORDED + number, **each)
        for number, each in enumerate(given)
    ]
    data = [f'{{"resource": "{secret}{STAFF[0]}", "note": "QXMASKED QXINTERNAL"}}'] * len(rows)
    record = [f"{secret}QXMASKED record of {STAFF[1]}"] * len(rows)
    return batch_of(rows, [f"{secret}C-1"], dictionaries=dictionaries, data=data, source_record=record,
                    case_process=[f"{secret}process"])  # fmt: skip


@dataclass
class Office:
    """A shared database with people. `acme` is the engagement of everybody, `bolt` that of nobody but the owner."""

    server: PostgresServer
    database: str
    engine: Engine
    acme: Engagement
    bolt: Engagement
    logins: dict[str, str] = field(default_factory=dict)
    stranger: str = ""

    def engine_as(self, login: str) -> Engine:
        return open_engine(self.server.url(self.database, user=login))

    @contextmanager
    def feed_as(self, login: str) -> Iterator[Feed]:
        engine = self.engine_as(login)
        try:
            yield Feed(engine)
        finally:
            engine.dispose()

    @contextmanager
    def raw(self, login: str = "postgres") -> Iterator[psycopg.Connection[Any]]:
        """A connection of psycopg that commits each statement."""
        with psycopg.connect(self.server.conninfo(self.database, user=login), autocommit=True) as connection:
            yield connection

    def grant(self, login: str, role: Role, engagement: Engagement | None = None, **given: Any) -> bool:
        with writing(self.engine) as connection:
            return members.grant(connection, login, role, engagement or self.acme, **given)

    def copy(self) -> Office:
        """The same in a database of its own, for one test; logins and groups are those of the first."""
        database = self.server.create_database(self.database)
        engine = open_engine(self.server.url(database))
        return Office(self.server, database, engine, self.acme, self.bolt, self.logins, self.stranger)

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def office_on(server: PostgresServer) -> Iterator[Office]:
    """An office in a database of its own, which goes with it."""
    database = server.create_database()
    office = open_office(server, database)
    yield office
    office.close()
    server.drop_database(database)


def open_office(server: PostgresServer, database: str) -> Office:
    """The database with both engagements, filled, and a login `<role>_<database>` for each role."""
    engine = open_engine(server.url(database))
    init(engine)
    acme = create_engagement(engine, "acme", "Acme")
    bolt = create_engagement(engine, "bolt", "BOLT", client="BOLT client", provider="BOLT provider")
    office = Office(server, database, engine, acme, bolt)
    for engagement, secret in ((office.acme, ""), (office.bolt, "BOLT ")):
        with writing(engine) as connection:
            append(connection, engagement, story(secret), RECORDED)
            key = f"{secret}process"
            store_definition(
                connection,
                engagement,
                key,
                "1",
                f"{secret}Process",
                f"<xml>{secret}<!--\nQXINTERNAL -> {STAFF[0]}\n--></xml>".encode(),
            )
            said = {"e": engagement.engagement_id, "s": secret}
            for statement in (
                "INSERT INTO mapping (engagement_id, mapping_id, name, content) VALUES (%(e)s, 1, %(s)s || 'steps x',"
                " json_build_object('steps', json_build_object('Check', json_build_object('element', 'Task_1', 'by',"
                " %(s)s || 'Ada Lovelace', 'at', 1)))::text)",
                "INSERT INTO mapping (engagement_id, mapping_id, name, content) VALUES (%(e)s, 2, 'internal map',"
                " %(s)s || 'QXINTERNAL')",
                "INSERT INTO calendar (engagement_id, calendar_id, name, rules) VALUES (%(e)s, 1, %(s)s || 'c', '')",
                "INSERT INTO saved_view (engagement_id, saved_view_id, owner, name, content)"
                " VALUES (%(e)s, 1, 'someone', %(s)s || 'QXINTERNAL view', '')",
                "INSERT INTO review (engagement_id, review_id, case_id, reviewer, state, draft)"
                " VALUES (%(e)s, 1, 1, 'someone', 'draft', %(s)s || 'QXINTERNAL draft')",
                "INSERT INTO list_export (engagement_id, list_export_id, at, done, actor_id, side, said)"
                " VALUES (%(e)s, 1, 2, 1, 1, 1, json_build_object('format', 'csv', 'cases', 600,"
                " 'filter', %(s)s || 'QXINTERNAL holder:\"Ada Lovelace\"')::text)",
                "INSERT INTO mapping (engagement_id, mapping_id, name, content) VALUES (%(e)s, 3, 'escalation path',"
                " json_build_object('levels', json_build_array(%(s)s || 'Team lead', %(s)s || 'Ada Lovelace'))::text)",
            ):
                connection.exec_driver_sql(statement, said)
    for role in Role:
        login = f"{role.value}_{database}"
        office.logins[role.value] = login
        office.grant(login, role, person=f"Person {role.value}")
    office.stranger = f"stranger_{database}"
    office.grant(office.stranger, Role.VIEWER, office.bolt, person="BOLT viewer")
    with writing(engine) as connection:
        members.ask(connection, office.acme, masked=["field:IBAN", "role:reference"], pseudonyms=True)
    return office
