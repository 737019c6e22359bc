"""A voltura from the draft to what Enel made of it, below the screen, with the real worker and the sandbox."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
import requests
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from partners import contract_requests, contract_steps, jobs, reachability
from partners.models import Agreement, ContractEvent, ContractRequest
from partners.sandbox import reserved
from sportello.models import Act, Case, Citizen, Delegation, LogEntry, Service, TaxCode, User, Visit
from sportello.permission import NotAllowed
from tests import make
from tests.partners.sandbox_process import TOKEN, SandboxProcess

State = ContractRequest.State
POD = "IT001E12345678"
# Enel has it; how far it is depends on how long the machine took.
TAKEN = (State.RECEIVED, State.ADMITTED, State.DONE)


def unwritten(**fields: Any) -> ContractRequest:
    fields = {
        "address": "Via Garibaldi 12",
        "town": "Poggioverde",
        "phone": "0541 123456",
        "document_kind": "identity_card",
        "document_number": "CA00000AA",
        "document_expires_on": date(2036, 5, 17),
        "pod": POD,
        "supply_address": "Via dei Tigli 3",
        "supply_town": "Poggioverde",
        "power": Decimal("3.0"),
        "meter_reading": 12345,
        "read_on": date(2026, 3, 3),
        "title": "rent",
        **fields,
    }
    return ContractRequest(**fields)


@pytest.fixture
def draft(operator: User, elena_visit: Visit, voltura_service: Service) -> Callable[..., ContractRequest]:
    """Write the request of Elena, who is at Giulia's desk."""

    def write(**fields: Any) -> ContractRequest:
        return contract_requests.write(
            request=unwritten(**fields),
            visit=elena_visit,
            service=voltura_service,
            key=uuid4(),
            operator=operator,
            at=make.moment(10, 5),
        )

    return write


def queue(request: ContractRequest, **fields: Any) -> None:
    contract_requests.queue(request=request, operator=request.operator, at=timezone.now(), **fields)


def now_of(request: ContractRequest) -> ContractRequest:
    return ContractRequest.objects.with_everything().get(pk=request.pk)


def states(request: ContractRequest) -> list[str]:
    return list(request.events.values_list("state", flat=True))


def at_enel(sandbox: SandboxProcess, request: ContractRequest) -> requests.Response:
    """What Enel itself says under the key of a request."""
    return requests.get(
        f"{sandbox.url}/enel/v1/richieste/{request.key}",
        headers={"Authorization": f"Bearer {TOKEN}", "X-Correlation-Id": str(uuid4())},
        timeout=5,
    )


# Writing


def test_a_draft_opens_its_case(draft: Callable[..., ContractRequest], elena_visit: Visit) -> None:
    request = draft()
    assert (request.state, request.case.citizen, request.case.kind) == (
        State.DRAFT,
        elena_visit.citizen,
        "entry",
    )
    assert (request.holder_name, request.tax_code) == ("Neri Elena", "NRELNE48E57H501T")
    assert Act.objects.get().case == request.case
    assert states(request) == ["draft"]
    assert LogEntry.objects.filter(text="Scritta la bozza della voltura, pratica 1/2026.").exists()


def test_the_same_form_twice_is_one_draft(
    operator: User, elena_visit: Visit, voltura_service: Service
) -> None:
    key = uuid4()
    for _ in range(2):
        contract_requests.write(
            request=unwritten(),
            visit=elena_visit,
            service=voltura_service,
            key=key,
            operator=operator,
            at=make.moment(),
        )
    assert (ContractRequest.objects.count(), Case.objects.count()) == (1, 1)


def test_nobody_signs_without_delegation(
    draft: Callable[..., ContractRequest], elena: Citizen, elena_visit: Visit, operator: User
) -> None:
    anna = make.citizen("Bianchi", "Anna")
    delegation = Delegation.objects.create(
        principal=elena,
        delegate=anna,
        scope=["isee"],
        valid_from=date(2026, 1, 1),
        document="passport",
        document_number="X",
        seen_by=operator,
    )
    Visit.objects.update(delegation=delegation)
    with pytest.raises(NotAllowed, match="non ha una delega in vigore di Neri Elena"):
        draft()
    assert not Case.objects.exists()
    delegation.scope = ["enel"]
    delegation.save()
    assert draft().delegation == delegation


def test_a_holder_needs_a_tax_code(draft: Callable[..., ContractRequest]) -> None:
    TaxCode.objects.all().delete()
    with pytest.raises(NotAllowed, match="Manca il codice fiscale di Neri Elena"):
        draft()
    assert not Case.objects.exists()


def test_a_draft_may_lack_anything_but_is_not_queued_so(draft: Callable[..., ContractRequest]) -> None:
    request = draft(pod="", document_number="", document_expires_on=None, title="")
    with pytest.raises(
        contract_requests.Incomplete,
        match="numero del documento, scadenza del documento, POD, titolo sulla casa",
    ):
        queue(request)
    assert now_of(request).state == State.DRAFT


def test_queued_once_however_often_it_is_pressed(draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    queue(request)
    queue(request)
    assert states(request) == ["draft", "queued"]
    assert now_of(request).signed_on == timezone.localdate()


def test_what_is_queued_is_not_changed(draft: Callable[..., ContractRequest], operator: User) -> None:
    request = draft()
    queue(request)
    request.pod = "IT001E00000000"
    with pytest.raises(contract_requests.NotNow):
        contract_requests.change(request=request, operator=operator, at=timezone.now())
    assert now_of(request).pod == POD


def test_no_agreement_no_queueing(draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    Agreement.objects.update(state=Agreement.State.SUSPENDED, suspended_reason="gara")
    with pytest.raises(NotAllowed, match="L'accordo con Enel è sospeso: gara"):
        queue(request)
    assert now_of(request).state == State.DRAFT


@pytest.mark.parametrize("queued", [False, True])
def test_withdrawn_before_anything_left(queued: bool, draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    if queued:
        queue(request)
    contract_requests.withdraw(request=request, operator=request.operator, at=timezone.now())
    assert now_of(request).state == State.WITHDRAWN
    assert contract_requests.claim(request.pk, at=timezone.now()) is None


def test_not_withdrawn_once_it_is_under_way(draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    queue(request)
    contract_requests.claim(request.pk, at=timezone.now())
    with pytest.raises(contract_requests.NotNow, match="da qui non si ritira più"):
        contract_requests.withdraw(request=request, operator=request.operator, at=timezone.now())


# Steps: one worker at a time


def test_two_workers_never_take_the_same_step(draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    queue(request)
    first, second = (contract_requests.claim(request.pk, at=timezone.now()) for _ in range(2))
    assert (first is not None, second) == (True, None)


@pytest.mark.django_db(transaction=True)
def test_not_even_at_the_same_instant(draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    queue(request)
    barrier, claimed = Barrier(4), []

    def work() -> None:
        barrier.wait()
        claimed.append(contract_requests.claim(request.pk, at=timezone.now()))
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
    contract_requests.claim(request.pk, at=timezone.now())
    later = timezone.now() + contract_requests.LEASE
    assert contract_requests.overdue(at=later + timedelta(minutes=2)) == [request.pk]
    claimed = contract_requests.claim(request.pk, at=later)
    assert claimed
    assert claimed.state == State.UNKNOWN


def test_who_comes_too_late_changes_nothing(draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    queue(request)
    slow = contract_requests.claim(request.pk, at=timezone.now())
    assert slow
    later = timezone.now() + contract_requests.LEASE
    contract_requests.claim(request.pk, at=later)
    contract_requests.note(slow, contract_steps.Step(State.QUEUED), at=later)
    assert now_of(request).state == State.UNKNOWN


def test_the_pauses_grow_and_end_somewhere(draft: Callable[..., ContractRequest]) -> None:
    request, pauses = draft(), []
    queue(request)
    moment = timezone.now()
    for _ in range(8):
        claimed = contract_requests.claim(request.pk, at=moment)
        assert claimed
        contract_requests.note(claimed, contract_steps.Step(State.QUEUED, "non risponde"), at=moment)
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

    def send(pod: str = POD, **fields: Any) -> ContractRequest:
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
    told = contract_steps.voltura(request)
    assert (told.holder.surname, told.holder.tax_code, told.pod) == ("Neri", "NRELNE48E57H501T", POD)
    assert (told.grounds.operator, told.grounds.case_number) == (f"operatore-{request.operator_id}", "1/2026")
    assert told.reading
    assert told.reading.kwh == 12345


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
    request.pod = POD
    contract_requests.change(request=request, operator=request.operator, at=timezone.now())
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
