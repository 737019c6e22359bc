"""The list of applications and the panel of the first page: late ones first."""

from datetime import date

from django.test import Client
from django.urls import reverse

from isee.models import Application
from sportello.models import Citizen, User
from tests.isee import apply


def three(elena: Citizen, operator: User) -> list[Application]:
    """One whose term is far, one over, one near; today is 4 March."""
    days = [date(2026, 3, 2), date(2026, 1, 30), date(2026, 2, 6)]
    return [apply.submitted(elena, operator, on=day) for day in days]


def test_the_list_begins_with_what_is_late(operator_client: Client, operator: User, elena: Citizen) -> None:
    far, late, near = three(elena, operator)
    html = operator_client.get(reverse("applications")).content.decode()
    places = [html.index(f">{each.case}<") for each in (late, near, far)]
    assert places == sorted(places)
    assert "Scaduta da 2 giorni" in html
    assert "1 tua è oltre il termine" in html
    assert "02/03/2026" in html  # the last day of the late one: 1 March is a Sunday


def test_the_panel_shows_what_is_late_or_near(
    operator_client: Client, operator: User, elena: Citizen
) -> None:
    far, late, near = three(elena, operator)
    html = operator_client.get(reverse("due_applications")).content.decode()
    assert "<html" not in html
    assert html.index(f">{late.case}<") < html.index(f">{near.case}<")
    assert f">{far.case}<" not in html
    assert "Tra 5 giorni" in html  # 8 March is a Sunday
    assert "1 oltre il termine" in html


def test_there_is_no_panel_when_nothing_is_due(operator_client: Client) -> None:
    assert operator_client.get(reverse("due_applications")).content.strip() == b""


def test_the_first_page_asks_for_the_panel(operator_client: Client) -> None:
    assert reverse("due_applications") in operator_client.get(reverse("home")).content.decode()


def test_others_are_shown_on_request(
    operator_client: Client, colleague_client: Client, operator: User, elena: Citizen
) -> None:
    mine = apply.submitted(elena, operator)
    url = reverse("applications")
    assert f">{mine.case}<" not in colleague_client.get(url).content.decode()
    assert f">{mine.case}<" in colleague_client.get(url, {"di": "tutte"}).content.decode()


def test_each_state_has_its_list(operator_client: Client, operator: User, elena: Citizen) -> None:
    application = apply.application(elena, operator)
    url = reverse("applications")
    assert "Nessuna domanda con questi filtri" in operator_client.get(url).content.decode()
    assert f">{application.case}<" in operator_client.get(url, {"stato": "open"}).content.decode()


def test_the_lists_go_on_by_key(operator_client: Client, operator: User, elena: Citizen) -> None:
    made = [apply.submitted(elena, operator) for _ in range(26)]
    url = reverse("applications")
    first = operator_client.get(url).content.decode()
    assert f">{made[25].case}<" not in first
    after = f"{reverse('applications')}?after={made[24].pk}"
    assert f"after={made[24].pk}" in first
    assert f">{made[25].case}<" in operator_client.get(after).content.decode()
