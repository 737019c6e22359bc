from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator: nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "Il nome utente o la password non sono giusti: riscrivili con calma.",
        "too_many_login_attempts": "Troppi tentativi: aspetta cinque minuti, poi riprova.",
        "incorrect_password": "La password non è giusta: riprova.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing at signing in and out: the page shows who is there, and the work begins at once."""
