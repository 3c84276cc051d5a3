"""One engagement of a shared database for somebody who only looks: its other engagements are not there, and nothing is
ever written. What of the engagement is seen, the subclasses say (client_feed.py, one_case_feed.py).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace

from sqlalchemy.engine import Connection, Engine

from bpo_desk.errors import NotFound, WrongCredentials, WrongUsage
from bpo_desk.shared import guarded
from bpo_desk.shared.feed import Feed
from bpo_desk.shared.requests import Answer, ApplyMutation, HelloAnswer, LetGo, LetGoAnswer, Request


class LookingFeed(Feed, ABC):
    """Answers a puller as if there were the engagement with this code and no other. Raises NotFound where there is no
    such engagement, WrongCredentials for its clients, WrongUsage where something is to be written."""

    def __init__(self, engine: Engine, code: str) -> None:
        super().__init__(engine)
        self._code = code

    @abstractmethod
    def _unwritten(self) -> WrongUsage:
        """What is said to who writes."""

    @abstractmethod
    def _not_for_clients(self) -> WrongCredentials:
        """What is said to a client of the engagement."""

    def answer(self, request: Request) -> Answer:
        """The answer to one request; nothing is ever written."""
        if isinstance(request, LetGo):
            return LetGoAnswer(0)
        if isinstance(request, ApplyMutation):
            raise self._unwritten()
        return super().answer(request)

    def _hello(self, connection: Connection) -> HelloAnswer:
        found = super()._hello(connection)
        mine = [each for each in found.engagements if each.code == self._code]
        if not mine:
            raise NotFound(f"The shared database shows no engagement {self._code!r}.", "Sync; you may have lost it.")
        if guarded.reads_as_client(connection, int(mine[0].engagement_id)):
            raise self._not_for_clients()
        return replace(found, engagements=mine)
