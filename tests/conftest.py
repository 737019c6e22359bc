"""The cast of the counter, and how the tests run it: one database, a real worker, a real browser."""

import os
import time
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pgtrigger
import procrastinate.contrib.django
import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, connections
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client, override_settings

from sportello.middleware import SEEN_AT
from sportello.models import Citizen, Service, User
from tests import make

pytest_plugins = ["tests.partners.sandbox_process"]

# Playwright runs an event loop in the thread of the test, where Django then sees an asynchronous context.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Make and empty the test database with the role that owns it; the application's own role may not."""
    application, owner = connections.settings["default"], connections.settings["owner"]
    for key in ("USER", "PASSWORD"):
        application[key] = owner.get(key, "")


# The queue's tables are no models of ours: emptying the database leaves them alone.
EMPTY_QUEUE = (
    "truncate procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers"
)


@pytest.fixture(scope="session", autouse=True)
def emptying_tables_of_record() -> Iterator[None]:
    """Between transactional tests the tables are emptied, which triggers refuse to everybody else."""
    flush = DatabaseOperations.execute_sql_flush

    def flush_all(self: DatabaseOperations, sql_list: list[str]) -> None:
        with pgtrigger.ignore():
            flush(self, [*sql_list, EMPTY_QUEUE])

    patch = pytest.MonkeyPatch()
    patch.setattr(DatabaseOperations, "execute_sql_flush", flush_all)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """The hash of production is slow on purpose, and every story of the tests signs somebody in."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def archive_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files that tests attach lie in a folder of the tests."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest) -> None:
    """Attempts to sign in are counted in the cache, which emptying the models' tables does not touch."""
    if {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db")
        cache.clear()


@pytest.fixture
def at_ten() -> Iterator[time_machine.Traveller]:
    """It is ten o'clock of Wednesday 4 March 2026, until the test moves the clock."""
    with time_machine.travel(make.moment(10, 0), tick=False) as clock:
        yield clock


@pytest.fixture
def operator(db: None) -> User:
    return make.user("giulia", first_name="Giulia", last_name="Bianchi", is_operator=True)


@pytest.fixture
def colleague(db: None) -> User:
    return make.user("marco", first_name="Marco", last_name="Rossi", is_operator=True)


@pytest.fixture
def supervisor(db: None) -> User:
    return make.user("paola", first_name="Paola", last_name="Verdi", is_supervisor=True)


@pytest.fixture
def administrator(db: None) -> User:
    return make.user("anna", first_name="Anna", last_name="Conti", is_administrator=True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session[SEEN_AT] = int(time.time())
    session.save()
    return client


@pytest.fixture
def operator_client(operator: User) -> Client:
    return signed_in(operator)


@pytest.fixture
def colleague_client(colleague: User) -> Client:
    return signed_in(colleague)


@pytest.fixture
def supervisor_client(supervisor: User) -> Client:
    return signed_in(supervisor)


@pytest.fixture
def administrator_client(administrator: User) -> Client:
    return signed_in(administrator)


@pytest.fixture
def elena(db: None) -> Citizen:
    """Elena Neri, 77 on the day of the tests, the citizen at the counter."""
    return make.citizen(
        "Neri", "Elena", "NRELNE48E57H501T", sex="F", address="Via Garibaldi 12", town="Poggioverde"
    )


@pytest.fixture
def isee_service(db: None) -> Service:
    return make.service()


@pytest.fixture
def run_jobs(transactional_db: None) -> Callable[[], None]:
    """Run all the jobs that wait, as the worker does, and come back when none is left."""

    def run() -> None:
        # In a thread of its own: Playwright's event loop forbids another one in the thread of the test.
        thread = Thread(target=_run_worker)
        thread.start()
        thread.join(timeout=60)
        assert not thread.is_alive(), "the worker did not finish"

    return run


def _run_worker() -> None:
    app = procrastinate.contrib.django.app
    worker_connector: Any = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's connector
    with app.replace_connector(worker_connector) as worker_app:
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    connection.close()
