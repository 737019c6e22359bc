"""Putting a recorded question to a partner through its adapter, and what came of it. No transaction may be open here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from partners.adapters import contracts_of, look_ups_of
from partners.adapters.base import (
    Answer,
    CertificazioneUnicaQuestion,
    EarlierContractsQuestion,
    Grounds,
    PartnerError,
    Procedure,
    QuotaReached,
    Refused,
    Unintelligible,
)
from partners.answers import Json, write_certificazione, write_contracts
from partners.models import LookUp, LookUpOutcome
from sportello.models import User

Result = LookUpOutcome.Result


@dataclass(frozen=True, repr=False)
class Heard:
    """How an asking went. `answered`: whether the partner's system is there, None where that was not learnt."""

    result: LookUpOutcome.Result
    reference: str = ""
    http_status: int | None = None
    message: str = ""
    content: Json | None = None
    answered: bool | None = None


def put(look_up: LookUp) -> Heard:
    """Ask the partner what was recorded; every failure of the partner's is an outcome too."""
    question = QUESTIONS[LookUp.Document(look_up.document)]
    try:
        answer, content = question(look_up)
    except PartnerError as error:
        return heard_of(error)
    if not answer.found:
        return Heard(Result.NOT_FOUND, reference=answer.reference, http_status=200, answered=True)
    return Heard(Result.FOUND, reference=answer.reference, http_status=200, content=content, answered=True)


def heard_of(error: PartnerError) -> Heard:
    """What a named failure amounts to."""
    result, message, answered = Result.UNREACHABLE, "", False  # Unreachable
    if isinstance(error, Refused):
        result, message, answered = Result.REFUSED, error.explanation, True
    elif isinstance(error, QuotaReached):
        message, answered = error.sentence, True
    elif isinstance(error, Unintelligible):
        result, answered = Result.UNINTELLIGIBLE, True
    return Heard(
        result, reference=error.reference, http_status=error.http_status, message=message, answered=answered
    )


def grounds_of(look_up: LookUp) -> Grounds:
    return Grounds(
        case_number=str(look_up.case),
        purpose=look_up.get_basis_display(),
        operator=operator_name(look_up.operator),
        workstation=look_up.workstation[:40],
        correlation_id=look_up.correlation_id,
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
    if look_up.basis != LookUp.Basis.EX_OFFICIO:
        return None
    return Procedure(protocol_number=look_up.protocol_number, benefit_code=look_up.benefit_code)


def _earlier_contracts(look_up: LookUp) -> tuple[Answer[Any], Json | None]:
    question = EarlierContractsQuestion(tax_code=look_up.tax_code, grounds=grounds_of(look_up))
    answer = contracts_of(_partner_code(look_up)).earlier_contracts(question)
    return answer, write_contracts(answer.content) if answer.content else None


def _partner_code(look_up: LookUp) -> str:
    return look_up.service.partner.code if look_up.service.partner else ""


QUESTIONS: dict[LookUp.Document, Callable[[LookUp], tuple[Answer[Any], Json | None]]] = {
    LookUp.Document.CU: _certificazione_unica,
    LookUp.Document.CONTRACTS: _earlier_contracts,
}
