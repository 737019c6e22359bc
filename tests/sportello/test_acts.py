"""What is done in a visit: the act, its minutes, and what may not be done."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from sportello import acts
from sportello.models import Act, Citizen, LogEntry, Service, User, Visit
from sportello.permission import NotAllowed
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def visit(elena: Citizen, operator: User) -> Visit:
    return make.visit("A042", citizen=elena, operator=operator, arrived_at=make.moment(9, 54))


@pytest.fixture
def voltura(db: None) -> Service:
    """A service of a partner whose agreement has ended."""
    enel = make.partner("enel", "Enel")
    service = make.service("enel-voltura", "Voltura", kind="entry", partner=enel)
    make.agreement(enel, service, ends_on=make.moment().date() - timedelta(days=1))
    return service


def url(visit: Visit) -> str:
    return reverse("add_act", args=[visit.pk])


def edit_url(act: Act) -> str:
    return reverse("edit_act", args=[act.visit_id, act.pk])


def done(visit: Visit, service: Service, operator: User, **fields: Any) -> Act:
    given = {"outcome": Act.Outcome.INFORMED, "minutes": 5, "at": make.moment(), **fields}
    return acts.add_act(visit=visit, service=service, operator=operator, **given)


def typed(service: Service, **fields: str) -> dict[str, str]:
    return {"service": str(service.pk), "outcome": "informed", "minutes": "6", "note": "", **fields}


# Adding


def test_it_works(
    operator_client: Client, visit: Visit, tari: Service, operator: User, elena: Citizen
) -> None:
    response = operator_client.post(url(visit), typed(tari))
    assert response.headers["Location"] == reverse("visit", args=[visit.pk])
    act = Act.objects.get()
    assert (act.visit, act.service, act.outcome, act.minutes, act.operator) == (
        visit,
        tari,
        "informed",
        6,
        operator,
    )
    line = LogEntry.objects.get()
    assert (line.kind, line.text) == ("sportello.act.added", "TARI, informato.")
    assert (line.service, line.citizen, line.outcome, line.minutes) == (tari, elena, "informed", 6)


def test_in_the_dialog_it_is_the_form_alone(operator_client: Client, visit: Visit, tari: Service) -> None:
    dialog = operator_client.get(url(visit), headers=HTMX).content.decode()
    assert 'id="dialog-title"' in dialog
    assert "<html" not in dialog
    assert "<html" in operator_client.get(url(visit)).content.decode()
    saved = operator_client.post(url(visit), typed(tari), headers=HTMX)
    assert saved.headers["HX-Redirect"] == reverse("visit", args=[visit.pk])


def test_the_form_proposes_what_the_ticket_asks_and_the_minutes_of_the_timer(
    operator_client: Client, visit: Visit, tari: Service
) -> None:
    Visit.objects.update(service=tari)
    text = operator_client.get(url(visit)).content.decode()
    assert f'<option value="{tari.pk}" selected>TARI</option>' in text
    assert 'name="minutes" value="6"' in text


def test_the_form_proposes_what_the_address_asks(
    operator_client: Client, visit: Visit, tari: Service, mensa: Service, elena: Citizen, operator: User
) -> None:
    text = operator_client.get(url(visit), {"servizio": str(tari.pk), "esito": "referred"}).content.decode()
    assert f'<option value="{tari.pk}" selected>' in text
    assert 'value="referred" required id="id_outcome_4" checked' in text
    case = make.case(elena, mensa, operator, number=12)
    text = operator_client.get(url(visit), {"pratica": case.pk}).content.decode()
    assert f'<option value="{mensa.pk}" selected>' in text
    assert f'<option value="{case.pk}" selected>12/2026 Mensa scolastica</option>' in text


@pytest.mark.parametrize(
    "asked", [{"servizio": "abc"}, {"servizio": "9" * 30}, {"pratica": "x"}, {"esito": "x"}]
)
def test_what_the_address_asks_wrongly_proposes_nothing(
    asked: dict[str, str], operator_client: Client, visit: Visit
) -> None:
    assert operator_client.get(url(visit), asked).status_code == 200


@pytest.mark.parametrize(("step", "expected"), [("1", "7"), ("-1", "5")])
def test_one_key_changes_the_minutes_and_keeps_what_was_typed(
    step: str, expected: str, operator_client: Client, visit: Visit, tari: Service
) -> None:
    response = operator_client.post(url(visit), typed(tari, note="lasciata a metà", step=step), headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 200
    assert f'name="minutes" value="{expected}"' in text
    assert "lasciata a metà" in text
    assert f'<option value="{tari.pk}" selected>' in text
    assert f'value="{step}" data-focus' in text
    assert not Act.objects.exists()


@pytest.mark.parametrize(
    ("minutes", "step", "expected"),
    [("0", "-1", "0"), ("480", "1", "480"), ("tanti", "1", "1"), ("9" * 5000, "-1", "480")],
)
def test_the_minutes_stay_within_a_day(
    minutes: str, step: str, expected: str, operator_client: Client, visit: Visit, tari: Service
) -> None:
    text = operator_client.post(url(visit), typed(tari, minutes=minutes, step=step)).content.decode()
    assert f'name="minutes" value="{expected}"' in text


def test_an_act_may_be_on_an_open_case_of_the_person(
    operator_client: Client, visit: Visit, mensa: Service, elena: Citizen, operator: User
) -> None:
    case = make.case(elena, mensa, operator, number=12)
    operator_client.post(url(visit), typed(mensa, outcome="continued", case=str(case.pk)))
    assert Act.objects.get().case == case
    line = LogEntry.objects.get()
    assert (line.text, line.case) == ("Mensa scolastica (pratica 12/2026), pratica proseguita.", case)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("service", "", "Scegli il servizio."),
        ("service", "999999", "Questo servizio non c&#x27;è più: scegline un altro."),
        ("service", "abc", "Questo servizio non c&#x27;è più: scegline un altro."),
        ("outcome", "", "Scegli l&#x27;esito."),
        ("outcome", "ballato", "Questo esito non c&#x27;è: sceglilo dall&#x27;elenco."),
        ("outcome", "referred", "Scrivi dove hai indirizzato la persona, o perché non si è potuto fare."),
        ("outcome", "not_served", "Scrivi dove hai indirizzato la persona, o perché non si è potuto fare."),
        ("minutes", "", "Scrivi i minuti."),
        ("minutes", "1.234,5x", "I minuti sono un numero intero: per esempio 15."),
        ("minutes", "-3", "I minuti non possono essere meno di zero."),
        ("minutes", "481", "Più di otto ore non stanno in un giorno: controlla i minuti."),
        ("minutes", "9" * 400, "Più di otto ore non stanno in un giorno: controlla i minuti."),
        ("note", "n" * 201, "Al massimo 200 caratteri: qui ce ne sono 201."),
        ("case", "999999", "Questa pratica non è tra quelle aperte della persona."),
    ],
)
def test_what_is_malformed_is_said_and_stores_nothing(
    field: str,
    value: str,
    sentence: str,
    operator_client: Client,
    visit: Visit,
    tari: Service,
    elena: Citizen,
    operator: User,
) -> None:
    make.case(elena, tari, operator)
    sent = {**typed(tari), field: value}
    for headers in ({}, HTMX):
        response = operator_client.post(url(visit), sent, headers=headers)
        assert response.status_code == 422
        text = response.content.decode()
        assert sentence in text
        assert f'name="minutes" value="{sent["minutes"]}"' in text or not sent["minutes"]
        assert sent["note"] in text
    assert (Act.objects.count(), LogEntry.objects.count()) == (0, 0)


def test_a_case_of_another_person_or_service_is_refused(
    operator_client: Client, visit: Visit, tari: Service, mensa: Service, elena: Citizen, operator: User
) -> None:
    own = make.case(elena, mensa, operator, number=12)
    foreign = make.case(make.citizen("Gallo", "Antonio"), tari, operator, number=13)
    wrong_service = operator_client.post(url(visit), typed(tari, case=str(own.pk)))
    assert "La pratica 12/2026 è di «Mensa scolastica»" in wrong_service.content.decode()
    somebody_elses = operator_client.post(url(visit), typed(tari, case=str(foreign.pk)))
    assert "Questa pratica non è tra quelle aperte della persona." in somebody_elses.content.decode()
    assert not Act.objects.exists()


def test_a_service_whose_agreement_has_ended_is_only_referred_elsewhere(
    operator_client: Client, visit: Visit, voltura: Service
) -> None:
    refused = operator_client.post(url(visit), typed(voltura))
    assert refused.status_code == 422
    assert "L&#x27;accordo con Enel è finito il 03/03/2026." in refused.content.decode()
    assert not Act.objects.exists()
    operator_client.post(url(visit), typed(voltura, outcome="referred", note="Numero verde 800 900 800"))
    assert Act.objects.get().outcome == "referred"
    assert LogEntry.objects.get().text == "Voltura, indirizzato altrove: Numero verde 800 900 800."


def test_an_anonymous_visit_has_acts_too(operator_client: Client, operator: User, tari: Service) -> None:
    visit = make.visit("B012", operator=operator)
    operator_client.post(url(visit), typed(tari))
    assert (Act.objects.get().visit, LogEntry.objects.get().citizen) == (visit, None)


@pytest.mark.parametrize("state", ["suspended", "closed", "gone"])
def test_acts_are_done_at_the_desk_only(
    state: str, operator_client: Client, visit: Visit, operator: User, tari: Service
) -> None:
    Visit.objects.update(state=state)
    response = operator_client.post(url(visit), typed(tari), follow=True)
    assert [str(message)[:4] for message in get_messages(response.wsgi_request)] == ["A042"]
    assert not Act.objects.exists()
    with pytest.raises(NotAllowed):
        done(visit, tari, operator)


def test_it_is_not_for_other_roles_nor_for_colleagues(
    supervisor_client: Client,
    administrator_client: Client,
    colleague_client: Client,
    visit: Visit,
    tari: Service,
) -> None:
    for client in (supervisor_client, administrator_client, colleague_client):
        assert client.get(url(visit)).status_code == 403
        assert client.post(url(visit), typed(tari)).status_code == 403
    assert not Act.objects.exists()


def test_a_visit_that_does_not_exist(operator_client: Client) -> None:
    assert operator_client.get(reverse("add_act", args=[9])).status_code == 404


# The timer


@pytest.mark.parametrize(
    ("hour", "minute", "second", "minutes"), [(10, 0, 0, 6), (10, 0, 31, 7), (9, 54, 5, 1), (23, 0, 0, 480)]
)
def test_the_timer_counts_from_the_start(
    hour: int, minute: int, second: int, minutes: int, visit: Visit
) -> None:
    now = make.moment(hour, minute) + timedelta(seconds=second)
    assert acts.proposed_minutes(visit, now) == minutes


def test_the_timer_counts_from_the_last_act(visit: Visit, tari: Service, operator: User) -> None:
    done(visit, tari, operator, at=make.moment(9, 57))
    assert acts.proposed_minutes(visit, make.moment(10, 1)) == 4


# Correcting the minutes


def test_minutes_are_corrected_with_a_line_of_their_own(
    operator_client: Client, visit: Visit, tari: Service, operator: User
) -> None:
    act = done(visit, tari, operator)
    response = operator_client.post(edit_url(act), {"minutes": "12"})
    assert response.headers["Location"] == reverse("visit", args=[visit.pk])
    act.refresh_from_db()
    assert act.minutes == 12
    assert [line.text for line in LogEntry.objects.order_by("pk")] == [
        "TARI, informato.",
        "Corretti i minuti di «TARI»: da 5 a 12.",
    ]


def test_the_same_minutes_write_no_line(
    operator_client: Client, visit: Visit, tari: Service, operator: User
) -> None:
    act = done(visit, tari, operator)
    operator_client.post(edit_url(act), {"minutes": "5"})
    assert LogEntry.objects.count() == 1


def test_one_key_changes_the_minutes_of_an_act_without_saving(
    operator_client: Client, visit: Visit, tari: Service, operator: User
) -> None:
    act = done(visit, tari, operator)
    assert 'value="5"' in operator_client.get(edit_url(act), headers=HTMX).content.decode()
    response = operator_client.post(edit_url(act), {"minutes": "5", "step": "1"}, headers=HTMX)
    assert 'name="minutes" value="6"' in response.content.decode()
    act.refresh_from_db()
    assert act.minutes == 5


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        ("", "Scrivi i minuti."),
        ("x", "I minuti sono un numero intero"),
        ("500", "Più di otto ore non stanno in un giorno"),
    ],
)
def test_malformed_minutes_are_said_and_change_nothing(
    minutes: str, sentence: str, operator_client: Client, visit: Visit, tari: Service, operator: User
) -> None:
    act = done(visit, tari, operator)
    response = operator_client.post(edit_url(act), {"minutes": minutes}, headers=HTMX)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    act.refresh_from_db()
    assert (act.minutes, LogEntry.objects.count()) == (5, 1)


def test_minutes_of_another_day_stay(
    operator_client: Client, visit: Visit, tari: Service, operator: User, at_ten: time_machine.Traveller
) -> None:
    act = done(visit, tari, operator, at=make.moment() - timedelta(days=1))
    response = operator_client.post(edit_url(act), {"minutes": "12"})
    assert response.status_code == 422
    assert "I minuti si correggono solo nel giorno dell&#x27;atto." in response.content.decode()


def test_the_minutes_of_a_closed_visit_can_still_be_corrected_today(
    operator_client: Client, visit: Visit, tari: Service, operator: User
) -> None:
    act = done(visit, tari, operator)
    Visit.objects.update(state="closed", ended_at=make.moment())
    operator_client.post(edit_url(act), {"minutes": "12"})
    act.refresh_from_db()
    assert act.minutes == 12


def test_correcting_is_not_for_other_roles_nor_for_colleagues(
    supervisor_client: Client,
    administrator_client: Client,
    colleague_client: Client,
    visit: Visit,
    tari: Service,
    operator: User,
) -> None:
    act = done(visit, tari, operator)
    for client in (supervisor_client, administrator_client, colleague_client):
        assert client.post(edit_url(act), {"minutes": "12"}).status_code == 403


def test_an_act_of_another_visit_is_not_found(
    operator_client: Client, visit: Visit, tari: Service, operator: User
) -> None:
    act = done(visit, tari, operator)
    other = make.visit("A041", operator=operator, state="closed")
    assert (
        operator_client.post(reverse("edit_act", args=[other.pk, act.pk]), {"minutes": "1"}).status_code
        == 404
    )
    assert (
        operator_client.post(reverse("edit_act", args=[visit.pk, 9999]), {"minutes": "1"}).status_code == 404
    )
