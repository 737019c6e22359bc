"""The list of cases: the own open ones, and what the filters find."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sportello.models import Case, Citizen, Service, User
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")
CASES = reverse("cases")
QUERIES = 5


@pytest.fixture
def three(
    elena: Citizen, operator: User, colleague: User, mensa: Service, isee_service: Service
) -> list[Case]:
    """An own open case, an own concluded one, and one of a colleague's."""
    return [
        make.case(elena, mensa, operator, number=11),
        make.case(elena, isee_service, operator, number=12, state="concluded", closed_at=make.moment()),
        make.case(
            elena,
            isee_service,
            colleague,
            number=13,
            protocol_number="0004711",
            protocol_date=make.moment().date(),
        ),
    ]


def numbers(client: Client, **asked: str) -> list[int]:
    """The numbers of the cases that the page lists, in its order."""
    response = client.get(CASES, asked)
    assert response.status_code == 200
    return [case.number for case in response.context["page"].rows]


def test_it_works(operator_client: Client, three: list[Case]) -> None:
    text = operator_client.get(CASES).content.decode()
    assert reverse("case", args=[three[0].pk]) in text
    assert "Neri Elena" in text
    assert "Mensa scolastica" in text
    assert "12/2026" not in text.split("</form>")[-1]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [11]),
        ({"stato": "chiuse"}, [12]),
        ({"stato": "tutte"}, [12, 11]),
        ({"di": "tutte"}, [13, 11]),
        ({"di": "tutte", "stato": "tutte", "tipo": "dossier"}, [13, 12]),
        ({"tipo": "procedure"}, [11]),
        ({"numero": "13/2026"}, [13]),
        ({"numero": " 12 "}, [12]),
        ({"numero": "13/2025"}, []),
        ({"stato": "sparite", "tipo": "boh", "di": "nessuno"}, [11]),
        ({"after": "abc"}, [11]),
    ],
)
def test_the_filters(
    asked: dict[str, str], found: list[int], operator_client: Client, three: list[Case]
) -> None:
    assert numbers(operator_client, **asked) == found


@pytest.mark.parametrize("typed", ["dodici", "12/26", "12/2026/1", "x" * 200, "9" * 12])
def test_a_number_that_cannot_be_read_is_said_beside_the_field(
    typed: str, operator_client: Client, three: list[Case]
) -> None:
    response = operator_client.get(CASES, {"numero": typed})
    assert response.status_code == 200
    text = response.content.decode()
    assert "Il numero si scrive come 12/2026." in text or "Al massimo 12 caratteri" in text
    assert typed in text


def test_they_are_paged_by_key(
    operator_client: Client, elena: Citizen, operator: User, mensa: Service
) -> None:
    for number in range(1, 31):
        make.case(elena, mensa, operator, number=number)
    assert numbers(operator_client) == list(range(30, 5, -1))
    last = Case.objects.get(number=6)
    assert f"after={last.pk}" in operator_client.get(CASES).content.decode()
    assert numbers(operator_client, after=str(last.pk)) == [5, 4, 3, 2, 1]


def test_without_cases_it_says_so(operator_client: Client) -> None:
    assert "Nessuna pratica con questi filtri." in operator_client.get(CASES).content.decode()


def test_it_is_not_for_other_roles(supervisor_client: Client, administrator_client: Client) -> None:
    assert supervisor_client.get(CASES).status_code == 403
    assert administrator_client.get(CASES).status_code == 403


@pytest.mark.parametrize("rows", [10, 300])
def test_the_number_of_queries_is_fixed(
    rows: int,
    operator_client: Client,
    elena: Citizen,
    operator: User,
    mensa: Service,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        make.case(elena, mensa, operator, number=number)
    with django_assert_num_queries(QUERIES):
        operator_client.get(CASES)
