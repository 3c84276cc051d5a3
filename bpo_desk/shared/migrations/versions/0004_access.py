"""Schema 4: what an engagement says about access (masking, pseudonyms, log of views), and under which name a login
writes. The roles and policies themselves are put up by the program after the migrations (`shared/access.py`)."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# table -> columns, (name, PostgreSQL, SQLite)
NEW = {
    "engagement": (
        ("masked", "text NOT NULL DEFAULT '[]'", "TEXT NOT NULL DEFAULT '[]'"),
        ("pseudonyms", "smallint NOT NULL DEFAULT 0", "INTEGER NOT NULL DEFAULT 0"),
        ("log_views", "text NOT NULL DEFAULT '[]'", "TEXT NOT NULL DEFAULT '[]'"),
        ("client_epoch", "bigint NOT NULL DEFAULT 0", "INTEGER NOT NULL DEFAULT 0"),
    ),
    "membership": (("person", "text NOT NULL DEFAULT ''", "TEXT NOT NULL DEFAULT ''"),),
}


def upgrade() -> None:
    """Columns on both dialects; on PostgreSQL also the secrets of pseudonyms and the log of changes of access."""
    bind = op.get_bind()
    postgresql = bind.dialect.name == "postgresql"
    for table, columns in NEW.items():
        for name, there, here in columns:
            bind.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {name} {there if postgresql else here}")
    kind = "smallint" if postgresql else "INTEGER"
    bind.exec_driver_sql(f"ALTER TABLE sync_tombstone ADD COLUMN visibility {kind} NOT NULL DEFAULT 1")
    if postgresql:
        _postgresql(bind)
    else:
        _sqlite(bind)
    bind.exec_driver_sql("UPDATE sync_meta SET schema_version = 4")


def _postgresql(bind) -> None:  # type: ignore[no-untyped-def]
    # inner and outer: the secret with the paddings of HMAC-SHA-256 (RFC 2104), each 64 bytes; never read by a desk.
    bind.exec_driver_sql(
        "CREATE TABLE engagement_secret (engagement_id integer PRIMARY KEY REFERENCES engagement,"
        " inner_key bytea NOT NULL CHECK (length(inner_key) = 64), outer_key bytea NOT NULL"
        " CHECK (length(outer_key) = 64))"
    )
    bind.exec_driver_sql(
        "CREATE TABLE access_change (change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " engagement_id integer NOT NULL REFERENCES engagement, at bigint NOT NULL, by_login text NOT NULL,"
        " what text NOT NULL, said text NOT NULL)"
    )
    bind.exec_driver_sql("CREATE INDEX access_change_of ON access_change (engagement_id, change_id)")


def _sqlite(bind) -> None:  # type: ignore[no-untyped-def]
    """The triggers name the columns whose change counts: put the new ones among them."""
    for table, columns in NEW.items():
        name = f"{table}_updated"
        made = bind.exec_driver_sql(
            "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?", (name,)
        ).scalar()
        place = f" ON {table} BEGIN"
        if made is None or made.count(place) != 1:
            raise RuntimeError(f"the trigger {name} is not as the first migration made it")
        bind.exec_driver_sql(f"DROP TRIGGER {name}")
        bind.exec_driver_sql(made.replace(place, "".join(f", {column[0]}" for column in columns) + place))
