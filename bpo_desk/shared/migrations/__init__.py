"""Alembic migrations of the shared database; every file of versions/ stands alone and imports nothing of ours."""
