"""The work queue: columns, cells, table, filter line, chips. It knows no other screen."""
