"""A profile on this machine: which shared database it follows, its key, and its local files while they are open.

What is read from the files is in `reading.py`, what is written in `desk.py`. Nothing heavy is imported at the top.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self

from bpo_desk.cache.key import (
    KEY_BYTES,
    KEY_VARIABLE,
    KeySource,
    MemoryKey,
    PassphraseKey,
    key_source,
    wants_passphrase,
)
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError, NotFound, WrongKey
from bpo_desk.settings import (
    DEFAULT_PROFILE,
    Places,
    Profile,
    Settings,
    local_places,
    read_settings,
    save_settings,
    with_profile,
)

if TYPE_CHECKING:
    from pathlib import Path

    from bpo_desk.workspace.writing import Writing


def profile_url(profile: str) -> str | None:
    """The shared database that a profile follows; None where none is set."""
    known = {each.name: each.shared_url for each in read_settings(local_places()).profiles}
    return known.get(profile)


def remember_url(profile: str, url: str) -> None:
    """Keep the shared database of a profile in the settings file."""
    places = local_places()
    save_settings(places, with_profile(read_settings(places), Profile(profile, url)))


def desk_is_locked() -> WrongKey:
    """The refusal of everything that needs the key while nobody is to see a case."""
    return WrongKey("The desk is locked.", "Unlock it.", code="desk_locked")


class Connections:
    """Open connections that are not in use; as many are opened as threads ask at the same time."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._idle: list[Cache] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def lent(self) -> Iterator[Cache]:
        """A connection for the length of a `with`; given back afterwards, closed if the work failed."""
        with self._lock:
            if self._closed:
                raise desk_is_locked()
            cache = self._idle.pop() if self._idle else None
        if cache is None:
            cache = Cache.open(self._path, self._key)
            cache.keep_few_pages()  # each thread's connection has pages of its own
        try:
            yield cache
        except BaseException:
            cache.close()
            raise
        if not self._kept(cache):
            cache.close()

    def end(self) -> None:
        """Close the idle connections now and each lent one when it comes back; no more are lent."""
        with self._lock:
            self._closed, self._key = True, b""
        self.close()

    def _kept(self, cache: Cache) -> bool:
        """Whether it waits for the next one now; not after `end`, which another thread may have called."""
        with self._lock:
            if not self._closed:
                self._idle.append(cache)
            return not self._closed

    def close(self) -> None:
        """Close the idle connections."""
        with self._lock:
            idle, self._idle = self._idle, []
        for cache in idle:
            cache.close()


class OpenProfile:
    """Settings, key and local files of one profile. The files may be asked for from any thread."""

    def __init__(self, places: Places, settings: Settings, profile: str, key: bytes, key_note: str) -> None:
        self.places = places
        self.settings = settings
        self.profile = profile
        self.key_note = key_note
        self._key: bytes | None = key
        self._source: KeySource | None = None
        self._connections = Connections(places.cache_file(profile), key)

    @classmethod
    def open(cls, profile: str = DEFAULT_PROFILE, source: KeySource | None = None, *, create_key: bool = False) -> Self:
        """The workspace of a profile. `source` overrides where the cache key comes from; with `create_key` a missing
        key is made. Raises WrongKey and MachineLacks as the key sources do."""
        places = local_places()
        places.prepare(profile)
        settings = read_settings(places)
        chosen = source or key_source(profile, places.profile_folder(profile))
        opened = cls(places, settings, profile, chosen.key(create=create_key), _key_note(chosen))
        opened._source = source
        return opened

    @classmethod
    def begun(cls, profile: str = DEFAULT_PROFILE) -> Self:
        """The profile as the desktop begins with it: open, its key made where there is none; or locked, with nothing of
        its files read, where its key waits for a passphrase. Raises as `open` does."""
        places = local_places()
        if not wants_passphrase(places.profile_folder(profile)):
            return cls.open(profile, create_key=True)
        places.prepare(profile)
        found = cls(places, read_settings(places), profile, b"", "")
        found.lock()
        return found

    @property
    def is_locked(self) -> bool:
        """Whether it has no key now."""
        return self._key is None

    def start_anew(self, passphrase: str) -> None:
        """While it is locked: put the local files aside and begin with none, under a new passphrase. Raises as
        `start_anew.start_anew` does."""
        from bpo_desk.workspace.start_anew import start_anew

        start_anew(self.places, self.profile, lambda: passphrase)
        self.unlock(passphrase)

    @property
    def key(self) -> bytes:
        """The key of the local files. Raises WrongKey while the desk is locked."""
        if self._key is None:
            raise desk_is_locked()
        return self._key

    @property
    def wants_passphrase(self) -> bool:
        """Whether a person must type something to unlock the desk."""
        return self._source is None and wants_passphrase(self.places.profile_folder(self.profile))

    def lock(self) -> None:
        """Close the local files and forget the key; Python cannot wipe the memory it was in."""
        self.close()
        self._connections.end()
        self.__dict__.pop("_writing", None)
        self._key = None

    def unlock(self, passphrase: str = "") -> None:
        """Get the key from where it came from, and look whether it opens the local copy. Raises as the key sources and
        the copy do; the desk stays locked then."""
        folder, file = self.places.profile_folder(self.profile), self.places.cache_file(self.profile)
        key = (self._source or key_source(self.profile, folder, lambda: passphrase)).key()
        if file.is_file():
            Cache.open(file, key).close()
        self._key, self._connections = key, Connections(file, key)

    @property
    def key_kept_in(self) -> KeySource:
        """Where the key of the local files is kept; a passphrase is not asked for."""
        return self._source or key_source(self.profile, self.places.profile_folder(self.profile), lambda: "")

    def begin_without_copy(self, source: KeySource, before: bytes) -> None:
        """After the local copy is gone: the key that is kept now (`before` is the one of until now), else one for this
        run, of which nothing stays."""
        import secrets

        self._key = secrets.token_bytes(KEY_BYTES)
        if isinstance(source, PassphraseKey):
            if source.file.is_file():  # it is not asked for again: it still opens what was kept
                self._key = before
        else:
            with suppress(DeskError):  # a key store that does not answer: said by who deleted the key
                self._key = source.key(create=True)
        self._connections = Connections(self.places.cache_file(self.profile), self._key)

    @property
    def shared_url(self) -> str:
        """The shared database of the profile. Raises NotFound where none is set."""
        url = profile_url(self.profile)
        if url is None:
            raise NotFound(
                f"The profile {self.profile!r} has no shared database yet.", "Name one: bpo-desk sync --from URL"
            )
        return url

    def _url_or_none(self) -> str:
        return profile_url(self.profile) or ""

    def writer_name(self) -> str:
        """The name under which the user of this desk writes."""
        from bpo_desk.workspace.writing import own_actor

        return own_actor(self._url_or_none(), self.settings.display_name).name

    def with_settings(self, **changes: object) -> None:
        """Change settings and keep them."""
        self.settings = self.settings._replace(**changes)  # type: ignore[arg-type]
        save_settings(self.places, self.settings)

    def keep_language(self, language: str) -> None:
        """Keep the language of LANGUAGES ("": as the system) in the settings file, beside what others wrote there."""
        self.settings = self.settings._replace(language=language)
        save_settings(self.places, read_settings(self.places)._replace(language=language))

    def writable_copy(self) -> Cache:
        """A connection of its own to the local copy, for the one who writes it; made where there is none."""
        return Cache.open_or_create(self.places.cache_file(self.profile), self.key)

    @cached_property
    def _writing(self) -> Writing:
        from bpo_desk.workspace.writing import Writing  # not before the first paint

        return Writing(self.places.outbox_file(self.profile), self.key)

    def close(self) -> None:
        """Close every connection."""
        self._connections.close()
        if "_writing" in self.__dict__:
            self._writing.close()


KEY_NOTES: Final = (f"cache key from {KEY_VARIABLE}", "cache key for this run only")
"""What a person should know about where the key came from."""


def _key_note(source: KeySource) -> str:
    if os.environ.get(KEY_VARIABLE):
        return KEY_NOTES[0]
    return KEY_NOTES[1] if isinstance(source, MemoryKey) else ""
