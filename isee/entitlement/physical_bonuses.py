"""Acts on an application for the electricity bonus of physical hardship; SGAte itself is written to by hand."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from isee.benefits import Consumption, Facts, Service, Supply, in_force, national_rules
from isee.benefits.dues import Due
from isee.benefits.electricity import PHYSICAL, Request, physical_request
from isee.models import Device, PhysicalBonus
from sportello import daily_log
from sportello.models import Case, User
from sportello.permission import NotAllowed

State = PhysicalBonus.State
Purpose = PhysicalBonus.Purpose
SERVICE = "bonus-elettrico"


class NotInThatState(NotAllowed):
    """The application went on meanwhile, or its case ended."""


class ChangedMeanwhile(NotAllowed):
    """A colleague changed the application after it was shown; nothing was saved. `version` is the one there is."""

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__(
            "Un collega ha cambiato la domanda mentre scrivevi: guarda la pagina della pratica, poi salva di nuovo "
            "per tenere quello che hai scritto qui."
        )


def running_bonus(case: Case, pod: str = "", patient: str = "") -> PhysicalBonus | None:
    """The bonus that already runs, or waits at SGAte, for a supply or a patient; before they are known, a person's."""
    same = Q(pod=pod) | Q(patient_tax_code=patient) if pod else Q(case__citizen=case.citizen_id)
    return PhysicalBonus.objects.running().filter(same).exclude(case=case).select_related("case").first()


def refusal_of(purpose: str, running: PhysicalBonus | None, runs_already: bool) -> str:
    """Why SGAte would refuse an application, in a sentence; empty where it would not."""
    known = running is not None or runs_already
    request, sentence = physical_request(Facts(holds=frozenset({PHYSICAL} if known else ())))
    if purpose == Purpose.NEW and request is Request.VARIATION:
        where = f" (pratica {running.case})" if running else ""
        return f"{sentence[:-1]}{where}: scegli che cosa cambia."
    if purpose != Purpose.NEW and request is Request.NEW:
        return "Una variazione cambia un bonus attivo: segna che in SGAte c'è, oppure fai una domanda nuova."
    return ""


@transaction.atomic
def save(*, bonus: PhysicalBonus, devices: Sequence[Device], operator: User, at: datetime, seen: int) -> None:
    """Keep the data of Modulo B and of the certificate. Raises NotInThatState, ChangedMeanwhile, NotAllowed."""
    case = _locked_case(bonus.case)
    stored = PhysicalBonus.objects.filter(case=case).first()
    if stored and not stored.is_draft:
        raise NotInThatState("La domanda è già in SGAte: per un dato sbagliato fai una variazione.")
    if stored and stored.version != seen:
        raise ChangedMeanwhile(stored.version)
    running = running_bonus(case, bonus.pod, bonus.patient_tax_code)
    if refusal := refusal_of(bonus.purpose, running, bonus.runs_already):
        raise NotAllowed(refusal)
    bonus.varies = running if bonus.is_variation else None
    bonus.pk, bonus.version = (stored.pk if stored else None), seen + 1
    bonus.save()
    bonus.devices.all().delete()
    Device.objects.bulk_create(
        Device(bonus=bonus, kind=device.kind, name=device.name, hours=device.hours) for device in devices
    )
    what = "aggiornati i dati della domanda" if stored else "scritti i dati della domanda"
    _record(bonus, "isee.sgate.prepared", what, operator=operator, at=at)


@transaction.atomic
def send(*, bonus: PhysicalBonus, number: str, on: date, operator: User, at: datetime) -> None:
    """Type back the number that SGAte gave. Raises NotInThatState."""
    bonus = _locked(bonus, State.DRAFT)
    bonus.state, bonus.sgate_number, bonus.sent_on = State.SENT, number, on
    bonus.save()
    _record(bonus, "isee.sgate.sent", "domanda inserita in SGAte", operator=operator, at=at)


@transaction.atomic
def grant(
    *,
    bonus: PhysicalBonus,
    on: date,
    consumption: Consumption,
    starts_on: date,
    operator: User,
    at: datetime,
) -> None:
    """Type back that SGAte granted it; the one that it changes ends there. Raises NotInThatState."""
    bonus = _locked(bonus, State.SENT)
    bonus.state, bonus.decided_on = State.GRANTED, on
    bonus.consumption, bonus.starts_on = consumption, starts_on
    bonus.save()
    if bonus.varies_id:
        PhysicalBonus.objects.filter(pk=bonus.varies_id, state=State.GRANTED).update(
            state=State.ENDED, ended_on=starts_on
        )
    _record(bonus, "isee.sgate.granted", "domanda accolta da SGAte", operator=operator, at=at)


@transaction.atomic
def refuse(*, bonus: PhysicalBonus, on: date, reason: str, operator: User, at: datetime) -> None:
    """Type back that SGAte refused it, and why. Raises NotInThatState."""
    bonus = _locked(bonus, State.SENT)
    bonus.state, bonus.decided_on, bonus.reason = State.REFUSED, on, reason
    bonus.save()
    _record(bonus, "isee.sgate.refused", "domanda respinta da SGAte", operator=operator, at=at)


@transaction.atomic
def end(*, bonus: PhysicalBonus, on: date, operator: User, at: datetime) -> None:
    """Note that the devices are used no more: the bonus ends. Raises NotInThatState."""
    bonus = _locked(bonus, State.GRANTED)
    bonus.state, bonus.ended_on = State.ENDED, on
    bonus.save()
    _record(bonus, "isee.sgate.ended", "agevolazione cessata", operator=operator, at=at)


def amounts_of(bonus: PhysicalBonus, on: date) -> dict[Consumption, Due]:
    """What each class of consumption gives in a year for this power; none in a year without a rule."""
    rule = next((rule for rule in in_force(national_rules(), on) if rule.code == PHYSICAL), None)
    if rule is None:
        return {}
    supplies = {Service.ELECTRICITY: Supply(power=Decimal(bonus.power))}
    return {
        each: rule.amounts[0].amount.due(Facts(consumption=each, supplies=supplies), None, on)
        for each in Consumption
    }


def _locked(bonus: PhysicalBonus, state: PhysicalBonus.State) -> PhysicalBonus:
    _locked_case(bonus.case)
    stored = PhysicalBonus.objects.select_related("case__citizen", "case__service").get(pk=bonus.pk)
    if stored.state != state:
        raise NotInThatState(f"Intanto la domanda è «{stored.get_state_display()}»: guarda la pagina.")
    return stored


def _locked_case(case: Case) -> Case:
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if not locked.is_open:
        raise NotInThatState("La pratica non è più aperta: riaprila, poi continua.")
    return locked


def _record(bonus: PhysicalBonus, kind: str, what: str, *, operator: User, at: datetime) -> None:
    """The line of the daily log: never the illness, the devices or who is ill."""
    daily_log.record(kind, f"Pratica {bonus.case}: {what}.", operator=operator, at=at, case=bonus.case)
