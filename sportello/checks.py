"""System checks: a production server that is set up badly does not start."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, transaction

from sportello.demo.accounts import USERNAMES
from sportello.models import User

DEMO_KEY = "demo-key-"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@register("sportello")
def check_production(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What would be dangerous on a server that serves citizens; nothing of it matters in a demonstration."""
    if settings.DEMO:
        return []
    owner, application = settings.DATABASES["owner"], settings.DATABASES["default"]
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(
            Error(
                "DEBUG is on.", hint="Set DEBUG=false, or DEMO=true on a demonstration.", id="sportello.E001"
            )
        )
    key = settings.SECRET_KEY
    if key.startswith(DEMO_KEY) or len(key) < 50 or len(set(key)) < 10:
        found.append(
            Error(
                "SECRET_KEY is missing or weak.",
                hint="Set at least 50 random characters.",
                id="sportello.E002",
            )
        )
    if owner.get("USER") == application.get("USER"):
        found.append(
            Error(
                "The application uses the role that owns the tables.",
                hint="Give DATABASE_OWNER_URL a role of its own: DATABASE_URL must not be able to change the log.",
                id="sportello.E003",
            )
        )
    if not settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "ALLOWED_HOSTS is empty.",
                hint="Name the server, e.g. sportello.comune.example.it.",
                id="sportello.E004",
            )
        )
    served = [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]
    if any(Path(settings.MEDIA_ROOT).resolve().is_relative_to(folder.resolve()) for folder in served):
        found.append(
            Error(
                "MEDIA_DIR lies in a folder that everybody may read.",
                hint="Set a folder outside the static files: attachments are personal data.",
                id="sportello.E009",
            )
        )
    if not settings.SEALING_KEYS or settings.DEMO_SEALING_KEY in settings.SEALING_KEYS:
        found.append(
            Error(
                "SEALING_KEYS is missing, or is the demonstration's.",
                hint="What INPS answers would lie open in the database: make a Fernet key, as README says.",
                id="sportello.E010",
            )
        )
    found += _check_sealing_keys()
    for code, partner in settings.PARTNERS.items():
        found += _check_partner(code.upper(), partner["OPTIONS"])
    return found


@register(Tags.database)
def check_demo_accounts(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The accounts of the demonstration, whose password is printed, let nobody into a real server."""
    if settings.DEMO or not databases:
        return []
    accounts = User.objects.using(databases[0]).filter(username__in=USERNAMES, is_active=True)
    try:
        with transaction.atomic(using=databases[0]):
            found = list(accounts.values_list("username", flat=True))
    except DatabaseError:
        return []  # not reachable, or not yet migrated: nobody gets in either
    return (
        [
            Error(
                f"Accounts of the demonstration are active: {', '.join(found)}.",
                hint="Suspend them in the settings, or start from a database that never held the demonstration.",
                id="sportello.E008",
            )
        ]
        if found
        else []
    )


def _check_sealing_keys() -> list[CheckMessage]:
    for number, key in enumerate(settings.SEALING_KEYS, start=1):
        try:
            Fernet(key)
        except ValueError:  # the key itself is never told
            return [
                Error(
                    f"Key number {number} of SEALING_KEYS is no Fernet key.",
                    hint="A key is 32 random bytes in URL-safe base64: 44 characters.",
                    id="sportello.E011",
                )
            ]
    return []


def _check_partner(code: str, options: dict[str, Any]) -> list[CheckMessage]:
    address = urlsplit(options["base_url"])
    if not options["base_url"] and not options["token"]:
        return []  # this partner is reached by its portal alone
    if not options["base_url"] or not options["token"]:
        return [
            Error(
                f"{code}_URL or {code}_TOKEN is missing.",
                hint=f"Set both as {code} gave them.",
                id="sportello.E005",
            )
        ]
    if address.hostname in LOOPBACK:
        return [
            Error(
                f"{code}_URL is the sandbox's address.",
                hint=f"Set {code}'s own address.",
                id="sportello.E006",
            )
        ]
    if address.scheme != "https":
        return [
            Error(
                f"{code}_URL is not https.", hint="Personal data travel only encrypted.", id="sportello.E007"
            )
        ]
    return []
