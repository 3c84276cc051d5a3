"""What happens to the local files when the shared database has taken this login's access away: the key goes first, then
the copy; notes that were never sent are kept encrypted for a while, under a key of their own.
"""

from __future__ import annotations

import json
import secrets
import time
from pathlib import Path
from typing import Final, NamedTuple

from bpo_desk.cache.encrypted_file import key_mark_file, remove_files
from bpo_desk.cache.key import KEY_BYTES, KeySource
from bpo_desk.cache.key_removal import can_replace_key, destroy_file, forget_key, replace_key
from bpo_desk.cache.outbox import Outbox
from bpo_desk.logs import channel
from bpo_desk.models.mutation import Mutation
from bpo_desk.settings import Places

KEEP_UNSENT: Final = 30 * 24 * 3600
"""Seconds for which unsent notes are kept once access is lost: they are sent if it comes back before."""
_KEPT: Final = "kept"
_MARK: Final = "access-lost.json"


class Wiped(NamedTuple):
    """What was done. `key_gone`: whether nobody has the key of the copy any more (else it lies where it was set, and
    the copy was written over); `kept`: how many unsent notes are kept; `at`: seconds since 1970."""

    key_gone: bool
    kept: int
    at: float

    def words(self) -> str:
        """For people."""
        said = "The copy on this machine was made unreadable and deleted."
        if not self.kept:
            return said
        notes = "1 note that was never sent is" if self.kept == 1 else f"{self.kept:,} notes that were never sent are"
        return f"{said} {notes} kept encrypted for {KEEP_UNSENT // 86_400} days and sent if the access comes back."


def wipe(places: Places, profile: str, source: KeySource, key: bytes) -> Wiped:
    """Make the copies of a profile unreadable and delete them; nobody may have them open. Safe to repeat: what was cut
    off is finished by the next call. Raises MachineLacks where the key store does not answer, with the copy deleted."""
    cache, outbox = places.cache_file(profile), places.outbox_file(profile)
    unsent = _unsent(outbox, key)
    try:
        key_gone = _key_first(outbox, source, key, unsent)
    finally:
        for each in (cache, *_beside(cache), places.window_file(profile)):  # the window remembers what was filtered by
            destroy_file(each)
    _leave_kept(outbox)
    wiped = Wiped(key_gone, len(unsent), time.time())
    _remember(places, profile, wiped)
    channel("workspace").info("copy wiped: access revoked", extra={"ids": {"kept": len(unsent)}})
    return wiped


def _unsent(outbox: Path, key: bytes) -> list[Mutation]:
    """What was written and the shared database never took, in the order of writing. Raises the kinds of the file."""
    if not outbox.is_file():
        return []
    opened = Outbox.open(outbox, key)
    try:
        found = sorted([*opened.to_send(), *opened.needing_attention()], key=lambda each: each.position)
    finally:
        opened.close()
    return [each.mutation for each in found]


def _key_first(outbox: Path, source: KeySource, key: bytes, unsent: list[Mutation]) -> bool:
    """The key of the copy goes; unsent notes are by then safe in a file beside the outbox, under the key that comes in
    its place where the key store can hold one. Whether the old key is gone."""
    if not unsent:
        return forget_key(source)
    replaced = can_replace_key(source)
    fresh = secrets.token_bytes(KEY_BYTES) if replaced else key
    _keep(_kept_file(outbox), fresh, unsent)
    if replaced:
        replace_key(source, fresh)
    return replaced


def _keep(file: Path, key: bytes, unsent: list[Mutation]) -> None:
    remove_files(file)
    kept = Outbox.open_or_create(file, key)
    try:
        kept.add_all(unsent)
        kept.tidy()
    finally:
        kept.close()


def _leave_kept(outbox: Path) -> None:
    """Of the outbox nothing is left but what was kept."""
    for each in (outbox, *_beside(outbox)):
        destroy_file(each)
    finish(outbox)


def finish(outbox: Path) -> None:
    """Give what was kept its place, also where a wipe was cut off before."""
    kept = _kept_file(outbox)
    if kept.is_file() and not outbox.is_file():
        if key_mark_file(kept).is_file():
            key_mark_file(kept).replace(key_mark_file(outbox))
        kept.replace(outbox)
    for each in _beside(kept):
        each.unlink(missing_ok=True)


def _kept_file(outbox: Path) -> Path:
    return outbox.with_name(f"{outbox.stem}-{_KEPT}{outbox.suffix}")


def _beside(path: Path) -> tuple[Path, ...]:
    return Path(f"{path}-wal"), Path(f"{path}-shm"), key_mark_file(path)


def _remember(places: Places, profile: str, wiped: Wiped) -> None:
    said = {"at": int(wiped.at), "kept": wiped.kept, "key_gone": wiped.key_gone}
    (places.profile_folder(profile) / _MARK).write_text(json.dumps(said), encoding="ascii")


def lost_access(places: Places, profile: str) -> Wiped | None:
    """What was wiped, for as long as no access has come back. None where nothing was."""
    try:
        said = json.loads((places.profile_folder(profile) / _MARK).read_text(encoding="ascii"))
        return Wiped(bool(said["key_gone"]), int(said["kept"]), float(said["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def access_is_back(places: Places, profile: str) -> None:
    """A sync found engagements: what was kept is sent with it."""
    (places.profile_folder(profile) / _MARK).unlink(missing_ok=True)


def drop_what_waited_too_long(places: Places, profile: str, source: KeySource, now: float) -> bool:
    """Let notes go, with their key, that waited KEEP_UNSENT (`now`: seconds since 1970) for an access that did not come
    back; whether some went."""
    lost, outbox = lost_access(places, profile), places.outbox_file(profile)
    if lost is None or not lost.kept or now - lost.at < KEEP_UNSENT:
        return False
    forget_key(source)
    for each in (outbox, *_beside(outbox)):
        destroy_file(each)
    _remember(places, profile, lost._replace(kept=0))
    return True
