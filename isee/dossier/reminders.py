"""What the counter waits for and should have come: shown on the first page of who works on it."""

from datetime import date

from isee.models import Dossier
from sportello.models import User

# More than these are not read on a first page; the rest are in «Le tue pratiche».
MOST_SHOWN = 10


def overdue_attestations(operator: User, today: date) -> list[Dossier]:
    """The dossiers of an operator's open cases whose attestation was expected before today, the oldest first."""
    presented = Dossier.objects.filter(
        state=Dossier.State.PRESENTED, case__responsible=operator, case__state="open"
    )
    late = presented.filter(transmission__expected_on__lt=today).order_by("transmission__expected_on", "pk")
    return list(late.select_related("case__citizen", "transmission")[:MOST_SHOWN])
