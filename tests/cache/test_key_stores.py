"""Secrets go into the key stores that the desk knows by name, and into no other."""

import subprocess
import sys
from pathlib import Path

import pytest

from bpo_desk.cache.key import KeyringKey
from bpo_desk.cache.key_store import forget, system_store
from bpo_desk.errors import MachineLacks, WrongKey
from bpo_desk.workspace.passwords import password_for, remember_password
from tests.cache.key_stores import KeptInMemory, Locked
from tests.shared_data import REPOSITORY

URL = "postgresql+psycopg://ada@db.example.com/desk"
UNSAFE = ("keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "keyrings.alt.file.PlaintextKeyring")


@pytest.fixture
def no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux may lack a key store")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")


@pytest.mark.parametrize("named", UNSAFE)
def test_a_store_that_the_environment_names_is_refused_with_its_name(
    no_store: None, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", named)
    for ask in (lambda: KeyringKey("work").key(create=True), system_store, lambda: remember_password(URL, "s3cr3t")):
        with pytest.raises(MachineLacks, match="does not answer") as found:
            ask()
        assert named in found.value.message
        assert "Secret Service" in found.value.next_step
        assert "s3cr3t" not in str(found.value)
    assert password_for(URL) is None


def test_a_store_that_writes_plain_text_gets_no_secret(no_store: None, tmp_path: Path) -> None:
    """A back end of somebody's own, named by variable and by configuration, is never even imported."""
    (tmp_path / "plainstore.py").write_text(
        "import keyring.backend, pathlib\n"
        "class Keyring(keyring.backend.KeyringBackend):\n"
        "    priority = 99\n"
        "    def get_password(self, service, username): return None\n"
        f"    def set_password(self, *said): pathlib.Path({str(tmp_path / 'plain.txt')!r}).write_text(str(said))\n"
    )
    program = (
        "import sys\nfrom bpo_desk.cache.key import KeyringKey\nfrom bpo_desk.workspace import passwords\n"
        "from bpo_desk.errors import MachineLacks\n"
        "keep = passwords.remember_password\n"
        f"for ask in (lambda: KeyringKey('p').key(create=True), lambda: keep({URL!r}, 's3cr3t')):\n"
        "    try:\n        ask()\n    except MachineLacks:\n        print('refused')\n"
        "print('plainstore' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={
            "PYTHONPATH": f"{REPOSITORY}:{tmp_path}", "PYTHON_KEYRING_BACKEND": "plainstore.Keyring",
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus", "HOME": str(tmp_path),
        },
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["refused", "refused", "False"]
    assert not (tmp_path / "plain.txt").exists()


def test_a_locked_store_says_that_it_is_locked() -> None:
    with pytest.raises(MachineLacks, match="is locked") as found:
        KeyringKey("work", Locked).key(create=True)
    assert found.value.code == "key_store_locked"
    assert "Unlock it" in found.value.next_step
    assert password_for(URL, store=Locked) is None


def test_a_key_that_was_deleted_is_told_with_what_it_means_for_unsent_notes() -> None:
    store = KeptInMemory()
    made = KeyringKey("work", lambda: store).key(create=True)
    assert KeyringKey("work", lambda: store).key() == made
    forget(store, "bpo-desk", "work")
    with pytest.raises(WrongKey, match="no key for the profile 'work'") as found:
        KeyringKey("work", lambda: store).key()
    assert "not sent is lost" in found.value.next_step


@pytest.mark.parametrize("kept", ["", "zz", "ab" * 31, "ab" * 33])
def test_an_entry_that_is_no_key_is_refused_without_showing_it(kept: str) -> None:
    store = KeptInMemory()
    store.set_password("bpo-desk", "work", kept)
    with pytest.raises(WrongKey, match="'work'") as found:
        KeyringKey("work", lambda: store).key()
    assert not kept or kept not in str(found.value)


def test_a_password_is_kept_for_its_address_only() -> None:
    store = KeptInMemory()
    remember_password(URL, "secret", lambda: store)
    assert password_for(URL, store=lambda: store) == "secret"
    assert password_for(URL + "2", store=lambda: store) is None
    assert password_for("sqlite:///x.db", store=lambda: store) is None


def test_forgetting_what_is_not_there_is_no_failure() -> None:
    forget(KeptInMemory(), "bpo-desk", "nobody")
