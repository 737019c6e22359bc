"""How each partner is today, for the page that tells it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from partners.models import Agreement, ContractRequest, Reachability
from sportello.models import Partner, Service


@dataclass(frozen=True)
class Weather:
    """One partner on one day; `waiting` counts the requests that are not yet in its hands."""

    partner: Partner
    down_since: datetime | None
    last_tried_at: datetime | None
    is_in_force: bool
    kinds: frozenset[str]
    waiting: int

    @property
    def answers_look_ups(self) -> bool:
        return Service.Kind.LOOK_UP in self.kinds

    @property
    def takes_contracts(self) -> bool:
        return Service.Kind.ENTRY in self.kinds


def weather_of_partners(on: date) -> list[Weather]:
    """The weather of every partner in use, in five queries."""
    in_force = set(Agreement.objects.in_force(on).values_list("partner", flat=True))
    seen = {row.partner_id: row for row in Reachability.objects.all()}
    kinds = set(Service.objects.order_by().values_list("partner", "kind").distinct())
    waiting = ContractRequest.objects.order_by().filter(state__in=ContractRequest.WAITING)
    counts = dict(waiting.values_list("case__service__partner").annotate(Count("pk")))
    return [
        Weather(
            partner=partner,
            down_since=seen[partner.pk].down_since if partner.pk in seen else None,
            last_tried_at=seen[partner.pk].last_tried_at if partner.pk in seen else None,
            is_in_force=partner.pk in in_force,
            kinds=frozenset(kind for owner, kind in kinds if owner == partner.pk),
            waiting=counts.get(partner.pk, 0),
        )
        for partner in Partner.objects.filter(is_active=True)
    ]
