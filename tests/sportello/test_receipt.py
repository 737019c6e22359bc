from datetime import date, time
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from sportello import daily_log
from sportello.models import Act, Case, Citizen, Delegation, Office, OpeningHours, Service, User, Visit
from tests import make


@pytest.fixture
def visit(operator: User, elena: Citizen) -> Visit:
    return make.visit("A014", citizen=elena, operator=operator)


@pytest.fixture
def voltura(db: None) -> Service:
    return make.service(
        "enel-voltura",
        "Voltura della luce",
        kind=Service.Kind.ENTRY,
        partner=make.partner("enel", "Enel"),
        decided_by="Enel",
        whom_to_call="Enel 800 900 800",
        time_needed="circa cinque giorni",
    )


def act(visit: Visit, service: Service, outcome: str, **fields: Any) -> Act:
    assert visit.operator
    return Act.objects.create(
        visit=visit,
        service=service,
        outcome=outcome,
        minutes=5,
        operator=visit.operator,
        at=make.moment(),
        **fields,
    )


def url(visit: Visit) -> str:
    return reverse("visit_receipt", args=[visit.pk])


def text_of(client: Client, visit: Visit) -> str:
    """The words of the receipt in one line, however typst broke them."""
    response = client.get(url(visit))
    assert response.status_code == 200
    pages = PdfReader(BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_says_who_when_what_whose_and_what_now(
    operator_client: Client,
    operator: User,
    elena: Citizen,
    visit: Visit,
    voltura: Service,
    isee_service: Service,
) -> None:
    case = make.case(elena, voltura, operator)
    act(visit, isee_service, Act.Outcome.INFORMED)
    act(visit, voltura, Act.Outcome.OPENED, case=case)
    text = text_of(operator_client, visit)
    for words in (
        "Ricevuta della visita",
        "Turno A014",
        "Giorno 04/03/2026",
        "Per chi Neri Elena",
        "Operatore G. Bianchi",
        "ISEE e agevolazioni",
        "Di chi è Comune",
        "Esito informato",
        "Voltura della luce",
        "Di chi è Enel",
        "Chi decide Enel",
        "Esito aperta una pratica",
        "Pratica 1/2026",
        "E adesso La pratica è stata aperta e va avanti.",
        "Chi la segue G. Bianchi",
        "Tempi circa cinque giorni",
        "Chi chiamare Enel 800 900 800",
        "Pratiche aperte",
        "1/2026 Voltura della luce G. Bianchi",
    ):
        assert words in text


def test_it_is_shown_and_carries_no_name_in_its_own(operator_client: Client, visit: Visit) -> None:
    response = operator_client.get(url(visit))
    assert response.headers["Content-Disposition"] == 'inline; filename="ricevuta-2026-03-04-A014.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    metadata = PdfReader(BytesIO(response.content)).metadata
    assert metadata is not None
    assert metadata.title == "Ricevuta della visita"


def test_the_office_tells_its_telephone_and_hours(operator_client: Client, visit: Visit) -> None:
    Office.objects.create(name="Comune di Prova", phone="0599 000100")
    OpeningHours.objects.create(weekday=1, opens=time(15), closes=time(17, 30))
    OpeningHours.objects.create(weekday=1, opens=time(8, 30), closes=time(12, 30))
    text = text_of(operator_client, visit)
    assert "Telefono: 0599 000100" in text
    assert "martedì 8:30-12:30 e 15:00-17:30" in text


def test_a_referral_says_where(operator_client: Client, visit: Visit, isee_service: Service) -> None:
    act(visit, isee_service, Act.Outcome.REFERRED, note="CAF di via Roma")
    act(visit, isee_service, Act.Outcome.NOT_SERVED, note="INPS non risponde")
    text = text_of(operator_client, visit)
    assert "Rivolgersi a: CAF di via Roma" in text
    assert "Oggi non si è potuto fare: INPS non risponde" in text


def test_who_came_by_delegation_is_named(
    operator_client: Client, operator: User, elena: Citizen, visit: Visit, isee_service: Service
) -> None:
    bruno = make.citizen("Neri", "Bruno")
    visit.delegation = Delegation.objects.create(
        principal=elena,
        delegate=bruno,
        kind=Delegation.Kind.ATTORNEY,
        scope=["isee"],
        valid_from=date(2026, 1, 1),
        document=Delegation.Document.PASSPORT,
        document_number="YA1",
        seen_by=operator,
    )
    visit.save()
    act(visit, isee_service, Act.Outcome.INFORMED, delegation=visit.delegation)
    act(visit, isee_service, Act.Outcome.INFORMED, on_behalf_reason="è in ospedale")
    text = text_of(operator_client, visit)
    assert "Al suo posto Neri Bruno, procura" in text
    assert "Al suo posto un'altra persona, senza delega: è in ospedale" in text.replace("’", "'")


def test_what_was_asked_of_partners_is_told_and_what_waits_goes_by_itself(
    operator_client: Client, operator: User, elena: Citizen, visit: Visit, voltura: Service
) -> None:
    case = make.case(elena, voltura, operator)
    told = [
        ("partners.look_up.concluded", "INPS, Certificazione Unica: trovato."),
        ("partners.contract.queued", "Messa in coda la voltura."),
        ("isee.member.added", "Aggiunto un componente al nucleo."),
    ]
    for kind, text in told:
        daily_log.record(kind, text, operator=operator, at=make.moment(), visit=visit, case=case)
    text = text_of(operator_client, visit)
    assert "INPS, Certificazione Unica: trovato." in text
    assert "Messa in coda la voltura." in text
    assert "parte da solo" in text
    assert "Aggiunto un componente" not in text


def test_nothing_asked_is_nothing_said(operator_client: Client, visit: Visit) -> None:
    assert "Chiesto agli enti" not in text_of(operator_client, visit)


def test_an_anonymous_visit_names_nobody(operator_client: Client, operator: User) -> None:
    anonymous = make.visit("B001", operator=operator)
    text = text_of(operator_client, anonymous)
    assert "persona non registrata" in text
    assert "Nessun servizio registrato" in text
    assert "Pratiche aperte" not in text


def test_closed_cases_are_left_out(
    operator_client: Client, operator: User, elena: Citizen, visit: Visit
) -> None:
    make.case(elena, make.service(), operator, state=Case.State.CONCLUDED)
    assert "Pratiche aperte" not in text_of(operator_client, visit)


def test_a_colleague_prints_it_again(colleague_client: Client, visit: Visit) -> None:
    Visit.objects.update(state=Visit.State.CLOSED, ended_at=make.moment(11))
    assert "A014" in text_of(colleague_client, visit)


def test_only_operators(supervisor_client: Client, administrator_client: Client, visit: Visit) -> None:
    assert supervisor_client.get(url(visit)).status_code == 403
    assert administrator_client.get(url(visit)).status_code == 403


def test_a_visit_that_is_not_there_or_was_not_served(operator_client: Client, elena: Citizen) -> None:
    waiting = make.visit("A020", citizen=elena)
    assert operator_client.get(url(waiting)).status_code == 404
    assert operator_client.get(reverse("visit_receipt", args=[999_999])).status_code == 404


def test_it_cannot_be_posted(operator_client: Client, visit: Visit) -> None:
    assert operator_client.post(url(visit)).status_code == 405


@pytest.mark.parametrize("number", [1, 12])
def test_queries_do_not_grow_with_the_acts(
    operator_client: Client,
    operator: User,
    elena: Citizen,
    visit: Visit,
    voltura: Service,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    for _ in range(number):
        act(visit, voltura, Act.Outcome.OPENED, case=make.case(elena, voltura, operator))
    # Session, user, the session kept (three); visit, tax codes; lines, acts, cases; hours, office, closures; office on the sheet.
    with django_assert_num_queries(11):
        operator_client.get(url(visit))
