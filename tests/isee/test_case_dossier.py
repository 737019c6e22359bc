from django.test import Client
from django.urls import reverse

from isee.models import Dossier
from sportello.models import User
from tests import make
from tests.isee.make import attest


def url(dossier: Dossier) -> str:
    return reverse("case_dossier", args=[dossier.case_id])


def test_the_panel_says_where_the_dossier_is(operator_client: Client, dossier: Dossier) -> None:
    html = operator_client.get(url(dossier)).content.decode()
    assert "<html" not in html
    assert "aperto" in html
    assert "0 di 4 pronti" in html
    assert "non c'è ancora" in html
    assert reverse("dossier", args=[dossier.pk]) in html


def test_the_attested_isee_is_the_one_that_counts(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    attest(dossier, operator)
    assert "8.912,40" in operator_client.get(url(dossier)).content.decode()


def test_who_may_not_and_what_is_not_there(
    operator_client: Client,
    operator: User,
    supervisor_client: Client,
    administrator_client: Client,
    dossier: Dossier,
) -> None:
    assert administrator_client.get(url(dossier)).status_code == 403
    assert supervisor_client.get(url(dossier)).status_code == 403
    without = make.case(dossier.case.citizen, make.service(), operator)
    assert operator_client.get(reverse("case_dossier", args=[without.pk])).status_code == 404
