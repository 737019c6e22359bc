from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partners.pdnd_tracing import tracing_csv


class Command(BaseCommand):
    help = "Prints the CSV of a day's calls that PDND's tracing wants; without a day, yesterday's. Nothing is sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("day", nargs="?", help="2026-11-24")

    def handle(self, *args: Any, day: str | None = None, **options: Any) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        try:
            on = date.fromisoformat(day) if day else yesterday
        except ValueError:
            raise CommandError(f"{day} is no day: write it as {yesterday}.") from None
        self.stdout.write(tracing_csv(on), ending="")
