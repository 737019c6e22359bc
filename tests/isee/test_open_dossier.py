from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from isee.dossier import dossiers
from isee.models import Dossier, Member
from sportello.models import Case, Citizen, LogEntry, Service, User, Visit
from tests import make
from tests.isee.make import begin_dossier


@pytest.fixture
def visit(elena: Citizen, operator: User, isee_service: Service) -> Visit:
    return make.visit(citizen=elena, operator=operator)


def url(visit: Visit, service: Service) -> str:
    return reverse("open_dossier", args=[visit.pk, service.pk])


def test_opens_the_dossier_of_the_citizen_at_the_desk(
    operator_client: Client, visit: Visit, isee_service: Service, elena: Citizen
) -> None:
    response = operator_client.post(url(visit, isee_service))

    dossier = Dossier.objects.get()
    assert response.headers["Location"] == reverse("dossier", args=[dossier.pk])
    assert (dossier.case.citizen, dossier.dsu_date, dossier.state) == (elena, date(2026, 3, 4), "open")
    declarant = dossier.members.get()
    assert (declarant.full_name, declarant.relation, declarant.citizen) == ("Neri Elena", "D", elena)
    assert declarant.tax_code == "NRELNE48E57H501T"
    assert [line.text for line in LogEntry.objects.filter(kind="isee.dossier.opened")] == [
        "Fascicolo ISEE 2026, pratica 1/2026: aperto."
    ]


def test_a_second_opening_of_the_year_leads_to_the_same_dossier(
    operator_client: Client, visit: Visit, isee_service: Service
) -> None:
    operator_client.post(url(visit, isee_service))
    response = operator_client.post(url(visit, isee_service), follow=True)

    assert "il fascicolo c&#x27;era già" in response.content.decode()
    assert (Dossier.objects.count(), Case.objects.count()) == (1, 1)


def test_after_a_closed_dossier_a_new_one_can_be_opened(
    operator_client: Client, visit: Visit, isee_service: Service, elena: Citizen, operator: User
) -> None:
    closed = begin_dossier(elena, operator)
    Dossier.objects.filter(pk=closed.pk).update(state=Dossier.State.CLOSED)

    operator_client.post(url(visit, isee_service))

    assert Dossier.objects.exclude(pk=closed.pk).get().state == Dossier.State.OPEN


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"birth_date": None}, "Manca la data di nascita: aggiungila nella scheda della persona"),
        ({"deceased_on": date(2026, 1, 2)}, "non è più in vita"),
    ],
)
def test_who_cannot_declare_is_told_why(
    operator_client: Client,
    operator: User,
    isee_service: Service,
    fields: dict[str, Any],
    sentence: str,
) -> None:
    visit = make.visit(citizen=make.citizen(**fields), operator=operator)

    response = operator_client.post(url(visit, isee_service), follow=True)

    assert sentence in response.content.decode()
    assert not Case.objects.exists()


def test_an_anonymous_person_must_be_known_first(
    operator_client: Client, operator: User, isee_service: Service
) -> None:
    visit = make.visit(operator=operator)

    response = operator_client.post(url(visit, isee_service), follow=True)

    assert "di&#x27; chi è la persona al banco" in response.content.decode()
    assert not Case.objects.exists()


def test_a_service_no_longer_offered_opens_nothing(
    operator_client: Client, visit: Visit, isee_service: Service
) -> None:
    Service.objects.update(is_active=False)

    response = operator_client.post(url(visit, isee_service), follow=True)

    assert "non è più offerto" in response.content.decode()
    assert not Case.objects.exists()


def test_the_visit_of_a_colleague_is_not_mine(
    colleague_client: Client, visit: Visit, isee_service: Service
) -> None:
    assert colleague_client.post(url(visit, isee_service)).status_code == 403


def test_only_operators(
    supervisor_client: Client, administrator_client: Client, visit: Visit, isee_service: Service
) -> None:
    for client in (supervisor_client, administrator_client):
        assert client.post(url(visit, isee_service)).status_code == 403
    assert not Dossier.objects.exists()


def test_what_is_not_there(operator_client: Client, visit: Visit, isee_service: Service) -> None:
    other = make.service("tari", "TARI", kind=Service.Kind.INFORMATION)
    assert operator_client.post(url(visit, other)).status_code == 404
    assert operator_client.post(reverse("open_dossier", args=[0, isee_service.pk])).status_code == 404
    assert operator_client.get(url(visit, isee_service)).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_two_desks_at_once_open_one_dossier(
    elena: Citizen, operator: User, colleague: User, isee_service: Service
) -> None:
    at_desks = [
        make.visit("A001", citizen=elena, operator=operator),
        make.visit("A002", citizen=elena, operator=colleague),
    ]
    together, opened = Barrier(2), []

    def open_at(visit: Visit) -> None:
        together.wait()
        assert visit.operator is not None
        opened.append(
            dossiers.open_dossier(
                visit=visit, service=isee_service, operator=visit.operator, at=make.moment()
            )
        )
        connection.close()

    threads = [Thread(target=open_at, args=[visit]) for visit in at_desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(is_new for _, is_new in opened) == [False, True]
    assert opened[0][0] == opened[1][0]
    assert Member.objects.count() == 1
