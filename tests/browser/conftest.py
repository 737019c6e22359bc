"""A real browser before the real pages, a worker process and the sandbox behind them."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from django.utils import timezone
from playwright.sync_api import ConsoleMessage, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from sportello import tax_code
from sportello.models import Citizen, Service, User, Visit
from tests import make
from tests.conftest import signed_in
from tests.partners.sandbox_process import TOKEN, SandboxProcess

CHROMIUM = Path("/usr/bin/chromium")
# One sentence for each finding of axe: what, where.
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync", "--lang=it"]
    if os.geteuid() == 0:
        quiet.append("--no-sandbox")
    chosen = {"executable_path": str(CHROMIUM)} if CHROMIUM.exists() else {}
    return {**browser_type_launch_args, **chosen, "args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "it-IT",
        "timezone_id": "Europe/Rome",
        "viewport": {"width": 1366, "height": 768},
    }


@pytest.fixture
def problems() -> list[str]:
    """What went wrong in the browser beside what the test looks at."""
    return []


@pytest.fixture
def page(page: Page, live_server: LiveServer, problems: list[str]) -> Iterator[Page]:
    """A page on which any error of the console, any other host and any tax code in an address fails the test."""

    def hear(message: ConsoleMessage) -> None:
        # Chromium itself reports each answer of 4xx so; the tests look at those answers themselves.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            problems.append(message.text)

    def see(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            problems.append(f"another host: {request.url}")
        if tax_code.ORDINARY.search(request.url.upper()):
            problems.append(f"a tax code in an address: {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", see)
    # A machine that does much else may take its time.
    page.set_default_timeout(15_000)
    expect.set_options(timeout=15_000)
    yield page
    page.goto("about:blank")  # nothing may still ask while the database is emptied
    assert problems == []


@pytest.fixture
def failing_requests(page: Page, problems: list[str]) -> Iterator[None]:
    """For tests that make the server fail: what htmx tells the console of it is no problem."""
    yield
    told = re.compile(r"Response Status Error Code \d+ from /|htmx:(afterRequest|sendError), ")
    problems[:] = [problem for problem in problems if not told.match(problem)]


@pytest.fixture
def sign_in(page: Page, live_server: LiveServer) -> Callable[[User], None]:
    def enter(user: User) -> None:
        page.goto(f"{live_server.url}/accesso/")
        page.get_by_label("Nome utente").fill(user.username)
        page.get_by_label("Password").fill(make.PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/accesso/" not in url)

    return enter


@pytest.fixture
def open_as(page: Page, live_server: LiveServer) -> Callable[..., None]:
    """Open an address as somebody who signed in earlier, without the pages of signing in."""

    def open_page(user: User, path: str = "/") -> None:
        session = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page.goto(live_server.url + path)

    return open_page


@pytest.fixture
def still_clock(page: Page) -> None:
    """The time of the page stands still until the test moves it, however busy the machine is.

    Meanwhile nothing is animated, and Playwright waits in vain for a button to rest before it clicks: press keys.
    """
    page.clock.install(time=make.moment(10, 0))
    page.clock.pause_at(make.moment(10, 1))


@pytest.fixture
def elena_at_desk(operator: User, elena: Citizen, isee_service: Service) -> Visit:
    """Elena is at Giulia's desk, and the first act of her visit is written down."""
    now = timezone.now()
    visit = make.visit("A001", operator=operator, citizen=elena, arrived_at=now)
    visit.acts.create(service=isee_service, outcome="informed", minutes=5, operator=operator, at=now)
    return visit


@pytest.fixture
def worker(
    transactional_db: None, sandbox: SandboxProcess, tmp_path: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """The worker as production runs it, on the test's database, asking the sandbox."""
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}:{database['PASSWORD']}@{_host(database)}"
    environment = {
        **os.environ,
        "DEMO": "true",
        "DATABASE_URL": address,
        "INPS_URL": f"{sandbox.url}/inps/v1",
        "INPS_TOKEN": TOKEN,
        "INPS_TIMEOUT": "1",
        "ENEL_URL": f"{sandbox.url}/enel/v1",
        "ENEL_TOKEN": TOKEN,
        "ENEL_TIMEOUT": "1",
    }
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "procrastinate", "worker"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=log,
            stderr=log,
        )
        yield process
        process.terminate()
        process.wait(timeout=20)


def _host(database: dict[str, Any]) -> str:
    if database["HOST"].startswith("/"):
        return f"/{database['NAME']}?host={database['HOST']}"
    return f"{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"


@pytest.fixture
def axe_finds_nothing(page: Page) -> Callable[[], None]:
    def look() -> None:
        results = Axe().run(page, options=AXE_RULES)
        found = [
            f"{violation['id']}: {node['target']}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
        assert found == [], f"{page.url}: {found}"

    return look
