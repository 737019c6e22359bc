import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from isee.calculation.cases.run import MALFORMED, run


class Command(BaseCommand):
    help = (
        "Computes the cases of a JSON file and prints one JSON object per line. Exit code 1: a line differs from "
        "the one expected; 2: something in the file is wrong. See docs/isee-calculation.md."
    )
    # Nothing of the server is needed: no database, no settings.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            self.stderr.write(f"{file}: il file non si può leggere ({error.strerror}).")
            sys.exit(MALFORMED)
        code = 0
        for told in run(content):
            if told.line:
                self.stdout.write(told.line)
            for sentence in told.sentences:
                self.stderr.write(sentence)
            code = max(code, told.code)
        sys.exit(code)
