"""The notice of the grounds of a rejection, then granted or refused, and the letters."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from isee.models import Application
from sportello.models import Citizen, LogEntry, Office, User
from tests import make
from tests.conftest import signed_in
from tests.isee import apply

NOTICE = {"notice_grounds": "ISEE oltre la soglia.", "notice_on": "03/03/2026"}
DECISION = {
    "act_number": "41",
    "decided_on": "04/03/2026",
    "signer": "dott. Aldo Serra",
    "reason": "ISEE sotto la soglia.",
    "remedy": "Al TAR entro 60 giorni.",
}
GRANT = {**DECISION, "amount": "3,00", "unit": "meal", "period_from": "09/03/2026", "period_to": "30/06/2026"}


def post(client: Client, name: str, application: Application, data: dict[str, Any]) -> Any:
    return client.post(reverse(name, args=[application.pk]), data)


@pytest.fixture
def application(elena: Citizen, operator: User) -> Application:
    return apply.submitted(elena, operator)


# The notice


def test_the_notice_suspends_the_term(operator_client: Client, application: Application) -> None:
    assert application.due_on == date(2026, 4, 1)
    post(operator_client, "application_notice", application, NOTICE)
    application.refresh_from_db()
    assert application.due_on == date(2026, 4, 11)  # as if received on the day it was sent
    html = operator_client.get(reverse("application", args=[application.pk])).content.decode()
    assert "manca il giorno" in html
    assert "Sospesa: preavviso di rigetto" in html


def test_the_day_of_receipt_and_the_observations_move_it(operator: User, application: Application) -> None:
    with time_machine.travel(make.moment(on=date(2026, 3, 20))):
        operator_client = signed_in(operator)
        post(
            operator_client, "application_notice", application, {**NOTICE, "notice_received_on": "06/03/2026"}
        )
        application.refresh_from_db()
        assert application.due_on == date(2026, 4, 14)  # 16 March, and the 29 days left
        observed = {
            "notice_received_on": "06/03/2026",
            "observations_on": "12/03/2026",
            "observations": "Figli a carico.",
        }
        post(operator_client, "application_notice", application, {**NOTICE, **observed})
    application.refresh_from_db()
    assert application.due_on == date(2026, 4, 20)  # 22 March, and the 29 days left
    kinds = LogEntry.objects.filter(case=application.case, kind__startswith="isee").order_by("pk")
    assert [line.kind.rpartition(".")[2] for line in kinds][-2:] == ["notice", "observations"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"notice_grounds": ""}, "Scrivi i motivi."),
        ({"notice_on": ""}, "Scrivi il giorno della comunicazione."),
        ({"notice_on": "01/03/2026"}, "La domanda è del 02/03/2026"),
        ({"notice_on": "05/03/2026"}, "deve ancora venire"),
        ({"notice_received_on": "02/03/2026"}, "Il passo precedente è del 03/03/2026"),
        ({"observations_on": "04/03/2026"}, "serve il giorno in cui l&#x27;ha ricevuto"),
        ({"observations": "Ho figli."}, "Scrivi quando sono arrivate"),
    ],
)
def test_a_notice_out_of_order(
    typed: dict[str, str], sentence: str, operator_client: Client, application: Application
) -> None:
    response = post(operator_client, "application_notice", application, {**NOTICE, **typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    application.refresh_from_db()
    assert application.notice_on is None


def test_calls_have_no_notice(operator_client: Client, operator: User) -> None:
    entry = apply.entries(apply.call(), operator, "1000")[0]
    response = operator_client.post(reverse("application_notice", args=[entry.pk]), NOTICE, follow=True)
    assert "Nei bandi non c&#x27;è preavviso di rigetto" in response.content.decode()


# The term is suspended once

PAUSE = {"paused_for": "Contratto d'affitto registrato", "paused_on": "03/03/2026"}


def test_the_term_waits_for_what_was_asked(operator: User, application: Application) -> None:
    assert application.due_on == date(2026, 4, 1)
    client = signed_in(operator)
    post(client, "application_pause", application, PAUSE)
    application.refresh_from_db()
    assert application.due_on == date(2026, 5, 2)  # thirty days more; 1 May is a holiday
    page = client.get(reverse("application", args=[application.pk])).content.decode()
    assert "Sospesa: si aspettano documenti" in page
    assert "Al massimo fino al 02/04/2026" in page
    with time_machine.travel(make.moment(on=date(2026, 3, 13))):
        post(signed_in(operator), "application_pause", application, {**PAUSE, "resumed_on": "13/03/2026"})
    application.refresh_from_db()
    assert application.due_on == date(2026, 4, 11)  # ten days more
    lines = LogEntry.objects.filter(case=application.case, kind__startswith="isee").order_by("pk")
    assert [line.kind for line in lines][-2:] == ["isee.application.paused", "isee.application.resumed"]
    assert "affitto" not in lines[0].text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"paused_for": ""}, "Scrivi che cosa si aspetta."),
        ({"paused_on": ""}, "Scrivi il giorno in cui l&#x27;hai chiesto."),
        ({"paused_on": "01/03/2026"}, "La domanda è del 02/03/2026"),
        ({"paused_on": "05/03/2026"}, "deve ancora venire"),
        ({"resumed_on": "02/03/2026"}, "Il passo precedente è del 03/03/2026"),
    ],
)
def test_a_pause_out_of_order(
    typed: dict[str, str], sentence: str, operator_client: Client, application: Application
) -> None:
    response = post(operator_client, "application_pause", application, {**PAUSE, **typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    application.refresh_from_db()
    assert application.paused_on is None


def test_the_term_of_one_application_of_a_call_is_not_suspended(
    operator_client: Client, operator: User
) -> None:
    entry = apply.entries(apply.call(), operator, "1000")[0]
    response = operator_client.post(reverse("application_pause", args=[entry.pk]), PAUSE, follow=True)
    assert "il termine di una non si sospende" in response.content.decode()


# Granted


def test_it_is_granted_and_the_case_ends(operator_client: Client, application: Application) -> None:
    response = post(operator_client, "grant_application", application, GRANT)
    assert response.status_code == 302
    application = Application.objects.get()
    assert application.state == "granted"
    assert (application.amount, application.unit) == (Decimal("3.00"), "meal")
    assert (application.act_number, application.decided_on) == ("41", date(2026, 3, 4))
    assert application.case.state == "concluded"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"act_number": ""}, "Scrivi il numero della determina."),
        ({"signer": ""}, "Scrivi chi l&#x27;ha firmata."),
        ({"reason": ""}, "Scrivi la motivazione"),
        ({"remedy": ""}, "a chi si può ricorrere"),
        ({"decided_on": "01/03/2026"}, "la determina non può venire prima"),
        ({"decided_on": "05/03/2026"}, "deve ancora venire"),
        ({"amount": "-3"}, "non può essere negativo"),
        ({"unit": ""}, "Scegli per che cosa è l&#x27;importo"),
        ({"period_to": "08/03/2026"}, "Il periodo finisce prima di cominciare"),
        ({"renew_on": "01/03/2026"}, "Il rinnovo viene prima dell&#x27;inizio"),
    ],
)
def test_a_grant_that_is_not_whole(
    typed: dict[str, str], sentence: str, operator_client: Client, application: Application
) -> None:
    response = post(operator_client, "grant_application", application, {**GRANT, **typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    application.refresh_from_db()
    assert (application.state, application.act_number) == ("submitted", "")


def test_the_form_begins_with_what_the_rule_gives(
    operator_client: Client, operator: User, elena: Citizen
) -> None:
    application = apply.submitted(
        elena,
        operator,
        rule_code="assegno_maternita",
        rule_id="maternita-2026",
        event_on=date(2026, 1, 10),
        **{**apply.with_isee("12000"), "isee_kind": "minors"},
    )
    html = operator_client.get(reverse("grant_application", args=[application.pk])).content.decode()
    assert 'value="413,10"' in html
    assert "Tribunale amministrativo regionale entro 60 giorni" in html


def test_what_is_not_submitted_is_not_decided(
    operator_client: Client, operator: User, elena: Citizen
) -> None:
    application = apply.application(elena, operator)
    response = operator_client.post(reverse("grant_application", args=[application.pk]), GRANT, follow=True)
    assert "non è ancora presentata" in response.content.decode()


def test_nothing_is_decided_twice(operator_client: Client, application: Application) -> None:
    post(operator_client, "grant_application", application, GRANT)
    response = operator_client.post(
        reverse("grant_application", args=[application.pk]), {**GRANT, "act_number": "99"}, follow=True
    )
    assert "La domanda è già accolta" in response.content.decode()
    application.refresh_from_db()
    assert application.act_number == "41"


# Refused


def refusal_on(operator: User, application: Application, day: date) -> Any:
    with time_machine.travel(make.moment(on=day)):
        client = signed_in(operator)
        return post(client, "refuse_application", application, {**DECISION, "decided_on": f"{day:%d/%m/%Y}"})


def test_no_refusal_without_a_notice(operator: User, application: Application) -> None:
    response = refusal_on(operator, application, date(2026, 3, 20))
    assert response.status_code == 422
    assert "Prima di respingere serve il preavviso di rigetto" in response.content.decode()


def test_no_refusal_before_the_receipt_is_known(
    operator_client: Client, operator: User, application: Application
) -> None:
    post(operator_client, "application_notice", application, NOTICE)
    response = refusal_on(operator, application, date(2026, 3, 30))
    assert "Manca il giorno in cui il preavviso è stato ricevuto" in response.content.decode()


@pytest.mark.parametrize(("day", "state"), [(date(2026, 3, 16), "submitted"), (date(2026, 3, 17), "refused")])
def test_no_refusal_before_the_ten_days_have_run(
    day: date, state: str, operator: User, application: Application
) -> None:
    # Received on Friday the 6th: the ten days end on Monday the 16th.
    with time_machine.travel(make.moment(on=date(2026, 3, 10))):
        post(
            signed_in(operator),
            "application_notice",
            application,
            {**NOTICE, "notice_received_on": "06/03/2026"},
        )
    response = refusal_on(operator, application, day)
    application.refresh_from_db()
    assert application.state == state
    if state == "submitted":
        assert "I dieci giorni del preavviso finiscono il 16/03/2026" in response.content.decode()


@pytest.mark.parametrize(("day", "state"), [(date(2026, 3, 8), "submitted"), (date(2026, 3, 9), "refused")])
def test_a_refusal_waits_no_longer_than_for_the_observations(
    day: date, state: str, operator: User, application: Application
) -> None:
    observed = {"observations_on": "09/03/2026", "observations": "Ho tre figli."}
    with time_machine.travel(make.moment(on=date(2026, 3, 9))):
        typed = {**NOTICE, "notice_received_on": "06/03/2026", **observed}
        post(signed_in(operator), "application_notice", application, typed)
        data = {**DECISION, "decided_on": f"{day:%d/%m/%Y}", "reason": "I figli non sono nel nucleo."}
        response = post(signed_in(operator), "refuse_application", application, data)
    application.refresh_from_db()
    assert application.state == state
    if state == "submitted":
        assert "Le osservazioni sono del 09/03/2026" in response.content.decode()


def test_observations_after_the_ten_days_hasten_nothing(operator: User, application: Application) -> None:
    with time_machine.travel(make.moment(on=date(2026, 3, 20))):
        typed = {"notice_received_on": "06/03/2026", "observations_on": "18/03/2026"}
        post(signed_in(operator), "application_notice", application, {**NOTICE, **typed})
    refusal_on(operator, application, date(2026, 3, 20))
    application.refresh_from_db()
    assert application.state == "refused"


# The letters


def text_of(response: Any) -> str:
    assert response["Content-Type"] == "application/pdf", response.content
    pages = PdfReader(BytesIO(response.content)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


@pytest.fixture
def office(db: None) -> None:
    Office.objects.create(name="Comune di Poggioverde", address="Piazza Verdi 1", phone="0599 000100")


@pytest.mark.usefixtures("office")
def test_the_letter_that_asks_for_a_paper(operator_client: Client, application: Application) -> None:
    post(operator_client, "application_pause", application, PAUSE)
    text = text_of(post(operator_client, "application_letter", application, {}))
    for words in ("Contratto d'affitto registrato", "02/04/2026", "Art. 2, comma 7", "Giulia Bianchi"):
        assert words in text, words


@pytest.mark.usefixtures("office")
def test_the_letter_of_the_notice(operator_client: Client, application: Application) -> None:
    post(operator_client, "application_notice", application, {**NOTICE, "notice_received_on": "04/03/2026"})
    response = post(operator_client, "application_letter", application, {})
    text = text_of(response)
    for words in (
        "Neri Elena",
        "Via Garibaldi 12",
        "ISEE oltre la soglia.",
        "Entro dieci giorni",
        "sospende il termine",
        "Art. 10-bis",
        "Giulia Bianchi",
        "artt. 22 e seguenti",
        "18204 del 02/03/2026",
    ):
        assert words in text, words
    assert "14/03/2026" in text  # a Saturday is no holiday
    line = LogEntry.objects.get(kind="isee.application.printed")
    assert line.text.endswith("stampata la lettera, preavviso di rigetto.")


@pytest.mark.usefixtures("office")
def test_the_letter_of_a_grant(operator_client: Client, application: Application) -> None:
    post(operator_client, "grant_application", application, GRANT)
    text = text_of(post(operator_client, "application_letter", application, {}))
    for words in (
        "La sua domanda è accolta",
        "determina n. 41 del 04/03/2026",
        "3,00 € a pasto",
        "dal 09/03/2026 al 30/06/2026",
        "ISEE sotto la soglia.",
        "Al TAR entro 60 giorni.",
        "dott. Aldo Serra",
        "artt. 71, 75 e 76",
    ):
        assert words in text, words


@pytest.mark.usefixtures("office")
def test_the_letter_of_a_refusal(operator_client: Client, operator: User, application: Application) -> None:
    post(operator_client, "application_notice", application, {**NOTICE, "notice_received_on": "04/03/2026"})
    refusal_on(operator, application, date(2026, 3, 17))
    text = text_of(post(operator_client, "application_letter", application, {}))
    for words in (
        "La sua domanda non è accolta",
        "I motivi le erano stati comunicati il 03/03/2026.",
        "non abbiamo ricevuto osservazioni",
        "Al TAR entro 60 giorni.",
        "averne copia",
    ):
        assert words in text, words


@pytest.mark.usefixtures("office")
def test_a_letter_is_an_archivable_and_accessible_pdf(
    operator_client: Client, application: Application
) -> None:
    post(operator_client, "grant_application", application, GRANT)
    response = post(operator_client, "application_letter", application, {})
    root: Any = PdfReader(BytesIO(response.content)).trailer["/Root"]
    metadata = root["/Metadata"].get_data()
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert b"pdfuaid:part" in metadata
    assert "Neri" not in response["Content-Disposition"]


def test_there_is_no_letter_before_its_time(operator_client: Client, application: Application) -> None:
    response = operator_client.post(reverse("application_letter", args=[application.pk]), follow=True)
    assert "Non c&#x27;è ancora una lettera da stampare" in response.content.decode()
