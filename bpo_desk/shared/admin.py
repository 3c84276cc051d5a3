"""What an administrator does to a shared database: make it, migrate it, add engagements, look it over (doctor.py)."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from sqlalchemy import func, insert, inspect, select, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import NoResultFound

from bpo_desk.errors import DatabaseUnreachable, DeskError, NotFound, WrongUsage
from bpo_desk.logs import channel
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.ids import EngagementId
from bpo_desk.shared import access, tables
from bpo_desk.shared.doctor import Finding, doctor
from bpo_desk.shared.engine import SCHEMA_VERSION, describe, reading, schema_too_new, writing
from bpo_desk.shared.failures import schema_missing

__all__ = [
    "Finding",
    "create_engagement",
    "doctor",
    "engagements",
    "find_engagement",
    "init",
    "migrate",
    "migrate_on",
    "new_epoch",
    "require_schema",
]

_log = channel("shared")

_MIGRATIONS = Path(__file__).parent / "migrations"
_UNKNOWN_ROWS = (
    (tables.person, "person_id"),
    (tables.queue, "queue_id"),
    (tables.step, "step_id"),
    (tables.field, "field_id"),
    (tables.source, "source_id"),
)


def init(engine: Engine) -> None:
    """Make the tables in an empty database; a SQLite file is created. Safe to repeat.

    Raises DeskError where the database holds tables of something else.
    """
    if engine.dialect.name == "sqlite":
        _create_file(Path(str(engine.url.database)))
    with engine.connect() as connection:
        present = set(inspect(connection).get_table_names())
    if present and "sync_meta" not in present:
        raise DeskError(
            f"{describe(engine).capitalize()} holds tables of another program.", "Name an empty database for the desk."
        )
    migrate(engine)


def migrate(engine: Engine) -> int:
    """Bring the tables to the schema of this program, all or nothing; the schema version. Safe to repeat."""
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('bpo_desk migrate'))"))
        migrate_on(connection)
        access.put_up(connection)
    _log.info("schema migrated", extra={"ids": {"schema": SCHEMA_VERSION}})
    return SCHEMA_VERSION


def migrate_on(connection: Connection) -> None:
    """Run what is missing of the migrations in the transaction of the caller."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    # alembic tells each step at INFO on loggers of its own; the outcome is ours to tell.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    command.upgrade(config, "head")


def require_schema(connection: Connection) -> int:
    """The schema version; raises DeskError where the tables are missing, older or newer than this program needs.

    A connection that was opened before a newer program migrated learns of it here.
    """
    try:
        version = int(connection.execute(select(tables.sync_meta.c.schema_version)).scalar_one())
    except NoResultFound as error:
        raise schema_missing(connection.engine.url) from error
    if version > SCHEMA_VERSION:
        raise schema_too_new(version)
    if version < SCHEMA_VERSION:
        raise DeskError(
            f"The shared database has schema {version}; this program needs {SCHEMA_VERSION}.",
            "Run: bpo-desk admin migrate",
            code="schema_too_old",
        )
    return version


def new_epoch(engine: Engine) -> int:
    """To be run after a restore: every local copy is pulled anew, and rows stamped by the old server are stamped again.

    The number of the new epoch.
    """
    with writing(engine) as connection:
        require_schema(connection)
        if engine.dialect.name == "postgresql":
            _stamp_again(connection)
        else:
            _counter_past_every_row(connection)
        epoch = connection.execute(text("UPDATE sync_meta SET epoch = epoch + 1 RETURNING epoch")).scalar_one()
    _log.info("new epoch", extra={"ids": {"epoch": epoch}})
    return int(epoch)


def _stamp_again(connection: Connection) -> None:
    """PostgreSQL: positions and transaction ids of the server that a dump came from mean nothing here."""
    names = ["event", *(table.name for table in tables.SMALL_TABLES.values())]
    highest = max(
        int(connection.execute(text(f"SELECT coalesce(max(sync_seq), 0) FROM {name}")).scalar_one())
        for name in (*names, "sync_tombstone")
    )
    connection.execute(
        text("SELECT setval('sync_seq_counter', greatest(:highest, nextval('sync_seq_counter')))"), {"highest": highest}
    )
    connection.execute(text("SELECT set_config('bpo_desk.change', 'moved', true)"))
    for name in names:  # the trigger stamps whatever is updated
        connection.execute(
            text(
                f"UPDATE {name} SET engagement_id = engagement_id"
                " WHERE sync_txid >= pg_snapshot_xmax(pg_current_snapshot()) AND sync_txid <> pg_current_xact_id()"
            )
        )
    connection.execute(text("SELECT set_config('bpo_desk.change', '', true)"))
    connection.execute(text("DELETE FROM sync_tombstone"))  # no copy of this epoch holds what they name


def _counter_past_every_row(connection: Connection) -> None:
    names = ["event", "sync_tombstone", *(table.name for table in tables.SMALL_TABLES.values())]
    highest = ", ".join(f"(SELECT coalesce(max(sync_seq), 0) FROM {name})" for name in names)
    connection.execute(text(f"UPDATE sync_meta SET v = max(v, {highest}), change = NULL, entry_from = 1, entry_to = 0"))


def create_engagement(
    engine: Engine, code: str, name: str, *, client: str = "", provider: str = "", zone: str = "UTC"
) -> Engagement:
    """A new engagement with its unknown entries. Raises WrongUsage where the code is taken or blank."""
    with writing(engine) as connection:
        return add_engagement(connection, code, name, client=client, provider=provider, zone=zone)


def add_engagement(
    connection: Connection, code: str, name: str, *, client: str = "", provider: str = "", zone: str = "UTC"
) -> Engagement:
    """The same in a transaction of the caller, which may be rolled back."""
    if not code.strip():
        raise WrongUsage("An engagement needs a code.", "Give it a short name that people can type.")
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE engagement IN SHARE ROW EXCLUSIVE MODE"))
    if connection.execute(select(tables.engagement.c.code).where(tables.engagement.c.code == code)).first():
        raise WrongUsage(f"There is an engagement {code} already.", "Choose another code.")
    last = connection.execute(select(func.max(tables.engagement.c.engagement_id))).scalar_one()
    made = Engagement(EngagementId((last or 0) + 1), code, name, client, provider, zone)
    connection.execute(
        insert(tables.engagement).values(
            engagement_id=made.engagement_id, code=code, name=name, client=client, provider=provider, zone=zone
        )
    )
    for table, key in _UNKNOWN_ROWS:
        connection.execute(
            insert(table).values({"engagement_id": made.engagement_id, key: 0, "name": "", "client_key": 0})
        )
    _log.info("engagement created", extra={"ids": {"engagement": made.engagement_id}})
    return made


def engagements(connection: Connection) -> list[Engagement]:
    """The engagements that this login may see, by code."""
    columns = tables.engagement.c
    rows = connection.execute(
        select(
            columns.engagement_id, columns.code, columns.name, columns.client, columns.provider, columns.zone
        ).order_by(columns.code)
    )
    return [Engagement(EngagementId(row[0]), *row[1:]) for row in rows]


def find_engagement(engine: Engine, code: str) -> Engagement:
    """The engagement with a code. Raises NotFound, naming those that there are."""
    with reading(engine) as connection:
        require_schema(connection)
        known = engagements(connection)
    for found in known:
        if found.code == code:
            return found
    raise NotFound(
        f"There is no engagement {code} in {describe(engine)}.",
        f"There are: {', '.join(e.code for e in known)}." if known else "Make one first.",
    )


def _create_file(path: Path) -> None:
    if path.exists():
        return
    if not path.parent.is_dir():
        raise DatabaseUnreachable(f"There is no folder {path.parent}.", "Make it, or name another place.")
    try:
        sqlite3.connect(path).close()
        path.touch()
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnreachable(
            f"The file {path} cannot be made: {error}.", "Choose a folder that you may write."
        ) from error
