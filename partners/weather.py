"""How each partner is today: what is known from the questions and requests themselves, and what can be done meanwhile."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Count

from partners.codes import code_to_quote
from partners.models import Agreement, ContractRequest, Gate, LookUp, Reachability, ReachabilityChange
from partners.unfinished import WITHOUT_ANSWER
from sportello.models import Partner, Service

# How far back the page tells what happened, and at most how many changes of a partner.
HISTORY = timedelta(days=14)
MOST_CHANGES = 12
# How long a help desk can do something with the code of a question.
CODES_KEPT = timedelta(days=1)


class State(StrEnum):
    """The states of a partner, in the order in which one hides the others."""

    STOPPED = "stopped"
    DOWN = "down"
    QUOTA = "quota"
    WAIT = "wait"
    SLOW = "slow"
    LIVE = "live"
    NEVER_ASKED = "never_asked"


@dataclass(frozen=True)
class Standing:
    """How a partner's system is: since when it has been so, or until when nobody asks."""

    state: State
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_trouble(self) -> bool:
        return self.state in (State.DOWN, State.QUOTA, State.WAIT, State.STOPPED)


@dataclass(frozen=True)
class Weather:
    """One partner on one day; `waiting` counts the requests that are not yet in its hands."""

    partner: Partner
    standing: Standing
    last_tried_at: datetime | None
    why_stopped: str
    kinds: frozenset[str]
    waiting: int
    history: list[ReachabilityChange]
    # What the help desk wants to hear of the last question without an answer; empty where there was none today.
    code: str

    @property
    def answers_look_ups(self) -> bool:
        return Service.Kind.LOOK_UP in self.kinds

    @property
    def takes_contracts(self) -> bool:
        return Service.Kind.ENTRY in self.kinds


def standing_of(partner: Partner, *, at: datetime) -> Standing:
    """How a partner's system is, agreements aside: two queries."""
    seen = Reachability.objects.filter(partner=partner).first()
    gates = list(Gate.objects.filter(partner=partner, closed_until__gt=at))
    return _standing(seen, gates)


def weather_of_partners(at: datetime, on: date) -> list[Weather]:
    """The weather of every partner in use, in eight queries."""
    agreements = defaultdict(list)
    for agreement in Agreement.objects.order_by("-starts_on", "-pk"):
        agreements[agreement.partner_id].append(agreement)
    seen = {row.partner_id: row for row in Reachability.objects.all()}
    gates = defaultdict(list)
    for gate in Gate.objects.filter(closed_until__gt=at):
        gates[gate.partner_id].append(gate)
    history = defaultdict(list)
    for change in ReachabilityChange.objects.filter(at__gt=at - HISTORY)[:500]:
        history[change.partner_id].append(change)
    codes = _codes(at)
    kinds = set(Service.objects.order_by().values_list("partner", "kind").distinct())
    waiting = ContractRequest.objects.order_by().filter(state__in=ContractRequest.WAITING)
    counts = dict(waiting.values_list("case__service__partner").annotate(Count("pk")))
    return [
        Weather(
            partner=partner,
            standing=_of_day(agreements[partner.pk], on, _standing(seen.get(partner.pk), gates[partner.pk])),
            last_tried_at=seen[partner.pk].last_tried_at if partner.pk in seen else None,
            why_stopped=_why_stopped(agreements[partner.pk], on),
            kinds=frozenset(kind for owner, kind in kinds if owner == partner.pk),
            waiting=counts.get(partner.pk, 0),
            history=history[partner.pk][:MOST_CHANGES],
            code=codes.get(partner.pk, ""),
        )
        for partner in Partner.objects.filter(is_active=True)
    ]


def _codes(at: datetime) -> dict[int | None, str]:
    """The code of the last question of each partner that had no answer in a day, by the partner's id."""
    failed = LookUp.objects.filter(outcome__result__in=WITHOUT_ANSWER, outcome__at__gt=at - CODES_KEPT)
    newest = failed.select_related("outcome", "service").order_by("service__partner_id", "-pk")
    return {one.service.partner_id: code_to_quote(one) for one in newest.distinct("service__partner_id")}


def _standing(seen: Reachability | None, gates: list[Gate]) -> Standing:
    closed = {gate.reason: gate.closed_until for gate in gates}
    if seen and seen.down_since:
        return Standing(State.DOWN, since=seen.down_since)
    if Gate.Reason.QUOTA in closed:
        return Standing(State.QUOTA, until=closed[Gate.Reason.QUOTA])
    if closed:
        return Standing(State.WAIT, until=max(until for until in closed.values() if until))
    if seen and seen.slow_since:
        return Standing(State.SLOW, since=seen.slow_since)
    return Standing(State.LIVE if seen else State.NEVER_ASKED)


def _of_day(agreements: list[Agreement], on: date, standing: Standing) -> Standing:
    return standing if any(one.is_in_force(on) for one in agreements) else Standing(State.STOPPED)


def _why_stopped(agreements: list[Agreement], on: date) -> str:
    """Why none of a partner's agreements, the newest first, is in force; empty where one is."""
    if any(one.is_in_force(on) for one in agreements):
        return ""
    if not agreements:
        return "Non c'è nessun accordo."
    newest = agreements[0]
    if newest.state == Agreement.State.SUSPENDED:
        reason = f": {newest.suspended_reason}" if newest.suspended_reason else ""
        return f"L'accordo è sospeso{reason}."
    if newest.ends_on and newest.ends_on < on:
        return f"L'accordo è finito il {newest.ends_on:%d/%m/%Y}."
    return f"L'accordo non è in vigore: {newest.get_state_display()}."
