"""Schema 10: an engagement may say when closed cases leave the local copies; which have left, which came back, which
are kept whatever the rule says."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Microseconds UTC of the server, NULL: never. left_at: the case is in no local copy since then.
COLUMNS = {
    "engagement": (
        ("retention_days", "integer NOT NULL DEFAULT 0"),
        ("let_go_at", "bigint"),
        ("left_before", "bigint"),
    ),
    "case_": (("held", "smallint NOT NULL DEFAULT 0"), ("left_at", "bigint"), ("back_at", "bigint")),
}


def upgrade() -> None:
    """Columns on both dialects; on SQLite the triggers of the feed name the columns whose change counts."""
    bind = op.get_bind()
    postgresql = bind.dialect.name == "postgresql"
    for table, columns in COLUMNS.items():
        for name, kind in columns:
            plain = kind if postgresql else kind.replace("bigint", "INTEGER").replace("smallint", "INTEGER")
            bind.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {name} {plain}")
        if not postgresql:
            _counted(bind, table, ", ".join(name for name, _ in columns))
    # Not of those that left alone on PostgreSQL: while it is empty, making a plan reads a page of it now and then, and
    # what a measured plan says to a client must never differ.
    of_left = "(engagement_id, left_at)" if postgresql else "(engagement_id, case_id) WHERE left_at IS NOT NULL"
    bind.exec_driver_sql(f"CREATE INDEX case_left ON case_ {of_left}")
    bind.exec_driver_sql("UPDATE sync_meta SET schema_version = 10")


def _counted(bind: object, table: str, names: str) -> None:
    name, place = f"{table}_updated", f" ON {table} BEGIN"
    made = bind.exec_driver_sql(  # type: ignore[attr-defined]
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?", (name,)
    ).scalar()
    if made is None or made.count(place) != 1:
        raise RuntimeError(f"the trigger {name} is not as the migrations made it")
    bind.exec_driver_sql(f"DROP TRIGGER {name}")  # type: ignore[attr-defined]
    bind.exec_driver_sql(made.replace(place, f", {names}{place}"))  # type: ignore[attr-defined]
