"""The file of the outbox: its tables, how an older one comes forward, and how a new one is made without a gap.

What lies in it is read and written by `outbox.py`.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from bpo_desk.cache.encrypted_file import FileWords, connect, in_words, key_mark_file, write_key_mark
from bpo_desk.cache.outbox_decisions import DECISIONS

LAYOUT_VERSION: Final = 3
WORDS: Final = FileWords(
    "outbox",
    "It holds notes that may not have been sent. Keep the file and put it back from a backup; nothing was overwritten.",
    "Free some room and write again; what was kept before is unharmed.",
    "Use the key that it was made with. Keep the file: it may hold notes that have not been sent.",
)
TABLES: Final = (
    """create table entry (
        position integer primary key autoincrement,
        mutation_id text not null unique,
        engagement text not null, case_number text not null,
        kind text not null, payload text not null,
        login text not null, name text not null,
        created_at integer not null, base_row_ver integer,
        state text not null,
        tries integer not null default 0, last_error text not null default '',
        refusal text not null default '', words text not null default '', theirs text not null default '',
        answered_at integer, epoch text not null default '',
        after text not null default '', seen text not null default ''
    )""",
    "create index entry_case on entry (engagement, case_number, position)",
    "create index entry_state on entry (state, position)",
    DECISIONS,
)
ADDITIVE: Final[dict[int, tuple[str, ...]]] = {
    2: ("alter table entry add column after text not null default ''", DECISIONS),
    3: ("alter table entry add column seen text not null default ''",),
}
"""Layout version -> statements that bring the version before it forward in place. There is no other way forward."""


def make(path: Path, key: bytes) -> None:
    """Make the file beside and give it its name when it is whole; whoever comes second opens that of the first."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with in_words(path, WORDS):
        try:
            os.close(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            connection = connect(beside, key, "full")
            try:
                connection.execute("begin immediate")
                for statement in TABLES:
                    connection.execute(statement)
                connection.execute(f"pragma user_version = {LAYOUT_VERSION}")
                connection.execute("commit")
                connection.execute("pragma wal_checkpoint(truncate)").fetchall()
            finally:
                connection.close()
            if _named(beside, path) or not key_mark_file(path).exists():
                write_key_mark(path, key)
        finally:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{beside}{suffix}").unlink(missing_ok=True)


def _named(beside: Path, path: Path) -> bool:
    """Give a whole file its name unless a file has it already; whether it was given. Never overwrites."""
    try:
        if os.name == "nt":
            beside.rename(path)  # refuses to overwrite there
        else:
            path.hardlink_to(beside)
    except FileExistsError:
        return False
    return True
