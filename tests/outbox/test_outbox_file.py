"""The file of the outbox: nothing that was written is ever lost, and whatever is wrong is said."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bpo_desk.cache import encrypted_file, outbox
from bpo_desk.cache.outbox import KEEP_ACKNOWLEDGED, Outbox
from bpo_desk.cache.store import Cache, set_aside
from bpo_desk.errors import CacheDamaged, CacheTooNew, DeskError, DiskFull, NotFound, WrongKey, WrongUsage
from bpo_desk.models.mutation import CommentAdded, MutationResult, Outcome, Refusal, Viewed, payload_json
from bpo_desk.models.review import ReviewKept
from tests.outbox.desks import KEY, NOW, note

CANARY = "canary-outbox-7731"
OK = MutationResult(Outcome.OK)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "outbox.db"


@pytest.fixture
def box(path: Path) -> Iterator[Outbox]:
    found = Outbox.open_or_create(path, KEY)
    yield found
    found.close()


def test_what_was_written_is_there_after_opening_again_and_unreadable_on_disk(path: Path) -> None:
    box = Outbox.open_or_create(path, KEY)
    box.add(note(CommentAdded(CANARY)))
    for each in path.parent.iterdir():
        assert CANARY.encode() not in each.read_bytes(), each.name
    box.close()
    again = Outbox.open_or_create(path, KEY)
    assert [entry.mutation.payload for entry in again.to_send()] == [CommentAdded(CANARY)]
    assert again.connection.execute("pragma synchronous").fetchone() == (2,)
    assert again.connection.execute("pragma journal_mode").fetchone() == ("wal",)
    again.close()
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


def test_a_wrong_key_a_damaged_and_a_foreign_file_are_named_and_left_alone(path: Path) -> None:
    box = Outbox.open_or_create(path, KEY)
    box.add(note(CommentAdded("kept")))
    box.close()
    whole = path.read_bytes()
    with pytest.raises(WrongKey, match="outbox"):
        Outbox.open_or_create(path, bytes(32))
    path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    with pytest.raises(CacheDamaged, match="outbox"):
        Outbox.open_or_create(path, KEY)
    path.write_bytes(b"")
    with pytest.raises(CacheDamaged, match="empty"):
        Outbox.open_or_create(path, KEY)
    path.write_bytes(b"SQLite format 3\x00" + bytes(9000))
    with pytest.raises(CacheDamaged, match="not encrypted"):
        Outbox.open_or_create(path, KEY)
    path.write_bytes(whole)
    box = Outbox.open(path, KEY)
    assert len(box.to_send()) == 1
    box.close()


def test_a_newer_or_an_unknown_layout_is_refused_untouched(path: Path, box: Outbox) -> None:
    box.add(note(CommentAdded("kept")))
    box.connection.execute("pragma user_version = 99")
    with pytest.raises(CacheTooNew, match="newer"):
        Outbox.open_or_create(path, KEY)
    box.connection.execute("pragma user_version = 0")
    with pytest.raises(CacheDamaged, match="layout"):
        Outbox.open_or_create(path, KEY)
    assert box.rows("select count(*) from entry") == [(1,)]


def test_a_later_layout_comes_forward_in_place(path: Path, box: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    box.add(note(CommentAdded("kept")))
    later = outbox.LAYOUT_VERSION + 1
    monkeypatch.setattr(outbox, "LAYOUT_VERSION", later)
    monkeypatch.setitem(outbox.ADDITIVE, later, ("create table later (x)",))
    newer = Outbox.open_or_create(path, KEY)
    assert newer.rows("pragma user_version") == [(later,)]
    assert len(newer.to_send()) == 1
    newer.close()


def test_an_outbox_of_the_version_before_comes_forward_with_what_it_says_unchanged(path: Path, box: Outbox) -> None:
    mutation = replace(note(ReviewKept("Ada", text="kept")), base_row_ver=3)
    box.add(mutation)
    # As it is hashed since reviews are kept: what a shared database has stored of it must still be the same.
    said = ["acme", "C-1", "review_kept", payload_json(mutation.payload), mutation.created_at, "Ada", 3]
    hashed = hashlib.sha256(json.dumps(said).encode("ascii")).hexdigest()
    with box.write() as connection:
        connection.execute("alter table entry drop column seen")
        connection.execute("pragma user_version = 2")
    again = Outbox.open_or_create(path, KEY)
    (entry,) = again.to_send()
    assert (entry.mutation, entry.mutation.payload_hash()) == (mutation, hashed)
    again.close()


def test_a_full_disk_is_said_and_what_was_kept_before_is_unharmed(path: Path, box: Outbox) -> None:
    box.add(note(CommentAdded("before")))
    pages = box.connection.execute("pragma page_count").fetchone()[0]
    box.connection.execute(f"pragma max_page_count = {pages}")
    with pytest.raises(DiskFull, match="kept before is unharmed"):
        box.add(note(CommentAdded("x" * 90_000)))
    box.connection.execute("pragma max_page_count = 100000")
    first = box.to_send()[0]
    assert first.mutation.payload == CommentAdded("before")
    box.add(note(CommentAdded("after")))
    box.check()


def test_the_outbox_survives_the_making_anew_of_the_cache(path: Path, box: Outbox) -> None:
    box.add(note(CommentAdded("kept")))
    cache_path = path.with_name("cache.db")
    Cache.create(cache_path, KEY).close()
    set_aside(cache_path)
    Cache.open_or_create(cache_path, KEY).close()
    assert len(box.to_send()) == 1
    again = Outbox.open(path, KEY)
    assert len(again.to_send()) == 1
    again.close()


def test_a_text_that_no_database_takes_is_refused_before_it_is_kept(box: Outbox) -> None:
    for text in ("", "  ", "nul \0", "half \ud83d a pair", "x" * 100_001):
        with pytest.raises(WrongUsage):
            box.add(note(CommentAdded(text)))
    assert box.to_send() == []


def test_writing_the_same_again_changes_nothing_and_something_else_is_refused(box: Outbox) -> None:
    mutation = note(CommentAdded("one"))
    box.add(mutation)
    box.add(mutation)
    with pytest.raises(DeskError, match="Something else"):
        box.add(replace(mutation, payload=CommentAdded("two")))
    assert len(box.to_send()) == 1


def test_an_entry_goes_from_pending_to_sent_to_its_final_state_and_no_further(box: Outbox) -> None:
    mutation = note(CommentAdded("x"))
    box.add(mutation)
    own = mutation.mutation_id
    states = ["pending"]
    box.sending([own])
    states += box.rows("select state from entry")[0]
    box.answered(own, MutationResult(Outcome.REJECTED, Refusal.PERMISSION, "no"), "e", NOW)
    states += box.rows("select state from entry")[0]
    box.answered(own, OK, "e", NOW)
    box.sending([own])
    states += box.rows("select state from entry")[0]
    assert states == ["pending", "sent", "rejected", "rejected"]


def test_the_status_counts_notes_and_tells_the_age_of_the_oldest(box: Outbox) -> None:
    assert box.status() == outbox.OutboxStatus()
    first = note(CommentAdded("x"), at=NOW)
    for mutation in (first, note(CommentAdded("y"), at=NOW + 5), note(Viewed(), at=NOW - 5)):
        box.add(mutation)
    found = box.status()
    assert (found.unsent, found.access, found.oldest) == (2, 1, NOW)
    box.failed(first.mutation_id, "It takes too long.")
    assert box.status().last_error == "It takes too long."
    box.answered(first.mutation_id, OK, "e", NOW)
    assert (box.status().unsent, box.status().last_error) == (1, "")


def test_acknowledged_entries_are_kept_for_thirty_days_and_refused_ones_until_discarded(box: Outbox) -> None:
    good, bad = note(CommentAdded("good")), note(CommentAdded("bad"))
    for mutation, outcome in ((good, Outcome.OK), (bad, Outcome.REJECTED)):
        box.add(mutation)
        box.answered(mutation.mutation_id, MutationResult(outcome), "e", NOW)
    box.renew("e", NOW + KEEP_ACKNOWLEDGED)
    assert len(box.acknowledged("acme")) == 1
    box.renew("e", NOW + KEEP_ACKNOWLEDGED + 1)
    assert box.acknowledged("acme") == []
    assert [entry.mutation for entry in box.needing_attention()] == [bad]
    box.discard(bad.mutation_id)
    assert box.needing_attention() == []


def test_an_entry_of_a_kind_that_a_newer_program_wrote_is_left_for_it(box: Outbox) -> None:
    box.add(note(CommentAdded("mine")))
    box.connection.execute("update entry set kind = 'review_saved'")
    assert box.to_send() == []
    assert box.rows("select state from entry") == [("pending",)]


def test_a_reader_learns_cheaply_that_another_process_wrote(path: Path, box: Outbox) -> None:
    other = Outbox.open(path, KEY)
    assert not box.written_by_others()
    other.add(note(CommentAdded("x")))
    assert box.written_by_others()
    assert not box.written_by_others()
    other.close()


def test_an_outbox_that_is_not_there_is_made_only_when_asked_for(path: Path) -> None:
    with pytest.raises(NotFound):
        Outbox.open(path, KEY)
    assert not path.exists()


_WRITER = """
import sys
from pathlib import Path
from bpo_desk.cache.outbox import Outbox
from bpo_desk.models.mutation import CommentAdded
from tests.outbox.desks import KEY, note
box = Outbox.open_or_create(Path(sys.argv[1]), KEY)
while True:
    mutation = note(CommentAdded("written"))
    box.add(mutation)
    print(mutation.mutation_id, flush=True)
"""


def _child(path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True,
                            cwd=Path(__file__).parents[2])  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")
def test_what_was_reported_as_kept_is_there_after_a_kill_also_at_the_first_start(path: Path) -> None:
    reported: set[str] = set()
    for lines in (0, 1, 7):
        children = [_child(path), _child(path)]  # two processes make and write the file at the same time
        for child in children:
            assert child.stdout is not None
            with child, child.stdout as out:
                for _ in range(lines):
                    reported.add(out.readline().strip())
                child.send_signal(signal.SIGKILL)
                reported |= {line.strip() for line in out if len(line.strip()) == 32}
    box = Outbox.open(path, KEY)
    assert reported <= {entry.mutation.mutation_id for entry in box.to_send()}
    assert len(reported) >= 16
    box.check()
    box.close()
    strays = [each.name for each in path.parent.iterdir() if not each.name.startswith(("outbox.db", ".outbox.db"))]
    assert strays == []


def test_a_file_that_is_busy_for_long_is_said(path: Path, box: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encrypted_file, "_BUSY_SECONDS", 0.05)
    other = Outbox.open(path, KEY)
    with box.write(), pytest.raises(DeskError, match="another program"):
        other.add(note(CommentAdded("x")))
    other.add(note(CommentAdded("x")))
    other.close()
