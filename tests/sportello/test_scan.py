"""A card read on any screen: its person opens, or a new one is entered with what the card says."""

import logging

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from sportello.models import Act, Citizen, Service, User, Visit
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")

URL = "/tessera/"
TRACK = "%RSSMRA75C12H501HROSSI  MARIO ANDREA?;80380001234567890123?"


@pytest.fixture
def rossi(db: None) -> Citizen:
    return make.citizen("Rossi", "Maria", "RSSMRA80A41H501Y")


@pytest.mark.parametrize("raw", ["NRELNE48E57H501T", "%nrelne48e57h501tneri  elena?", "*NRELNE48E57H501T*"])
def test_it_works(operator_client: Client, elena: Citizen, raw: str) -> None:
    response = operator_client.post(URL, {"raw": raw})
    assert response.status_code == 302
    assert response["Location"] == f"/cittadini/{elena.pk}/"


def test_a_provisional_code_works_too(operator_client: Client) -> None:
    citizen = make.citizen("Traoré", "Awa", "12345678903")
    assert operator_client.post(URL, {"raw": "12345678903"})["Location"] == f"/cittadini/{citizen.pk}/"


def test_it_is_for_operators(supervisor_client: Client, administrator_client: Client) -> None:
    assert supervisor_client.post(URL, {"raw": TRACK}).status_code == 403
    assert administrator_client.post(URL, {"raw": TRACK}).status_code == 403


def test_it_is_never_asked_by_an_address(operator_client: Client) -> None:
    assert operator_client.get(URL).status_code == 405


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("", "Nella tessera non si legge nessun codice fiscale."),
        ("%E?;E?+E?", "Nella tessera non si legge nessun codice fiscale."),
        ("\x00\x1f" * 4000, "Nella tessera non si legge nessun codice fiscale."),
        (";80380001234567890123?", "Nella tessera non si legge nessun codice fiscale."),
        ("NRELNE48E57H501X", "L&#x27;ultima lettera non torna con le altre"),
        ("NRELNE48E57H5O1T", "controlla le lettere O e I"),
    ],
)
def test_a_card_that_cannot_be_read_leads_to_the_search_box(
    operator_client: Client, elena: Citizen, raw: str, sentence: str
) -> None:
    page = operator_client.post(URL, {"raw": raw})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert 'id="q"' in page.content.decode()


def test_a_card_that_nobody_has_leads_to_a_new_citizen_with_what_it_says(operator_client: Client) -> None:
    response = operator_client.post(URL, {"raw": TRACK})
    assert response["Location"] == "/cittadini/nuovo/"
    page = operator_client.get(response["Location"]).content.decode()
    for value in ("RSSMRA75C12H501H", "Rossi", "Mario Andrea", "12/03/1975"):
        assert f'value="{value}"' in page
    assert '<option value="M" selected>' in page


def test_who_may_be_the_same_person_is_shown_first(operator_client: Client) -> None:
    mario = make.citizen("Rossi", "Mario", "RSSMRA75C12H50MZ")
    assert "È questa persona" not in operator_client.get("/").content.decode()
    operator_client.post(URL, {"raw": TRACK})
    page = operator_client.get("/cittadini/nuovo/").content.decode()
    assert f'href="/cittadini/{mario.pk}/">È questa persona' in page


def test_nothing_of_a_card_gets_into_an_address_or_a_log(
    operator_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = operator_client.post(URL, {"raw": TRACK})
        operator_client.post(URL, {"raw": "NRELNE48E57H501X"})
    assert "RSSMRA" not in response["Location"]
    assert "RSSMRA" not in caplog.text
    assert "NRELNE" not in caplog.text


# Somebody else at the desk


def test_with_somebody_else_at_the_desk_it_asks(
    operator_client: Client, operator: User, elena: Citizen, rossi: Citizen
) -> None:
    visit = make.visit(citizen=elena, operator=operator)
    page = operator_client.post(URL, {"raw": "RSSMRA80A41H501Y"}).content.decode()
    assert "Al banco c'è Neri Elena" in page
    assert "Solo consulta Rossi Maria" in page
    assert "Concludi A001 e apri" in page
    assert f'href="/visite/{visit.pk}/"' in page
    visit.refresh_from_db()
    assert visit.is_in_service


def test_concluding_opens_the_person_and_can_be_undone(
    operator_client: Client, operator: User, elena: Citizen, rossi: Citizen, isee_service: Service
) -> None:
    visit = make.visit(citizen=elena, operator=operator)
    Act.objects.create(
        visit=visit,
        service=isee_service,
        outcome=Act.Outcome.INFORMED,
        minutes=5,
        operator=operator,
        at=make.moment(),
    )
    response = operator_client.post(URL, {"raw": "RSSMRA80A41H501Y", "conclude": "1"})
    visit.refresh_from_db()
    assert response["Location"] == f"/cittadini/{rossi.pk}/"
    assert visit.state == Visit.State.CLOSED
    assert operator_client.session["undo"]["url"] == f"/visite/{visit.pk}/annulla/"


def test_a_visit_without_acts_is_not_concluded_behind_the_back(
    operator_client: Client, operator: User, elena: Citizen, rossi: Citizen
) -> None:
    visit = make.visit(citizen=elena, operator=operator)
    response = operator_client.post(URL, {"raw": "RSSMRA80A41H501Y", "conclude": "1"})
    visit.refresh_from_db()
    assert response["Location"] == f"/visite/{visit.pk}/concludi/"
    assert visit.is_in_service
    assert "Poi passa di nuovo la tessera." in str(next(iter(get_messages(response.wsgi_request))))


def test_the_same_person_at_the_desk_is_only_opened(
    operator_client: Client, operator: User, elena: Citizen
) -> None:
    make.visit(citizen=elena, operator=operator)
    assert operator_client.post(URL, {"raw": "NRELNE48E57H501T"})["Location"] == f"/cittadini/{elena.pk}/"


def test_somebody_unknown_at_the_desk_may_be_the_person(
    operator_client: Client, operator: User, elena: Citizen
) -> None:
    visit = make.visit(operator=operator)
    page = operator_client.post(URL, {"raw": "NRELNE48E57H501T"}, follow=True).content.decode()
    assert "È la persona al banco (A001)" in page
    assert f'action="/visite/{visit.pk}/cittadino/"' in page


def test_a_colleagues_desk_does_not_matter(
    operator_client: Client, colleague: User, elena: Citizen, rossi: Citizen
) -> None:
    make.visit(citizen=elena, operator=colleague)
    assert operator_client.post(URL, {"raw": "RSSMRA80A41H501Y"})["Location"] == f"/cittadini/{rossi.pk}/"
