"""A call: written, its ranking in draft, exclusions; who may."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import Application, Call
from sportello.models import LogEntry, User
from tests.isee import apply

CALL = {
    "title": "Buoni spesa 2026",
    "act": "determina 12 del 20/01/2026",
    "benefit_code": "A1.06",
    "opens_on": "01/03/2026",
    "closes_on": "31/03/2026",
    "places": "30",
    "order": "isee",
    "tie": "earlier",
}
BUDGET = {**CALL, "places": "", "budget": "10.000,00", "amount_each": "250,00"}


def test_a_call_with_places(supervisor_client: Client) -> None:
    response = supervisor_client.post(reverse("new_call"), CALL)
    call = Call.objects.get()
    assert response["Location"] == reverse("call", args=[call.pk])
    assert (call.places, call.budget, call.closes_on) == (30, None, date(2026, 3, 31))
    assert LogEntry.objects.get(kind="isee.call.saved").text == "Aperto il bando «Buoni spesa 2026»."


def test_a_call_with_a_budget(supervisor_client: Client) -> None:
    supervisor_client.post(reverse("new_call"), BUDGET)
    call = Call.objects.get()
    assert (call.places, call.budget, call.amount_each) == (None, Decimal("10000.00"), Decimal("250.00"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Scrivi il titolo del bando."),
        ({"closes_on": "28/02/2026"}, "Il bando si chiude prima di aprirsi"),
        ({"opens_on": "31/02/2026"}, "Questo giorno non esiste"),
        ({"places": ""}, "Scrivi i posti, oppure la disponibilità in euro."),
        ({"places": "0"}, "Con zero posti non entra nessuno"),
        ({"budget": "100"}, "lascia vuoto l&#x27;uno o l&#x27;altra"),
        ({"places": "", "budget": "0"}, "Una disponibilità di zero euro non paga nessuno"),
        ({"places": "", "budget": "-5"}, "non può essere negativo"),
        ({"tie": "lower_isee"}, "Chi è pari ha già lo stesso ISEE"),
    ],
)
def test_a_call_that_gives_nothing_or_never_opens(
    typed: dict[str, str], sentence: str, supervisor_client: Client
) -> None:
    response = supervisor_client.post(reverse("new_call"), {**CALL, **typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Call.objects.exists()


def test_the_draft_is_in_order_and_says_who_would_be_in(operator: User, supervisor_client: Client) -> None:
    call = apply.call(isee_limit=Decimal(10000))
    apply.entries(call, operator, "9000", "1000", "5000", "20000", "5000")
    html = supervisor_client.get(reverse("call", args=[call.pk])).content.decode()
    order = [html.index(f">{number}/2026<") for number in (2, 3, 5, 1, 4)]
    assert order == sorted(order)
    assert "A parità di ISEE con la domanda 3/2026: stesso giorno, viene prima il protocollo 103." in html
    assert "ISEE oltre il limite del bando, 10.000,00 euro." in html
    assert "Pubblica la graduatoria" in html


def test_a_call_that_is_open_cannot_be_published_yet(operator: User, supervisor_client: Client) -> None:
    call = apply.call(closes_on=date(2026, 3, 31))
    apply.entries(call, operator, "9000")
    html = supervisor_client.get(reverse("call", args=[call.pk])).content.decode()
    assert reverse("publish_ranking", args=[call.pk]) not in html
    assert "dal giorno che segue il 31/03/2026" in html


def test_what_is_missing_is_told_instead_of_a_ranking(operator: User, supervisor_client: Client) -> None:
    call = apply.call(order="points")
    apply.entries(call, operator, "9000")
    html = supervisor_client.get(reverse("call", args=[call.pk])).content.decode()
    assert "Manca il punteggio di una domanda (1/2026)" in html


def test_an_application_is_excluded_with_a_reason_and_taken_in_again(
    operator: User, supervisor_client: Client
) -> None:
    call = apply.call()
    entry = apply.entries(call, operator, "9000")[0]
    url = reverse("exclude_application", args=[call.pk, entry.pk])
    supervisor_client.post(url, {"reason": "Non residente."})
    assert "Non residente." in supervisor_client.get(reverse("call", args=[call.pk])).content.decode()
    supervisor_client.post(url, {"reason": ""})
    assert Application.objects.get().exclusion == ""
    lines = LogEntry.objects.filter(kind="isee.call.excluded").order_by("pk")
    assert [line.text for line in lines] == [
        "Bando «Buoni spesa 2026»: esclusa la domanda 1/2026.",
        "Bando «Buoni spesa 2026»: riammessa la domanda 1/2026.",
    ]


def test_an_operator_reads_and_does_not_write(operator_client: Client, operator: User) -> None:
    call = apply.call()
    entry = apply.entries(call, operator, "9000")[0]
    html = operator_client.get(reverse("call", args=[call.pk])).content.decode()
    assert reverse("application", args=[entry.pk]) in html
    assert "Pubblica la graduatoria" not in html
    assert operator_client.post(reverse("publish_ranking", args=[call.pk])).status_code == 403


def test_an_application_decided_by_a_ranking_has_no_decision_of_its_own(
    operator_client: Client, operator: User
) -> None:
    entry = apply.entries(apply.call(), operator, "9000")[0]
    html = operator_client.get(reverse("application", args=[entry.pk])).content.decode()
    assert "Si decide con la graduatoria del bando." in html
    response = operator_client.post(
        reverse("refuse_application", args=[entry.pk]),
        {"act_number": "1", "decided_on": "04/03/2026", "signer": "x", "reason": "x", "remedy": "x"},
        follow=True,
    )
    assert Application.objects.get(pk=entry.pk).state == "submitted"
    assert response.status_code in (200, 422)


def test_the_term_of_a_call_runs_from_its_closing(operator: User) -> None:
    entry = apply.entries(apply.call(), operator, "9000")[0]
    assert entry.due_on == date(2026, 3, 30)  # of 28 February, not of the 10th
