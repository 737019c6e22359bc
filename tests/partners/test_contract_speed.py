"""How quickly a request goes from the counter to Enel, and twenty operators at once."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from partners import contract_queue, contract_requests, contract_steps
from partners.models import ContractRequest
from sportello.models import Service, User, Visit
from tests.partners import contracts
from tests.partners.sandbox_process import SandboxProcess


@pytest.fixture
def signable(operator: User, elena_visit: Visit, voltura_service: Service) -> Callable[[int], list[int]]:
    """Make so many whole requests, each for a supply of its own."""

    def write(number: int) -> list[int]:
        return [
            contracts.ready(elena_visit, voltura_service, operator, pod=f"IT001E{at:08}").pk
            for at in range(number)
        ]

    return write


@pytest.mark.django_db(transaction=True)
def test_twenty_who_sign_at_once_block_nobody(signable: Callable[[int], list[int]]) -> None:
    ids = signable(20)
    # Read before: whoever waits for the others must hold no connection, of which there are fewer than twenty.
    requests = list(ContractRequest.objects.with_everything().filter(pk__in=ids))
    barrier, waited = Barrier(20, timeout=30), list[float]()

    def sign(request: ContractRequest) -> None:
        barrier.wait()
        started = timezone.now()
        contract_requests.queue(request=request, operator=request.operator, at=started)
        waited.append((timezone.now() - started).total_seconds())
        connection.close()

    threads = [Thread(target=sign, args=[request]) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(waited) == 20
    assert max(waited) < 5
    assert ContractRequest.objects.filter(state="queued").count() == 20


@pytest.mark.django_db(transaction=True)
def test_one_step_asks_enel_once_and_is_due_at_once(
    signable: Callable[[int], list[int]], partners_answer: SandboxProcess, settings: Any
) -> None:
    """With an idle worker nothing but the call itself stands between queue and Enel."""
    [pk] = signable(1)
    request = ContractRequest.objects.with_everything().get(pk=pk)
    now = timezone.now()
    contract_requests.queue(request=request, operator=request.operator, at=now)
    before = partners_answer.calls("enel")
    claimed = contract_queue.claim(pk, at=now)
    assert claimed
    contract_queue.note(claimed, contract_steps.take(claimed), at=timezone.now())
    assert timezone.now() - now < timedelta(seconds=2)
    assert partners_answer.calls("enel") == before + 1
