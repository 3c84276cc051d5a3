"""Passwords of shared databases: from standard input or the key store of the system, never from a command line."""

from __future__ import annotations

import sys
from typing import Final

from bpo_desk.errors import WrongUsage

_SERVICE: Final = "bpo-desk shared database"


def password_for(url: str, from_stdin: bool = False) -> str | None:
    """The password of a shared database: the first line of standard input where asked for, else what the key store
    holds for this URL, else None (SQLite; servers that let the login in without one)."""
    if from_stdin:
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise WrongUsage("No password came on standard input.", "Write it as one line, or leave the option out.")
        return line
    return None if url.startswith("sqlite") else _stored(url)


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


def _stored(url: str) -> str | None:
    import keyring  # slow, and only needed for a server
    import keyring.errors

    try:
        return keyring.get_password(_SERVICE, url)
    except keyring.errors.KeyringError:
        return None  # no key store here; the server will say whether it needs a password


def remember_password(url: str, password: str) -> bool:
    """Keep a password in the key store; False where this system has none."""
    import keyring
    import keyring.errors

    try:
        keyring.set_password(_SERVICE, url, password)
    except keyring.errors.KeyringError:
        return False
    return True
