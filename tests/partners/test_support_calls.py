"""Calls to the help desk: one key, the minutes, counted for the agreement."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners import support_calls
from partners.models import ContractRequest, SupportCall
from sportello.models import LogEntry


@pytest.fixture
def call(operator_client: Client, draft: Callable[..., ContractRequest]) -> SupportCall:
    """Giulia is on the phone with Enel about Elena's voltura."""
    operator_client.post(reverse("start_support_call", args=[draft().case_id]))
    return SupportCall.objects.get()


def test_number_and_hours_are_on_the_page_and_one_key_calls(
    operator_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    page = operator_client.get(reverse("contract_request", args=[draft().pk])).content.decode()
    assert "800 900 800" in page
    assert "tutti i giorni 7-22" in page
    assert 'data-key="F7"' in page


def test_the_same_key_twice_is_one_call(operator_client: Client, call: SupportCall) -> None:
    response = operator_client.post(reverse("start_support_call", args=[call.case_id]))
    assert response.headers["Location"] == reverse("support_call", args=[call.pk])
    assert SupportCall.objects.count() == 1


def test_the_minutes_are_proposed_and_may_be_changed(operator_client: Client, call: SupportCall) -> None:
    SupportCall.objects.update(started_at=timezone.now() - timedelta(minutes=7))
    url = reverse("support_call", args=[call.pk])
    assert operator_client.get(url).context["form"]["minutes"].value() == 7
    told = {"subject": "voltura ferma", "answer": "riprovare domani", "ticket_number": "T-9", "minutes": "12"}
    operator_client.post(url, told)
    call.refresh_from_db()
    assert (call.minutes, call.subject, call.ticket_number) == (12, "voltura ferma", "T-9")
    line = LogEntry.objects.get(kind="partners.support_call.ended")
    assert (line.minutes, line.case) == (12, call.case)
    twice = operator_client.post(url, told, follow=True)
    assert "Questa chiamata è già scritta." in twice.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"minutes": ""}, "Scrivi quanti minuti è durata."),
        ({"minutes": "0"}, "Almeno un minuto."),
        ({"minutes": "999"}, "Sono più di quattro ore"),
        ({"subject": ""}, "Scrivi di che cosa si trattava."),
    ],
)
def test_malformed(fields: dict[str, str], sentence: str, operator_client: Client, call: SupportCall) -> None:
    response = operator_client.post(
        reverse("support_call", args=[call.pk]), {"subject": "x", "minutes": "3", **fields}
    )
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_another_s_call_is_not_shown(colleague_client: Client, call: SupportCall) -> None:
    assert colleague_client.get(reverse("support_call", args=[call.pk])).status_code == 404


def test_what_the_calls_of_some_days_came_to(call: SupportCall) -> None:
    SupportCall.objects.update(minutes=9)
    today = timezone.localdate()
    assert support_calls.load_of(call.partner, first=today, last=today) == support_calls.Load(1, 9)
    nothing = support_calls.load_of(call.partner, first=date(2020, 1, 1), last=date(2020, 1, 2))
    assert nothing == support_calls.Load(0, 0)
