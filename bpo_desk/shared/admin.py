"""What an administrator does to a shared database: make it, migrate it, add engagements. Checks are in doctor.py."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from sqlalchemy import func, insert, inspect, select, text
from sqlalchemy.engine import Connection, Engine

from bpo_desk.errors import DatabaseUnreachable, DeskError, NotFound, WrongUsage
from bpo_desk.logs import channel
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.ids import EngagementId
from bpo_desk.shared import tables
from bpo_desk.shared.engine import SCHEMA_VERSION, describe, reading, writing
from bpo_desk.shared.failures import schema_missing

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
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    # alembic tells each step at INFO on loggers of its own; the outcome is ours to tell.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('bpo_desk migrate'))"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    _log.info("schema migrated", extra={"ids": {"schema": SCHEMA_VERSION}})
    return SCHEMA_VERSION


def require_schema(connection: Connection) -> int:
    """The schema version; raises DeskError where the tables are missing or older than this program needs."""
    if not inspect(connection).has_table("sync_meta"):
        raise schema_missing(connection.engine.url)
    version = int(connection.execute(select(tables.sync_meta.c.schema_version)).scalar_one())
    if version < SCHEMA_VERSION:
        raise DeskError(
            f"The shared database has schema {version}; this program needs {SCHEMA_VERSION}.",
            "Run: bpo-desk admin migrate",
            code="schema_too_old",
        )
    return version


def create_engagement(
    engine: Engine, code: str, name: str, *, client: str = "", provider: str = "", zone: str = "UTC"
) -> Engagement:
    """A new engagement with its unknown entries. Raises WrongUsage where the code is taken or blank."""
    if not code.strip():
        raise WrongUsage("An engagement needs a code.", "Give it a short name that people can type.")
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
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
            connection.execute(insert(table).values({"engagement_id": made.engagement_id, key: 0, "name": ""}))
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
