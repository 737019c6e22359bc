"""Tickets of the day: a series for each letter, never the same number twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from sportello import tickets
from sportello.models import Citizen, LogEntry, Service, TicketSeries, User, Visit
from tests import make

ROUNDS = 500


def test_numbers_follow_each_other_within_a_letter(
    operator: User, isee_service: Service, tari: Service
) -> None:
    given = [
        tickets.issue_ticket(operator=operator, at=make.moment(), service=service).ticket
        for service in [isee_service, tari, isee_service, None]
    ]
    assert given == ["A001", "C001", "A002", "B001"]


def test_each_day_begins_again(operator: User, tari: Service) -> None:
    first = tickets.issue_ticket(operator=operator, at=make.moment(), service=tari)
    next_day = tickets.issue_ticket(operator=operator, at=make.moment() + timedelta(days=1), service=tari)
    assert (first.ticket, next_day.ticket) == ("C001", "C001")
    assert next_day.day == first.day + timedelta(days=1)


def test_the_day_is_that_of_the_office_clock(operator: User) -> None:
    just_after_midnight = make.moment(0, 30)
    assert tickets.issue_ticket(operator=operator, at=just_after_midnight).day == just_after_midnight.date()


def test_a_ticket_keeps_what_was_said_and_writes_a_line(
    operator: User, elena: Citizen, tari: Service
) -> None:
    visit = tickets.issue_ticket(
        operator=operator,
        at=make.moment(),
        service=tari,
        citizen=elena,
        priority=True,
        channel=Visit.Channel.APPOINTMENT,
    )
    assert (visit.citizen, visit.service, visit.priority, visit.channel) == (elena, tari, True, "appointment")
    assert (visit.state, visit.operator, visit.arrived_at) == ("waiting", None, make.moment())
    line = LogEntry.objects.get()
    assert (line.kind, line.visit, line.citizen) == ("sportello.visit.ticket", visit, elena)
    assert line.text == "Dato il turno C001, con precedenza: TARI."


def test_the_thousandth_number_still_fits(operator: User, tari: Service) -> None:
    TicketSeries.objects.create(day=make.moment().date(), letter="C", last=9999)
    assert tickets.issue_ticket(operator=operator, at=make.moment(), service=tari).ticket == "C10000"


@pytest.mark.django_db(transaction=True)
def test_two_desks_giving_tickets_at_the_same_instant_never_give_the_same(tari: Service) -> None:
    operators = [make.user("giulia", is_operator=True), make.user("marco", is_operator=True)]
    start = Barrier(2)

    def give(operator: User) -> list[str]:
        given = []
        for _ in range(ROUNDS):
            start.wait(timeout=30)
            given.append(tickets.issue_ticket(operator=operator, at=make.moment(), service=tari).ticket)
        connection.close()
        return given

    giulias, marcos = in_parallel(give, operators)
    assert sorted(giulias + marcos, key=lambda ticket: int(ticket[1:])) == [
        f"C{number:03}" for number in range(1, 2 * ROUNDS + 1)
    ]


def in_parallel(work: Callable[[User], list[str]], operators: list[User]) -> list[list[str]]:
    """What each operator's work gave, done by threads of their own at the same time."""
    with ThreadPoolExecutor(len(operators)) as threads:
        return list(threads.map(work, operators))
