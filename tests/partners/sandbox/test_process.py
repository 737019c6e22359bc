"""The process: how it starts, what stops it from starting, what it remembers, what it never writes down."""

import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from partners.sandbox import reserved
from tests.partners.sandbox import bodies
from tests.partners.sandbox.conftest import Ask
from tests.partners.sandbox_process import TOKEN, SandboxProcess, run_sandbox

HEADERS = {"Authorization": f"Bearer {TOKEN}", "X-Correlation-Id": str(uuid4())}


@pytest.fixture
def own(tmp_path: Path) -> Iterator[SandboxProcess]:
    """A sandbox of this test's own, which may be stopped and started."""
    process = SandboxProcess(tmp_path)
    process.start()
    yield process
    process.stop()


def sentence(*arguments: str, without: tuple[str, ...] = (), **environment: str) -> str:
    """What a sandbox that does not start says."""
    process = run_sandbox(*arguments, without=without, **environment)
    output, error = process.communicate(timeout=10)
    assert process.returncode == 1
    assert output == ""
    return error


@pytest.mark.parametrize("demo", ["false", "no", "0"])
def test_it_refuses_production_settings(tmp_path: Path, demo: str) -> None:
    database = tmp_path / "sandbox.sqlite3"

    error = sentence("--port=0", f"--database={database}", DEMO=demo)

    assert error == "The sandbox does not start: these are production settings (DEMO is not true).\n"
    assert not database.exists()


def test_a_database_of_the_servers_own_means_production(tmp_path: Path) -> None:
    settings = tmp_path / "settings"
    settings.write_text("DATABASE_URL=postgresql://sportello@db.example.org/sportello\n")

    error = sentence("--port=0", f"--database={tmp_path}/s", without=("DEMO",), ENV_FILE=str(settings))

    assert "production settings" in error


def test_a_taken_port_is_said_in_one_sentence(own: SandboxProcess, tmp_path: Path) -> None:
    error = sentence(f"--port={own.port}", f"--database={tmp_path}/other.sqlite3")

    assert error == (f"The sandbox does not start: port {own.port} is taken. Free it, or set SANDBOX_PORT.\n")


def test_a_place_where_it_cannot_write_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    error = sentence("--port=0", f"--database={tmp_path}/file/sandbox.sqlite3")

    assert error.startswith("The sandbox does not start: it cannot use")
    assert error.count("\n") == 1


def test_the_port_comes_from_the_environment(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        error = sentence(f"--database={tmp_path}/s.sqlite3", SANDBOX_PORT=str(port))

    assert f"port {port} is taken" in error


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_at_once_even_while_somebody_waits(tmp_path: Path, stop: signal.Signals) -> None:
    process = run_sandbox("--port=0", f"--database={tmp_path}/s.sqlite3", "--slow=60")
    assert process.stdout is not None
    url = process.stdout.readline().split()[-1]
    requests.post(f"{url}/_faults", json={"partner": "inps", "fault": "slow"}, timeout=5)
    with pytest.raises(requests.ReadTimeout):
        requests.post(
            url + bodies.CERTIFICAZIONE, json=bodies.certificazione(), headers=HEADERS, timeout=(1, 0.2)
        )

    started = time.monotonic()
    process.send_signal(stop)
    _, error = process.communicate(timeout=5)

    assert time.monotonic() - started < 2
    assert process.returncode == 0
    assert "Traceback" not in error


def test_a_restart_forgets_no_request(own: SandboxProcess) -> None:
    path = f"/enel/v1/richieste/{uuid4()}"
    first = requests.put(own.url + path, json=bodies.voltura(), headers=HEADERS, timeout=5)
    own.stop()

    own.start()

    again = requests.put(own.url + path, json=bodies.voltura(), headers=HEADERS, timeout=5)
    state = requests.get(own.url + path, headers=HEADERS, timeout=5)
    assert first.status_code == again.status_code == 202
    assert again.json() == first.json()
    assert state.json()["numero"] == first.json()["numero"]


def test_the_log_names_nobody(ask: Ask, sandbox: SandboxProcess) -> None:
    ask("POST", bodies.CERTIFICAZIONE, bodies.certificazione())
    ask("POST", bodies.CONTRACTS, bodies.contracts())
    ask("PUT", f"/enel/v1/richieste/{uuid4()}", bodies.voltura())
    ask("GET", f"/inps/v1/{reserved.FOUND}")
    with pytest.raises(requests.ConnectionError):
        ask("POST", bodies.CERTIFICAZIONE, bodies.certificazione(reserved.DOWN))

    log = sandbox.log()
    assert "certificazioni-uniche: 200 SENT INPS-" in log
    assert "enel contracts: 200" in log
    assert reserved.FOUND not in log
    assert reserved.DOWN not in log
    assert bodies.HOLDER not in log
    assert TOKEN not in log
    assert "Traceback" not in log
