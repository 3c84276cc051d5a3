"""Full text of an encrypted cache: how long the index takes beside the load, how large it is, and how soon the first
hits of a search are there.

    python -m benchmarks.queue_text [--events 1000000]

Every event in four has a comment of its own; one text in all of them is shared by every case.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bpo_desk.cache import bookmarks, full_text, segments
from bpo_desk.cache.bookmarks import Bookmark, Stage
from bpo_desk.cache.dictionaries import Values
from bpo_desk.cache.segments import EventRows
from bpo_desk.cache.store import Cache
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event_block import TextColumn
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import EngagementId
from bpo_desk.sync import text_index

KEY = bytes(range(32))
FIRST_HITS_MS = 150.0
PART = 500_000
_SYLLABLES = (("kla", "mo", "pre", "su", "ta", "wi"), ("ri", "no", "ke", "ba", "lu"), ("st", "m", "ndo", "x"))
_WORDS = ["".join(parts) for parts in itertools.product(*_SYLLABLES)]
QUESTIONS = ("shipment", "klarist", "monom prekex", "kla", "parcel 77", "nothing at all", "suba")


def comments(first: int, many: int, random: np.random.Generator) -> list[str]:
    """Distinct comments of a dozen words from a small vocabulary, with a number each."""
    picked = random.integers(0, len(_WORDS), (many, 10)).tolist()
    return [f"parcel {first + at} {' '.join(_WORDS[word] for word in words)}" for at, words in enumerate(picked)]


def fill(cache: Cache, events: int) -> None:
    """Segments of so many events, ten a case, sorted by case."""
    random = np.random.default_rng(5)
    bookmarks.keep_engagement(cache, Engagement(EngagementId(1), "BENCH", "Benchmark"))
    values = Values()
    for first in range(0, events, PART):
        n = min(PART, events - first)
        told = n // 4
        texts = [*comments(first // 4, told, random), "the shipment is late"]
        raw = [text.encode() for text in texts]
        column = TextColumn(np.array([len(each) for each in raw], np.int32), b"".join(raw))
        codes = values.encode(column)
        new_value = np.full(n, -1, np.int32)
        new_value[::4][:told] = codes[:told]
        new_value[1::10] = codes[-1]
        row = np.arange(first, first + n)
        columns = EventColumns.of(
            {"case": row // 10 + 1, "occurred_at": row, "recorded_at": row, "id_lo": row, "source_seq": row,
             "kind": np.full(n, 41), "new_value": new_value}
        )  # fmt: skip
        with cache.write() as connection:
            segments.write_run(connection, 1, 0, EventRows(columns, segments.no_texts(n)))
            values.save(connection, 1)
    with cache.write() as connection:
        bookmarks.put_bookmark(connection, 1, Bookmark(stage=Stage.READY))


def index(cache: Cache) -> tuple[float, float]:
    """CPU seconds of the whole index, and the longest part in wall milliseconds."""
    with cache.read() as connection:
        values = Values.load(connection, 1)
    started, longest, more = time.process_time(), 0.0, True
    while more:
        begun = time.perf_counter()
        with cache.write() as connection:
            more = text_index.build(connection, 1, values)
        longest = max(longest, (time.perf_counter() - begun) * 1000)
    return time.process_time() - started, longest


def first_hits(path: Path, question: str) -> tuple[float, int]:
    """Median CPU ms to the first six hits with what was said, each on a new connection; and how many there are."""
    took, found = [], 0
    for _round in range(5):
        cache = Cache.open(path, KEY)
        started = time.process_time()
        with cache.read() as connection:
            hits = full_text.search(connection, 1, question, most=6)
            found = len(full_text.described(connection, 1, hits))
        took.append((time.process_time() - started) * 1000)
        cache.close()
    return statistics.median(took), found


def main() -> int:
    """Run all; exit code 0 only where the first hits come in time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    events = parser.parse_args().events
    results = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cache.db"
        cache = Cache.create(path, KEY)
        fill(cache, events)
        before = path.stat().st_size
        seconds, longest = index(cache)
        cache.tidy()
        size = path.stat().st_size - before
        cache.close()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"benchmark": "full text, index", "events": events, "cpu_s": round(seconds, 1),
                          "longest_part_wall_ms": round(longest), "index_mb": round(size / 1e6), "peak_mb": round(peak),
                          "events_mb": round(before / 1e6), "ok": True}), flush=True)  # fmt: skip
        for question in QUESTIONS:
            took, found = first_hits(path, question)
            results.append(took <= FIRST_HITS_MS)
            print(json.dumps({"benchmark": "full text, first hits", "question": question, "cpu_ms": round(took, 1),
                              "hits": found, "at_most": FIRST_HITS_MS, "ok": results[-1]}), flush=True)  # fmt: skip
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
