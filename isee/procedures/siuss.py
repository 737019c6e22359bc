"""What the Comune reports of the benefits that it granted, for SIUSS (DL 78/2010, art. 38; DM 206/2014).

Never anything that came from INPS: no ISEE, no protocol of an attestation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from isee.models import Application
from isee.procedures.tables import Row
from sportello import daily_log
from sportello.models import User

HEAD = (
    "codice_prestazione",
    "codice_fiscale",
    "data_concessione",
    "dal",
    "al",
    "importo",
    "periodicita",
    "numero_pratica",
)


@dataclass(frozen=True)
class Report:
    """The benefits granted in a period: those that can be reported, and those that lack something with what."""

    whole: Sequence[Application]
    lacking: Sequence[tuple[Application, str]]


def report(since: date, until: date) -> Report:
    """The benefits granted from one day to another, both counted. Four queries."""
    found = Application.objects.filter(
        state__in=[Application.State.GRANTED, Application.State.ENDED],
        decided_on__gte=since,
        decided_on__lte=until,
    )
    rows = (
        found.select_related("case__citizen", "beneficiary")
        .prefetch_related("case__citizen__tax_codes", "beneficiary__tax_codes")
        .order_by("decided_on", "pk")
    )
    sentences = [(row, lacks(row)) for row in rows]
    return Report(
        whole=[row for row, sentence in sentences if not sentence],
        lacking=[(row, sentence) for row, sentence in sentences if sentence],
    )


def lacks(application: Application) -> str:
    """What keeps a benefit from being reported, in a sentence; empty where nothing does."""
    if not application.case.benefit_code:
        return "Manca il codice della prestazione."
    if application.receiver.main_tax_code is None:
        return "Chi riceve non ha un codice fiscale."
    return ""


def lines(applications: Sequence[Application]) -> list[Row]:
    """The rows of the file, in the order of the columns."""
    return [_line(application) for application in applications]


def record_exported(*, number: int, since: date, until: date, by: User, at: datetime) -> None:
    """Note that the benefits of a period were taken out for SIUSS."""
    text = f"Esportate per SIUSS {number} prestazioni concesse dal {since:%d/%m/%Y} al {until:%d/%m/%Y}."
    daily_log.record("isee.siuss.exported", text, operator=by, at=at)


def _line(application: Application) -> Row:
    code = application.receiver.main_tax_code
    return [
        application.case.benefit_code,
        code.code if code else "",
        application.decided_on,
        application.period_from,
        application.ended_on or application.period_to,
        application.amount,
        str(application.get_unit_display()),
        str(application.case),
    ]
