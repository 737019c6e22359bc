"""When nobody asks a partner: its own wish, our count of the day, questions that failed one after the other."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from partners import gates
from partners.models import Gate, LookUp
from sportello.models import Partner
from tests import make

CU, THRESHOLD = LookUp.Document.CU, LookUp.Document.ISEE_THRESHOLD
AT = make.moment(10, 0)
TOMORROW = make.moment(0, 0, on=make.moment().date() + timedelta(days=1))


@pytest.fixture
def inps(db: None) -> Partner:
    return make.partner()


@pytest.fixture
def limit(settings: Any) -> None:
    settings.PARTNERS = {"inps": {"DAILY_LIMIT": 3}}


def reason(partner: Partner, at: datetime = AT, document: LookUp.Document = CU) -> str:
    """Why the gate is closed to a question; empty where it went through."""
    closed = gates.enter(partner, document, at=at)
    return closed.reason.value if closed else ""


def fail(partner: Partner, times: int, at: datetime = AT) -> None:
    for _ in range(times):
        gates.failed(partner, CU, at=at)


# Questions that fail


def test_two_failures_close_nothing(inps: Partner) -> None:
    fail(inps, 2)
    assert reason(inps) == ""


def test_after_three_in_a_row_nobody_asks_for_a_minute(inps: Partner) -> None:
    fail(inps, 3)
    assert reason(inps, AT + timedelta(seconds=59)) == "trouble"
    closed = gates.enter(inps, CU, at=AT)
    assert closed is not None
    assert closed.sentence(inps) == (
        "INPS non ha risposto alle ultime domande: si riprova dopo le 10:01. Intanto vai avanti senza."
    )


def test_an_answer_between_them_begins_the_count_anew(inps: Partner) -> None:
    fail(inps, 2)
    gates.answered(inps, CU)
    fail(inps, 2)
    assert reason(inps) == ""


def test_then_one_question_goes_to_see(inps: Partner) -> None:
    fail(inps, 3)
    later = AT + timedelta(seconds=61)
    assert reason(inps, later) == ""
    assert reason(inps, later) == "trouble"
    # Whoever went to see never came back: another may.
    assert reason(inps, later + gates.PROBE) == ""


def test_the_one_who_saw_opens_it_for_all(inps: Partner) -> None:
    fail(inps, 3)
    later = AT + timedelta(seconds=61)
    assert reason(inps, later) == ""
    gates.answered(inps, CU)
    assert reason(inps, later) == reason(inps, later) == ""
    assert Gate.objects.get().failures == 0


@pytest.mark.parametrize(("failures", "minutes"), [(3, 1), (4, 2), (5, 5), (6, 10), (9, 10)])
def test_each_further_failure_makes_the_pause_longer(inps: Partner, failures: int, minutes: int) -> None:
    fail(inps, failures)
    assert Gate.objects.get().closed_until == AT + timedelta(minutes=minutes)


def test_one_document_says_nothing_of_another(inps: Partner) -> None:
    fail(inps, 3)
    assert reason(inps, document=THRESHOLD) == ""


# What the partner wants


@pytest.mark.parametrize(("asked", "seconds"), [(60, 60), (86_400, 3600)])
def test_not_before_is_remembered_and_bounded(inps: Partner, asked: int, seconds: int) -> None:
    gates.failed(inps, CU, at=AT, wait=asked)
    assert reason(inps, AT + timedelta(seconds=seconds - 1)) == "asked_to_wait"
    assert reason(inps, AT + timedelta(seconds=seconds)) == ""


def test_after_the_limit_nobody_asks_until_tomorrow(inps: Partner) -> None:
    gates.limit_reached(inps, CU, at=AT)
    assert reason(inps, TOMORROW - timedelta(seconds=1)) == "quota"
    assert reason(inps, TOMORROW) == ""


# What we count ourselves


def test_our_own_limit_of_the_day(inps: Partner, limit: None) -> None:
    assert [reason(inps) for _ in range(4)] == ["", "", "", "quota"]
    assert Gate.objects.get().count == 3
    assert reason(inps, document=THRESHOLD) == ""
    assert reason(inps, TOMORROW) == ""
    assert Gate.objects.get(document=CU).count == 1


def test_repetitions_count_too(inps: Partner, limit: None) -> None:
    assert reason(inps) == ""
    gates.answered(inps, CU, repeated=2)
    assert reason(inps) == "quota"


def test_without_a_limit_it_is_only_counted(inps: Partner) -> None:
    assert [reason(inps) for _ in range(5)] == [""] * 5
    assert Gate.objects.get().count == 5


@pytest.mark.django_db(transaction=True)
def test_processes_that_ask_at_once_are_all_counted(limit: None) -> None:
    partner, barrier, found = make.partner(), Barrier(8), []

    def enter() -> None:
        barrier.wait()
        found.append(reason(partner))
        connection.close()

    threads = [Thread(target=enter) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(found) == [""] * 3 + ["quota"] * 5
    assert Gate.objects.get().count == 3
