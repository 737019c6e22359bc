"""On what ground the Comune may ask a partner for a document about a person, and through whom."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from partners.models import LookUp
from sportello.models import Case, Citizen, Delegation, Service, User, Visit
from sportello.permission import NotAllowed, require_permission


@dataclass(frozen=True)
class Rule:
    """Under which service a document is asked for, which delegation covers it, and on which of the two grounds."""

    service_code: str
    scope: Delegation.Scope
    may_be_ex_officio: bool
    may_be_requested: bool = True


Document = LookUp.Document
# The ISEE is looked up for a procedure of the Comune alone: a person reads the own attestation at INPS.
ISEE = Rule("inps-isee", Delegation.Scope.INPS, may_be_ex_officio=True, may_be_requested=False)
RULES = {
    Document.CU: Rule("inps-cud", Delegation.Scope.INPS, may_be_ex_officio=True),
    Document.CONTRACTS: Rule("enel-voltura", Delegation.Scope.ENEL, may_be_ex_officio=False),
    Document.ISEE_RESIDENTS: ISEE,
    Document.ISEE_ATTESTATION: ISEE,
    Document.ISEE_INDICATOR: ISEE,
    Document.ISEE_THRESHOLD: ISEE,
    Document.CONTRIBUTIONS: Rule("inps-contributions", Delegation.Scope.INPS, may_be_ex_officio=True),
    Document.REGISTRATIONS: Rule("inps-registrations", Delegation.Scope.INPS, may_be_ex_officio=True),
    Document.PENSION_SLIP: Rule("inps-pension-slip", Delegation.Scope.INPS, may_be_ex_officio=True),
}


@dataclass(frozen=True)
class Ground:
    """Why the Comune may ask, and the delegation by which somebody asks for another."""

    basis: LookUp.Basis
    delegation: Delegation | None = None


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
) -> Ground:
    """Why this operator may ask for this document on this day; raises NotAllowed with the sentence.

    Two grounds, and no third. *Ex officio* (art. 43 DPR 445/2000): the case has a protocol number and a benefit code;
    the subject may then be anybody whose data the procedure needs. *Request of the person concerned*, never for the
    ISEE: the visit of the case's citizen is in service at the operator's desk, and who stands there is the subject, or
    holds a delegation of the subject in force that covers the document.
    """
    if not case.is_open:
        raise NotAllowed(f"La pratica {case} è chiusa: riaprila, se la domanda serve ancora.")
    require_permission(service, on, operator)
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
    if subject.main_tax_code is None:
        raise NotAllowed(f"Manca il codice fiscale di {subject}: scrivilo nella sua scheda, poi chiedi.")
    return ground


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


def possible_subjects(
    case: Case, document: LookUp.Document, service: Service, operator: User, visit: Visit | None, on: date
) -> list[Citizen]:
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
    )
    if visit is None or ground.basis != LookUp.Basis.REQUEST:
        return [case.citizen]
    delegations = delegations_to(_applicant(case, visit), RULES[document].scope, on)
    principals = {one.principal_id: one.principal for one in delegations.select_related("principal")}
    principals.pop(case.citizen_id, None)
    return [case.citizen, *sorted(principals.values(), key=lambda person: (person.name_key, person.pk))]


def delegations_to(applicant: Citizen, scope: Delegation.Scope, on: date) -> QuerySet[Delegation]:
    """The delegations in force by which a person may ask for others."""
    return Delegation.objects.in_force(on).filter(delegate=applicant, scope__contains=[scope])
