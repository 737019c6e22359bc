"""The worker as it runs in production, a process of its own; killed in the middle of a call it loses nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from partners import contract_requests, look_ups
from partners.models import (
    ContractRequest,
    LookUp,
    LookUpAnswer,
    LookUpCall,
    LookUpOutcome,
    LookUpStart,
)
from sportello.models import Case, Service, User, Visit
from tests.partners import contracts
from tests.partners.sandbox_process import TOKEN, SandboxProcess

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def worker_of(sandbox: SandboxProcess, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py procrastinate worker` on the database of the tests, killed without warning at the end."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "procrastinate", "worker"],
            cwd=ROOT,
            env=environment_of(sandbox),
            stdout=output,
            stderr=output,
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=10)


def environment_of(sandbox: SandboxProcess) -> dict[str, str]:
    """The variables of a process of ours that works on the database of the tests and asks the sandbox."""
    isee = sandbox.isee_options()
    return {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "DEMO": "true",
        "DATABASE_URL": database_url(),
        "INPS_URL": f"{sandbox.url}/inps/v1",
        "INPS_TOKEN": TOKEN,
        "INPS_TOKEN_URL": isee["token_url"],
        "INPS_ISEE_URL": isee["isee_url"],
        "INPS_KEY_FILE": isee["key_file"],
        "ENEL_URL": f"{sandbox.url}/enel/v1",
        "ENEL_TOKEN": TOKEN,
    }


def database_url() -> str:
    """The database of the tests, be it reached by a socket's folder or by a name and port."""
    database = connection.settings_dict
    person = f"{quote(database['USER'])}:{quote(database['PASSWORD'], safe='')}"
    host = str(database["HOST"])
    place = f"/{host}" if host.startswith("/") else f"{host}:{database['PORT']}"
    return f"postgresql://{person}@{place}/{database['NAME']}"


def wait_until(is_so: Callable[[], bool], log: Path) -> None:
    for _ in range(200):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text())


@pytest.fixture
def rescue(run_jobs: Callable[[], None]) -> Callable[[], None]:
    """The dead worker's heart has not beaten for an hour; another worker comes."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
        app.configure_task("partners.rescue_stalled").defer(timestamp=0)
        run_jobs()
        run_jobs()

    return run


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "worker.log"


def ask(case: Case, operator: User, visit: Visit) -> LookUp:
    return look_ups.ask(
        case=case,
        document=LookUp.Document.CU,
        service=case.service,
        operator=operator,
        visit=visit,
        tax_year=2024,
        identity=look_ups.Identity("identity_card", "CA00001AA"),
        at=timezone.now(),
    )


def test_the_worker_finds_our_jobs_and_answers(
    transactional_db: None,
    partners_answer: SandboxProcess,
    operator: User,
    elena_visit: Visit,
    cud_case: Case,
    log: Path,
) -> None:
    with worker_of(partners_answer, log):
        ask(cud_case, operator, elena_visit)
        wait_until(LookUpOutcome.objects.exists, log)
    assert LookUpOutcome.objects.get().result in ("found", "not_found")
    assert "NRELNE48E57H501T" not in log.read_text()


def test_a_question_on_its_way_when_the_worker_dies_is_told_as_lost_and_not_asked_twice(
    transactional_db: None,
    partners_answer: SandboxProcess,
    operator: User,
    elena_visit: Visit,
    cud_case: Case,
    rescue: Callable[[], None],
    log: Path,
) -> None:
    partners_answer.set_fault("inps", "slow")
    calls = partners_answer.calls("inps")
    look_up = ask(cud_case, operator, elena_visit)
    with worker_of(partners_answer, log):
        wait_until(lambda: partners_answer.calls("inps") > calls, log)
    assert not LookUpOutcome.objects.exists()
    assert LookUpStart.objects.get().look_up == look_up
    job = ProcrastinateJob.objects.get(task_name="partners.ask")
    assert job.status == "doing"

    partners_answer.set_fault("inps", None)
    rescue()
    outcome = LookUpOutcome.objects.get()
    assert (outcome.look_up, outcome.result) == (look_up, "failed")
    assert outcome.message.startswith(
        "La domanda era partita, ma il programma si è fermato prima della risposta"
    )
    assert partners_answer.calls("inps") == calls + 1
    assert ProcrastinateJob.objects.get(task_name="partners.ask").status == "succeeded"


@pytest.mark.parametrize("seconds", [0.0, 0.9, 1.3, 1.6, 1.8, 2.0, 2.2])
def test_a_worker_killed_at_any_moment_leaves_one_true_outcome(
    transactional_db: None,
    partners_answer: SandboxProcess,
    operator: User,
    elena_visit: Visit,
    cud_case: Case,
    rescue: Callable[[], None],
    log: Path,
    seconds: float,
) -> None:
    calls = partners_answer.calls("inps")
    look_up = ask(cud_case, operator, elena_visit)
    with worker_of(partners_answer, log):
        time.sleep(seconds)
    rescue()
    outcome = LookUpOutcome.objects.get()
    asked = partners_answer.calls("inps") - calls
    assert outcome.look_up == look_up
    assert LookUpStart.objects.count() == 1
    # Told as answered: asked once, and that call is in the record. Told as lost: asked once at most.
    if outcome.result == "found":
        assert asked == LookUpCall.objects.count() == 1
        assert LookUpAnswer.objects.get().look_up == look_up
    else:
        assert outcome.result == "failed"
        assert asked <= 1
        assert not LookUpAnswer.objects.exists()
    assert not ProcrastinateJob.objects.filter(
        status__in=["todo", "doing"], task_name="partners.ask"
    ).exists()


ASK = """
from django.utils import timezone
from partners import look_ups
from partners.models import LookUp
from sportello.models import Case, User, Visit
case, visit = Case.objects.get(), Visit.objects.get()
print("now", flush=True)
for year in range(2015, 2026):
    look_ups.ask(
        case=case, document=LookUp.Document.CU, service=case.service, operator=visit.operator, visit=visit,
        tax_year=year, identity=look_ups.Identity("identity_card", "CA00001AA"), at=timezone.now(),
    )
"""


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.03, 0.06, 0.2])
def test_a_web_process_killed_while_it_records_leaves_no_question_without_its_job(
    transactional_db: None,
    partners_answer: SandboxProcess,
    operator: User,
    elena_visit: Visit,
    cud_case: Case,
    run_jobs: Callable[[], None],
    seconds: float,
) -> None:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", ASK],
        cwd=ROOT,
        env=environment_of(partners_answer),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "now\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)

    calls = partners_answer.calls("inps")
    asked = set(LookUp.objects.values_list("pk", flat=True))
    jobs = ProcrastinateJob.objects.filter(task_name="partners.ask").values_list("args", flat=True)
    assert {job["look_up_id"] for job in jobs} == asked
    run_jobs()
    assert set(LookUpOutcome.objects.values_list("look_up", flat=True)) == asked
    assert partners_answer.calls("inps") - calls == len(asked)


def test_a_contract_survives_the_worker_and_is_not_sent_twice(
    transactional_db: None,
    partners_answer: SandboxProcess,
    operator: User,
    elena_visit: Visit,
    voltura_service: Service,
    rescue: Callable[[], None],
    let_time_pass: Callable[[], None],
    log: Path,
) -> None:
    request = contracts.ready(elena_visit, voltura_service, operator)
    partners_answer.set_fault("enel", "slow")
    calls = partners_answer.calls("enel")
    contract_requests.queue(request=request, operator=operator, at=timezone.now())
    with worker_of(partners_answer, log):
        wait_until(lambda: partners_answer.calls("enel") > calls, log)
    assert ContractRequest.objects.get().state == "sent"

    partners_answer.set_fault("enel", None)
    rescue()
    assert (
        ContractRequest.objects.get().state == "sent"
    )  # its minutes are not over: it might still be on its way
    let_time_pass()
    found = ContractRequest.objects.get()
    assert found.state in ("received", "admitted", "done")
    assert list(found.events.values_list("state", flat=True))[:4] == ["draft", "queued", "sent", "unknown"]
    # One sending, one question.
    assert partners_answer.calls("enel") == calls + 2


def test_every_periodic_job_is_registered() -> None:
    names = {
        task.name for task in (periodic.task for periodic in app.periodic_registry.periodic_tasks.values())
    }
    assert {
        "partners.pick_up_lost",
        "partners.rescue_stalled",
        "partners.forget_leftovers",
        "partners.forget_finished_jobs",
    } <= names


def test_jobs_carry_ids_only(operator: User, elena_visit: Visit, cud_case: Case) -> None:
    ask(cud_case, operator, elena_visit)
    for job in ProcrastinateJob.objects.all():
        assert all(name.endswith("_id") and isinstance(value, int) for name, value in job.args.items())


def test_finished_jobs_go_after_a_week(transactional_db: None, run_jobs: Callable[[], None]) -> None:
    for _ in range(2):
        with suppress(AlreadyEnqueued):  # the worker defers it by itself each minute
            app.configure_task("partners.pick_up_lost").defer(timestamp=0)
        run_jobs()
    done = ProcrastinateJob.objects.filter(status="succeeded")
    oldest = done.order_by("pk")[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_events set at = now() - interval '8 days' where job_id = %s", [oldest.pk]
        )
    with suppress(AlreadyEnqueued):
        app.configure_task("partners.forget_finished_jobs").defer(timestamp=0)
    run_jobs()
    assert not ProcrastinateJob.objects.filter(pk=oldest.pk).exists()
    assert done.exists()
