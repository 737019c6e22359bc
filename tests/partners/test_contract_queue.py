"""The outbox of requests of contracts, with the real worker and the sandbox."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from partners import contract_order, contract_queue, contract_requests, contract_steps, jobs, reachability
from partners.models import Agreement, ContractEvent, ContractRequest
from partners.sandbox import reserved
from sportello.models import Citizen, LogEntry
from tests.partners import contracts
from tests.partners.contracts import at_enel, now_of, queue, states
from tests.partners.sandbox_process import SandboxProcess

State = ContractRequest.State
# Enel has it; how far it is depends on how long the machine took.
TAKEN = (State.RECEIVED, State.ADMITTED, State.DONE)


# Steps: one worker at a time


def test_two_workers_never_take_the_same_step(draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    queue(request)
    first, second = (contract_queue.claim(request.pk, at=timezone.now()) for _ in range(2))
    assert (first is not None, second) == (True, None)


@pytest.mark.django_db(transaction=True)
def test_not_even_at_the_same_instant(draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    queue(request)
    barrier, claimed = Barrier(4), []

    def work() -> None:
        barrier.wait()
        claimed.append(contract_queue.claim(request.pk, at=timezone.now()))
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len([claim for claim in claimed if claim]) == 1


def test_a_worker_that_died_leaves_a_question_not_a_second_sending(
    draft: Callable[..., ContractRequest],
) -> None:
    request = draft()
    queue(request)
    contract_queue.claim(request.pk, at=timezone.now())
    later = timezone.now() + contract_queue.lease()
    assert contract_queue.overdue(at=later + timedelta(minutes=2)) == [request.pk]
    claimed = contract_queue.claim(request.pk, at=later)
    assert claimed
    assert claimed.state == State.UNKNOWN


def test_who_comes_too_late_changes_nothing(draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    queue(request)
    slow = contract_queue.claim(request.pk, at=timezone.now())
    assert slow
    later = timezone.now() + contract_queue.lease()
    contract_queue.claim(request.pk, at=later)
    contract_queue.note(slow, contract_steps.Step(State.QUEUED), at=later)
    assert now_of(request).state == State.UNKNOWN


def test_the_pauses_grow_and_end_somewhere(draft: Callable[..., ContractRequest]) -> None:
    request, pauses = draft(), []
    queue(request)
    moment = timezone.now()
    for _ in range(8):
        claimed = contract_queue.claim(request.pk, at=moment)
        assert claimed
        contract_queue.note(claimed, contract_steps.Step(State.QUEUED, "non risponde"), at=moment)
        next_step_at = now_of(request).next_step_at
        assert next_step_at
        pauses.append(int((next_step_at - moment).total_seconds()))
        moment = next_step_at
    assert pauses == [5, 15, 60, 300, 900, 900, 900, 900]


# With Enel


@pytest.fixture
def sent(
    transactional_db: None,
    partners_answer: SandboxProcess,
    draft: Callable[..., ContractRequest],
    run_jobs: Callable[[], None],
) -> Callable[..., ContractRequest]:
    """Write, queue, and let the worker do its work once."""

    def send(pod: str = contracts.POD, **fields: Any) -> ContractRequest:
        request = draft(pod=pod, **fields)
        queue(request)
        run_jobs()
        return now_of(request)

    return send


@pytest.fixture
def slow_enel(settings: Settings, tmp_path: Path) -> Iterator[SandboxProcess]:
    """Enel takes an hour for each step."""
    process = SandboxProcess(tmp_path)
    process.step = 3600
    process.start()
    settings.PARTNERS = process.partners()
    yield process
    assert process.stop() == 0


def hours_pass(enel: SandboxProcess, hours: int) -> None:
    """Put what Enel received further into the past."""
    with closing(sqlite3.connect(enel.database)) as file, file:
        file.execute("update request set received_at = received_at - ?", [hours * 3600])


def test_received_admitted_done(
    sent: Callable[..., ContractRequest], let_time_pass: Callable[[], None], slow_enel: SandboxProcess
) -> None:
    request = sent()
    assert (request.state, request.partner_number[:4]) == (State.RECEIVED, "ENL-")
    hours_pass(slow_enel, 2)
    let_time_pass()
    assert now_of(request).state == State.ADMITTED
    hours_pass(slow_enel, 3)
    let_time_pass()
    assert states(request) == ["draft", "queued", "sent", "received", "admitted", "done"]
    assert now_of(request).next_step_at is None
    assert at_enel(slow_enel, request).json()["stato"] == "eseguita"
    texts = set(LogEntry.objects.filter(kind="partners.contract.step").values_list("text", flat=True))
    assert texts == {
        "Voltura, pratica 1/2026: ricevuta dall'ente.",
        "Voltura, pratica 1/2026: ammessa.",
        "Voltura, pratica 1/2026: eseguita.",
    }


def test_what_enel_is_told(sent: Callable[..., ContractRequest]) -> None:
    request = sent()
    told = contract_order.order(request)
    assert (told.holder.surname, told.holder.tax_code, told.supply.pod) == (
        "Neri",
        "NRELNE48E57H501T",
        contracts.POD,
    )
    assert (told.grounds.operator, told.grounds.case_number) == (f"operatore-{request.operator_id}", "1/2026")
    assert told.supply.reading
    assert told.supply.reading.kwh == 12345


def test_the_citizens_card_may_change_meanwhile(
    sent: Callable[..., ContractRequest], let_time_pass: Callable[[], None], elena: Citizen
) -> None:
    """The same key always carries the same request: Enel refuses another one under it."""
    request = sent(reserved.POD_DROPPED_AFTER)
    elena.surname = "Neri Corti"
    elena.save()
    let_time_pass()
    assert now_of(request).surname == "Neri"
    assert now_of(request).state in TAKEN


def test_refused_with_the_reason_at_its_field(sent: Callable[..., ContractRequest]) -> None:
    request = sent(reserved.POD_REFUSED)
    assert (request.state, request.refused_field) == (State.NOT_ADMITTED, "pod")
    assert request.notice == "La fornitura non è nella zona servita."
    assert request.next_step_at is None


def test_corrected_it_goes_again_under_a_new_key(
    sent: Callable[..., ContractRequest], run_jobs: Callable[[], None]
) -> None:
    refused = sent(reserved.POD_REFUSED)
    contract_requests.correct(request=refused, operator=refused.operator, at=timezone.now())
    request = now_of(refused)
    assert (request.state, request.key == refused.key) == (State.DRAFT, False)
    request.pod = contracts.POD
    contract_requests.change(request=request, fields=["pod"], operator=request.operator, at=timezone.now())
    queue(request)
    run_jobs()
    assert now_of(request).state == State.RECEIVED


@pytest.mark.parametrize(
    ("pod", "state", "notice"),
    [
        (reserved.POD_NOT_ADMITTED, State.NOT_ADMITTED, "L'intestatario della fornitura non corrisponde."),
        (reserved.POD_FAILED, State.FAILED, "Il tecnico non ha potuto raggiungere il contatore."),
    ],
)
def test_said_no_later(
    pod: str,
    state: str,
    notice: str,
    sent: Callable[..., ContractRequest],
    let_time_pass: Callable[[], None],
) -> None:
    request = sent(pod)
    for _ in range(20):
        let_time_pass()
        if now_of(request).is_final:
            break
    assert (now_of(request).state, now_of(request).notice) == (state, notice)


@pytest.mark.parametrize("pod", [reserved.POD_DROPPED_AFTER, reserved.POD_SLOW])
def test_unknown_is_asked_about_and_never_sent_again(
    pod: str,
    sent: Callable[..., ContractRequest],
    let_time_pass: Callable[[], None],
    partners_answer: SandboxProcess,
) -> None:
    request = sent(pod)
    assert request.state == State.UNKNOWN
    assert "prima di inviare di nuovo" in request.notice
    calls = partners_answer.calls("enel")
    let_time_pass()
    assert now_of(request).state in TAKEN
    assert partners_answer.calls("enel") == calls + 1
    assert states(request)[:4] == ["draft", "queued", "sent", "unknown"]
    assert "queued" not in states(request)[2:]


def test_what_never_arrived_is_sent_again(
    sent: Callable[..., ContractRequest], let_time_pass: Callable[[], None], partners_answer: SandboxProcess
) -> None:
    request = sent(reserved.POD_DROPPED_BEFORE)
    assert request.state == State.UNKNOWN
    assert at_enel(partners_answer, request).status_code == 404
    let_time_pass()
    assert now_of(request).state == State.QUEUED
    assert now_of(request).notice == "L'ente non l'ha ricevuta: si invia di nuovo."
    let_time_pass()
    assert states(request)[-2:] == ["sent", "unknown"]


def test_down_it_waits_in_the_queue_and_goes_when_enel_is_back(
    draft: Callable[..., ContractRequest],
    transactional_db: None,
    settings: Any,
    sandbox: SandboxProcess,
    run_jobs: Callable[[], None],
    let_time_pass: Callable[[], None],
) -> None:
    partners = sandbox.partners()
    partners["enel"]["OPTIONS"]["base_url"] = "http://127.0.0.1:9/enel/v1"  # where nobody listens
    settings.PARTNERS = partners
    request = draft()
    queue(request)
    run_jobs()
    assert now_of(request).state == State.QUEUED
    assert now_of(request).notice == "L'ente non risponde: si riprova da soli, non serve fare niente."
    partner = request.case.service.partner
    assert partner
    assert reachability.down_since(partner)
    settings.PARTNERS = sandbox.partners()
    let_time_pass()
    assert now_of(request).state == State.RECEIVED
    assert now_of(request).notice == ""
    assert reachability.down_since(partner) is None


def test_nothing_is_sent_while_the_agreement_is_not_in_force(
    draft: Callable[..., ContractRequest],
    transactional_db: None,
    partners_answer: SandboxProcess,
    run_jobs: Callable[[], None],
    let_time_pass: Callable[[], None],
) -> None:
    request = draft()
    queue(request)
    Agreement.objects.update(state=Agreement.State.SUSPENDED, suspended_reason="gara")
    calls = partners_answer.calls("enel")
    run_jobs()
    let_time_pass()
    assert now_of(request).state == State.QUEUED
    assert now_of(request).notice == "Aspetta: L'accordo con Enel è sospeso: gara."
    assert partners_answer.calls("enel") == calls
    assert ContractEvent.objects.filter(message__startswith="Aspetta").count() == 1
    Agreement.objects.update(state=Agreement.State.IN_FORCE)
    let_time_pass()
    assert now_of(request).state == State.RECEIVED


def test_a_key_that_enel_does_not_know_keeps_it_in_the_queue(
    draft: Callable[..., ContractRequest],
    transactional_db: None,
    settings: Any,
    sandbox: SandboxProcess,
    run_jobs: Callable[[], None],
) -> None:
    partners = sandbox.partners()
    partners["enel"]["OPTIONS"]["token"] = "scaduto"
    settings.PARTNERS = partners
    request = draft()
    queue(request)
    run_jobs()
    assert now_of(request).state == State.QUEUED
    assert "Avvisa chi amministra gli accordi" in now_of(request).notice


def test_sent_twice_it_stands_at_enel_once(
    sent: Callable[..., ContractRequest], partners_answer: SandboxProcess
) -> None:
    """Even if two workers sent it, against every rule: the key makes it one."""
    request = sent()
    request.state = State.SENT
    step = contract_steps.take(request)
    assert (step.state, step.partner_number) == (State.RECEIVED, request.partner_number)


def test_no_tax_code_in_any_log_line(
    sent: Callable[..., ContractRequest], partners_answer: SandboxProcess, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    request = sent()
    assert "enel PUT" in caplog.text
    told = [caplog.text, partners_answer.log(), *LogEntry.objects.values_list("text", flat=True)]
    assert not [text for text in told if request.tax_code in text]


def test_a_lost_job_is_found_again(
    draft: Callable[..., ContractRequest],
    transactional_db: None,
    partners_answer: SandboxProcess,
    let_time_pass: Callable[[], None],
) -> None:
    request = draft()
    queue(request)
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")
    let_time_pass()
    assert now_of(request).state == State.RECEIVED


def test_a_job_for_a_draft_does_nothing(draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    jobs.advance_contract(request.pk)
    assert now_of(request).state == State.DRAFT
