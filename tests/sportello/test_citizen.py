"""The page of a citizen: who it is, what is open, who may act."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sportello.models import Citizen, Delegation, Service, TaxCode, User, Visit
from tests import make
from tests.sportello.test_delegations import delegation

pytestmark = pytest.mark.usefixtures("at_ten")


def page_of(client: Client, citizen: Citizen, query: str = "") -> str:
    response = client.get(f"/cittadini/{citizen.pk}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(operator_client: Client, elena: Citizen) -> None:
    page = page_of(operator_client, elena)
    assert "<h1>Neri Elena <small>77 anni</small></h1>" in page
    for text in ("17/05/1948", "Via Garibaldi 12", "Poggioverde", "<span>NRELNE</span>"):
        assert text in page


def test_it_is_for_operators(supervisor_client: Client, administrator_client: Client, elena: Citizen) -> None:
    assert supervisor_client.get(f"/cittadini/{elena.pk}/").status_code == 403
    assert administrator_client.get(f"/cittadini/{elena.pk}/").status_code == 403


def test_somebody_who_is_not_there_is_not_found(operator_client: Client, elena: Citizen) -> None:
    assert operator_client.get(f"/cittadini/{elena.pk + 1}/").status_code == 404


def test_the_age_comes_from_the_birth_date_only(operator_client: Client) -> None:
    unknown = make.citizen("Neri", "Ugo", "NREGUO48E17H501Q", birth_date=None)
    page = page_of(operator_client, unknown)
    assert "anni</small>" not in page
    assert "non registrata" in page


@pytest.mark.parametrize(("on", "age"), [(date(2026, 5, 16), 77), (date(2026, 5, 17), 78)])
def test_a_year_is_completed_on_the_birthday(on: date, age: int) -> None:
    assert Citizen(birth_date=date(1948, 5, 17)).age(on) == age


def test_several_codes_over_time(operator_client: Client, elena: Citizen) -> None:
    TaxCode.objects.create(citizen=elena, code="12345678903", is_current=False, added_on=date(2020, 1, 1))
    page = page_of(operator_client, elena)
    assert "12345678903" in page
    assert "precedente, provvisorio" in page
    assert "in uso" in page


def test_what_does_not_match_is_said_and_blocks_nothing(operator_client: Client) -> None:
    citizen = make.citizen("Verdi", "Elena", "NRELNE48E57H501T")
    page = page_of(operator_client, citizen)
    assert "Il codice comincia con NRE, ma dal cognome ci si aspetta VRD." in page
    assert "Inizia la visita" in page


def test_a_provisional_code_says_what_it_is(operator_client: Client) -> None:
    citizen = make.citizen("Traoré", "Awa", "12345678903")
    assert "Codice provvisorio di 11 cifre" in page_of(operator_client, citizen)


def test_a_need_and_a_language_stand_out(operator_client: Client) -> None:
    citizen = make.citizen(need="hearing", language="rumeno")
    page = page_of(operator_client, citizen)
    assert "Attenzione: sente poco." in page
    assert "Lingua: <strong>rumeno</strong>" in page


def test_the_open_cases_are_listed(
    operator_client: Client, operator: User, elena: Citizen, isee_service: Service
) -> None:
    case = make.case(elena, isee_service, operator)
    make.case(elena, isee_service, operator, state="concluded")
    page = page_of(operator_client, elena)
    assert f'<a href="/pratiche/{case.pk}/">1/2026</a>' in page
    assert "2/2026" not in page


def test_delegations_given_and_held_with_their_state(
    operator_client: Client, operator: User, elena: Citizen
) -> None:
    luca, ada = make.citizen("Bruni", "Luca"), make.citizen("Bruni", "Ada")
    delegation(elena, luca, operator)
    delegation(ada, elena, operator, valid_to=date(2026, 3, 3))
    page = page_of(operator_client, elena)
    assert "Chi può agire per Neri Elena" in page
    assert "In vigore" in page
    assert "Per chi può agire Neri Elena" in page
    assert "Scaduta" in page


# The visit


def test_a_visit_can_be_started(operator_client: Client, elena: Citizen) -> None:
    assert f'action="/cittadini/{elena.pk}/visita/"' in page_of(operator_client, elena)


def test_while_somebody_else_is_at_the_desk_it_is_only_read(
    operator_client: Client, operator: User, elena: Citizen
) -> None:
    make.visit(citizen=elena, operator=operator)
    page = page_of(operator_client, make.citizen("Rossi", "Maria"))
    assert "Al banco c'è Neri Elena: qui puoi solo consultare." in page
    assert "Inizia la visita" not in page


def test_who_is_at_the_desk_leads_to_the_visit(
    operator_client: Client, operator: User, elena: Citizen
) -> None:
    visit = make.visit(citizen=elena, operator=operator)
    page = page_of(operator_client, elena)
    assert f'href="/visite/{visit.pk}/">È al banco: vai alla visita A001' in page


def test_visits_are_shown_by_pages(operator_client: Client, operator: User, elena: Citizen) -> None:
    start = make.moment(on=date(2025, 1, 1))
    for number in range(26):
        make.visit(
            f"B{number:03}", citizen=elena, operator=operator, state=Visit.State.CLOSED,
            arrived_at=start + timedelta(days=number),
        )  # fmt: skip
    first = page_of(operator_client, elena)
    assert "B025" in first
    assert "B001" in first
    assert "B000" not in first
    oldest_shown = Visit.objects.get(ticket="B001")
    assert f"?after={oldest_shown.pk}" in first
    assert "B000" in page_of(operator_client, elena, f"?after={oldest_shown.pk}")


@pytest.mark.parametrize("query", ["?after=x", "?after=", "?after=999999999999999999999", "?after=-1"])
def test_a_page_that_does_not_exist_is_no_error(operator_client: Client, elena: Citizen, query: str) -> None:
    page_of(operator_client, elena, query)


def test_the_number_of_queries_does_not_depend_on_the_history(
    operator_client: Client, operator: User, elena: Citizen, isee_service: Service
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(operator_client, elena)
        return len(captured)

    page_of(operator_client, elena)
    with_nothing = queries()
    start = make.moment(on=date(2025, 1, 1))
    for number in range(30):
        person = make.citizen("Bruni", f"Luca {number}")
        delegation(elena, person, operator)
        delegation(person, elena, operator)
        make.case(elena, isee_service, operator)
        make.visit(
            f"B{number:03}", citizen=elena, operator=operator, service=isee_service,
            state=Visit.State.CLOSED, arrived_at=start + timedelta(days=number),
        )  # fmt: skip
        TaxCode.objects.create(
            citizen=elena, code=f"{number:011}", is_current=False, added_on=date(2020, 1, 1)
        )
    assert queries() == with_nothing
    assert Delegation.objects.count() == 60
