import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Say early and clearly that a port is taken: honcho would stop everything with the first process that fails."""

    help = "Fail unless these ports of this machine are free."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ports", nargs="+", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        for port in options["ports"]:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    raise CommandError(
                        f"Port {port} is taken by another program, perhaps by a Sportello that still runs. "
                        "Stop it, or choose others: make run PORT=8010 SANDBOX_PORT=8011"
                    ) from None
