"""What leads to the decision on an application: the notice of the grounds of a rejection, then granted or refused."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from isee.models import Application
from isee.procedures.applications import CannotMove, lock, record, write
from isee.procedures.due_dates import due_on, is_holiday
from isee.procedures.procedure_terms import observations_until
from sportello.cases import close_case
from sportello.models import Case, User
from sportello.permission import NotAllowed

State = Application.State
# What the law asks of every act (L. 241/1990, art. 3, c. 4), where no other judge decides.
REMEDY = (
    "Contro questo provvedimento si può ricorrere al Tribunale amministrativo regionale entro 60 giorni da quando "
    "lo si riceve (art. 29 D.Lgs. 104/2010) oppure, in alternativa, con ricorso straordinario al Presidente della "
    "Repubblica entro 120 giorni (art. 9 DPR 1199/1971)."
)


class TooEarly(NotAllowed):
    """The decision would come before its time."""


@transaction.atomic
def save_pause(*, application: Application, fields: Mapping[str, Any], operator: User, at: datetime) -> None:
    """Keep for what the term waits, once (art. 2, c. 7), and when that came; the term moves with it.

    Raises CannotMove unless the application is submitted, and for one of a call: those are decided together.
    """
    _lock_submitted(application)
    _require_no_call(
        application, "Le domande di un bando si decidono insieme: il termine di una non si sospende."
    )
    was_waiting = application.paused_on is not None
    write(application, fields)
    application.term_days, application.due_on = due_on(application)
    application.save()
    came = was_waiting and application.resumed_on
    kind, what = ("resumed", "arrivato ciò che si aspettava") if came else ("paused", "sospeso il termine")
    record(application, kind, what, operator=operator, at=at)


@transaction.atomic
def save_notice(*, application: Application, fields: Mapping[str, Any], operator: User, at: datetime) -> None:
    """Keep the notice (art. 10-bis), when it was received, the observations; the term moves with them.

    Raises CannotMove unless the application is submitted, and for one of a call: there the article does not apply.
    """
    _lock_submitted(application)
    _require_no_call(
        application,
        "Nei bandi non c'è preavviso di rigetto (art. 10-bis): chi è escluso lo legge in graduatoria.",
    )
    before = application.notice
    write(application, fields)
    application.term_days, application.due_on = due_on(application)
    application.save()
    after = application.notice
    if before is None:
        kind, what = "notice", "scritto il preavviso di rigetto"
    elif after and after.observations_on and not before.observations_on:
        kind, what = "observations", "ricevute le osservazioni"
    else:
        kind, what = "notice_changed", "aggiornato il preavviso di rigetto"
    record(application, kind, what, operator=operator, at=at)


@transaction.atomic
def grant(*, application: Application, fields: Mapping[str, Any], operator: User, at: datetime) -> None:
    """Grant what is asked, as the determina says; the case ends. Raises CannotMove."""
    _lock_submitted(application)
    _require_no_call(application, "Le domande di un bando si decidono con la graduatoria.")
    _decide(application, State.GRANTED, fields, operator=operator, at=at)


@transaction.atomic
def refuse(*, application: Application, fields: Mapping[str, Any], operator: User, at: datetime) -> None:
    """Refuse what is asked, as the determina says; the case ends.

    Raises CannotMove, and TooEarly before the ten days of the notice have run, or the observations have come
    (art. 10-bis).
    """
    _lock_submitted(application)
    _require_no_call(application, "Le domande di un bando si decidono con la graduatoria.")
    if why := too_early_to_refuse(application, fields["decided_on"]):
        raise TooEarly(why)
    _decide(application, State.REFUSED, fields, operator=operator, at=at)


def too_early_to_refuse(application: Application, on: date) -> str:
    """Why a refusal of that day would come too early, in a sentence; empty where it would not.

    Whoever was warned has ten days to observe; once the observations are there, nothing more is waited for.
    """
    if application.notice_on is None:
        return (
            "Prima di respingere serve il preavviso di rigetto (art. 10-bis L. 241/1990): scrivilo e mandalo."
        )
    if application.notice_received_on is None:
        return "Manca il giorno in cui il preavviso è stato ricevuto: da lì corrono i dieci giorni."
    observed = application.observations_on
    if observed and on < observed:
        return f"Le osservazioni sono del {observed:%d/%m/%Y}: la determina non può venire prima."
    until = observations_until(application.notice_received_on, is_holiday)
    if not observed and on <= until:
        return (
            f"I dieci giorni del preavviso finiscono il {until:%d/%m/%Y}: si respinge dal giorno dopo, oppure "
            "appena arrivano le osservazioni (scrivile in «Ricevuta e osservazioni»)."
        )
    return ""


def decide_in_ranking(
    application: Application,
    state: Application.State,
    fields: Mapping[str, Any],
    *,
    operator: User,
    at: datetime,
) -> None:
    """Decide an application of a call, in the transaction that publishes its ranking or moves it on."""
    _decide(application, state, fields, operator=operator, at=at)


def _decide(
    application: Application,
    state: Application.State,
    fields: Mapping[str, Any],
    *,
    operator: User,
    at: datetime,
) -> None:
    write(application, fields)
    if (
        application.submitted_on
        and application.decided_on
        and application.decided_on < application.submitted_on
    ):
        raise TooEarly(
            f"La domanda è del {application.submitted_on:%d/%m/%Y}: la determina non può venire prima."
        )
    application.state = state
    application.save()
    if application.case.is_open:
        close_case(case=application.case, state=Case.State.CONCLUDED, operator=operator, at=at)
    record(application, str(state), str(application.get_state_display()), operator=operator, at=at)


def _lock_submitted(application: Application) -> None:
    lock(application)
    if application.state != State.SUBMITTED:
        raise CannotMove(
            "La domanda non è ancora presentata: scrivi prima il protocollo."
            if application.state == State.OPEN
            else f"La domanda è già {application.get_state_display()}: per cambiarla riaprila."
        )


def _require_no_call(application: Application, sentence: str) -> None:
    if application.call_id:
        raise CannotMove(sentence)
