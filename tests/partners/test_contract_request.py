"""Acts of the counter on a request of a contract, below the screen."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from partners import contract_queue, contract_requests
from partners.models import Agreement, ContractRequest
from sportello.models import Act, Case, Citizen, Delegation, LogEntry, Service, TaxCode, User, Visit
from sportello.permission import NotAllowed
from tests import make
from tests.partners import contracts
from tests.partners.contracts import now_of, queue, states

State = ContractRequest.State


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
    assert LogEntry.objects.filter(text="Aperta la richiesta di voltura, pratica 1/2026.").exists()


def test_the_same_form_twice_is_one_draft(
    operator: User, elena_visit: Visit, voltura_service: Service
) -> None:
    key = uuid4()
    for _ in range(2):
        contracts.opened(elena_visit, voltura_service, operator, key=key)
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
        contract_requests.change(request=request, fields=["pod"], operator=operator, at=timezone.now())
    assert now_of(request).pod == contracts.POD


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
    assert contract_queue.claim(request.pk, at=timezone.now()) is None


def test_not_withdrawn_once_it_is_under_way(draft: Callable[..., ContractRequest]) -> None:
    request = draft()
    queue(request)
    contract_queue.claim(request.pk, at=timezone.now())
    with pytest.raises(contract_requests.NotNow, match="da qui non si ritira più"):
        contract_requests.withdraw(request=request, operator=request.operator, at=timezone.now())
