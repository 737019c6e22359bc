"""The welcome desk: a ticket for whoever arrives, or served at once."""

import pytest
from django.test import Client
from django.urls import reverse

from sportello.models import Citizen, LogEntry, Service, User, Visit
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")
WELCOME = reverse("new_visit")


def test_it_works(operator_client: Client, elena: Citizen, tari: Service) -> None:
    response = operator_client.post(
        WELCOME, {"service": tari.pk, "channel": "counter", "priority": "on", "tax_code": "nrelne48e57h501t"}
    )
    visit = Visit.objects.get()
    assert response.headers["Location"] == reverse("ticket", args=[visit.pk])
    assert (visit.ticket, visit.state, visit.citizen, visit.priority) == ("C001", "waiting", elena, True)
    assert LogEntry.objects.get().text == "Dato il turno C001, con precedenza: TARI."


def test_a_ticket_needs_neither_name_nor_service(operator_client: Client) -> None:
    operator_client.post(WELCOME, {"channel": "appointment"})
    visit = Visit.objects.get()
    assert (visit.ticket, visit.citizen, visit.service, visit.channel) == ("B001", None, None, "appointment")


def test_from_the_page_of_a_person_the_name_is_there_already(operator_client: Client, elena: Citizen) -> None:
    page = operator_client.get(WELCOME, {"cittadino": elena.pk}).content.decode()
    assert "Per <strong>Neri Elena</strong>" in page
    operator_client.post(WELCOME, {"channel": "counter", "citizen": elena.pk})
    assert Visit.objects.get().citizen == elena


def test_served_at_once_it_comes_to_the_own_desk(
    operator_client: Client, operator: User, tari: Service
) -> None:
    response = operator_client.post(WELCOME, {"service": tari.pk, "channel": "phone", "serve": "1"})
    visit = Visit.objects.get()
    assert response.headers["Location"] == reverse("visit", args=[visit.pk])
    assert (visit.state, visit.operator, visit.channel) == ("in_service", operator, "phone")


def test_at_once_with_somebody_at_the_desk_gives_no_ticket(
    operator_client: Client, operator: User, elena: Citizen, tari: Service
) -> None:
    make.visit("A042", operator=operator, citizen=elena)
    response = operator_client.post(WELCOME, {"service": tari.pk, "channel": "phone", "serve": "1"})
    assert response.status_code == 422
    text = response.content.decode()
    assert "Al banco c&#x27;è Neri Elena (A042): concludi o sospendi, poi riprova." in text
    assert f'<option value="{tari.pk}" selected>' in text
    assert Visit.objects.count() == 1


def test_services_no_longer_offered_are_not_listed(operator_client: Client, tari: Service) -> None:
    Service.objects.update(is_active=False)
    assert "TARI" not in operator_client.get(WELCOME).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (
            "tax_code",
            "NRELNE48E57H501X",
            "L&#x27;ultima lettera non torna con le altre: rileggi il codice dalla tessera.",
        ),
        ("tax_code", "BNCLRA80A41H501X", "L&#x27;ultima lettera non torna"),
        ("tax_code", "VRDGPP60A01H501Q", "Nessun cittadino con questo codice"),
        ("tax_code", "ABC", "Un codice fiscale ha 16 caratteri, o 11 cifre se è provvisorio"),
        ("service", "999999", "Questo servizio non c&#x27;è più: scegline un altro."),
        ("service", "x" * 200, "Questo servizio non c&#x27;è più: scegline un altro."),
        ("channel", "fax", "Questa scelta non c&#x27;è: scegli dall&#x27;elenco."),
        ("channel", "", "Scegli come è arrivata la persona."),
        ("citizen", "999999", "Questa persona non c&#x27;è più: cercala di nuovo."),
    ],
)
def test_what_is_malformed_is_said_and_stores_nothing(
    field: str, typed: str, sentence: str, operator_client: Client
) -> None:
    response = operator_client.post(WELCOME, {"channel": "counter", "priority": "on", field: typed})
    assert response.status_code == 422
    text = response.content.decode()
    assert sentence in text
    assert "checked" in text  # the precedence that was ticked
    assert (Visit.objects.count(), LogEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize("chosen", ["999999", "abc", "9" * 30])
def test_an_unknown_person_in_the_address_leaves_the_form_empty(chosen: str, operator_client: Client) -> None:
    assert operator_client.get(WELCOME, {"cittadino": chosen}).status_code == 200


def test_the_ticket_can_be_printed_and_says_how_many_come_before(
    operator_client: Client, tari: Service
) -> None:
    make.visit("A001", arrived_at=make.moment(9, 0))
    make.visit("A002", arrived_at=make.moment(9, 50), priority=True)
    visit = make.visit("C001", service=tari, arrived_at=make.moment(9, 10))
    text = operator_client.get(reverse("ticket", args=[visit.pk])).content.decode()
    assert "C001" in text
    assert "data-print" in text
    assert "Prima di te ci sono 2 persone." in text


def test_who_has_precedence_waits_only_for_who_has_it_too(operator_client: Client) -> None:
    make.visit("A001", arrived_at=make.moment(9, 0))
    make.visit("A002", arrived_at=make.moment(9, 5), priority=True)
    visit = make.visit("A003", arrived_at=make.moment(9, 10), priority=True)
    text = operator_client.get(reverse("ticket", args=[visit.pk])).content.decode()
    assert "Prima di te c'è una persona. Hai la precedenza." in text


def test_a_ticket_names_nobody(operator_client: Client, operator: User, elena: Citizen) -> None:
    """It is printed and lies about: neither the person who has it nor the one at the desk is on it."""
    make.visit("A042", operator=operator, citizen=make.citizen("Gallo", "Antonio"))
    visit = make.visit("A043", citizen=elena)
    text = operator_client.get(reverse("ticket", args=[visit.pk])).content.decode()
    assert "Neri" not in text
    assert "Gallo" not in text


def test_the_ticket_of_a_visit_that_began_leads_to_the_visit(operator_client: Client, operator: User) -> None:
    visit = make.visit("A043", operator=operator)
    response = operator_client.get(reverse("ticket", args=[visit.pk]))
    assert response.headers["Location"] == reverse("visit", args=[visit.pk])


def test_the_ticket_of_who_went_away_says_so(operator_client: Client) -> None:
    visit = make.visit("A043", state="gone")
    assert (
        "la persona è andata via" in operator_client.get(reverse("ticket", args=[visit.pk])).content.decode()
    )


def test_it_is_not_for_other_roles(supervisor_client: Client, administrator_client: Client) -> None:
    visit = make.visit()
    for client in (supervisor_client, administrator_client):
        assert client.get(WELCOME).status_code == 403
        assert client.post(WELCOME, {"channel": "counter"}).status_code == 403
        assert client.get(reverse("ticket", args=[visit.pk])).status_code == 403


def test_a_ticket_that_does_not_exist(operator_client: Client) -> None:
    assert operator_client.get(reverse("ticket", args=[9])).status_code == 404
