"""The requests together: on the first page, and in the list where a supervisor puts a hand into the queue."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners import contract_queue, contract_requests
from partners.models import ContractRequest
from sportello.models import LogEntry, User
from tests.partners.contracts import now_of, queue, states
from tests.partners.sandbox_process import SandboxProcess

State = ContractRequest.State
LIST = reverse("contract_requests")


def test_the_own_unfinished_ones_are_on_the_first_page(
    operator_client: Client, colleague_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    request = draft()
    url = reverse("unfinished_contracts")
    assert "Neri Elena" in operator_client.get(url).content.decode()
    assert "Neri Elena" not in colleague_client.get(url).content.decode()
    contract_requests.withdraw(request=request, operator=request.operator, at=timezone.now())
    assert "Neri Elena" not in operator_client.get(url).content.decode()


def test_a_supervisor_finds_the_list_from_the_agreements(supervisor_client: Client) -> None:
    assert f'href="{LIST}"' in supervisor_client.get(reverse("agreements")).content.decode()


def test_late_against_the_terms_it_says_so(
    operator_client: Client, supervisor_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    request = draft()
    queue(request)
    ContractRequest.objects.update(expected_by=timezone.localdate())
    assert "In ritardo" not in operator_client.get(reverse("unfinished_contracts")).content.decode()
    ContractRequest.objects.update(expected_by=timezone.localdate() - timedelta(days=1))
    assert "In ritardo" in operator_client.get(reverse("unfinished_contracts")).content.decode()
    assert "Neri Elena" in supervisor_client.get(LIST, {"quali": "ritardo"}).content.decode()
    page = operator_client.get(reverse("contract_request", args=[request.pk])).content.decode()
    assert "chiama l'assistenza e chiedi a che punto è" in page


@pytest.mark.parametrize(
    ("chosen", "seen"),
    [("", True), ("tutte", True), ("ritardo", False), ("ferme", False), ("accertare", False)],
)
def test_what_the_list_shows(
    chosen: str, seen: bool, supervisor_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    queue(draft())
    page = supervisor_client.get(LIST, {"quali": chosen}).content.decode()
    assert ("Neri Elena" in page) is seen
    assert seen or "Nessuna richiesta qui." in page


def test_a_supervisor_stops_one_and_runs_it_again_with_a_reason(
    supervisor_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    request = draft()
    queue(request)
    stop, again = (reverse(name, args=[request.pk]) for name in ("stop_contract", "run_contract_again"))
    silent = supervisor_client.post(stop, {"reason": " "})
    assert silent.status_code == 422
    assert not now_of(request).stopped_because
    supervisor_client.post(stop, {"reason": "la persona ha chiamato"})
    assert now_of(request).stopped_because == "la persona ha chiamato"
    assert contract_queue.claim(request.pk, at=timezone.now()) is None
    assert contract_queue.overdue(at=timezone.now() + timedelta(hours=1)) == []
    twice = supervisor_client.post(stop, {"reason": "di nuovo"})
    assert "La richiesta è già ferma" in twice.content.decode()
    supervisor_client.post(again, {"reason": "tutto chiarito"})
    assert now_of(request).stopped_because == ""
    assert contract_queue.claim(request.pk, at=timezone.now())
    told = LogEntry.objects.filter(kind__in=["partners.contract.stopped", "partners.contract.run_again"])
    assert [line.operator.username for line in told] == ["paola", "paola"]


def test_stopped_while_it_was_being_sent_it_is_asked_about_first(
    draft: Callable[..., ContractRequest], supervisor: User
) -> None:
    request = draft()
    queue(request)
    contract_queue.claim(request.pk, at=timezone.now())
    contract_queue.stop(request=request, reason="prova", by=supervisor, at=timezone.now())
    contract_queue.run_again(request=request, reason="prova", by=supervisor, at=timezone.now())
    claimed = contract_queue.claim(request.pk, at=timezone.now())
    assert claimed
    assert claimed.state == State.UNKNOWN


def test_what_is_at_its_end_is_left_alone(
    supervisor_client: Client, operator_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    request = draft()
    contract_requests.withdraw(request=request, operator=request.operator, at=timezone.now())
    url = reverse("run_contract_again", args=[request.pk])
    assert "la coda non ha niente da fare" in supervisor_client.post(url, {"reason": "x"}).content.decode()
    assert operator_client.post(url, {"reason": "x"}).status_code == 403


# Changing one's mind


@pytest.mark.django_db(transaction=True)
def test_within_the_days_the_contract_is_taken_back_at_enel(
    draft: Callable[..., ContractRequest],
    partners_answer: SandboxProcess,
    run_jobs: Callable[[], None],
    let_time_pass: Callable[[], None],
) -> None:
    request = draft()
    queue(request)
    run_jobs()
    contract_requests.change_mind(request=request, operator=request.operator, at=timezone.now())
    contract_requests.change_mind(request=request, operator=request.operator, at=timezone.now())
    run_jobs()
    assert states(request)[-2:] == ["withdrawing", "withdrawn"]
    let_time_pass()
    assert now_of(request).state == State.WITHDRAWN


def test_after_the_days_it_is_too_late(draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    queue(request)
    ContractRequest.objects.update(state=State.RECEIVED, signed_on=timezone.localdate() - timedelta(days=15))
    with pytest.raises(contract_requests.NotNow, match="I giorni per ripensarci sono finiti il"):
        contract_requests.change_mind(request=request, operator=request.operator, at=timezone.now())
    ContractRequest.objects.update(signed_on=timezone.localdate() - timedelta(days=14))
    contract_requests.change_mind(request=request, operator=request.operator, at=timezone.now())
    assert now_of(request).state == State.WITHDRAWING


def test_versions_stay_as_they_were_signed(draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    queue(request)
    ContractRequest.objects.update(state=State.NOT_ADMITTED, next_step_at=None)
    contract_requests.correct(request=request, operator=request.operator, at=timezone.now())
    request = now_of(request)
    request.sheet = "99"
    contract_requests.change(request=request, fields=["sheet"], operator=request.operator, at=timezone.now())
    queue(request)
    first, second = request.versions.all()
    assert (first.number, first.content["sheet"]) == (1, "12")
    assert (second.number, second.content["sheet"]) == (2, "99")
    assert first.key != second.key
    assert first.content["document_expires_on"] == date(2036, 5, 17).isoformat()
