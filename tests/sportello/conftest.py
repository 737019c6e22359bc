from collections.abc import Iterator

import pytest
import time_machine

from sportello.models import Service
from tests import make


@pytest.fixture
def at_ten() -> Iterator[time_machine.Traveller]:
    """It is ten o'clock of Wednesday 4 March 2026, until the test moves the clock."""
    with time_machine.travel(make.moment(10, 0), tick=False) as clock:
        yield clock


@pytest.fixture
def tari(db: None) -> Service:
    """Information that the Comune gives on its waste tax."""
    return make.service("tari", "TARI", kind=Service.Kind.INFORMATION, ticket_letter="C")


@pytest.fixture
def mensa(db: None) -> Service:
    """A procedure of the Comune."""
    return make.service("mensa", "Mensa scolastica", kind=Service.Kind.PROCEDURE)
