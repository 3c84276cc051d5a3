"""Schema 7: on SQLite too, the table where it is written down what happened to an engagement as a whole."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """PostgreSQL has it since schema 4, for changes of access."""
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        bind.exec_driver_sql(
            "CREATE TABLE access_change (change_id INTEGER PRIMARY KEY, engagement_id INTEGER NOT NULL"
            " REFERENCES engagement, at INTEGER NOT NULL, by_login TEXT NOT NULL, what TEXT NOT NULL,"
            " said TEXT NOT NULL) STRICT"
        )
        bind.exec_driver_sql("CREATE INDEX access_change_of ON access_change (engagement_id, change_id)")
    bind.exec_driver_sql("UPDATE sync_meta SET schema_version = 7")
