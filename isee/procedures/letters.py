"""The letters of a procedure, as PDF/A: request of papers, notice of the grounds of a rejection, answer granted, answer refused."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from isee.calculation.amounts import number
from isee.models import Application
from isee.procedures.applications import record
from isee.procedures.due_dates import is_holiday
from isee.procedures.procedure_terms import is_paused, observations_until
from sportello import documents
from sportello.models import User
from sportello.permission import NotAllowed

State = Application.State


class Letter(StrEnum):
    """Which letter, by the name of its template."""

    REQUEST = "application_request"
    NOTICE = "application_notice"
    GRANTED = "application_granted"
    REFUSED = "application_refused"

    @property
    def label(self) -> str:
        """The Italian name."""
        return {
            Letter.REQUEST: "richiesta di documenti",
            Letter.NOTICE: "preavviso di rigetto",
            Letter.GRANTED: "risposta di accoglimento",
            Letter.REFUSED: "risposta di rigetto",
        }[self]


def letter_of(application: Application, on: date) -> Letter:
    """The letter that an application is at on a day; raises NotAllowed where there is none to send."""
    if application.state in (State.GRANTED, State.REFUSED):
        return Letter.GRANTED if application.state == State.GRANTED else Letter.REFUSED
    if application.state == State.SUBMITTED and application.notice_on:
        return Letter.NOTICE
    if application.state == State.SUBMITTED and is_paused(application.pause, on):
        return Letter.REQUEST
    raise NotAllowed("Non c'è ancora una lettera da stampare: prima il preavviso o la decisione.")


def print_letter(application: Application, letter: Letter, *, on: date) -> bytes:
    """The letter as PDF/A-2a."""
    case = application.case
    return documents.render(
        letter.value,
        {
            "printed_on": on,
            "person": case.citizen.full_name,
            "address": ", ".join(filter(None, [case.citizen.address, case.citizen.town])),
            "name": application.name,
            "facts": _facts(application),
            "protocol": case.protocol_number,
            "submitted_on": application.submitted_on or "",
            "case": str(case),
            "responsible": case.responsible.get_full_name() or case.responsible.username,
            "law": case.service.law,
            "awaited": application.paused_for,
            "awaited_until": application.pause.ends_on if application.pause else "",
            "grounds": _paragraphs(application.notice_grounds),
            "notice_on": application.notice_on or "",
            "observations_until": _observations_until(application),
            "observations_on": application.observations_on or "",
            "reason": _paragraphs(application.reason),
            "remedy": _paragraphs(application.remedy),
            "act_number": application.act_number,
            "decided_on": application.decided_on or "",
            "signer": application.signer,
            "granted": _granted(application),
            "call": str(application.call or ""),
        },
        archivable=True,
    )


def record_printed(*, application: Application, letter: Letter, operator: User, at: datetime) -> None:
    """Note that a letter was printed."""
    record(application, "printed", f"stampata la lettera, {letter.label}", operator=operator, at=at)


def _facts(application: Application) -> list[tuple[str, str]]:
    case = application.case
    beneficiary = application.beneficiary
    protocol = (
        f"{case.protocol_number} del {application.submitted_on:%d/%m/%Y}" if application.submitted_on else ""
    )
    return _written(
        [
            ("Domanda", application.name),
            ("Per", beneficiary.full_name if beneficiary else ""),
            ("Protocollo", protocol),
            ("Pratica", str(case)),
        ]
    )


def _granted(application: Application) -> list[tuple[str, str]]:
    """What was granted, as pairs of name and value."""
    begins, ends, renew = application.period_from, application.period_to, application.renew_on
    amount = (
        f"{number(application.amount)} € {application.get_unit_display()}"
        if application.amount is not None
        else ""
    )
    period = " ".join(
        filter(None, [f"dal {begins:%d/%m/%Y}" if begins else "", f"al {ends:%d/%m/%Y}" if ends else ""])
    )
    return _written(
        [
            ("Importo", amount.strip()),
            ("Periodo", period),
            ("Da rinnovare entro il", f"{renew:%d/%m/%Y}" if renew else ""),
        ]
    )


def _observations_until(application: Application) -> str:
    received = application.notice_received_on
    return f"{observations_until(received, is_holiday):%d/%m/%Y}" if received else ""


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _written(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for pair in pairs if pair[1]]
