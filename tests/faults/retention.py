"""A simulated server with a rule of retention: cases leave at any moment at which nobody writes into them, and come
back whole with whatever is written into them. What a copy should hold is then the server without the cases that left.

It shares no code with the feed or the puller, like the server that it is made of.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from bpo_desk.shared.requests import Answer, LetGo, LetGoAnswer, Pull, PullAnswer, Request, Rows
from tests.faults.server import EventId, Row, Server, Transaction, block_of

OFTEN = 0.25
"""How likely it is that a case leaves before a question is answered."""


class RetentiveTransaction(Transaction):
    """A writer whose events bring their cases back."""

    def insert(self, engagement: int, event_id: EventId, case: int, **columns: Any) -> None:
        """A new event, and its case with it."""
        super().insert(engagement, event_id, case, **columns)
        self._bring_back(engagement, case)

    def move(self, engagement: int, event_id: EventId, to: int, case: int) -> None:
        """An event that arrives in a case is news there."""
        super().move(engagement, event_id, to, case)
        self._bring_back(to, case)

    def _bring_back(self, engagement: int, case: int) -> None:
        server = self._server
        assert isinstance(server, RetentiveServer)
        known = server.now.small.get((engagement, "case", case))
        if known is not None and known.columns["left_at"] is not None:
            columns = {**known.columns, "left_at": None, "back_at": server.clock}
            self._put("small", (engagement, "case", case), columns, known.row_ver + 1)
            server.backs += 1

    def cases(self) -> set[tuple[int, int]]:
        """The cases into which it has written."""
        return {(key[0], row.columns["case"]) for kind, key, row in self._writes if kind == "event" and row is not None}


class RetentiveServer(Server):
    """The server. `luck` decides which cases leave when; `lets`, `backs`: how often that happened."""

    def __init__(self) -> None:
        super().__init__()
        self.luck = random.Random(0)
        self.lets = self.backs = 0

    def begin(self) -> RetentiveTransaction:
        """A new writer."""
        return RetentiveTransaction(self)

    def answer(self, request: Request) -> Answer:
        """The answer; before it a case may leave, or one that left may be brought back."""
        if not self.calm and self.luck.random() < OFTEN:
            self._let_go()
        if isinstance(request, LetGo):
            return LetGoAnswer(0)
        return super().answer(request)

    def _let_go(self) -> None:
        busy = {case for each in self.open.values() if isinstance(each, RetentiveTransaction) for case in each.cases()}
        rows = sorted(key for key in self.now.small if key[1] == "case" and (key[0], key[2]) not in busy)
        if not rows:
            return
        key = self.luck.choice(rows)
        row = self.now.small[key]
        writer = self.begin()
        if row.columns["left_at"] is None:
            columns = {**row.columns, "left_at": self.clock}
            self.lets += 1
        else:
            columns = {**row.columns, "left_at": None, "back_at": self.clock}
            self.backs += 1
        writer._put("small", key, columns, row.row_ver + 1)
        writer.commit()

    def _left(self, engagement: int) -> set[int]:
        return {
            key[2]
            for key, row in self.now.small.items()
            if key[:2] == (engagement, "case") and row.columns["left_at"] is not None
        }

    def _events(self, engagement: int) -> list[tuple[EventId, Row]]:
        left = self._left(engagement)
        return [each for each in super()._events(engagement) if each[1].columns["case"] not in left]

    def small_rows(self, engagement: int, table: str) -> dict[int, Row]:
        """Reviews of cases that left are nowhere but here."""
        found = super().small_rows(engagement, table)
        if table != "review":
            return found
        left = self._left(engagement)
        return {key: row for key, row in found.items() if row.columns["case_id"] not in left}

    def _pull(self, request: Pull) -> PullAnswer:
        answer = super()._pull(request)
        if request.tables_only or not request.cursor:
            return answer
        back = {
            key[2]
            for key, row in self.now.small.items()
            if key[:2] == (request.engagement_id, "case")
            and row.txid >= request.cursor
            and row.columns["left_at"] is None
            and row.columns["back_at"] is not None
        }
        found = [
            each for each in self._events(request.engagement_id)
            if each[1].columns["case"] in back and each[1].txid < request.cursor
        ]  # fmt: skip
        reviews = self.small_rows(request.engagement_id, "review").values()
        told = [(*row.columns.values(), row.row_ver) for row in reviews if row.columns["case_id"] in back]
        names = next(each.columns for each in answer.tables if each.table == "review")
        tables = [*answer.tables, Rows("review", names, told)]
        return replace(answer, tables=tables, back=[block_of(found)] if found else [])
