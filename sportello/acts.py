"""What is done in a visit: one act for each service and outcome, with the minutes it took."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from sportello import daily_log, visits
from sportello.models import Act, Case, Delegation, Service, User, Visit
from sportello.permission import NotAllowed, require_permission

# Outcomes in which nothing of the service was given: they stay possible when its agreement has ended.
NOTHING_GIVEN = (Act.Outcome.REFERRED, Act.Outcome.NOT_SERVED)
# Outcomes in which somebody may have acted for the citizen: a delegation must be for that kind of service.
ON_BEHALF = (Act.Outcome.OPENED, Act.Outcome.CONTINUED, Act.Outcome.CONCLUDED)
MOST_MINUTES = 480


class TooLate(NotAllowed):
    """Minutes are corrected on the day of the act only."""


@transaction.atomic
def add_act(
    *,
    visit: Visit,
    service: Service,
    outcome: Act.Outcome,
    minutes: int,
    operator: User,
    at: datetime,
    note: str = "",
    case: Case | None = None,
) -> Act:
    """Record an act in the visit at the operator's desk, and tell it in the daily log.

    Raises NotAllowed where the service may not be given today, where the visit is not at this desk, or where the
    person at the counter may not act for the citizen.
    """
    act = write_act(
        visit=visit,
        service=service,
        outcome=outcome,
        minutes=minutes,
        operator=operator,
        at=at,
        note=note,
        case=case,
    )
    about = f" (pratica {case})" if case else ""
    detail = f": {note}" if note else ""
    daily_log.record(
        "sportello.act.added",
        f"{service}{about}, {act.get_outcome_display()}{detail}.{_on_whose_behalf(act)}",
        operator=operator,
        at=at,
        visit=act.visit,
        service=service,
        case=case,
        outcome=outcome,
        minutes=minutes,
    )
    return act


def write_act(
    *,
    visit: Visit,
    service: Service,
    outcome: Act.Outcome,
    operator: User,
    at: datetime,
    minutes: int | None = None,
    note: str = "",
    case: Case | None = None,
) -> Act:
    """The row of an act whose line the caller writes; without minutes, those of the timer. Raises as add_act does."""
    on = timezone.localdate(at)
    visit = visits.at_desk(visit, operator)
    visits.require_standing(visit, on)
    if outcome in ON_BEHALF and visit.delegation:
        _require_scope(visit.delegation, service)
    if outcome not in NOTHING_GIVEN:
        require_permission(service, on, operator)
    return Act.objects.create(
        visit=visit,
        service=service,
        outcome=outcome,
        minutes=proposed_minutes(visit, at) if minutes is None else minutes,
        note=note,
        case=case,
        delegation=visit.delegation,
        on_behalf_reason=visit.on_behalf_reason,
        operator=operator,
        at=at,
    )


@transaction.atomic
def correct_minutes(*, act: Act, minutes: int, operator: User, at: datetime) -> None:
    """Change the minutes of an act of today; the daily log keeps what stood before. Raises TooLate."""
    act = Act.objects.select_for_update().get(pk=act.pk)
    if timezone.localdate(act.at) != timezone.localdate(at):
        raise TooLate("I minuti si correggono solo nel giorno dell'atto.")
    before, act.minutes = act.minutes, minutes
    if before == minutes:
        return
    act.save(update_fields=["minutes"])
    daily_log.record(
        "sportello.act.corrected",
        f"Corretti i minuti di «{act.service}»: da {before} a {minutes}.",
        operator=operator,
        at=at,
        visit=act.visit,
        service=act.service,
        case=act.case,
        minutes=minutes - before,  # the day's total is the sum of its lines
    )


def proposed_minutes(visit: Visit, now: datetime) -> int:
    """The minutes that the timer proposes for the next act: since the last one or the start, at least one."""
    seconds = (now - visit.unrecorded_from()).total_seconds()
    return min(max(round(seconds / 60), 1), MOST_MINUTES)


def services_by_owner() -> QuerySet[Service]:
    """All services as the counter lists them: the Comune's first, then those of each partner."""
    return Service.objects.select_related("partner").order_by(
        F("partner__name").asc(nulls_first=True), "name"
    )


def _require_scope(delegation: Delegation, service: Service) -> None:
    if not _scopes_for(service) & set(delegation.scope):
        raise visits.StandingLapsed(
            f"La delega a {delegation.delegate} vale per {', '.join(delegation.scope_names)}: "
            f"per «{service}» ne serve un'altra."
        )


def _scopes_for(service: Service) -> set[str]:
    """The scopes of a delegation that reach a service: a partner's own, ISEE for a dossier, else the Comune's."""
    if service.kind == Service.Kind.DOSSIER:
        return {Delegation.Scope.ISEE}
    if service.partner and service.partner.code in Delegation.Scope.values:
        return {service.partner.code}
    # Benefits tied to the ISEE are services of the Comune.
    return {Delegation.Scope.COMUNE, Delegation.Scope.ISEE}


def _on_whose_behalf(act: Act) -> str:
    if act.delegation:
        return f" Con la delega n. {act.delegation.pk}."
    return f" Senza delega: {act.on_behalf_reason}." if act.on_behalf_reason else ""
