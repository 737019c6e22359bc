"""Procedures on a partner's portal: numbered steps with the values to copy, one version after the other."""

import pytest
from django.test import Client

from partners.models import PortalProcedure
from partners.portal import (
    Value,
    latest_procedure,
    lines_of,
    publish_procedure,
    steps_of,
    steps_without_procedure,
    unknown_names,
)
from partners.portal_values import values_of_look_up
from sportello.models import Case, LogEntry, Service, User, Visit
from tests import make
from tests.partners.test_look_up import ask

TEXT = """Entra con le tue credenziali.

2) Incolla il {codice fiscale} nel primo campo, poi scegli il {Anno dei  redditi}.
"""


def test_a_step_is_a_line_without_the_number_that_somebody_put_before_it() -> None:
    assert lines_of(TEXT) == [
        "Entra con le tue credenziali.",
        "Incolla il {codice fiscale} nel primo campo, poi scegli il {Anno dei  redditi}.",
    ]


def test_a_year_at_the_beginning_of_a_step_is_no_number() -> None:
    assert lines_of("2026 va scelto nell'elenco.") == ["2026 va scelto nell'elenco."]


def test_the_values_stand_under_the_step_that_names_them_in_its_order() -> None:
    first, second = steps_of(
        TEXT, [Value("anno dei redditi", "2025"), Value("codice fiscale", "NRELNE48E57H501T")]
    )
    assert first.values == ()
    assert [(value.name, value.text) for value in second.values] == [
        ("codice fiscale", "NRELNE48E57H501T"),
        ("anno dei redditi", "2025"),
    ]
    assert "".join(second.pieces) == (
        "Incolla il codice fiscale nel primo campo, poi scegli il anno dei redditi."
    )


def test_a_name_without_a_value_is_shown_as_missing() -> None:
    (step,) = steps_of("Scrivi il {numero di protocollo}.")
    assert [(value.name, value.text) for value in step.values] == [("numero di protocollo", "")]


def test_without_a_procedure_there_are_the_values_that_are_known() -> None:
    (step,) = steps_without_procedure([Value("nome", "Elena"), Value("numero di protocollo", "")])
    assert [value.name for value in step.values] == ["nome"]


def test_a_name_that_no_value_has_is_told_once() -> None:
    assert unknown_names("{nome} {Cognome} {targa} {targa}", ["nome", "cognome"]) == ["targa"]


def test_the_values_of_a_look_up(cud_case: Case, operator: User, elena_visit: Visit) -> None:
    values = {value.name: value.text for value in values_of_look_up(ask(cud_case, operator, elena_visit))}
    assert values["codice fiscale"] == "NRELNE48E57H501T"
    assert values["data di nascita"] == "17/05/1948"
    assert values["anno dei redditi"] == "2024"
    assert values["numero di protocollo"] == ""


def test_the_next_version_is_followed_and_the_one_before_stays(
    cud_service: Service, administrator: User
) -> None:
    first = make.procedure(cud_service, administrator, "Entra.")
    second = make.procedure(cud_service, administrator, "Entra con SPID.")
    assert (first.number, second.number) == (1, 2)
    assert latest_procedure(cud_service) == second
    assert PortalProcedure.objects.get(pk=first.pk).steps == "Entra."
    assert list(PortalProcedure.objects.newest()) == [second]


def test_publishing_is_told_to_the_daily_log(cud_service: Service, administrator: User) -> None:
    written = PortalProcedure(portal_name="Servizi per gli enti", steps="Entra.")
    publish_procedure(procedure=written, service=cud_service, by=administrator, at=make.moment())
    line = LogEntry.objects.get(kind="partners.procedure.published")
    assert line.text == (
        "Pubblicata la versione 1 della procedura sul portale per «Copia della Certificazione Unica»."
    )


class TestPages:
    def address(self, service: Service, rest: str = "") -> str:
        return f"/impostazioni/collegamenti/{service.pk}/procedura/{rest}"

    def test_without_a_procedure_the_page_says_what_operators_see(
        self, administrator_client: Client, cud_service: Service
    ) -> None:
        page = administrator_client.get(self.address(cud_service)).content.decode()
        assert "Nessuna procedura" in page

    def test_the_administrator_publishes_one(
        self, administrator_client: Client, cud_service: Service
    ) -> None:
        typed = {
            "portal_name": "Servizi per gli enti",
            "portal_address": "https://servizi.example.it/enti",
            "steps": "1. Entra.\n2. Incolla {codice fiscale}.",
        }
        response = administrator_client.post(self.address(cud_service, "nuova/"), typed, follow=True)
        assert response.redirect_chain == [(self.address(cud_service), 302)]
        assert "Pubblicata la versione 1" in response.content.decode()
        assert PortalProcedure.objects.get().steps == "Entra.\nIncolla {codice fiscale}."

    def test_a_preview_publishes_nothing(self, administrator_client: Client, cud_service: Service) -> None:
        typed = {"portal_name": "Servizi", "steps": "Incolla {codice fiscale}.", "preview": "1"}
        page = administrator_client.post(self.address(cud_service, "nuova/"), typed).content.decode()
        assert "Incolla <strong>codice fiscale</strong>." in page
        assert not PortalProcedure.objects.exists()

    @pytest.mark.parametrize(
        ("steps", "sentence"),
        [
            ("", "Scrivi almeno un passo."),
            (
                "Incolla {targa}.",
                "Non c&#x27;è nessun valore che si chiama {targa}: usa i nomi dell&#x27;elenco.",
            ),
            ("Incolla {codice fiscale.", "Una graffa è aperta e non chiusa"),
        ],
    )
    def test_a_bad_text_is_told_and_kept(
        self, administrator_client: Client, cud_service: Service, steps: str, sentence: str
    ) -> None:
        typed = {"portal_name": "Servizi", "steps": steps}
        response = administrator_client.post(self.address(cud_service, "nuova/"), typed)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert steps in response.content.decode()
        assert not PortalProcedure.objects.exists()

    def test_an_address_without_https_is_refused(
        self, administrator_client: Client, cud_service: Service
    ) -> None:
        typed = {"portal_name": "Servizi", "portal_address": "http://servizi.example.it", "steps": "Entra."}
        page = administrator_client.post(self.address(cud_service, "nuova/"), typed).content.decode()
        assert "L&#x27;indirizzo deve cominciare con https://." in page

    def test_the_next_version_starts_from_the_last_and_says_what_changes(
        self, administrator_client: Client, administrator: User, cud_service: Service
    ) -> None:
        make.procedure(cud_service, administrator, "Entra.", portal_name="Servizi")
        address = self.address(cud_service, "nuova/")
        assert "Entra." in administrator_client.get(address).content.decode()
        same = {"portal_name": "Servizi", "steps": "Entra.", "reason": "Niente"}
        page = administrator_client.post(address, same).content.decode()
        assert "È uguale alla versione pubblicata: non c&#x27;è niente da pubblicare." in page
        silent = {"portal_name": "Servizi", "steps": "Entra con SPID."}
        page = administrator_client.post(address, silent).content.decode()
        assert "Scrivi che cosa cambia dalla versione di prima." in page

    def test_an_older_version_says_that_it_is_old(
        self, administrator_client: Client, administrator: User, cud_service: Service
    ) -> None:
        first = make.procedure(cud_service, administrator, "Entra.")
        make.procedure(cud_service, administrator, "Entra con SPID.")
        page = administrator_client.get(self.address(cud_service, f"{first.pk}/")).content.decode()
        assert "È una versione vecchia" in page
        assert "Entra con SPID." not in page
