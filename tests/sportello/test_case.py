"""The page of a case: what it is, what was done, the panels of what hangs on it; and its end."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sportello import cases
from sportello.models import Act, Case, Citizen, LogEntry, Service, User, Visit
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")
QUERIES = 7


@pytest.fixture
def case(elena: Citizen, mensa: Service, operator: User) -> Case:
    return make.case(elena, mensa, operator, number=12)


def url(case: Case, name: str = "case") -> str:
    return reverse(name, args=[case.pk])


def told(client: Client, url: str, **typed: str) -> list[str]:
    return [str(message) for message in get_messages(client.post(url, typed, follow=True).wsgi_request)]


# The page


def test_it_works(operator_client: Client, case: Case, elena: Citizen) -> None:
    response = operator_client.get(url(case))
    assert response.status_code == 200
    text = response.content.decode()
    assert "Pratica 12/2026" in text
    assert reverse("citizen", args=[elena.pk]) in text
    assert "procedimento" in text
    assert "G. Bianchi" in text
    assert "Nessun atto in una visita, finora." in text


def test_any_operator_may_open_it(colleague_client: Client, case: Case) -> None:
    assert colleague_client.get(url(case)).status_code == 200


@pytest.mark.parametrize(
    ("kind", "panels"),
    [
        ("dossier", ["case_dossier", "case_look_ups"]),
        ("entry", ["case_contract"]),
        ("look_up", ["case_look_ups"]),
        ("procedure", ["case_look_ups"]),
        ("information", []),
    ],
)
def test_each_kind_has_its_panels_by_htmx_and_as_pages(
    kind: str, panels: list[str], operator_client: Client, elena: Citizen, operator: User
) -> None:
    case = make.case(elena, make.service("servizio", "Servizio", kind=kind), operator)
    text = operator_client.get(url(case)).content.decode()
    for panel in ("case_dossier", "case_contract", "case_look_ups"):
        assert (f'hx-get="{url(case, panel)}" hx-trigger="load"' in text) == (panel in panels)
        assert (f'href="{url(case, panel)}"' in text) == (panel in panels)


def test_what_was_done_in_visits_is_there_newest_first(
    operator_client: Client, case: Case, elena: Citizen, operator: User
) -> None:
    visit = make.visit("A042", citizen=elena, operator=operator)
    for minute, outcome in [(0, "opened"), (20, "continued")]:
        visit.acts.create(
            service=case.service,
            case=case,
            outcome=outcome,
            minutes=9,
            operator=operator,
            at=make.moment(9, minute),
        )
    text = operator_client.get(url(case)).content.decode()
    assert text.index("Pratica proseguita") < text.index("Aperta una pratica")


def test_with_its_citizen_at_the_desk_an_act_can_be_recorded_on_it(
    operator_client: Client, case: Case, elena: Citizen, operator: User
) -> None:
    assert "Segna un atto su questa pratica" not in operator_client.get(url(case)).content.decode()
    visit = make.visit("A042", citizen=elena, operator=operator)
    address = f"{reverse('add_act', args=[visit.pk])}?pratica={case.pk}"
    assert address in operator_client.get(url(case)).content.decode()


def test_it_is_not_for_other_roles(
    supervisor_client: Client, administrator_client: Client, case: Case
) -> None:
    for client in (supervisor_client, administrator_client):
        assert client.get(url(case)).status_code == 403
        for name in ("close_case", "reopen_case"):
            assert client.post(url(case, name), {"state": "concluded"}).status_code == 403
    case.refresh_from_db()
    assert case.is_open


def test_a_case_that_does_not_exist(operator_client: Client) -> None:
    assert operator_client.get(reverse("case", args=[9])).status_code == 404
    for name in ("close_case", "reopen_case"):
        assert operator_client.post(reverse(name, args=[9]), {"state": "concluded"}).status_code == 404


@pytest.mark.parametrize("rows", [10, 300])
def test_the_number_of_queries_is_fixed(
    rows: int,
    operator_client: Client,
    case: Case,
    elena: Citizen,
    operator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    visit = make.visit("A042", citizen=elena, operator=operator)
    for _ in range(rows):
        visit.acts.create(
            service=case.service,
            case=case,
            outcome="continued",
            minutes=1,
            operator=operator,
            at=make.moment(),
        )
    with django_assert_num_queries(QUERIES):
        operator_client.get(url(case))


# Its end


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("concluded", "Pratica 12/2026 conclusa: Mensa scolastica."),
        ("abandoned", "Pratica 12/2026 abbandonata: Mensa scolastica."),
    ],
)
def test_it_is_concluded_or_abandoned(state: str, text: str, operator_client: Client, case: Case) -> None:
    response = operator_client.post(url(case, "close_case"), {"state": state})
    assert response.headers["Location"] == url(case)
    case.refresh_from_db()
    assert (case.state, case.closed_at) == (state, make.moment())
    line = LogEntry.objects.get()
    assert (line.text, line.case, line.outcome, line.minutes) == (text, case, state, None)


def test_concluded_with_its_citizen_at_the_desk_it_is_an_act_of_the_visit(
    operator_client: Client, case: Case, elena: Citizen, operator: User
) -> None:
    visit = make.visit("A042", citizen=elena, operator=operator, arrived_at=make.moment(9, 48))
    operator_client.post(url(case, "close_case"), {"state": "concluded"})
    act = Act.objects.get()
    assert (act.visit, act.case, act.outcome, act.minutes) == (visit, case, "concluded", 12)
    line = LogEntry.objects.get()
    assert (line.visit, line.minutes) == (visit, 12)


def test_abandoning_it_is_no_act_of_the_visit(
    operator_client: Client, case: Case, elena: Citizen, operator: User
) -> None:
    make.visit("A042", citizen=elena, operator=operator)
    operator_client.post(url(case, "close_case"), {"state": "abandoned"})
    assert not Act.objects.exists()


def test_it_ends_once(operator_client: Client, case: Case) -> None:
    operator_client.post(url(case, "close_case"), {"state": "concluded"})
    assert told(operator_client, url(case, "close_case"), state="abandoned") == [
        "La pratica 12/2026 è già conclusa."
    ]
    case.refresh_from_db()
    assert case.state == "concluded"


def test_it_can_be_reopened(operator_client: Client, case: Case) -> None:
    assert told(operator_client, url(case, "reopen_case")) == ["La pratica 12/2026 è già aperta."]
    operator_client.post(url(case, "close_case"), {"state": "abandoned"})
    operator_client.post(url(case, "reopen_case"))
    case.refresh_from_db()
    assert (case.state, case.closed_at) == ("open", None)
    assert LogEntry.objects.order_by("-pk")[0].text == "Riaperta la pratica 12/2026."


@pytest.mark.parametrize("state", ["", "open", "bruciata"])
def test_any_other_end_does_not_exist(state: str, operator_client: Client, case: Case) -> None:
    assert operator_client.post(url(case, "close_case"), {"state": state}).status_code == 404
    assert not LogEntry.objects.exists()


def test_that_of_a_dossier_ends_with_the_dossier(
    operator_client: Client, elena: Citizen, isee_service: Service, operator: User
) -> None:
    case = make.case(elena, isee_service, operator)
    text = operator_client.get(url(case)).content.decode()
    for name in ("close_case", "reopen_case"):
        assert url(case, name) not in text
        assert operator_client.post(url(case, name), {"state": "concluded"}).status_code == 404


def test_looking_ends_nothing(operator_client: Client, case: Case) -> None:
    assert operator_client.get(url(case, "close_case")).status_code == 405
    assert operator_client.get(url(case, "reopen_case")).status_code == 405


# Its beginning


def new_url(visit: Visit) -> str:
    return reverse("new_case", args=[visit.pk])


def test_a_procedure_begins_in_a_visit(
    operator_client: Client, elena: Citizen, mensa: Service, operator: User
) -> None:
    visit = make.visit("A042", citizen=elena, operator=operator, arrived_at=make.moment(9, 56))
    response = operator_client.post(new_url(visit), {"service": mensa.pk})
    case = Case.objects.get()
    assert response.headers["Location"] == url(case)
    assert (case.citizen, case.service, case.responsible, str(case)) == (elena, mensa, operator, "1/2026")
    act = Act.objects.get()
    assert (act.visit, act.case, act.outcome, act.minutes) == (visit, case, "opened", 4)
    line = LogEntry.objects.get()
    assert (line.text, line.visit, line.minutes) == ("Aperta la pratica 1/2026: Mensa scolastica.", visit, 4)


def test_an_anonymous_visit_has_no_cases(operator_client: Client, mensa: Service, operator: User) -> None:
    visit = make.visit("B012", operator=operator)
    assert told(operator_client, new_url(visit), service=str(mensa.pk)) == [
        "Prima di aprire la pratica di' chi è la persona al banco: cercala e scegli la sua scheda."
    ]
    assert not Case.objects.exists()


def test_a_service_no_longer_offered_begins_nothing(
    operator_client: Client, elena: Citizen, mensa: Service, operator: User
) -> None:
    Service.objects.update(is_active=False)
    visit = make.visit("A042", citizen=elena, operator=operator)
    assert told(operator_client, new_url(visit), service=str(mensa.pk)) == [
        "«Mensa scolastica» non è più offerto a questo sportello."
    ]
    assert (Case.objects.count(), Act.objects.count(), LogEntry.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("service", ["", "abc", "999999", "9" * 30, "9" * 5000])
def test_a_service_that_does_not_exist(
    service: str, operator_client: Client, elena: Citizen, operator: User
) -> None:
    visit = make.visit("A042", citizen=elena, operator=operator)
    assert operator_client.post(new_url(visit), {"service": service}).status_code == 404


def test_services_of_other_kinds_begin_elsewhere(
    operator_client: Client, elena: Citizen, isee_service: Service, operator: User
) -> None:
    visit = make.visit("A042", citizen=elena, operator=operator)
    assert operator_client.post(new_url(visit), {"service": isee_service.pk}).status_code == 404


def test_beginning_is_not_for_other_roles_nor_for_colleagues(
    supervisor_client: Client,
    administrator_client: Client,
    colleague_client: Client,
    elena: Citizen,
    mensa: Service,
    operator: User,
) -> None:
    visit = make.visit("A042", citizen=elena, operator=operator)
    for client in (supervisor_client, administrator_client, colleague_client):
        assert client.post(new_url(visit), {"service": mensa.pk}).status_code == 403
    assert not Case.objects.exists()


def test_a_case_opened_outside_a_visit_is_no_act(operator: User, elena: Citizen, mensa: Service) -> None:
    cases.open_case(citizen=elena, service=mensa, operator=operator, at=make.moment())
    assert not Act.objects.exists()
