"""The desk as the client of one engagement sees it: a copy of its own, filled by the rules of the shared database, that
lives as long as somebody looks. What clients get is decided in `shared/client_feed.py`, never here or on a screen.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from bpo_desk.cache.key import KEY_BYTES, KEY_VARIABLE
from bpo_desk.cache.store import remove_files
from bpo_desk.errors import DeskError, WrongUsage
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.mutation_kinds import ACCESS_KINDS
from bpo_desk.workspace.covering import not_covered
from bpo_desk.workspace.desk import Workspace
from bpo_desk.workspace.profiles import Connections
from bpo_desk.workspace.report_process import run_report
from bpo_desk.workspace.sync_process import SyncProcess
from bpo_desk.workspace.view_log import ViewLog
from bpo_desk.workspace.writing import Writing

if TYPE_CHECKING:
    from bpo_desk.cache.outbox import Entry, Outbox, OutboxStatus
    from bpo_desk.cache.store import Cache
    from bpo_desk.models.case_file import CaseFile
    from bpo_desk.models.mutation import Mutation

VIEW_VARIABLE: Final = "BPO_DESK_CLIENT_VIEW"
_NAME: Final = "client-view-"
_LEFT_BEHIND: Final = 24 * 3600.0
"""Seconds after which a copy counts as left behind by a desk that was killed. Nobody has its key any more."""
_LOOK: Final = 0.05


class ViewFile(NamedTuple):
    """Where the copy of a client's view lies, the key that opens it, and the code of the engagement; with a `number`,
    the copy holds that one case, as the desk itself would have it."""

    file: Path
    key: bytes
    engagement: str
    number: str = ""

    def to_text(self) -> str:
        """As one process hands it to another, in VIEW_VARIABLE."""
        return json.dumps({**self._asdict(), "file": str(self.file), "key": self.key.hex()})

    @classmethod
    def handed_over(cls, environment: Mapping[str, str] | None = None) -> ViewFile | None:
        """What the process that started this one handed over; None where it did not. Raises WrongUsage."""
        told = (os.environ if environment is None else environment).get(VIEW_VARIABLE)
        if not told:
            return None
        try:
            said = json.loads(told)
            number = str(said.get("number", ""))
            return cls(Path(said["file"]), bytes.fromhex(said["key"]), str(said["engagement"]), number)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise WrongUsage(f"{VIEW_VARIABLE} is not as the desk writes it.", "Leave it unset.") from error


class ClientView(Workspace):
    """What a screen reads here is the client's; what it would write is refused. That somebody looked at a case or let
    it leave the desk is noted in the outbox of the real desk, in the name of who did."""

    def __init__(self, own: Workspace, view: ViewFile) -> None:
        super().__init__(own.places, own.settings, own.profile, own.key, own.key_note)
        self._own, self.view = own, view
        self._connections = Connections(view.file, view.key)
        self._real = Connections(own.places.cache_file(own.profile), own.key)
        self.client_view = own.engagement(view.engagement).client or view.engagement

    @property
    def engagement_code(self) -> str:
        """The engagement whose client sees this."""
        return self.view.engagement

    @cached_property
    def _writing(self) -> Writing:
        return _NothingWritten(self.places.outbox_file(self.profile), b"")

    @cached_property
    def _views(self) -> ViewLog:
        return _ViewsOfOwnDesk(self._real)

    def unmask(self, engagement_id: int, case: int, event_id: str, what: str, reason: str) -> None:
        """Refused: what a client gets withheld is not here."""
        raise not_covered(self.open_case(engagement_id, case))

    def own_roles(self, engagement: Engagement) -> tuple[str, ...]:
        """What the client is."""
        return ("client",)

    def write(self, mutation: Mutation) -> None:
        """Note a look or an export; all else is refused with DeskError."""
        self.write_all([mutation])

    def write_all(self, mutations: Sequence[Mutation]) -> None:
        """The same for several, all or none."""
        if any(each.kind not in ACCESS_KINDS for each in mutations):
            raise _only_looking()
        self._own.write_all(mutations)

    def discard(self, mutation_id: str) -> None:
        """Refused: what waits belongs to the real desk."""
        raise _only_looking()

    def make_report(self, words: Sequence[str]) -> object:
        """Let `report WORDS` be done on what the client sees (slow)."""
        given = {KEY_VARIABLE: self.key.hex(), VIEW_VARIABLE: self.view.to_text()}
        return run_report([*words, "--profile", self.profile], given)

    def first_page(self) -> None:
        """None is stored: what was seen last is of the real desk."""

    def save_first_page(self, engagement_id: int, view: str, rows: Sequence[Any]) -> None:
        """Nothing is kept for the next start."""

    def remembered(self) -> dict[str, str]:
        """Nothing: each look begins as if for the first time."""
        return {}

    def remember(self, texts: Mapping[str, str]) -> None:
        """Nothing is kept."""

    def start_sync(self, on_line: Callable[[str], None]) -> None:
        """Bring this copy up to date, once."""
        if self._sync is not None and self._sync.running:
            return
        self.stop_sync()
        self._sync = _filling(self._own, self.view, on_line)

    def close(self) -> None:
        """End the sync of this copy and close every connection."""
        super().close()
        self._real.close()

    def stop_sync(self) -> None:
        """End the sync of this copy at once: what it wrote last goes with the copy."""
        if self._sync is not None:
            self._sync.stop(patience=0.0)
            self._sync = None

    def leave(self) -> None:
        """End: the connections are closed, the key is forgotten, then the file goes."""
        self.close()
        self._connections.end()
        self._real.end()
        self.view, file = self.view._replace(key=b""), self.view.file
        self._key = None
        remove_files(file)


class _NothingWritten(Writing):
    """The outbox of somebody who only looks: nothing waits, and nothing of it shows among the events."""

    @contextmanager
    def lent(self) -> Iterator[Outbox]:
        raise _only_looking()
        yield  # type: ignore[unreachable]  # makes it what it stands for: a context manager

    @contextmanager
    def seen(self) -> Iterator[Outbox | None]:
        yield None

    def status(self) -> OutboxStatus:
        from bpo_desk.cache.outbox import OutboxStatus

        return OutboxStatus()

    def needing_attention(self) -> list[Entry]:
        return []

    def entries(self) -> list[Entry]:
        return []


class _ViewsOfOwnDesk(ViewLog):
    """Whether a look is written down follows from the roles in the real copy: a client's view has no memberships."""

    def __init__(self, real: Connections) -> None:
        super().__init__()
        self._real = real

    def is_due(self, cache: Cache, file: CaseFile, login: str) -> bool:
        with self._real.lent() as copy:
            return super().is_due(copy, file, login)


class CaseView(ClientView):
    """One case that left the copy, read from the shared database for as long as somebody looks, with what this desk
    itself would see of it. Nothing is written, but that somebody looked or let it leave is noted."""

    def __init__(self, own: Workspace, view: ViewFile) -> None:
        super().__init__(own, view)
        self.client_view, self.one_case = "", view.number

    @cached_property
    def _views(self) -> ViewLog:
        return ViewLog()  # memberships came with the case

    def own_roles(self, engagement: Engagement) -> tuple[str, ...]:
        """One's own."""
        return Workspace.own_roles(self, engagement)


def _of(own: Workspace, view: ViewFile) -> ClientView:
    return CaseView(own, view) if view.number else ClientView(own, view)


def _only_looking() -> DeskError:
    return DeskError(
        "Here one only looks: nothing is written from here.",
        "Esc leads back to your own desk.",
        code="client_view",
    )


def look_as_client(
    own: Workspace,
    engagement: str,
    told: Callable[[int, int], None] = lambda _done, _of: None,
    stopped: Callable[[], bool] = lambda: False,
    number: str = "",
) -> ClientView:
    """The desk as the client of an engagement (its code) sees it, or, with a number, that case alone as one's own desk
    would have it; whoever asks says `leave` at the end (slow).

    Asks the shared database, so it must answer. `told(done, of)`: events loaded so far. Raises DeskError as the sync
    failed (a client's login cannot look as the client), and for `stopped`; nothing is left behind then.
    """
    folder = own.places.profile_folder(own.profile)
    for left in folder.glob(f"{_NAME}*.db"):
        if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
            remove_files(left)
    name = f"{_NAME}{os.getpid()}-{secrets.token_hex(4)}.db"
    view = ViewFile(folder / name, secrets.token_bytes(KEY_BYTES), engagement, number)
    try:
        _fill(own, view, told, stopped)
    except BaseException:
        remove_files(view.file)
        raise
    return _of(own, view)


def _fill(own: Workspace, view: ViewFile, told: Callable[[int, int], None], stopped: Callable[[], bool]) -> None:
    failure: dict[str, Any] = {}
    done: list[str] = []

    def heard(line: str) -> None:
        said = json.loads(line)
        if said["event"] == "error":
            failure.update(said)
        elif said["event"] == "progress":
            told(int(said["done"]), int(said["of"]))
        elif said["event"] == "synced":
            done.append(said["code"])

    process = _filling(own, view, heard)
    try:
        while process.running and not stopped():
            time.sleep(_LOOK)
    finally:
        process.stop(patience=0.0)  # it has ended, or nobody waits for it
    if stopped():
        raise DeskError("What was asked for was not read: it was stopped.", "Ask for it again.", code="stopped")
    if failure:
        raise DeskError(failure["message"], failure["next_step"], code=failure["code"])
    if not done:
        words = "The case was not read." if view.number else "The client's view was not made."
        raise DeskError(words, "The log folder holds the details.", code="client_view")


def _filling(own: Workspace, view: ViewFile, on_line: Callable[[str], None]) -> SyncProcess:
    given = {KEY_VARIABLE: own.key.hex(), VIEW_VARIABLE: view.to_text()}
    words = ["sync", "--as-client", view.engagement, "--profile", own.profile, "--json"]
    return SyncProcess(words, given, on_line, own.typed_password)


@contextmanager
def desk_of(profile: str, as_client: bool = False, engagement: str | None = None) -> Iterator[Workspace]:
    """The desk that a command works on: the profile's own, the one that the process before handed over, or, asked for,
    what the client of an engagement sees of it. Closed at the end."""
    own = Workspace.open(profile)
    try:
        handed = ViewFile.handed_over()
        if handed is not None:
            view = _of(own, handed)
            try:
                yield view
            finally:
                view.close()
        elif as_client:
            view = look_as_client(own, own.engagement(engagement).code)
            try:
                yield view
            finally:
                view.leave()
        else:
            yield own
    finally:
        own.close()
