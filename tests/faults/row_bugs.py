"""Seven more bugs, of rows that several people change; each a switch like those of `bugs.py`, with schedules kept
beside theirs. None is in the product."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bpo_desk.cache import outbox
from bpo_desk.cache.outbox import Outbox
from bpo_desk.models.mutation import Mutation, Outcome
from bpo_desk.models.refused import Held, once_more
from bpo_desk.models.row_seen import RowSeen
from bpo_desk.sync import keep
from bpo_desk.workspace import attention
from tests.faults.rows import Said
from tests.faults.server import Server


class LastWriterWins(Server):
    """Takes every change, whatever it was made on."""

    def overtaken(self, _mutation: Mutation, _stands: Said | None, _version: int) -> bool:
        return False


class VersionsAlone(Server):
    """Compares the number of the version and not what stands there, though a restored server counts anew."""

    def overtaken(self, mutation: Mutation, _stands: Said | None, version: int) -> bool:
        below = self.now.applied.get(mutation.after)
        if below is None:
            return version != (mutation.base_row_ver or 0)
        return below[1].outcome is not Outcome.OK or version != json.loads(below[1].theirs)["row_ver"]


def no_chain(patch: pytest.MonkeyPatch) -> None:
    """What is written on an unsent change names what stood there before that one."""
    whole = outbox._on_own

    def on_own(connection: Any, mutation: Mutation) -> Mutation:
        return replace(whole(connection, mutation), seen=mutation.seen)

    patch.setattr(outbox, "_on_own", on_own)


def same_version_again(patch: pytest.MonkeyPatch) -> None:
    """What is written again from the tray names what was seen before."""

    def again(mutation: Mutation, held: Held | None, texts: Mapping[str, str]) -> tuple[Any, RowSeen]:
        return once_more(mutation, held, texts)[0], RowSeen(mutation.base_row_ver or 0, mutation.seen)

    patch.setattr(attention, "once_more", again)


def mine_is_lost(patch: pytest.MonkeyPatch) -> None:
    """The tray takes note of the decision and forgets what was to be written again."""
    patch.setattr(Outbox, "write_again", lambda self, own, _again, **_given: self.discard(own))


def answered_is_hidden(patch: pytest.MonkeyPatch) -> None:
    """What was taken is no longer shown before the copy has it."""
    whole = Outbox.shown_in

    def shown_in(self: Outbox, engagement: str, case: str) -> list[Any]:
        return [entry for entry in whole(self, engagement, case) if entry.state != "ok"]

    patch.setattr(Outbox, "shown_in", shown_in)


def stones_last(patch: pytest.MonkeyPatch) -> None:
    """A pull's tombstones are laid after its rows: a key that was given anew loses its row."""
    rows, stones = keep.keep_tables, keep._bury_rows
    late: list[tuple[Any, ...]] = []

    def rows_then_stones(*given: Any) -> bool:
        weighs = rows(*given)
        while late:
            weighs |= stones(*late.pop())
        return weighs

    patch.setattr(keep, "_bury_rows", lambda *given: bool(late.append(given)))
    patch.setattr(keep, "keep_tables", rows_then_stones)


ROW_BUGS: dict[str, tuple[Callable[[], Server], Callable[[pytest.MonkeyPatch], None] | None]] = {
    "last_writer_wins": (LastWriterWins, None),
    "no_chain": (Server, no_chain),
    "same_version_again": (Server, same_version_again),
    "mine_is_lost": (Server, mine_is_lost),
    "answered_is_hidden": (Server, answered_is_hidden),
    "stones_last": (Server, stones_last),
    "versions_alone": (VersionsAlone, None),
}
