"""The encrypted file: what is refused, in which words, and that nothing readable ever lies on the disk."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from bpo_desk.cache import bookmarks, encrypted_file, store
from bpo_desk.cache.encrypted_file import connect
from bpo_desk.cache.first_page import read_first_page, write_first_page
from bpo_desk.cache.store import Cache, set_aside
from bpo_desk.errors import CacheDamaged, CacheTooNew, DeskError, DiskFull, NotFound, WrongKey
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.ids import EngagementId

CANARY = "canary-9f2b61-Zeisig"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache.db"


def filled(path: Path, key: bytes) -> None:
    cache = Cache.create(path, key)
    bookmarks.keep_engagement(cache, Engagement(EngagementId(1), "ACME", CANARY))
    rows = [(n, {"number": f"{CANARY} {n}", "long": CANARY * 200}) for n in range(64)]
    write_first_page(cache, 1, "all", rows)
    cache.close()


def test_a_cache_that_is_not_there_is_said_so(path: Path, memory_key: bytes) -> None:
    with pytest.raises(NotFound, match="no local cache"):
        Cache.open(path, memory_key)


def test_a_new_cache_reads_back_with_its_key(path: Path, memory_key: bytes) -> None:
    filled(path, memory_key)
    cache = Cache.open(path, memory_key)
    assert [each.name for each in bookmarks.engagements(cache)] == [CANARY]
    cache.check()
    cache.close()


def test_nothing_readable_lies_in_the_file_or_its_log(path: Path, memory_key: bytes) -> None:
    cache = Cache.create(path, memory_key)
    bookmarks.keep_engagement(cache, Engagement(EngagementId(1), "ACME", CANARY))
    files = [path, Path(f"{path}-wal")]
    for file in files:
        content = file.read_bytes()
        assert len(content) > 1000
        assert CANARY.encode() not in content
        assert not content.startswith(b"SQLite format 3")
    cache.tidy()
    assert CANARY.encode() not in path.read_bytes()
    cache.close()


def test_another_key_is_a_wrong_key_and_the_file_stays_as_it_was(
    path: Path, memory_key: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    filled(path, memory_key)
    before = path.read_bytes()
    with pytest.raises(WrongKey, match="does not open"):
        Cache.open(path, bytes(32))
    assert path.read_bytes() == before
    assert capfd.readouterr().err == ""


def test_another_key_without_the_mark_beside_is_not_called_damage(path: Path, memory_key: bytes) -> None:
    filled(path, memory_key)
    Path(f"{path}-key").unlink()
    with pytest.raises(WrongKey):
        Cache.open(path, bytes(32))


def test_a_plain_database_in_its_place_is_refused_and_left_alone(path: Path, memory_key: bytes) -> None:
    plain = sqlite3.connect(path)
    plain.execute("create table anything (x)")
    plain.close()
    before = path.read_bytes()
    for open_ in (Cache.open, Cache.open_or_create):
        with pytest.raises(CacheDamaged, match="not encrypted") as found:
            open_(path, memory_key)
        assert "Set it aside" in found.value.next_step
    assert path.read_bytes() == before


def test_creating_never_overwrites(path: Path, memory_key: bytes) -> None:
    path.write_bytes(b"something")
    with pytest.raises(CacheDamaged):
        Cache.create(path, memory_key)
    assert path.read_bytes() == b"something"


def opened_and_checked(path: Path, key: bytes) -> None:
    cache = Cache.open(path, key)
    try:
        cache.check()
    finally:
        cache.close()


@pytest.mark.parametrize("place", [5, 3000, 8192 + 100])
def test_a_flipped_bit_is_noticed(path: Path, memory_key: bytes, place: int) -> None:
    filled(path, memory_key)
    content = bytearray(path.read_bytes())
    content[place] ^= 4
    path.write_bytes(content)
    with pytest.raises(CacheDamaged, match="damaged"):
        opened_and_checked(path, memory_key)


def test_a_flipped_bit_is_noticed_by_whoever_reads_the_page(path: Path, memory_key: bytes) -> None:
    filled(path, memory_key)
    content = bytearray(path.read_bytes())
    for page in range(10, len(content) // store.PAGE_SIZE):
        content[page * store.PAGE_SIZE + 77] ^= 1
    path.write_bytes(content)
    cache = Cache.open(path, memory_key)
    with pytest.raises(CacheDamaged):
        read_first_page(cache)
    cache.close()


def test_a_damaged_cache_can_be_set_aside_and_made_anew(path: Path, memory_key: bytes) -> None:
    path.write_bytes(b"\x01" * 20_000)
    with pytest.raises((CacheDamaged, WrongKey)):
        Cache.open(path, memory_key)
    kept = set_aside(path)
    assert kept.read_bytes() == b"\x01" * 20_000
    Cache.open_or_create(path, memory_key).close()


def test_a_cache_of_a_newer_program_is_refused_untouched(path: Path, memory_key: bytes) -> None:
    filled(path, memory_key)
    cache = Cache.open(path, memory_key)
    cache.connection.execute("pragma user_version = 9999")
    cache.close()
    with pytest.raises(CacheTooNew, match="newer program"):
        Cache.open(path, memory_key)
    cache = Cache.__new__(Cache)
    Cache.__init__(cache, path, connect(path, memory_key))
    assert cache.rows("select name from engagement") == [(CANARY,)]
    cache.close()


def test_a_cache_of_an_older_layout_is_replaced_by_an_empty_one(path: Path, memory_key: bytes) -> None:
    filled(path, memory_key)
    cache = Cache.open(path, memory_key)
    cache.connection.execute("pragma user_version = 0")
    cache.close()
    cache = Cache.open(path, memory_key)
    assert bookmarks.engagements(cache) == []
    assert cache.rows("pragma user_version") == [(store.LAYOUT_VERSION,)]
    cache.close()
    assert sorted(each.name for each in path.parent.iterdir() if "_v" in each.name) == []


def test_an_additive_layout_is_brought_forward_in_place(
    path: Path, memory_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(path, memory_key)
    later = store.LAYOUT_VERSION + 1
    monkeypatch.setattr(store, "LAYOUT_VERSION", later)
    monkeypatch.setitem(store.ADDITIVE, later, ("create table later (x)",))
    cache = Cache.open(path, memory_key)
    assert cache.rows("select count(*) from later") == [(0,)]
    assert [each.code for each in bookmarks.engagements(cache)] == ["ACME"]
    cache.close()


def test_a_full_disk_is_said_and_what_was_there_stays(path: Path, memory_key: bytes) -> None:
    filled(path, memory_key)
    cache = Cache.open(path, memory_key)
    pages = cache.rows("pragma page_count")[0][0]
    cache.connection.execute(f"pragma max_page_count = {pages + 3}")
    with pytest.raises(DiskFull, match="no room"), cache.write() as connection:
        connection.execute("insert into first_page values (999, 1, 1, hex(randomblob(1000000)))")
    assert cache.rows("select count(*) from first_page") == [(64,)]
    cache.check()
    cache.close()


def test_a_failed_write_leaves_nothing_half_done(path: Path, memory_key: bytes) -> None:
    cache = Cache.create(path, memory_key)
    with pytest.raises(dbapi2.IntegrityError), cache.write() as connection:
        connection.executemany("insert into first_view values (?, 1, 'x')", [(1,), (1,)])
    assert cache.rows("select * from first_view") == []
    cache.close()


def test_two_writers_wait_and_then_say_who_is_busy(
    path: Path, memory_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encrypted_file, "_BUSY_SECONDS", 0.05)
    one = Cache.create(path, memory_key)
    two = Cache.open(path, memory_key)
    with one.write():
        with pytest.raises(DeskError, match="another program") as found, two.write():
            pass
        assert found.value.code == "busy"
        assert two.rows("select count(*) from engagement") == [(0,)]
    one.close()
    two.close()


def test_deleted_content_is_overwritten(path: Path, memory_key: bytes) -> None:
    cache = Cache.create(path, memory_key)
    assert cache.rows("pragma secure_delete") == [("1",)] or cache.rows("pragma secure_delete") == [(1,)]
    assert cache.rows("pragma journal_mode") == [("wal",)]
    assert str(dbapi2.connect(":memory:").execute("pragma cipher_version").fetchone()[0])[0].isdigit()
    cache.close()


def test_the_first_page_is_read_without_numpy(path: Path, memory_key: bytes) -> None:
    filled(path, memory_key)
    script = (
        "import sys; from pathlib import Path\n"
        "from bpo_desk.cache.store import Cache\n"
        "from bpo_desk.cache.first_page import read_first_page\n"
        "from bpo_desk.cache.key import key_source\n"
        "page = read_first_page(Cache.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2])))\n"
        "print(len(page.rows), page.view, sorted({'numpy', 'keyring', 'sqlalchemy', 'psycopg'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path), memory_key.hex()],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.stdout.split() == ["64", "all", "[]"]
