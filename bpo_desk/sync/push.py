"""The pusher: sends what waits in the outbox, as a generator without any I/O; and the keeper of the outbox beside it.

An answer of the shared database is final and never holds anything up. A failure is not: nothing is lost, the order of
a case is kept, and after MANY_TRIES an entry holds up its own case only.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from bpo_desk.cache.outbox import MANY_TRIES, Outbox
from bpo_desk.errors import DatabaseUnreachable, DeskError
from bpo_desk.logs import channel
from bpo_desk.models.mutation import Outcome
from bpo_desk.shared.requests import ApplyMutation, Hello, HelloAnswer, MutationAnswer
from bpo_desk.sync.steps import (
    Done,
    Failed,
    KeepAnswer,
    KeepFailure,
    LocalStep,
    Puller,
    RenewOutbox,
    Reply,
    Sending,
    Tell,
    Unsent,
    Waiting,
    error_line,
)

_AT_ONCE: Final = 200
"""Entries that are marked as on their way together."""


def push() -> Puller:
    """One session: everything that waits is sent once, in the order of writing.

    Ends at the first failure unless its entry has failed often: then the other cases go on. A failure is told by the
    keeper of the outbox and does not keep the pull that follows from trying for itself.
    """
    hello = yield Hello()
    if not isinstance(hello, HelloAnswer):
        raise TypeError(f"the driver answered {type(hello).__name__} to the greeting")
    if hello.guarded and not hello.engagements:
        return  # a login without any access: what waits goes on waiting, it may come back
    epoch = hello.mark.epoch
    yield RenewOutbox(epoch, hello.mark.at)
    waiting = yield Waiting()
    if not isinstance(waiting, Unsent):
        raise TypeError(f"the driver answered {type(waiting).__name__} instead of what waits")
    held_up: set[tuple[str, str]] = set()
    for start in range(0, len(waiting.entries), _AT_ONCE):
        batch = waiting.entries[start : start + _AT_ONCE]
        yield Sending(tuple(entry.mutation.mutation_id for entry in batch))
        for entry in batch:
            mutation = entry.mutation
            place = (mutation.engagement, mutation.case)
            if place in held_up:
                continue
            reply = yield ApplyMutation(mutation)
            if isinstance(reply, MutationAnswer):
                yield KeepAnswer(mutation.mutation_id, mutation.kind, reply.result, epoch)
            elif isinstance(reply, Failed):
                yield KeepFailure(mutation.mutation_id, reply.error)
                held_up.add(place)
                if entry.tries + 1 < MANY_TRIES or _nobody_there(reply):
                    return
            else:
                raise TypeError(f"the driver answered {type(reply).__name__} to a mutation")


def _nobody_there(failed: Failed) -> bool:
    """Whether the next entry would fail in the same way."""
    error = failed.error
    return isinstance(error, DatabaseUnreachable) and error.code == DatabaseUnreachable.default_code


class OutboxFailed(Exception):
    """The outbox itself could not be read or written; carries why."""

    def __init__(self, error: DeskError) -> None:
        super().__init__(error.message)
        self.error = error


class Postman:
    """Carries the steps of a pusher out on the outbox, each in one transaction. `clock`: microseconds UTC."""

    def __init__(self, outbox: Outbox, tell: Tell, clock: Callable[[], int] = lambda: time.time_ns() // 1000) -> None:
        self._outbox = outbox
        self._tell = tell
        self._clock = clock
        self._log = channel("sync")

    def forget_memory(self) -> None:
        """There is none."""

    def do(self, step: LocalStep) -> Reply:
        """Carry out one step. Raises OutboxFailed, with nothing changed."""
        try:
            return self._done(step)
        except DeskError as error:
            raise OutboxFailed(error) from error

    def _done(self, step: LocalStep) -> Reply:
        match step:
            case RenewOutbox():
                # Old by both clocks: one that jumped ahead must not drop what a restored server may need again.
                again = self._outbox.renew(step.epoch, min(self._clock(), step.at))
                if again:
                    self._log.info("entries sent again after another history of the server: %d", again)
            case Waiting():
                return Unsent(tuple(self._outbox.to_send()))
            case Sending():
                self._outbox.sending(step.mutation_ids)
            case KeepFailure():
                self._outbox.failed(step.mutation_id, str(step.error))
                self._tell(error_line(step.error))
                self._log.info("entry not taken: %s", step.error.code, extra={"ids": {"mutation": step.mutation_id}})
            case KeepAnswer():
                at = max(self._clock(), step.result.recorded_at)
                self._outbox.answered(step.mutation_id, step.result, step.epoch, at)
                self._say(step)
            case _:
                raise TypeError(f"{type(step).__name__} is no step of the outbox")
        return Done()

    def _say(self, step: KeepAnswer) -> None:
        result = step.result
        self._log.info(
            "entry %s: %s%s", step.kind.value, result.outcome.value, f" ({result.refusal})" if result.refusal else "",
            extra={"ids": {"mutation": step.mutation_id}},
        )  # fmt: skip
        line: dict[str, object] = {"event": "pushed", "mutation": step.mutation_id, "outcome": result.outcome.value}
        if result.outcome is not Outcome.OK:
            line.update(refusal=result.refusal.value, message=result.words)
        self._tell(line)
