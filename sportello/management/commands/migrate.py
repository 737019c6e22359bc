from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate


class Command(Migrate):
    """Django's `migrate`, with the role that owns the tables: the application's own role may not change them."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)  # type: ignore[arg-type]  # the stubs name Django's own parser class
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        # The cache's table is no model's. It comes first, so that the rights given after migrating cover it.
        call_command("createcachetable", database=options["database"], verbosity=0)
        super().handle(*args, **options)
