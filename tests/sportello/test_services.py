import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sportello.models import LogEntry, Partner, Service
from tests import make

URL, NEW = reverse("services"), reverse("new_service")
PARTNERS, NEW_PARTNER = reverse("partners"), reverse("new_partner")
FULL = {
    "name": "Passaporto",
    "code": "passaporto",
    "kind": "information",
    "ticket_letter": "D",
    "usual_minutes": "10",
    "is_active": "on",
}

pytestmark = pytest.mark.django_db


def edit_url(service: Service) -> str:
    return reverse("edit_service", args=[service.pk])


# Services


def test_it_lists_them(administrator_client: Client) -> None:
    make.service("enel-voltura", "Voltura", partner=make.partner("enel", "Enel"))
    make.service("vecchio", "Vecchio servizio", is_active=False)
    page = administrator_client.get(URL).content.decode()
    assert "Voltura" in page
    assert "Enel" in page
    assert "Non offerto" in page


def test_a_service_of_the_comune_is_added(administrator_client: Client) -> None:
    card = {"documents": "Due foto\nRicevuta", "decided_by": "Questura", "life_events": ["home", "work"]}
    response = administrator_client.post(NEW, {**FULL, **card})
    assert response.status_code == 302
    service = Service.objects.get()
    assert (service.owner_name, service.kind, service.ticket_letter) == ("Comune", "information", "D")
    assert service.document_list == ["Due foto", "Ricevuta"]
    assert service.life_events == ["home", "work"]
    assert LogEntry.objects.get().text == "Aggiunto il servizio «Passaporto»."
    assert LogEntry.objects.get().service == service


def test_a_service_of_a_partner_is_added(administrator_client: Client) -> None:
    inps = make.partner()
    administrator_client.post(NEW, {**FULL, "partner": inps.pk})
    assert Service.objects.get().owner_name == "INPS"


def test_a_service_is_taken_out_of_the_offer(administrator_client: Client) -> None:
    service = make.service()
    form = {**FULL, "name": "ISEE", "kind": "dossier", "is_active": ""}
    administrator_client.post(edit_url(service), {key: value for key, value in form.items() if value})
    service.refresh_from_db()
    assert (service.name, service.is_active) == ("ISEE", False)
    assert LogEntry.objects.get().text == "Cambiato il servizio «ISEE», non più offerto."


def test_the_code_is_chosen_once(administrator_client: Client) -> None:
    service = make.service()
    administrator_client.post(edit_url(service), {**FULL, "code": "altro"})
    service.refresh_from_db()
    assert service.code == "isee"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Scrivi il nome del servizio."),
        ({"name": "x" * 101}, "100 caratteri"),
        ({"code": ""}, "Scrivi una sigla."),
        ({"code": "carta identità"}, "La sigla ha solo lettere, cifre e trattini."),
        ({"code": "ISEE"}, "Questa sigla è già di un altro servizio."),
        ({"kind": ""}, "Scegli che tipo di servizio è."),
        ({"kind": "altro"}, "Scegli"),
        ({"partner": "999"}, "Scegli"),
        ({"ticket_letter": "4"}, "Il turno comincia con una lettera dalla A alla Z."),
        ({"ticket_letter": "È"}, "Il turno comincia con una lettera dalla A alla Z."),
        ({"ticket_letter": ""}, "Scrivi la lettera del turno."),
        ({"usual_minutes": "0"}, "I minuti vanno da 1 a 480."),
        ({"usual_minutes": "481"}, "I minuti vanno da 1 a 480."),
        ({"usual_minutes": "-5"}, "maggiore o uguale"),
        ({"usual_minutes": "dieci"}, "numero intero"),
        ({"life_events": "guerra"}, "Scegli"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(
    administrator_client: Client, wrong: dict[str, str], sentence: str
) -> None:
    make.service()
    response = administrator_client.post(NEW, {**FULL, "law": "L. 1185/1967", **wrong})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "L. 1185/1967" in response.content.decode()
    assert Service.objects.count() == 1
    assert not LogEntry.objects.exists()


def test_a_small_letter_is_taken_as_a_capital(administrator_client: Client) -> None:
    administrator_client.post(NEW, {**FULL, "ticket_letter": "d"})
    assert Service.objects.get().ticket_letter == "D"


def test_one_that_is_not_there(administrator_client: Client) -> None:
    assert administrator_client.get(reverse("edit_service", args=[999])).status_code == 404
    assert administrator_client.get(reverse("edit_partner", args=[999])).status_code == 404


def test_only_the_administrator(operator_client: Client, supervisor_client: Client) -> None:
    service, inps = make.service(), make.partner()
    for client in (operator_client, supervisor_client):
        for address in (URL, PARTNERS):
            assert client.get(address).status_code == 403
        for address in (NEW, edit_url(service), NEW_PARTNER, reverse("edit_partner", args=[inps.pk])):
            assert client.post(address, FULL).status_code == 403
    assert [str(service) for service in Service.objects.all()] == ["ISEE e agevolazioni"]
    assert [str(partner) for partner in Partner.objects.all()] == ["INPS"]


@pytest.mark.parametrize("number", [10, 100])
def test_queries_do_not_grow(
    administrator_client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    inps = make.partner()
    Service.objects.bulk_create(
        Service(code=f"servizio-{order:03}", name=f"Servizio {order}", kind="information", partner=inps)
        for order in range(number)
    )
    # Session, user, the session kept (three); services with their partners; the office of the frame.
    with django_assert_num_queries(4):
        administrator_client.get(URL)


def test_pages_follow_each_other(administrator_client: Client) -> None:
    Service.objects.bulk_create(
        Service(code=f"servizio-{order:03}", name="Uguale", kind="information") for order in range(30)
    )
    first = administrator_client.get(URL).context["page"]
    second = administrator_client.get(URL, {"after": first.next_after}).context["page"]
    assert [service.code for service in second.rows] == [f"servizio-{order:03}" for order in range(25, 30)]


# Partners


def test_partners_with_whom_to_call(administrator_client: Client) -> None:
    make.partner(support_phone="803 164", support_hours="8-20")
    page = administrator_client.get(PARTNERS).content.decode()
    assert "803 164" in page
    assert "8-20" in page


def test_a_partner_is_added_and_changed(administrator_client: Client) -> None:
    administrator_client.post(NEW_PARTNER, {"name": "Poste", "code": "poste"})
    poste = Partner.objects.get()
    administrator_client.post(
        reverse("edit_partner", args=[poste.pk]),
        {"name": "Poste", "code": "altro", "support_phone": "800 000"},
    )
    poste.refresh_from_db()
    assert (poste.code, poste.support_phone) == ("poste", "800 000")
    texts = [line.text for line in LogEntry.objects.order_by("pk")]
    assert texts == ["Aggiunto l'ente Poste.", "Cambiato l'ente Poste."]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Scrivi il nome dell&#x27;ente."),
        ({"code": ""}, "Scrivi una sigla."),
        ({"code": "inps"}, "Questa sigla è già di un altro ente."),
        ({"code": "po ste"}, "La sigla ha solo lettere, cifre e trattini."),
    ],
)
def test_a_partner_that_cannot_be(administrator_client: Client, wrong: dict[str, str], sentence: str) -> None:
    make.partner()
    form = {"name": "Poste", "code": "poste", "support_hours": "8-13", **wrong}
    response = administrator_client.post(NEW_PARTNER, form)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "8-13" in response.content.decode()
    assert Partner.objects.count() == 1
