"""Schema 9: whose desks cover masked values until they are unmasked, and lists of cases that left as rows that travel:
both sides read them in the access log."""

import json

from alembic import op
from sqlalchemy import text

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = ("at", "done", "actor_id", "side", "said")
"""When the shared database was told and when it was done (microseconds UTC), by whom (a person), on which side, what
(JSON: format, what, recipient, reason, cases, digest, population, filter, as_of)."""
LEFT = ("format", "what", "recipient", "reason", "cases", "digest", "population", "filter", "as_of")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def upgrade() -> None:
    """A column of engagement and the table, on both dialects; what was written down before is taken over."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    _run(f"ALTER TABLE engagement ADD COLUMN covered {'text' if postgresql else 'TEXT'} NOT NULL DEFAULT '[]'")
    if postgresql:
        _postgresql()
    else:
        _also_counts("engagement_updated", " ON engagement BEGIN", ", covered")
        _sqlite()
    _take_over()
    _run("UPDATE sync_meta SET schema_version = 9")


def _postgresql() -> None:
    _run(
        "CREATE TABLE list_export (engagement_id integer NOT NULL REFERENCES engagement, list_export_id integer NOT"
        " NULL, at bigint NOT NULL, done bigint NOT NULL, actor_id integer NOT NULL, side smallint NOT NULL DEFAULT 0,"
        " said text NOT NULL, row_ver bigint NOT NULL DEFAULT 1, sync_txid xid8 NOT NULL DEFAULT pg_current_xact_id(),"
        " sync_seq bigint NOT NULL DEFAULT nextval('sync_seq_counter'), PRIMARY KEY (engagement_id, list_export_id))"
    )
    _run("CREATE INDEX list_export_feed ON list_export (engagement_id, sync_txid)")
    _run(
        "CREATE TRIGGER sync_touch BEFORE UPDATE OR DELETE ON list_export FOR EACH ROW"
        " EXECUTE FUNCTION sync_touch('list_export', 'list_export_id', '')"
    )
    _run("ALTER TABLE list_export ENABLE ALWAYS TRIGGER sync_touch")


def _sqlite() -> None:
    _run(
        "CREATE TABLE list_export (engagement_id INTEGER NOT NULL REFERENCES engagement, list_export_id INTEGER NOT"
        " NULL, at INTEGER NOT NULL, done INTEGER NOT NULL, actor_id INTEGER NOT NULL, side INTEGER NOT NULL DEFAULT 0,"
        " said TEXT NOT NULL, row_ver INTEGER NOT NULL DEFAULT 1, sync_seq INTEGER,"
        " sync_txid INTEGER GENERATED ALWAYS AS (sync_seq) VIRTUAL, PRIMARY KEY (engagement_id, list_export_id)) STRICT"
    )
    _run("CREATE INDEX list_export_feed ON list_export (engagement_id, sync_seq)")
    stone = (
        "INSERT INTO sync_tombstone (engagement_id, table_name, key, case_id, row_ver, reason, sync_seq)"
        " SELECT OLD.engagement_id, 'list_export', CAST(OLD.list_export_id AS TEXT), -1,"
    )
    names = ", ".join(("engagement_id", "list_export_id", *COLUMNS))
    _run(
        f"CREATE TRIGGER list_export_updated AFTER UPDATE OF {names} ON list_export BEGIN"
        f" UPDATE sync_meta SET v = v + 1; {stone} OLD.row_ver, 'moved', v FROM sync_meta"
        " WHERE OLD.engagement_id IS NOT NEW.engagement_id; UPDATE list_export SET row_ver = OLD.row_ver + 1,"
        " sync_seq = (SELECT v FROM sync_meta) WHERE rowid = NEW.rowid; END"
    )
    _run(
        "CREATE TRIGGER list_export_deleted AFTER DELETE ON list_export BEGIN UPDATE sync_meta SET v = v + 1;"
        f" {stone} OLD.row_ver + 1, 'deleted', v FROM sync_meta; END"
    )
    _run(
        "CREATE TRIGGER list_export_inserted AFTER INSERT ON list_export WHEN NEW.sync_seq IS NULL BEGIN"
        " UPDATE sync_meta SET v = v + 1; UPDATE list_export SET sync_seq = (SELECT v FROM sync_meta)"
        " WHERE rowid = NEW.rowid; END"
    )


def _also_counts(trigger: str, place: str, column: str) -> None:
    bind = op.get_bind()
    made = bind.exec_driver_sql(
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?", (trigger,)
    ).scalar()
    if made is None or made.count(place) != 1:
        raise RuntimeError(f"the trigger {trigger} is not as the migrations made it")
    bind.exec_driver_sql(f"DROP TRIGGER {trigger}")
    bind.exec_driver_sql(made.replace(place, f"{column}{place}"))


def _take_over() -> None:
    """Lists that were noted before: by the person of that name, or of that login, where there is one."""
    bind = op.get_bind()
    rows = bind.execute(
        text(
            "SELECT engagement_id, at, by_login, said FROM access_change WHERE what = 'list_exported'"
            " ORDER BY change_id"
        )
    ).all()
    numbers: dict[int, int] = {}
    for engagement, at, login, words in rows:
        told = json.loads(words)
        person = bind.execute(
            text("SELECT person_id, side FROM person WHERE engagement_id = :e AND name IN (:name, :login)"),
            {"e": engagement, "name": str(told.get("name") or login), "login": login},
        ).first()
        numbers[engagement] = numbers.get(engagement, 0) + 1
        bind.execute(
            text(
                "INSERT INTO list_export (engagement_id, list_export_id, at, done, actor_id, side, said)"
                " VALUES (:e, :id, :at, :done, :actor, :side, :said)"
            ),
            {"e": engagement, "id": numbers[engagement], "at": at, "done": int(told.get("at_desk") or at),
             "actor": 0 if person is None else person[0], "side": 0 if person is None else person[1],
             "said": json.dumps({name: told[name] for name in LEFT if told.get(name)}, ensure_ascii=False)},
        )  # fmt: skip
