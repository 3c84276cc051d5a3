"""Schema 6: the word of the kind of event that takes a request back."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Name the kind, so that the readable view shows it and events of it can be entered by word."""
    bind = op.get_bind()
    bind.exec_driver_sql("INSERT INTO event_kind (kind, word) VALUES (91, 'request_withdrawn')")
    bind.exec_driver_sql("UPDATE sync_meta SET schema_version = 6")
