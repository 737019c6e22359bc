"""How a partner's service is reached: chosen by the administrator, the portal where nothing else is there."""

from typing import Any

import pytest
from django.test import Client

from partners.channels import channel_of, choose_channel
from partners.models import Channel
from sportello.models import LogEntry, Service, User
from tests import make


@pytest.fixture
def no_adapter(settings: Any) -> None:
    """The settings name no address of INPS."""
    settings.PARTNERS = {"inps": {"ADAPTER": "partners.adapters.inps.Inps", "OPTIONS": {"base_url": ""}}}


def test_where_nobody_chose_the_adapter_asks(cud_service: Service) -> None:
    assert channel_of(cud_service) == Channel.SERVICE


@pytest.mark.usefixtures("no_adapter")
def test_without_an_adapter_there_is_the_portal(cud_service: Service) -> None:
    assert channel_of(cud_service) == Channel.PORTAL


@pytest.mark.parametrize(
    ("base_url", "isee_url", "by_service"),
    [
        ("https://inps.example.it", "", ["inps-cud"]),
        ("", "https://inps.example.it", ["inps-isee"]),
        ("https://inps.example.it", "https://inps.example.it", ["inps-cud", "inps-isee"]),
    ],
)
def test_the_isee_has_an_address_of_its_own(
    settings: Any, cud_service: Service, base_url: str, isee_url: str, by_service: list[str]
) -> None:
    isee = make.service("inps-isee", "ISEE", kind="look_up", partner=cud_service.partner)
    settings.PARTNERS = {"inps": {"OPTIONS": {"base_url": base_url, "isee": {"isee_url": isee_url}}}}
    found = [one.code for one in (cud_service, isee) if channel_of(one) == Channel.SERVICE]
    assert found == by_service


def test_what_was_chosen_counts(cud_service: Service, administrator: User) -> None:
    choose_channel(service=cud_service, channel=Channel.PORTAL, by=administrator, at=make.moment())
    assert channel_of(cud_service) == Channel.PORTAL
    choose_channel(service=cud_service, channel=Channel.SERVICE, by=administrator, at=make.moment())
    assert channel_of(cud_service) == Channel.SERVICE


def test_a_change_is_told_to_the_daily_log_and_no_change_is_not(
    cud_service: Service, administrator: User
) -> None:
    for _ in range(2):
        choose_channel(service=cud_service, channel=Channel.PORTAL, by=administrator, at=make.moment())
    line = LogEntry.objects.get(kind="partners.channel.changed")
    assert line.text == (
        "«Copia della Certificazione Unica» si raggiunge per portale (prima per servizio), con qualunque accesso."
    )


class TestPages:
    def test_the_list_says_how_each_service_is_reached(
        self, administrator_client: Client, cud_service: Service, isee_service: Service
    ) -> None:
        page = administrator_client.get("/impostazioni/collegamenti/").content.decode()
        assert "Copia della Certificazione Unica" in page
        assert "Servizio" in page
        assert "ISEE e agevolazioni" not in page  # the Comune's own has no channel

    def test_the_list_says_where_a_procedure_is_missing(
        self, administrator_client: Client, administrator: User, cud_service: Service
    ) -> None:
        choose_channel(service=cud_service, channel=Channel.PORTAL, by=administrator, at=make.moment())
        assert "Manca" in administrator_client.get("/impostazioni/collegamenti/").content.decode()
        make.procedure(cud_service, administrator)
        assert "Versione 1" in administrator_client.get("/impostazioni/collegamenti/").content.decode()

    def test_the_administrator_chooses(self, administrator_client: Client, cud_service: Service) -> None:
        address = f"/impostazioni/collegamenti/{cud_service.pk}/"
        response = administrator_client.post(address, {"channel": "portal"}, follow=True)
        assert "si raggiunge per portale" in response.content.decode()
        assert channel_of(cud_service) == Channel.PORTAL

    @pytest.mark.usefixtures("no_adapter")
    def test_the_service_is_refused_without_an_adapter(
        self, administrator_client: Client, cud_service: Service
    ) -> None:
        address = f"/impostazioni/collegamenti/{cud_service.pk}/"
        response = administrator_client.post(address, {"channel": "service"})
        assert response.status_code == 422
        assert "Il collegamento con INPS non è configurato" in response.content.decode()
        assert channel_of(cud_service) == Channel.PORTAL
