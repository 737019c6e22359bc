"""The three accounts of the demonstration, with one password for all of them."""

from pathlib import Path

from django.contrib.auth.hashers import make_password

from sportello.models import User

USERNAMES = ("operatore", "supervisore", "amministratore")


def give_password(password: str) -> None:
    """Let the three accounts in with this password."""
    User.objects.filter(username__in=USERNAMES).update(password=make_password(password))


def lets_in(password: str) -> bool:
    """Whether all three accounts have this password."""
    users = User.objects.filter(username__in=USERNAMES)
    return len(users) == len(USERNAMES) and all(user.check_password(password) for user in users)


def stored_password(file: Path) -> str:
    """The password kept in a file that only its owner reads; empty where there is none."""
    return file.read_text().strip() if file.exists() else ""


def store_password(file: Path, password: str) -> None:
    """Keep the password, so that each start can print it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(f"{password}\n")
