"""Changes the key of the local files of a profile, and where it is kept; can be cut off anywhere and goes on again.

In this order: the new key is kept beside the old one; each file is copied under the new key and replaced; the new key
takes the place of the old. Until the last step both keys are at hand, so no file is ever without its key.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from bpo_desk.cache.key import (
    KEY_SERVICE,
    KEY_VARIABLE,
    KeyringKey,
    KeySource,
    MemoryKey,
    PassphraseKey,
    kept_source,
    passphrase_file,
    rotation_file,
)
from bpo_desk.cache.key_store import KeyStore, forget, store_words, system_store
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.rekeyed import is_there, opens, put_in_place, rekeyed_beside
from bpo_desk.cache.store import Cache
from bpo_desk.errors import MachineLacks, NotFound, WrongKey, WrongUsage
from bpo_desk.settings import Places

LEAST_PASSPHRASE: Final = 10
"""Characters of a new passphrase: scrypt makes a guess slow, not a short one long."""


class Keep(StrEnum):
    """Where a key is kept."""

    KEY_STORE = "key-store"
    PASSPHRASE = "passphrase"
    ENVIRONMENT = "environment"


class Asks(NamedTuple):
    """Where secrets come from: the passphrase that holds now, the one that is to hold, the raw key that is to hold
    where keys come from the environment."""

    old_passphrase: Callable[[], str]
    new_passphrase: Callable[[], str]
    new_key: Callable[[], bytes]


class Rotated(NamedTuple):
    """What was done: where the new key is kept, and the names of the files that have it."""

    keep: Keep
    files: tuple[str, ...]
    went_on: bool  # with a change that was cut off before


def rotate_key(
    places: Places,
    profile: str,
    keep: Keep | None,
    asks: Asks,
    environment: Mapping[str, str] | None = None,
    store: Callable[[], KeyStore] = system_store,
) -> Rotated:
    """Give the local files of a profile a new key, kept as before or as `keep` says.

    Raises WrongKey, WrongUsage, NotFound, MachineLacks, CacheDamaged, DiskFull, and DeskError (code "in_use") while a
    desk or a sync has the files open. Whatever is raised, the files are whole, and calling again goes on.
    """
    environment = os.environ if environment is None else environment
    folder = places.profile_folder(profile)
    files = [
        each
        for each in ((places.outbox_file(profile), Outbox.words), (places.cache_file(profile), Cache.words))
        if is_there(each[0])
    ]
    if not files:
        raise NotFound(f"The profile {profile!r} has no local files yet.", "Sync first; there is no key to change.")
    source = kept_source(profile, folder, asks.old_passphrase, environment)
    if isinstance(source, KeyringKey):
        source = KeyringKey(profile, store)
    begun = _begun(folder)
    names = tuple(path.name for path, _words in files)
    if begun is Keep.PASSPHRASE and not _next_wrap(folder).is_file():  # all was done but to say so: no secret is needed
        _forget_in_store(profile, store)
        rotation_file(folder).unlink()
        return Rotated(begun, names, True)
    chosen = begun or keep or _kept_now(source)
    old = _old_key(source, went_on=begun is not None)
    if chosen is Keep.PASSPHRASE and all(opens(path, old, words) for path, words in files):
        _next_wrap(folder).unlink(missing_ok=True)  # no file has that key: the new passphrase is chosen anew
    pending = _pending(chosen, profile, folder, asks, store)
    new = _new_key(pending, begun)
    for path, words in files:
        if not opens(path, old, words) and not (begun and opens(path, new, words)):
            raise (
                _not_the_one(begun)
                if begun
                else WrongKey(
                    f"The key at hand does not open the {words.what} {path.name}.", "Use the key it was made with."
                )
            )
    if begun is None:
        _write_begun(folder, chosen)
    todo = [(path, words) for path, words in files if not opens(path, new, words)]
    copies = [(rekeyed_beside(path, old, new, words), path) for path, words in todo]
    for beside, path in copies:
        put_in_place(beside, path, new)
    _promote(chosen, profile, folder, new, store)
    rotation_file(folder).unlink()
    return Rotated(chosen, names, begun is not None)


def _old_key(source: KeySource, *, went_on: bool) -> bytes:
    try:
        return source.key()
    except WrongKey as error:
        if not went_on or not isinstance(source, PassphraseKey):
            raise
        raise WrongKey(
            "This is not the passphrase that held before the change of the key began. Nothing was changed.",
            "Run the same command again: first the old passphrase, then the new one.",
        ) from error


def _new_key(pending: KeySource, begun: Keep | None) -> bytes:
    try:
        return pending.key(create=True)
    except WrongKey as error:
        if not isinstance(pending, PassphraseKey):
            raise
        raise _not_the_one(begun) from error


def _not_the_one(begun: Keep | None) -> WrongKey:
    what = "key" if begun is Keep.ENVIRONMENT else "passphrase"
    return WrongKey(
        f"This is not the new {what} that the change of the key began with, and files have it already. Nothing was"
        " changed, nothing is lost.",
        f"Run the same command again with the new {what} that you chose when it was cut off.",
    )


def _kept_now(source: KeySource) -> Keep:
    if isinstance(source, PassphraseKey):
        return Keep.PASSPHRASE
    return Keep.KEY_STORE if isinstance(source, KeyringKey) else Keep.ENVIRONMENT


def _pending(keep: Keep, profile: str, folder: Path, asks: Asks, store: Callable[[], KeyStore]) -> KeySource:
    """Where the new key waits until every file has it."""
    if keep is Keep.PASSPHRASE:
        return PassphraseKey(_next_wrap(folder), lambda: strong_passphrase(asks.new_passphrase()))
    if keep is Keep.KEY_STORE:
        return KeyringKey(_next_name(profile), store)
    return MemoryKey(asks.new_key())


def _promote(keep: Keep, profile: str, folder: Path, new: bytes, store: Callable[[], KeyStore]) -> None:
    """The new key takes the place of the old one, which nothing holds any more afterwards."""
    wrap = passphrase_file(folder)
    if keep is Keep.PASSPHRASE:
        _next_wrap(folder).replace(wrap)
        _forget_in_store(profile, store)
    elif keep is Keep.KEY_STORE:
        with store_words():
            opened = store()
            opened.set_password(KEY_SERVICE, profile, new.hex())
            wrap.unlink(missing_ok=True)
            forget(opened, KEY_SERVICE, _next_name(profile))


def _forget_in_store(profile: str, store: Callable[[], KeyStore]) -> None:
    try:
        with store_words():
            forget(store(), KEY_SERVICE, profile)
    except MachineLacks:
        return  # a system without a key store holds no old key either


def _next_wrap(folder: Path) -> Path:
    return passphrase_file(folder).with_name("key-next.json")


def _next_name(profile: str) -> str:
    return f"{profile} (next)"  # no profile has such a name


def _begun(folder: Path) -> Keep | None:
    """Where the key of a change that was cut off is kept."""
    path = rotation_file(folder)
    if not path.is_file():
        return None
    try:
        return Keep(json.loads(path.read_text(encoding="ascii"))["keep"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WrongKey(
            f"The file {path.name} of a change of the key is damaged.",
            f'Write into it {{"keep": "..."}} with one of {", ".join(Keep)}, and run this again.',
        ) from error


def _write_begun(folder: Path, keep: Keep) -> None:
    path = rotation_file(folder)
    with path.with_suffix(".new").open("w", encoding="ascii") as out:
        json.dump({"keep": keep.value}, out)
        out.flush()
        os.fsync(out.fileno())
    path.with_suffix(".new").replace(path)


def strong_passphrase(passphrase: str) -> str:
    """The passphrase itself; raises WrongUsage for one that is too short."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise WrongUsage(
            f"The new passphrase has {len(passphrase)} characters.",
            f"Take at least {LEAST_PASSPHRASE}; several words are easy to remember and hard to guess.",
        )
    return passphrase


def new_raw_key(text: str) -> bytes:
    """The bytes of a new raw key in hexadecimal digits; raises WrongUsage for anything else."""
    try:
        raw = bytes.fromhex(text.strip())
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise WrongUsage(
            f"The new key for {KEY_VARIABLE} is not 64 hexadecimal digits.",
            "Make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'",
        )
    return raw
