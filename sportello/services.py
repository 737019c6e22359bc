"""Acts of the administrator on services and on the bodies that they belong to."""

from datetime import datetime

from django.db import transaction

from sportello import daily_log
from sportello.models import Partner, Service, User


@transaction.atomic
def save_service(*, service: Service, by: User, at: datetime) -> None:
    """Add or change a service and its card; one that is no longer offered stays in the past that names it."""
    what = "Cambiato" if service.pk else "Aggiunto"
    service.save()
    text = f"{what} il servizio «{service}»{'' if service.is_active else ', non più offerto'}."
    kind = "sportello.service.changed"
    daily_log.record(kind, text, operator=by, at=at, service=service)


@transaction.atomic
def save_partner(*, partner: Partner, by: User, at: datetime) -> None:
    """Add or change a body whose services the office gives."""
    what = "Cambiato" if partner.pk else "Aggiunto"
    partner.save()
    daily_log.record("sportello.service.partner_changed", f"{what} l'ente {partner}.", operator=by, at=at)
