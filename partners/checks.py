"""System checks: a way to a partner that is set up badly is told when the program starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from partners.partner_problems import problems_of_settings


@register("sportello")
def check_partners(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What the administrator must put right before a partner can be asked; in the words of the partners' page."""
    return [
        Error(f"{code.upper()}: {problem}", hint="docs/inps.md explains each setting.", id="partners.E001")
        for code, found in problems_of_settings().items()
        for problem in found
    ]
