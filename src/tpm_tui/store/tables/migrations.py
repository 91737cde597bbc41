"""Hand-written steps from one schema version to the next, for changes that adding a field cannot express."""

import sqlite3
from collections.abc import Callable

from tpm_tui.store.tables import schema

#: Step N takes a file from version N to N + 1.
STEPS: dict[int, Callable[[sqlite3.Connection], None]] = {}


def migrate(connection: sqlite3.Connection) -> bool:
    """Bring a writable file up to this program's schema, inside the caller's transaction; True if anything changed."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    changed = False
    while version < schema.SCHEMA_VERSION:
        STEPS[version](connection)
        version += 1
        connection.execute(f"PRAGMA user_version = {version}")
        changed = True
    changed = schema.extend_internal_tables(connection) or changed
    lacking = schema.missing_columns(connection)
    if lacking:
        schema.add_missing_columns(connection, lacking)
        changed = True
    return changed
