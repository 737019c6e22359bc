"""The fragment that the first page asks for again and again."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sportello.models import Citizen, Service, User
from sportello.views import queue
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")
QUEUE = reverse("queue")
QUERIES = 6


def test_it_is_the_part_of_the_first_page(operator_client: Client, elena: Citizen) -> None:
    make.visit("A043", citizen=elena)
    fragment = operator_client.get(QUEUE).content.decode()
    page = operator_client.get(reverse("home")).content.decode()
    assert "<html" not in fragment
    assert "A043" in fragment
    # But for the keys of the forms, which differ from answer to answer.
    assert [
        line for line in fragment.splitlines() if "csrf" not in line and line not in page.splitlines()
    ] == []


def test_it_does_not_count_as_presence(operator_client: Client) -> None:
    assert getattr(queue.queue, "is_polled", False)


def test_it_is_not_for_other_roles(supervisor_client: Client, administrator_client: Client) -> None:
    assert supervisor_client.get(QUEUE).status_code == 403
    assert administrator_client.get(QUEUE).status_code == 403


def test_it_only_reads(operator_client: Client) -> None:
    assert operator_client.post(QUEUE).status_code == 405


@pytest.mark.parametrize("rows", [10, 300])
def test_the_number_of_queries_is_fixed(
    rows: int,
    operator_client: Client,
    operator: User,
    elena: Citizen,
    tari: Service,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        make.visit(f"A{number:03}", citizen=elena, service=tari)
        make.visit(f"B{number:03}", citizen=elena, service=tari, operator=operator, state="closed")
    with django_assert_num_queries(QUERIES):
        operator_client.get(QUEUE)
