"""Agreements, look-ups and contract requests of the invented Comune; nothing of it was ever asked of a partner."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from partners import demo_procedures
from partners.models import Agreement, ContractEvent, ContractRequest, LookUp, LookUpOutcome
from partners.supply.operations import Operation
from sportello.demo.cases import the_case
from sportello.demo.history import line
from sportello.models import Act, Case, Delegation, LogEntry, Partner, Service, User, Visit

Result, State = LookUpOutcome.Result, ContractRequest.State

# Which case, the year of the incomes, what INPS answered.
LOOK_UPS = [
    ("Galli Teresa", 1, Result.FOUND, "Certificazione Unica trovata."),
    ("Esposito Gennaro", 1, Result.NOT_FOUND, "INPS non ha Certificazioni Uniche di quest'anno."),
    ("Vitali Otello", 1, Result.UNREACHABLE, "INPS non risponde: riprova più tardi."),
]

# The states that each request went through, and what the partner said last.
REQUESTS = [
    (
        "Zanetti Ivana",
        "IT001E00004101",
        [State.DRAFT, State.QUEUED, State.SENT, State.ADMITTED, State.DONE],
        "",
    ),
    (
        "Greco Concetta",
        "IT001E00004102",
        [State.DRAFT, State.QUEUED, State.SENT, State.NOT_ADMITTED],
        "Il POD è già intestato alla persona che lo chiede.",
    ),
    ("Pellegrini Wanda", "IT001E00004103", [State.DRAFT, State.WITHDRAWN], ""),
    ("Martini Silvana", "IT001E00004104", [State.DRAFT], ""),
    ("Gallo Antonio", "", [State.DRAFT], ""),
]

# The lines of what an operator does; the rest are steps of the worker.
TOLD = {
    State.DRAFT: ("written", "Aperta la richiesta di voltura, pratica {}."),
    State.QUEUED: ("queued", "Messa in coda: voltura, pratica {}."),
    State.WITHDRAWN: ("withdrawn", "Ritirata: voltura, pratica {}."),
}


def load(now: datetime) -> None:
    today = timezone.localdate(now)
    _load_agreements(today)
    demo_procedures.load(User.objects.get(username="amministratore"), now)
    for order, (citizen, years_ago, result, message) in enumerate(LOOK_UPS):
        _load_look_up(the_case("inps-cud", citizen), today.year - years_ago, result, message, order)
    for order, (citizen, pod, states, message) in enumerate(REQUESTS):
        _load_request(the_case("enel-voltura", citizen), pod, states, message, order)


def _load_agreements(today: date) -> None:
    partners = {partner.code: partner for partner in Partner.objects.all()}
    _agree(
        partners["inps"],
        title="Punto cliente di servizio INPS",
        starts_on=today - timedelta(days=500),
        ends_on=today + timedelta(days=595),
        renewal=Agreement.Renewal.EXPRESS,
        notice=6,
        notice_unit=Agreement.NoticeUnit.MONTHS,
        legal_base="Protocollo INPS-ANCI del 10/09/2025",
        where_else="Manda la persona alla sede INPS, o al patronato in via Roma 3.",
    )
    _agree(
        partners["enel"],
        title="Contratti Enel allo sportello",
        starts_on=today - timedelta(days=683),
        ends_on=today + timedelta(days=47),
        renewal=Agreement.Renewal.TACIT,
        renewal_months=12,
        notice=30,
        legal_base="Delibera di Giunta 88",
        where_else="Manda la persona al numero 800 900 800.",
    )
    _agree(
        partners["catasto"],
        title="Sportello catastale decentrato",
        state=Agreement.State.ENDED,
        starts_on=today - timedelta(days=1500),
        ends_on=today - timedelta(days=210),
        legal_base="Delibera di Giunta 41",
        where_else="Manda la persona all'Agenzia delle Entrate, ufficio provinciale, o sul sito con SPID.",
    )


def _agree(partner: Partner, **fields: Any) -> None:
    agreement = Agreement.objects.create(**{"partner": partner, "state": Agreement.State.IN_FORCE, **fields})
    agreement.services.set(Service.objects.filter(partner=partner))


def _load_look_up(case: Case, year: int, result: LookUpOutcome.Result, message: str, order: int) -> None:
    visit, delegation = _opened_in(case)
    asked_at = _after(visit, 5)
    code = case.citizen.main_tax_code
    look_up = LookUp.objects.create(
        case=case,
        visit=visit,
        subject=case.citizen,
        service=case.service,
        delegation=delegation,
        operator=case.responsible,
        workstation="Sportello 3",
        document=LookUp.Document.CU,
        tax_year=year,
        tax_code=code.code if code else "",
        basis=LookUp.Basis.REQUEST,
        correlation_id=_id("look-up", case, order),
        asked_at=asked_at,
    )
    heard_at = asked_at + timedelta(seconds=9)
    LookUpOutcome.objects.create(
        look_up=look_up,
        result=result,
        at=heard_at,
        reference=f"INPS-{7000 + order}" if result != Result.UNREACHABLE else "",
        http_status={Result.FOUND: 200, Result.NOT_FOUND: 404}.get(result),
        message=message,
    )
    asked = f"Chiesto a INPS: {look_up}, {LookUp.Basis.REQUEST.label}."
    _tell(case, visit, "look_up.asked", asked, asked_at)
    heard = f"INPS, {look_up}: {result.label}."
    _tell(case, visit, "look_up.concluded", heard, heard_at, outcome=result)


def _load_request(
    case: Case, pod: str, states: list[ContractRequest.State], message: str, order: int
) -> None:
    visit, delegation = _opened_in(case)
    citizen, code = case.citizen, case.citizen.main_tax_code
    moments = [_after(visit, 6 + number * 3) for number in range(len(states))]
    sent = State.QUEUED in states
    request = ContractRequest.objects.create(
        case=case,
        visit=visit,
        delegation=delegation,
        operation=Operation.VOLTURA,
        operation_reason="La fornitura è accesa a nome di un altro: cambia solo l'intestatario.",
        key=_id("contract", case, order),
        tax_code=code.code if code else "",
        surname=citizen.surname,
        given_name=citizen.given_name,
        birth_date=citizen.birth_date,
        birth_place=citizen.birth_place,
        sex=citizen.sex,
        address=citizen.address,
        town=citizen.town,
        phone=citizen.phone,
        document_kind=ContractRequest.Document.IDENTITY_CARD if pod else "",
        document_number=f"CA{order:05}VB" if pod else "",
        document_expires_on=timezone.localdate(visit.arrived_at) + timedelta(days=900) if pod else None,
        pod=pod,
        supply_address=citizen.address,
        supply_town=citizen.town,
        power=Decimal("3.0"),
        meter_reading=14_200 + order * 311 if pod else None,
        read_on=timezone.localdate(visit.arrived_at) if pod else None,
        **(_written(order) if pod else {}),
        state=states[-1],
        operator=case.responsible,
        workstation="Sportello 3",
        signed_on=timezone.localdate(visit.arrived_at) if sent else None,
        queued_at=moments[1] if sent else None,
        changed_at=moments[-1],
        notice=message,
        partner_number=f"ENEL-{5000 + order}" if sent else "",
    )
    ContractEvent.objects.bulk_create(
        ContractEvent(request=request, state=state, at=at, message=message if state == states[-1] else "")
        for state, at in zip(states, moments, strict=True)
    )
    for state, at in zip(states, moments, strict=True):
        kind, told = TOLD.get(state, ("step", f"Voltura, pratica {{}}: {state.label}."))
        if state != State.SENT:
            _tell(case, visit, f"contract.{kind}", told.format(case), at)


def _written(order: int) -> dict[str, Any]:
    """The rest of a request that lacks nothing."""
    return {
        "title": ContractRequest.Title.OWNERSHIP,
        "title_proof": ContractRequest.Proof.DOCUMENT,
        "cadastre": ContractRequest.Cadastre.URBAN,
        "sheet": str(12 + order),
        "parcel": str(300 + order * 7),
        "subunit": str(1 + order),
        "bill_delivery": ContractRequest.Delivery.PAPER,
        "payment": ContractRequest.Payment.SLIP,
        "papers_seen": [ContractRequest.Paper.DOCUMENT_COPY, ContractRequest.Paper.BILL],
        "conditions_received": True,
        "privacy_received": True,
        "early_start": ContractRequest.EarlyStart.NOW,
    }


def _opened_in(case: Case) -> tuple[Visit, Delegation | None]:
    """The visit in which a case was opened, and the delegation by which somebody came for the person."""
    act = Act.objects.select_related("visit", "delegation").get(case=case)
    return act.visit, act.delegation


def _after(visit: Visit, minutes: int) -> datetime:
    return (visit.started_at or visit.arrived_at) + timedelta(minutes=minutes)


def _id(what: str, case: Case, order: int) -> UUID:
    """Always the same for the same case on the same day, so that two loads of a day agree."""
    return uuid5(NAMESPACE_URL, f"{what} {case} {case.opened_at:%Y-%m-%d} {order}")


def _tell(case: Case, visit: Visit, kind: str, text: str, at: datetime, outcome: str = "") -> None:
    told = line(f"partners.{kind}", text, visit, at, case=case, service=case.service, outcome=outcome)
    LogEntry.objects.bulk_create([told])
