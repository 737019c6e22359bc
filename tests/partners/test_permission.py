"""Whether an act of a service may be done on a day by an operator: below the screen, and through it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from partners.models import Agreement
from partners.permission import permissions
from sportello import cases
from sportello.models import Case, Citizen, Partner, Service, User, Visit
from sportello.permission import NotAllowed, require_permission
from tests import make

FIRST, LAST = date(2026, 3, 1), date(2026, 6, 30)
WITHIN = date(2026, 4, 15)
State = Agreement.State


@pytest.fixture
def inps(db: None) -> Partner:
    return make.partner()


@pytest.fixture
def cud(inps: Partner) -> Service:
    return make.service("inps-cud", "Copia del CUD", kind="look_up", partner=inps)


@pytest.fixture
def spring(inps: Partner, cud: Service) -> Agreement:
    """An agreement from 1 March to 30 June 2026."""
    return make.agreement(inps, cud, starts_on=FIRST, ends_on=LAST)


def reason(service: Service, on: date, operator: User) -> str:
    return permissions([service], on, operator)[service.pk].reason


@pytest.mark.parametrize("day", [FIRST, WITHIN, LAST])
def test_allowed_from_the_first_day_to_the_last(
    day: date, spring: Agreement, cud: Service, operator: User
) -> None:
    assert permissions([cud], day, operator)[cud.pk].allowed
    require_permission(cud, day, operator)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 2, 28), "L'accordo con INPS comincia il 01/03/2026."),
        (date(2026, 7, 1), "L'accordo con INPS è finito il 30/06/2026."),
    ],
)
def test_the_day_before_and_the_day_after(
    day: date, sentence: str, spring: Agreement, cud: Service, operator: User
) -> None:
    assert reason(cud, day, operator) == sentence
    with pytest.raises(NotAllowed, match="INPS"):
        require_permission(cud, day, operator)


def test_without_end_it_goes_on(inps: Partner, cud: Service, operator: User) -> None:
    make.agreement(inps, cud, starts_on=FIRST)
    assert permissions([cud], date(2060, 1, 1), operator)[cud.pk].allowed


def test_suspended(spring: Agreement, cud: Service, operator: User) -> None:
    spring.state, spring.suspended_reason = State.SUSPENDED, "verifica delle credenziali"
    spring.where_else = "Si va alla sede INPS di Rimini."
    spring.save()
    assert reason(cud, WITHIN, operator) == (
        "L'accordo con INPS è sospeso: verifica delle credenziali. Si va alla sede INPS di Rimini."
    )


@pytest.mark.parametrize("day", [WITHIN, LAST])
def test_notice_given_goes_on_until_the_last_day(
    day: date, spring: Agreement, cud: Service, operator: User
) -> None:
    spring.state = State.NOTICE
    spring.save()
    assert permissions([cud], day, operator)[cud.pk].allowed
    assert not permissions([cud], date(2026, 7, 1), operator)[cud.pk].allowed


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.PROPOSED, "L'accordo con INPS non è in vigore."),
        (State.EVALUATION, "L'accordo con INPS non è in vigore."),
        (State.APPROVED, "L'accordo con INPS non è in vigore."),
        (State.ENDED, "L'accordo con INPS non è in vigore."),
        (State.DECLINED, "La proposta di INPS non è stata accolta."),
    ],
)
def test_other_states_stop_the_service_within_the_dates(
    state: str, sentence: str, spring: Agreement, cud: Service, operator: User
) -> None:
    spring.state = state
    spring.save()
    assert reason(cud, WITHIN, operator) == sentence


def test_only_the_operators_named(spring: Agreement, cud: Service, operator: User, colleague: User) -> None:
    spring.operators.add(colleague)
    assert permissions([cud], WITHIN, colleague)[cud.pk].allowed
    assert reason(cud, WITHIN, operator) == (
        "Il tuo profilo non è autorizzato per «Copia del CUD». Chiedi al responsabile dello sportello."
    )


def test_an_agreement_for_another_service_does_not_help(
    inps: Partner, spring: Agreement, operator: User
) -> None:
    other = make.service("inps-isee", "Attestazione ISEE", kind="look_up", partner=inps)
    assert reason(other, WITHIN, operator) == (
        "Per «Attestazione ISEE» non c'è un accordo con INPS: il servizio non si può dare."
    )


def test_the_newer_of_two_agreements_counts(
    inps: Partner, spring: Agreement, cud: Service, operator: User
) -> None:
    make.agreement(inps, cud, starts_on=date(2026, 7, 1))
    assert permissions([cud], date(2026, 7, 1), operator)[cud.pk].allowed


def test_the_comune_gives_its_own_services_without_agreement(operator: User) -> None:
    own = make.service("tari", "TARI", kind="information")
    assert permissions([own], WITHIN, operator)[own.pk].allowed


def test_a_service_no_longer_offered(spring: Agreement, cud: Service, operator: User) -> None:
    cud.is_active = False
    cud.save()
    assert reason(cud, WITHIN, operator) == "«Copia del CUD» non è più offerto a questo sportello."


def test_three_queries_for_any_number_of_services(
    inps: Partner, operator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    services = [make.service(f"inps-{n}", f"Servizio {n}", kind="look_up", partner=inps) for n in range(30)]
    for service in services:
        make.agreement(inps, service)
    with django_assert_num_queries(3):
        answer = permissions(services, WITHIN, operator)
    assert all(permission.allowed for permission in answer.values())


# Every door asks it


def suspend(service: Service) -> None:
    service.agreements.update(state=State.SUSPENDED, suspended_reason="lavori")


def test_no_case_is_opened_below_the_screen(operator: User, elena: Citizen, cud_service: Service) -> None:
    suspend(cud_service)
    with pytest.raises(NotAllowed, match="sospeso: lavori"):
        cases.open_case(citizen=elena, service=cud_service, operator=operator, at=make.moment())
    assert not Case.objects.exists()


@pytest.mark.parametrize("name", ["new_look_up", "new_contract_request"])
def test_no_case_is_opened_through_the_screen(
    name: str,
    operator_client: Client,
    elena_visit: Visit,
    cud_service: Service,
    voltura_service: Service,
) -> None:
    service = cud_service if name == "new_look_up" else voltura_service
    suspend(service)
    url = reverse(name, args=[elena_visit.pk, service.pk])
    response = (
        operator_client.post(url, follow=True)
        if name == "new_look_up"
        else operator_client.get(url, follow=True)
    )
    assert "è sospeso: lavori" in response.content.decode()
    assert not Case.objects.exists()


def test_the_panel_says_why_and_offers_no_button(
    operator_client: Client, elena_visit: Visit, cud_case: Case
) -> None:
    suspend(cud_case.service)
    page = operator_client.get(reverse("case_look_ups", args=[cud_case.pk])).content.decode()
    assert "L&#x27;accordo con INPS è sospeso: lavori." in page
    assert "Chiedi a INPS" not in page
