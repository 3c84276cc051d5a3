"""Passwords of shared databases: from standard input or the key store of the system, never from a command line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from bpo_desk.errors import MachineLacks, WrongUsage

if TYPE_CHECKING:
    from bpo_desk.cache.key_store import KeyStore

_SERVICE: Final = "bpo-desk shared database"


def password_for(url: str, from_stdin: bool = False, store: Callable[[], KeyStore] | None = None) -> str | None:
    """The password of a shared database: the first line of standard input where asked for, else what the key store
    holds for this URL, else None (SQLite; servers that let the login in without one)."""
    if from_stdin:
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise WrongUsage("No password came on standard input.", "Write it as one line, or leave the option out.")
        return line
    return None if url.startswith("sqlite") else _stored(url, store)


def new_password(login: str, from_stdin: bool) -> str:
    """A password for a login that is being made or changed: the next line of standard input where asked for, else
    typed twice at the terminal. Raises WrongUsage where there is neither."""
    if from_stdin:
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise WrongUsage(f"No password for {login} came on standard input.", "Write it as one line.")
        return line
    if not sys.stdin.isatty():
        raise WrongUsage(
            f"{login} is new and needs a password.",
            "Give it with --new-password-stdin, or say --no-password if the server knows the login by other means.",
        )
    import getpass

    first = getpass.getpass(f"Password for {login}: ")
    if not first or first != getpass.getpass("Once more: "):
        raise WrongUsage("The passwords are empty or differ; nothing was changed.", "Try again.")
    return first


def _stored(url: str, store: Callable[[], KeyStore] | None) -> str | None:
    from bpo_desk.cache.key_store import store_words, system_store  # slow, and only needed for a server

    try:
        with store_words():
            return (store or system_store)().get_password(_SERVICE, url)
    except MachineLacks:
        return None  # no key store here; the server will say whether it needs a password


def remember_password(url: str, password: str, store: Callable[[], KeyStore] | None = None) -> None:
    """Keep a password in the key store of the system. Raises MachineLacks where no trusted one answers."""
    from bpo_desk.cache.key_store import TRUSTED, store_words, system_store

    try:
        with store_words():
            (store or system_store)().set_password(_SERVICE, url, password)
    except MachineLacks as error:
        raise MachineLacks(
            f"{error.message} The password was not kept.",
            f"The desk keeps passwords in {TRUSTED} only: unlock or install it, or give the password each time with"
            " --password-stdin.",
            code=error.code,
        ) from error
