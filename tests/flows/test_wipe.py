"""Access that was taken away: the key goes first, then the copy; a slip of the fingers or a dead network takes nothing;
what was never sent is kept encrypted, and sent when access comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpo_desk.cache.key import KeyringKey, KeySource, MemoryKey, PassphraseKey
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError, MachineLacks, WrongKey
from bpo_desk.models.engagement import Role
from bpo_desk.models.mutation import Actor, CommentAdded, Mutation, new_mutation_id
from bpo_desk.settings import Places, local_places
from bpo_desk.shared import members
from bpo_desk.shared.engine import writing
from bpo_desk.workspace import wiping
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.postgres_server import PostgresServer
from tests.shared.people import Office, office_on

NOW = 1_790_000_000_000_000


@pytest.fixture
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        yield found


@pytest.fixture
def desk(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """The synced desk of a reviewer, with a note that has not been sent."""
    installation = Installation(tmp_path / "home")
    installation.sync(office.server.url(office.database, user=office.logins["reviewer"]))
    monkeypatch.setenv("BPO_DESK_HOME", str(installation.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(installation.key))
    workspace = Workspace.open()
    workspace.write(workspace.new_mutation("acme", "C-1", CommentAdded("QXUNSENT: nobody but me has read this")))
    workspace.close()
    return installation


def waiting(installation: Installation) -> list[str]:
    outbox = Outbox.open(installation.home / "profiles" / "default" / "outbox.db", bytes.fromhex(str(installation.key)))
    try:
        return [entry.mutation.payload.text for entry in outbox.to_send()]  # type: ignore[union-attr]
    finally:
        outbox.close()


def everything_under(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


def test_a_lost_membership_takes_the_copy_and_gives_it_back_with_what_was_kept(
    office: Office, desk: Installation
) -> None:
    with writing(office.engine) as connection:
        members.revoke(connection, office.logins["reviewer"])
    refused = desk.run("sync", "--json")
    assert refused.code == 1
    said = json.loads(refused.out.splitlines()[-1])
    assert said["code"] == "access_revoked"
    assert "1 note that was never sent is kept encrypted for 30 days" in said["message"]
    assert not desk.cache_file.exists()
    assert waiting(desk) == ["QXUNSENT: nobody but me has read this"]
    assert b"QXUNSENT" not in everything_under(desk.home)
    assert desk.run("cases", "--json").code == 1
    assert desk.run("sync", "--json").code == 0  # it may still look whether access has come back
    assert waiting(desk) == ["QXUNSENT: nobody but me has read this"]
    office.grant(office.logins["reviewer"], Role.REVIEWER)
    desk.done("sync")
    assert "QXUNSENT" in desk.done("case", "C-1", "--json").out
    assert waiting(desk) == []
    assert not (desk.home / "profiles" / "default" / "access-lost.json").exists()


def test_a_login_that_is_shut_out_takes_the_copy(office: Office, desk: Installation) -> None:
    with office.raw() as connection:
        connection.execute(f'ALTER ROLE "{office.logins["reviewer"]}" NOLOGIN')
    refused = desk.run("sync")
    assert refused.code == 1
    assert "is not permitted to log in" in refused.err
    assert "was made unreadable and deleted" in refused.err
    assert not desk.cache_file.exists()


def test_what_may_be_a_slip_or_a_dead_line_takes_nothing(office: Office, desk: Installation) -> None:
    before = desk.cases()
    for url in (
        office.server.url(office.database, user="no_such_login"),
        office.server.url("no_such_database", user=office.logins["reviewer"]),
        f"postgresql+psycopg://{office.logins['reviewer']}@127.0.0.1:1/{office.database}",
    ):
        assert desk.run("sync", "--from", url).code == 1
    settings = desk.home / "settings.toml"
    kept = settings.read_text(encoding="utf-8")
    settings.write_text(kept.replace(f"@127.0.0.1:{office.server.port}", "@127.0.0.1:1"), encoding="utf-8")
    assert desk.run("sync").code == 1
    assert desk.cases() == before
    assert waiting(desk) == ["QXUNSENT: nobody but me has read this"]


def test_one_engagement_lost_of_two_wipes_nothing_but_its_own(office: Office, desk: Installation) -> None:
    office.grant(office.logins["reviewer"], Role.VIEWER, office.bolt)
    desk.done("sync")
    assert {each["engagement"] for each in desk.cases()} == {"acme", "bolt"}
    with writing(office.engine) as connection:
        members.revoke(connection, office.logins["reviewer"], office.bolt)
    desk.done("sync")
    assert desk.cases()["engagement"] == "acme"


class Store:
    """A key store of this test: what a real one does, in memory; `broken` ones do not answer."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = False

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.broken:
            raise RuntimeError("locked")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.broken:
            raise RuntimeError("locked")
        del self.kept[service, username]


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    monkeypatch.setenv("BPO_DESK_HOME", str(tmp_path / "home"))
    found = local_places()
    found.prepare()
    return found


def filled(places: Places, key: bytes, notes: int) -> None:
    """A copy, and an outbox with notes of which the first has been taken."""
    Cache.create(places.cache_file("default"), key).close()
    places.window_file("default").write_text('view={"filter": "holder:ada"}', encoding="utf-8")
    if notes:
        outbox = Outbox.open_or_create(places.outbox_file("default"), key)
        texts = [CommentAdded(f"note {number}") for number in range(notes)]
        made = [Mutation(new_mutation_id(NOW), "acme", "C-1", text, NOW, Actor("ada", "Ada")) for text in texts]
        outbox.add_all(made)
        outbox.close()


def opens(path: Path, key: bytes) -> bool:
    try:
        Outbox.open(path, key).close()
    except WrongKey:
        return False
    return True


@pytest.mark.parametrize("notes", [0, 3])
def test_the_key_store_forgets_the_key_and_kept_notes_get_one_of_their_own(places: Places, notes: int) -> None:
    store = Store()
    source = KeyringKey("default", lambda: store)
    key = source.key(create=True)
    filled(places, key, notes)
    wiped = wiping.wipe(places, "default", source, key)
    assert (wiped.key_gone, wiped.kept) == (True, notes)
    assert not places.cache_file("default").exists()
    assert not places.window_file("default").exists()
    assert key.hex() not in store.kept.values()
    if notes:
        outbox = places.outbox_file("default")
        assert not opens(outbox, key)
        kept = Outbox.open(outbox, source.key())
        assert [each.mutation.payload.text for each in kept.to_send()] == ["note 0", "note 1", "note 2"]  # type: ignore[union-attr]
        kept.close()
    else:
        assert store.kept == {}
    left = {each.name for each in places.profile_folder("default").iterdir()}
    assert left == ({"access-lost.json", "outbox.db", "outbox.db-key"} if notes else {"access-lost.json"})


def test_a_key_store_that_does_not_answer_is_said_and_the_copy_is_gone_all_the_same(places: Places) -> None:
    store = Store()
    source = KeyringKey("default", lambda: store)
    key = source.key(create=True)
    filled(places, key, 1)
    store.broken = True
    with pytest.raises(MachineLacks):
        wiping.wipe(places, "default", source, key)
    assert not places.cache_file("default").exists()
    assert opens(places.outbox_file("default"), key)  # nothing that was typed is lost
    store.broken = False
    assert wiping.wipe(places, "default", source, key).kept == 1
    assert opens(places.outbox_file("default"), source.key())


@pytest.mark.parametrize("notes", [0, 1])
def test_a_passphrase_goes_unless_notes_wait_for_it(places: Places, notes: int) -> None:
    source = PassphraseKey(places.profile_folder("default") / "key.json", lambda: "correct horse battery staple")
    key = source.key(create=True)
    filled(places, key, notes)
    wiped = wiping.wipe(places, "default", source, key)
    assert wiped.key_gone is (notes == 0)
    assert source.file.exists() is (notes == 1)
    assert not places.cache_file("default").exists()


def test_what_waited_too_long_goes_with_its_key(places: Places) -> None:
    store = Store()
    source: KeySource = KeyringKey("default", lambda: store)
    filled(places, source.key(create=True), 2)
    wiped = wiping.wipe(places, "default", source, source.key())
    just = wiped.at + wiping.KEEP_UNSENT - 10
    assert not wiping.drop_what_waited_too_long(places, "default", source, just)
    assert opens(places.outbox_file("default"), source.key())
    assert wiping.drop_what_waited_too_long(places, "default", source, just + 20)
    assert store.kept == {}
    assert not places.outbox_file("default").exists()
    lost = wiping.lost_access(places, "default")
    assert lost is not None
    assert lost.kept == 0


def test_a_wipe_that_was_cut_off_after_the_key_loses_no_note(places: Places) -> None:
    store = Store()
    source = KeyringKey("default", lambda: store)
    key = source.key(create=True)
    filled(places, key, 2)
    outbox = places.outbox_file("default")
    wiping.wipe(places, "default", source, key)
    kept = outbox.with_name("outbox-kept.db")
    outbox.rename(kept)  # as if the last step had not been reached
    wiping.finish(outbox)
    assert opens(outbox, source.key())


def test_a_key_in_memory_is_not_the_desks_to_forget(places: Places) -> None:
    filled(places, bytes(32), 0)
    assert not wiping.wipe(places, "default", MemoryKey(bytes(32)), bytes(32)).key_gone
    assert not places.cache_file("default").exists()
    with pytest.raises(DeskError):
        Cache.open(places.cache_file("default"), bytes(32))
