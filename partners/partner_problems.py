"""What is wrong on our side with the way to a partner, in words on which an administrator can act.

The system check tells it when the program starts, the page of the partners at any time.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from partners.adapters.base import VOUCHER, Untrusted
from partners.adapters.inps.problems import problems
from partners.adapters.inps.profile import Options
from partners.models import LookUpCall, LookUpOutcome

# A refusal that is older says nothing of today.
RECENT = timedelta(days=1)


def problems_of_settings() -> dict[str, list[str]]:
    """For each partner by its code what its settings lack or contradict; nobody is called and no row is read."""
    inps = settings.PARTNERS.get("inps", {}).get("OPTIONS", {})
    options = Options(**inps.get("isee", {}))
    found = problems(options, is_demo=settings.DEMO, now=timezone.now())
    return {"inps": found} if found else {}


def problems_of(partner_code: str, *, at: datetime) -> list[str]:
    """The same for one partner, and whether it refused the Comune itself in the last day; two queries."""
    return [*problems_of_settings().get(partner_code, []), *_refusals(partner_code, at)]


def _refusals(partner_code: str, at: datetime) -> list[str]:
    of_partner = {"look_up__service__partner__code": partner_code, "at__gt": at - RECENT, "at__lte": at}
    found = []
    voucher = LookUpCall.objects.filter(operation=VOUCHER, **of_partner).order_by("-pk").first()
    if voucher and voucher.http_status is not None and 400 <= voucher.http_status < 500:
        found.append(
            f"PDND non rilascia il voucher (HTTP {voucher.http_status}, {timezone.localtime(voucher.at):%d/%m alle %H:%M}, "
            f"finalità {voucher.purpose_id}): controlla nella console di PDND che la chiave sia caricata e la finalità attiva."
        )
    last = LookUpOutcome.objects.filter(duration_ms__isnull=False, **of_partner).order_by("-pk").first()
    if last and last.message == Untrusted.sentence_of_all():
        found.append(
            f"La connessione cifrata non è riuscita ({timezone.localtime(last.at):%d/%m alle %H:%M}): il certificato dell'ente "
            "non è di un'autorità riconosciuta (INPS_AUTHORITIES_FILE), o il nostro non è stato accettato "
            "(INPS_CERTIFICATE_FILE)."
        )
    if (
        last
        and last.result == LookUpOutcome.Result.REFUSED
        and last.http_status in (400, 401, 403)
        and last.purpose_id
    ):
        found.append(
            f"L'ultima domanda è stata rifiutata alla porta dell'ente ({timezone.localtime(last.at):%d/%m alle %H:%M}, codice "
            f"{last.reference}): controlla finalità, INPS_AUDIENCE, INPS_TRACKING e INPS_INTEGRITY, poi dai il codice "
            "all'assistenza."
        )
    return found
