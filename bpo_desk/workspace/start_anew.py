"""When the key of the local files is gone: they are put aside, unread, and the profile begins anew under another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bpo_desk.cache.key import PassphraseKey, passphrase_file, rotation_file
from bpo_desk.errors import DeskError
from bpo_desk.settings import Places, make_private_folder
from bpo_desk.workspace.key_rotation import strong_passphrase


def start_anew(places: Places, profile: str, new_passphrase: Callable[[], str]) -> Path:
    """Put the local copy, the outbox and their wrapped key into a folder beside, and make a new key under a new
    passphrase; the folder. Nothing is deleted: who remembers the old passphrase can put the files back.

    Raises WrongUsage for a passphrase that is too short, before anything is moved, and DeskError where a file cannot be
    moved (a desk or sync of the profile still runs).
    """
    passphrase = strong_passphrase(new_passphrase())
    folder = places.profile_folder(profile)
    aside = _free_folder(folder)
    wrap = passphrase_file(folder)
    make_private_folder(aside)
    moved: list[tuple[Path, Path]] = []
    try:
        for path in [*folder.glob("cache*"), *folder.glob("outbox*"), *folder.glob("key*.json"), rotation_file(folder)]:
            if path.is_file():
                moved.append((path, path.rename(aside / path.name)))
    except OSError as error:
        for before, now in moved:
            now.rename(before)
        aside.rmdir()
        raise DeskError(
            f"The local files of {profile} cannot be put aside: {error.strerror or error}.",
            "Close every desk and sync of this profile and try again; all files are where they were.",
            code="in_use",
        ) from error
    PassphraseKey(wrap, lambda: passphrase).key(create=True)
    return aside


def _free_folder(folder: Path) -> Path:
    number = 1
    while (aside := folder / f"set-aside-{number}").exists():
        number += 1
    return aside
