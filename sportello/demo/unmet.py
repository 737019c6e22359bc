"""What the people of Poggioverde asked in vain in the last months, so that somebody may weigh a proposal."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from sportello.demo.town import operators
from sportello.models import UnmetRequest
from sportello.office import is_open

# Subject, what was asked, where they were sent, how far; then over how many days back from the loading.
ASKED = [
    ("work", "Iscrizione al centro per l'impiego", "Centro per l'impiego di Rimini", 22, (3, 9, 17, 30, 44, 71, 100)),
    ("home", "Visura catastale", "Agenzia delle Entrate di Rimini", 22, (2, 8, 12, 26, 39, 55, 68, 90, 131)),
    ("health", "Scelta del medico", "Sportello della AUSL a Cesena", 31, (5, 20, 62, 97)),
    ("pension", "Domanda di pensione", "Un patronato, a Rimini", 22, (6, 33, 84)),
    ("death", "Successione", "", None, (15, 58)),
    ("income", "", "", None, (4, 49)),
    ("other", "Marca da bollo", "La tabaccheria in piazza", 0, (1, 28)),
]  # fmt: skip


def load(now: datetime) -> None:
    who, today = operators(), timezone.localdate(now)
    UnmetRequest.objects.bulk_create(
        UnmetRequest(
            subject=subject,
            asked_for=asked_for,
            sent_to=sent_to,
            distance_km=distance_km,
            over_70=(True, False, None, True)[back % 4],
            operator=who[back % len(who)],
            day=day,
            at=datetime.combine(day, time(9 + back % 3, back % 60), timezone.get_current_timezone()),
        )
        for subject, asked_for, sent_to, distance_km, days_back in ASKED
        for back in days_back
        if is_open(day := today - timedelta(days=back))
    )
