"""Schema 14: a change of a row names what its writer saw, no longer the number of a version alone.

No table changes: the row says what there is to compare (`shared/made_on.py`). A program of before compares numbers,
which a restored database counts anew, so it may not write here any longer; nor may it make ids that are not bound to
the login that writes (`shared/desk_functions.py`).
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Name the schema; the functions are put up after every migration."""
    op.get_bind().exec_driver_sql("UPDATE sync_meta SET schema_version = 14")
