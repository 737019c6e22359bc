"""The sandbox as a process of its own, for every test that speaks with a partner.

A test takes the fixture `sandbox`; `settings.PARTNERS = sandbox.partners()` sends the adapters to it.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from partners.sandbox import pdnd

ROOT = Path(__file__).resolve().parent.parent.parent
# The documents of the four services, in the order of the sandbox's purposes.
ISEE = ("isee_residents", "isee_attestation", "isee_indicator", "isee_threshold")
TOKEN = "gettone-di-prova-del-comune"


class SandboxProcess:
    """A sandbox with its own file, on a free port which it keeps when it is started again."""

    # Seconds from received to admitted (done after four times as long), and of a late answer.
    step: float = 0.2
    slow = 1.5

    def __init__(self, folder: Path) -> None:
        self.database = folder / "sandbox.sqlite3"
        self.log_file = folder / "sandbox.log"
        # The Comune's private key, which the sandbox makes and registers.
        self.key_file = folder / "sandbox-comune.pem"
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it listens."""
        with self.log_file.open("a") as log:
            self._process = run_sandbox(
                f"--port={self.port}",
                f"--database={self.database}",
                f"--step={self.step}",
                f"--slow={self.slow}",
                stderr=log,
            )
        assert self._process.stdout is not None
        first_line = self._process.stdout.readline()
        assert first_line, self.log_file.read_text()
        self.port = int(first_line.rstrip().rpartition(":")[2])

    def stop(self) -> int:
        """Stop it as an operator of the machine does; returns its exit status."""
        assert self._process is not None
        self._process.terminate()
        self._process.communicate(timeout=5)
        return self._process.returncode

    def partners(self, *, timeout: tuple[float, float] = (2, 1)) -> dict[str, dict[str, Any]]:
        """settings.PARTNERS for this sandbox; time-outs in seconds, shorter than a late answer."""
        return {
            code: {"ADAPTER": adapter, "OPTIONS": self.options(code, timeout=timeout)}
            for code, adapter in {
                "inps": "partners.adapters.inps.Inps",
                "enel": "partners.adapters.enel.Enel",
            }.items()
        }

    def options(self, partner: str, *, timeout: tuple[float, float] = (2, 1)) -> dict[str, Any]:
        """The options of the adapter of a partner."""
        options = {"base_url": f"{self.url}/{partner}/v1", "token": TOKEN, "timeout": timeout}
        return {**options, "isee": self.isee_options()} if partner == "inps" else options

    def isee_options(self, **more: Any) -> dict[str, Any]:
        """What INPS_… settings say of the ISEE, for this sandbox."""
        return {
            "environment": "sandbox",
            "token_url": f"{self.url}/pdnd/token.oauth2",
            "assertion_audience": pdnd.ASSERTION_AUDIENCE,
            "client_id": pdnd.CLIENT_ID,
            "key_file": str(self.key_file),
            "isee_url": f"{self.url}/inps/isee/v2",
            "purposes": ",".join(
                f"{document}={purpose}" for document, purpose in zip(ISEE, pdnd.PURPOSES, strict=True)
            ),
            "audience": pdnd.AUDIENCE,
            "level_of_assurance": "LoA2",
            **more,
        }

    def demand(self, tracking: str = "none", integrity: str = "none") -> None:
        """What INPS's ISEE services want signed from now on."""
        body = {"tracking": tracking, "integrity": integrity}
        assert requests.post(f"{self.url}/_security", json=body, timeout=5).status_code == 200

    def set_fault(self, partner: str, fault: str | None) -> None:
        """Switch a fault of a whole partner on, or off with None."""
        switched = requests.post(f"{self.url}/_faults", json={"partner": partner, "fault": fault}, timeout=5)
        assert switched.status_code == 200, switched.text

    def calls(self, partner: str) -> int:
        """How many calls a partner has had since the start."""
        count: int = requests.get(f"{self.url}/_health", timeout=5).json()["calls"][partner]
        return count

    def log(self) -> str:
        """Everything it has logged."""
        return self.log_file.read_text()


def run_sandbox(
    *arguments: str, stderr: Any = subprocess.PIPE, without: tuple[str, ...] = (), **environment: str
) -> subprocess.Popen[str]:
    """Start python -m partners.sandbox as a demonstration, in an environment of its own."""
    variables = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "DEMO": "true",
        "INPS_TOKEN": TOKEN,
        "ENEL_TOKEN": TOKEN,
        **environment,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "partners.sandbox", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        env={name: value for name, value in variables.items() if name not in without},
    )


@pytest.fixture(scope="session")
def sandbox_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    process = SandboxProcess(tmp_path_factory.mktemp("sandbox"))
    process.start()
    yield process
    assert process.stop() == 0


@pytest.fixture
def sandbox(sandbox_process: SandboxProcess) -> Iterator[SandboxProcess]:
    """Both partners, in good health at the beginning of the test."""
    yield sandbox_process
    for partner in ("inps", "enel", "pdnd"):
        sandbox_process.set_fault(partner, None)
    sandbox_process.demand()
