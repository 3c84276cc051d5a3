"""Schema 8: for how long a local copy of an engagement may be used without contact with the shared database."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column of engagement on both dialects; on SQLite its trigger names the columns whose change counts."""
    bind = op.get_bind()
    postgresql = bind.dialect.name == "postgresql"
    kind = "integer NOT NULL DEFAULT 0" if postgresql else "INTEGER NOT NULL DEFAULT 0"
    bind.exec_driver_sql(f"ALTER TABLE engagement ADD COLUMN lease_days {kind}")
    if not postgresql:
        name, place = "engagement_updated", " ON engagement BEGIN"
        made = bind.exec_driver_sql(
            "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?", (name,)
        ).scalar()
        if made is None or made.count(place) != 1:
            raise RuntimeError(f"the trigger {name} is not as the migrations made it")
        bind.exec_driver_sql(f"DROP TRIGGER {name}")
        bind.exec_driver_sql(made.replace(place, f", lease_days{place}"))
    bind.exec_driver_sql("UPDATE sync_meta SET schema_version = 8")
