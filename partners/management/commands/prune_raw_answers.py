from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from partners import raw_answers


class Command(BaseCommand):
    help = "Deletes the sealed answers of partners that are older than RAW_ANSWER_DAYS. The worker does it each night."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Sealed answers deleted: {raw_answers.prune(at=timezone.now())}.")
