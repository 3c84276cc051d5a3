"""The shared database: tables, migrations, append, change feed. The only SQL besides the local cache; no Qt."""
