"""Schema 3: the word of the kind of event that asks the source system for something."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Name the kind, so that the readable view shows it and events of it can be entered by word."""
    bind = op.get_bind()
    bind.exec_driver_sql("INSERT INTO event_kind (kind, word) VALUES (90, 'requested')")
    bind.exec_driver_sql("UPDATE sync_meta SET schema_version = 3")
