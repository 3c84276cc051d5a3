"""`desk admin rotate-key`: a new key for the local files of a profile, or another place to keep it."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from bpo_desk.cache.key import KEY_VARIABLE, wants_passphrase
from bpo_desk.cli.admin import say
from bpo_desk.errors import WrongUsage
from bpo_desk.settings import local_places


def run(given: argparse.Namespace) -> int:
    """Change the key; safe to repeat, and to be repeated after it was cut off."""
    from bpo_desk.workspace.key_rotation import Asks, Keep, new_raw_key, rotate_key

    places = local_places()
    lines = _Lines(given.secrets_stdin)
    old = lines.next("the passphrase that holds now") if _asks_old(given) and lines.given else None
    asks = Asks(
        lambda: old if old is not None else _typed("Passphrase that holds now: "),
        lambda: lines.next("the new passphrase") if lines.given else _typed_twice(),
        lambda: new_raw_key(lines.next(f"the new {KEY_VARIABLE}") if lines.given else _typed("New key (hex): ")),
    )
    done = rotate_key(places, given.profile, Keep(given.keep) if given.keep else None, asks)
    words = f"The local files of {given.profile} ({', '.join(done.files)}) have a new key, kept in: {done.keep.value}."
    if done.keep is Keep.ENVIRONMENT:
        words += f" Set {KEY_VARIABLE} to it wherever it is set, before anything of this profile is started."
    elif os.environ.get(KEY_VARIABLE):
        words += f" Unset {KEY_VARIABLE}: it still has the old key."
    document: dict[str, object] = {"profile": given.profile, "files": list(done.files), "keep": done.keep.value}
    say(given, document | {"went_on": done.went_on}, words)
    return 0


def _asks_old(given: argparse.Namespace) -> bool:
    return wants_passphrase(local_places().profile_folder(given.profile))


class _Lines:
    """Secrets from standard input, a line each."""

    def __init__(self, given: bool) -> None:
        self.given = given

    def next(self, what: str) -> str:
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise WrongUsage(f"{what.capitalize()} did not come on standard input.", "Write it as one line.")
        return line


def _typed(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise WrongUsage("There is nobody to ask for the secret.", "Run this at a terminal, or use --secrets-stdin.")
    return getpass.getpass(prompt)


def _typed_twice() -> str:
    first = _typed("New passphrase: ")
    if first != _typed("Once more: "):
        raise WrongUsage("The two passphrases differ; nothing was changed.", "Try again.")
    return first
