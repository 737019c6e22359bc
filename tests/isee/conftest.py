from collections.abc import Iterator

import pytest
import time_machine

from isee.models import Dossier
from sportello.models import Citizen, Service, User
from tests import make
from tests.isee.make import begin_dossier


@pytest.fixture(autouse=True)
def on_a_wednesday_morning() -> Iterator[None]:
    """The counter is open on 4 March 2026: a DSU of today looks at incomes and assets of 2024."""
    with time_machine.travel(make.moment()):
        yield


@pytest.fixture
def dossier(elena: Citizen, isee_service: Service, operator: User) -> Dossier:
    """Elena's dossier, just opened: she declares, nothing else is written."""
    return begin_dossier(elena, operator)
