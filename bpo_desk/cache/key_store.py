"""The key stores of the systems that the desk trusts, each by name, and what is said where none of them answers.

keyring's own search is not used: it may pick a store that writes plain text, or forgets, and PYTHON_KEYRING_BACKEND may
name any. What is kept in a store is decided by `cache/key.py` and `workspace/passwords.py`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from bpo_desk.errors import MachineLacks

CHOICE_VARIABLE: Final = "PYTHON_KEYRING_BACKEND"
TRUSTED: Final = (
    "Windows Credential Manager, the macOS keychain, the Secret Service (GNOME Keyring, KeePassXC) or KWallet"
)


class KeyStore(Protocol):
    """What the desk asks of a key store."""

    def get_password(self, service: str, username: str) -> str | None:
        """What is kept under the two names, None where nothing is."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a text under the two names."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Remove what is kept; raises keyring's PasswordDeleteError where nothing is."""
        ...


def system_store() -> KeyStore:
    """The key store of this system. Raises MachineLacks where none of the trusted ones answers."""
    with store_words():
        reasons = []
        for made in _MAKERS.get(sys.platform, (_secret_service, _kwallet)):
            try:
                return made()
            except (ImportError, RuntimeError) as error:  # the back ends say with RuntimeError what the system lacks
                reasons.append(str(error))
        raise RuntimeError("; ".join(reasons))


@contextmanager
def store_words() -> Iterator[None]:
    """Turn what a key store says into MachineLacks."""
    import keyring.errors  # slow, and not needed where a key comes from elsewhere

    try:
        yield
    except keyring.errors.KeyringLocked as error:
        raise MachineLacks(
            "The key store of this system is locked.",
            "Unlock it (it usually opens with your login to the system), then try again.",
            code="key_store_locked",
        ) from error
    except (keyring.errors.KeyringError, ImportError, OSError, RuntimeError) as error:
        raise MachineLacks(
            "The key store of this system does not answer." + _said_of_choice(),
            f"The desk keeps secrets in {TRUSTED} only: unlock or install it, use a passphrase"
            " (bpo-desk admin rotate-key --keep passphrase), or set BPO_DESK_KEY to 64 hexadecimal digits.",
        ) from error


def forget(store: KeyStore, service: str, name: str) -> None:
    """Remove an entry; nothing happens where there is none."""
    if store.get_password(service, name) is not None:
        store.delete_password(service, name)


def _said_of_choice() -> str:
    chosen = os.environ.get(CHOICE_VARIABLE, "")
    return f" {CHOICE_VARIABLE} names {chosen}, which the desk does not use." if chosen else ""


def _windows() -> KeyStore:
    from keyring.backends.Windows import WinVaultKeyring

    return _usable(WinVaultKeyring)


def _macos() -> KeyStore:
    from keyring.backends.macOS import Keyring

    return _usable(Keyring)


def _secret_service() -> KeyStore:
    from keyring.backends.SecretService import Keyring

    return _usable(Keyring)


def _kwallet() -> KeyStore:
    from keyring.backends.kwallet import DBusKeyring

    return _usable(DBusKeyring)


def _usable(chosen: Callable[[], KeyStore]) -> KeyStore:
    # The priority is a check of the back end that raises RuntimeError where the system lacks something.
    if getattr(chosen, "priority", 0) <= 0:
        raise RuntimeError("the key store of this system cannot be used")
    return chosen()


_MAKERS: Final[dict[str, tuple[Callable[[], KeyStore], ...]]] = {"win32": (_windows,), "darwin": (_macos,)}
