"""The first page of the counter: the search, the own suspended visits, the waiting list, the day's numbers."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sportello.models import Citizen, Service, User, Visit
from tests import make
from tests.conftest import signed_in

pytestmark = pytest.mark.usefixtures("at_ten")
HOME = reverse("home")
QUERIES = 10


def page(client: Client, **asked: str) -> str:
    response = client.get(HOME, asked)
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(operator_client: Client) -> None:
    text = page(operator_client)
    assert "Chi hai davanti?" in text
    assert "Banco libero" in text
    assert "Nessuno in attesa." in text
    assert "Nessuna visita sospesa: tutto chiuso." in text


def test_each_role_is_led_to_its_own_first_page(
    supervisor_client: Client, administrator_client: Client
) -> None:
    assert supervisor_client.get(HOME).headers["Location"] == reverse("daily_log")
    assert administrator_client.get(HOME).headers["Location"] == reverse("settings")


def test_who_has_several_roles_and_serves_citizens_starts_at_the_counter(db: None) -> None:
    anna = make.user("anna", is_operator=True, is_supervisor=True, is_administrator=True)
    assert "Chi hai davanti?" in page(signed_in(anna))


def test_who_has_no_role_reads_whom_to_ask(db: None) -> None:
    response = signed_in(make.user("nuovo")).get(HOME)
    assert response.status_code == 403
    assert "chiedi a chi amministra il programma" in response.content.decode()


def test_the_waiting_list_shows_precedence_first_with_minutes(
    operator_client: Client, elena: Citizen, tari: Service
) -> None:
    make.visit("C007", service=tari, arrived_at=make.moment(9, 46))
    make.visit("A043", citizen=elena, priority=True, arrived_at=make.moment(9, 57))
    text = page(operator_client)
    assert text.index("A043") < text.index("C007")
    assert "Chiama A043" in text
    assert "Precedenza" in text
    assert "3 min" in text
    assert '<span class="queue-minutes queue-minutes-long">14 min</span>' in text


def test_with_somebody_at_the_desk_it_offers_to_conclude_and_call(
    operator_client: Client, operator: User, elena: Citizen
) -> None:
    visit = make.visit("A042", operator=operator, citizen=elena)
    make.visit("A043")
    text = page(operator_client)
    assert "Concludi A042 e chiama A043" in text
    assert f"{reverse('close_visit', args=[visit.pk])}?chiama=1" in text
    assert "Cerca un cittadino" in text


def test_the_bar_shows_who_is_at_the_desk(operator_client: Client, operator: User, elena: Citizen) -> None:
    make.visit("A042", operator=operator, citizen=elena, arrived_at=make.moment(9, 54))
    text = page(operator_client)
    assert "Neri Elena" in text
    assert "77 anni" in text
    assert "In corso da <span data-minutes>6</span> min" in text


def test_suspended_visits_are_the_own_ones_and_those_handed_over(
    operator_client: Client, operator: User, colleague: User, elena: Citizen, tari: Service
) -> None:
    suspended = {"state": Visit.State.SUSPENDED, "started_at": make.moment(9), "timer_from": make.moment(9)}
    make.visit("A001", operator=operator, citizen=elena, suspend_reason="documents", **suspended)
    make.visit("A002", operator=colleague, service=tari, suspend_reason="colleague", **suspended)
    make.visit("A003", operator=colleague, suspend_reason="documents", **suspended)
    text = page(operator_client)
    assert "Mancano documenti" in text
    assert "Te la passa M. Rossi" in text
    assert "A003" not in text


def test_a_visit_suspended_days_ago_says_when(operator_client: Client, operator: User) -> None:
    make.visit(
        "A001",
        operator=operator,
        state="suspended",
        suspend_reason="returns",
        arrived_at=make.moment() - timedelta(days=2),
    )
    assert "del 02/03" in page(operator_client)


def test_the_numbers_of_the_day_are_the_own_ones(
    operator_client: Client, operator: User, colleague: User
) -> None:
    closed = {"state": Visit.State.CLOSED, "ended_at": make.moment(9, 30)}
    make.visit("A001", operator=operator, arrived_at=make.moment(9), started_at=make.moment(9, 8), **closed)
    make.visit("A002", operator=operator, arrived_at=make.moment(9), started_at=make.moment(9, 10), **closed)
    # Begun at once, without a ticket: nobody waited.
    make.visit("B001", operator=operator, arrived_at=make.moment(9), started_at=make.moment(9), **closed)
    make.visit("A003", operator=colleague, arrived_at=make.moment(8), started_at=make.moment(9), **closed)
    text = page(operator_client)
    assert "<dt>Conclusi</dt><dd>3</dd>" in text
    assert "<dt>Sospesi</dt><dd>0</dd>" in text
    assert "<dt>Attesa media</dt><dd>9 <small>min</small></dd>" in text


def test_the_receipt_of_the_visit_just_closed_is_offered_for_ten_minutes(
    operator_client: Client, operator: User, elena: Citizen, at_ten: time_machine.Traveller
) -> None:
    visit = make.visit("A042", operator=operator, citizen=elena, state="closed", ended_at=make.moment(9, 55))
    receipt = reverse("visit_receipt", args=[visit.pk])
    assert receipt in page(operator_client)
    at_ten.move_to(make.moment(10, 6))
    assert receipt not in page(operator_client)


def test_only_the_first_dozen_of_those_who_wait_is_listed(operator_client: Client, db: None) -> None:
    for number in range(15):
        make.visit(f"A{number:03}", arrived_at=make.moment(9, number))
    text = page(operator_client)
    assert '<span class="count count-strong">15</span>' in text
    assert "Ne aspettano altri oltre a questi 12." in text


def test_suspended_visits_are_paged_by_key(operator_client: Client, operator: User) -> None:
    for number in range(26):
        make.visit(f"A{number:03}", operator=operator, state="suspended", suspend_reason="returns")
    assert "A000" not in page(operator_client)
    last_of_first_page = Visit.objects.get(ticket="A001")
    assert "A000" in page(operator_client, after=str(last_of_first_page.pk))
    assert "A025" in page(operator_client, after="niente")


@pytest.mark.parametrize("rows", [10, 300])
def test_the_number_of_queries_is_fixed(
    rows: int,
    operator_client: Client,
    operator: User,
    elena: Citizen,
    tari: Service,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make.visit("Z000", operator=operator, citizen=elena, service=tari)
    for number in range(rows):
        common = {"citizen": elena, "service": tari}
        make.visit(f"A{number:03}", **common)
        make.visit(f"B{number:03}", operator=operator, state="suspended", suspend_reason="returns", **common)
        make.visit(f"C{number:03}", operator=operator, state="closed", ended_at=make.moment(9, 59), **common)
    with django_assert_num_queries(QUERIES):
        page(operator_client)
