"""Putting a recorded question to a partner through its adapter, and what came of it. No transaction may be open here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from django.utils import timezone

from partners import held
from partners.adapters import contracts_of, look_ups_of
from partners.adapters.base import (
    NO_TRACE,
    Answer,
    CertificazioneUnicaQuestion,
    EarlierContractsQuestion,
    Grounds,
    Invalid,
    Mismatch,
    NotConfigured,
    PartnerError,
    Procedure,
    QuotaReached,
    Refused,
    Trace,
    Unintelligible,
    Unreachable,
    Untrusted,
)
from partners.adapters.isee import IseeQuestion, Kind
from partners.adapters.papers import PaperQuestion, PensionQuestion
from partners.answers import Json, write_certificazione, write_contracts
from partners.models import LookUp, LookUpOutcome
from sportello.models import User

Result = LookUpOutcome.Result
REFUSALS: dict[type[Refused], LookUpOutcome.Result] = {Mismatch: Result.MISMATCH, Invalid: Result.INVALID}


@dataclass(frozen=True, repr=False)
class Heard:
    """How an asking went. `answered`: whether the partner's system is there, None where that was not learnt.

    `wait`: seconds for which it asked to be left alone; `trace`: what the record keeps of how it was asked.
    """

    result: LookUpOutcome.Result
    reference: str = ""
    http_status: int | None = None
    message: str = ""
    content: Json | None = None
    answered: bool | None = None
    wait: int | None = None
    trace: Trace = NO_TRACE
    duration_ms: int | None = None


def put(look_up: LookUp) -> Heard:
    """Ask the partner what was recorded; every failure of the partner's is an outcome too."""
    question = QUESTIONS[LookUp.Document(look_up.document)]
    try:
        answer, content = question(look_up)
    except PartnerError as error:
        return heard_of(error)
    about: dict[str, Any] = {"reference": answer.reference, "http_status": 200, "trace": answer.trace}
    if not answer.found:
        return Heard(Result.NOT_FOUND, answered=True, **about)
    return Heard(Result.FOUND, content=content, answered=True, **about)


def timed(heard: Heard, milliseconds: int) -> Heard:
    """The same, with how long the asking took in all."""
    return replace(heard, duration_ms=milliseconds)


def heard_of(error: PartnerError) -> Heard:
    """What a named failure amounts to."""
    result, message, answered, wait = Result.UNREACHABLE, "", cast("bool | None", False), None  # Unreachable
    if isinstance(error, Refused):
        result, message, answered = REFUSALS.get(type(error), Result.REFUSED), error.explanation, True
    elif isinstance(error, QuotaReached):
        result, message, answered = Result.QUOTA, error.sentence, True
    elif isinstance(error, Unintelligible):
        result, answered = Result.UNINTELLIGIBLE, True
    elif isinstance(error, NotConfigured):
        result, message, answered = Result.FAILED, f"{error.sentence} {error.problem}", None
    elif isinstance(error, Unreachable):
        wait = error.retry_after
        message = error.sentence if isinstance(error, Untrusted) else ""
    return Heard(
        result,
        reference=error.reference,
        http_status=error.http_status,
        message=message,
        answered=answered,
        wait=wait,
        trace=error.trace,
    )


def grounds_of(look_up: LookUp) -> Grounds:
    return Grounds(
        case_number=str(look_up.case),
        purpose=look_up.get_basis_display(),
        operator=operator_name(look_up.operator),
        workstation=look_up.workstation[:40],
        correlation_id=look_up.correlation_id,
        level_of_assurance=look_up.level_of_assurance,
    )


def operator_name(operator: User) -> str:
    """How partners know an operator: our own number, never a name or a tax code."""
    return f"operatore-{operator.pk}"


def _certificazione_unica(look_up: LookUp) -> tuple[Answer[Any], Json | None]:
    question = CertificazioneUnicaQuestion(
        tax_code=look_up.tax_code,
        tax_year=look_up.tax_year or 0,
        procedure=_procedure_of(look_up),
        grounds=grounds_of(look_up),
    )
    answer = look_ups_of(_partner_code(look_up)).certificazione_unica(question)
    return answer, write_certificazione(answer.content) if answer.content else None


def _procedure_of(look_up: LookUp) -> Procedure | None:
    if look_up.basis == LookUp.Basis.REQUEST:
        return None
    return Procedure(protocol_number=look_up.protocol_number, benefit_code=look_up.benefit_code)


def _isee_question(look_up: LookUp) -> IseeQuestion:
    return IseeQuestion(
        tax_code=look_up.tax_code,
        valid_on=look_up.valid_on or timezone.localdate(look_up.asked_at),
        procedure=Procedure(protocol_number=look_up.protocol_number, benefit_code=look_up.benefit_code),
        granted=look_up.benefit_state == LookUp.BenefitState.GRANTED,
        grounds=grounds_of(look_up),
    )


def _isee_residents(look_up: LookUp) -> tuple[Answer[Any], Json | None]:
    inps = look_ups_of(_partner_code(look_up))
    return _written(inps.isee_attestation(_isee_question(look_up), of_residents=True))


def _isee_attestation(look_up: LookUp) -> tuple[Answer[Any], Json | None]:
    inps = look_ups_of(_partner_code(look_up))
    return _written(inps.isee_attestation(_isee_question(look_up), of_residents=False))


def _isee_indicator(look_up: LookUp) -> tuple[Answer[Any], Json | None]:
    inps = look_ups_of(_partner_code(look_up))
    return _written(inps.isee_indicator(_isee_question(look_up), kind=Kind(look_up.indicator)))


def _isee_threshold(look_up: LookUp) -> tuple[Answer[Any], Json | None]:
    inps = look_ups_of(_partner_code(look_up))
    return _written(inps.isee_threshold(_isee_question(look_up), code=look_up.threshold_code))


def _paper_of(look_up: LookUp) -> dict[str, Any]:
    return {
        "tax_code": look_up.tax_code,
        "procedure": _procedure_of(look_up),
        "grounds": grounds_of(look_up),
    }


def _contributions(look_up: LookUp) -> tuple[Answer[Any], Json | None]:
    inps = look_ups_of(_partner_code(look_up))
    return _written(inps.contribution_statement(PaperQuestion(**_paper_of(look_up))))


def _registrations(look_up: LookUp) -> tuple[Answer[Any], Json | None]:
    inps = look_ups_of(_partner_code(look_up))
    return _written(inps.registrations(PaperQuestion(**_paper_of(look_up))))


def _pension_slips(look_up: LookUp) -> tuple[Answer[Any], Json | None]:
    question = PensionQuestion(**_paper_of(look_up), year=look_up.tax_year or 0)
    return _written(look_ups_of(_partner_code(look_up)).pension_slips(question))


def _written(answer: Answer[Any]) -> tuple[Answer[Any], Json | None]:
    return answer, held.write(answer.content)


def _earlier_contracts(look_up: LookUp) -> tuple[Answer[Any], Json | None]:
    question = EarlierContractsQuestion(tax_code=look_up.tax_code, grounds=grounds_of(look_up))
    answer = contracts_of(_partner_code(look_up)).earlier_contracts(question)
    return answer, write_contracts(answer.content) if answer.content else None


def _partner_code(look_up: LookUp) -> str:
    return look_up.service.partner.code if look_up.service.partner else ""


QUESTIONS: dict[LookUp.Document, Callable[[LookUp], tuple[Answer[Any], Json | None]]] = {
    LookUp.Document.CU: _certificazione_unica,
    LookUp.Document.CONTRACTS: _earlier_contracts,
    LookUp.Document.ISEE_RESIDENTS: _isee_residents,
    LookUp.Document.ISEE_ATTESTATION: _isee_attestation,
    LookUp.Document.ISEE_INDICATOR: _isee_indicator,
    LookUp.Document.ISEE_THRESHOLD: _isee_threshold,
    LookUp.Document.CONTRIBUTIONS: _contributions,
    LookUp.Document.REGISTRATIONS: _registrations,
    LookUp.Document.PENSION_SLIP: _pension_slips,
}
