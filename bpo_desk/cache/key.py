"""Where the raw 32-byte key of the local encrypted files comes from. No file of the desk is opened here.

The trusted key stores stand in `cache/key_store.py`. The modules that bring OpenSSL in are imported where a passphrase
needs them: a start with a key at hand does without.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from bpo_desk.errors import WrongKey

if TYPE_CHECKING:
    from bpo_desk.cache.key_store import KeyStore

KEY_BYTES: Final = 32
KEY_VARIABLE: Final = "BPO_DESK_KEY"
KEY_SERVICE: Final = "bpo-desk"
"""The service under whose name key stores keep the keys of local files."""
_SCRYPT: Final = {"n": 2**15, "r": 8, "p": 1}  # 32 MB and about 0.1 s a guess
_WRAP_VERSION: Final = 1


class KeySource(Protocol):
    """Something that hands out the raw key of one profile."""

    def key(self, *, create: bool = False) -> bytes:
        """The 32 raw bytes. With `create` a new random key is made and kept where there is none yet.

        Raises WrongKey where the source has no (valid) key, MachineLacks where the key store itself is missing.
        """
        ...


class MemoryKey(NamedTuple):
    """A key that only this process knows: tests, and copies that are thrown away."""

    raw: bytes

    def key(self, *, create: bool = False) -> bytes:
        """The bytes it was made with."""
        return _checked(self.raw, "The key in memory")


class EnvironmentKey(NamedTuple):
    """64 hexadecimal digits in BPO_DESK_KEY, for servers and scheduled jobs without a key store."""

    environment: Mapping[str, str]

    def key(self, *, create: bool = False) -> bytes:
        """The key of the variable; it is never made here."""
        try:
            raw = bytes.fromhex(self.environment.get(KEY_VARIABLE, ""))
        except ValueError:
            raw = b""
        return _checked(raw, f"The environment variable {KEY_VARIABLE}")


class PassphraseKey(NamedTuple):
    """A random key wrapped by a passphrase (scrypt) in a small file; `ask` is called for the passphrase."""

    file: Path
    ask: Callable[[], str]

    def key(self, *, create: bool = False) -> bytes:
        """The unwrapped key. Raises WrongKey for a wrong passphrase or a damaged wrap file."""
        if not self.file.is_file():
            if not create:
                raise WrongKey(f"There is no key file {self.file.name}.", "Set a passphrase to make one.")
            return self._wrapped_anew()
        try:
            kept = json.loads(self.file.read_text(encoding="ascii"))
            salt, wrapped, tag = (bytes.fromhex(kept[name]) for name in ("salt", "wrapped", "tag"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WrongKey(
                f"The key file {self.file.name} is damaged.",
                "Put it back from a backup, or remove it together with the local cache.",
            ) from error
        import hmac

        pad, mac_key = _stretched(self.ask(), salt)
        if not hmac.compare_digest(tag, _tag(mac_key, salt, wrapped)):
            raise WrongKey("The passphrase does not open the local cache.", "Try again.")
        return _xor(wrapped, pad)

    def _wrapped_anew(self) -> bytes:
        import secrets

        raw, salt = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(16)
        pad, mac_key = _stretched(self.ask(), salt)
        wrapped = _xor(raw, pad)
        kept = {
            "version": _WRAP_VERSION,
            "salt": salt.hex(),
            "wrapped": wrapped.hex(),
            "tag": _tag(mac_key, salt, wrapped).hex(),
        }
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = self.file.with_suffix(".new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
            json.dump(kept, out)
        beside.replace(self.file)
        return raw


class KeyringKey(NamedTuple):
    """The key in the store of the operating system, under the name of the profile."""

    profile: str
    store: Callable[[], KeyStore] | None = None
    """Opens the key store; the trusted one of this system where none is given."""

    def key(self, *, create: bool = False) -> bytes:
        """The key of the store, made there at first use. Raises MachineLacks where no trusted store answers."""
        from bpo_desk.cache.key_store import store_words, system_store  # not needed where a key comes from elsewhere

        with store_words():
            store = (self.store or system_store)()
            kept = store.get_password(KEY_SERVICE, self.profile)
            if kept is None and create:
                import secrets

                kept = secrets.token_bytes(KEY_BYTES).hex()
                store.set_password(KEY_SERVICE, self.profile, kept)
        if kept is None:
            raise WrongKey(
                f"The key store has no key for the profile {self.profile!r}.",
                "Put it back if you have it elsewhere. Without it nobody can open the local copy: remove it (the next"
                " sync loads everything anew; what was written here and not sent is lost).",
            )
        try:
            raw = bytes.fromhex(kept)
        except ValueError:
            raw = b""
        return _checked(raw, f"The key store's entry of the profile {self.profile!r}")


def key_source(
    profile: str,
    folder: Path,
    ask: Callable[[], str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> KeySource:
    """The source that holds for a profile: BPO_DESK_KEY when set, else the passphrase file, else the system's store.

    `folder` is the profile's folder; `ask` asks for the passphrase where such a file lies there (at the terminal where
    nothing else is said). Raises WrongKey where a change of the key was cut off, or nobody can be asked.
    """
    environment = os.environ if environment is None else environment
    if rotation_file(folder).is_file():
        raise WrongKey(
            f"A change of the key of the profile {profile!r} was cut off; its files may have the old key or the new.",
            "Run once more: bpo-desk admin rotate-key. It goes on where it stopped, and nothing is lost.",
            code="rotation_unfinished",
        )
    return kept_source(profile, folder, ask, environment)


def kept_source(profile: str, folder: Path, ask: Callable[[], str] | None, environment: Mapping[str, str]) -> KeySource:
    """The same, also while the key is being changed."""
    if environment.get(KEY_VARIABLE):
        return EnvironmentKey(environment)
    wrap = passphrase_file(folder)
    if wrap.is_file():
        return PassphraseKey(wrap, ask or _asked_at_the_terminal)
    return KeyringKey(profile)


def wants_passphrase(folder: Path, environment: Mapping[str, str] | None = None) -> bool:
    """Whether the key of the profile in this folder comes from what a person types."""
    environment = os.environ if environment is None else environment
    return not environment.get(KEY_VARIABLE) and passphrase_file(folder).is_file()


def passphrase_file(folder: Path) -> Path:
    """Where the wrapped key of a profile lies when a passphrase is used."""
    return folder / "key.json"


def rotation_file(folder: Path) -> Path:
    """Lies in a profile's folder while its key is being changed; holds no secret."""
    return folder / "rotation.json"


def _asked_at_the_terminal() -> str:
    if not sys.stdin or not sys.stdin.isatty():
        raise WrongKey(
            "The local copy wants a passphrase, and there is nobody to ask.",
            "Open the desk, or run this at a terminal.",
            code="passphrase_wanted",
        )
    import getpass

    return getpass.getpass("Passphrase of the local copy: ")


def _checked(raw: bytes, origin: str) -> bytes:
    if len(raw) != KEY_BYTES:
        raise WrongKey(f"{origin} holds no key.", f"A key is {KEY_BYTES * 2} hexadecimal digits.")
    return raw


def _stretched(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    import hashlib

    both = hashlib.scrypt(passphrase.encode("utf-8"), salt=salt, dklen=64, maxmem=2**27, **_SCRYPT)
    return both[:KEY_BYTES], both[KEY_BYTES:]


def _tag(mac_key: bytes, salt: bytes, wrapped: bytes) -> bytes:
    import hmac

    return hmac.digest(mac_key, bytes([_WRAP_VERSION]) + salt + wrapped, "sha256")


def _xor(left: bytes, right: bytes) -> bytes:
    # The pad comes from a salt that is used once, so this is a one-time pad; the tag says whether it was the right one.
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
