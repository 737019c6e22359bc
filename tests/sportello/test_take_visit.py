"""Taking in charge: two operators press at once, one gets the visit, the other is told who has it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from sportello import visits
from sportello.models import Citizen, LogEntry, Service, User, Visit
from tests import make

ROUNDS = 1000


def take_url(visit: Visit) -> str:
    return reverse("take_visit", args=[visit.pk])


def told(client: Client, url: str) -> list[str]:
    """The sentences that a POST to an address leaves for the operator."""
    return [str(message) for message in get_messages(client.post(url, follow=True).wsgi_request)]


# One operator


@pytest.mark.usefixtures("at_ten")
def test_it_works(operator_client: Client, operator: User, elena: Citizen, tari: Service) -> None:
    visit = make.visit("A043", citizen=elena, service=tari, arrived_at=make.moment(9, 48))
    response = operator_client.post(take_url(visit))
    assert response.headers["Location"] == reverse("visit", args=[visit.pk])
    visit.refresh_from_db()
    assert (visit.state, visit.operator) == ("in_service", operator)
    assert (visit.started_at, visit.timer_from) == (make.moment(10), make.moment(10))
    line = LogEntry.objects.get()
    assert (line.text, line.service) == ("Chiamato il turno A043 dopo 12 min di attesa.", tari)


@pytest.mark.usefixtures("at_ten")
def test_the_next_in_line_is_called_precedence_first(operator_client: Client, elena: Citizen) -> None:
    make.visit("A001", arrived_at=make.moment(9, 0))
    first = make.visit("A002", arrived_at=make.moment(9, 30), priority=True)
    response = operator_client.post(reverse("call_next"))
    assert response.headers["Location"] == reverse("visit", args=[first.pk])


@pytest.mark.usefixtures("at_ten")
def test_with_nobody_waiting_it_says_so(operator_client: Client) -> None:
    assert told(operator_client, reverse("call_next")) == ["Nessuno in attesa."]


@pytest.mark.usefixtures("at_ten")
def test_one_person_at_a_desk(operator_client: Client, operator: User, elena: Citizen) -> None:
    make.visit("A042", operator=operator, citizen=elena)
    waiting = make.visit("A043")
    sentence = "Al banco c'è Neri Elena (A042): concludi o sospendi, poi riprova."
    assert told(operator_client, take_url(waiting)) == [sentence]
    assert told(operator_client, reverse("call_next")) == [sentence]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.operator, LogEntry.objects.count()) == ("waiting", None, 0)


@pytest.mark.usefixtures("at_ten")
@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("in_service", "A043 l'ha già presa M. Rossi."),
        ("suspended", "A043 l'ha sospesa M. Rossi."),
        ("closed", "A043 l'ha già conclusa M. Rossi."),
    ],
)
def test_the_slower_one_is_told_who_has_it(
    operator_client: Client, colleague: User, state: str, sentence: str
) -> None:
    visit = make.visit("A043", operator=colleague, state=state)
    assert told(operator_client, take_url(visit)) == [sentence]


@pytest.mark.usefixtures("at_ten")
def test_who_went_away_cannot_be_taken(operator_client: Client) -> None:
    visit = make.visit("A043", state="gone")
    assert told(operator_client, take_url(visit)) == ["A043 è andato via."]


@pytest.mark.usefixtures("at_ten")
def test_pressing_twice_says_that_the_visit_is_here(operator_client: Client) -> None:
    visit = make.visit("A043")
    operator_client.post(take_url(visit))
    assert told(operator_client, take_url(visit)) == ["A043 è già al tuo banco."]


@pytest.mark.usefixtures("at_ten")
def test_tickets_of_yesterday_are_not_called(operator_client: Client) -> None:
    make.visit("A043", day=make.moment().date().replace(day=3))
    assert told(operator_client, reverse("call_next")) == ["Nessuno in attesa."]


@pytest.mark.usefixtures("at_ten")
def test_who_left_is_taken_off_the_list(operator_client: Client) -> None:
    visit = make.visit("A043")
    operator_client.post(reverse("gone_visit", args=[visit.pk]))
    visit.refresh_from_db()
    assert (visit.state, visit.ended_at) == ("gone", make.moment())
    assert LogEntry.objects.get().text == "Turno A043: andato via senza essere servito."


@pytest.mark.usefixtures("at_ten")
def test_who_was_called_in_vain_is_gone_and_the_desk_is_free(operator_client: Client, operator: User) -> None:
    visit = make.visit("A043", operator=operator)
    operator_client.post(reverse("gone_visit", args=[visit.pk]))
    visit.refresh_from_db()
    assert visit.state == "gone"
    assert not Visit.objects.at_desk_of(operator).exists()


@pytest.mark.usefixtures("at_ten")
def test_a_visit_with_acts_is_closed_not_gone(operator_client: Client, operator: User, tari: Service) -> None:
    visit = make.visit("A043", operator=operator)
    visit.acts.create(service=tari, outcome="informed", minutes=3, operator=operator, at=make.moment())
    assert told(operator_client, reverse("gone_visit", args=[visit.pk])) == [
        "La visita A043 ha già degli atti: concludila."
    ]


@pytest.mark.usefixtures("at_ten")
def test_a_colleagues_visit_is_not_gone_by_mine(operator_client: Client, colleague: User) -> None:
    visit = make.visit("A043", operator=colleague)
    assert told(operator_client, reverse("gone_visit", args=[visit.pk])) == ["A043 l'ha già presa M. Rossi."]


@pytest.mark.parametrize("name", ["take_visit", "gone_visit", "call_next"])
def test_it_is_not_for_other_roles(
    name: str, supervisor_client: Client, administrator_client: Client, db: None
) -> None:
    url = reverse(name, args=[] if name == "call_next" else [make.visit().pk])
    assert supervisor_client.post(url).status_code == 403
    assert administrator_client.post(url).status_code == 403


@pytest.mark.parametrize("name", ["take_visit", "gone_visit"])
def test_a_visit_that_does_not_exist(name: str, operator_client: Client) -> None:
    assert operator_client.post(reverse(name, args=[9])).status_code == 404
    assert operator_client.post(reverse(name, args=[10**25])).status_code == 404


@pytest.mark.parametrize("name", ["take_visit", "gone_visit", "call_next"])
def test_looking_takes_nothing(name: str, operator_client: Client) -> None:
    visit = make.visit()
    url = reverse(name, args=[] if name == "call_next" else [visit.pk])
    assert operator_client.get(url).status_code == 405
    visit.refresh_from_db()
    assert visit.state == "waiting"


# Two at the same instant


def free_desk(visit: Visit) -> None:
    """The visit ends, as far as the next round goes; ending by the act is tested on its own."""
    Visit.objects.filter(pk=visit.pk).update(state=Visit.State.CLOSED)


def race(work: Callable[[User, Barrier], list[str]]) -> list[list[str]]:
    """What each of two operators got, working at the same time on connections of their own."""
    operators = [
        make.user("giulia", first_name="Giulia", last_name="Bianchi", is_operator=True),
        make.user("marco", first_name="Marco", last_name="Rossi", is_operator=True),
    ]
    start = Barrier(2)

    def run(operator: User) -> list[str]:
        try:
            return work(operator, start)
        except BaseException:
            start.abort()
            raise
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(run, operators))


def waiting_visits(number: int) -> list[Visit]:
    return Visit.objects.bulk_create(
        Visit(day=make.moment().date(), ticket=f"A{place:03}", arrived_at=make.moment())
        for place in range(number)
    )


@pytest.mark.django_db(transaction=True)
def test_two_operators_never_both_take_the_same_visit() -> None:
    waiting = waiting_visits(ROUNDS)

    def take_each(operator: User, start: Barrier) -> list[str]:
        outcomes = []
        for visit in waiting:
            start.wait(timeout=30)
            try:
                taken = visits.take_visit(visit=visit, operator=operator, at=make.moment())
            except visits.AlreadyTaken as refusal:
                outcomes.append(str(refusal))
            else:
                outcomes.append("taken")
                start.wait(timeout=30)
                free_desk(taken)
                continue
            start.wait(timeout=30)
        return outcomes

    giulias, marcos = race(take_each)
    for visit, giulia, marco in zip(waiting, giulias, marcos, strict=True):
        assert (giulia, marco) in [
            ("taken", f"{visit} l'ha già presa G. Bianchi."),
            (f"{visit} l'ha già presa M. Rossi.", "taken"),
        ]
    assert LogEntry.objects.filter(kind="sportello.visit.taken").count() == ROUNDS


@pytest.mark.django_db(transaction=True)
def test_two_operators_calling_at_once_get_two_different_visits() -> None:
    waiting = waiting_visits(ROUNDS)

    def call_each(operator: User, start: Barrier) -> list[str]:
        called = []
        for _ in range(ROUNDS // 2):
            start.wait(timeout=30)
            visit = visits.call_next(operator=operator, at=make.moment())
            called.append(visit.ticket)
            free_desk(visit)
        return called

    giulias, marcos = race(call_each)
    assert sorted(giulias + marcos) == sorted(visit.ticket for visit in waiting)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_of_one_operator_never_fill_the_desk_twice() -> None:
    operator = make.user("giulia", is_operator=True)
    waiting = waiting_visits(100)
    start = Barrier(2)

    def take_half(half: list[Visit]) -> list[str]:
        outcomes = []
        for visit in half:
            start.wait(timeout=30)
            try:
                visits.take_visit(visit=visit, operator=operator, at=make.moment())
                outcomes.append("taken")
            except visits.DeskBusy:
                outcomes.append("busy")
            start.wait(timeout=30)
            Visit.objects.filter(pk=visit.pk, state=Visit.State.IN_SERVICE).update(state=Visit.State.CLOSED)
        connection.close()
        return outcomes

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(take_half, [waiting[:50], waiting[50:]])
    assert all({one, other} == {"taken", "busy"} for one, other in zip(first, second, strict=True))
