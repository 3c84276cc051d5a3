"""What PostgreSQL gives to everybody and a desk's database takes away: functions that hold the change feed up, block
others, write past the tables or tell how much there is; and statistics, of which query plans tell.

The functions belong to the server's superuser, so only one can take them away; `missing` says what is left.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import text
from sqlalchemy.engine import Connection

from bpo_desk.shared import access_rights as say

_STAMPS: Final = ("pg_current_xact_id", "txid_current")
"""Give the caller a transaction id, which the change feed waits for. Writers need the first one: a default calls it."""
_LOCKS: Final = ("pg_advisory_xact_lock", "pg_try_advisory_xact_lock")
"""What the owner's functions need: a migration waits for another, who looks for changes keeps others from it."""
_FAMILIES: Final = (
    "proname IN ('pg_current_xact_id', 'txid_current', 'pg_logical_emit_message', 'lo_create', 'lo_creat',"
    " 'lo_from_bytea', 'lo_import', 'pg_notify')",
    "proname ~ '^pg_(try_)?advisory_'",
    "proname ~ '^pg_stat_get_' OR proname IN ('pg_relation_size', 'pg_table_size', 'pg_indexes_size',"
    " 'pg_total_relation_size', 'pg_database_size', 'pg_tablespace_size', 'pg_sequence_last_value',"
    " 'pg_get_sequence_data', 'pg_backend_memory_contexts', 'pg_lock_status', 'pg_notification_queue_usage',"
    " 'pg_xact_status', 'txid_status', 'pg_last_committed_xact', 'pg_xact_commit_timestamp',"
    " 'pg_xact_commit_timestamp_origin')",
)
_COUNTED: Final = ("reltuples", "relpages", "relallvisible", "relallfrozen")
"""Columns of pg_class that say how much is in a table."""


def statements(connection: Connection, start: str) -> list[str]:
    """What to run so that nothing is missing; `start` is the prefix of the group roles."""
    made = _statistics(connection)
    superuser = connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).scalar_one()
    if superuser:
        made += [*_functions(connection, start), *_sizes(connection, start)]
    return made


def missing(connection: Connection) -> list[str]:
    """What everybody can still do and should not, in words; empty where all is taken away."""
    open_functions = connection.execute(
        text(
            "SELECT count(*) FROM pg_proc p WHERE pronamespace = 'pg_catalog'::regnamespace AND"
            f" ({' OR '.join(f'({family})' for family in _FAMILIES)}) AND (proacl IS NULL OR EXISTS"
            " (SELECT FROM aclexplode(proacl) a WHERE a.grantee = 0))"
        )
    ).scalar_one()
    counted = connection.execute(
        text(
            "SELECT count(*) FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = 'pg_class'::regclass"
            " AND a.grantee = 0 AND a.privilege_type = 'SELECT'"
        )
    ).scalar_one()
    blocks = connection.execute(
        text(
            "SELECT count(*) FROM pg_language WHERE lanname = 'plpgsql' AND (lanacl IS NULL OR EXISTS"
            " (SELECT FROM aclexplode(lanacl) a WHERE a.grantee = 0))"
        )
    ).scalar_one()
    found = []
    for name in _LOCKS:
        if not connection.execute(
            text("SELECT has_function_privilege(relowner, CAST(:function AS regprocedure), 'EXECUTE')"
                 " FROM pg_class WHERE oid = 'event'::regclass"),
            {"function": f"{name}(integer, integer)"},
        ).scalar_one():  # fmt: skip
            found.append(
                f"The owner of the tables may not call {name}: nobody is told of changes before the next poll."
            )
    if blocks:
        found.append("Everybody may run blocks of statements (DO).")
    if open_functions:
        found.append(f"Everybody may call {open_functions} functions that hold up, block or count what others do.")
    if counted:
        found.append("Everybody may read how large each table is.")
    return found


def _functions(connection: Connection, start: str) -> list[str]:
    rows = connection.execute(
        text(
            "SELECT p.oid::regprocedure::text, p.proname FROM pg_proc p"
            f" WHERE pronamespace = 'pg_catalog'::regnamespace"
            f" AND ({' OR '.join(f'({family})' for family in _FAMILIES)})"
        )
    ).all()
    if not rows:
        return []
    made = [f"REVOKE EXECUTE ON FUNCTION {', '.join(row[0] for row in rows)} FROM PUBLIC"]
    runs_it = f"{start}owner, {start}admin"
    for signature, name in rows:
        if name == "pg_current_xact_id":
            made.append(
                f"GRANT EXECUTE ON FUNCTION {signature} TO {', '.join(start + role.value for role in say.WRITERS)}"
            )
        elif name in _LOCKS:
            made.append(f"GRANT EXECUTE ON FUNCTION {signature} TO {start}owner")
    # A block of statements (DO) could hide what it runs from those who look at the query, as desk_roles does.
    made += ["REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC", f"GRANT USAGE ON LANGUAGE plpgsql TO {start}owner"]
    watching = [row[0] for row in rows if not row[1].startswith(("pg_advisory", "pg_try", "lo_", "pg_logical"))]
    made.append(f"GRANT EXECUTE ON FUNCTION {', '.join(watching)} TO {runs_it}")
    return made


def _sizes(connection: Connection, start: str) -> list[str]:
    columns = connection.execute(
        text("SELECT attname FROM pg_attribute WHERE attrelid = 'pg_class'::regclass AND NOT attisdropped")
    ).scalars()
    shown = ", ".join(name for name in columns if name not in _COUNTED)
    return [
        "REVOKE SELECT ON pg_class FROM PUBLIC",
        f"GRANT SELECT ({shown}) ON pg_class TO PUBLIC",
        f"GRANT SELECT ON pg_class TO {start}owner, {start}admin",
    ]


def _statistics(connection: Connection) -> list[str]:
    """No statistics are kept of what engagements hold. The planner would use them for everybody's plans, policies or
    not, and EXPLAIN would tell how much another engagement has of a value. Every query of ours finds its rows by the
    keys of an index, which needs none."""
    rows = connection.execute(
        text(
            "SELECT c.relname, string_agg('ALTER COLUMN ' || quote_ident(a.attname) || ' SET STATISTICS 0', ', ')"
            " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace"
            " AND c.relname = ANY (:names) AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
            " AND coalesce(a.attstattarget, -1) <> 0 GROUP BY c.relname"
        ),
        {"names": list(say.GUARDED)},
    ).all()
    indexes = connection.execute(
        text(
            "SELECT i.relname, a.attnum FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid"
            " JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_attribute a ON a.attrelid = i.oid"
            " WHERE c.relname = ANY (:names) AND c.relnamespace = 'public'::regnamespace"
            " AND x.indkey[a.attnum - 1] = 0 AND coalesce(a.attstattarget, -1) <> 0"
        ),
        {"names": list(say.GUARDED)},
    ).all()
    return [f"ALTER TABLE {table} {changes}" for table, changes in rows] + [
        f"ALTER INDEX {name} ALTER COLUMN {number} SET STATISTICS 0" for name, number in indexes
    ]
