"""Acts of the administrator on those who work at the office. Nobody is ever deleted: the log names them for ever."""

import secrets
from datetime import datetime

from django.db import transaction

from sportello import daily_log
from sportello.models import User

# No letter or digit that could be taken for another when it is read from paper.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


class NotPossible(Exception):
    """The office would be left without its administrator; the message is the sentence for the screen."""


@transaction.atomic
def create_user(*, user: User, by: User, at: datetime) -> str:
    """Add a person with a first password, which is returned here and kept nowhere."""
    password = _give_password(user)
    text = f"Aggiunto l'utente {user.username}: {', '.join(user.role_names)}."
    daily_log.record("sportello.user.created", text, operator=by, at=at)
    return password


@transaction.atomic
def change_user(*, user: User, by: User, at: datetime) -> None:
    """Keep name, roles and counter of a person; raises NotPossible for the last administrator's role."""
    if not user.is_administrator:
        _require_another_administrator(user)
    user.save()
    text = f"Cambiato l'utente {user.username}: {', '.join(user.role_names)}."
    daily_log.record("sportello.user.changed", text, operator=by, at=at)


@transaction.atomic
def disable_user(*, user: User, by: User, at: datetime) -> None:
    """Shut a person out at once; raises NotPossible for oneself and for the last administrator."""
    if user == by:
        raise NotPossible("Non puoi sospendere te stesso: chiedi a un altro amministratore.")
    _require_another_administrator(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    daily_log.record("sportello.user.disabled", f"Sospeso l'utente {user.username}.", operator=by, at=at)


@transaction.atomic
def enable_user(*, user: User, by: User, at: datetime) -> None:
    """Let a person in again."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    daily_log.record("sportello.user.enabled", f"Riattivato l'utente {user.username}.", operator=by, at=at)


@transaction.atomic
def reset_password(*, user: User, by: User, at: datetime) -> str:
    """Give a person a new password, which is returned here and kept nowhere; open sessions end."""
    password = _give_password(user)
    text = f"Data una nuova password all'utente {user.username}."
    daily_log.record("sportello.user.password", text, operator=by, at=at)
    return password


def _give_password(user: User) -> str:
    password = new_password()
    user.set_password(password)
    user.save()
    return password


def new_password() -> str:
    """Sixteen signs in groups of four, easy to dictate: 79 bits."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))


def _require_another_administrator(user: User) -> None:
    """Raise NotPossible unless somebody else remains to keep the users.

    The rows are locked first, always in the same order: of two administrators who remove each other at the same
    instant only one succeeds.
    """
    administrators = User.objects.select_for_update().filter(is_administrator=True, is_active=True)
    if {administrator.pk for administrator in administrators.order_by("pk")} <= {user.pk}:
        raise NotPossible("È l'ultimo amministratore: prima dai questo ruolo a un'altra persona.")
