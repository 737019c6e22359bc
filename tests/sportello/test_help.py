import pytest
from django.test import Client
from django.urls import reverse

PAGES = [("help", "Una mattina al banco"), ("accessibility", "WCAG 2.2")]


@pytest.mark.parametrize(("name", "words"), PAGES)
def test_everybody_reads_them(
    operator_client: Client, supervisor_client: Client, administrator_client: Client, name: str, words: str
) -> None:
    for client in (operator_client, supervisor_client, administrator_client):
        page = client.get(reverse(name))
        assert page.status_code == 200
        assert words in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "words"), PAGES)
def test_who_is_not_signed_in_is_led_there(client: Client, name: str, words: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_the_guide_names_every_key_of_the_window_of_keys(operator_client: Client) -> None:
    page = operator_client.get(reverse("help")).content.decode()
    guide, window = page.split('id="keys"')[0], page.split('id="keys"')[1]
    for key in ("F2", "F4", "F8", "F9", "↓", "Invio", "Esc"):
        assert f"<kbd>{key}</kbd>" in window
        assert f"<kbd>{key}</kbd>" in guide
