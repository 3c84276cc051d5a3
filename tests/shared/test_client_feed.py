""" "See as client" gives what clients get: the answers for a real client's login, for others who look as the client,
and of the rules that stand in for the database's functions on SQLite, compared row by row and field by field."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bpo_desk.errors import NotFound, WrongCredentials, WrongUsage
from bpo_desk.models.client_rules import OWN_SOURCES, SHOWN_DATA
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_block import BLOCK_COLUMNS, TEXT_COLUMNS, EventBlock
from bpo_desk.models.event_columns import EventBatch
from bpo_desk.models.mutation import Actor, CommentAdded, Mutation, new_mutation_id
from bpo_desk.models.sides import Side
from bpo_desk.models.withheld import WITHHELD
from bpo_desk.shared import members
from bpo_desk.shared.append import append
from bpo_desk.shared.client_feed import ClientFeed
from bpo_desk.shared.client_rows import client_block, client_rules, client_table
from bpo_desk.shared.engine import writing
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.requests import (
    ApplyMutation,
    CountAnswer,
    CountEvents,
    Digest,
    DigestAnswer,
    Hello,
    HelloAnswer,
    LoadAnswer,
    LoadBlock,
    Pull,
    PullAnswer,
    Rows,
)
from bpo_desk.shared.shown import known_keys
from tests.postgres_server import PostgresServer
from tests.shared.batches import RECORDED, batch_of, one_event
from tests.shared.conftest import Desk
from tests.shared.people import STAFF, Office, office_on

NOW = 1_790_000_000_000_000
FIELDS = [Field(""), Field("IBAN"), Field("Title", FieldRole.TITLE), Field("Ref", FieldRole.REFERENCE),
          Field("Agent"), Field("Prio", FieldRole.PRIORITY), Field("End", FieldRole.OUTCOME)]  # fmt: skip
MASKS = ["field:IBAN", "role:reference", "field:Prio", "role:outcome", "event:document_added"]
"""A field by name that has a role, roles, and a kind: each way in which a rule takes hold."""
Everything = tuple[dict[str, list[dict[str, Any]]], dict[tuple[int, int], dict[str, Any]]]


def any_events(seed: int, count: int = 400) -> EventBatch:
    """Events of all kinds, sources, sides and visibilities, with names of staff among the values, anything in data."""
    chance = random.Random(seed)
    persons = [Person(""), *(Person(name, side, "job") for name, side in (
        (STAFF[0], Side.PROVIDER), (STAFF[1], Side.PROVIDER), (STAFF[2], Side.UNKNOWN), ("Carl Client", Side.CLIENT),
        ("A Robot", Side.SYSTEM)))]  # fmt: skip
    values = ["", *STAFF, "Carl Client", f"of {STAFF[0]}", "12 %", "é", "plain"]
    sources = [Source(""), Source("log", description="secret"), *(Source(name) for name in OWN_SOURCES)]
    dictionaries = Dictionaries(persons=persons, queues=[Queue(""), Queue("Intake")], steps=[Step(""), Step("Check")],
                                fields=FIELDS, sources=sources, values=values)  # fmt: skip
    rows, data = [], []
    for number in range(count):
        row = one_event(number + 10_000, case=chance.randrange(5), occurred_at=RECORDED + chance.randrange(10**9))
        row |= {"source_seq": number, "kind": chance.choice(list(EventKind)), "side": chance.choice(list(Side))}
        row |= {name: chance.randrange(-1, len(persons)) for name in ("actor", "holder")}
        row |= {name: chance.randrange(-1, len(values)) for name in ("old_value", "new_value", "reason")}
        row |= {"field": chance.randrange(-1, len(FIELDS)), "source": chance.randrange(1, len(sources))}
        rows.append(row | {"visibility": int(chance.random() < 0.7)})
        keys = chance.sample([*SHOWN_DATA, "note", "comment", "desk_clock"], chance.randrange(4))
        data.append(
            chance.choice([None, json.dumps({key: chance.choice(["QX", 3, None, {"a": [1]}]) for key in keys})])
        )
    records = [f"record {number} of {STAFF[1]}" for number in range(count)]
    return batch_of(rows, [f"X-{case}" for case in range(5)], dictionaries=dictionaries, data=data,
                    source_record=records)  # fmt: skip


@pytest.fixture(scope="module")
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        with writing(found.engine) as connection:
            append(connection, found.acme, any_events(1), RECORDED)
            members.ask(connection, found.acme, masked=MASKS, pseudonyms=True)
        with found.feed_as(found.logins["reviewer"]) as feed:
            note = CommentAdded("a shared note")
            feed.answer(ApplyMutation(Mutation(new_mutation_id(NOW), "acme", "X-1", note, NOW, Actor("x", STAFF[0]))))
        yield found


def answers_of(feed: Feed, engagement: Engagement) -> tuple[PullAnswer, list[EventBlock]]:
    """All that a feed gives: the small tables and events of a pull, and the blocks of a load."""
    one = engagement.engagement_id
    pull, count = feed.answer(Pull(one, 0)), feed.answer(CountEvents(one))
    assert isinstance(pull, PullAnswer)
    assert isinstance(count, CountAnswer)
    blocks, after = [], 0
    while after < count.last_seq:
        answer = feed.answer(LoadBlock(one, after, 60))
        assert isinstance(answer, LoadAnswer)
        blocks.append(answer.block)
        after = answer.last_seq
    assert sum(map(len, blocks)) == count.events
    return pull, blocks


def in_words(tables: list[Rows], blocks: list[EventBlock]) -> Everything:
    small = {each.table: [_plain(dict(zip(each.columns, row, strict=True))) for row in each.rows] for each in tables}
    events: dict[tuple[int, int], dict[str, Any]] = {}
    for block in blocks:
        columns = {name: block.ints[name].tolist() for name in BLOCK_COLUMNS}
        columns |= {name: block.texts[name].texts() for name in TEXT_COLUMNS}
        for row in range(len(block)):
            said = {name: column[row] for name, column in columns.items()}
            said["data"] = None if said["data"] is None else json.loads(said["data"])
            events[said["id_hi"], said["id_lo"]] = said
    return small, events


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """JSON as what it says, bytes as bytes."""
    return {
        name: json.loads(value) if name in ("content", "said") and value else bytes(value) if name == "xml" else value
        for name, value in row.items()
    }


def without_own(found: Everything) -> Everything:
    """Without what belongs to the login itself, which nobody else has: its memberships and views."""
    return {name: rows for name, rows in found[0].items() if name not in ("membership", "saved_view")}, found[1]


def everything(feed: Feed, engagement: Engagement) -> Everything:
    pull, blocks = answers_of(feed, engagement)
    loaded, pulled = in_words(pull.tables, blocks), in_words(pull.tables, pull.events)
    assert loaded == pulled
    return without_own(loaded)


@pytest.mark.parametrize("role", ["owner", "admin", "importer", "viewer", "reviewer", "sealer", "superuser"])
def test_who_looks_as_the_client_gets_row_by_row_what_the_client_gets(office: Office, role: str) -> None:
    with office.feed_as(office.logins["client"]) as feed:
        theirs = everything(feed, office.acme)
    login = "postgres" if role == "superuser" else office.logins[role]
    engine = office.engine_as(login)
    seen = everything(ClientFeed(engine, "acme"), office.acme)
    assert seen[0] == theirs[0]
    assert seen[1] == theirs[1]
    assert len(theirs[1]) > 200
    own = ClientFeed(engine, "acme").answer(Pull(office.acme.engagement_id, 0))
    assert isinstance(own, PullAnswer)
    assert [each.rows for each in own.tables if each.table in ("membership", "saved_view", "review")] == [[], [], []]
    engine.dispose()


def test_the_rules_for_sqlite_say_what_the_functions_of_the_database_say(office: Office) -> None:
    with office.feed_as(office.logins["client"]) as feed:
        theirs = everything(feed, office.acme)
    with office.engine.connect() as connection:
        inner = connection.execute(
            text("SELECT inner_key FROM engagement_secret WHERE engagement_id = :e"), {"e": office.acme.engagement_id}
        ).scalar_one()
    key = bytes(each ^ 0x36 for each in bytes(inner))  # HMAC pads with zeros what is shorter than a block
    pull, blocks = answers_of(Feed(office.engine), office.acme)
    with office.engine.connect() as connection:
        codes = known_keys(connection, int(office.acme.engagement_id))
    rules = client_rules({each.table: each for each in pull.tables}, key, codes)
    mine = in_words([client_table(each, rules) for each in pull.tables], [client_block(each, rules) for each in blocks])
    small, events = without_own(mine)
    for said in (*events.values(), *theirs[1].values()):  # their place of its own is compared by the next test
        del said["source_seq"]
    assert small == theirs[0]
    assert events.keys() == theirs[1].keys()
    for event_id, said in events.items():
        assert said == theirs[1][event_id]
    values = [said[name] for said in events.values() for name in ("old_value", "new_value", "reason")]
    assert 100 < values.count(WITHHELD) < len(values) * 2 / 3  # the rules took hold, and not of everything
    assert any(said["data"] for said in events.values())


def test_only_the_one_engagement_is_shown_and_its_scope_follows_the_rules(office: Office) -> None:
    feed = ClientFeed(office.engine, "acme")
    hello = feed.answer(Hello())
    assert isinstance(hello, HelloAnswer)
    assert [each.code for each in hello.engagements] == ["acme"]
    with writing(office.engine) as connection:
        members.ask(connection, office.acme, masked=[])
    again = feed.answer(Hello())
    assert isinstance(again, HelloAnswer)
    assert again.scopes != hello.scopes
    with writing(office.engine) as connection:
        members.ask(connection, office.acme, masked=MASKS)
    with pytest.raises(NotFound):
        ClientFeed(office.engine, "no such").answer(Hello())


def test_a_client_cannot_look_as_the_client_and_nobody_writes_so(office: Office) -> None:
    engine = office.engine_as(office.logins["client"])
    with pytest.raises(WrongCredentials):
        ClientFeed(engine, "acme").answer(Hello())
    engine.dispose()
    note = Mutation(new_mutation_id(NOW), "acme", "X-1", CommentAdded("no"), NOW, Actor("x", "X"))
    with pytest.raises(WrongUsage):
        ClientFeed(office.engine, "acme").answer(ApplyMutation(note))


def test_it_agrees_with_its_own_digest_on_both_databases(desk: Desk) -> None:
    desk.append(any_events(2))
    with writing(desk.engine) as connection:
        members.ask(connection, desk.engagement, masked=MASKS, pseudonyms=desk.engine.dialect.name == "sqlite")
    found = _of_both(desk.engine, desk.engagement)
    digest = ClientFeed(desk.engine, "acme").answer(Digest(desk.engagement.engagement_id))
    assert isinstance(digest, DigestAnswer)
    assert digest.events == len(found[1])
    assert digest.versions == sum(said["row_ver"] for said in found[1].values())
    high = low = 0
    for hi, lo in found[1]:
        high, low = high ^ hi, low ^ lo
    assert (digest.xor_hi, digest.xor_lo) == (high, low)
    assert {said["visibility"] for said in found[1].values()} == {1}
    if desk.engine.dialect.name == "sqlite":
        names = {row["name"] for row in found[0]["person"]}
        assert not names & set(STAFF)
        assert "Carl Client" in names


def _of_both(engine: Engine, engagement: Engagement) -> Everything:
    return everything(ClientFeed(engine, "acme"), engagement)
