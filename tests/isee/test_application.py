"""The page of an application, what is asked in it, its protocol, its end."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import Application, DecisionTerm, Dossier, RuleVersion
from isee.rules.local_rules import versions_of
from sportello.models import Citizen, LogEntry, User
from tests import make
from tests.isee import apply, make_rules
from tests.isee.make import attest, begin_dossier, member

MATERNITY = {
    "rule_code": "assegno_maternita",
    "event_on": "10/01/2026",
    "isee": "12.000,00",
    "isee_kind": "minors",
    "isee_origin": "shown",
    "isee_valid_to": "31/12/2026",
}


def post(client: Client, name: str, application: Application, data: dict[str, Any]) -> Any:
    return client.post(reverse(name, args=[application.pk]), data)


@pytest.fixture
def application(elena: Citizen, operator: User) -> Application:
    return apply.application(elena, operator)


# What is asked


def test_a_rule_brings_its_version_code_and_papers(operator_client: Client, application: Application) -> None:
    response = post(operator_client, "edit_application", application, MATERNITY)
    assert response.status_code == 302
    application = Application.objects.get()
    assert application.name == "Assegno di maternità dei Comuni"
    assert (application.rule_code, application.rule_id) == ("assegno_maternita", "maternita-2026")
    assert application.case.benefit_code == "A1.02"
    assert application.isee == Decimal("12000.00")
    assert "IBAN" in [paper.title for paper in application.papers.all()]


@pytest.mark.parametrize(
    ("event_on", "rule", "amount"),
    [("31/12/2025", "maternita-2025", "407,40"), ("01/01/2026", "maternita-2026", "413,10")],
)
def test_the_year_of_the_birth_chooses_the_amount(
    event_on: str, rule: str, amount: str, operator_client: Client, application: Application
) -> None:
    post(operator_client, "edit_application", application, {**MATERNITY, "event_on": event_on})
    assert Application.objects.get().rule_id == rule
    html = operator_client.get(reverse("application", args=[application.pk])).content.decode()
    assert amount in html


def test_the_page_says_by_when_a_mother_applies(operator_client: Client, application: Application) -> None:
    post(operator_client, "edit_application", application, {**MATERNITY, "event_on": "31/08/2025"})
    html = operator_client.get(reverse("application", args=[application.pk])).content.decode()
    assert "28/02/2026" in html


@pytest.mark.parametrize(("valid_to", "told"), [("01/03/2026", True), ("02/03/2026", False)])
def test_an_isee_over_when_the_application_came_in_is_told(
    valid_to: str, told: bool, operator_client: Client, elena: Citizen, operator: User
) -> None:
    application = apply.submitted(elena, operator, on=date(2026, 3, 2))
    asked = {"isee": "5.000", "isee_kind": "ordinary", "isee_origin": "shown", "isee_valid_to": valid_to}
    path = reverse("edit_application", args=[application.pk])
    page = operator_client.post(path, {"name": "Mensa", **asked}, follow=True).content.decode()
    assert (f"ISEE è scaduta il {valid_to}" in page) is told
    assert ("già scaduta" in page) is told


# A rule of the Comune


@pytest.fixture
def canteen(administrator: User) -> RuleVersion:
    """From 5.000,01 euro a meal costs 3 euro; for households with a child under fourteen."""
    return make_rules.published(
        administrator,
        benefit_code="A2.12",
        documents=["attestazione ISEE"],
        conditions=[{"kind": "children", "at_least": 1, "under_age": 14}],
        start={"by_day": 15},
    )


def test_a_rule_of_the_comune_is_applied(
    operator_client: Client, canteen: RuleVersion, dossier: Dossier, operator: User, elena: Citizen
) -> None:
    member(dossier, relation="F", birth_date=date(2018, 5, 1))
    application = apply.submitted(elena, operator)
    asked = {
        "rule_code": "mensa",
        "isee": "5.000,01",
        "isee_kind": "ordinary",
        "isee_origin": "shown",
        "isee_valid_to": "31/12/2026",
    }
    post(operator_client, "edit_application", application, asked)
    application = Application.objects.get()
    assert (application.rule_id, application.case.benefit_code) == ("mensa-1", "A2.12")
    assert "Attestazione ISEE" in [paper.title for paper in application.papers.all()]
    page = operator_client.get(reverse("application", args=[application.pk])).content.decode()
    assert "3,00 euro a pasto" in page
    form = operator_client.get(reverse("grant_application", args=[application.pk])).content.decode()
    assert 'value="3,00"' in form
    assert 'value="01/03/2026"' in form  # submitted by the 15th: from the month itself


def test_a_version_that_is_replaced_counts_for_nobody(
    operator_client: Client, canteen: RuleVersion, administrator: User, operator: User, elena: Citizen
) -> None:
    application = apply.submitted(
        elena, operator, rule_code="mensa", rule_id="mensa-1", **apply.with_isee("9000")
    )
    assert canteen.rule.id == application.rule_id
    make_rules.published(administrator, **make_rules.bands(("0", None, "1")))
    page = operator_client.get(reverse("application", args=[application.pk])).content.decode()
    assert "mensa-2" in [rule.id for rule in versions_of("mensa")]
    assert "1,00 euro a pasto" in page


def test_an_application_after_six_months_is_taken_and_warned_of(
    operator_client: Client, application: Application
) -> None:
    post(operator_client, "edit_application", application, {**MATERNITY, "event_on": "31/08/2025"})
    response = operator_client.post(
        reverse("submit_application", args=[application.pk]),
        {"protocol_number": "18", "protocol_date": "02/03/2026"},
        follow=True,
    )
    assert "Andava presentata entro il 28/02/2026" in response.content.decode()
    assert Application.objects.get().state == "submitted"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"event_on": ""}, "conta l&#x27;anno della nascita"),
        ({"event_on": "05/03/2026"}, "deve ancora venire"),
        ({"event_on": "05/03/2019"}, "Per il 2019 questa prestazione non ha importi noti"),
        ({"event_on": "31/02/2026"}, "Questo giorno non esiste"),
        ({"isee": "molto"}, "non è un importo"),
        ({"isee_valid_to": ""}, "Scrivi fino a quando vale"),
        ({"isee_origin": ""}, "Scegli da dove viene"),
        ({"rule_code": "", "event_on": ""}, "oppure scrivi che cosa si chiede"),
        ({"beneficiary_code": "GLLSRA82P41H501A"}, "Nessun cittadino ha questo codice"),
    ],
)
def test_what_cannot_be_said_is_told_in_its_place(
    typed: dict[str, str], sentence: str, operator_client: Client, application: Application
) -> None:
    response = post(operator_client, "edit_application", application, {**MATERNITY, **typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    application.refresh_from_db()
    assert (application.rule_code, application.isee) == ("", None)


def test_another_person_may_have_the_benefit(
    operator_client: Client, elena: Citizen, application: Application
) -> None:
    sara = make.citizen("Gallo", "Sara", "GLLSRA82P41H501A")
    data = {"name": "Mensa", "benefit_code": "A2.12", "beneficiary_code": "gllsra 82p41 h501a"}
    post(operator_client, "edit_application", application, data)
    application = Application.objects.get()
    assert application.receiver == sara
    assert application.case.benefit_code == "A2.12"
    post(operator_client, "edit_application", application, {**data, "beneficiary_code": ""})
    assert Application.objects.get().receiver == elena


def test_an_attestation_held_is_proposed(
    operator_client: Client, operator: User, elena: Citizen, application: Application
) -> None:
    attest(begin_dossier(elena, operator), operator)
    html = operator_client.get(reverse("edit_application", args=[application.pk])).content.decode()
    assert "8.912,40" in html
    assert "INPS-ISEE-2026-12345678X-00" in html


# The protocol


def test_from_the_protocol_the_term_runs(operator_client: Client, application: Application) -> None:
    post(
        operator_client,
        "submit_application",
        application,
        {"protocol_number": "18204", "protocol_date": "02/03/2026"},
    )
    application = Application.objects.get()
    assert (application.state, application.submitted_on) == ("submitted", date(2026, 3, 2))
    assert (application.term_days, application.due_on) == (30, date(2026, 4, 1))
    assert application.case.protocol_number == "18204"


def test_a_benefit_may_leave_other_days(operator_client: Client, application: Application) -> None:
    DecisionTerm.objects.create(rule_code="assegno_maternita", days=60)
    post(operator_client, "edit_application", application, MATERNITY)
    post(
        operator_client,
        "submit_application",
        application,
        {"protocol_number": "18204", "protocol_date": "02/03/2026"},
    )
    assert Application.objects.get().due_on == date(2026, 5, 2)  # 1 May is a holiday


@pytest.mark.parametrize(
    ("number", "day", "sentence"),
    [
        ("", "02/03/2026", "Scrivi il numero di protocollo"),
        ("18204", "", "Scrivi la data di protocollo"),
        ("18204", "05/03/2026", "è un giorno già passato"),
        ("18204", "02/03/1926", "controlla l&#x27;anno"),
    ],
)
def test_a_protocol_that_is_not_whole(
    number: str, day: str, sentence: str, operator_client: Client, application: Application
) -> None:
    response = post(
        operator_client, "submit_application", application, {"protocol_number": number, "protocol_date": day}
    )
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Application.objects.get().state == "open"


# The end


def test_a_person_takes_an_application_back(operator_client: Client, application: Application) -> None:
    post(operator_client, "end_application", application, {"on": "04/03/2026", "reason": "Rinuncia"})
    application = Application.objects.get()
    assert (application.state, application.end_reason) == ("ended", "Rinuncia")
    assert application.case.state == "abandoned"


@pytest.mark.parametrize(
    ("on", "sentence"),
    [("01/03/2026", "Non può finire prima del 02/03/2026"), ("05/03/2026", "deve ancora venire")],
)
def test_an_end_out_of_order(
    on: str, sentence: str, operator_client: Client, operator: User, elena: Citizen
) -> None:
    application = apply.submitted(elena, operator)
    response = post(operator_client, "end_application", application, {"on": on, "reason": "Rinuncia"})
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_what_ended_by_mistake_is_taken_up_again(
    operator_client: Client, operator: User, elena: Citizen
) -> None:
    application = apply.submitted(elena, operator)
    post(operator_client, "end_application", application, {"on": "04/03/2026", "reason": "Rinuncia"})
    post(operator_client, "reopen_application", application, {})
    application = Application.objects.get()
    assert (application.state, application.ended_on, application.end_reason) == ("submitted", None, "")
    assert application.case.is_open


def test_what_is_open_is_not_opened_again(operator_client: Client, application: Application) -> None:
    response = operator_client.post(reverse("reopen_application", args=[application.pk]), follow=True)
    assert "La domanda è già aperta" in response.content.decode()
    assert not LogEntry.objects.filter(kind="isee.application.reopened").exists()


def test_each_act_writes_its_line_without_amounts(operator_client: Client, application: Application) -> None:
    post(operator_client, "edit_application", application, MATERNITY)
    lines = LogEntry.objects.filter(kind__startswith="isee.application")
    assert [line.text for line in lines] == [
        f"Domanda {application.case}, Assegno di maternità dei Comuni: scritto che cosa si chiede."
    ]
