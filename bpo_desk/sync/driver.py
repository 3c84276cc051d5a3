"""Runs a puller or a pusher: requests go to whoever answers them, steps to who keeps the cache or the outbox.

The threads of a session: two that ask ahead, for the next blocks while the one before is being stored."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from bpo_desk.errors import DeskError
from bpo_desk.shared.requests import Answer, ApplyMutation, Request
from bpo_desk.sync.answer_check import checked
from bpo_desk.sync.pull import AHEAD
from bpo_desk.sync.steps import Ahead, Answerer, Carrier, Done, Failed, LocalStep, Puller, Reply, Step, Wipe


class Stopped(Exception):
    """The session was ended from outside between two steps; another one goes on from there."""


def run(
    puller: Puller, answerer: Answerer, keeper: Carrier, stopped: Callable[[], bool] = lambda: False
) -> None:  # fmt: skip
    """Carry the puller to its end. Raises what the answerer, the cache or the puller raises, and Stopped; the cache is
    then as after the last whole step, and another session goes on from there."""
    pool = ThreadPoolExecutor(max_workers=AHEAD, thread_name_prefix="blocks")
    coming: dict[Request, Future[Answer]] = {}
    try:
        reply: Reply = None
        while True:
            try:
                step: Step = puller.send(reply)
            except StopIteration:
                return
            if stopped():
                raise Stopped
            if isinstance(step, Wipe):
                coming.clear()  # what was asked of a history that is distrusted must not answer for the next
            if isinstance(step, Ahead):
                coming |= {each: pool.submit(answerer.answer, each) for each in step.requests if each not in coming}
                reply = Done()
            elif isinstance(step, LocalStep):
                reply = keeper.do(step)
            elif step in coming:
                reply = checked(step, coming.pop(step).result())
            elif isinstance(step, ApplyMutation):
                reply = _applied(answerer, step)
            else:
                reply = checked(step, answerer.answer(step))
    except BaseException:
        keeper.forget_memory()
        raise
    finally:
        puller.close()
        pool.shutdown(wait=True, cancel_futures=True)


def _applied(answerer: Answerer, request: ApplyMutation) -> Reply:
    """The pusher decides what a failure means for the other entries; it raises it again where it ends the session."""
    try:
        return checked(request, answerer.answer(request))
    except DeskError as error:
        return Failed(error)
