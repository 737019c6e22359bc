"""Asking a partner about a citizen: the row before it, the row after it, and forgetting what was answered.

The asking itself is a job (partners/jobs.py, partners/questions.py).
"""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from partners import reachability, records
from partners.channels import channel_of
from partners.grounds import ground_of, require_askable
from partners.isee_service import require_purpose
from partners.models import LookUp, LookUpAnswer, LookUpOutcome, LookUpPaper
from partners.portal import latest_procedure
from partners.questions import Heard
from sportello import cases, daily_log, visits
from sportello.models import Case, Citizen, Partner, Service, TaxCode, User, Visit
from sportello.permission import NotAllowed, require_permission

ASK = "partners.ask"
FORGET = "partners.forget_answers"
# After the end of a visit: while the end can be undone, its answers must still be there.
FORGET_AFTER = visits.UNDO_TIME + timedelta(seconds=5)
OVER = (Visit.State.CLOSED, Visit.State.GONE)


# Asking


@dataclass(frozen=True)
class Details:
    """What of a document is asked for, where its kind alone does not say it.

    `tax_year` for a Certificazione Unica or a pension slip; `indicator`, `threshold_code` and `valid_on` (the day on
    which the attestation shall hold, else the day of the asking) for the ISEE; `benefit_state` says whether the
    benefit of the procedure was granted already; `reason` makes of an asking ex officio a check (art. 71 DPR 445).
    """

    tax_year: int | None = None
    indicator: str = ""
    threshold_code: str = ""
    valid_on: date | None = None
    benefit_state: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SignIn:
    """How the operator had signed in, and from where: `session` is a digest, never the session's key."""

    session: str = ""
    authentication: str = ""
    level_of_assurance: str = ""
    client_ip: str | None = None


@dataclass(frozen=True)
class Identity:
    """The identity document that who stands at the desk showed: its kind (Delegation.Document) and number."""

    document: str = ""
    number: str = ""


NO_DETAILS, NO_SIGN_IN, NO_IDENTITY = Details(), SignIn(), Identity()


@transaction.atomic
def ask(
    *,
    case: Case,
    document: LookUp.Document,
    service: Service,
    operator: User,
    at: datetime,
    subject: Citizen | None = None,
    tax_year: int | None = None,
    details: Details = NO_DETAILS,
    sign_in: SignIn = NO_SIGN_IN,
    identity: Identity = NO_IDENTITY,
    tax_code: TaxCode | None = None,
    visit: Visit | None = None,
    correlation_id: UUID | None = None,
) -> LookUp:
    """Record that a document is asked for, and have a worker ask; one row however often it is pressed.

    On the portal channel nobody asks: the operator does, by the steps of the portal, and writes the outcome
    (partners/portal_look_ups.py). `tax_code`: under which of the subject's codes, else the main one.
    `correlation_id` is the form's: a form sent twice is one asking. So is a second asking for the same document while
    the first has no outcome, or while its answer is in hand. What is not allowed is recorded too, with its outcome,
    and asked of nobody.
    """
    subject = subject or case.citizen
    details = replace(details, tax_year=tax_year) if tax_year else details
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)  # two presses, one after the other
    code = tax_code or subject.main_tax_code
    if asked := _already_asked(case, document, subject, code, details, correlation_id):
        return asked
    on, channel = timezone.localdate(at), channel_of(service)
    refusal, ground = "", None
    try:
        found = ground_of(
            case=case,
            document=document,
            subject=subject,
            service=service,
            operator=operator,
            visit=visit,
            on=on,
            identity_seen=bool(identity.document),
            sign_in_level=sign_in.level_of_assurance,
        )
        require_purpose(document, channel)
        require_askable(document, channel, code.code if code else "")
        ground = found
    except NotAllowed as not_allowed:
        refusal = str(not_allowed)
    basis = ground.basis if ground else ""
    if details.reason and basis == LookUp.Basis.EX_OFFICIO:
        basis = LookUp.Basis.CHECK
    look_up = LookUp.objects.create(
        channel=channel,
        procedure=latest_procedure(service) if channel == LookUp.Channel.PORTAL else None,
        identity_document=identity.document,
        identity_number=identity.number,
        case=case,
        visit=visit,
        subject=subject,
        service=service,
        delegation=ground.delegation if ground else None,
        operator=operator,
        workstation=workstation_of(operator),
        document=document,
        tax_code=code.code if code else "",
        basis=basis,
        protocol_number=case.protocol_number,
        protocol_date=case.protocol_date,
        benefit_code=case.benefit_code,
        correlation_id=correlation_id or uuid4(),
        asked_at=at,
        **vars(details),
        **vars(sign_in),
    )
    if ground is None:
        conclude(look_up, Heard(LookUpOutcome.Result.NOT_ALLOWED, message=refusal), at=at)
        return look_up
    by = "sul portale di" if channel == LookUp.Channel.PORTAL else "a"
    text = f"Chiesto {by} {service.owner_name}: {look_up}, {LookUp.Basis(basis).label}."
    _record(look_up, "asked", text, at)
    if channel == LookUp.Channel.SERVICE:
        app.configure_task(ASK).defer(look_up_id=look_up.pk)
    return look_up


def repeat(
    *,
    look_up: LookUp,
    operator: User,
    at: datetime,
    visit: Visit | None,
    sign_in: SignIn = NO_SIGN_IN,
    correlation_id: UUID | None = None,
) -> LookUp:
    """Ask once more what was asked before; what the person showed counts again in the same visit alone."""
    in_same_visit = visit is not None and look_up.visit_id == visit.pk
    return ask(
        case=look_up.case,
        document=LookUp.Document(look_up.document),
        service=look_up.service,
        operator=operator,
        at=at,
        subject=look_up.subject,
        tax_code=look_up.subject.tax_codes.filter(code=look_up.tax_code).first(),
        details=Details(**{field.name: getattr(look_up, field.name) for field in fields(Details)}),
        sign_in=sign_in,
        identity=Identity(look_up.identity_document, look_up.identity_number)
        if in_same_visit
        else NO_IDENTITY,
        visit=visit,
        correlation_id=correlation_id,
    )


@transaction.atomic
def open_request(*, visit: Visit, service: Service, operator: User, at: datetime) -> Case:
    """Open the case in which a person asks for the own document; the one already opened in this visit, if any.

    Raises NotAllowed where the visit is not at this desk or has no citizen, or the service may not be given today.
    """
    visit = visits.at_desk(visit, operator)
    if visit.citizen is None:
        raise NotAllowed("Prima di chiedere un documento di' chi è la persona al banco.")
    opened = Case.objects.open().filter(acts__visit=visit, citizen=visit.citizen, service=service).first()
    return opened or cases.open_case(
        citizen=visit.citizen, service=service, operator=operator, at=at, visit=visit
    )


def _already_asked(
    case: Case,
    document: LookUp.Document,
    subject: Citizen,
    code: TaxCode | None,
    details: Details,
    correlation_id: UUID | None,
) -> LookUp | None:
    if correlation_id and (sent := LookUp.objects.filter(correlation_id=correlation_id).first()):
        return sent
    going_on = Q(outcome__isnull=True) | Q(answer__isnull=False) | Q(paper__isnull=False)
    same = LookUp.objects.filter(
        case=case,
        document=document,
        subject=subject,
        tax_code=code.code if code else "",
        tax_year=details.tax_year,
        indicator=details.indicator,
        threshold_code=details.threshold_code,
        valid_on=details.valid_on,
    )
    return same.filter(going_on).first()


def workstation_of(operator: User) -> str:
    """Where the operator sits, as partners want to know it."""
    return operator.counter.name if operator.counter else "Sportello"


# The job's steps


def still_to_ask(look_up_id: int, *, at: datetime) -> LookUp | None:
    """The look-up if a partner is still to be asked, else None: it has an outcome, or the world has changed since."""
    look_up = LookUp.objects.with_everything().pending().filter(pk=look_up_id).first()
    if look_up is None:
        return None
    try:
        require_permission(look_up.service, timezone.localdate(at), look_up.operator)
        if look_up.visit and _is_over(look_up.visit):
            raise NotAllowed(
                "La visita è finita prima che la domanda partisse: l'ente non è stato interrogato."
            )
    except NotAllowed as refusal:
        conclude(look_up, Heard(LookUpOutcome.Result.NOT_ALLOWED, message=str(refusal)), at=at)
        return None
    return look_up


@transaction.atomic
def conclude(
    look_up: LookUp, heard: Heard, *, at: datetime, by: User | None = None, **typed_back: Any
) -> bool:
    """Record how an asking went, once: a second outcome of the same asking is dropped. Says whether it was the first.

    The answer itself is kept apart, and only while the visit lasts. `typed_back`: what an operator (`by`) read on the
    portal, as the fields of LookUpOutcome are called.
    """
    _, is_first = LookUpOutcome.objects.get_or_create(
        look_up=look_up,
        defaults={
            "result": heard.result,
            "at": at,
            "reference": heard.reference,
            "http_status": heard.http_status,
            "message": heard.message[:500],
            **records.of_outcome(look_up, heard),
            **typed_back,
        },
    )
    if not is_first:
        return False
    records.keep(look_up, heard, at=at)
    _note_reachability(look_up.service.partner, heard, at)
    visit_over = look_up.visit_id and _is_over(Visit.objects.get(pk=look_up.visit_id))
    if heard.content is not None and not visit_over:
        LookUpAnswer.objects.create(look_up=look_up, content=heard.content, received_at=at)
    text = f"{look_up.service.owner_name}, {look_up}: {heard.result.label}."
    _record(look_up, "concluded", text, at, outcome=heard.result, by=by)
    return True


def _note_reachability(partner: Partner | None, heard: Heard, at: datetime) -> None:
    if partner is None or heard.answered is None:
        return
    about: dict[str, Any] = {"at": at, "reference": heard.reference}
    if heard.result == LookUpOutcome.Result.QUOTA:
        reachability.limit_reached(partner, **about)
    elif heard.answered:
        reachability.answered(partner, milliseconds=heard.duration_ms, **about)
    else:
        reachability.failed(partner, **about)


def close_lost(*, at: datetime) -> None:
    """Give an outcome to look-ups whose job is gone, so that no panel waits for ever."""
    asked = LookUp.objects.with_everything().pending().filter(channel=LookUp.Channel.SERVICE)
    pending = list(asked)
    jobs = ProcrastinateJob.objects.filter(task_name=ASK, status__in=["todo", "doing"])
    waited_for = {arguments["look_up_id"] for arguments in jobs.values_list("args", flat=True)}
    sentence = "La domanda si è persa da noi, e forse non è mai partita: chiedi di nuovo."
    for look_up in pending:
        if look_up.pk not in waited_for:
            conclude(look_up, Heard(LookUpOutcome.Result.FAILED, message=sentence), at=at)


# Forgetting


def forget_later(visit: Visit, *, at: datetime) -> None:
    """Have the answers of a visit that ended at a moment deleted, once its end can no longer be undone."""
    app.configure_task(FORGET, schedule_at=at + FORGET_AFTER).defer(visit_id=visit.pk)


def forget_answers(visit_id: int) -> None:
    """Delete the answers of a visit, unless it goes on."""
    over = LookUpAnswer.objects.filter(look_up__visit=visit_id, look_up__visit__state__in=OVER)
    over.delete()
    LookUpPaper.objects.filter(look_up__visit=visit_id, look_up__visit__state__in=OVER).delete()


def forget_leftovers(*, before: datetime) -> None:
    """Delete every answer received before a moment, whatever became of its visit."""
    for held in (LookUpAnswer, LookUpPaper):
        held.objects.filter(received_at__lt=before).delete()


def _is_over(visit: Visit) -> bool:
    return visit.state in OVER


def _record(
    look_up: LookUp, what: str, text: str, at: datetime, outcome: str = "", by: User | None = None
) -> None:
    daily_log.record(
        f"partners.look_up.{what}",
        text,
        operator=by or look_up.operator,
        at=at,
        visit=look_up.visit,
        citizen=look_up.subject,
        case=look_up.case,
        service=look_up.service,
        outcome=outcome,
    )
