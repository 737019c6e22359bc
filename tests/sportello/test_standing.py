"""Who stands at the counter for the citizen, and on what ground each act on another's behalf is done."""

from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from sportello import acts, delegations, visits
from sportello.models import Act, Citizen, Delegation, LogEntry, Service, User, Visit
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def luca(db: None) -> Citizen:
    return make.citizen("Bruni", "Luca")


@pytest.fixture
def delegation(elena: Citizen, luca: Citizen, operator: User) -> Delegation:
    return delegate(elena, luca, operator)


@pytest.fixture
def visit(elena: Citizen, operator: User) -> Visit:
    return make.visit("A042", citizen=elena, operator=operator)


def delegate(principal: Citizen, to: Citizen, seen_by: User, **fields: Any) -> Delegation:
    given = {"scope": ["comune", "isee"], "valid_from": date(2026, 1, 1), "document": "passport", **fields}
    return Delegation.objects.create(
        principal=principal, delegate=to, seen_by=seen_by, document_number="X1", **given
    )


def url(visit: Visit) -> str:
    return reverse("standing", args=[visit.pk])


def act(visit: Visit, service: Service, operator: User, outcome: Act.Outcome = Act.Outcome.CONCLUDED) -> Act:
    return acts.add_act(
        visit=visit, service=service, outcome=outcome, minutes=5, operator=operator, at=make.moment()
    )


def test_it_works(operator_client: Client, visit: Visit, delegation: Delegation) -> None:
    page = operator_client.get(url(visit)).content.decode()
    assert "Neri Elena, di persona" in page
    assert (
        "Bruni Luca: delega scritta (art. 38 DPR 445/2000), per servizi del Comune, ISEE e agevolazioni"
        in page
    )
    operator_client.post(url(visit), {"who": delegation.pk})
    visit.refresh_from_db()
    assert (visit.delegation, visit.represented_by) == (delegation, "Bruni Luca")
    text = f"Presente chi ha la delega n. {delegation.pk}: delega scritta (art. 38 DPR 445/2000)."
    assert LogEntry.objects.get().text == text


def test_in_the_dialog_it_is_the_form_alone(operator_client: Client, visit: Visit) -> None:
    dialog = operator_client.get(url(visit), headers=HTMX).content.decode()
    assert 'id="dialog-title"' in dialog
    assert "<html" not in dialog
    saved = operator_client.post(url(visit), {"who": "citizen"}, headers=HTMX)
    assert saved.headers["HX-Redirect"] == reverse("visit", args=[visit.pk])


def test_somebody_without_a_delegation_says_why(operator_client: Client, visit: Visit) -> None:
    operator_client.post(url(visit), {"who": "other", "reason": "figlia, la madre la aspetta a casa"})
    visit.refresh_from_db()
    assert (visit.delegation, visit.on_behalf_reason) == (None, "figlia, la madre la aspetta a casa")


def test_back_to_the_citizen_nothing_remains_of_the_other(
    operator_client: Client, visit: Visit, delegation: Delegation
) -> None:
    operator_client.post(url(visit), {"who": delegation.pk})
    operator_client.post(url(visit), {"who": "citizen", "reason": "scritto per sbaglio"})
    visit.refresh_from_db()
    assert (visit.delegation, visit.on_behalf_reason) == (None, "")


def test_delegations_of_others_and_those_that_ended_are_not_offered(
    operator_client: Client, visit: Visit, luca: Citizen, elena: Citizen, operator: User
) -> None:
    foreign = delegate(luca, elena, operator)
    expired = delegate(elena, luca, operator, valid_to=date(2026, 3, 3))
    for delegation in (foreign, expired):
        response = operator_client.post(url(visit), {"who": delegation.pk})
        assert response.status_code == 422
        assert "Questa delega non vale più: scegli di nuovo chi è presente." in response.content.decode()
    visit.refresh_from_db()
    assert visit.delegation is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Scegli chi è presente."),
        ({"who": "other"}, "Scrivi chi è la persona presente e perché agisce senza delega."),
        ({"who": "other", "reason": "x" * 121}, "Al massimo 120 caratteri: qui ce ne sono 121."),
        ({"who": "nessuno"}, "Questa delega non vale più"),
    ],
)
def test_what_is_malformed_is_said_and_stores_nothing(
    typed: dict[str, str], sentence: str, operator_client: Client, visit: Visit
) -> None:
    response = operator_client.post(url(visit), typed, headers=HTMX)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert typed.get("reason", "") in response.content.decode()
    assert not LogEntry.objects.exists()


def test_each_act_names_the_delegation_in_force(
    visit: Visit, delegation: Delegation, operator: User, mensa: Service
) -> None:
    visits.say_who_stands(visit=visit, delegation=delegation, operator=operator, at=make.moment())
    done = act(visit, mensa, operator)
    assert (done.delegation, done.on_behalf_reason) == (delegation, "")
    last_line = LogEntry.objects.order_by("-pk")[0]
    assert last_line.text == f"Mensa scolastica, concluso. Con la delega n. {delegation.pk}."


def test_each_act_names_the_reason(visit: Visit, operator: User, mensa: Service) -> None:
    visits.say_who_stands(visit=visit, reason="figlia", operator=operator, at=make.moment())
    done = act(visit, mensa, operator)
    assert (done.delegation, done.on_behalf_reason) == (None, "figlia")


def test_a_delegation_revoked_meanwhile_is_refused_at_the_next_act(
    operator_client: Client, visit: Visit, delegation: Delegation, operator: User, mensa: Service
) -> None:
    visits.say_who_stands(visit=visit, delegation=delegation, operator=operator, at=make.moment())
    delegations.revoke(delegation=delegation, operator=operator, at=make.moment())
    typed = {"service": mensa.pk, "outcome": "informed", "minutes": "5"}
    response = operator_client.post(reverse("add_act", args=[visit.pk]), typed)
    assert response.status_code == 422
    assert (
        "La delega di Neri Elena a Bruni Luca non vale più: indica di nuovo chi è presente, poi riprova."
        in response.content.decode()
    )
    assert not Act.objects.exists()


def test_a_delegation_that_ended_overnight_is_refused_too(
    visit: Visit, elena: Citizen, luca: Citizen, operator: User, mensa: Service
) -> None:
    until_yesterday = delegate(elena, luca, operator, valid_to=date(2026, 3, 3))
    Visit.objects.filter(pk=visit.pk).update(delegation=until_yesterday)
    with pytest.raises(visits.StandingLapsed, match="non vale più"):
        act(visit, mensa, operator)


def test_a_delegation_is_for_some_services_only(
    visit: Visit, elena: Citizen, luca: Citizen, operator: User, mensa: Service
) -> None:
    inps = make.partner()
    cud = make.service("inps-cud", "Copia del CUD", kind="look_up", partner=inps)
    make.agreement(inps, cud)
    delegation = delegate(elena, luca, operator, scope=["comune"])
    visits.say_who_stands(visit=visit, delegation=delegation, operator=operator, at=make.moment())
    act(visit, mensa, operator)
    with pytest.raises(
        visits.StandingLapsed, match="vale per servizi del Comune: per «Copia del CUD» ne serve un'altra"
    ):
        act(visit, cud, operator)
    # Telling the delegate how to get one is not acting for the citizen.
    assert act(visit, cud, operator, Act.Outcome.INFORMED).delegation == delegation


@pytest.mark.parametrize(
    ("scope", "code", "kind", "partner"),
    [
        ("isee", "isee", "dossier", None),
        ("inps", "inps-cud", "look_up", "inps"),
        ("enel", "voltura", "entry", "enel"),
        ("isee", "bonus", "procedure", None),
    ],
)
def test_each_service_is_reached_by_its_scope(
    scope: str,
    code: str,
    kind: str,
    partner: str | None,
    visit: Visit,
    elena: Citizen,
    luca: Citizen,
    operator: User,
) -> None:
    owner = make.partner(partner, partner) if partner else None
    service = make.service(code, code, kind=kind, partner=owner)
    if owner:
        make.agreement(owner, service)
    delegation = delegate(elena, luca, operator, scope=[scope])
    visits.say_who_stands(visit=visit, delegation=delegation, operator=operator, at=make.moment())
    assert act(visit, service, operator).delegation == delegation


def test_for_who_is_no_longer_alive_somebody_says_on_what_ground(
    operator_client: Client, visit: Visit, elena: Citizen, operator: User, mensa: Service
) -> None:
    Citizen.objects.filter(pk=elena.pk).update(deceased_on=date(2026, 2, 1))
    assert "Neri Elena, di persona" not in operator_client.get(url(visit)).content.decode()
    with pytest.raises(visits.StandingLapsed, match="non è più in vita"):
        act(visit, mensa, operator)
    visits.say_who_stands(visit=visit, reason="figlia, erede", operator=operator, at=make.moment())
    assert act(visit, mensa, operator).on_behalf_reason == "figlia, erede"


def test_an_anonymous_visit_has_nobody_to_stand_for(operator_client: Client, operator: User) -> None:
    visit = make.visit("B001", operator=operator)
    response = operator_client.get(url(visit), follow=True)
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Prima di' chi è il cittadino, poi chi è presente per lui."
    ]


def test_it_is_not_for_other_roles_nor_for_colleagues(
    supervisor_client: Client, administrator_client: Client, colleague_client: Client, visit: Visit
) -> None:
    for client in (supervisor_client, administrator_client, colleague_client):
        assert client.get(url(visit)).status_code == 403
        assert client.post(url(visit), {"who": "citizen"}).status_code == 403
    assert not LogEntry.objects.exists()


def test_a_visit_that_does_not_exist(operator_client: Client) -> None:
    assert operator_client.get(reverse("standing", args=[9])).status_code == 404
