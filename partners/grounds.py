"""On what ground the Comune may ask a partner for a document about a person, and through whom."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from partners.adapters.isee import may_be_asked
from partners.channels import ISEE_SERVICE, sign_in_level_of
from partners.models import LookUp, SignInLevel
from sportello.models import Case, Citizen, Delegation, Service, User, Visit
from sportello.permission import NotAllowed, require_permission


@dataclass(frozen=True)
class Rule:
    """Under which service a document is asked for, which delegation covers it, and on which of the two grounds.

    `wants_identity`: the person at the desk shows a document before the own paper is asked for. `is_provisional`: the
    partner publishes no service for it, and ours speaks a contract that we wrote.
    """

    service_code: str
    scope: Delegation.Scope
    may_be_ex_officio: bool
    may_be_requested: bool = True
    wants_identity: bool = True
    is_provisional: bool = True


Document = LookUp.Document
# The ISEE is looked up for a procedure of the Comune alone: a person reads the own attestation at INPS.
ISEE = Rule(
    ISEE_SERVICE, Delegation.Scope.INPS, may_be_ex_officio=True, may_be_requested=False, is_provisional=False
)
RULES = {
    Document.CU: Rule("inps-cud", Delegation.Scope.INPS, may_be_ex_officio=True),
    Document.CONTRACTS: Rule(
        "enel-voltura", Delegation.Scope.ENEL, may_be_ex_officio=False, wants_identity=False
    ),
    Document.ISEE_RESIDENTS: ISEE,
    Document.ISEE_ATTESTATION: ISEE,
    Document.ISEE_INDICATOR: ISEE,
    Document.ISEE_THRESHOLD: ISEE,
    Document.CONTRIBUTIONS: Rule("inps-contributions", Delegation.Scope.INPS, may_be_ex_officio=True),
    Document.REGISTRATIONS: Rule("inps-registrations", Delegation.Scope.INPS, may_be_ex_officio=True),
    Document.PENSION_SLIP: Rule("inps-pension-slip", Delegation.Scope.INPS, may_be_ex_officio=True),
}


# What the screen of a case offers, in its order: where only a threshold matters it is asked first, and nothing else.
OF_PROCEDURES = (
    Document.ISEE_THRESHOLD, Document.ISEE_RESIDENTS, Document.ISEE_ATTESTATION, Document.ISEE_INDICATOR,
    Document.CU, Document.PENSION_SLIP, Document.CONTRIBUTIONS, Document.REGISTRATIONS,
)  # fmt: skip
OF_DOSSIERS = (
    Document.CU, Document.PENSION_SLIP, Document.ISEE_RESIDENTS, Document.ISEE_ATTESTATION,
    Document.ISEE_INDICATOR,
)  # fmt: skip


# Letters for digits (omocodia) in the year or the day of birth: the service's schema lets none through.
UNASKABLE = (
    "Il servizio ISEE di INPS non accetta questo codice fiscale: ha lettere al posto di cifre nell'anno o nel giorno "
    "di nascita (omocodia). Chiedi alla persona l'attestazione, o cercala sul portale di INPS."
)


@dataclass(frozen=True)
class Ground:
    """Why the Comune may ask, and the delegation by which somebody asks for another."""

    basis: LookUp.Basis
    delegation: Delegation | None = None


@dataclass(frozen=True)
class Offer:
    """What the screen offers before anything is asked: on what ground, and about whom."""

    basis: LookUp.Basis
    subjects: list[Citizen]


def documents_of(case: Case) -> dict[LookUp.Document, Service]:
    """The documents that may be asked for in a case, each with its service, in the order of the screen; one query.

    In a request of a person it is the document of its service; in a procedure of the Comune what a procedure needs.
    """
    wanted: tuple[LookUp.Document, ...] = OF_DOSSIERS if case.kind == Service.Kind.DOSSIER else OF_PROCEDURES
    if case.kind == Service.Kind.LOOK_UP:
        wanted = tuple(one for one in OF_PROCEDURES if RULES[one].service_code == case.service.code)
    services = {
        service.code: service
        for service in Service.objects.select_related("partner").filter(
            code__in={RULES[one].service_code for one in wanted}, partner__isnull=False
        )
    }
    return {one: services[RULES[one].service_code] for one in wanted if RULES[one].service_code in services}


def is_provisional(service: Service) -> bool:
    """Whether the service channel of a service speaks a contract of ours, for want of a published one."""
    return all(rule.is_provisional for rule in RULES.values() if rule.service_code == service.code)


def service_of(document: LookUp.Document) -> Service | None:
    """The service under which a document is asked for; None where the office has no such service."""
    return Service.objects.select_related("partner").filter(code=RULES[document].service_code).first()


def ground_of(
    *,
    case: Case,
    document: LookUp.Document,
    subject: Citizen,
    service: Service,
    operator: User,
    visit: Visit | None,
    on: date,
    identity_seen: bool,
    sign_in_level: str = "",
) -> Ground:
    """Why this operator may ask for this document on this day; raises NotAllowed with the sentence.

    Two grounds, and no third. *Ex officio* (art. 43 DPR 445/2000): the case has a protocol number and a benefit code;
    the subject may then be anybody whose data the procedure needs. *Request of the person concerned*, never for the
    ISEE: the visit of the case's citizen is in service at the operator's desk, and who stands there is the subject, or
    holds a delegation of the subject in force that covers the document; INPS's papers want an identity document seen.
    Where the service asks for a surer sign-in than the operator's (SignInLevel), neither is enough.
    """
    if not case.is_open:
        raise NotAllowed(f"La pratica {case} è chiusa: riaprila, se la domanda serve ancora.")
    require_permission(service, on, operator)
    _require_level(service, sign_in_level)
    rule = RULES[document]
    if rule.may_be_ex_officio and case.protocol_number and case.benefit_code:
        ground = Ground(LookUp.Basis.EX_OFFICIO)
    elif not rule.may_be_requested:
        raise NotAllowed(
            "L'ISEE si chiede a INPS solo per un procedimento del Comune: scrivi sulla pratica il numero di protocollo "
            "e il codice della prestazione."
        )
    else:
        ground = _request(case, subject, rule, operator, visit, on)
        if rule.wants_identity and not identity_seen:
            raise NotAllowed("Guarda un documento d'identità di chi è al banco, scrivi quale, poi chiedi.")
    if subject.main_tax_code is None:
        raise NotAllowed(f"Manca il codice fiscale di {subject}: scrivilo nella sua scheda, poi chiedi.")
    return ground


def require_askable(document: LookUp.Document, channel: LookUp.Channel, tax_code: str) -> None:
    """Raise NotAllowed for a code that INPS's own form of the ISEE question refuses: it would never be answered."""
    if channel == LookUp.Channel.SERVICE and RULES[document] is ISEE and not may_be_asked(tax_code):
        raise NotAllowed(UNASKABLE)


def _require_level(service: Service, sign_in_level: str) -> None:
    wanted = sign_in_level_of(service)
    if SignInLevel.rank(sign_in_level) < SignInLevel.rank(wanted):
        raise NotAllowed(
            f"Per «{service}» si entra con {SignInLevel(wanted).label}: esci, rientra così, poi chiedi."
        )


def _request(
    case: Case, subject: Citizen, rule: Rule, operator: User, visit: Visit | None, on: date
) -> Ground:
    if not visit or not visit.is_in_service or (visit.operator, visit.citizen) != (operator, case.citizen):
        protocol = (
            ", oppure servono il numero di protocollo e il codice della prestazione sulla pratica"
            if rule.may_be_ex_officio
            else ""
        )
        raise NotAllowed(
            f"Per chiedere, {case.citizen} o chi ha la delega deve essere al tuo banco{protocol}."
        )
    if visit.delegation is None and visit.on_behalf_reason:
        raise NotAllowed(f"Chi è al banco non ha una delega di {visit.citizen}: registrala, poi chiedi.")
    applicant = _applicant(case, visit)
    if applicant == subject:
        return Ground(LookUp.Basis.REQUEST)
    delegation = delegations_to(applicant, rule.scope, on).filter(principal=subject).first()
    if delegation is None:
        raise NotAllowed(
            f"{applicant} non ha una delega in vigore di {subject} che valga per «{rule.scope.label}»."
        )
    return Ground(LookUp.Basis.REQUEST, delegation)


def _applicant(case: Case, visit: Visit) -> Citizen:
    return visit.delegation.delegate if visit.delegation else case.citizen


def offer_of(
    *,
    case: Case,
    document: LookUp.Document,
    service: Service,
    operator: User,
    visit: Visit | None,
    on: date,
    sign_in_level: str = "",
) -> Offer:
    """For whom the screen offers to ask: the case's citizen, and who gave a delegation to the person at the desk.

    Raises NotAllowed where not even the case's citizen may be asked about.
    """
    ground = ground_of(
        case=case,
        document=document,
        subject=case.citizen,
        service=service,
        operator=operator,
        visit=visit,
        on=on,
        identity_seen=True,  # the form asks for it
        sign_in_level=sign_in_level,
    )
    if visit is None or ground.basis != LookUp.Basis.REQUEST:
        return Offer(ground.basis, [case.citizen])
    delegations = delegations_to(_applicant(case, visit), RULES[document].scope, on)
    principals = {
        one.principal_id: one.principal
        for one in delegations.select_related("principal").prefetch_related("principal__tax_codes")
    }
    principals.pop(case.citizen_id, None)
    others = sorted(principals.values(), key=lambda person: (person.name_key, person.pk))
    return Offer(ground.basis, [case.citizen, *others])


def delegations_to(applicant: Citizen, scope: Delegation.Scope, on: date) -> QuerySet[Delegation]:
    """The delegations in force by which a person may ask for others."""
    return Delegation.objects.in_force(on).filter(delegate=applicant, scope__contains=[scope])
