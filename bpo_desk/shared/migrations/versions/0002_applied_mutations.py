"""Schema 2: what became of each mutation that a desk sent, so that sending it again changes nothing."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of results. The key starts with the engagement, as every key does (rights, distribution).

    There is no text of a mutation here, only its hash: an erased event leaves nothing behind.
    """
    bind = op.get_bind()
    postgresql = bind.dialect.name == "postgresql"
    big, small_id = ("bigint", "uuid") if postgresql else ("INTEGER", "BLOB")
    integer, text = ("integer", "text") if postgresql else ("INTEGER", "TEXT")
    length = "" if postgresql else ", CHECK (length(mutation_id) = 16)"
    bind.exec_driver_sql(
        f"CREATE TABLE applied_mutation (engagement_id {integer} NOT NULL REFERENCES engagement,"
        f" mutation_id {small_id} NOT NULL, client {text} NOT NULL, kind {text} NOT NULL,"
        f" payload_hash {text} NOT NULL, outcome {text} NOT NULL, refusal {text} NOT NULL, words {text} NOT NULL,"
        f" theirs {text} NOT NULL, recorded_at {big} NOT NULL, PRIMARY KEY (engagement_id, mutation_id){length})"
        f"{'' if postgresql else ' STRICT'}"
    )
    bind.exec_driver_sql("UPDATE sync_meta SET schema_version = 2")
