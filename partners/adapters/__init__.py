"""The doors to the partners: settings.PARTNERS says which adapter speaks to whom, and with what options."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from partners.adapters.base import TakesContracts
from partners.adapters.look_ups import AnswersLookUps

Adapter = AnswersLookUps | TakesContracts


def adapter_for(partner_code: str) -> Adapter:
    """The adapter of a partner, one instance for each set of options.

    Raises ImproperlyConfigured when settings.PARTNERS names no adapter for this partner.
    """
    configured = settings.PARTNERS.get(partner_code)
    if configured is None:
        raise ImproperlyConfigured(f"settings.PARTNERS names no adapter for {partner_code!r}")
    return _instance(configured["ADAPTER"], _Options(configured["OPTIONS"]))


def look_ups_of(partner_code: str) -> AnswersLookUps:
    """The adapter of a partner that answers look-ups; ImproperlyConfigured where it does not."""
    adapter = adapter_for(partner_code)
    if not isinstance(adapter, AnswersLookUps):
        raise ImproperlyConfigured(f"The adapter of {partner_code!r} answers no look-up")
    return adapter


def contracts_of(partner_code: str) -> TakesContracts:
    """The adapter of a partner that takes contracts; ImproperlyConfigured where it does not."""
    adapter = adapter_for(partner_code)
    if not isinstance(adapter, TakesContracts):
        raise ImproperlyConfigured(f"The adapter of {partner_code!r} takes no contract")
    return adapter


class _Options(dict[str, Any]):
    """Options of an adapter, usable as the key of a cache: equal options, same instance."""

    def __hash__(self) -> int:  # type: ignore[override]  # these options never change once read
        return hash(repr(sorted(self.items())))


@lru_cache
def _instance(dotted_path: str, options: _Options) -> Adapter:
    adapter: Adapter = import_string(dotted_path)(**options)
    return adapter
