"""Connecting a profile to a shared database: the test in a process of its own, and remembering what was tested.

What is tested stands in `shared/connection_check.py`.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from bpo_desk.cache.key_store import KeyStore
from bpo_desk.errors import DeskError, MachineLacks
from bpo_desk.models.shared_address import SharedAddress, address_of
from bpo_desk.settings import Places
from bpo_desk.workspace.passwords import remember_password
from bpo_desk.workspace.profiles import profile_url, remember_url
from bpo_desk.workspace.sync_process import start_own

_END_SECONDS: Final = 5.0


class Remembered(NamedTuple):
    """What became of an address: whether its password is in the key store, and why not, in words."""

    password_kept: bool
    note: str = ""


def remember_connection(
    places: Places,
    profile: str,
    url: str,
    password: str | None = None,
    *,
    moved: bool = False,
    store: Callable[[], KeyStore] | None = None,
) -> Remembered:
    """Let a profile follow a shared database from now on, and keep the password in the key store of the system.

    Raises DeskError (code "other_database") where the profile has local files of another one: what was written for one
    database must not be sent to another. `moved` says that it is the same one at a new address.
    """
    refuse_another_database(places, profile, url, moved=moved)
    remember_url(profile, url)
    if password is None:
        return Remembered(False)
    try:
        remember_password(url, password, store)
    except MachineLacks as error:
        return Remembered(False, str(error))
    return Remembered(True)


def refuse_another_database(places: Places, profile: str, url: str, *, moved: bool = False) -> None:
    """Raises DeskError as `remember_connection` says."""
    before = profile_url(profile)
    files = places.cache_file(profile), places.outbox_file(profile)
    if moved or before is None or _place(before) == _place(url) or not any(file.exists() for file in files):
        return
    raise DeskError(
        f"The profile {profile!r} holds a copy of another database, {_words(before)}, and what was written for it.",
        f"Use a profile of its own for {_words(url)} (bpo-desk open --profile NAME), or say that it is the same"
        " database at a new address (--moved).",
        code="other_database",
    )


def _place(url: str) -> tuple[str, int, str, str]:
    said = address_of(url)
    return said.host.lower(), said.port, said.database, said.file


def _words(url: str) -> str:
    said: SharedAddress = address_of(url)
    return said.file or f"{said.database} at {said.host}"


class ConnectionTest:
    """One `connect --test` process. Its lines of JSON go to `on_line`, and `None` at its end, from a thread of its own.

    The password goes through a pipe: no command line, file or environment has it.
    """

    def __init__(
        self,
        url: str,
        password: str | None,
        on_line: Callable[[Mapping[str, object] | None], None],
    ) -> None:
        words = ["connect", url, "--test", "--json", *(["--password-stdin"] if password else [])]
        self._process = start_own(words, {})
        self._wanted = True
        self._thread = threading.Thread(target=self._read, args=(on_line,), name="connection-test", daemon=True)
        self._thread.start()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):  # it may have ended first; its lines say why
                self._process.stdin.write(f"{password or ''}\n")
                self._process.stdin.close()

    def stop(self) -> None:
        """End it, whatever it waits for; nothing more comes from it."""
        self._wanted = False
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(_END_SECONDS)
        self._thread.join(_END_SECONDS)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _read(self, on_line: Callable[[Mapping[str, object] | None], None]) -> None:
        output = self._process.stdout
        assert output is not None
        for line in output:
            with contextlib.suppress(ValueError):  # what is no JSON is of no interest here
                found = json.loads(line)
                if self._wanted and isinstance(found, dict):
                    on_line(found)
        if self._wanted:
            on_line(None)
