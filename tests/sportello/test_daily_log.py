from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sportello import cases, daily_log
from sportello.models import Case, Citizen, LogEntry, Service, User, Visit
from tests import make

URL = reverse("daily_log")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def morning() -> object:
    with time_machine.travel(make.moment(12, 0), tick=False) as traveller:
        yield traveller


def lines(client: Client, **query: str | int) -> list[str]:
    """The sentences shown, in their order."""
    return [line.text for line in client.get(URL, query).context["page"].rows]


def test_opening_a_case_writes_a_line(operator: User, elena: Citizen, isee_service: Service) -> None:
    case = cases.open_case(citizen=elena, service=isee_service, operator=operator, at=make.moment())
    line = LogEntry.objects.get()
    assert (line.kind, line.case, line.citizen) == ("sportello.case.opened", case, elena)
    assert line.text == "Aperta la pratica 1/2026: ISEE e agevolazioni."


def test_a_line_tells_time_ticket_person_service_outcome_and_minutes(
    operator_client: Client, operator: User, elena: Citizen, isee_service: Service
) -> None:
    visit = make.visit("A007", citizen=elena, operator=operator)
    daily_log.record(
        "sportello.act.added",
        "Detto quali documenti portare.",
        operator=operator,
        at=make.moment(9, 5),
        visit=visit,
        service=isee_service,
        outcome="informed",
        minutes=6,
    )
    page = operator_client.get(URL)
    assert page.status_code == 200
    for text in ("09:05", "A007", "Neri Elena", "ISEE e agevolazioni", "Detto quali", "informato"):
        assert text in page.content.decode()
    assert page.context["totals"] == daily_log.Totals(lines=1, visits=1, minutes=6)


def test_an_operator_reads_the_own_lines_a_supervisor_all(
    operator_client: Client, supervisor_client: Client, operator: User, colleague: User
) -> None:
    daily_log.record("sportello.visit.started", "Di Giulia.", operator=operator, at=make.moment(9))
    daily_log.record("sportello.visit.started", "Di Marco.", operator=colleague, at=make.moment(10))
    assert lines(operator_client) == ["Di Giulia."]
    assert lines(supervisor_client) == ["Di Marco.", "Di Giulia."]


def test_an_operator_cannot_filter_into_a_colleagues_lines(
    operator_client: Client, operator: User, colleague: User
) -> None:
    daily_log.record("sportello.visit.started", "Di Marco.", operator=colleague, at=make.moment())
    assert lines(operator_client, operatore=colleague.pk) == []


def test_administrators_alone_do_not_read_it(administrator_client: Client) -> None:
    assert administrator_client.get(URL).status_code == 403


def test_another_day(operator_client: Client, operator: User) -> None:
    daily_log.record(
        "sportello.visit.started", "Ieri.", operator=operator, at=make.moment(on=date(2026, 3, 3))
    )
    daily_log.record("sportello.visit.started", "Oggi.", operator=operator, at=make.moment())
    assert lines(operator_client) == ["Oggi."]
    page = operator_client.get(URL, {"giorno": "2026-03-03"})
    assert [line.text for line in page.context["page"].rows] == ["Ieri."]
    assert "?giorno=2026-03-02" in page.content.decode()
    assert "?giorno=2026-03-04" in page.content.decode()


def test_there_is_no_day_after_today(operator_client: Client) -> None:
    assert operator_client.get(URL).context["next_day"] is None


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2026-13-45", "non si legge"),
        ("ieri", "non si legge"),
        ("<script>", "non si legge"),
        ("2026-03-05", "deve ancora venire"),
        ("9999-12-31", "deve ancora venire"),
        ("0001-01-01", "comincia più tardi"),
    ],
)
def test_a_day_that_cannot_be_shown_gives_todays_page_and_a_sentence(
    operator_client: Client, operator: User, written: str, sentence: str
) -> None:
    daily_log.record("sportello.visit.started", "Oggi.", operator=operator, at=make.moment())
    page = operator_client.get(URL, {"giorno": written})
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert [line.text for line in page.context["page"].rows] == ["Oggi."]


@pytest.mark.parametrize("name", ["operatore", "servizio", "ente", "esito", "tipo", "after"])
@pytest.mark.parametrize("value", ["x", "-1", "999999999999999999999999", "²"])
def test_a_filter_that_cannot_be_read_breaks_nothing(
    supervisor_client: Client, name: str, value: str
) -> None:
    assert supervisor_client.get(URL, {name: value}).status_code == 200


@pytest.fixture
def varied_lines(operator: User, colleague: User, elena: Citizen) -> None:
    isee = make.service()
    enel = make.service("enel-voltura", "Voltura", partner=make.partner("enel", "Enel"))
    for text, kind, who, service, outcome in [
        ("Informata.", "sportello.act.added", operator, isee, "informed"),
        ("Aperta.", "sportello.case.opened", operator, isee, "opened"),
        ("Inviata.", "partners.contract.queued", colleague, enel, ""),
    ]:
        daily_log.record(
            kind, text, operator=who, at=make.moment(), citizen=elena, service=service, outcome=outcome
        )


@pytest.mark.usefixtures("varied_lines")
def test_filters(supervisor_client: Client, colleague: User) -> None:
    enel = Service.objects.get(code="enel-voltura")
    assert lines(supervisor_client, operatore=colleague.pk) == ["Inviata."]
    assert lines(supervisor_client, servizio=enel.pk) == ["Inviata."]
    assert lines(supervisor_client, ente=str(enel.partner_id)) == ["Inviata."]
    assert lines(supervisor_client, ente="comune") == ["Aperta.", "Informata."]
    assert lines(supervisor_client, esito="informed") == ["Informata."]
    assert lines(supervisor_client, tipo="sportello.case") == ["Aperta."]
    assert lines(supervisor_client, tipo="partners.contract", esito="opened") == []


@pytest.mark.usefixtures("varied_lines")
def test_totals_follow_the_filters(supervisor_client: Client) -> None:
    assert supervisor_client.get(URL, {"tipo": "sportello.act"}).context["totals"].lines == 1


def test_a_correction_counts_its_difference(operator_client: Client, operator: User) -> None:
    for text, minutes in (("Informata.", 12), ("Corretti i minuti: da 12 a 5.", -7)):
        daily_log.record("sportello.act.added", text, operator=operator, at=make.moment(), minutes=minutes)
    assert operator_client.get(URL).context["totals"].minutes == 5


def test_the_newest_comes_first_whenever_it_was_written(operator_client: Client, operator: User) -> None:
    for hour in (9, 11, 10):
        daily_log.record("sportello.visit.started", f"Alle {hour}.", operator=operator, at=make.moment(hour))
    assert lines(operator_client) == ["Alle 11.", "Alle 10.", "Alle 9."]


def add_lines(operator: User, citizen: Citizen, service: Service, number: int) -> None:
    case = Case.objects.first()
    LogEntry.objects.bulk_create(
        LogEntry(
            kind="sportello.act.added",
            text=f"Riga {order}.",
            operator=operator,
            at=make.moment(),
            day=date(2026, 3, 4),
            citizen=citizen,
            service=service,
            case=case,
            visit=Visit.objects.get(),
        )
        for order in range(number)
    )


def test_pages_follow_each_other(
    supervisor_client: Client, operator: User, elena: Citizen, isee_service: Service
) -> None:
    make.visit(citizen=elena)
    add_lines(operator, elena, isee_service, 60)
    seen: list[str] = []
    after: str | int | None = ""
    while after is not None:
        page = supervisor_client.get(URL, {"after": after}).context["page"]
        seen += [line.text for line in page.rows]
        after = page.next_after
    assert seen == [f"Riga {order}." for order in reversed(range(60))]


@pytest.mark.parametrize("number", [10, 500])
def test_queries_do_not_grow_with_the_rows(
    supervisor_client: Client,
    operator: User,
    elena: Citizen,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    service = make.service(partner=make.partner())
    make.case(elena, service, operator)
    make.visit(citizen=elena)
    add_lines(operator, elena, service, number)
    # Session, user, the session kept (three); partners, operators and services to choose from; totals, lines; office.
    with django_assert_num_queries(8):
        supervisor_client.get(URL)
