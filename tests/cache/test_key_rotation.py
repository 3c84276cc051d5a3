"""The key of the local files is changed: nothing that was written is lost, wherever it is cut off."""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bpo_desk.cache.key import (
    _SCRYPT,
    EnvironmentKey,
    KeyringKey,
    PassphraseKey,
    key_source,
    passphrase_file,
    rotation_file,
)
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError, NotFound, WrongKey, WrongUsage
from bpo_desk.models.mutation import Actor, CommentAdded, Mutation, new_mutation_id
from bpo_desk.settings import Places, local_places
from bpo_desk.workspace import key_rotation
from bpo_desk.workspace.key_rotation import Asks, Keep, Rotated, rotate_key
from tests.cache.key_stores import KeptInMemory
from tests.flows.desk_commands import Installation
from tests.flows.small_logs import write_csv

OLD, NEW = "0123456789abcdef" * 4, "fedcba9876543210" * 4
WORDS, NEW_WORDS = "correct horse battery", "staple paper clip box"


class Desk:
    """The files of a profile whose key comes from one of the three places."""

    def __init__(self, keep: Keep) -> None:
        self.places: Places = local_places()
        self.places.prepare()
        self.folder = self.places.profile_folder("default")
        self.store = KeptInMemory()
        self.environment = {"BPO_DESK_KEY": OLD} if keep is Keep.ENVIRONMENT else {}
        self.passphrase = WORDS
        if keep is Keep.PASSPHRASE:
            PassphraseKey(passphrase_file(self.folder), lambda: WORDS).key(create=True)
        self.key = self.current_key(create=True)
        with (
            contextlib.closing(Cache.create(self.places.cache_file("default"), self.key)) as cache,
            cache.write() as connection,
        ):
            connection.execute("create table said (words)")
            connection.execute("insert into said values ('kept')")
            connection.execute("create virtual table found using fts5 (words)")
            connection.execute("insert into found values ('needle in hay')")
        outbox = Outbox.open_or_create(self.places.outbox_file("default"), self.key)
        outbox.add(Mutation(new_mutation_id(1), "acme", "C-1", CommentAdded("unsent"), 1, Actor("ada", "Ada")))
        outbox.close()

    def current_key(self, *, create: bool = False) -> bytes:
        source = key_source("default", self.folder, lambda: self.passphrase, self.environment)
        if isinstance(source, KeyringKey):
            source = KeyringKey("default", lambda: self.store)
        return source.key(create=create)

    def rotate(self, keep: Keep | None = None, new: str = NEW_WORDS) -> Rotated:
        asks = Asks(lambda: self.passphrase, lambda: new, lambda: bytes.fromhex(NEW))
        return rotate_key(self.places, "default", keep, asks, self.environment, lambda: self.store)

    def use_new(self, keep: Keep) -> None:
        """What a person does afterwards."""
        self.passphrase = NEW_WORDS
        self.environment = {"BPO_DESK_KEY": NEW} if keep is Keep.ENVIRONMENT else {}

    def check(self) -> None:
        """Everything is there under the key that the desk finds now, and none of the old key is left."""
        key = self.current_key()
        assert key != self.key
        with contextlib.closing(Cache.open(self.places.cache_file("default"), key)) as cache:
            cache.check()
            assert cache.rows("select words from said") == [("kept",)]
            assert cache.rows("select rowid from found where found match 'needle'") == [(1,)]
        outbox = Outbox.open_or_create(self.places.outbox_file("default"), key)
        outbox.check()
        assert [entry.mutation.payload for entry in outbox.to_send()] == [CommentAdded("unsent")]
        outbox.close()
        for path in (self.places.cache_file("default"), self.places.outbox_file("default")):
            with pytest.raises(WrongKey):
                (Cache.open if path.name == "cache.db" else Outbox.open_or_create)(path, self.key)
        names = {each.name for each in self.folder.iterdir()}
        assert not [name for name in names if "rekeyed" in name or "rotation" in name or "next" in name]
        assert self.key.hex() not in self.store.kept.values()


@pytest.mark.parametrize("keep", list(Keep))
def test_every_file_has_the_new_key_and_nothing_is_lost(keep: Keep) -> None:
    desk = Desk(keep)
    done = desk.rotate()
    assert done == Rotated(keep, ("outbox.db", "cache.db"), False)
    desk.use_new(keep)
    desk.check()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Keep.KEY_STORE, Keep.PASSPHRASE), (Keep.PASSPHRASE, Keep.KEY_STORE),
        (Keep.ENVIRONMENT, Keep.PASSPHRASE), (Keep.ENVIRONMENT, Keep.KEY_STORE),
    ],
)  # fmt: skip
def test_the_key_moves_to_another_place_and_leaves_the_old_one(before: Keep, after: Keep) -> None:
    desk = Desk(before)
    assert desk.rotate(after).keep is after
    desk.use_new(after)
    desk.check()
    assert passphrase_file(desk.folder).exists() is (after is Keep.PASSPHRASE)
    assert bool(desk.store.kept) is (after is Keep.KEY_STORE)


class CutOff(Exception):
    pass


@pytest.mark.parametrize("keep", [Keep.KEY_STORE, Keep.PASSPHRASE])
def test_cut_off_at_any_step_it_goes_on_and_until_then_the_desk_says_so(
    keep: Keep, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A cut before the n-th renaming or deleting of a file or entry, for every n."""
    monkeypatch.setitem(_SCRYPT, "n", 2**4)  # it is not the guesses that are tried here
    for cut_at in range(1, 40):
        monkeypatch.setenv("BPO_DESK_HOME", str(tmp_path_factory.mktemp("home")))
        desk = Desk(keep)
        left = [cut_at]

        def counted(real: Callable[..., object], left: list[int] = left) -> Callable[..., object]:
            def step(*given: object, **named: object) -> object:
                left[0] -= 1
                if left[0] == 0:
                    raise CutOff
                return real(*given, **named)

            return step

        with monkeypatch.context() as patch:
            for owner, name in (
                (Path, "replace"), (Path, "unlink"), (KeptInMemory, "set_password"), (KeptInMemory, "delete_password"),
            ):  # fmt: skip
                patch.setattr(owner, name, counted(getattr(owner, name)))
            try:
                desk.rotate()
                was_cut = False
            except CutOff:
                was_cut = True
        if not was_cut:
            assert cut_at > 10, "the steps were counted"
            return
        if rotation_file(desk.folder).is_file():
            with pytest.raises(WrongKey, match="was cut off") as found:
                desk.current_key()
            assert "rotate-key" in found.value.next_step
        promoted = keep is Keep.PASSPHRASE and not (desk.folder / "key-next.json").exists()
        if promoted and rotation_file(desk.folder).is_file():
            desk.passphrase = NEW_WORDS  # the new one holds already
        desk.rotate()
        desk.use_new(keep)
        desk.check()
    pytest.fail("it never came to its end")


def test_a_file_in_use_is_left_alone_with_the_next_step() -> None:
    desk = Desk(Keep.ENVIRONMENT)
    with contextlib.closing(Cache.open(desk.places.cache_file("default"), desk.key)) as cache:
        with pytest.raises(DeskError, match="is in use") as found:
            desk.rotate()
        assert found.value.code == "in_use"
        assert cache.rows("select words from said") == [("kept",)]
    desk.rotate()
    desk.use_new(Keep.ENVIRONMENT)
    desk.check()


def test_a_wrong_passphrase_changes_nothing() -> None:
    desk = Desk(Keep.PASSPHRASE)
    before = {each.name: each.read_bytes() for each in desk.folder.iterdir()}
    desk.passphrase = "wrong horse battery"
    with pytest.raises(WrongKey, match="passphrase"):
        desk.rotate()
    assert {each.name: each.read_bytes() for each in desk.folder.iterdir()} == before


def cut_off(desk: Desk, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    """Begin a change of the passphrase and be cut off before the first file has the new key, or after it."""
    real, done = key_rotation.put_in_place, []

    def stop(beside: Path, path: Path, new: bytes) -> None:
        if when == "before" or done:
            raise CutOff
        real(beside, path, new)
        done.append(path)

    with monkeypatch.context() as patch:
        patch.setattr(key_rotation, "put_in_place", stop)
        with pytest.raises(CutOff):
            desk.rotate()


def test_going_on_with_a_mistyped_passphrase_says_which_one_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(Keep.PASSPHRASE)
    cut_off(desk, monkeypatch, "after")
    for _time in range(3):
        with pytest.raises(WrongKey, match="not the new passphrase that the change of the key began with") as found:
            desk.rotate(new="staple paper clip bix")
        assert "new passphrase that you chose when it was cut off" in found.value.next_step
    desk.passphrase = "correct horse batery"
    with pytest.raises(WrongKey, match="not the passphrase that held before") as found:
        desk.rotate()
    assert "first the old passphrase, then the new one" in found.value.next_step
    desk.passphrase = WORDS
    assert desk.rotate() == Rotated(Keep.PASSPHRASE, ("outbox.db", "cache.db"), True)
    desk.use_new(Keep.PASSPHRASE)
    desk.check()


def test_as_long_as_no_file_has_the_new_key_the_new_passphrase_is_chosen_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(Keep.PASSPHRASE)
    cut_off(desk, monkeypatch, "before")
    assert desk.rotate(new="another one of my own").went_on
    desk.passphrase = "another one of my own"
    desk.check()


def test_a_mistyped_raw_key_that_goes_on_is_refused_and_the_right_one_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(Keep.ENVIRONMENT)
    cut_off(desk, monkeypatch, "after")
    asks = Asks(lambda: "", lambda: "", lambda: bytes.fromhex("7e" * 32))
    with pytest.raises(WrongKey, match="not the new key that the change of the key began with"):
        rotate_key(desk.places, "default", None, asks, desk.environment, lambda: desk.store)
    assert desk.rotate().went_on
    desk.use_new(Keep.ENVIRONMENT)
    desk.check()


def test_a_change_that_was_cut_off_at_its_very_end_needs_no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(Keep.PASSPHRASE)

    def stop(profile: str, store: object) -> None:
        raise CutOff

    with monkeypatch.context() as patch:
        patch.setattr(key_rotation, "_forget_in_store", stop)
        with pytest.raises(CutOff):
            desk.rotate()
    desk.passphrase = "whatever is typed here"
    assert desk.rotate(new="and here").went_on
    desk.use_new(Keep.PASSPHRASE)
    desk.check()


def test_a_short_passphrase_is_refused_with_what_is_enough() -> None:
    desk = Desk(Keep.PASSPHRASE)
    with pytest.raises(WrongUsage, match="9 characters") as found:
        desk.rotate(new="too short")
    assert "at least 10" in found.value.next_step
    assert desk.current_key() == desk.key


def test_a_key_that_does_not_open_the_files_begins_nothing() -> None:
    desk = Desk(Keep.ENVIRONMENT)
    desk.environment = {"BPO_DESK_KEY": "ab" * 32}
    with pytest.raises(WrongKey, match="does not open"):
        desk.rotate()
    assert not rotation_file(desk.folder).exists()
    assert EnvironmentKey({"BPO_DESK_KEY": OLD}).key() == desk.key


def test_without_local_files_there_is_no_key_to_change() -> None:
    places = local_places()
    places.prepare()
    asks = Asks(lambda: "", lambda: "", lambda: b"")
    with pytest.raises(NotFound, match="no local files"):
        rotate_key(places, "default", None, asks, {"BPO_DESK_KEY": OLD})


def test_the_command_changes_key_and_place_and_the_desk_goes_on(tmp_path: Path) -> None:
    desk = Installation(tmp_path / "home")
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    desk.done("admin", "init", "--to", url)
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    desk.sync(url)
    before = desk.cases()["cases"]
    done = desk.done("admin", "rotate-key", "--secrets-stdin", "--json", stdin=f"{NEW}\n").json()
    assert done == {"profile": "default", "files": ["outbox.db", "cache.db"], "keep": "environment", "went_on": False}
    refused = desk.run("cases", "--json")
    assert refused.code == 1
    assert refused.json()["error"]["code"] == "wrong_key"
    desk = Installation(tmp_path / "home", NEW)
    assert desk.cases()["cases"] == before
    said = desk.done("admin", "rotate-key", "--keep", "passphrase", "--secrets-stdin", stdin=f"{NEW_WORDS}\n")
    assert "Unset BPO_DESK_KEY" in said.err
    assert NEW_WORDS not in said.err
    asked = Installation(tmp_path / "home", None).run("cases", "--json")
    assert json.loads(asked.out)["error"]["code"] == "passphrase_wanted"
