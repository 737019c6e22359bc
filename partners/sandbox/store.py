"""What the sandbox has received, kept in a file: a restart forgets nothing."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from partners.sandbox.replies import Json

TABLE = """
CREATE TABLE IF NOT EXISTS request (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    received_at REAL NOT NULL,
    withdrawn_at REAL
)
"""
# Where the key is taken nothing changes, but the row is returned all the same.
KEEP = """
INSERT INTO request (key, body, received_at) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET key = key
RETURNING number, key, body, received_at, withdrawn_at
"""
WITHDRAW = """
UPDATE request SET withdrawn_at = coalesce(withdrawn_at, ?) WHERE key = ?
RETURNING number, key, body, received_at, withdrawn_at
"""
OF_KEY = "SELECT number, key, body, received_at, withdrawn_at FROM request WHERE key = ?"
OF_CLIENT = """
SELECT number, key, body, received_at, withdrawn_at FROM request
WHERE json_extract(body, '$.cliente.codiceFiscale') = ?
ORDER BY number
"""


@dataclass(frozen=True)
class Kept:
    """A request for a contract as it came; `received_at` in seconds since 1970."""

    number: int
    key: str
    body: Json
    received_at: float
    withdrawn_at: float | None = None


class Store:
    """The requests received, in a SQLite file."""

    def __init__(self, path: Path) -> None:
        """Opens or makes the file; raises OSError or sqlite3.Error where it cannot."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        with closing(self._connect()) as connection:
            connection.execute(TABLE)
            names = {row[1] for row in connection.execute("PRAGMA table_info(request)")}
            if "withdrawn_at" not in names:  # a file of an older version
                connection.execute("ALTER TABLE request ADD COLUMN withdrawn_at REAL")

    def keep(self, key: str, body: Json, received_at: float) -> Kept:
        """Keep a request under its key, unless the key is taken; returns what stands under the key."""
        return self._rows(KEEP, key, json.dumps(body), received_at)[0]

    def kept(self, key: str) -> Kept | None:
        """The request under a key, if any."""
        return next(iter(self._rows(OF_KEY, key)), None)

    def withdraw(self, key: str, at: float) -> None:
        """Mark a request as taken back, unless it is already."""
        self._rows(WITHDRAW, at, key)

    def of_client(self, tax_code: str) -> list[Kept]:
        """The requests in the name of a person, the oldest first."""
        return self._rows(OF_CLIENT, tax_code)

    def _rows(self, statement: str, *values: object) -> list[Kept]:
        with closing(self._connect()) as connection:
            rows = connection.execute(statement, values).fetchall()
        return [Kept(number, key, json.loads(body), *moments) for number, key, body, *moments in rows]

    def _connect(self) -> sqlite3.Connection:
        # Each request has a thread of its own, and a connection belongs to one thread.
        return sqlite3.connect(self._path, timeout=5, isolation_level=None)
