"""Where the key comes from, and what is said where there is none."""

import json
import sys
from pathlib import Path

import pytest

from bpo_desk.cache.key import (
    EnvironmentKey,
    KeyringKey,
    MemoryKey,
    PassphraseKey,
    key_source,
    passphrase_file,
)
from bpo_desk.errors import MachineLacks, WrongKey

HEX = "0123456789abcdef" * 4


def test_the_variable_gives_the_raw_key() -> None:
    assert EnvironmentKey({"BPO_DESK_KEY": HEX}).key() == bytes.fromhex(HEX)


@pytest.mark.parametrize("text", ["", "abc", HEX[:-2], HEX + "00", "z" * 64])
def test_a_variable_that_holds_no_key_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(WrongKey) as found:
        EnvironmentKey({"BPO_DESK_KEY": text}).key()
    assert "BPO_DESK_KEY" in found.value.message
    assert not text or text not in str(found.value)


def test_a_passphrase_wraps_a_random_key(tmp_path: Path) -> None:
    file = tmp_path / "profile" / "key.json"
    made = PassphraseKey(file, lambda: "wachtwoord ✓").key(create=True)
    assert PassphraseKey(file, lambda: "wachtwoord ✓").key() == made
    assert made.hex() not in file.read_text()
    assert PassphraseKey(tmp_path / "other.json", lambda: "wachtwoord ✓").key(create=True) != made


def test_a_wrong_passphrase_is_a_wrong_key(tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    PassphraseKey(file, lambda: "right").key(create=True)
    with pytest.raises(WrongKey, match="passphrase"):
        PassphraseKey(file, lambda: "wrong").key()


def test_a_damaged_wrap_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    PassphraseKey(file, lambda: "right").key(create=True)
    kept = json.loads(file.read_text())
    kept["wrapped"] = ("0" if kept["wrapped"][0] != "0" else "1") + kept["wrapped"][1:]
    file.write_text(json.dumps(kept))
    with pytest.raises(WrongKey):
        PassphraseKey(file, lambda: "right").key()
    file.write_text("{")
    with pytest.raises(WrongKey, match="damaged"):
        PassphraseKey(file, lambda: "right").key()


def test_no_wrap_file_and_no_leave_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WrongKey, match="no key file"):
        PassphraseKey(tmp_path / "key.json", lambda: "x").key()


def test_which_source_holds_for_a_profile(tmp_path: Path) -> None:
    assert isinstance(key_source("work", tmp_path, None, {"BPO_DESK_KEY": HEX}), EnvironmentKey)
    assert key_source("work", tmp_path, None, {}) == KeyringKey("work")
    PassphraseKey(passphrase_file(tmp_path), lambda: "p").key(create=True)
    assert isinstance(key_source("work", tmp_path, lambda: "p", {}), PassphraseKey)
    with pytest.raises(WrongKey, match="passphrase"):
        key_source("work", tmp_path, None, {}).key()
    (tmp_path / "rotation.json").write_text('{"keep": "passphrase"}')
    with pytest.raises(WrongKey, match="was cut off"):
        key_source("work", tmp_path, lambda: "p", {"BPO_DESK_KEY": HEX})


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux may lack a key store")
def test_a_machine_without_a_key_store_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    with pytest.raises(MachineLacks) as found:
        KeyringKey("work").key(create=True)
    assert "BPO_DESK_KEY" in found.value.next_step


def test_a_key_in_memory_must_be_a_key() -> None:
    assert MemoryKey(bytes(range(32))).key() == bytes(range(32))
    with pytest.raises(WrongKey):
        MemoryKey(b"short").key()
