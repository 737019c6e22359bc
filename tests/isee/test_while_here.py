"""«Già che è qui»: what the panel of a person's page says, and what it looks for only with a legal basis."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from isee.models import Application, DataReuse, Dossier
from sportello.models import Citizen, Delegation, LogEntry, User
from tests import make
from tests.isee import apply
from tests.isee.make import attest, settle_all

pytestmark = pytest.mark.django_db
BONUS = "Bonus sociale elettrico per disagio economico"


def panel(client: Client, citizen: Citizen) -> str:
    response = client.get(reverse("while_here", args=[citizen.pk]))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def allow_reuse(administrator: User) -> None:
    DataReuse.objects.create(
        is_allowed=True,
        legal_basis="Delibera 4/2026",
        changed_by=administrator,
        changed_at=make.moment(),
    )


def delegate(principal: Citizen, to: Citizen, operator: User, until: date) -> None:
    Delegation.objects.create(
        principal=principal,
        delegate=to,
        scope=["isee"],
        valid_from=date(2026, 1, 1),
        valid_to=until,
        document="passport",
        document_number="X1",
        seen_by=operator,
    )


def test_the_page_of_a_person_asks_for_it(operator_client: Client, elena: Citizen) -> None:
    page = operator_client.get(reverse("citizen", args=[elena.pk])).content.decode()
    assert f'hx-get="{reverse("while_here", args=[elena.pk])}"' in page


def test_the_page_of_a_dead_person_does_not(operator_client: Client, elena: Citizen) -> None:
    elena.deceased_on = date(2026, 2, 1)
    elena.save()
    page = operator_client.get(reverse("citizen", args=[elena.pk])).content.decode()
    assert reverse("while_here", args=[elena.pk]) not in page


def test_no_isee_is_told(operator_client: Client, elena: Citizen) -> None:
    assert "Nessun ISEE in corso di validità." in panel(operator_client, elena)


def test_an_isee_far_from_its_end_is_not_told(
    operator_client: Client, elena: Citizen, dossier: Dossier, operator: User
) -> None:
    settle_all(dossier)
    attest(dossier, operator)
    assert "Niente da ricordare." in panel(operator_client, elena)


@pytest.mark.parametrize(("valid_to", "told"), [(date(2026, 5, 3), True), (date(2026, 5, 4), False)])
def test_an_isee_that_ends_within_two_months_is_told(
    valid_to: date, told: bool, operator_client: Client, elena: Citizen, dossier: Dossier, operator: User
) -> None:
    attest(dossier, operator, valid_to=valid_to)
    assert (f"L'ISEE scade il {valid_to:%d/%m/%Y}." in panel(operator_client, elena)) is told


def test_delegations_that_end_soon_are_told_on_both_sides(
    operator_client: Client, elena: Citizen, operator: User
) -> None:
    marco = make.citizen("Neri", "Marco")
    delegate(elena, marco, operator, date(2026, 3, 31))
    assert "La delega a Neri Marco scade il 31/03/2026." in panel(operator_client, elena)
    assert "La delega di Neri Elena scade il 31/03/2026." in panel(operator_client, marco)


def test_papers_that_an_open_file_waits_for_are_told(
    operator_client: Client, elena: Citizen, dossier: Dossier
) -> None:
    waiting = dossier.checklist.filter(state="missing", is_required=True).count()
    assert waiting > 1
    assert f"mancano {waiting} documenti" in panel(operator_client, elena)
    settle_all(dossier)
    assert "documenti." not in panel(operator_client, elena)


def test_papers_that_an_application_waits_for_are_told(
    operator_client: Client, elena: Citizen, operator: User
) -> None:
    application = apply.submitted(elena, operator)
    first, *others = application.papers.all()
    assert f"Mensa scolastica, pratica {application.case}: mancano 2 documenti." in panel(
        operator_client, elena
    )
    for paper in others:
        paper.state = "checked"
        paper.save()
    html = panel(operator_client, elena)
    assert f"pratica {application.case}: manca un documento." in html
    assert reverse("application", args=[application.pk]) in html
    first.state = "brought"
    first.save()
    assert "manca un documento" not in panel(operator_client, elena)


def granted(citizen: Citizen, operator: User, renew_on: date | None, **fields: Any) -> Application:
    """The canteen, granted on 4 March 2026."""
    made = apply.submitted(citizen, operator, **fields)
    made.papers.all().delete()
    for name, value in {**apply.ACT, "state": "granted", "renew_on": renew_on}.items():
        setattr(made, name, value)
    made.save()
    return made


@pytest.mark.parametrize(
    ("renew_on", "told"),
    [
        (date(2026, 5, 3), "si rinnova entro il 03/05/2026."),
        (date(2026, 3, 4), "si rinnova entro il 04/03/2026."),
        (date(2026, 3, 3), "andava rinnovata entro il 03/03/2026."),
        (date(2026, 5, 4), ""),  # more than two months ahead
        (date(2026, 1, 2), ""),  # more than two months ago
        (None, ""),
    ],
)
def test_a_benefit_to_be_renewed_is_told(
    renew_on: date | None, told: str, operator_client: Client, elena: Citizen, operator: User
) -> None:
    application = granted(elena, operator, renew_on)
    html = panel(operator_client, elena)
    assert ("rinnova" in html) is bool(told)
    if told:
        assert f"Mensa scolastica: {told}" in html
        assert reverse("application", args=[application.pk]) in html


def test_a_renewal_is_told_to_whom_the_benefit_is_for(
    operator_client: Client, elena: Citizen, operator: User
) -> None:
    marco = make.citizen("Neri", "Marco")
    granted(elena, operator, date(2026, 4, 1), beneficiary=marco)
    assert "si rinnova entro il 01/04/2026." in panel(operator_client, marco)


def test_who_asked_again_is_told_nothing(operator_client: Client, elena: Citizen, operator: User) -> None:
    granted(elena, operator, date(2026, 4, 1))
    apply.application(elena, operator)
    assert "rinnova" not in panel(operator_client, elena)


def test_asking_for_another_child_renews_nothing(
    operator_client: Client, elena: Citizen, operator: User
) -> None:
    granted(elena, operator, date(2026, 4, 1), beneficiary=make.citizen("Neri", "Marco"))
    apply.application(elena, operator, beneficiary=make.citizen("Neri", "Sara"))
    assert "si rinnova entro il 01/04/2026." in panel(operator_client, elena)


def test_benefits_are_not_looked_for_without_a_legal_basis(
    operator_client: Client, elena: Citizen, dossier: Dossier, operator: User
) -> None:
    attest(dossier, operator, "8000")
    html = panel(operator_client, elena)
    assert BONUS not in html
    assert "manca la base giuridica" in html


def test_with_a_legal_basis_a_benefit_that_nobody_claimed_is_told(
    operator_client: Client, elena: Citizen, dossier: Dossier, operator: User, administrator: User
) -> None:
    allow_reuse(administrator)
    attest(dossier, operator, "8000")
    html = panel(operator_client, elena)
    assert BONUS in html
    assert "forse: 146,00 euro all'anno" in html
    assert "manca la base giuridica" not in html


def test_a_benefit_over_its_threshold_is_not_told(
    operator_client: Client, elena: Citizen, dossier: Dossier, operator: User, administrator: User
) -> None:
    allow_reuse(administrator)
    attest(dossier, operator, "30000")
    assert BONUS not in panel(operator_client, elena)


def test_its_queries_do_not_grow_with_what_the_person_has(
    operator_client: Client, elena: Citizen, dossier: Dossier, operator: User, administrator: User
) -> None:
    allow_reuse(administrator)
    attest(dossier, operator, "8000")
    counts = []
    for number in range(3):
        delegate(elena, make.citizen("Villa", f"Ada {number}"), operator, date(2026, 3, 31))
        granted(elena, operator, date(2026, 4, 1), name=f"Corso {number}")
        apply.submitted(elena, operator, name=f"Trasporto {number}")
        with CaptureQueriesContext(connection) as queries:
            panel(operator_client, elena)
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_the_administrator_writes_the_legal_basis(administrator_client: Client, administrator: User) -> None:
    path = reverse("data_reuse")
    assert "Riuso dei dati" in administrator_client.get(path).content.decode()
    answer = administrator_client.post(path, {"is_allowed": "on", "legal_basis": "Delibera 4/2026"})
    assert answer.status_code == 302
    setting = DataReuse.objects.get()
    assert (setting.is_allowed, setting.legal_basis, setting.changed_by) == (
        True,
        "Delibera 4/2026",
        administrator,
    )
    assert "Delibera 4/2026" in LogEntry.objects.get().text


def test_without_a_legal_basis_it_cannot_be_switched_on(administrator_client: Client) -> None:
    answer = administrator_client.post(reverse("data_reuse"), {"is_allowed": "on", "legal_basis": " "})
    assert answer.status_code == 422
    assert "Scrivi la base giuridica" in answer.content.decode()
    assert not DataReuse.objects.exists()
