"""The hint lines of some desks in a process of their own, for live_writers: they hear, or look and hear, as told.

Run as `python -m benchmarks.hint_desks URL DESKS`. Each line of standard input is a way ("look", "listen", "off"), each
is answered by a line of JSON when it has begun: hints heard and turns of looking that found something since the last.
"""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import dataclass, field

from bpo_desk.shared.engine import open_engine
from bpo_desk.shared.hints import HintLine


class _Deaf(HintLine):
    """Only hears, as every desk did up to schema 11."""

    def listen(self, engagements: object) -> None:
        super().listen([1])
        self._look = None


@dataclass(slots=True)
class Desks:
    """Threads with a line each."""

    url: str
    number: int
    ended: threading.Event = field(default_factory=threading.Event)
    ready: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    threads: list[threading.Thread] = field(default_factory=list)
    heard: int = 0
    looked: int = 0

    def begin(self, way: type[HintLine]) -> None:
        """Until all of them listen."""
        self.ended.clear()
        self.threads = [threading.Thread(target=self._run, args=(way,)) for _ in range(self.number)]
        for each in self.threads:
            each.start()
        for _ in self.threads:
            self.ready.acquire()

    def end(self) -> None:
        """Until all their connections are closed."""
        self.ended.set()
        for each in self.threads:
            each.join()
        self.threads = []

    def _run(self, way: type[HintLine]) -> None:
        engine = open_engine(self.url)
        with way(engine) as line:
            line.listen([1])
            self.ready.release()
            while not self.ended.is_set():
                found = line.wait(0.5)
                if found:
                    self.heard += 1
                    self.looked += line.looking
        engine.dispose()


def main() -> None:
    """Until standard input ends."""
    desks = Desks(sys.argv[1], int(sys.argv[2]))
    for line in sys.stdin:
        desks.end()
        said = {"heard": desks.heard, "looked": desks.looked}
        desks.heard = desks.looked = 0
        if line.strip() != "off":
            desks.begin(HintLine if line.strip() == "look" else _Deaf)
        print(json.dumps(said), flush=True)
    desks.end()


if __name__ == "__main__":
    main()
