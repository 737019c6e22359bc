"""Asking INPS for a Certificazione Unica: what is allowed, recorded, asked, answered, forgotten."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from threading import Thread
from time import sleep
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from partners import jobs, look_ups
from partners.answers import answers_of
from partners.models import Agreement, LookUp, LookUpAnswer, LookUpOutcome
from partners.questions import Heard
from partners.sandbox import reserved
from sportello import acts, visits
from sportello.models import Act, Case, Citizen, Delegation, LogEntry, Service, TaxCode, User, Visit
from tests import make
from tests.partners.sandbox_process import SandboxProcess

CU = LookUp.Document.CU
Result = LookUpOutcome.Result


def ask(case: Case, operator: User, visit: Visit | None, **fields: Any) -> LookUp:
    seen = look_ups.Identity("identity_card", "CA00001AA")
    fields = {"tax_year": 2024, "at": make.moment(), "identity": seen, **fields}
    service = Service.objects.get(code="inps-cud")
    return look_ups.ask(case=case, document=CU, service=service, operator=operator, visit=visit, **fields)


def delegation(principal: Citizen, delegate: Citizen, seen_by: User, **fields: Any) -> Delegation:
    fields = {"scope": ["inps"], "valid_from": date(2026, 1, 1), **fields}
    return Delegation.objects.create(
        principal=principal,
        delegate=delegate,
        document="identity_card",
        document_number="CA00000AA",
        seen_by=seen_by,
        **fields,
    )


@pytest.fixture
def bruno(db: None) -> Citizen:
    """Elena's father."""
    return make.citizen("Neri", "Bruno", "NREBRN25A01H501N", birth_date=date(1925, 1, 1))


def refusal_of(look_up: LookUp) -> str:
    assert look_up.outcome.result == Result.NOT_ALLOWED
    assert not ProcrastinateJob.objects.exists()
    return look_up.outcome.message


# On which ground


def test_the_person_at_the_desk_asks_for_the_own_paper(
    operator: User, elena_visit: Visit, cud_case: Case
) -> None:
    look_up = ask(cud_case, operator, elena_visit)
    assert (look_up.basis, look_up.delegation, look_up.visit) == ("request", None, elena_visit)
    assert (look_up.tax_code, look_up.tax_year, look_up.operator) == ("NRELNE48E57H501T", 2024, operator)
    assert ProcrastinateJob.objects.get().args == {"look_up_id": look_up.pk}
    line = LogEntry.objects.get(kind="partners.look_up.asked")
    assert line.text == "Chiesto a INPS: Certificazione Unica, redditi 2024, richiesta dell'interessato."
    assert (line.citizen, line.case, line.visit) == (cud_case.citizen, cud_case, elena_visit)


def test_a_procedure_with_protocol_and_benefit_needs_no_visit(operator: User, cud_case: Case) -> None:
    cud_case.protocol_number, cud_case.benefit_code = "1234/2026", "A2.12"
    look_up = ask(cud_case, operator, visit=None)
    assert look_up.basis == "ex_officio"
    assert (look_up.protocol_number, look_up.benefit_code) == ("1234/2026", "A2.12")


@pytest.mark.parametrize(("protocol", "benefit"), [("", ""), ("1234/2026", ""), ("", "A2.12")])
def test_without_visit_half_a_procedure_is_no_ground(
    protocol: str, benefit: str, operator: User, cud_case: Case
) -> None:
    cud_case.protocol_number, cud_case.benefit_code = protocol, benefit
    look_up = ask(cud_case, operator, visit=None)
    assert refusal_of(look_up) == (
        "Per chiedere, Neri Elena o chi ha la delega deve essere al tuo banco, oppure servono il numero di "
        "protocollo e il codice della prestazione sulla pratica."
    )
    assert look_up.basis == ""


@pytest.fixture
def isee_case(operator: User, elena: Citizen, cud_service: Service) -> Case:
    """A procedure of the Comune for which Elena's ISEE is wanted."""
    inps = cud_service.partner
    assert inps
    service = make.service("inps-isee", "Attestazione ISEE", kind="look_up", partner=inps)
    make.agreement(inps, service)
    protocol = {"protocol_number": "1234/2026", "protocol_date": date(2026, 3, 2), "benefit_code": "A2.12"}
    return make.case(elena, service, operator, **protocol)


def ask_isee(case: Case, document: LookUp.Document, operator: User, **fields: Any) -> LookUp:
    return look_ups.ask(
        case=case, document=document, service=case.service, operator=operator, at=make.moment(), **fields
    )


def test_the_isee_is_looked_up_for_a_procedure(operator: User, isee_case: Case) -> None:
    details = look_ups.Details(valid_on=date(2026, 3, 1), benefit_state=LookUp.BenefitState.TO_GRANT)
    sign_in = look_ups.SignIn("a1b2", "password", "LoA2", "192.0.2.7")
    look_up = ask_isee(isee_case, LookUp.Document.ISEE_RESIDENTS, operator, details=details, sign_in=sign_in)
    look_up.refresh_from_db()
    assert (look_up.basis, look_up.protocol_number, look_up.protocol_date, look_up.benefit_code) == (
        "ex_officio",
        "1234/2026",
        date(2026, 3, 2),
        "A2.12",
    )
    assert (look_up.valid_on, look_up.benefit_state, look_up.channel) == (
        date(2026, 3, 1),
        "to_grant",
        "service",
    )
    assert (look_up.session, look_up.authentication, look_up.level_of_assurance, look_up.client_ip) == (
        "a1b2",
        "password",
        "LoA2",
        "192.0.2.7",
    )


def test_without_a_purpose_nobody_is_asked(operator: User, isee_case: Case, settings: Any) -> None:
    isee = {"isee_url": "https://inps.example", "purposes": ""}
    settings.PARTNERS = {"inps": {"ADAPTER": "partners.adapters.inps.Inps", "OPTIONS": {"isee": isee}}}
    look_up = ask_isee(isee_case, LookUp.Document.ISEE_RESIDENTS, operator)
    assert refusal_of(look_up).startswith("Per «Attestazione ISEE (residenti)» il Comune non ha una finalità")


def test_a_check_is_asked_for_with_its_reason(operator: User, isee_case: Case) -> None:
    details = look_ups.Details(threshold_code="MENS01", reason="Estratta nel campione di marzo")
    look_up = ask_isee(isee_case, LookUp.Document.ISEE_THRESHOLD, operator, details=details)
    assert (look_up.basis, look_up.reason) == ("check", "Estratta nel campione di marzo")


def test_the_isee_is_not_looked_up_because_the_person_wants_it(
    operator: User, elena_visit: Visit, isee_case: Case
) -> None:
    isee_case.protocol_number = ""
    look_up = ask_isee(isee_case, LookUp.Document.ISEE_RESIDENTS, operator, visit=elena_visit)
    assert refusal_of(look_up) == (
        "L'ISEE si chiede a INPS solo per un procedimento del Comune: scrivi sulla pratica il numero di "
        "protocollo e il codice della prestazione."
    )


def test_another_indicator_is_another_question(operator: User, isee_case: Case) -> None:
    indicator = LookUp.Document.ISEE_INDICATOR
    ordinary = ask_isee(isee_case, indicator, operator, details=look_ups.Details(indicator="ordinary"))
    minor = ask_isee(isee_case, indicator, operator, details=look_ups.Details(indicator="minor"))
    again = ask_isee(isee_case, indicator, operator, details=look_ups.Details(indicator="minor"))
    assert ordinary != minor
    assert minor == again


def test_a_visit_at_another_desk_is_no_ground(
    colleague: User, operator: User, elena_visit: Visit, cud_case: Case
) -> None:
    assert "deve essere al tuo banco" in refusal_of(ask(cud_case, colleague, elena_visit))


def test_a_suspended_visit_is_no_ground(operator: User, elena_visit: Visit, cud_case: Case) -> None:
    elena_visit.state = Visit.State.SUSPENDED
    assert "deve essere al tuo banco" in refusal_of(ask(cud_case, operator, elena_visit))


def test_the_visit_of_somebody_else_is_no_ground(operator: User, bruno: Citizen, cud_case: Case) -> None:
    visit = make.visit(citizen=bruno, operator=operator)
    assert "Neri Elena o chi ha la delega" in refusal_of(ask(cud_case, operator, visit))


def test_for_her_father_by_his_delegation(
    operator: User, elena: Citizen, bruno: Citizen, elena_visit: Visit, cud_case: Case
) -> None:
    held = delegation(bruno, elena, operator)
    look_up = ask(cud_case, operator, elena_visit, subject=bruno)
    assert (look_up.subject, look_up.delegation, look_up.basis) == (bruno, held, "request")
    assert LogEntry.objects.get(kind="partners.look_up.asked").citizen == bruno


@pytest.mark.parametrize(
    "fields",
    [
        {"scope": ["isee", "enel"]},
        {"valid_to": date(2026, 3, 3)},
        {"valid_from": date(2026, 3, 5)},
        {"revoked_on": date(2026, 3, 4)},
    ],
    ids=["other scope", "expired yesterday", "begins tomorrow", "revoked today"],
)
def test_a_delegation_that_does_not_cover_it(
    fields: dict[str, Any], operator: User, elena: Citizen, bruno: Citizen, elena_visit: Visit, cud_case: Case
) -> None:
    delegation(bruno, elena, operator, **fields)
    assert refusal_of(ask(cud_case, operator, elena_visit, subject=bruno)) == (
        "Neri Elena non ha una delega in vigore di Neri Bruno che valga per «documenti INPS»."
    )


def test_death_ends_a_delegation(
    operator: User, elena: Citizen, bruno: Citizen, elena_visit: Visit, cud_case: Case
) -> None:
    delegation(bruno, elena, operator)
    bruno.deceased_on = date(2026, 3, 4)
    bruno.save()
    assert "non ha una delega in vigore" in refusal_of(ask(cud_case, operator, elena_visit, subject=bruno))


def test_the_delegate_who_stands_for_the_citizen(
    operator: User, elena: Citizen, elena_visit: Visit, cud_case: Case
) -> None:
    anna = make.citizen("Bianchi", "Anna")
    elena_visit.delegation = delegation(elena, anna, operator)
    look_up = ask(cud_case, operator, elena_visit)
    assert look_up.delegation == elena_visit.delegation


def test_a_delegate_for_other_matters_may_not_ask(
    operator: User, elena: Citizen, elena_visit: Visit, cud_case: Case
) -> None:
    anna = make.citizen("Bianchi", "Anna")
    elena_visit.delegation = delegation(elena, anna, operator, scope=["isee"])
    assert "Bianchi Anna non ha una delega in vigore di Neri Elena" in refusal_of(
        ask(cud_case, operator, elena_visit)
    )


def test_who_stands_there_for_a_mere_reason_may_not_ask(
    operator: User, elena_visit: Visit, cud_case: Case
) -> None:
    elena_visit.on_behalf_reason = "il vicino di casa"
    assert refusal_of(ask(cud_case, operator, elena_visit)) == (
        "Chi è al banco non ha una delega di Neri Elena: registrala, poi chiedi."
    )


def test_a_closed_case(operator: User, elena_visit: Visit, cud_case: Case) -> None:
    cud_case.state = Case.State.CONCLUDED
    assert "è chiusa: riaprila" in refusal_of(ask(cud_case, operator, elena_visit))


def test_no_agreement(operator: User, elena_visit: Visit, cud_case: Case) -> None:
    Agreement.objects.update(ends_on=date(2026, 3, 3))
    look_up = ask(cud_case, operator, elena_visit)
    assert refusal_of(look_up) == "L'accordo con INPS è finito il 03/03/2026."
    line = LogEntry.objects.get(kind="partners.look_up.concluded")
    assert line.text == "INPS, Certificazione Unica, redditi 2024: non consentito."
    assert line.outcome == "not_allowed"


def test_no_tax_code(operator: User, elena: Citizen, elena_visit: Visit, cud_case: Case) -> None:
    TaxCode.objects.all().delete()
    look_up = ask(Case.objects.get(), operator, elena_visit)
    assert refusal_of(look_up) == (
        "Manca il codice fiscale di Neri Elena: scrivilo nella sua scheda, poi chiedi."
    )
    assert look_up.tax_code == ""


# Once


def test_two_presses_are_one_asking(operator: User, elena_visit: Visit, cud_case: Case) -> None:
    first, second = (ask(cud_case, operator, elena_visit) for _ in range(2))
    assert first == second
    assert ProcrastinateJob.objects.count() == 1


def test_a_form_sent_again_is_one_asking_even_after_a_failure(
    operator: User, elena_visit: Visit, cud_case: Case
) -> None:
    form = uuid4()
    first = ask(cud_case, operator, elena_visit, correlation_id=form)
    look_ups.conclude(first, Heard(Result.REFUSED), at=make.moment(10, 1))
    assert ask(cud_case, operator, elena_visit, correlation_id=form) == first
    assert ask(cud_case, operator, elena_visit, correlation_id=uuid4()) != first


def test_an_answer_in_hand_is_not_asked_for_again(operator: User, elena_visit: Visit, cud_case: Case) -> None:
    first = ask(cud_case, operator, elena_visit)
    found = Heard(Result.FOUND, content={"tax_year": 2024})
    look_ups.conclude(first, found, at=make.moment(10, 1))
    assert ask(cud_case, operator, elena_visit) == first


def test_another_year_or_person_is_another_asking(
    operator: User, elena: Citizen, bruno: Citizen, elena_visit: Visit, cud_case: Case
) -> None:
    delegation(bruno, elena, operator)
    first = ask(cud_case, operator, elena_visit)
    assert ask(cud_case, operator, elena_visit, tax_year=2023) != first
    assert ask(cud_case, operator, elena_visit, subject=bruno) != first


def test_the_row_and_its_job_are_one(operator: User, elena_visit: Visit, cud_case: Case) -> None:
    """Where the job cannot be put into the queue, nothing was asked."""
    with connection.cursor() as cursor:
        cursor.execute("alter table procrastinate_jobs rename to out_of_order")
    with pytest.raises(ConnectorException):
        ask(cud_case, operator, elena_visit)
    assert not LookUp.objects.exists()


# What the partner answers, through the real worker and HTTP


@pytest.fixture
def asked(
    transactional_db: None,
    partners_answer: SandboxProcess,
    operator: User,
    elena: Citizen,
    elena_visit: Visit,
    cud_case: Case,
    run_jobs: Callable[[], None],
) -> Callable[[str], LookUp]:
    """Ask under a tax code, with a worker at work."""

    def with_code(code: str, **fields: Any) -> LookUp:
        TaxCode.objects.filter(citizen=elena).delete()
        TaxCode.objects.create(citizen=elena, code=code, added_on=date(2026, 1, 1))
        look_up = ask(Case.objects.get(), operator, elena_visit, **fields)
        run_jobs()
        return LookUp.objects.with_everything().get(pk=look_up.pk)

    return with_code


def test_found(asked: Callable[[str], LookUp], cud_case: Case, elena: Citizen) -> None:
    look_up = asked(reserved.FOUND)
    assert (look_up.outcome.result, look_up.outcome.http_status) == (Result.FOUND, 200)
    assert look_up.outcome.reference.startswith("INPS-")
    [held] = answers_of(cud_case)
    assert (held.look_up, held.subject, held.paper.tax_year) == (look_up, elena, 2024)
    assert held.paper.payer_name == "Istituto Nazionale della Previdenza Sociale"
    assert held.paper.pension_income > Decimal("9000")
    assert held.paper.employment_income == Decimal("0.00")
    assert (held.paper.days, held.paper.pension_income.as_tuple().exponent) == (365, -2)
    line = LogEntry.objects.get(kind="partners.look_up.concluded")
    assert (line.text, line.outcome) == ("INPS, Certificazione Unica, redditi 2024: trovato.", "found")


@pytest.mark.parametrize(
    ("protocol", "benefit", "basis"),
    [
        ("0004711", "A2.12", "ex_officio"),
        ("0004711", "", "request"),
        ("", "A2.12", "request"),
        ("", "", "request"),
    ],
)
def test_the_partner_is_told_the_procedure_only_ex_officio(
    protocol: str, benefit: str, basis: str, asked: Callable[[str], LookUp]
) -> None:
    """INPS refuses a procedure told by half, and one told with a request of the person."""
    day = make.moment().date()
    Case.objects.update(protocol_number=protocol, protocol_date=day, benefit_code=benefit)
    look_up = asked(reserved.FOUND)
    assert (look_up.basis, look_up.outcome.result) == (basis, Result.FOUND)


def test_not_found_is_an_answer(asked: Callable[[str], LookUp]) -> None:
    look_up = asked(reserved.NOT_FOUND)
    assert look_up.outcome.result == Result.NOT_FOUND
    assert not LookUpAnswer.objects.exists()


@pytest.mark.parametrize(
    ("code", "result", "status"),
    [
        (reserved.REFUSED, Result.REFUSED, 403),
        (reserved.NONSENSE, Result.UNINTELLIGIBLE, 200),
        (reserved.DOWN, Result.UNREACHABLE, None),
        (reserved.SLOW, Result.UNREACHABLE, None),
        (reserved.QUOTA, Result.QUOTA, 429),
        (reserved.UNAVAILABLE, Result.UNREACHABLE, 503),
        (reserved.DOWN_ONCE, Result.FOUND, 200),
    ],
)
def test_each_failure_is_an_outcome(
    code: str, result: str, status: int | None, asked: Callable[[str], LookUp]
) -> None:
    look_up = asked(code)
    assert (look_up.outcome.result, look_up.outcome.http_status) == (result, status)
    assert look_up.outcome.reference
    assert LookUpAnswer.objects.exists() == (result == Result.FOUND)


def test_a_refusal_keeps_the_partners_words(asked: Callable[[str], LookUp]) -> None:
    assert asked(reserved.REFUSED).outcome.message == "L'ente non è abilitato a questa consultazione."


def test_no_tax_code_in_any_log_line(
    asked: Callable[[str], LookUp], partners_answer: SandboxProcess, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    asked(reserved.FOUND)
    asked(reserved.REFUSED)
    told = [caplog.text, partners_answer.log(), *LogEntry.objects.values_list("text", flat=True)]
    assert "inps POST" in caplog.text
    assert not [text for text in told if reserved.FOUND in text or reserved.REFUSED in text]


def test_no_transaction_is_open_while_the_partner_thinks(
    transactional_db: None,
    partners_answer: SandboxProcess,
    operator: User,
    elena_visit: Visit,
    cud_case: Case,
    run_jobs: Callable[[], None],
) -> None:
    partners_answer.set_fault("inps", "slow")
    calls = partners_answer.calls("inps")
    ask(cud_case, operator, elena_visit)
    worker = Thread(target=run_jobs)
    worker.start()
    try:
        while partners_answer.calls("inps") == calls and worker.is_alive():
            sleep(0.01)
        # The queue commits its own short statements now and then: what stays open is what would be ours.
        while _open_transactions() and not LookUpOutcome.objects.exists():
            sleep(0.01)
        assert not LookUpOutcome.objects.exists()
    finally:
        worker.join()
    assert LookUpOutcome.objects.exists()


def _open_transactions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity "
            "where datname = current_database() and state like 'idle in transaction%%'"
        )
        return int(cursor.fetchone()[0])


def test_what_has_an_outcome_is_not_asked_again(
    asked: Callable[[str], LookUp], partners_answer: SandboxProcess
) -> None:
    look_up = asked(reserved.FOUND)
    calls = partners_answer.calls("inps")
    jobs.ask(look_up.pk)
    assert partners_answer.calls("inps") == calls
    assert LookUpOutcome.objects.count() == 1


def test_a_second_outcome_is_dropped(operator: User, elena_visit: Visit, cud_case: Case) -> None:
    look_up = ask(cud_case, operator, elena_visit)
    look_ups.conclude(look_up, Heard(Result.NOT_FOUND), at=make.moment(10, 1))
    look_ups.conclude(look_up, Heard(Result.FOUND, content={"a": 1}), at=make.moment(10, 2))
    assert LookUpOutcome.objects.get().result == Result.NOT_FOUND
    assert not LookUpAnswer.objects.exists()


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("agreement", "L'accordo con INPS è sospeso: lavori."),
        ("visit", "La visita è finita prima che la domanda partisse: l'ente non è stato interrogato."),
    ],
)
def test_what_ended_before_the_job_came_is_not_asked(
    what: str,
    sentence: str,
    transactional_db: None,
    partners_answer: SandboxProcess,
    operator: User,
    elena_visit: Visit,
    cud_case: Case,
    run_jobs: Callable[[], None],
) -> None:
    calls = partners_answer.calls("inps")
    look_up = ask(cud_case, operator, elena_visit)
    if what == "agreement":
        Agreement.objects.update(state=Agreement.State.SUSPENDED, suspended_reason="lavori")
    else:
        Visit.objects.update(state=Visit.State.CLOSED)
    run_jobs()
    outcome = LookUpOutcome.objects.get(look_up=look_up)
    assert (outcome.result, outcome.message) == (Result.NOT_ALLOWED, sentence)
    assert partners_answer.calls("inps") == calls


def test_a_look_up_whose_job_is_gone_gets_an_outcome(
    operator: User, elena_visit: Visit, cud_case: Case
) -> None:
    lost, waiting = (ask(cud_case, operator, elena_visit, tax_year=year) for year in (2023, 2024))
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set status = 'failed' where args->>'look_up_id' = %s", [str(lost.pk)]
        )
    jobs.pick_up_lost(0)
    assert LookUpOutcome.objects.get().look_up == lost
    assert LookUpOutcome.objects.get().result == Result.FAILED
    assert list(LookUp.objects.pending()) == [waiting]


# Forgetting


@pytest.fixture
def answer(operator: User, elena_visit: Visit, cud_case: Case) -> LookUpAnswer:
    look_up = ask(cud_case, operator, elena_visit)
    look_ups.conclude(look_up, Heard(Result.FOUND, content={"tax_year": 2024}), at=make.moment(10, 1))
    return LookUpAnswer.objects.get()


def test_the_end_of_the_visit_ends_the_answer_after_the_undo(
    transactional_db: None, answer: LookUpAnswer, elena_visit: Visit, run_jobs: Callable[[], None]
) -> None:
    operator = answer.look_up.operator
    acts.add_act(
        visit=elena_visit,
        service=answer.look_up.service,
        outcome=Act.Outcome.CONCLUDED,
        minutes=5,
        operator=operator,
        at=make.moment(10, 5),
    )
    visits.close_visit(visit=elena_visit, operator=operator, at=make.moment(10, 6))
    job = ProcrastinateJob.objects.get(task_name="partners.forget_answers")
    assert job.scheduled_at == make.moment(10, 6) + visits.UNDO_TIME + timedelta(seconds=5)
    run_jobs()
    assert not LookUpAnswer.objects.exists()
    assert LookUpOutcome.objects.exists()


def test_an_undone_end_keeps_the_answer(answer: LookUpAnswer, elena_visit: Visit) -> None:
    look_ups.forget_answers(elena_visit.pk)
    assert LookUpAnswer.objects.exists()


def test_an_answer_that_comes_after_the_end_is_not_kept(
    operator: User, elena_visit: Visit, cud_case: Case
) -> None:
    look_up = ask(cud_case, operator, elena_visit)
    Visit.objects.update(state=Visit.State.CLOSED)
    look_ups.conclude(look_up, Heard(Result.FOUND, content={"a": 1}), at=make.moment(10, 9))
    assert LookUpOutcome.objects.get().result == Result.FOUND
    assert not LookUpAnswer.objects.exists()


def test_at_night_whatever_is_left_goes(answer: LookUpAnswer) -> None:
    look_ups.forget_leftovers(before=make.moment(0, 0))
    assert LookUpAnswer.objects.exists()
    look_ups.forget_leftovers(before=make.moment(0, 0) + timedelta(days=1))
    assert not LookUpAnswer.objects.exists()


def test_the_nightly_job_keeps_today(answer: LookUpAnswer) -> None:
    """The answer of the tests is of March: for the job it is one of the days before."""
    jobs.forget_leftovers(0)
    assert not LookUpAnswer.objects.exists()
