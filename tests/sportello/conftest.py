import pytest

from sportello.models import Service
from tests import make


@pytest.fixture
def tari(db: None) -> Service:
    """Information that the Comune gives on its waste tax."""
    return make.service("tari", "TARI", kind=Service.Kind.INFORMATION, ticket_letter="C")


@pytest.fixture
def mensa(db: None) -> Service:
    """A procedure of the Comune."""
    return make.service("mensa", "Mensa scolastica", kind=Service.Kind.PROCEDURE)
