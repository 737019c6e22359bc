import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sportello.models import Counter, LogEntry

URL, NEW = reverse("counters"), reverse("new_counter")

pytestmark = pytest.mark.django_db


def edit_url(counter: Counter) -> str:
    return reverse("edit_counter", args=[counter.pk])


def test_it_lists_them(administrator_client: Client) -> None:
    Counter.objects.create(name="Sportello 1", description="piano terra")
    Counter.objects.create(name="Sportello 2", is_active=False)
    page = administrator_client.get(URL).content.decode()
    assert "piano terra" in page
    assert "Non in uso" in page


def test_an_office_without_counters_is_invited_to_add_one(administrator_client: Client) -> None:
    assert "aggiungi la prima" in administrator_client.get(URL).content.decode()


def test_a_counter_is_added(administrator_client: Client) -> None:
    response = administrator_client.post(NEW, {"name": "Sportello 3", "is_active": "on"})
    assert response.status_code == 302
    assert Counter.objects.get().is_active
    assert LogEntry.objects.get().text == "Aggiunta la postazione Sportello 3."


def test_a_counter_is_put_out_of_use(administrator_client: Client) -> None:
    counter = Counter.objects.create(name="Sportello 3")
    administrator_client.post(edit_url(counter), {"name": "Sportello 3"})
    assert not Counter.objects.get().is_active
    assert LogEntry.objects.get().text == "Cambiata la postazione Sportello 3."


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Scrivi il nome della postazione."),
        ("Sportello 1", "Questo nome c&#x27;è già."),
        ("x" * 61, "60 caratteri"),
    ],
)
def test_what_is_wrong_is_said(administrator_client: Client, name: str, sentence: str) -> None:
    Counter.objects.create(name="Sportello 1")
    response = administrator_client.post(NEW, {"name": name, "description": "in fondo"})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "in fondo" in response.content.decode()
    assert Counter.objects.count() == 1


def test_one_that_is_not_there(administrator_client: Client) -> None:
    assert administrator_client.get(reverse("edit_counter", args=[999])).status_code == 404


def test_only_the_administrator(operator_client: Client, supervisor_client: Client) -> None:
    counter = Counter.objects.create(name="Sportello 1")
    for client in (operator_client, supervisor_client):
        assert client.get(URL).status_code == 403
        assert client.post(NEW, {"name": "Sportello 2"}).status_code == 403
        assert client.post(edit_url(counter), {"name": "altro"}).status_code == 403
    assert [str(counter) for counter in Counter.objects.all()] == ["Sportello 1"]


@pytest.mark.parametrize("number", [10, 100])
def test_queries_do_not_grow(
    administrator_client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    Counter.objects.bulk_create(Counter(name=f"Sportello {order:03}") for order in range(number))
    # Session, user, the session kept (three); counters; the office of the frame.
    with django_assert_num_queries(4):
        page = administrator_client.get(URL).context["page"]
    assert len(page.rows) == min(number, 25)


def test_pages_follow_each_other(administrator_client: Client) -> None:
    Counter.objects.bulk_create(Counter(name=f"Sportello {order:03}") for order in range(30))
    first = administrator_client.get(URL).context["page"]
    second = administrator_client.get(URL, {"after": first.next_after}).context["page"]
    assert [counter.name for counter in second.rows] == [f"Sportello {order:03}" for order in range(25, 30)]
    assert second.next_after is None
