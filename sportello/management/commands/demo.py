from argparse import ArgumentParser
from datetime import datetime
from importlib import import_module
from typing import Any

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from sportello.demo import accounts
from sportello.models import Citizen, Office, User
from sportello.users import new_password

PASSWORD_FILE = settings.VAR_DIR / "demo-password"
# The queue's tables belong to no model of ours, so that emptying the models' tables leaves them.
QUEUE = ["procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers"]


class Command(BaseCommand):
    help = (
        "Fills an empty database once with the invented Comune of Poggioverde, and tells the three accounts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="empty the database first")
        parser.add_argument(
            "--password",
            default=settings.DEMO_PASSWORD,
            help="the password of the three accounts; chosen once, and kept in var/, when not given",
        )

    def handle(self, *args: Any, reset: bool, password: str, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Invented data are for a machine for trying only: set DEMO=true there.")
        if reset:
            empty_database()
        office = Office.objects.first()
        if (office and not office.demo_loaded_on) or (not office and has_own_data()):
            raise CommandError("This database has data of its own: nothing was loaded.")
        if office is None:
            load_everything(timezone.now())
        self.stdout.write(f"Accounts: {', '.join(accounts.USERNAMES)}. Password: {keep_password(password)}")


def has_own_data() -> bool:
    return User.objects.exists() or Citizen.objects.exists()


@transaction.atomic
def load_everything(now: datetime) -> None:
    """Load the `demo` module of each app that has one; an app comes after those it builds on."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "demo"):
            import_module(f"{app.name}.demo").load(now)


def empty_database() -> None:
    """Empty every table with the role that owns them; the triggers of the tables of record stand aside for it."""
    with pgtrigger.ignore():
        call_command("flush", database="owner", interactive=False, verbosity=0)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"truncate {', '.join(QUEUE)} cascade")


def keep_password(given: str) -> str:
    """The password that lets the three accounts in: the one given, else the one kept, else a new one."""
    kept = accounts.stored_password(PASSWORD_FILE)
    password = given or kept or new_password()
    if password != kept or not accounts.lets_in(password):
        accounts.give_password(password)
        accounts.store_password(PASSWORD_FILE, password)
    return password
