"""The one place that says whether an act is allowed: service, day, operator, agreement."""

from collections.abc import Collection
from datetime import date

from partners.models import Agreement
from sportello.models import Service, User
from sportello.permission import Permission

ALLOWED = Permission(allowed=True)


def permissions(services: Collection[Service], on: date, operator: User) -> dict[int, Permission]:
    """Say for each service, by its id, whether the operator may give it on that day, and if not why.

    The Comune's own services need no agreement; a partner's need one in force that names the service and, where it
    names operators, this one. Three queries whatever the number of services.
    """
    ids = [service.pk for service in services if service.partner_id]
    agreements = list(
        Agreement.objects.filter(services__in=ids).prefetch_related("services", "operators").distinct()
        if ids
        else []
    )
    return {service.pk: _permission(service, on, operator, agreements) for service in services}


def _permission(service: Service, on: date, operator: User, agreements: list[Agreement]) -> Permission:
    if not service.is_active:
        return Permission(False, f"«{service}» non è più offerto a questo sportello.")
    if service.partner_id is None:
        return ALLOWED
    of_service = [agreement for agreement in agreements if service in agreement.services.all()]
    in_force = [agreement for agreement in of_service if agreement.is_in_force(on)]
    if not in_force:
        return Permission(False, _why_stopped(service, on, of_service))
    if not any(_names(agreement, operator) for agreement in in_force):
        return Permission(
            False,
            f"Il tuo profilo non è autorizzato per «{service}». Chiedi al responsabile dello sportello.",
        )
    return ALLOWED


def _names(agreement: Agreement, operator: User) -> bool:
    operators = agreement.operators.all()
    return not operators or operator in operators


def _why_stopped(service: Service, on: date, agreements: list[Agreement]) -> str:
    if not agreements:
        return f"Per «{service}» non c'è un accordo con {service.owner_name}: il servizio non si può dare."
    latest = max(agreements, key=lambda agreement: agreement.starts_on)
    sentence = {
        Agreement.State.SUSPENDED: f"L'accordo con {service.owner_name} è sospeso",
        Agreement.State.DECLINED: f"La proposta di {service.owner_name} non è stata accolta",
    }.get(Agreement.State(latest.state))
    if sentence is None and latest.ends_on and latest.ends_on < on:
        sentence = f"L'accordo con {service.owner_name} è finito il {latest.ends_on:%d/%m/%Y}"
    elif sentence is None and latest.state in Agreement.STATES_IN_FORCE:
        sentence = f"L'accordo con {service.owner_name} comincia il {latest.starts_on:%d/%m/%Y}"
    elif sentence is None:
        sentence = f"L'accordo con {service.owner_name} non è in vigore"
    reason = f": {latest.suspended_reason}" if latest.suspended_reason else ""
    elsewhere = f" {latest.where_else}" if latest.where_else else ""
    return f"{sentence}{reason}.{elsewhere}"
