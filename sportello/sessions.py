"""Where sessions are kept (settings.SESSION_ENGINE): in the database, as Django does."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    def __init__(self, session_key: str | None = None) -> None:
        # A cookie may hold any sign, and at a zero sign PostgreSQL fails instead of finding nothing.
        super().__init__(session_key if session_key and session_key.isalnum() else None)
