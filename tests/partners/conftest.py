"""The partners of the tests: INPS is asked, Enel takes contracts, each by an agreement in force."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from partners import jobs
from partners.models import ContractRequest
from partners.supply.operations import Operation
from sportello.models import Case, Citizen, Service, User, Visit
from tests import make
from tests.partners import contracts
from tests.partners.sandbox_process import SandboxProcess


@pytest.fixture
def cud_service(db: None) -> Service:
    inps = make.partner(support_phone="803 164", support_hours="lun-ven 8-20")
    service = make.service("inps-cud", "Copia della Certificazione Unica", kind="look_up", partner=inps)
    make.agreement(inps, service)
    return service


@pytest.fixture
def voltura_service(db: None) -> Service:
    enel = make.partner("enel", "Enel", support_phone="800 900 800", support_hours="tutti i giorni 7-22")
    service = make.service("enel-voltura", "Voltura della luce", kind="entry", partner=enel)
    make.agreement(enel, service)
    return service


@pytest.fixture
def elena_visit(operator: User, elena: Citizen) -> Visit:
    """Elena is at Giulia's desk."""
    return make.visit(citizen=elena, operator=operator)


@pytest.fixture
def cud_case(operator: User, elena: Citizen, cud_service: Service) -> Case:
    """Elena wants her own Certificazione Unica."""
    return make.case(elena, cud_service, operator)


@pytest.fixture
def partners_answer(settings: Any, sandbox: SandboxProcess) -> SandboxProcess:
    """The adapters speak with the sandbox."""
    settings.PARTNERS = sandbox.partners()
    return sandbox


@pytest.fixture
def let_time_pass(run_jobs: Callable[[], None]) -> Callable[[], None]:
    """The pause before each next step of a request is over, and the worker takes the steps that are due."""

    def pass_over() -> None:
        an_hour_ago = timezone.now() - timedelta(hours=1)
        ContractRequest.objects.filter(next_step_at__isnull=False).update(next_step_at=an_hour_ago)
        jobs.pick_up_lost(0)
        run_jobs()

    return pass_over


@pytest.fixture
def draft(operator: User, elena_visit: Visit, voltura_service: Service) -> Callable[..., ContractRequest]:
    """Write a whole request of Elena, who is at Giulia's desk: a voltura, unless another operation is named."""

    def write(operation: Operation = Operation.VOLTURA, **fields: Any) -> ContractRequest:
        return contracts.ready(elena_visit, voltura_service, operator, operation, **fields)

    return write
