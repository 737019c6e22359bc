"""«Perché non è arrivato?»: one question at a time, to the act that cures it."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.benefits.electricity import causes
from isee.models import Dossier
from partners.models import LookUp
from sportello.models import Citizen, LogEntry, User
from tests.isee.make import attest

pytestmark = pytest.mark.django_db


def html(client: Client, citizen: Citizen) -> str:
    response = client.get(reverse("missing_bonus", args=[citizen.pk]))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def title(client: Client, citizen: Citizen) -> str:
    """The question asked, or what was found."""
    found = re.search(r'<h2 id="question-title">([^<]*)', html(client, citizen))
    assert found
    return found[1]


def answer(client: Client, citizen: Citizen, said: str, question: str = "") -> Any:
    path = reverse("answer_missing_bonus", args=[citizen.pk])
    return client.post(path, {"answer": said, "question": question})


def by_code(code: str) -> Any:
    return next(cause for cause in causes() if cause.code == code)


def test_the_act_is_done_in_the_dossier_that_is_known(
    operator_client: Client, elena: Citizen, dossier: Dossier
) -> None:
    answer(operator_client, elena, "no", "no_isee")
    assert f'href="{reverse("dossier", args=[dossier.pk])}">Vai al fascicolo: DSU' in html(
        operator_client, elena
    )


def test_without_anything_held_it_asks_from_the_first(operator_client: Client, elena: Citizen) -> None:
    assert title(operator_client, elena) == causes()[0].question
    answer(operator_client, elena, "no", "no_isee")
    assert title(operator_client, elena) == by_code("no_isee").cause
    assert "Presenta la DSU" in html(operator_client, elena)


@pytest.mark.parametrize("place", range(len(causes())))
def test_each_cause_is_found_and_says_the_act_that_cures_it(
    place: int, operator_client: Client, elena: Citizen
) -> None:
    for cause in causes()[:place]:
        answer(operator_client, elena, "no" if cause.reveals == "yes" else "yes", cause.code)
    cause = causes()[place]
    assert title(operator_client, elena) == cause.question
    answer(operator_client, elena, cause.reveals, cause.code)
    page = html(operator_client, elena)
    assert title(operator_client, elena) == cause.cause
    assert (f"Vai alla scheda: {cause.act}" in page) is bool(cause.act)
    assert cause.cure in page


def test_where_no_cause_holds_it_says_whom_to_ask(operator_client: Client, elena: Citizen) -> None:
    for cause in causes():
        answer(operator_client, elena, "no" if cause.reveals == "yes" else "yes", cause.code)
    page = html(operator_client, elena)
    assert title(operator_client, elena) == "Non si trova una causa."
    assert "800 166 654" in page


def test_what_the_attestation_says_is_not_asked(
    operator_client: Client, elena: Citizen, dossier: Dossier, operator: User
) -> None:
    attest(dossier, operator)
    assert title(operator_client, elena) == by_code("other_holder").question
    assert "da quello che c'è già" in html(operator_client, elena)


def test_an_attestation_with_omissions_is_the_cause(
    operator_client: Client, elena: Citizen, dossier: Dossier, operator: User
) -> None:
    attest(dossier, operator, has_omissions=True)
    assert title(operator_client, elena) == by_code("omissions").cause


def test_an_expired_attestation_is_the_cause(
    operator_client: Client, elena: Citizen, dossier: Dossier, operator: User
) -> None:
    attest(dossier, operator, issued_on=date(2025, 3, 4), valid_to=date(2025, 12, 31))
    assert title(operator_client, elena) == by_code("no_isee").cause


def test_one_may_go_back_and_begin_again(operator_client: Client, elena: Citizen) -> None:
    answer(operator_client, elena, "yes", "no_isee")
    answer(operator_client, elena, "yes", "omissions")
    answer(operator_client, elena, "back")
    assert title(operator_client, elena) == by_code("omissions").question
    answer(operator_client, elena, "again")
    assert title(operator_client, elena) == causes()[0].question


def test_an_answer_sent_twice_counts_once(operator_client: Client, elena: Citizen) -> None:
    answer(operator_client, elena, "yes", "no_isee")
    answer(operator_client, elena, "yes", "no_isee")
    assert title(operator_client, elena) == by_code("omissions").question


def test_the_amounts_by_class_and_the_month_of_the_bill(
    operator_client: Client, elena: Citizen, dossier: Dossier, operator: User
) -> None:
    attest(dossier, operator)
    page = html(operator_client, elena)
    for amount in ("146,00", "186,15", "204,40"):
        assert amount in page
    assert "03/04/2026 circa" in page


def test_nothing_is_asked_of_inps(operator_client: Client, elena: Citizen) -> None:
    answer(operator_client, elena, "no", "no_isee")
    assert not LookUp.objects.exists()


def test_the_answer_is_printed_and_noted(operator_client: Client, elena: Citizen) -> None:
    path = reverse("print_missing_bonus", args=[elena.pk])
    assert operator_client.post(path)["Location"] == reverse("missing_bonus", args=[elena.pk])
    answer(operator_client, elena, "no", "no_isee")
    assert operator_client.post(path)["Content-Type"] == "application/pdf"
    assert LogEntry.objects.get(kind="isee.benefits.printed").citizen == elena
