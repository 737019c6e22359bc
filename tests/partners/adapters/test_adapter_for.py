"""Which adapter speaks with a partner is said by the settings."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from partners.adapters import adapter_for, contracts_of, look_ups_of
from partners.adapters.enel import Enel
from partners.adapters.inps import Inps

OPTIONS = {"base_url": "https://partner.example.org/v1", "token": "t", "timeout": (3, 8)}
PARTNERS = {
    "inps": {"ADAPTER": "partners.adapters.inps.Inps", "OPTIONS": OPTIONS},
    "enel": {"ADAPTER": "partners.adapters.enel.Enel", "OPTIONS": OPTIONS},
}


@pytest.fixture(autouse=True)
def partners(settings: Settings) -> None:
    settings.PARTNERS = PARTNERS


def test_the_adapter_named_by_the_settings() -> None:
    assert isinstance(adapter_for("inps"), Inps)
    assert isinstance(look_ups_of("inps"), Inps)
    assert isinstance(contracts_of("enel"), Enel)


def test_equal_options_have_one_adapter(settings: Settings) -> None:
    first = adapter_for("inps")
    settings.PARTNERS = {"inps": {"ADAPTER": "partners.adapters.inps.Inps", "OPTIONS": dict(OPTIONS)}}

    assert adapter_for("inps") is first


def test_other_options_have_another_adapter(settings: Settings) -> None:
    first = adapter_for("inps")
    settings.PARTNERS = {
        "inps": {"ADAPTER": "partners.adapters.inps.Inps", "OPTIONS": OPTIONS | {"timeout": [1, 2]}}
    }

    assert adapter_for("inps") is not first


def test_a_partner_without_adapter() -> None:
    with pytest.raises(ImproperlyConfigured, match="names no adapter for 'inail'"):
        adapter_for("inail")


def test_a_partner_that_does_something_else() -> None:
    with pytest.raises(ImproperlyConfigured, match="takes no contract"):
        contracts_of("inps")
    with pytest.raises(ImproperlyConfigured, match="answers no look-up"):
        look_ups_of("enel")
